import { createSchema, createYoga } from "npm:graphql-yoga@5.24.1";
import "npm:graphql@16.15.0";
import { serve } from "../_shared/serve.ts";

const yoga = createYoga({
  schema: createSchema({
    typeDefs: "type Query { hello(name: String!): String }",
    resolvers: { Query: { hello: (_: unknown, { name }: { name: string }) => `Hello ${name}` } },
  }),
  logging: false,
});

serve(async () => {
  const ask = async (query: string) => {
    const answer = await yoga.fetch("http://localhost/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    return { status: answer.status, ...await answer.json() };
  };
  return [await ask('{ hello(name: "Ada") }'), await ask("{ nothing }")];
});
