//! Which directories go, and which resemble ours and stay.

use std::sync::atomic::AtomicBool;

use super::*;

fn leftover(parent: &Path, name: &str) -> PathBuf {
    let directory = parent.join(name);
    fs::create_dir(&directory).unwrap();
    drop(Marker::put(&directory).unwrap());
    fs::create_dir(directory.join("room")).unwrap();
    fs::write(directory.join("room/file"), "").unwrap();
    directory
}

fn clean(parent: &Path) {
    remove_leftovers(parent, &AtomicBool::new(false));
}

fn age(path: &Path) {
    let time = std::time::SystemTime::now() - UNFINISHED_AGE * 2;
    File::open(path).unwrap().set_modified(time).unwrap();
}

#[test]
fn what_a_killed_run_has_left_goes_and_what_a_running_one_has_stays() {
    let parent = tempfile::tempdir().unwrap();
    let [dead, killed_early] =
        ["fx-dead", ".fx-new-early"].map(|name| leftover(parent.path(), name));
    let alive = parent.path().join("fx-alive");
    fs::create_dir(&alive).unwrap();
    let _held = Marker::put(&alive).unwrap();
    let elsewhere = leftover(parent.path(), "unrelated");
    clean(parent.path());
    assert!(!dead.exists() && !killed_early.exists());
    assert!(alive.join(NAME).exists() && elsewhere.exists());
}

#[test]
fn a_directory_never_loses_its_marker_under_its_own_name() {
    let parent = tempfile::tempdir().unwrap();
    let directory = leftover(parent.path(), "fx-dead");
    let marker = Marker::of_leftover(&directory, this_user()).unwrap();
    // A process that is about to end goes on writing.
    let late = || {
        fs::write(directory.join("late"), "").unwrap();
        true
    };
    assert!(marker.remove_with(&directory, late).is_err());
    assert!(directory.join(NAME).exists());
    // Killed after the rename and before the marker goes, or right after that.
    let marker = Marker::of_leftover(&directory, this_user()).unwrap();
    assert!(marker.remove_last(&directory).is_err());
    assert!(!directory.exists() && parent.path().join(".fx-new-dead").exists());
}

#[test]
fn an_unfinished_directory_goes_when_it_is_old() {
    let parent = tempfile::tempdir().unwrap();
    let [empty, begun, used] =
        ["empty", "begun", "used"].map(|name| parent.path().join(format!("{UNFINISHED}{name}")));
    for directory in [&empty, &begun, &used] {
        fs::create_dir(directory).unwrap();
    }
    fs::write(begun.join(NAME), &TEXT[..7]).unwrap();
    fs::write(used.join("file"), "").unwrap();
    clean(parent.path());
    assert!(empty.exists() && begun.exists() && used.exists());
    for directory in [&empty, &begun, &used] {
        age(directory);
    }
    clean(parent.path());
    assert!(!empty.exists() && !begun.exists() && used.exists());
}

#[test]
fn data_of_a_platform_and_directories_of_people_stay() {
    let parent = tempfile::tempdir().unwrap();
    let [data, empty, other_text, longer_text] =
        ["fx-data", "fx-empty", "fx-other", "fx-longer"].map(|name| parent.path().join(name));
    for directory in [&data, &empty, &other_text, &longer_text] {
        fs::create_dir(directory).unwrap();
    }
    fs::write(data.join("lock"), "").unwrap();
    fs::write(data.join("state.db"), "everything").unwrap();
    fs::write(other_text.join(NAME), "another text").unwrap();
    fs::write(longer_text.join(NAME), [TEXT, b"and more"].concat()).unwrap();
    clean(parent.path());
    assert!(data.join("state.db").exists() && empty.exists());
    assert!(other_text.exists() && longer_text.exists());
}

#[cfg(unix)]
mod unix {
    use std::{os::unix::fs::symlink, process::Command};

    use super::*;

    #[test]
    fn a_link_to_a_directory_leads_nowhere() {
        let parent = tempfile::tempdir().unwrap();
        let somewhere = tempfile::tempdir().unwrap();
        let theirs = leftover(somewhere.path(), "theirs");
        symlink(&theirs, parent.path().join("fx-x")).unwrap();
        clean(parent.path());
        assert!(theirs.join("room/file").exists());
    }

    #[test]
    fn a_marker_that_is_no_file_is_none_and_nothing_waits_for_it() {
        let parent = tempfile::tempdir().unwrap();
        let [linked, piped, nested, hard] =
            ["fx-linked", "fx-piped", "fx-nested", "fx-hard"].map(|name| parent.path().join(name));
        for directory in [&linked, &piped, &nested, &hard] {
            fs::create_dir(directory).unwrap();
        }
        let genuine = parent.path().join("genuine");
        fs::write(&genuine, TEXT).unwrap();
        symlink(&genuine, linked.join(NAME)).unwrap();
        fs::hard_link(&genuine, hard.join(NAME)).unwrap();
        for name in [NAME, "lock"] {
            let made = Command::new("mkfifo").arg(piped.join(name)).status();
            assert!(made.unwrap().success());
        }
        fs::create_dir(nested.join(NAME)).unwrap();
        clean(parent.path());
        for directory in [linked, piped, nested, hard] {
            assert!(directory.exists(), "{}", directory.display());
        }
    }

    #[test]
    fn what_belongs_to_another_user_stays() {
        let parent = tempfile::tempdir().unwrap();
        let theirs = leftover(parent.path(), "fx-theirs");
        let begun = parent.path().join(".fx-new-theirs");
        fs::create_dir(&begun).unwrap();
        age(&begun);
        remove_leftovers_of(this_user() + 1, parent.path(), &AtomicBool::new(false));
        assert!(theirs.join("room/file").exists() && begun.exists());
    }

    #[test]
    fn links_below_a_directory_are_removed_and_not_followed() {
        let parent = tempfile::tempdir().unwrap();
        let somewhere = tempfile::tempdir().unwrap();
        fs::write(somewhere.path().join("kept"), "").unwrap();
        let dead = leftover(parent.path(), "fx-dead");
        symlink(somewhere.path(), dead.join("link")).unwrap();
        symlink(somewhere.path(), dead.join("room/link")).unwrap();
        clean(parent.path());
        assert!(!dead.exists() && somewhere.path().join("kept").exists());
    }
}
