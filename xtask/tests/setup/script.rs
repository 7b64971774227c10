//! `xtask/doctor.sh`, on machines that lack something. Its twin for Windows is compared with it.

use crate::common::{Done, contains_all, package, repository};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use tutor::editor::find_program;

/// What the script starts, beside Rust's programs.
const TOOLS: [&str; 9] = [
    "cat", "df", "dirname", "head", "mktemp", "rm", "sed", "tail", "uname",
];

/// A machine: the programs on its path, and the rest of its environment.
struct Machine {
    bin: TempDir,
    variables: Vec<(&'static str, PathBuf)>,
}

impl Machine {
    /// With these of Rust's programs, and no linker.
    fn with(programs: &[&str]) -> Self {
        let bin = tempfile::tempdir().expect("a temporary folder");
        let names = TOOLS.iter().chain(programs);
        for name in names {
            let program = find_program(name).unwrap_or_else(|| panic!("{name} is not here"));
            symlink(program, bin.path().join(name)).expect("a temporary folder can be written");
        }
        let variables = Vec::new();
        Self { bin, variables }
    }

    /// With a program of this name that runs a script.
    fn script(self, name: &str, text: &str) -> Self {
        let path = self.bin.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n"))
            .expect("a temporary folder can be written");
        let permissions = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&path, permissions).expect("a temporary folder can be written");
        self
    }

    fn set(mut self, name: &'static str, value: impl AsRef<Path>) -> Self {
        self.variables.push((name, value.as_ref().to_owned()));
        self
    }

    /// Runs the script with the shells that are here, from another folder; all print the same.
    #[track_caller]
    fn doctor(&self) -> Done {
        let shells = [
            &["sh"][..],
            &["dash"],
            &["busybox", "sh"],
            &["bash", "--posix"],
        ];
        let mut last: Option<Done> = None;
        for shell in shells {
            let Some(program) = find_program(shell[0]) else {
                continue;
            };
            let mut command = Command::new(program);
            command
                .args(&shell[1..])
                .arg(package().join("doctor.sh"))
                .current_dir("/")
                .env("PATH", self.bin.path())
                .env_remove("CARGO")
                .env_remove("CARGO_NET_OFFLINE")
                .env_remove("CARGO_TARGET_DIR")
                .envs(self.variables.iter().map(|(name, value)| (name, value)));
            let done = Done::of(&mut command);
            assert_eq!(done.stderr, "", "{shell:?}");
            if let Some(last) = &last {
                // Free space may differ, and so may how long a refusal took.
                let lines = |done: &Done| {
                    let lines = done.stdout.lines().filter(|line| !line.contains("MB free"));
                    lines.map(without_time).collect::<Vec<_>>()
                };
                assert_eq!(lines(&done), lines(last), "{shell:?}");
            }
            last = Some(done);
        }
        last.expect("every Unix has `sh`")
    }
}

/// Without the number in what curl says, as in `after 1 ms:`.
fn without_time(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let is_time = |at: usize| words.get(at + 1) == Some(&"ms:");
    let kept = (0..words.len()).filter(|at| !is_time(*at));
    kept.map(|at| words[at]).collect::<Vec<_>>().join(" ")
}

/// A machine on which this test was built has what it takes, but for a linker.
fn this_machine() -> Machine {
    Machine::with(&["cargo", "rustc"])
}

/// The same, with the linker.
fn with_linker() -> Machine {
    let path = std::env::var("PATH").unwrap_or_default();
    this_machine().script("cc", &format!("PATH='{path}' exec cc \"$@\""))
}

#[test]
fn a_machine_that_built_this_lacks_nothing() {
    with_linker().doctor().exits_with(0).says(&[
        " ok    toolchain     rustc ",
        " ok    linker        a program was compiled, linked and started",
        " ok    dependencies  all there: no network is needed",
        "The runner can be compiled here. Go on with `cargo xtask doctor`.",
    ]);
}

#[test]
fn a_machine_without_rust_is_told_where_to_get_it() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let machine = || {
        Machine::with(&[])
            .set("HOME", home.path())
            .set("CARGO_HOME", home.path())
    };
    machine().doctor().exits_with(2).says(&[
        &format!(
            "rustc is not installed; Rust {} or newer is needed",
            oldest()
        ),
        "→ install it as https://rustup.rs says",
        "then run this again: sh ",
    ]);
    // Installed a moment ago, in another terminal.
    let bin = home.path().join("bin");
    std::fs::create_dir(&bin).expect("a temporary folder can be written");
    symlink("/bin/sh", bin.join("rustc")).expect("a temporary folder can be written");
    machine().doctor().exits_with(2).says(&[
        "rustc is installed, but not on the PATH of this shell",
        "or open a new terminal",
    ]);
}

#[test]
fn an_older_compiler_gets_one_sentence() {
    for version in ["1.9.0", "1.85.1", "1.88.0-nightly"] {
        let machine =
            Machine::with(&[]).script("rustc", &format!("echo 'rustc {version} (abc 2025-01-01)'"));
        let machine = machine.script("rustup", "echo 'stable-x86_64 (default)'");
        let done = machine.doctor();
        let number = version.trim_end_matches("-nightly");
        done.exits_with(2).says(&[
            &format!(
                "rustc {number} is too old: Rust {} or newer is needed",
                oldest()
            ),
            "→ run `rustup update stable`, then `rustup default stable`",
        ]);
        assert_eq!(done.stdout.matches(" bad ").count(), 1, "{}", done.stdout);
    }
    let overridden = "echo '1.85.0-x86_64 (overridden by environment variable RUSTUP_TOOLCHAIN)'";
    let machine = Machine::with(&[]).script("rustc", "echo 'rustc 1.85.0 (abc)'");
    machine
        .script("rustup", overridden)
        .doctor()
        .exits_with(2)
        .says(&["→ remove what chooses it", "RUSTUP_TOOLCHAIN"]);
}

#[test]
fn a_toolchain_that_is_not_installed_is_installed_by_the_next_command() {
    let text = "echo \"error: toolchain 'stable' is not installed\" >&2; exit 1";
    let machine = Machine::with(&[]).script("rustc", text);
    machine.doctor().exits_with(2).says(&[
        "rustc does not start: error: toolchain 'stable' is not installed",
        "→ run `rustup default stable`",
    ]);
}

#[test]
fn a_missing_linker_is_named_with_the_command_that_installs_it() {
    this_machine()
        .doctor()
        .exits_with(2)
        .says(&["bad   linker        linker `cc` not found"]);
    for (installer, advice) in [
        ("apt-get", "sudo apt-get install build-essential"),
        ("dnf", "sudo dnf install gcc"),
        ("apk", "sudo apk add build-base"),
    ] {
        this_machine()
            .script(installer, "")
            .doctor()
            .exits_with(2)
            .says(&[advice]);
    }
}

#[test]
fn too_little_space_is_a_problem() {
    let df = |free: u64| {
        format!(
            "echo 'Filesystem 1024-blocks Used Available Capacity Mounted on'; echo 'map auto home 9 9 {free} 40% /'"
        )
    };
    let machine = |free: u64| {
        let machine = with_linker();
        std::fs::remove_file(machine.bin.path().join("df")).expect("it was linked");
        machine.script("df", &df(free)).doctor()
    };
    machine(999_999)
        .exits_with(2)
        .says(&["bad   disk          999 MB free", "CARGO_TARGET_DIR"]);
    machine(1_000_000)
        .exits_with(0)
        .says(&["note  disk          1000 MB free"]);
    machine(4_000_000)
        .exits_with(0)
        .says(&["ok    disk          4000 MB free"]);
}

#[test]
fn a_full_temporary_folder_is_named() {
    let machine = with_linker().set("TMPDIR", "/no/such/folder");
    machine
        .doctor()
        .exits_with(2)
        .says(&["no file can be made in /no/such/folder", "set TMPDIR"]);
}

#[test]
fn dependencies_that_cannot_be_fetched_are_a_problem() {
    let empty = tempfile::tempdir().expect("a temporary folder");
    // Nothing listens there.
    let unreachable = with_linker()
        .set("CARGO_HOME", empty.path())
        .set("HTTPS_PROXY", "http://127.0.0.1:9");
    unreachable.doctor().exits_with(2).says(&[
        "bad   dependencies  not all are there, and the registry cannot be reached: ",
        "→ run `cargo fetch --locked` while there is a network",
    ]);
    let forbidden = with_linker()
        .set("CARGO_HOME", empty.path())
        .set("CARGO_NET_OFFLINE", "true");
    forbidden.doctor().exits_with(2).says(&[
        "CARGO_NET_OFFLINE keeps cargo from the network",
        "CARGO_NET_OFFLINE=false cargo fetch --locked",
    ]);
}

#[test]
fn a_registry_that_can_be_reached_is_one_command_away() {
    let cargo = "case $1 in --version) echo 'cargo 1.99.0';; info) exit 0;; \
        *) echo 'error: failed to download `anyhow v1.0.0`' >&2; exit 101;; esac";
    let machine = Machine::with(&["rustc"]).script("cargo", cargo);
    machine.doctor().says(&[
        "note  dependencies  not all are there, but the registry can be reached",
        "→ run `cargo fetch --locked` once",
    ]);
}

/// The two scripts and the runner's `doctor` go by the same figures, and find the same things.
#[test]
fn the_scripts_agree_with_each_other_and_with_the_runner() {
    let read = |name: &str| {
        std::fs::read_to_string(package().join(name))
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let (shell, powershell) = (read("doctor.sh"), read("doctor.ps1"));
    contains_all(&shell, &["MIN_FREE=1000000\n", "ENOUGH_FREE=4000000\n"]);
    contains_all(
        &powershell,
        &["$MinFree = 1000000000\n", "$EnoughFree = 4000000000\n"],
    );
    contains_all(
        &read("src/commands/doctor/machine.rs"),
        &[
            "MIN_FREE: u64 = 1_000_000_000;",
            "ENOUGH_FREE: u64 = 4_000_000_000;",
        ],
    );
    for found in [
        "is not installed; Rust $oldest or newer is needed",
        "is too old: Rust $oldest or newer is needed",
        "does not start: ",
        "a program was compiled, linked and started",
        "the system does not say how much is free",
        "all there: no network is needed",
        "Cargo.lock does not match Cargo.toml",
        "cargo cannot read the workspace: ",
        "CARGO_NET_OFFLINE keeps cargo from the network",
        "not all are there, but the registry can be reached",
        "not all are there, and the registry cannot be reached: ",
        "The runner can be compiled here. Go on with",
        "Do what it says after each arrow, then run this again: ",
    ] {
        contains_all(&shell, &[found]);
        contains_all(&powershell, &[found]);
    }
}

/// `rust-version` of the workspace.
fn oldest() -> String {
    let text = std::fs::read_to_string(repository().join("Cargo.toml")).expect("it is there");
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = \""));
    line.expect("it is stated").trim_end_matches('"').to_owned()
}
