//! What the benchmarks share: a copy of the workbook, and timed commands.

pub mod copy;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Whether somebody asked for this benchmark, which takes minutes: `cargo bench` starts it with `--bench`, and
/// `cargo test --all-targets` without. Says so if not; to a question for the tests in it, it answers with none.
pub fn is_asked_for(name: &str) -> bool {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let has = |argument: &str| arguments.iter().any(|given| given == argument);
    if !has("--bench") && !has("--list") {
        println!(
            "{name}: not run, since it takes minutes; `cargo bench -p xtask --bench {name}` runs it"
        );
    }
    has("--bench")
}

/// The folder of the workbook.
pub fn workbook() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is in the workbook")
}

/// Where benchmarks may write.
pub fn scratch() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// A copy of the workbook in a folder of its own, which is then timed.
pub fn copy_of_the_workbook() -> PathBuf {
    let copy = scratch().join("copy-of-the-workbook");
    copy::tracked_files(workbook(), &copy);
    copy
}

/// Cargo, in a copy with a target folder of its own.
pub fn cargo(copy: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_program());
    command
        .args(arguments)
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", copy.join("target"))
        // Backtraces would slow down only `cargo test`: the runner asks for none.
        .env_remove("RUST_BACKTRACE")
        .env_remove("RUST_LIB_BACKTRACE")
        .stderr(Stdio::null());
    command
}

/// The cargo that runs this benchmark.
pub fn cargo_program() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Runs a command to its end, which must be one of these exit codes.
pub fn end(command: &mut Command, codes: &[i32]) -> Duration {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status();
    let elapsed = start.elapsed();
    let status = status.expect("it can be started");
    assert!(
        status.code().is_some_and(|code| codes.contains(&code)),
        "{command:?} ended with {status}"
    );
    elapsed
}

/// The median.
pub fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}
