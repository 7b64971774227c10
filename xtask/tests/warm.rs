//! `doctor --warm`: after it, the commands of a day compile nothing. The workbook has three exercises, with benchmarks,
//! and stand-ins for the programs that take long to build.

#![cfg(unix)]

mod common;

use common::{Checkout, Done, Plan, repository, runner};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"NAME\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
const NOT_YET: &str = "not yet: the tests of all exercises and solutions, their tests with optimisation, their benchmarks, the book's tools, the \
                       lab, the experiments of `claims`";

fn workbook() -> Checkout {
    let last = "\"exercises/03_differs\", \"solutions/03_differs\",";
    let mut plan = Plan::of("timed")
        .at("warm")
        .edit(
            "Cargo.toml",
            last,
            &format!("{last} \"press\", \"lab\", \"claims\","),
        )
        .edit(
            "Cargo.toml",
            "[profile.dev]",
            "[profile.runner]\ninherits = \"dev\"\n\n[profile.dev]",
        );
    for name in ["press", "lab", "claims"] {
        plan = plan
            .write(
                &format!("{name}/Cargo.toml"),
                &MANIFEST.replace("NAME", name),
            )
            .write(&format!("{name}/src/main.rs"), "fn main() {}\n");
    }
    let checkout = plan.lay_out();
    // The lock file as cargo leaves it.
    run(&checkout, &["check", "--no-speed"]);
    checkout
}

/// Runs a command with short benchmarks.
fn run(checkout: &Checkout, arguments: &[&str]) -> Done {
    let mut command = checkout.command(arguments);
    Done::of(command.env("YARDSTICK_SECONDS", "0.1"))
}

fn finding(checkout: &Checkout, name: &str) -> Value {
    let report = run(checkout, &["doctor", "--no-speed", "--format", "json"]);
    let report = report.json();
    let findings = report["findings"].as_array().expect("a list of findings");
    let found = findings.iter().find(|finding| finding["name"] == name);
    found.expect("it was examined").clone()
}

/// A compiler that notes each crate that it is asked to compile, and does not compile it.
struct Refusing {
    folder: TempDir,
}

impl Refusing {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let refusing = Self { folder };
        let log = refusing.log();
        let text = format!(
            "#!/bin/sh\n\
             for argument in \"$@\"; do\n\
             if [ \"$before\" = --crate-name ] && [ \"$argument\" != ___ ]; then\n\
             echo \"$argument\" >>'{}'\necho \"$argument would be compiled\" >&2\nexit 1\nfi\n\
             before=$argument\ndone\nexec \"$@\"\n",
            log.display()
        );
        let program = refusing.program();
        std::fs::write(&program, text).expect("a temporary folder can be written");
        let permissions = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&program, permissions).expect("a temporary folder can be written");
        refusing
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("refusing")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Runs a command; returns the crates that it would have compiled.
    fn compiles(&self, command: &mut std::process::Command) -> Vec<String> {
        let _ = std::fs::remove_file(self.log());
        let done = Done::of(
            command
                .env("RUSTC_WRAPPER", self.program())
                .env("YARDSTICK_SECONDS", "0.02"),
        );
        let crates = std::fs::read_to_string(self.log()).unwrap_or_default();
        assert!(
            !crates.is_empty() || done.code.is_some_and(|code| code < 2),
            "{command:?}\n{}\n{}",
            done.stdout,
            done.stderr
        );
        crates.lines().map(str::to_owned).collect()
    }
}

#[test]
fn after_warming_the_commands_of_a_day_compile_nothing() {
    let checkout = workbook();
    std::fs::remove_dir_all(checkout.root.join(".arena")).expect("the check left it");
    let done = run(&checkout, &["doctor", "--warm", "--no-speed"]);
    done.exits_with(0).says(&[
        " ok    built         everything that a day needs",
        "This machine is ready.",
    ]);
    let refusing = Refusing::new();
    for arguments in [
        &["check"][..],
        &["check", "--rerun", "--remeasure"],
        &["check", "faster"],
        &["check", "same", "faster", "--no-speed"],
        &["bench", "faster"],
        &["trace", "same"],
        &["book", "--build"],
        &["lab"],
        &["list"],
        &["next"],
        &["hint"],
        &["doctor", "--no-speed"],
        &["doctor", "--no-speed", "--warm"],
    ] {
        let compiled = refusing.compiles(&mut checkout.command(arguments));
        assert_eq!(compiled, Vec::<String>::new(), "{arguments:?}");
    }
    // The stand-in for the experiments has no results.
    let mut claims = checkout.command(&["claims", "--quick"]);
    let done = Done::of(claims.env("RUSTC_WRAPPER", refusing.program()));
    done.complains(&["left no result"]);
    // And the compiler really refuses: a save is compiled.
    let source = checkout.read("exercises/01_faster/src/lib.rs");
    checkout.write(
        "exercises/01_faster/src/lib.rs",
        &format!("{source}\n// Saved.\n"),
    );
    let compiled = refusing.compiles(&mut checkout.command(&["check", "faster", "--no-speed"]));
    // When that fails, the grader may try whether the compiler works at all.
    assert_eq!(compiled.first().map(String::as_str), Some("faster"));
}

#[test]
fn doctor_says_what_is_not_built_and_what_builds_it() {
    let checkout = workbook();
    assert_eq!(
        run(&checkout, &["doctor", "--warm", "--no-speed"]).code,
        Some(0)
    );
    assert_eq!(finding(&checkout, "built")["state"], "good");
    // What learners write does not count, and what was shipped does.
    let write = |file: &str| {
        let text = checkout.read(file);
        checkout.write(file, &format!("{text}\n// Changed.\n"));
    };
    write("exercises/01_faster/src/lib.rs");
    assert_eq!(finding(&checkout, "built")["state"], "good");
    write("solutions/01_faster/src/lib.rs");
    let found = finding(&checkout, "built");
    assert_eq!(
        (&found["state"], &found["found"]),
        (&"note".into(), &NOT_YET.into())
    );
    let help = found["help"].as_str().unwrap_or_default();
    assert!(help.contains("`cargo xtask doctor --warm`"), "{help}");
    // Without a word about speed, the measurement of noise is a part of it.
    run(&checkout, &["doctor", "--warm", "--no-speed"]).exits_with(0);
    assert_eq!(finding(&checkout, "built")["state"], "good");
}

#[test]
fn a_machine_that_cannot_build_a_part_is_not_ready() {
    let checkout = workbook();
    checkout.write("press/src/main.rs", "no Rust\n");
    let done = run(&checkout, &["doctor", "--warm", "--no-speed"]);
    done.exits_with(2).says(&[
        "bad   built         the book's tools could not be built",
        "`cargo build -p press`",
    ]);
    assert!(!done.stdout.contains("ready"), "{}", done.stdout);
}

/// The same in the real workbook, which takes minutes the first time: `.ci/run` runs it.
#[test]
#[ignore = "compiles everything: cargo test -p xtask --test warm -- --ignored"]
fn after_warming_nothing_is_compiled_in_this_workbook() {
    let here = |arguments: &[&str]| {
        let mut command = runner();
        command.args(arguments).current_dir(repository());
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(target) => command.env("CARGO_TARGET_DIR", target),
            None => command.env_remove("CARGO_TARGET_DIR"),
        };
        command
    };
    Done::of(&mut here(&["doctor", "--warm"])).exits_with(0);
    let refusing = Refusing::new();
    let alone = (1..=22).map(|number| format!("check {number} --measure-all --rerun --remeasure"));
    let others = [
        "check --measure-all",
        "check 2 16 18 --measure-all",
        "bench 2",
        "trace 2",
        "book --build",
        "lab",
        "claims --quick",
        "doctor",
        "verify 2 --no-speed",
    ];
    let commands = alone.chain(others.map(str::to_owned));
    for command in commands {
        let arguments: Vec<&str> = command.split(' ').collect();
        let compiled = refusing.compiles(&mut here(&arguments));
        assert_eq!(compiled, Vec::<String>::new(), "{arguments:?}");
    }
}
