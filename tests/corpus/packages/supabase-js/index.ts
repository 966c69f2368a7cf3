import { createClient } from "npm:@supabase/supabase-js@2.109.0";
import { loopback, serve } from "../_shared/serve.ts";

const supabase = createClient(`${loopback}/supabase`, "anon", { auth: { persistSession: false } });

serve(async () => {
  const { data, error } = await supabase.from("todos").select("id, task").eq("id", 7).order("id").limit(1);
  const missing = await supabase.from("missing").select();
  return { data, error, missing: missing.error?.code, url: supabase.storage.from("files").getPublicUrl("a b.txt").data.publicUrl.length > 0 };
});
