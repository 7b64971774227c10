//! An exercise that says when it is there, by a line in a file, and goes on when it is told to: no
//! test that meets a run under way depends on how fast the machine is.

use super::{Checkout, Plan};
use std::process::Command;

/// The file that a learner edits in the exercise that waits.
pub const SOURCE: &str = "exercises/05_count_lines/src/lib.rs";
/// The line of that source before which it waits.
const COUNTS: &str = "    let all: Vec<String>";
/// Says who is there, and waits.
pub const WAITS: &str = r#"    let file = std::env::var("TOGETHER_THERE").expect("the test says where to write");
    let line = format!("{} {}\n", std::env::var("TOGETHER_RUN").expect("and who"), std::process::id());
    let mut options = std::fs::OpenOptions::new();
    let there = options.create(true).append(true).open(file);
    std::io::Write::write_all(&mut there.expect("it can be opened"), line.as_bytes()).expect("and written");
    while !std::env::var_os("TOGETHER_GO").is_some_and(|go| std::path::Path::new(&go).exists()) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
"#;

/// A workbook whose second exercise waits before it answers.
pub fn waiting() -> Checkout {
    let waits = format!("{WAITS}{COUNTS}");
    Plan::of("tiny").edit(SOURCE, COUNTS, &waits).lay_out()
}

/// Tells what waits in this command where to say so, under the name of `run`, and what to wait for.
pub fn told<'c>(command: &'c mut Command, checkout: &Checkout, run: &str) -> &'c mut Command {
    command
        .env("TOGETHER_RUN", run)
        .env("TOGETHER_THERE", checkout.path("there"))
        .env("TOGETHER_GO", checkout.path("go"))
}

/// The processes that said they are there, each with the name of its run.
pub fn there(checkout: &Checkout) -> Vec<(String, u32)> {
    let text = std::fs::read_to_string(checkout.path("there")).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    lines
        .filter_map(|(run, pid)| Some((run.to_owned(), pid.parse().ok()?)))
        .collect()
}
