//! An exercise that pauses: it reports that it runs, with a line in a file, and goes on once
//! another file exists. So no test that needs a run in progress depends on how fast the machine is.

use super::{Checkout, Plan};
use std::process::Command;

/// The source of the exercise that pauses.
pub const SOURCE: &str = "exercises/05_count_lines/src/lib.rs";
/// The line of that source before which it pauses.
const COUNTS: &str = "    let all: Vec<String>";
/// Code that reports the run and its process, and waits.
pub const PAUSE: &str = r#"    let file = std::env::var("PAUSE_REPORT").expect("the test sets it");
    let run = std::env::var("PAUSE_RUN").expect("the test sets it");
    let line = format!("{run} {}\n", std::process::id());
    let mut options = std::fs::OpenOptions::new();
    let mut report = options.create(true).append(true).open(file).expect("it can be opened");
    std::io::Write::write_all(&mut report, line.as_bytes()).expect("it can be written");
    while !std::env::var_os("PAUSE_GO").is_some_and(|go| std::path::Path::new(&go).exists()) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
"#;

/// A workbook whose second exercise pauses before it answers.
pub fn pausing_workbook() -> Checkout {
    let pause = format!("{PAUSE}{COUNTS}");
    Plan::of("tiny").edit(SOURCE, COUNTS, &pause).lay_out()
}

/// Sets the variables of the pause: the name of the run that it reports, and the files.
pub fn set_pause<'c>(command: &'c mut Command, checkout: &Checkout, run: &str) -> &'c mut Command {
    command
        .env("PAUSE_RUN", run)
        .env("PAUSE_REPORT", checkout.path("paused"))
        .env("PAUSE_GO", checkout.path("go"))
}

/// The processes that have paused so far, each with the name of its run.
pub fn paused(checkout: &Checkout) -> Vec<(String, u32)> {
    let text = std::fs::read_to_string(checkout.path("paused")).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    lines
        .filter_map(|(run, pid)| Some((run.to_owned(), pid.parse().ok()?)))
        .collect()
}
