//! Changes of functions, over a database of their own.

use crate::{
    api_types::{LimitsRecord, ProjectRef},
    platform::{
        record::{Change, Code, Expects, Function, Project, SigningKey, SigningUse},
        sqlite::Sqlite,
        state::{Changed, Gone, State},
    },
};

const PROJECT: &str = "abcdefghijklmnopqrst";

async fn state() -> (tempfile::TempDir, Sqlite, ProjectRef) {
    let directory = tempfile::tempdir().unwrap();
    let state = Sqlite::open(&directory.path().join("state.db")).unwrap();
    let reference: ProjectRef = PROJECT.parse().unwrap();
    let project = Project {
        number: 0,
        reference: reference.clone(),
        name: "x".to_owned(),
        organization: "default".to_owned(),
        region: "local".to_owned(),
        created_at: 1,
        jwt_secret: vec![1],
    };
    let key = SigningKey {
        id: "k".to_owned(),
        used: SigningUse::Current,
        sealed: vec![],
        public: serde_json::json!({}),
        created_at: 1,
    };
    state.add_project(project, vec![], key).await.unwrap();
    (directory, state, reference)
}

fn code(text: &str) -> Code {
    Code {
        digest: text.repeat(8),
        size: 1,
        entrypoint_path: None,
        import_map_path: None,
        import_map: None,
    }
}

fn change(slug: &str, text: Option<&str>) -> Change {
    Change {
        slug: slug.parse().unwrap(),
        name: None,
        code: text.map(code),
        verify_jwt: None,
        number: None,
        expects: Expects::Anything,
    }
}

fn function(changed: &Changed) -> (&Function, bool) {
    match changed {
        Changed::Done { function, is_news } => (function, *is_news),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn versions_grow_with_what_is_news() {
    let (_directory, state, project) = state().await;
    let made = state
        .change(&project, vec![change("a", Some("1"))])
        .await
        .unwrap();
    let (first, is_news) = function(&made[0]);
    assert!(is_news && first.version.number == 1 && first.version.verify_jwt);
    let same = state
        .change(&project, vec![change("a", Some("1"))])
        .await
        .unwrap();
    let (second, is_news) = function(&same[0]);
    assert_eq!((second, is_news), (first, false));
    let other = Change {
        number: Some(7),
        verify_jwt: Some(false),
        ..change("a", Some("2"))
    };
    let changed = state.change(&project, vec![other]).await.unwrap();
    let (third, is_news) = function(&changed[0]);
    assert!(is_news && third.version.number == 7 && third.updated_at > first.updated_at);
    let back = state.activate(&project, &first.slug, 1).await.unwrap();
    let (fourth, _) = function(&back);
    assert_eq!(fourth.version.number, 8);
    assert_eq!(fourth.version.code, first.version.code);
    let numbers = state.versions(&project, &first.slug).await.unwrap();
    let numbers: Vec<i64> = numbers.iter().map(|version| version.number).collect();
    assert_eq!(numbers, [8, 7, 1]);
}

#[tokio::test]
async fn limits_stay_with_the_function_whatever_its_version() {
    let (_directory, state, project) = state().await;
    let slug = "a".parse().unwrap();
    let limits = LimitsRecord {
        memory_limit_mb: Some(64),
        ..LimitsRecord::default()
    };
    assert!(!state.set_limits(&project, &slug, None).await.unwrap());
    for (text, given) in [("1", Some(limits)), ("2", None)] {
        let made = state.change(&project, vec![change("a", Some(text))]).await;
        let before = function(&made.unwrap()[0]).0.clone();
        if given.is_some() {
            assert!(state.set_limits(&project, &slug, given).await.unwrap());
        }
        let after = state.function(&project, &slug).await.unwrap().unwrap();
        assert_eq!(after.limits, Some(limits));
        assert_eq!(
            (after.version, after.updated_at),
            (before.version, before.updated_at)
        );
    }
    assert!(state.set_limits(&project, &slug, None).await.unwrap());
    let function = state.function(&project, &slug).await.unwrap().unwrap();
    assert_eq!(function.limits, None);
}

#[tokio::test]
async fn nothing_is_added_to_a_project_that_is_gone() {
    let (_directory, state, project) = state().await;
    state.delete_project(&project).await.unwrap();
    let changes = vec![change("a", Some("1"))];
    let changed = state.change(&project, changes).await;
    assert!(changed.unwrap_err().is::<Gone>());
    let slug = "a".parse().unwrap();
    let staged = state.stage(&project, &slug, code("s")).await;
    assert!(staged.unwrap_err().is::<Gone>());
}

#[tokio::test]
async fn all_changes_happen_or_none() {
    let (_directory, state, project) = state().await;
    let changes = vec![change("a", Some("1")), change("b", None)];
    let refused = state.change(&project, changes).await.unwrap();
    assert_eq!(refused, [Changed::Missing]);
    assert_eq!(state.functions(&project).await.unwrap(), []);
}

/// What [`State::prune`] tells, and then forgets.
async fn pruned(state: &Sqlite, time: i64) -> Vec<String> {
    let mut gone = state.prune(time, 2).await.unwrap();
    assert_eq!(state.prune(time, 2).await.unwrap(), gone);
    state.forget(gone.clone()).await.unwrap();
    gone.sort();
    gone
}

#[tokio::test]
async fn what_nothing_refers_to_is_told_until_it_is_forgotten() {
    let (_directory, state, project) = state().await;
    let slug = "a".parse().unwrap();
    state.stage(&project, &slug, code("s")).await.unwrap();
    let staged = state.staged(&project, &slug, &code("s").digest).await;
    assert_eq!(staged.unwrap(), Some(code("s")));
    for text in ["1", "2", "3", "4"] {
        let changes = vec![change("a", Some(text)), change("b", Some("1"))];
        state.change(&project, changes).await.unwrap();
    }
    assert_eq!(pruned(&state, 0).await, [code("2").digest]);
    assert_eq!(pruned(&state, i64::MAX).await, [code("s").digest]);
    assert!(state.delete_function(&project, &slug).await.unwrap());
    assert_eq!(
        pruned(&state, 0).await,
        [code("3").digest, code("4").digest]
    );
    state.delete_project(&project).await.unwrap();
    assert_eq!(pruned(&state, 0).await, [code("1").digest]);
}

#[tokio::test]
async fn what_was_announced_waits_for_its_hour() {
    let (_directory, state, project) = state().await;
    for text in ["1", "2"] {
        state.announce(&code(text).digest, 100).await.unwrap();
    }
    let changes = vec![change("a", Some("1"))];
    state.change(&project, changes).await.unwrap();
    assert_eq!(pruned(&state, 99).await, [""; 0]);
    assert_eq!(pruned(&state, 100).await, [code("2").digest]);
    state.announce(&code("1").digest, 200).await.unwrap();
    state.delete_project(&project).await.unwrap();
    assert_eq!(pruned(&state, 199).await, [""; 0]);
    assert_eq!(pruned(&state, 200).await, [code("1").digest]);
}
