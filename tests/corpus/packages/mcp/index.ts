import { Client } from "npm:@modelcontextprotocol/sdk@1.32.2/client/index.js";
import { InMemoryTransport } from "npm:@modelcontextprotocol/sdk@1.32.2/inMemory.js";
import { McpServer } from "npm:@modelcontextprotocol/sdk@1.32.2/server/mcp.js";
import { WebStandardStreamableHTTPServerTransport } from "npm:@modelcontextprotocol/sdk@1.32.2/server/webStandardStreamableHttp.js";
import { z } from "npm:zod@4.6.7";
import { serve } from "../_shared/serve.ts";

function server() {
  const server = new McpServer({ name: "corpus", version: "1.0.0" });
  server.registerTool("add", { inputSchema: { a: z.number(), b: z.number() } }, ({ a, b }) => ({
    content: [{ type: "text", text: String(a + b) }],
  }));
  return server;
}

serve(async () => {
  const [here, there] = InMemoryTransport.createLinkedPair();
  await server().connect(there);
  const client = new Client({ name: "client", version: "1.0.0" });
  await client.connect(here);
  const { tools } = await client.listTools();
  const called = await client.callTool({ name: "add", arguments: { a: 3, b: 4 } });
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server().connect(transport);
  const answer = await transport.handleRequest(
    new Request("https://example.com/mcp", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "add", arguments: { a: 1, b: 1 } } }),
    }),
  );
  return { tools: tools.map((tool) => tool.name), content: called.content, http: await answer.json() };
});
