import { createClient } from "npm:@supabase/supabase-js@2.109.0";

// Joins, says it, hears it back, and leaves.
Deno.serve(async (request) => {
  const message = await request.json();
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!);
  const channel = supabase.channel("reports", { config: { broadcast: { self: true, ack: true } } });
  const heard = Promise.withResolvers<unknown>();
  const joined = Promise.withResolvers<void>();
  channel.on("broadcast", { event: "report" }, ({ payload }) => heard.resolve(payload));
  channel.subscribe((status, error) => {
    if (status === "SUBSCRIBED") joined.resolve();
    if (error) joined.reject(error);
  });
  await joined.promise;
  const sent = await channel.send({ type: "broadcast", event: "report", payload: message });
  const payload = await heard.promise;
  await supabase.removeAllChannels();
  return Response.json({ sent, payload });
});
