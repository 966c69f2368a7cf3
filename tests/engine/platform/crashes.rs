//! A platform that is killed goes on where its last transaction left it.

use std::sync::Arc;

use super::host::Platform;

/// How often it is killed; `FX_TEST_KILLS` asks for more.
const KILLS: u64 = 4;

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_kill() {
    let kills = std::env::var("FX_TEST_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok());
    let mut platform = Platform::start(&[]);
    let project = platform.create_project("crash").await;
    let mut acknowledged = [0_u32; 3];
    for round in 1..=kills.unwrap_or(KILLS) {
        let round = u32::try_from(round).unwrap();
        let mut deploys = Vec::new();
        for slug in 0..acknowledged.len() {
            let code = format!("Deno.serve(() => new Response('{round}'));\n");
            platform
                .cx
                .write(&format!("supabase/functions/f{slug}/index.ts"), code);
        }
        for slug in 0..acknowledged.len() {
            let name = format!("f{slug}");
            let mut deploy = platform.fx([
                "functions",
                "deploy",
                &name,
                "--timeout",
                "1",
                "--project-ref",
                &project.reference,
            ]);
            deploys.push(
                deploy
                    .stdout(std::process::Stdio::null())
                    .stderr(std::process::Stdio::null())
                    .spawn()
                    .unwrap(),
            );
        }
        // Another moment in each round: before, between and after the uploads.
        let moment = std::time::Duration::from_millis(u64::from(round * 37 % 160));
        tokio::time::sleep(moment).await;
        let (cx, data) = platform.kill();
        for (slug, mut deploy) in deploys.into_iter().enumerate() {
            if deploy.wait().unwrap().success() {
                acknowledged[slug] = round;
            }
        }
        platform = Platform::start_in(Arc::clone(&cx), data, &[]);
        check(&platform, &project.reference, &acknowledged).await;
    }
    platform.stop();
    for name in ["state.db", "logs.db"] {
        let database = rusqlite::Connection::open(platform.data.join(name)).unwrap();
        let sound: String = database
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(sound, "ok", "{name}");
    }
    assert_eq!(unknown_bodies(&platform), [""; 0]);
}

/// Files among the bodies that the state does not know.
fn unknown_bodies(platform: &Platform) -> Vec<String> {
    let state = rusqlite::Connection::open(platform.data.join("state.db")).unwrap();
    let mut query = state
        .prepare("SELECT 1 FROM (SELECT digest FROM versions UNION SELECT digest FROM orphans) WHERE digest = ?1")
        .unwrap();
    let parts = std::fs::read_dir(platform.data.join("bodies")).unwrap();
    let files = parts.flat_map(|part| std::fs::read_dir(part.unwrap().path()).unwrap());
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names
        .filter(|name| !query.exists([name]).unwrap())
        .collect()
}

/// Every function answers with what was acknowledged last, or with something newer; none is half there.
async fn check(platform: &Platform, reference: &str, acknowledged: &[u32]) {
    let keys = platform
        .get(&format!("/v1/projects/{reference}/api-keys"))
        .await
        .json();
    let anon = keys[0]["api_key"].as_str().unwrap();
    let url = platform.url_of(reference);
    let listed = platform
        .get(&format!("/v1/projects/{reference}/functions"))
        .await
        .json();
    for (slug, round) in acknowledged.iter().enumerate() {
        let name = format!("f{slug}");
        let is_there = listed
            .as_array()
            .unwrap()
            .iter()
            .any(|function| function["slug"] == *name);
        assert!(is_there || *round == 0, "{name} is lost");
        if is_there {
            let request = reqwest::Client::new().get(format!("{url}/functions/v1/{name}"));
            let answer = request
                .bearer_auth(anon)
                .send()
                .await
                .unwrap()
                .text()
                .await
                .unwrap();
            assert!(answer.parse::<u32>().unwrap() >= *round, "{name}: {answer}");
        }
    }
}
