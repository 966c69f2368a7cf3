// What a project's client does: `node -e … -- URL PUBLISHABLE_KEY SECRET_KEY SCENARIO`.
const assert = require("node:assert");
const { createClient } = require("@supabase/supabase-js");
const WebSocket = require("ws");

const [url, key, secret, scenario] = process.argv.slice(1);
const client = (with_key = key) =>
  createClient(url, with_key, {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket },
  });
const good = ({ data, error }) => {
  if (error) throw error;
  return data;
};
const anybody = () => ({ email: `${crypto.randomUUID()}@example.com`, password: "correct horse" });
const signedIn = async () => {
  const supabase = client();
  good(await supabase.auth.signUp(anybody()));
  return supabase;
};

const scenarios = {
  async tables() {
    const [ann, bob] = [await signedIn(), await signedIn()];
    const title = (name) => `${name} ${crypto.randomUUID()}`;
    const names = ["a, (b)", 'c"d', "e.f\\g"].map(title);
    const rows = good(await ann.from("todos").insert(names.map((title) => ({ title, due: "2026-01-02" }))).select());
    assert.deepStrictEqual(rows.map((row) => row.title), names);
    const [one, two, three] = rows.map((row) => row.id);

    // Filters, order, windows.
    const ids = async (query) => good(await query).map((row) => row.id);
    const all = () => ann.from("todos").select("id");
    assert.deepStrictEqual(await ids(all().eq("title", names[0])), [one]);
    assert.deepStrictEqual(await ids(all().in("title", names.slice(1)).order("id")), [two, three]);
    assert.deepStrictEqual(await ids(all().neq("id", two).order("id", { ascending: false })), [three, one]);
    assert.deepStrictEqual(await ids(all().gt("id", one).lt("id", three)), [two]);
    assert.deepStrictEqual(await ids(all().like("title", 'c"d%')), [two]);
    assert.deepStrictEqual(await ids(all().ilike("title", 'C"D%')), [two]);
    assert.deepStrictEqual(await ids(all().is("meta", null).not("id", "in", `(${one},${three})`)), [two]);
    assert.deepStrictEqual(await ids(all().or(`id.eq.${one},and(id.gt.${two},done.is.false)`).order("id")), [one, three]);
    assert.deepStrictEqual(await ids(all().order("id").limit(1)), [one]);
    assert.deepStrictEqual(await ids(all().order("id").range(1, 2)), [two, three]);
    const page = await ann.from("todos").select("name:title,due", { count: "exact" }).order("id").range(0, 0);
    assert.deepStrictEqual([page.status, page.count], [206, 3]);
    assert.deepStrictEqual(page.data, [{ name: names[0], due: "2026-01-02" }]);
    const head = await ann.from("todos").select("*", { count: "exact", head: true });
    assert.deepStrictEqual([head.status, head.count], [200, 3]);

    // One row.
    assert.strictEqual(good(await ann.from("todos").select().eq("id", two).single()).title, names[1]);
    assert.strictEqual(good(await ann.from("todos").select().eq("id", -1).maybeSingle()), null);
    const none = await ann.from("todos").select().eq("id", -1).single();
    assert.deepStrictEqual([none.status, none.error.code], [406, "PGRST116"]);

    // Writing.
    const meta = { kind: "x'y", list: [1] };
    const changed = good(await ann.from("todos").update({ done: true, meta }).eq("id", one).select("done,meta->>kind").single());
    assert.deepStrictEqual(changed, { done: true, kind: "x'y" });
    const upserted = good(await ann.from("todos").upsert({ id: two, title: names[1], done: true }).select().single());
    assert.strictEqual(upserted.done, true);
    const ignored = await ann.from("todos").upsert({ title: names[0] }, { onConflict: "title", ignoreDuplicates: true });
    assert.deepStrictEqual([ignored.status, ignored.data], [201, null]);
    const quiet = await ann.from("todos").delete().eq("id", three);
    assert.deepStrictEqual([quiet.status, quiet.data], [204, null]);

    // Functions.
    assert.strictEqual(good(await ann.rpc("add", { a: 2, b: 3 })), 5);
    assert.strictEqual(good(await ann.rpc("add", { a: 2, b: 3 }, { get: true })), 5);
    assert.deepStrictEqual(good(await ann.rpc("titles", { wanted: [one, two] })), [names[0], names[1]]);
    good(await ann.from("todos").update({ done: false }).eq("id", two));
    assert.deepStrictEqual(await ids(ann.rpc("open_todos").select("id").eq("id", two)), [two]);
    const missing = await ann.rpc("nothing", { a: 1 });
    assert.deepStrictEqual([missing.status, missing.error.code], [404, "PGRST202"]);

    // Rows of others are not there, and cannot be made.
    assert.deepStrictEqual(await ids(bob.from("todos").select("id").in("id", [one, two])), []);
    const { data: { user } } = await ann.auth.getUser();
    const forged = await bob.from("todos").insert({ title: title("x"), user_id: user.id });
    assert.deepStrictEqual([forged.status, forged.error.code], [403, "42501"]);
    const anonymous = await client().from("todos").insert({ title: title("x"), user_id: user.id });
    assert.deepStrictEqual([anonymous.status, anonymous.error.code], [401, "42501"]);
    assert.deepStrictEqual(await ids(client(secret).from("todos").select("id").in("id", [one, two]).order("id")), [one, two]);
    assert.deepStrictEqual(good(await ann.rpc("forget")), null);
    assert.deepStrictEqual(good(await client(secret).from("todos").select().in("id", [one, two])), []);

    // Errors.
    const twice = title("twice");
    const same = await ann.from("todos").insert([{ title: twice }, { title: twice }]);
    assert.deepStrictEqual([same.status, same.error.code], [409, "23505"]);
    const table = await ann.from("nothing").select();
    assert.deepStrictEqual([table.status, table.error.code], [404, "PGRST205"]);
    const column = await ann.from("todos").select("nothing");
    assert.deepStrictEqual([column.status, column.error.code], [400, "42703"]);
    const denied = await ann.from("notes").select();
    assert.deepStrictEqual([denied.status, denied.error.code], [403, "42501"]);
    const { session } = good(await ann.auth.getSession());
    const counterfeit = session.access_token.slice(0, -4) + "AAAA";
    const refused = await fetch(`${url}/rest/v1/todos`, { headers: { apikey: key, authorization: `Bearer ${counterfeit}` } });
    assert.deepStrictEqual([refused.status, (await refused.json()).code], [401, "PGRST301"]);
    const injected = await ann.from("todos").select("id").eq('title"; DROP TABLE todos; --', "x' OR 1=1");
    assert.strictEqual(injected.error.code, "42703");
  },

  async auth() {
    const supabase = client();
    const person = anybody();
    const early = await supabase.auth.signInWithPassword(person);
    assert.deepStrictEqual([early.error.status, early.error.code], [400, "invalid_credentials"]);
    good(await supabase.auth.signUp({ ...person, options: { data: { name: "Ann" } } }));
    const again = await supabase.auth.signUp(person);
    assert.strictEqual(again.error.code, "user_already_exists");
    const { session } = good(await supabase.auth.signInWithPassword(person));
    const header = JSON.parse(atob(session.access_token.split(".")[0]));
    assert.strictEqual(header.alg, "ES256");
    assert.ok(header.kid);
    const { user } = good(await supabase.auth.getUser());
    assert.deepStrictEqual([user.email, user.role, user.user_metadata], [person.email, "authenticated", { name: "Ann" }]);
    assert.strictEqual(good(await client().auth.getUser(session.access_token)).user.id, user.id);
    // The client checks the signature itself, with the published key.
    const { claims } = good(await supabase.auth.getClaims());
    assert.deepStrictEqual([claims.sub, claims.role, claims.aud], [user.id, "authenticated", "authenticated"]);
    const refreshed = good(await supabase.auth.refreshSession());
    assert.notStrictEqual(refreshed.session.refresh_token, session.refresh_token);
    assert.strictEqual(good(await supabase.auth.updateUser({ data: { name: "Bea" } })).user.user_metadata.name, "Bea");
    good({ data: true, ...(await supabase.auth.signOut()) });
    const { error } = await client().auth.getUser(session.access_token);
    // What the client makes of 403 with `session_not_found`.
    assert.strictEqual(error.name, "AuthSessionMissingError");
  },

  async storage() {
    const service = client(secret);
    const bucket = crypto.randomUUID();
    good(await service.storage.createBucket(bucket, { public: false }));
    assert.strictEqual((await client().storage.createBucket("x")).error.statusCode, "403");
    const supabase = await signedIn();
    const files = supabase.storage.from(bucket);
    const name = "folder/ä ö+&.txt";
    good(await files.upload(name, new Blob(["content"], { type: "text/plain" }), { cacheControl: "60" }));
    assert.strictEqual((await files.upload(name, "x")).error.statusCode, "409");
    assert.strictEqual(await good(await files.download(name)).text(), "content");
    const bytes = new Uint8Array(3_000_000).map((_, at) => at * 7);
    good(await files.upload("bytes", bytes, { contentType: "application/x-bytes", upsert: true }));
    const back = new Uint8Array(await good(await files.download("bytes")).arrayBuffer());
    assert.ok(Buffer.from(back).equals(Buffer.from(bytes)));
    const listed = good(await files.list());
    assert.deepStrictEqual(listed.map(({ name, id }) => [name, id === null]), [["bytes", false], ["folder", true]]);
    assert.deepStrictEqual(good(await files.list("folder")).map((file) => file.metadata.mimetype), ["text/plain"]);
    assert.strictEqual((await client().storage.from(bucket).download(name)).error !== null, true);

    const { signedUrl } = good(await files.createSignedUrl(name, 60));
    assert.ok(signedUrl.startsWith(url), signedUrl);
    assert.strictEqual(await (await fetch(signedUrl)).text(), "content");
    assert.strictEqual((await fetch(signedUrl.replace("token=", "token=x"))).status, 400);
    const upload = good(await files.createSignedUploadUrl("later"));
    good(await client().storage.from(bucket).uploadToSignedUrl("later", upload.token, "from afar"));
    const part = await fetch(good(await files.createSignedUrl("later", 60)).signedUrl, { headers: { range: "bytes=5-8" } });
    assert.deepStrictEqual([part.status, part.headers.get("content-range"), await part.text()], [206, "bytes 5-8/9", "afar"]);
    good(await files.copy("later", "copied"));
    good(await files.move("later", "moved"));
    assert.strictEqual(good(await files.exists("copied")), true);
    assert.strictEqual((await files.exists("later")).data, false);

    good(await service.storage.updateBucket(bucket, { public: true }));
    const { publicUrl } = files.getPublicUrl(name).data;
    assert.strictEqual(await (await fetch(publicUrl)).text(), "content");
    assert.strictEqual(good(await files.remove([name, "bytes"])).length, 2);
    assert.ok((await files.download(name)).error);
  },

  async uploads() {
    const { Upload } = require("tus-js-client");
    const bucket = crypto.randomUUID();
    good(await client(secret).storage.createBucket(bucket));
    const supabase = await signedIn();
    const { session } = (await supabase.auth.getSession()).data;
    const content = Buffer.alloc(2_500_000, "resumable ");
    const locations = [];
    const upload = (handlers, more = {}) => new Upload(content, {
      endpoint: `${url}/storage/v1/upload/resumable`,
      headers: { authorization: `Bearer ${session.access_token}` },
      metadata: { bucketName: bucket, objectName: "big", contentType: "text/plain" },
      chunkSize: 1_000_000,
      retryDelays: [],
      ...handlers,
      ...more,
    });
    // Ends after its first part, and goes on from there.
    const first = await new Promise((resolve, reject) => {
      const started = upload({ onError: reject, onChunkComplete: () => { started.abort(); resolve(started.url); } });
      started.start();
    });
    assert.ok(first.startsWith(`${url}/storage/v1/upload/resumable/`), first);
    const head = await fetch(first, { method: "HEAD", headers: { authorization: `Bearer ${session.access_token}`, "tus-resumable": "1.0.0" } });
    assert.deepStrictEqual([head.headers.get("upload-offset"), head.headers.get("upload-length")], ["1000000", "2500000"]);
    await new Promise((onSuccess, onError) => upload({ onSuccess, onError }, { uploadUrl: first }).start());
    const back = good(await supabase.storage.from(bucket).download("big"));
    assert.ok(Buffer.from(await back.arrayBuffer()).equals(content));
  },

  async realtime() {
    const joined = (supabase, options) => {
      const messages = [];
      const channel = supabase.channel("room", options).on("broadcast", { event: "*" }, (message) => messages.push(message));
      return new Promise((resolve, reject) =>
        channel.subscribe((status, error) => {
          if (status === "SUBSCRIBED") resolve({ channel, messages });
          if (status === "CHANNEL_ERROR") reject(error);
        }));
    };
    const until = async (done) => {
      for (const end = Date.now() + 10_000; !done(); ) {
        assert.ok(Date.now() < end, "a message is missing");
        await new Promise((next) => setTimeout(next, 5));
      }
    };
    const people = [await signedIn(), client()];
    const [ann, bob] = [await joined(people[0], { config: { broadcast: { ack: true, self: true } } }), await joined(people[1])];
    assert.strictEqual(await ann.channel.send({ type: "broadcast", event: "hi", payload: { from: "ä" } }), "ok");
    await until(() => ann.messages.length === 1 && bob.messages.length === 1);
    assert.deepStrictEqual([bob.messages[0].event, bob.messages[0].payload], ["hi", { from: "ä" }]);
    await bob.channel.send({ type: "broadcast", event: "bytes", payload: new Uint8Array([1, 2, 255]).buffer });
    await until(() => ann.messages.length === 2);
    assert.deepStrictEqual([...new Uint8Array(ann.messages[1].payload)], [1, 2, 255]);
    assert.strictEqual(bob.messages.length, 1);
    // Over HTTP, as functions do that join nothing.
    good({ data: true, ...(await client(secret).channel("room").httpSend("note", { n: 1 })) });
    await until(() => bob.messages.length === 2);
    assert.deepStrictEqual(bob.messages[1].payload, { n: 1 });
    await assert.rejects(joined(client("sb_publishable_wrong")));
    await Promise.all(people.map((person) => person.removeAllChannels()));
  },
};

scenarios[scenario]().then(() => {
  // What a client leaves open must not keep the process.
  process.stdout.write("all well\n", () => process.exit(0));
}, (error) => {
  console.error(error);
  process.exit(1);
});
