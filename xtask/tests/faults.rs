//! Faults of the compiler or of the machine: the former costs only the exercise that causes it, and
//! the latter is nobody's mistake.

mod common;

use common::{CHECK, Checkout, Done, contains_all, exercise, tiny, wait_until};
use serde_json::Value;
use std::time::{Duration, Instant};

const SOURCE: &str = "exercises/02_count_words/src/lib.rs";

/// Code that is nested so deeply that the compiler's parser overflows its stack.
#[test]
fn a_compiler_that_crashes_costs_one_exercise() {
    let checkout = tiny();
    let solved = checkout.read(SOURCE);
    let nested = "-".repeat(20_000);
    checkout.write(
        SOURCE,
        &format!("{solved}\n/// Deep.\npub fn deep() -> i64 {{\n    {nested}1\n}}\n"),
    );
    let report = checkout.run(&CHECK).exits_with(1).json();
    let words = exercise(&report, "count-words");
    assert_eq!(words["standing"], "build_failed");
    let message = words["message"].as_str().expect("a text");
    assert!(
        message.contains("the compiler did not finish ("),
        "{message}"
    );
    assert!(message.contains("help: "), "{message}");
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
}

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
    let done = common::Done::of(&mut command);
    done.exits_with(2).complains(&[
        "the disk is full: ",
        "No space left on device",
        "help: free some",
    ]);
    assert_eq!(checkout.progress(), before);
    checkout.write(SOURCE, &solved);
}

/// Code that runs before `main` ends the process, however the binary was started.
#[cfg(target_os = "linux")]
#[test]
fn tests_that_cannot_be_listed_show_what_they_did() {
    let checkout = tiny();
    let solved = checkout.read(SOURCE);
    let early = "extern \"C\" fn early() {\n    std::process::exit(3);\n}\n\
                 #[used]\n#[unsafe(link_section = \".init_array\")]\n\
                 static EARLY: extern \"C\" fn() = early;\n";
    checkout.write(SOURCE, &format!("{solved}\n{early}"));
    let report = checkout.run(&CHECK).exits_with(1).json();
    checkout.write(SOURCE, &solved);
    let words = exercise(&report, "count-words");
    assert_eq!(words["standing"], "failed");
    for test in words["tests"].as_array().expect("a list") {
        let message = test["message"].as_str().expect("a text");
        assert!(message.contains("exit code 3"), "{message}");
    }
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

/// Checks `count-words` as it is now; the other exercise is graded all the same. Returns its part of the
/// report.
#[track_caller]
fn only_words_fail(checkout: &Checkout, arguments: &[&str]) -> Value {
    let arguments = [&CHECK, arguments].concat();
    let report = checkout.run(&arguments).exits_with(1).json();
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
    let words = exercise(&report, "count-words").clone();
    assert_ne!(words["standing"], "passed");
    words
}

fn message(exercise: &Value) -> String {
    let of_build = exercise["message"].as_str();
    let of_tests = exercise["tests"].as_array().into_iter().flatten();
    let of_tests = of_tests.filter_map(|test| test["message"].as_str());
    of_build.into_iter().chain(of_tests).collect()
}

#[test]
fn a_compile_without_end_costs_one_exercise() {
    let checkout = tiny();
    let sleeps = "fn main() {\n    loop {\n        std::thread::sleep(std::time::Duration::from_secs(1));\n    }\n}\n";
    checkout.write("exercises/02_count_words/build.rs", sleeps);
    let words = only_words_fail(&checkout, &["--build-timeout", "5"]);
    assert_eq!(words["standing"], "build_failed");
    contains_all(
        &message(&words),
        &[
            "the compiler was still running after 5 s",
            "help: undo",
            "--build-timeout",
        ],
    );
}

#[cfg(unix)]
fn pipe(checkout: &Checkout, name: &str) {
    let path = checkout.path(name);
    std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("writable");
    let _ = std::fs::remove_file(&path);
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.expect("every Unix has `mkfifo`").success());
}

#[cfg(unix)]
fn link(checkout: &Checkout, target: &str, name: &str) {
    let path = checkout.path(name);
    std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("writable");
    let _ = std::fs::remove_file(&path);
    std::os::unix::fs::symlink(target, path).expect("links can be made");
}

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
                "`src/lib.rs` is a",
                "not a file",
                "cargo xtask reset count-words",
            ],
        );
    }
    std::fs::remove_dir(checkout.path(SOURCE)).expect("it is empty");
}

/// Checks on one processor: then tests run one after another.
#[cfg(target_os = "linux")]
fn one_by_one(checkout: &Checkout) -> Done {
    let limit = |command: std::process::Command| within(command, "taskset -cp 0 $$ >&2");
    Done::of(&mut limit(checkout.command(&CHECK)))
}

/// A command, started by a shell that runs this script first.
#[cfg(target_os = "linux")]
fn within(command: std::process::Command, script: &str) -> std::process::Command {
    let mut shell = std::process::Command::new("/bin/sh");
    shell.args(["-c", &format!("{script} && exec \"$0\" \"$@\"")]);
    shell.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        shell.current_dir(folder);
    }
    shell
}

/// A solution that does this first.
#[cfg(target_os = "linux")]
fn doing(checkout: &Checkout, what: &str) {
    let solved = checkout.read(SOURCE);
    let doing = solved.replace("    text.split", &format!("    {what}\n    text.split"));
    checkout.write(SOURCE, &doing);
}

/// Tests may remove whatever they find. On Windows, a program that runs cannot be removed.
#[cfg(target_os = "linux")]
#[test]
fn a_test_that_removes_its_own_executable_costs_one_exercise() {
    let checkout = tiny();
    doing(
        &checkout,
        "let _ = std::fs::remove_file(std::env::current_exe().unwrap());",
    );
    let report = one_by_one(&checkout).exits_with(1).json();
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
    let message = message(exercise(&report, "count-words"));
    contains_all(
        &message,
        &[
            "the executable of the tests was removed",
            "cargo xtask check count-words",
        ],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_test_that_removes_its_exercise_costs_one_exercise() {
    let checkout = tiny();
    doing(
        &checkout,
        "let _ = std::fs::remove_dir_all(\"../02_count_words\");",
    );
    let report = one_by_one(&checkout).exits_with(1).json();
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
    let message = message(exercise(&report, "count-words"));
    contains_all(
        &message,
        &["the exercise's folder was removed", "git checkout"],
    );
}

/// Programs that read the report find a document, whatever is wrong.
#[test]
fn json_is_a_document_even_if_nothing_can_be_graded() {
    let checkout = tiny();
    for arguments in [
        &["check", "nothing-like-this", "--format", "json"][..],
        &["bench", "nothing-like-this", "--format", "json"],
    ] {
        let error = checkout.run(arguments).exits_with(2).json()["error"].clone();
        assert_eq!(error["interrupted"], false);
        contains_all(&error["message"].to_string(), &["nothing-like-this"]);
        assert!(error["help"].is_string());
    }
    let folder = checkout.path("exercises/02_count_words");
    std::fs::remove_dir_all(folder).expect("it is there");
    let error = checkout.run(&CHECK).exits_with(2).json()["error"].clone();
    contains_all(&error["message"].to_string(), &["exercises/02_count_words"]);
    contains_all(&error["help"].to_string(), &["git checkout"]);
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
    common::assert_graded(&with_wrapper(&checkout, &script));
    assert!(mark.exists());
}

/// Checks, with a script that runs before each start of the compiler.
#[cfg(unix)]
fn with_wrapper(checkout: &Checkout, script: &str) -> Done {
    let wrapper = checkout.path("wrapper");
    checkout.write("wrapper", &format!("#!/bin/sh\n{script}\nexec \"$@\"\n"));
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&wrapper, mode).expect("it is ours");
    let mut command = checkout.command(&CHECK);
    command.env("RUSTC_WORKSPACE_WRAPPER", &wrapper);
    Done::of(&mut command)
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

/// Runs to its end in a few seconds, whatever it finds in the place of a file.
#[track_caller]
fn ends_soon(checkout: &Checkout, arguments: &[&str]) -> Done {
    let start = Instant::now();
    let mut child = checkout.command(arguments);
    let child = child
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let mut child = child.spawn().expect("the runner can be started");
    let limit = Duration::from_secs(30);
    let has_ended = wait_until(limit, || {
        child.try_wait().expect("it was started here").is_some()
    });
    if !has_ended {
        child.kill().expect("it is running");
    }
    let done = Done::from(child.wait_with_output().expect("it was started here"));
    assert!(
        has_ended,
        "{arguments:?} {:?}: {}",
        start.elapsed(),
        done.stderr
    );
    done
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
    common::assert_graded(&done);
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
