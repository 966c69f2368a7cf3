//! `fx link`, `fx unlink`, `fx projects list`.

use crate::{
    fx_snapshot,
    support::{
        TestContext,
        api::{Api, REF, project},
    },
};

#[test]
fn a_project_is_linked_listed_and_unlinked() {
    let cx = TestContext::with_fixture("example");
    let api = Api::start();
    api.state()
        .projects
        .push(project("zyxwvutsrqponmlkjihg", "other"));
    fx_snapshot!(cx, api.fx(&cx, ["link"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: Cannot find project ref: this directory is not linked to a project

    hint: run `fx link --project-ref REF`, give `--project-ref REF`, or set `SUPABASE_PROJECT_ID`; `fx projects list` shows the refs
    ");
    fx_snapshot!(cx, api.fx(&cx, ["link", "nonsense"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `nonsense` is not a project ref

    hint: a project ref is twenty small letters, like `abcdefghijklmnopqrst`; `fx projects list` shows yours
    ");
    fx_snapshot!(cx, api.fx(&cx, ["link", "aaaaaaaaaaaaaaaaaaaa"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to look up project `aaaaaaaaaaaaaaaaaaaa`: Project not found (404 Not Found)
    ");
    fx_snapshot!(cx, api.fx(&cx, ["link", REF]), @"
    exit_code: 0
    ----- stdout -----
    Finished supabase link.
    ----- stderr -----
    Linked to acme-app (abcdefghijklmnopqrst)
    ");
    assert_eq!(cx.read("supabase/.temp/project-ref"), REF);
    fx_snapshot!(cx, api.fx(&cx, ["projects", "list"]), @"
    exit_code: 0
    ----- stdout -----
    LINKED  ORG ID   REFERENCE ID          NAME      REGION        CREATED AT (UTC)
    *       acme-id  abcdefghijklmnopqrst  acme-app  eu-central-1  2026-01-02 03:04:05
            acme-id  zyxwvutsrqponmlkjihg  other     eu-central-1  2026-01-02 03:04:05
    ----- stderr -----
    ");
    fx_snapshot!(cx, api.fx(&cx, ["projects", "list", "--output-format", "json"]), @r#"
    exit_code: 0
    ----- stdout -----
    [
      {
        "linked": true,
        "id": "abcdefghijklmnopqrst",
        "ref": "abcdefghijklmnopqrst",
        "organization_id": "acme-id",
        "organization_slug": "acme",
        "name": "acme-app",
        "region": "eu-central-1",
        "created_at": "2026-01-02T03:04:05.678Z",
        "status": "ACTIVE_HEALTHY"
      },
      {
        "linked": false,
        "id": "zyxwvutsrqponmlkjihg",
        "ref": "zyxwvutsrqponmlkjihg",
        "organization_id": "acme-id",
        "organization_slug": "acme",
        "name": "other",
        "region": "eu-central-1",
        "created_at": "2026-01-02T03:04:05.678Z",
        "status": "ACTIVE_HEALTHY"
      }
    ]
    ----- stderr -----
    "#);
    fx_snapshot!(cx, api.fx(&cx, ["unlink"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    Finished supabase unlink.
    ");
    fx_snapshot!(cx, api.fx(&cx, ["unlink"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    There was no link.
    ");
}

#[test]
fn a_paused_project_is_not_linked() {
    let cx = TestContext::with_fixture("example");
    let api = Api::start();
    api.state().projects[0]["status"] = "INACTIVE".into();
    fx_snapshot!(cx, api.fx(&cx, ["link", "--project-ref", REF]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: project `abcdefghijklmnopqrst` is paused
    ");
    assert!(!cx.dir().join("supabase/.temp").exists());
    api.state().projects.clear();
    fx_snapshot!(cx, api.fx(&cx, ["projects", "list"]), @"
    exit_code: 0
    ----- stdout -----
    LINKED  ORG ID  REFERENCE ID  NAME  REGION  CREATED AT (UTC)
    ----- stderr -----
    ");
}
