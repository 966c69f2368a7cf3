import { createClient } from "npm:@supabase/supabase-js@2.109.0";

// With the service role, and with the help of two other functions.
Deno.serve(async (request) => {
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
  const { data, error } = await supabase.from("todos").select("title").order("title");
  if (error) return Response.json(error, { status: 500 });
  const text = data.map((row) => row.title).join("\n");
  const stored = await supabase.functions.invoke("files", { body: { text } });
  if (stored.error) return Response.json({ stored: stored.error.message }, { status: 500 });
  const announced = await supabase.functions.invoke("announce", { body: { path: stored.data.path } });
  if (announced.error) return Response.json({ announced: announced.error.message }, { status: 500 });
  return Response.json({ count: data.length, ...stored.data, announced: announced.data, asked: request.method });
});
