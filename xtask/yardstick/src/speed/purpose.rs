//! What a program with comparisons was started for: figures, or only to show that it works.
//!
//! `cargo bench` starts a benchmark with the argument `--bench`; `cargo test --all-targets` starts the same
//! benchmark without it, and unoptimised as a rule. Its figures would mean nothing there, so it shows that
//! both sides run and agree, and prints none. Examples get no such argument, and are there to be run by hand.

use crate::protocol::FACTS_VARIABLE;
use std::path::Path;

/// What this process is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Measure, and print figures.
    Measure,
    /// Run both sides once, and print no figures.
    Try,
    /// Say which tests there are, as cargo-nextest asks test programs to.
    List { ignored: bool },
}

/// What is known about a process.
struct Start<'a> {
    arguments: &'a [String],
    /// Whether somebody reads facts: the grader, which builds with optimisation and gives no arguments.
    has_reader: bool,
    is_example: bool,
    is_optimised: bool,
}

impl Purpose {
    /// The purpose of this process.
    pub(super) fn of_this_process() -> Self {
        let arguments = std::env::args_os().skip(1);
        let arguments: Vec<String> = arguments
            .map(|argument| argument.to_string_lossy().into_owned())
            .collect();
        Self::of(&Start {
            arguments: &arguments,
            has_reader: std::env::var_os(FACTS_VARIABLE).is_some(),
            is_example: is_example(&std::env::current_exe().unwrap_or_default()),
            is_optimised: is_optimised(),
        })
    }

    fn of(start: &Start<'_>) -> Self {
        let has = |argument: &str| start.arguments.iter().any(|given| given == argument);
        if start.has_reader || has("--bench") {
            Self::Measure
        } else if has("--list") {
            Self::List {
                ignored: has("--ignored"),
            }
        } else if start.is_example && start.is_optimised {
            Self::Measure
        } else {
            Self::Try
        }
    }
}

/// Whether this was built in a profile for measuring. Yardstick itself is optimised in every profile; those for
/// development have debug assertions.
fn is_optimised() -> bool {
    !cfg!(debug_assertions)
}

/// Says so where figures come from a build that is not for measuring.
pub(super) fn note_if_unoptimised() {
    if !is_optimised() {
        println!("(this build is not optimised: its figures mean nothing)");
    }
}

/// How to get figures from this program.
pub(super) fn how_to_measure() -> String {
    let program = std::env::current_exe().unwrap_or_default();
    let name = program.file_stem().unwrap_or_default().to_string_lossy();
    match std::env::var("CARGO_PKG_NAME") {
        Ok(package) if is_example(&program) => {
            format!("`cargo run --release -p {package} --example {name}`")
        }
        Ok(package) => format!("`cargo bench -p {package}`"),
        Err(_) => "the option `--bench`, in a release build".to_owned(),
    }
}

/// Whether a program is in the folder where cargo puts examples.
fn is_example(program: &Path) -> bool {
    let folder = program.parent().and_then(Path::file_name);
    folder.is_some_and(|folder| folder == "examples")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn purpose(
        arguments: &[&str],
        has_reader: bool,
        is_example: bool,
        is_optimised: bool,
    ) -> Purpose {
        let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
        Purpose::of(&Start {
            arguments: &arguments,
            has_reader,
            is_example,
            is_optimised,
        })
    }

    #[test]
    fn only_who_asks_for_figures_gets_them() {
        // `cargo bench`, the grader, and `cargo run --release --example`.
        assert_eq!(purpose(&["--bench"], false, false, true), Purpose::Measure);
        assert_eq!(purpose(&[], true, false, true), Purpose::Measure);
        assert_eq!(purpose(&[], false, true, true), Purpose::Measure);
        // `cargo test --all-targets`, with and without `--release`, and `cargo run --example`.
        assert_eq!(purpose(&[], false, false, false), Purpose::Try);
        assert_eq!(purpose(&[], false, false, true), Purpose::Try);
        assert_eq!(purpose(&["--nocapture"], false, false, false), Purpose::Try);
        assert_eq!(purpose(&[], false, true, false), Purpose::Try);
    }

    #[test]
    fn a_list_is_asked_for_twice() {
        let list = ["--list", "--format", "terse"];
        assert_eq!(
            purpose(&list, false, false, false),
            Purpose::List { ignored: false }
        );
        let ignored = ["--list", "--format", "terse", "--ignored"];
        assert_eq!(
            purpose(&ignored, false, false, false),
            Purpose::List { ignored: true }
        );
    }
}
