import { ApolloServer, HeaderMap } from "npm:@apollo/server@5.5.1";
import "npm:graphql@16.15.0";
import { serve } from "../_shared/serve.ts";

const server = new ApolloServer({
  typeDefs: "type Query { hello(name: String!): String }",
  resolvers: { Query: { hello: (_: unknown, { name }: { name: string }) => `Hello ${name}` } },
});
await server.start();

serve(async () => {
  const answer = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: "POST",
      headers: new HeaderMap([["content-type", "application/json"]]),
      search: "",
      body: { query: '{ hello(name: "Ada") }' },
    },
    context: () => Promise.resolve({}),
  });
  return answer.body.kind === "complete" ? JSON.parse(answer.body.string) : answer.body.kind;
});
