//! What the machine refuses is never recorded over an earlier result.

use super::*;
use crate::common::tiny;
#[cfg(unix)]
use crate::common::{assert_graded, contains_all};

/// A wrapper around the compiler prints what rustc prints if the disk is full.
#[cfg(unix)]
#[test]
fn a_full_disk_is_not_recorded_over_a_pass() {
    use std::os::unix::fs::PermissionsExt;

    let checkout = tiny();
    checkout.run(&CHECK).exits_with(1);
    let before = checkout.progress();
    assert_eq!(before["exercises"]["count-words"]["standing"], "passed");
    let solved = checkout.read(SOURCE);
    checkout.write(SOURCE, &format!("{solved}\n"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let wrapper = folder.path().join("wrapper");
    let script = "#!/bin/sh\ncase \"$*\" in\n*'--crate-name count_words '*)\n\
                  echo 'error: failed to write x: No space left on device (os error 28)' >&2\n\
                  exit 1;;\nesac\nexec \"$@\"\n";
    std::fs::write(&wrapper, script).expect("writable");
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&wrapper, executable).expect("it is ours");
    let mut command = checkout.command(&CHECK);
    command.env("RUSTC_WORKSPACE_WRAPPER", &wrapper);
    let done = Done::of(&mut command);
    done.exits_with(2).complains(&[
        "the disk is full: ",
        "No space left on device",
        "help: free some",
    ]);
    assert_eq!(checkout.progress(), before);
    checkout.write(SOURCE, &solved);
}

/// What a source quotes is no report of the system's.
#[test]
fn a_source_that_speaks_of_a_full_disk_costs_one_exercise() {
    let checkout = tiny();
    let solved = checkout.read(SOURCE);
    let wrong = "\n/// Wrong.\npub fn wrong() -> u32 {\n    \"(os error 28)\"\n}\n";
    checkout.write(SOURCE, &format!("{solved}{wrong}"));
    let report = checkout.run(&CHECK).exits_with(1).json();
    checkout.write(SOURCE, &solved);
    assert_eq!(exercise(&report, "count-words")["standing"], "build_failed");
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
}

/// A compiler that dies whatever it compiles is not the learner's mistake.
#[cfg(unix)]
#[test]
fn a_compiler_that_never_works_is_not_recorded_over_a_pass() {
    let checkout = tiny();
    checkout.run(&CHECK).exits_with(1);
    let before = checkout.progress();
    checkout.write(SOURCE, &(checkout.read(SOURCE) + "\n"));
    let done = with_wrapper(
        &checkout,
        "case \"$*\" in *--crate-name*) kill -9 $$;; esac",
    );
    done.exits_with(2)
        .complains(&["the compiler does not work here", "help: ", "RUSTC_WRAPPER"]);
    let error = done.json()["error"].clone();
    contains_all(
        &error["message"].to_string(),
        &["the compiler does not work here"],
    );
    assert_eq!(checkout.progress(), before);
}

/// A compiler that is killed once, as the system does for want of memory, is asked again.
#[cfg(unix)]
#[test]
fn a_compiler_that_is_killed_once_is_asked_again() {
    let checkout = tiny();
    checkout.write(SOURCE, &(checkout.read(SOURCE) + "\n"));
    let mark = checkout.path("was-killed");
    let script = format!(
        "case \"$*\" in *'--crate-name count_words '*) if [ ! -e '{0}' ]; then touch '{0}'; kill -9 $$; fi;; esac",
        mark.display()
    );
    assert_graded(&with_wrapper(&checkout, &script));
    assert!(mark.exists());
}

/// With few files or little memory, either all is graded as it is, or the machine is named.
#[cfg(target_os = "linux")]
#[test]
fn the_machines_limits_are_not_recorded_over_a_pass() {
    let checkout = tiny();
    checkout.run(&CHECK).exits_with(1);
    let limits = (4..24).step_by(2).map(|n| format!("ulimit -n {n}"));
    let memory = [60_000, 120_000, 240_000, 500_000, 900_000];
    let limits = limits.chain(memory.map(|n| format!("ulimit -v {n}")));
    for limit in limits {
        let check = checkout.command(&["check", "--rerun", "--format", "json"]);
        let mut command = within(check, &limit);
        let done = Done::of(&mut command);
        let standing = checkout.progress()["exercises"]["count-words"]["standing"].clone();
        assert_eq!(
            standing, "passed",
            "{limit}: {}{}",
            done.stdout, done.stderr
        );
        assert!(
            matches!(done.code, Some(1 | 2)),
            "{limit}: {:?} {}",
            done.code,
            done.stderr
        );
        if done.code == Some(2) {
            assert!(done.stderr.contains("help: "), "{limit}: {}", done.stderr);
        }
    }
}
