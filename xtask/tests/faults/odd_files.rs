//! Pipes, devices, folders and huge files where files should be: named, and never waited for.

use super::*;
#[cfg(unix)]
use crate::common::contains_all;
use crate::common::{assert_graded, tiny};

/// What nobody could read to its end is refused, and not waited for.
#[cfg(unix)]
#[test]
fn a_source_that_is_no_file_costs_one_exercise() {
    let checkout = tiny();
    let make: [&dyn Fn(); 3] = [
        &|| pipe(&checkout, SOURCE),
        &|| link(&checkout, "/dev/zero", SOURCE),
        &|| {
            std::fs::remove_file(checkout.path(SOURCE)).expect("it is there");
            std::fs::create_dir(checkout.path(SOURCE)).expect("writable");
        },
    ];
    for make in make {
        make();
        let words = only_words_fail(&checkout, &[]);
        assert_eq!(words["standing"], "build_failed");
        contains_all(
            &message(&words),
            &[
                "exercises/02_count_words/src/lib.rs is ",
                "cargo xtask reset count-words",
            ],
        );
    }
    std::fs::remove_dir(checkout.path(SOURCE)).expect("it is empty");
}

/// Pipes, devices, folders and huge files in the place of saved state are named, and hang nothing.
#[cfg(unix)]
#[test]
fn state_that_is_no_file_hangs_nothing() {
    let checkout = tiny();
    checkout.run(&CHECK).exits_with(1);
    let names = [
        "progress.json",
        "tests.json",
        "history.jsonl",
        "progress.lock",
        "tests.lock",
        "measure.lock",
    ];
    for name in names {
        let file = format!(".arena/{name}");
        for kind in ["pipe", "device", "folder", "huge", "loop"] {
            let path = checkout.path(&file);
            let _ = std::fs::remove_file(&path);
            match kind {
                "pipe" => pipe(&checkout, &file),
                "device" => link(&checkout, "/dev/full", &file),
                "folder" => std::fs::create_dir(&path).expect("writable"),
                "loop" => link(&checkout, name, &file),
                _ => std::fs::File::create(&path)
                    .and_then(|file| file.set_len(1 << 36))
                    .expect("sparse"),
            }
            let what = format!("{name} as a {kind}");
            let done = ends_soon(&checkout, &CHECK);
            assert_eq!(done.code, Some(1), "{what}: {}", done.stderr);
            if name == "progress.json" && kind != "huge" {
                assert!(
                    done.stderr.contains(".arena/progress.json"),
                    "{what}: {}",
                    done.stderr
                );
            }
            assert_eq!(ends_soon(&checkout, &["list"]).code, Some(0), "{what}");
            assert_eq!(ends_soon(&checkout, &["hint", "2"]).code, Some(0), "{what}");
            if kind == "folder" {
                std::fs::remove_dir(&path).expect("nothing was put into it");
            }
        }
        let _ = std::fs::remove_file(checkout.path(&file));
    }
    let is_device = std::fs::metadata("/dev/full").map(|data| data.is_file());
    assert!(!is_device.unwrap_or(false), "/dev/full was replaced");
}

/// Another program may hold a lock for ever.
#[test]
fn a_foreign_lock_is_named_and_hangs_nothing() {
    let checkout = tiny();
    checkout.run(&CHECK).exits_with(1);
    let lock = std::fs::File::options()
        .append(true)
        .read(true)
        .open(checkout.path(".arena/progress.lock"));
    let lock = lock.expect("it was made by the check");
    lock.lock().expect("nobody holds it");
    let done = ends_soon(&checkout, &CHECK);
    assert_graded(&done);
    done.complains(&[
        "progress is not saved: .arena/progress.lock: another program has held it",
        "help: ",
    ]);
}

/// A test may put anything in the place of the file that it reports to.
#[cfg(unix)]
#[test]
fn facts_that_are_no_file_hang_nothing() {
    let checkout = tiny();
    let solved = checkout.read(SOURCE);
    let scripts = [
        "rm -f $F; mkfifo $F",
        "rm -f $F; ln -s /dev/zero $F",
        "rm -f $F; mkdir $F",
        "truncate -s 60G $F",
        "rm -f $F; ln -s $F $F",
    ];
    for script in scripts {
        let spawn = format!(
            "let facts = std::env::var_os(\"YARDSTICK_FACTS\").unwrap();\n    \
             std::process::Command::new(\"sh\").args([\"-c\", r#\"{script}\"#]).env(\"F\", facts).status().unwrap();\n"
        );
        checkout.write(
            SOURCE,
            &solved.replace("    text.split", &format!("    {spawn}    text.split")),
        );
        let done = ends_soon(&checkout, &["check", "--format", "json", "--timeout", "5"]);
        let report = done.exits_with(1).json();
        assert_eq!(
            exercise(&report, "count-lines")["standing"],
            "failed",
            "{script}"
        );
    }
    checkout.write(SOURCE, &solved);
}
