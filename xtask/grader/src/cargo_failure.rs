//! What cargo says where it gives no diagnostic: a compiler that crashed, a build script that failed, a
//! disk that is full.
//!
//! Cargo writes this for people only, so it is read out of its text; whatever it reports as a message is
//! taken from there instead (see [`crate::diagnostic`]).

use crate::diagnostic::{Diagnostic, Level};
use workbook::Problem;

/// What the system says where the machine is the reason, and what to do about it.
const MACHINE: [(&str, &str, &str); 6] = [
    ("(os error 28)", "the disk is full", DISK),
    ("(os error 112)", "the disk is full", DISK),
    ("(os error 122)", "the disk quota is used up", DISK),
    (
        "(os error 12)",
        "there is not enough memory",
        "close other programs, then run this again",
    ),
    (
        "(os error 24)",
        "too many files are open",
        "raise the limit (`ulimit -n 4096`), then run this again",
    ),
    (
        "(os error 11)",
        "no more processes or threads can be started",
        "close other programs, or raise the limit (`ulimit -u`), then run this again",
    ),
];
const DISK: &str = "free some space (`cargo clean` removes what was built), or set CARGO_TARGET_DIR to a \
                    folder on another disk, then run this again; nothing was recorded";

/// The machine's own trouble, if that is what a text reports.
pub(crate) fn of_machine(text: &str) -> Option<Problem> {
    let (mark, what, help) = MACHINE.iter().find(|(mark, _, _)| text.contains(mark))?;
    let line = text.lines().find(|line| line.contains(mark));
    let line = line.unwrap_or_default().trim();
    Some(Problem::general(format!("{what}: {line}"), *help))
}

/// Why a package was not built, if cargo blames that package and the compiler said nothing.
pub(crate) fn of_package(stderr: &str, package: &str) -> Option<Diagnostic> {
    let names = [format!("`{package}`"), format!("`{package} v")];
    let mut blocks = blocks(stderr).into_iter();
    let block = blocks.find(|block| {
        let head = block.lines().next().unwrap_or_default();
        names.iter().any(|name| head.contains(name))
    })?;
    let message = match block.starts_with("error: could not compile") {
        true => format!("the compiler did not finish ({})", ending(block)),
        false => "its build script failed".to_owned(),
    };
    let detail = match block.starts_with("error: could not compile") {
        true => notes(stderr),
        false => block.to_owned(),
    };
    let rendered = format!(
        "error: {message}\n{detail}help: undo what you changed last; a constant that is too large, or code \
         that is nested too deeply, can do this\n"
    );
    Some(Diagnostic {
        level: Level::Error,
        code: None,
        message,
        place: None,
        rendered,
    })
}

/// Cargo's errors, each with the lines that belong to it.
fn blocks(stderr: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in stderr.split_inclusive('\n') {
        if line.starts_with("error: ") || line.starts_with("warning: build failed") {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([stderr.len()]);
    let ranges = starts.iter().zip(ends);
    ranges.map(|(&start, end)| &stderr[start..end]).collect()
}

/// How the compiler's process ended: `signal: 11, SIGSEGV: …`, the last thing in brackets.
fn ending(block: &str) -> &str {
    let text = block.trim_end();
    let start = text.rfind(" (").map_or(text.len(), |at| at + 2);
    match text[start..].strip_suffix(')') {
        Some(ending) if !ending.is_empty() => ending,
        _ => "cargo does not say how it ended",
    }
}

/// What the compiler said of its own crash.
fn notes(stderr: &str) -> String {
    let notes = stderr
        .lines()
        .filter(|line| line.starts_with("note: rustc "));
    notes.map(|note| format!("{note}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRASH: &str = "error: rustc interrupted by SIGSEGV, printing backtrace\n\n/lib/librustc.so(+0x3)[0x7]\n\
        note: rustc unexpectedly overflowed its stack! this is a bug\n\
        error: could not compile `leaky-nodes` (lib)\n\nCaused by:\n  \
        process didn't exit successfully: `rustc --crate-name leaky_nodes (x)` (signal: 11, SIGSEGV: invalid memory reference)\n\
        warning: build failed, waiting for other jobs to finish...\n";

    #[test]
    fn a_crash_is_that_of_its_package() {
        let diagnostic = of_package(CRASH, "leaky-nodes").expect("cargo blames it");
        assert_eq!(
            diagnostic.message,
            "the compiler did not finish (signal: 11, SIGSEGV: invalid memory reference)"
        );
        assert!(
            diagnostic.rendered.contains("overflowed its stack"),
            "{}",
            diagnostic.rendered
        );
        assert_eq!(of_package(CRASH, "leaky"), None);
        assert_eq!(of_package(CRASH, "parse-tree"), None);
    }

    #[test]
    fn a_failed_build_script_is_shown() {
        let stderr = "error: failed to run custom build command for `parse-tree v0.1.0 (/x)`\n\n\
            Caused by:\n  process didn't exit successfully: `/x/build` (exit status: 101)\n  --- stderr\n  no\n";
        let diagnostic = of_package(stderr, "parse-tree").expect("cargo blames it");
        assert_eq!(diagnostic.message, "its build script failed");
        assert!(diagnostic.rendered.contains("--- stderr\n  no"));
    }

    #[test]
    fn a_full_disk_is_the_machines_trouble() {
        let text = "error: failed to write `/x/y`: No space left on device (os error 28)\n";
        let problem = of_machine(text).expect("it says so");
        assert!(problem.what.starts_with("the disk is full: "), "{problem}");
        assert!(of_machine("error: expected `;`").is_none());
    }
}
