//! What it takes to build the workbook: a toolchain, disk space, and its dependencies.

use crate::interrupt;
use crate::report::doctor::Finding;
use anyhow::Result;
use grader::cargo::{cargo, target_folder};
use grader::process::{self, Ended, Limits, ProcessOutcome};
use grader::text::{printable, size};
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tutor::editor::{find_program, variable};
use workbook::Workbook;

/// What each program that is asked may take.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    output: 64 << 10,
};
/// The oldest compiler that works.
const OLDEST: &str = env!("CARGO_PKG_RUST_VERSION");
/// Free bytes below which even a check may fail: with all exercises and benchmarks, it takes a few
/// hundred megabytes.
const MIN_FREE: u64 = 1_000_000_000;
/// Free bytes that are enough for the book, its tools, and an editor's own builds as well.
const ENOUGH_FREE: u64 = 4_000_000_000;

pub(super) fn toolchain() -> Finding {
    let name = "toolchain";
    let update = "run `rustup update stable`, or see https://rustup.rs";
    let (Some(release), Some(host)) = (rustc("release: "), rustc("host: ")) else {
        return Finding::problem(name, "`rustc` cannot be started", update);
    };
    let found = format!("rustc {release} for {host}");
    match parts(&release) < parts(OLDEST) {
        true => Finding::problem(name, format!("{found}; {OLDEST} is required"), update),
        false => Finding::good(name, found),
    }
}

/// What the compiler reports under this key.
pub(super) fn rustc(key: &str) -> Option<String> {
    let program = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(program);
    command.arg("-vV");
    let text = stdout_of(command)?;
    let mut lines = text.lines();
    lines.find_map(|line| line.strip_prefix(key).map(str::to_owned))
}

/// The numbers of a version: `1.89.0-nightly` has 1, 89 and 0.
fn parts(version: &str) -> Vec<u32> {
    let numbers = version.split(|c: char| !c.is_ascii_digit());
    numbers.map_while(|number| number.parse().ok()).collect()
}

pub(super) fn disk(workbook: &Workbook) -> Finding {
    let name = "disk";
    let target = target_folder(workbook);
    let Some(free) = free_for_builds(workbook) else {
        return Finding::good(name, "the system does not say how much is free");
    };
    let found = format!("{} free for {}", size(free), workbook.show(&target));
    let help = format!(
        "free some (`cargo clean` removes what other builds left), or set CARGO_TARGET_DIR to a \
         folder on another disk; {} are enough for everything",
        size(ENOUGH_FREE)
    );
    match free {
        ..MIN_FREE => Finding::problem(name, found, help),
        MIN_FREE..ENOUGH_FREE => Finding::note(name, found, help),
        _ => Finding::good(name, found),
    }
}

/// Free bytes for what is compiled.
pub(super) fn free_for_builds(workbook: &Workbook) -> Option<u64> {
    let target = target_folder(workbook);
    // A missing folder will be made on the same disk as its parent.
    target
        .ancestors()
        .find(|folder| folder.is_dir())
        .and_then(free)
}

/// Free bytes on the disk of this folder.
pub(crate) fn free(folder: &Path) -> Option<u64> {
    if cfg!(windows) {
        let mut command = Command::new("powershell");
        let script = "(Get-Item -LiteralPath $env:DOCTOR_FOLDER).PSDrive.Free";
        command.args(["-NoProfile", "-Command", script]);
        command.env("DOCTOR_FOLDER", folder);
        return stdout_of(command)?.trim().parse().ok();
    }
    let mut command = Command::new("df");
    command.arg("-Pk").arg(folder);
    kilobytes_free(&stdout_of(command)?).map(|kilobytes| kilobytes * 1024)
}

/// The fourth column of the output of `df -Pk`. The first may contain blanks, so the column is
/// found by its successor, a percentage.
fn kilobytes_free(text: &str) -> Option<u64> {
    let words: Vec<&str> = text.lines().nth(1)?.split_whitespace().collect();
    let share = words.iter().position(|word| {
        let number = word.strip_suffix('%');
        number.is_some_and(|number| number.parse::<u32>().is_ok())
    })?;
    words.get(share.checked_sub(1)?)?.parse().ok()
}

/// Whether everything can be built with the network off.
pub(super) fn dependencies(workbook: &Workbook) -> Result<Finding> {
    let name = "dependencies";
    let mut command = cargo();
    command.current_dir(&workbook.root).args([
        "metadata",
        "--offline",
        "--locked",
        "--format-version",
        "1",
    ]);
    // Dependencies of other systems may be missing here.
    if let Some(host) = rustc("host: ") {
        command.args(["--filter-platform", &host]);
    }
    let outcome = process::run(command, LIMITS, interrupt::program())?;
    if succeeded(&outcome) {
        return Ok(Finding::good(name, "all there: no network is needed"));
    }
    let stderr = printable(&outcome.stderr.text());
    let reason = stderr.lines().find(|line| !line.trim().is_empty());
    let reason = reason.unwrap_or("cargo does not say why").trim();
    let found = format!("cargo cannot work without a network: {reason}");
    Ok(match stderr.contains("--locked") {
        true => Finding::problem(
            name,
            format!("Cargo.lock does not match: {reason}"),
            "restore it with `git checkout Cargo.lock`",
        ),
        false => Finding::problem(
            name,
            found,
            "run `cargo fetch --locked` once while there is a network",
        ),
    })
}

pub(super) fn c_compiler() -> Finding {
    let name = "C compiler";
    let names = match cfg!(windows) {
        true => ["cl", "clang", "gcc"],
        false => ["cc", "gcc", "clang"],
    };
    let named = variable("CC");
    let mut candidates = named.as_deref().into_iter().chain(names);
    match candidates.find_map(find_program) {
        Some(path) => Finding::good(name, path.display().to_string()),
        // It comes with the linker that Rust uses, and build scripts find it there.
        None if cfg!(target_env = "msvc") => Finding::good(
            name,
            "the one in Visual Studio's build tools, which Rust links with",
        ),
        None => Finding::note(
            name,
            "none",
            format!(
                "only `bench --allocator mimalloc` and `claims --allocator mimalloc` need one: \
                 install {} to use them",
                if cfg!(windows) {
                    "`gcc` (MinGW-w64)"
                } else {
                    "`cc`"
                }
            ),
        ),
    }
}

/// What a program printed, if it succeeded.
fn stdout_of(command: Command) -> Option<String> {
    let outcome = process::run(command, LIMITS, interrupt::program()).ok()?;
    succeeded(&outcome).then(|| outcome.stdout.text())
}

fn succeeded(outcome: &ProcessOutcome) -> bool {
    matches!(outcome.ended, Ended::Exited(status) if status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(parts("1.100.0") > parts("1.89"));
        assert!(parts("1.89.0-nightly") >= parts("1.89"));
        assert!(parts("1.88.1") < parts("1.89"));
    }

    #[test]
    fn free_space_is_read_whatever_the_disk_is_called() {
        let head = "Filesystem 1024-blocks Used Available Capacity Mounted on\n";
        let line = |disk: &str| format!("{head}{disk} 100 40 60 40% /\n");
        assert_eq!(kilobytes_free(&line("/dev/sda1")), Some(60));
        assert_eq!(kilobytes_free(&line("map auto home")), Some(60));
        assert_eq!(kilobytes_free(head), None);
    }
}
