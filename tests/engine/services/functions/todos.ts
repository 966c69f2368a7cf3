import { createClient } from "npm:@supabase/supabase-js@2.109.0";

// A function as people write it: the client is the caller's, so its rows are the caller's.
Deno.serve(async (request) => {
  const supabase = createClient(
    Deno.env.get("SUPABASE_URL")!,
    Deno.env.get("SUPABASE_ANON_KEY")!,
    { global: { headers: { Authorization: request.headers.get("Authorization")! } } },
  );
  const token = request.headers.get("Authorization")!.replace("Bearer ", "");
  const { data: { user }, error } = await supabase.auth.getUser(token);
  if (!user) return Response.json({ error: error?.message }, { status: 401 });
  const { title } = await request.json();
  const inserted = await supabase.from("todos").insert({ title }).select("title,user_id").single();
  if (inserted.error) return Response.json(inserted.error, { status: 400 });
  const { data, count } = await supabase.from("todos").select("title", { count: "exact" }).order("id");
  const sum = await supabase.rpc("add", { a: 20, b: 22 });
  return Response.json({ user: user.id, owner: inserted.data.user_id, titles: data!.map((row) => row.title), count, sum: sum.data });
});
