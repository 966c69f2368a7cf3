import { Octokit } from "npm:@octokit/rest@22.0.1";
import { loopback, serve } from "../_shared/serve.ts";

const octokit = new Octokit({ auth: "ghp_corpus", baseUrl: `${loopback}/github` });

serve(async () => {
  const { data, status } = await octokit.rest.repos.get({ owner: "ada", repo: "engine" });
  const missing = await octokit.rest.repos.get({ owner: "ada", repo: "missing" }).catch((error) => error.status);
  return { status, name: data.full_name, missing };
});
