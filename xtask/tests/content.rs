//! Content decides what is graded, whatever the modification times say; and foreign files change no
//! grade.

mod common;

use common::{CHECK, Checkout, Done, exercise, target, tiny};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

const ID: &str = "count-words";
const FOLDER: &str = "exercises/02_count_words";
const SOURCE: &str = "exercises/02_count_words/src/lib.rs";
const BAD: &str = "exercises/02_count_words/bad/lib.rs";

/// The standing of the solved exercise after a check with these flags.
fn standing(checkout: &Checkout, flags: &[&str]) -> String {
    let report = checkout.run(&[&CHECK[..], flags].concat()).json();
    let standing = &exercise(&report, ID)["standing"];
    standing.as_str().expect("a word").to_owned()
}

/// The source with a mistake in it.
fn broken(source: &str) -> String {
    source.replace("text.split_whitespace().count()", "text.len()")
}

/// Writes a file and sets its time, as programs that restore backups do.
fn restore(checkout: &Checkout, name: &str, text: &str, time: SystemTime) {
    checkout.write(name, text);
    set_time(&checkout.path(name), time);
}

fn set_time(file: &Path, time: SystemTime) {
    let file = std::fs::File::options().append(true).open(file);
    let file = file.expect("the file can be opened");
    file.set_modified(time).expect("its time can be set");
}

/// The target folder of this copy: several copies share a folder above it.
fn target_of(checkout: &Checkout) -> PathBuf {
    let hash = xxhash_rust::xxh3::xxh3_64(checkout.root.to_string_lossy().as_bytes());
    target().join(format!("check-{hash:016x}"))
}

/// The files below a folder whose path contains `part`.
fn files_with(folder: PathBuf, part: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it was built").flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path if path.to_string_lossy().contains(part) => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

/// As `mv` of a backup, `cp -p`, `tar x` and `rsync -a` do: other content with an older time.
#[test]
fn an_older_file_is_graded_as_what_it_is() {
    let checkout = tiny();
    let solved = checkout.read(SOURCE);
    assert_eq!(standing(&checkout, &[]), "passed");
    let long_ago = SystemTime::now() - Duration::from_secs(86_400 * 30);
    for flags in [&[][..], &["--rerun"], &["--strict"]] {
        restore(&checkout, SOURCE, &broken(&solved), long_ago);
        assert_eq!(standing(&checkout, flags), "failed", "{flags:?}");
        restore(&checkout, SOURCE, &solved, long_ago);
        assert_eq!(standing(&checkout, flags), "passed", "{flags:?}");
    }
}

/// The tests compile the baseline too, which is a crate of its own.
#[test]
fn an_older_baseline_is_compiled_too() {
    let checkout = tiny();
    assert_eq!(standing(&checkout, &[]), "passed");
    let bad = checkout.read(BAD);
    let yesterday = SystemTime::now() - Duration::from_secs(86_400);
    restore(&checkout, BAD, "//! Broken.\nthis is not Rust\n", yesterday);
    assert_eq!(standing(&checkout, &[]), "build_failed");
    restore(&checkout, BAD, &bad, yesterday);
    assert_eq!(standing(&checkout, &[]), "passed");
}

/// After the clock was set back, what cargo wrote last is in the future.
#[test]
fn a_clock_that_was_set_back_hides_no_edit() {
    let checkout = tiny();
    let solved = checkout.read(SOURCE);
    assert_eq!(standing(&checkout, &[]), "passed");
    let in_an_hour = SystemTime::now() + Duration::from_secs(3_600);
    let fingerprints = files_with(target_of(&checkout), ".fingerprint");
    assert!(!fingerprints.is_empty(), "no fingerprint was found");
    for file in fingerprints {
        set_time(&file, in_an_hour);
    }
    checkout.write(SOURCE, &broken(&solved));
    assert_eq!(standing(&checkout, &[]), "failed");
    checkout.write(SOURCE, &solved);
    assert_eq!(standing(&checkout, &[]), "passed");
}

#[test]
fn what_has_not_changed_is_not_built_again() {
    let checkout = tiny();
    let built = || {
        let files = files_with(target_of(&checkout), "deps");
        let times = files.into_iter().map(|file| {
            let time = file.metadata().and_then(|data| data.modified());
            (file, time.expect("it has a time"))
        });
        times.collect::<Vec<_>>()
    };
    standing(&checkout, &[]);
    let before = built();
    standing(&checkout, &["--rerun"]);
    assert_eq!(built(), before);
}

/// Swap files, those of a file manager, and other bytes that are not text.
#[test]
fn foreign_files_change_no_grade() {
    let checkout = tiny();
    for name in ["tests/graded/.main.rs.swp", "tests/.DS_Store"] {
        let path = checkout.path(FOLDER).join(name);
        std::fs::write(path, b"\xff\xfe\x00binary").expect("the copy can be written");
    }
    let report = checkout.run(&CHECK).exits_with(1).json();
    assert_eq!(exercise(&report, ID)["standing"], "passed");
    assert_eq!(exercise(&report, ID)["intact"], true);
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
    let begun = [ID, "count-lines"].map(|id| exercise(&report, id)["begun"] == true);
    assert_eq!(begun, [true, false]);
    // A file that is not an editor's counts as a change of what was shipped, and no more.
    let path = checkout.path(FOLDER).join("tests/graded/notes.bin");
    std::fs::write(path, b"\xff\xfe\x00binary").expect("the copy can be written");
    let report = checkout.run(&CHECK).exits_with(1).json();
    assert_eq!(exercise(&report, ID)["standing"], "passed");
    assert_eq!(exercise(&report, ID)["intact"], false);
}

/// Links to a parent folder lead in a circle.
#[cfg(unix)]
#[test]
fn links_in_a_circle_do_not_hang_a_check() {
    let checkout = tiny();
    let folder = checkout.path(FOLDER);
    let links = ["one", "two", "tests/one", "tests/two"].map(|name| folder.join(name));
    for link in &links {
        std::os::unix::fs::symlink(&folder, link).expect("links can be made");
    }
    let standing = standing(&checkout, &[]);
    // The next test uses the copy.
    for link in &links {
        std::fs::remove_file(link).expect("links can be removed");
    }
    assert_eq!(standing, "passed");
}

const BLAMED: &str = "exercises/05_count_lines/src/lib.rs:5  let all: Vec<String> = text.lines()";

/// Some people set `debug = 0` to save disk space, which would lose the lines of a missed budget.
#[test]
fn lines_are_named_whatever_a_configuration_says_about_debug_information() {
    let checkout = tiny();
    for (name, value) in [("DEBUG", "0"), ("DEBUG", "none"), ("STRIP", "symbols")] {
        let mut command = checkout.command(&["check", "count-lines"]);
        command.env(format!("CARGO_PROFILE_DEV_{name}"), value);
        Done::of(&mut command).exits_with(1).says(&[BLAMED]);
    }
}

/// Checks with this option of the compiler for the members of the workspace.
#[cfg(unix)]
fn with_option(checkout: &Checkout, option: &str) -> Done {
    checkout.write("wrapper", &format!("#!/bin/sh\nexec \"$@\" '{option}'\n"));
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(checkout.path("wrapper"), mode).expect("it is ours");
    // For cargo to compile anew.
    let source = "exercises/05_count_lines/src/lib.rs";
    checkout.write(source, &format!("{}// {option}\n", checkout.read(source)));
    let mut command = checkout.command(&["check", "count-lines"]);
    command.env("RUSTC_WORKSPACE_WRAPPER", checkout.path("wrapper"));
    Done::of(&mut command)
}

/// Builds that must not depend on where they are made give their sources other names.
#[cfg(unix)]
#[test]
fn lines_are_named_whatever_the_sources_are_called() {
    let checkout = tiny();
    let root = checkout.root.display();
    for to in ["", "/somewhere/else"] {
        let done = with_option(&checkout, &format!("--remap-path-prefix={root}={to}"));
        done.exits_with(1).says(&[BLAMED]);
    }
}

#[cfg(unix)]
#[test]
fn without_lines_the_reason_is_named() {
    let checkout = tiny();
    let done = with_option(&checkout, "-Cdebuginfo=0");
    done.exits_with(1).says(&["line unknown", "RUSTFLAGS"]);
}

/// A checkout may be reached through a link.
#[cfg(unix)]
#[test]
fn lines_are_named_behind_a_link_to_the_checkout() {
    let checkout = tiny();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&checkout.root, &link).expect("links can be made");
    let mut command = checkout.command(&["check", "count-lines"]);
    command.current_dir(&link).env("PWD", &link);
    Done::of(&mut command).exits_with(1).says(&[BLAMED]);
}

/// The sources may be elsewhere, behind a link.
#[cfg(unix)]
#[test]
fn what_is_behind_a_link_counts() {
    let checkout = tiny();
    let solved = checkout.read(SOURCE);
    assert_eq!(standing(&checkout, &[]), "passed");
    let (folder, elsewhere) = (
        checkout.path(FOLDER).join("src"),
        checkout.path("elsewhere"),
    );
    std::fs::rename(&folder, &elsewhere).expect("it is ours");
    std::os::unix::fs::symlink(&elsewhere, &folder).expect("links can be made");
    let long_ago = SystemTime::now() - Duration::from_secs(86_400 * 30);
    restore(&checkout, "elsewhere/lib.rs", &broken(&solved), long_ago);
    let broken_standing = standing(&checkout, &[]);
    restore(&checkout, "elsewhere/lib.rs", &solved, long_ago);
    let solved_standing = standing(&checkout, &[]);
    // Before the copy is used again.
    std::fs::remove_file(&folder).expect("links can be removed");
    std::fs::rename(&elsewhere, &folder).expect("it is ours");
    assert_eq!((&*broken_standing, &*solved_standing), ("failed", "passed"));
}

/// Two runs that start at once keep what each has seen.
#[test]
fn two_runs_at_once_forget_no_content() {
    let checkout = tiny();
    let other = "exercises/05_count_lines/src/lib.rs";
    let sources = [
        (SOURCE, checkout.read(SOURCE)),
        (other, checkout.read(other)),
    ];
    let long_ago = SystemTime::now() - Duration::from_secs(86_400 * 30);
    standing(&checkout, &[]);
    for round in 0..6 {
        let is_broken = round % 2 == 0;
        for (name, text) in &sources {
            let text = match is_broken {
                true => format!("{text}\ncompile_error!(\"broken\");\n"),
                false => text.clone(),
            };
            restore(&checkout, name, &text, long_ago);
        }
        let children = ["count-words", "count-lines"].map(|id| {
            let mut command = checkout.command(&["check", id, "--no-speed"]);
            let quiet = command.stdout(std::process::Stdio::null());
            let quiet = quiet.stderr(std::process::Stdio::null());
            quiet.spawn().expect("the runner can be started")
        });
        for mut child in children {
            child.wait().expect("it ends");
        }
        let report = checkout.run(&[&CHECK[..], &["--no-speed"]].concat()).json();
        let standings = [ID, "count-lines"].map(|id| exercise(&report, id)["standing"].clone());
        let expected = match is_broken {
            true => ["build_failed", "build_failed"],
            false => ["passed", "failed"],
        };
        assert_eq!(standings, expected, "round {round}");
    }
}

/// Checks with a wrapper around the compiler that, while there is a file `pause`, says when it starts and when
/// it has compiled `count_words`, and goes on once that file is gone.
#[cfg(unix)]
fn start_with_pauses(checkout: &Checkout, when: &str) -> std::process::Child {
    let pause = "if [ -e pause ]; then touch paused; while [ -e pause ]; do sleep 0.01; done; fi";
    let is_ours = "case \"$*\" in *'--crate-name count_words '*) true;; *) false;; esac";
    let [before, after] = ["before", "after"].map(|at| match at == when {
        true => format!("if {is_ours}; then {pause}; fi"),
        false => String::new(),
    });
    let wrapper = format!("#!/bin/sh\n{before}\n\"$@\"; status=$?\n{after}\nexit $status\n");
    // In one place and never changed between runs, since cargo takes it for a part of the compiler.
    checkout.write("wrapper", &wrapper);
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(checkout.path("wrapper"), mode).expect("it is ours");
    let mut command = checkout.command(&["check", "count-words", "--format", "json"]);
    command.env("RUSTC_WORKSPACE_WRAPPER", checkout.path("wrapper"));
    command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    command.spawn().expect("the runner can be started")
}

/// The standing that a check reports.
#[cfg(unix)]
fn standing_of(child: std::process::Child) -> String {
    let done = Done::from(child.wait_with_output().expect("it was started here"));
    let report = done.json();
    let standing = exercise(&report, "count-words")["standing"].as_str();
    standing.expect("a text").to_owned()
}

#[cfg(unix)]
fn wait_for(checkout: &Checkout, file: &str) {
    let path = checkout.path(file);
    assert!(common::wait_until(|| path.exists()), "{file}");
    std::fs::remove_file(path).expect("it is there");
}

/// What is saved while the compiler runs is not what the build began with.
#[cfg(unix)]
#[test]
fn a_save_during_a_build_is_not_taken_for_what_was_built() {
    let checkout = tiny();
    let solved = checkout.read(SOURCE) + "\n";
    checkout.write(SOURCE, &solved);
    checkout.write("pause", "");
    let first = start_with_pauses(&checkout, "before");
    wait_for(&checkout, "paused");
    checkout.write(SOURCE, &broken(&solved));
    std::fs::remove_file(checkout.path("pause")).expect("it is there");
    assert_eq!(standing_of(first), "failed");
    let long_ago = SystemTime::now() - Duration::from_secs(86_400 * 30);
    restore(&checkout, SOURCE, &solved, long_ago);
    assert_eq!(
        standing_of(start_with_pauses(&checkout, "before")),
        "passed"
    );
}

/// A run that starts while another builds does not take that build for its own.
#[cfg(unix)]
#[test]
fn a_run_beside_another_build_grades_what_is_there() {
    let checkout = tiny();
    let solved = checkout.read(SOURCE) + "\n";
    checkout.write(SOURCE, &broken(&solved));
    checkout.write("pause", "");
    let first = start_with_pauses(&checkout, "after");
    wait_for(&checkout, "paused");
    let long_ago = SystemTime::now() - Duration::from_secs(86_400 * 30);
    restore(&checkout, SOURCE, &solved, long_ago);
    let second = start_with_pauses(&checkout, "after");
    std::thread::sleep(Duration::from_secs(1));
    std::fs::remove_file(checkout.path("pause")).expect("it is there");
    standing_of(first);
    assert_eq!(standing_of(second), "passed");
    assert_eq!(standing_of(start_with_pauses(&checkout, "after")), "passed");
}
