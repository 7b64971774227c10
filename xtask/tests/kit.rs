//! What facilitators hand out: an archive, and a checkout without solutions. The archive of the whole workbook is tried by
//! `.ci/rehearsal`; here are the mistakes that can be made, and what works without solutions.

mod common;

use common::{Checkout, Done, Plan, exercise};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Git in a folder, under nobody's name.
fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=x", "-c", "user.email=x@localhost"])
        .args(arguments)
        .current_dir(folder)
        .output();
    let done = done.expect("git is installed");
    assert!(done.status.success(), "{arguments:?}: {done:?}");
}

/// A fixture in a repository of its own, all of it committed.
fn committed(fixture: &str, folder: &str) -> Checkout {
    let checkout = Plan::of(fixture).at(folder).lay_out();
    // The lock file as cargo leaves it.
    checkout.run(&["check", "--no-speed"]);
    let _ = std::fs::remove_dir_all(checkout.path(".git"));
    checkout.write(".gitignore", ".arena\n");
    git(&checkout.root, &["init", "--quiet"]);
    git(&checkout.root, &["add", "--all"]);
    git(&checkout.root, &["commit", "--quiet", "-m", "all"]);
    checkout
}

fn pack(checkout: &Checkout, change: impl FnOnce(&mut Command)) -> Done {
    let mut command = checkout.command(&["workshop", "pack", "--untried", "--out", "pack.tar.gz"]);
    change(&mut command);
    let done = Done::of(&mut command);
    assert!(
        !checkout.path("pack.tar.gz").exists(),
        "nothing half-written stays"
    );
    done
}

#[test]
fn only_a_git_checkout_is_packed() {
    let checkout = common::tiny();
    pack(&checkout, |_| {}).exits_with(2).complains(&[
        "this is not a git checkout",
        "get the workbook with `git clone`",
    ]);
    let empty = TempDir::new().expect("a temporary folder");
    let without_git = |command: &mut Command| {
        command.env("PATH", empty.path());
    };
    pack(&checkout, without_git).exits_with(2).complains(&[
        "git cannot be started",
        "install it as https://git-scm.com says",
    ]);
}

#[test]
fn what_is_not_committed_is_named_and_what_is_not_there_has_a_command() {
    let checkout = committed("tiny", "kit-pack");
    checkout.write("notes.txt", "mine");
    let home = TempDir::new().expect("a temporary folder");
    let no_crates = |command: &mut Command| {
        command.env("CARGO_HOME", home.path());
    };
    pack(&checkout, no_crates).exits_with(2).complains(&[
        "these changes are left out: notes.txt",
        "not all dependencies are on this machine",
        "run `cargo fetch --locked` while there is a network, then pack again",
    ]);
    checkout.write("Cargo.lock", "version = 4\n");
    git(
        &checkout.root,
        &["commit", "--quiet", "-m", "no lock", "Cargo.lock"],
    );
    pack(&checkout, |_| {}).exits_with(2).complains(&[
        "Cargo.lock does not match Cargo.toml",
        "commit Cargo.lock, then pack again",
    ]);
}

#[test]
fn without_solutions_everything_else_works_and_their_figures_are_those_of_another_machine() {
    let checkout = committed("timed", "kit-hide");
    let folder = TempDir::new().expect("a temporary folder");
    let out = folder.path().join("participants");
    let short = |command: &mut Command| Done::of(command.env("YARDSTICK_SECONDS", "0.2"));
    let named = out.to_string_lossy().into_owned();
    let hide = ["workshop", "hide-solutions", "--out", &*named];
    short(&mut checkout.command(&hide)).exits_with(0).says(&[
        "without its solutions, as one commit without a past",
        "measured here: ",
    ]);
    short(&mut checkout.command(&hide))
        .exits_with(2)
        .complains(&["is there already", "name a new folder with `--out DIR`"]);

    let files = std::fs::read_dir(out.join("solutions")).expect("a folder");
    let files: Vec<_> = files.flatten().map(|file| file.file_name()).collect();
    assert_eq!(files, ["references.json"]);
    let objects = Command::new("git")
        .args(["log", "--all", "--format=%s", "--name-only"])
        .current_dir(&out)
        .output()
        .expect("git is installed");
    let objects = String::from_utf8_lossy(&objects.stdout).into_owned();
    assert!(
        objects.contains("exercises/01_faster/src/lib.rs"),
        "{objects}"
    );
    assert!(!objects.contains("solutions/01_faster"), "{objects}");
    let lock = std::fs::read_to_string(out.join("Cargo.lock")).expect("a lock file");
    assert!(!lock.contains("-solution"), "{lock}");

    let run = |arguments: &[&str]| {
        let mut command = checkout.command(arguments);
        short(command.current_dir(&out))
    };
    let report = run(&["check", "faster", "--format", "json"]).json();
    let reference = &exercise(&report, "faster")["speed"]["reference"];
    assert!(reference["ratio"].is_f64(), "{report:#}");
    assert!(reference["host"].is_string(), "{report:#}");
    run(&["check", "faster"]).says(&["(measured on another machine: "]);
    run(&["bench", "faster"])
        .exits_with(0)
        .says(&["The reference was measured on another machine: "]);
    run(&["solution", "faster", "--spoil"])
        .exits_with(2)
        .complains(&["the solutions are not in this checkout: your facilitator has them"]);
    run(&["verify", "faster"]).exits_with(2).complains(&[
        "`verify` proves exercises by them",
        "the checkout that this one was made from",
    ]);
    run(&["workshop", "hide-solutions"])
        .exits_with(2)
        .complains(&["the solutions are not in this checkout"]);
    run(&["doctor", "--no-speed"]).exits_with(0);
    let left = Command::new("git")
        .args(["status", "--porcelain"])
        .current_dir(&out)
        .output()
        .expect("git is installed");
    assert_eq!(
        String::from_utf8_lossy(&left.stdout),
        "",
        "nothing of it changes by itself"
    );
}

#[test]
fn a_facilitator_sees_which_machines_are_ready() {
    let checkout = common::tiny();
    let share = TempDir::new().expect("a temporary folder");
    let reports = share.path().to_string_lossy().into_owned();
    let doctor = ["doctor", "--no-speed", "--report", &*reports];
    let file = share.path().join("ready/ada.json");
    let machines = || {
        let folder = std::fs::read_dir(share.path().join("ready")).expect("a folder");
        folder.count()
    };
    // The first build makes the lock file the fixture's own.
    checkout.run(&["check", "--no-speed"]);
    // Before its participant has a name, and then under it: one machine.
    checkout.run(&doctor).exits_with(0);
    assert_eq!(machines(), 1);
    checkout
        .run(&["workshop", "join", "Bea", "--reports", &reports])
        .exits_with(0);
    assert!(share.path().join("ready/bea.json").exists());
    checkout.run(&["workshop", "join", "Ada"]).exits_with(0);
    let text = std::fs::read_to_string(&file).expect("it follows its participant");
    assert!(text.contains("\"Ada\""), "{text}");
    assert_eq!(machines(), 1);
    checkout
        .run(&doctor)
        .exits_with(0)
        .complains(&["Whether this machine is ready is written to "]);
    assert_eq!(machines(), 1);
    let text = std::fs::read_to_string(&file).expect("it was written");
    let ready: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(
        (&ready["links"], &ready["warm"]),
        (&true.into(), &false.into())
    );
    let root = checkout.root.to_string_lossy().into_owned();
    assert!(!text.contains(&root), "no path: {text}");
    checkout
        .run(&["workshop", "board", &reports, "--once"])
        .exits_with(0);
    let page = checkout.read(".arena/board.html");
    assert!(page.contains("Machines: 0 of 1 ready"), "{page}");
    checkout
        .run(&["doctor", "--no-speed", "--report", "nowhere"])
        .exits_with(2)
        .complains(&["nowhere: there is no such folder"]);
    checkout.run(&["workshop", "leave"]).exits_with(0);
    assert_eq!(machines(), 0, "who leaves is not waited for");
}
