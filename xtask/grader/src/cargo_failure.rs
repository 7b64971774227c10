//! Failures for which cargo gives no diagnostic: a compiler that crashed, a build script that
//! failed, a disk that is full.
//!
//! Cargo describes these only in text for people, which is parsed here; whatever it reports as a
//! message is taken from the message instead (see [`crate::diagnostic`]).

use crate::diagnostic::Diagnostic;
use crate::machine;
use workbook::Problem;

/// How linkers end where a disk is full: they write through mapped memory. The last is Visual Studio's.
const LINKER: [&str; 4] = [
    "Bus error",
    "signal 7",
    "No space left on device",
    "insufficient disk space",
];
/// The machine's own fault, if that is what cargo reports. What a build script printed is its own.
pub(crate) fn of_machine(stderr: &str) -> Option<Problem> {
    let blocks = blocks(stderr).into_iter();
    let mut blocks = blocks.filter(|block| !block.contains("custom build command"));
    blocks.find_map(machine::of_text)
}

/// The machine's own fault, if that is what the compiler reports. An error with a place is about the
/// source there, whatever it quotes.
pub(crate) fn of_machine_in(error: &Diagnostic) -> Option<Problem> {
    if error.place.is_some() {
        return None;
    }
    let is_linker = error.message.starts_with("linking with");
    if is_linker && LINKER.iter().any(|words| error.rendered.contains(words)) {
        return Some(machine::full_disk(&error.message));
    }
    machine::of_text(&error.message)
}

/// Why a package was not built.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PackageFailure {
    /// The compiler crashed, or was killed.
    Compiler(Diagnostic),
    /// Its build script failed.
    Script(Diagnostic),
}

/// Why a package was not built, if cargo blames that package but the compiler reported nothing.
pub(crate) fn of_package(stderr: &str, package: &str) -> Option<PackageFailure> {
    let names = [format!("`{package}`"), format!("`{package} v")];
    let mut blocks = blocks(stderr).into_iter();
    let block = blocks.find(|block| {
        let head = block.lines().next().unwrap_or_default();
        names.iter().any(|name| head.contains(name))
    })?;
    let help = "undo what you changed last; a constant that is too large, or code that is nested too deeply, \
                can cause this";
    if block.starts_with("error: could not compile") {
        let message = format!("the compiler did not finish ({})", ending(block));
        let mut error = Diagnostic::without_place(&message, help);
        error.rendered = format!("error: {message}\n{}help: {help}\n", notes(stderr));
        return Some(PackageFailure::Compiler(error));
    }
    let message = "its build script failed";
    let mut error = Diagnostic::without_place(message, "");
    error.rendered =
        format!("error: {message}\n{block}help: remove it, or mend it: no exercise needs one\n");
    Some(PackageFailure::Script(error))
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

/// How the compiler's process ended, which the last brackets hold: `signal: 11, SIGSEGV: …`.
fn ending(block: &str) -> &str {
    let text = block.trim_end();
    let start = text.rfind(" (").map_or(text.len(), |at| at + 2);
    match text[start..].strip_suffix(')') {
        Some(ending) if !ending.is_empty() => ending,
        _ => "cargo does not say how it ended",
    }
}

/// What the compiler printed about its own crash.
fn notes(stderr: &str) -> String {
    let notes = stderr
        .lines()
        .filter(|line| line.starts_with("note: rustc "));
    notes.map(|note| format!("{note}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Level, Place};

    /// The system's number for a full disk.
    const FULL_DISK: i32 = if cfg!(windows) { 112 } else { 28 };
    const CRASH: &str = "error: rustc interrupted by SIGSEGV, printing backtrace\n\n/lib/librustc.so(+0x3)[0x7]\n\
        note: rustc unexpectedly overflowed its stack! this is a bug\n\
        error: could not compile `leaky-nodes` (lib)\n\nCaused by:\n  \
        process didn't exit successfully: `rustc --crate-name leaky_nodes (x)` (signal: 11, SIGSEGV: invalid memory reference)\n\
        warning: build failed, waiting for other jobs to finish...\n";

    #[test]
    fn a_crash_is_attributed_to_its_package() {
        let Some(PackageFailure::Compiler(diagnostic)) = of_package(CRASH, "leaky-nodes") else {
            panic!("cargo blames the compiler");
        };
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
        let Some(PackageFailure::Script(diagnostic)) = of_package(stderr, "parse-tree") else {
            panic!("cargo blames the script");
        };
        assert_eq!(diagnostic.message, "its build script failed");
        assert!(diagnostic.rendered.contains("--- stderr\n  no"));
    }

    #[test]
    fn a_full_disk_is_a_fault_of_the_machine() {
        let text = format!("error: failed to write `/x/y`: No space left (os error {FULL_DISK})\n");
        let problem = of_machine(&text).expect("it says so");
        assert!(problem.what.starts_with("the disk is full: "), "{problem}");
        assert!(of_machine("error: expected `;`").is_none());
        let script = format!(
            "error: failed to run custom build command for `x v0.1.0`\n  --- stderr\n  (os error {FULL_DISK})\n"
        );
        assert!(of_machine(&script).is_none());
    }

    #[test]
    fn what_a_source_quotes_is_not_the_machines_trouble() {
        let error = |message: &str, place: Option<Place>, rendered: &str| Diagnostic {
            level: Level::Error,
            code: None,
            message: message.to_owned(),
            place,
            rendered: rendered.to_owned(),
        };
        let place = Place {
            file: "src/lib.rs".to_owned(),
            line: 1,
            column: 1,
        };
        let quoted = format!("mismatched types (os error {FULL_DISK})");
        assert!(of_machine_in(&error(&quoted, Some(place), "")).is_none());
        let failed = format!("failed to write (os error {FULL_DISK})");
        assert!(of_machine_in(&error(&failed, None, "")).is_some());
        let linker = "linking with `cc` failed: exit status: 1";
        let bus = "collect2: fatal error: ld terminated with signal 7 [Bus error]";
        assert!(of_machine_in(&error(linker, None, bus)).is_some());
        assert!(of_machine_in(&error(linker, None, "undefined symbol: x")).is_none());
    }
}
