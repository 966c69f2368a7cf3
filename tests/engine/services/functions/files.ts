import { createClient } from "npm:@supabase/supabase-js@2.109.0";

Deno.serve(async (request) => {
  const { text } = await request.json();
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
  await supabase.storage.createBucket("reports");
  const path = `${crypto.randomUUID()}/report.txt`;
  const files = supabase.storage.from("reports");
  const { error } = await files.upload(path, new Blob([text], { type: "text/plain" }));
  if (error) return Response.json({ error: error.message }, { status: 500 });
  const back = await files.download(path);
  const { data } = await files.createSignedUrl(path, 60);
  return Response.json({ path, length: (await back.data!.text()).length, url: data!.signedUrl });
});
