//! Responses that HTTP cannot have cost their own request and nothing else: the worker lives, and says what was wrong.

use tokio_tungstenite::tungstenite;

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

/// Answers with a header that has the control character of the query, however it got there. `held` waits for `release`.
const BAD: &str = r#"
const value = (code) => `a${String.fromCharCode(code)}b`;
const ways = {
  constructed: (bad) => new Response("x", { headers: { "x-a": bad } }),
  appended: (bad) => {
    const headers = new Headers({ "x-a": "fine" });
    headers.append("x-a", bad);
    return new Response("x", { headers });
  },
  set: (bad) => {
    const response = new Response("x");
    response.headers.set("x-a", bad);
    return response;
  },
  json: async (bad) => Response.json({}, { headers: { "x-a": bad } }),
  cookies: (bad) => new Response("x", { headers: [["set-cookie", "fine"], ["set-cookie", bad]] }),
  type: (bad) => new Response("x", { headers: { "content-type": bad } }),
  copied: (bad) => new Response("x", new Response("y", { headers: { "x-a": bad } })),
  cloned: (bad) => new Response("x", { headers: { "x-a": bad } }).clone(),
  empty: (bad) => new Response(null, { status: 204, headers: { "x-a": bad } }),
  streamed: (bad) => new Response(new Blob(["x"]).stream(), { headers: { "x-a": bad } }),
  later: async (bad) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return new Response("x", { headers: { "x-a": bad } });
  },
};
let release;
const held = new Promise((resolve) => release = resolve);
const handler = async (request) => {
  const { pathname, searchParams } = new URL(request.url);
  const way = pathname.split("/").at(-1);
  if (way === "held") return new Response(await held);
  if (way === "release") release("held and answered");
  return ways[way]?.(value(+searchParams.get("code"))) ?? new Response("fine", { headers: { "x-a": "a\tb\xe9" } });
};
"#;

const SERVE: &str = "Deno.serve(handler);\n";
const OWN_ERRORS: &str = "Deno.serve({ onError: (error) => new Response(error.message, { status: 418, headers: { 'x-a': error.message === 'again' ? '\\x01' : 'b' } }) }, handler);\n";
const STD: &str = r#"
for await (const connection of Deno.listen({ port: 8000 })) {
  (async () => {
    for await (const event of Deno.serveHttp(connection)) event.respondWith(handler(event.request)).catch(() => {});
  })();
}
"#;

const WAYS: [&str; 11] = [
    "constructed",
    "appended",
    "set",
    "json",
    "cookies",
    "type",
    "copied",
    "cloned",
    "empty",
    "streamed",
    "later",
];

fn header_of(way: &str) -> &str {
    match way {
        "cookies" => "set-cookie",
        "type" => "content-type",
        _ => "x-a",
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_character_in_a_header_costs_its_own_request_and_no_other() {
    let cx = TestContext::new().with_shared_cache();
    for (slug, serve) in [("plain", SERVE), ("own", OWN_ERRORS), ("std", STD)] {
        cx.write(
            &format!("supabase/functions/{slug}/index.js"),
            format!("{BAD}{serve}"),
        );
    }
    let session = Session::start(&cx, &["--no-verify-jwt", "--max-workers", "1"]);
    for (slug, status) in [("plain", 500), ("own", 418), ("std", 500)] {
        let first = session.get(&format!("{slug}/fine")).await;
        assert_eq!((first.status, &*first.text), (200, "fine"), "{slug}");
        let worker = first.header("x-deno-execution-id").to_owned();
        let url = session.url(&format!("{slug}/held"));
        let held = tokio::spawn(async move { Answer::of(reqwest::get(url).await.unwrap()).await });
        let codes = (1..0x20)
            .chain([0x7f])
            .filter(|code| !matches!(code, 9 | 10 | 13));
        for code in codes {
            let answer = session
                .get(&format!("{slug}/constructed?code={code}"))
                .await;
            assert_eq!(answer.status, status, "{slug} {code}: {answer:?}");
            assert_eq!(
                answer.header("x-deno-execution-id"),
                worker,
                "{slug} {code}"
            );
        }
        for way in WAYS {
            let answer = session.get(&format!("{slug}/{way}?code=1")).await;
            assert_eq!(answer.status, status, "{slug} {way}: {answer:?}");
            assert_eq!(answer.header("x-deno-execution-id"), worker, "{slug} {way}");
            let told = format!("The header `{}` of the Response", header_of(way));
            if slug == "own" {
                assert!(answer.text.contains(&told), "{way}: {answer:?}");
            } else {
                session.wait_for(&told);
            }
        }
        assert_eq!(session.get(&format!("{slug}/release")).await.status, 200);
        let held = held.await.unwrap();
        assert_eq!((held.status, &*held.text), (200, "held and answered"));
    }
    let said = session.said();
    assert!(
        said.contains("has a control character (0x1f) in its value"),
        "{said}"
    );
    assert!(
        said.contains("has a control character (0x7f) in its value"),
        "{said}"
    );
    assert!(!said.contains("panicked"), "{said}");
}

/// Asks for a WebSocket and answers with something else, or with what cannot be sent.
const DECLINING: &str = r#"
Deno.serve((request) => {
  if (request.headers.get("upgrade") === null) return new Response("fine");
  const { response } = Deno.upgradeWebSocket(request);
  switch (new URL(request.url).pathname.split("/").at(-1)) {
    case "bad":
      response.headers.set("x-a", "\x01");
      return response;
    case "throw":
      throw new Error("own");
    case "late":
      return Promise.resolve().then(() => { throw new Error("own"); });
    case "none":
      return null;
    case "plain":
      return new Response("plain");
  }
  return response;
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_that_is_not_answered_with_one_ends_no_worker() {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/functions/f/index.js", DECLINING);
    let session = Session::start(&cx, &["--no-verify-jwt", "--max-workers", "1"]);
    let first = session.get("f").await;
    let worker = first.header("x-deno-execution-id");
    for (way, status) in [
        ("bad", 500),
        ("throw", 500),
        ("late", 500),
        ("none", 502),
        ("plain", 200),
    ] {
        let url = session.url(&format!("f/{way}")).replace("http:", "ws:");
        let refused = tokio_tungstenite::connect_async(url).await;
        let Err(tungstenite::Error::Http(answer)) = refused else {
            panic!("{way}: {refused:?}");
        };
        assert_eq!(answer.status().as_u16(), status, "{way}");
        assert_eq!(answer.headers()["x-deno-execution-id"], worker, "{way}");
    }
    let url = session.url("f/good").replace("http:", "ws:");
    let (_, answer) = tokio_tungstenite::connect_async(url).await.unwrap();
    assert_eq!(answer.headers()["x-deno-execution-id"], worker);
    session.wait_for("The header `x-a` of the Response");
}

/// Gives heads to `node:http` in every form that it takes them in.
const HEADS: &str = r#"
import { createServer } from "node:http";
const heads = {
  object: (response, bad) => response.writeHead(200, { "x-a": bad }),
  reason: (response, bad) => response.writeHead(200, "Fine", { "x-a": bad }),
  list: (response, bad) => response.writeHead(200, { "x-a": ["fine", bad] }),
  flat: (response, bad) => response.writeHead(200, ["x-b", "fine", "x-a", bad]),
  pairs: (response, bad) => response.writeHead(200, [["x-b", "fine"], ["x-a", bad]]),
  set: (response, bad) => response.setHeader("x-a", bad),
  over: (response, bad) => response.setHeader("x-b", "fine").writeHead(200, { "x-a": bad }),
};
createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  try {
    heads[pathname.split("/").at(-1)](response, searchParams.get("value"));
  } catch (error) {
    return response.writeHead(500).end(`${error.code} ${error.message}`);
  }
  response.end("fine");
}).listen(8000);
"#;

#[tokio::test(flavor = "multi_thread")]
async fn heads_of_node_http_are_checked_in_whichever_form_they_are_given() {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/functions/f/index.js", HEADS);
    let session = Session::start(&cx, &["--no-verify-jwt"]);
    for form in ["object", "reason", "list", "flat", "pairs", "set", "over"] {
        let good = session.get(&format!("f/{form}?value=a%09b")).await;
        assert_eq!((good.status, &*good.text), (200, "fine"), "{form}");
        let values = good.headers.get_all("x-a");
        assert!(
            values.iter().any(|value| value == "a\tb"),
            "{form}: {good:?}"
        );
        // The second would be another header.
        for value in ["a%01b", "a%0d%0ax-c:%20d"] {
            let bad = session.get(&format!("f/{form}?value={value}")).await;
            assert_eq!(bad.status, 500, "{form} {value}: {bad:?}");
            assert!(bad.text.starts_with("ERR_INVALID_CHAR"), "{form}: {bad:?}");
            assert!(bad.text.contains("x-a"), "{form}: {bad:?}");
            assert_eq!(bad.header("x-c"), "", "{form}");
        }
    }
}
