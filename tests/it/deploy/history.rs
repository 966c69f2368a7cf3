//! `fx functions history` and `fx functions rollback`.

use super::{fx, json, ok, project, versions, write};
use crate::{fx_snapshot, support::api::Api};

#[test]
fn a_rollback_deploys_an_earlier_version_with_its_settings() {
    let (api, cx) = (Api::start(), project(&["a"]));
    let cx = cx
        .filter(r"\d+ ms", "[MS] ms")
        .filter(r"\d+ k?B\b", "[SIZE]")
        .filter(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "[TIME]")
        .filter(r"[0-9a-f]{12}\b", "[SHA256]");
    fx_snapshot!(cx, fx(&api, &cx, ["rollback", "a"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: nothing of `a` was deployed from this machine

    hint: fx keeps what it deploys; check out the version you want and run `fx functions deploy a`
    ");
    ok(fx(&api, &cx, ["deploy", "--no-verify-jwt"]));
    let first = api.state().function("a").unwrap().body.clone();
    fx_snapshot!(cx, fx(&api, &cx, ["rollback", "a"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: there is no earlier version of `a` with other code

    hint: `fx functions history a` lists the versions
    ");
    write(&cx, "a", "2");
    ok(fx(&api, &cx, ["deploy", "--no-verify-jwt=false"]));
    fx_snapshot!(cx, fx(&api, &cx, ["rollback", "a", "--dry-run", "--exit-code"]), @"
    exit_code: 6
    ----- stdout -----
    FUNCTION  CHANGE  VERSION   SIZE  WHY
    a         update        2  [SIZE]  code, verify_jwt true -> false
    ----- stderr -----
    Going back to version 1 of a
    ");
    fx_snapshot!(cx, fx(&api, &cx, ["rollback", "a"]), @"
    exit_code: 0
    ----- stdout -----
    Deployed Functions on project abcdefghijklmnopqrst: a
    You can inspect your deployment in the Dashboard: https://supabase.com/dashboard/project/abcdefghijklmnopqrst/functions
    ----- stderr -----
    Going back to version 1 of a
    Deploying Function: a (update, code, verify_jwt true -> false, [SIZE])
    Deployed a as version 3 ([MS] ms)
    ");
    let stored = api.state().function("a").unwrap().clone();
    assert_eq!((stored.version, stored.verify_jwt), (3, Some(false)));
    assert_eq!(stored.body, first);
    fx_snapshot!(cx, fx(&api, &cx, ["history", "a"]), @"
    exit_code: 0
    ----- stdout -----
    VERSION  DEPLOYED AT (UTC)     SIZE  VERIFY JWT  SHA256
          3  [TIME]  [SIZE]  false       [SHA256]
          2  [TIME]  [SIZE]  true        [SHA256]
          1  [TIME]  [SIZE]  false       [SHA256]
    ----- stderr -----
    ");
    fx_snapshot!(cx, fx(&api, &cx, ["rollback", "a", "--to", "9"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: version 9 of `a` is not in the history

    hint: `fx functions history a` lists the versions
    ");
    let (code, _) = json(&api, &cx, ["rollback", "a", "--to", "1"]);
    assert_eq!((code, versions(&api)), (Some(0), vec![("a".into(), 3)]));
    ok(fx(&api, &cx, ["rollback", "a", "--to", "2"]));
    assert_eq!(versions(&api), [("a".into(), 4)]);
    let (_, document) = json(&api, &cx, ["history", "a"]);
    assert_eq!(document.as_array().unwrap().len(), 4);
    assert_eq!(document[0]["available"], true);
}

#[test]
fn sources_can_be_rolled_back_too() {
    let (api, cx) = (Api::start(), project(&["a"]));
    ok(fx(&api, &cx, ["deploy", "--use-api"]));
    let first = api.state().function("a").unwrap().files.clone();
    write(&cx, "a", "2");
    ok(fx(&api, &cx, ["deploy", "--use-api"]));
    ok(fx(&api, &cx, ["rollback", "a"]));
    let stored = api.state().function("a").unwrap().clone();
    assert_eq!((stored.version, stored.files), (3, first));
}
