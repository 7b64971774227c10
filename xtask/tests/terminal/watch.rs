//! `watch` on a terminal.

use crate::common::pause::{SOURCE, paused, pausing_workbook, set_pause};
use crate::common::{Checkout, tiny, wait_until};
use crate::screen::{Terminal, assert_gone};
use std::os::unix::fs::PermissionsExt as _;

const SOLVED_SOURCE: &str = "exercises/02_count_words/src/lib.rs";
const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";

#[test]
fn it_grades_on_saves_and_never_moves_on_by_itself() {
    let checkout = tiny();
    let terminal = Terminal::run(&checkout, &["watch"]);
    terminal.shows(&[
        "2 count-words  Count words  1 of 2 pass",
        "count-words passes.\n  ✓ The words of a text",
        "heap calls  106 → 0",
        "5 count-lines: Count lines, about 5 minutes (press n)",
        "[q]uit",
    ]);
    let right = checkout.read(SOLVED_SOURCE);
    let wrong = right.replace("text.split_whitespace().count()", "text.len()");
    checkout.write(SOLVED_SOURCE, &wrong);
    terminal.shows(&[
        "✗ step1_answers",
        "count-words step1_answers: failed",
        "since the last attempt: steps passed 2 → 0",
        "press u: it has passed before",
        // A pass is kept.
        "1 of 2 pass",
    ]);
    checkout.write(SOLVED_SOURCE, "not a program");
    terminal.shows(&["count-words does not compile", "error: expected"]);
    checkout.write(SOLVED_SOURCE, &right);
    terminal.shows(&["2 count-words", "count-words passes."]);
    terminal.press("n");
    terminal.shows(&[
        "5 count-lines  Count lines  1 of 2 pass",
        "✗ step2_budget   counting lines, yours: ",
        "Who needs the lines once they are counted?",
        "the lines that allocated, most calls first:",
        "exercises/05_count_lines/src/lib.rs:5  let all:",
        "and save: it is graded again",
        "press h for a hint",
    ]);
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn each_key_does_what_it_says() {
    let checkout = tiny();
    let terminal = Terminal::run(&checkout, &["watch", "5"]);
    terminal.shows(&["count-lines step2_budget: failed"]);
    terminal.press("h");
    terminal.shows(&["hint 1 of 3", "the next: press h"]);
    terminal.press("t");
    terminal.shows(&["count-lines step2_budget\n\nCounting takes no memory."]);
    terminal.press("l");
    terminal.shows(&["last checked", "type its number and Enter"]);
    terminal.press("b");
    terminal.shows(&["This exercise has no benchmark: speed is not its point."]);
    terminal.press("c");
    terminal.shows(&["reference  star", "press r to grade only count-lines"]);
    terminal.press("r");
    terminal.shows(&["5 count-lines  Count lines", "took "]);
    terminal.press("x");
    terminal.shows(&["is as it was shipped."]);

    let solved = checkout.read("solutions/05_count_lines/src/lib.rs");
    checkout.write(SOURCE, &solved);
    terminal.shows(&["count-lines passes."]);
    terminal.press("xn");
    terminal.shows(&[
        "Reset exercises/05_count_lines/src/lib.rs?",
        "Nothing was changed.",
    ]);
    assert_eq!(checkout.read(SOURCE), solved);
    terminal.press("xy");
    terminal.shows(&["count-lines step2_budget: failed", "Your version is kept: "]);
    assert!(checkout.read(SOURCE).contains("Vec<String>"));

    terminal.press("29\x7f\r");
    terminal.shows(&["2 count-words  Count words", "count-words passes."]);
    terminal.press(CTRL_D);
    terminal.ends_with(0);
}

/// A watch whose run pauses until the file `go` exists, and the processes that pause.
fn paused_watch(checkout: &Checkout) -> (Terminal, Vec<u32>) {
    let mut command = checkout.command(&["watch", "5", "--timeout", "1000"]);
    set_pause(&mut command, checkout, "watch");
    // With a seed, nothing is taken from an earlier run: each run pauses.
    command.env("YARDSTICK_SEED", "1");
    let terminal = Terminal::start(command);
    let has_paused = || !paused(checkout).is_empty();
    assert!(wait_until(has_paused), "{}", terminal.text());
    let pids = paused(checkout).into_iter().map(|(_, pid)| pid);
    (terminal, pids.collect())
}

#[test]
fn keys_work_during_a_run_and_what_they_show_outlasts_it() {
    let checkout = pausing_workbook();
    let (terminal, _) = paused_watch(&checkout);
    terminal.press("h");
    terminal.shows(&["hint 1 of 3"]);
    // A question that was wiped off the screen would still take the next key.
    terminal.press("7");
    terminal.shows(&["go to 7 (press Enter)"]);
    checkout.write("go", "");
    terminal.shows(&["✗ step2_budget", "hint 1 of 3", "go to 7 (press Enter)"]);
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn going_to_another_exercise_cancels_the_run() {
    let checkout = pausing_workbook();
    let (terminal, pids) = paused_watch(&checkout);
    terminal.press("2\r");
    terminal.shows(&["count-words passes."]);
    assert_gone(&pids);
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_gets_lines() {
    let checkout = tiny();
    let mut command = checkout.command(&["watch", "5"]);
    command.env("TERM", "dumb");
    let terminal = Terminal::start(command);
    terminal.shows(&["watching count-lines: ", "count-lines: does not pass"]);
    terminal.press("h\r");
    terminal.shows(&["hint 1 of 3"]);
    terminal.press("q\r");
    terminal.ends_with(0);
}

#[test]
fn a_save_cancels_a_check_of_all_and_is_graded_at_once() {
    let checkout = pausing_workbook();
    let (terminal, _) = paused_watch(&checkout);
    checkout.write("go", "");
    terminal.shows(&["✗ step2_budget"]);
    std::fs::remove_file(checkout.path("go")).expect("it was written");
    let n_before = paused(&checkout).len();
    terminal.press("c");
    let has_paused = || paused(&checkout).len() > n_before;
    assert!(wait_until(has_paused), "{}", terminal.text());
    let pids: Vec<u32> = paused(&checkout)[n_before..]
        .iter()
        .map(|(_, pid)| *pid)
        .collect();
    checkout.write(
        SOURCE,
        &checkout.read("solutions/05_count_lines/src/lib.rs"),
    );
    terminal.shows(&["count-lines passes.", "checking all was cancelled: press c"]);
    assert_gone(&pids);
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn q_ends_a_run_with_its_processes_and_so_do_ctrl_c_and_kill() {
    for (end, code) in [("q", 0), (CTRL_C, 130), ("-TERM", 130), ("-HUP", 130)] {
        let checkout = pausing_workbook();
        let (terminal, pids) = paused_watch(&checkout);
        match end {
            "-TERM" | "-HUP" => terminal.kill(end),
            key => terminal.press(key),
        }
        terminal.ends_with(code);
        assert_gone(&pids);
    }
}

/// An editor with this name: it notes the file that it opens, and waits for Enter.
fn editor(checkout: &Checkout, name: &str) -> String {
    let script = "#!/bin/sh\necho \"$@\" >> \"$OPENED\"\necho editing\nread answer\n";
    checkout.write(name, script);
    let path = checkout.path(name);
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&path, mode).expect("it is ours");
    // Some paths contain a blank, and need quotes.
    format!("'{}' --flag", path.display())
}

#[test]
fn o_lends_the_terminal_to_an_editor_that_needs_it() {
    let checkout = tiny();
    let mut command = checkout.command(&["watch", "5"]);
    command.env_remove("VISUAL");
    command.env("EDITOR", editor(&checkout, "my editors/nano"));
    command.env("OPENED", checkout.path("opened"));
    let terminal = Terminal::start(command);
    terminal.shows(&["press h for a hint"]);
    terminal.press("o");
    terminal.shows(&["editing"]);
    let opened = checkout.read("opened");
    assert!(
        opened.starts_with("--flag ") && opened.trim_end().ends_with(SOURCE),
        "{opened}"
    );
    // The editor reads this key, not the watch.
    terminal.press("q\r");
    terminal.shows(&["took "]);
    terminal.press("h");
    terminal.shows(&["hint 1 of 3"]);
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn o_does_not_wait_for_an_editor_with_a_window() {
    let checkout = tiny();
    let mut command = checkout.command(&["watch", "5"]);
    command.env("VISUAL", editor(&checkout, "my editors/window"));
    command.env("OPENED", checkout.path("opened"));
    let terminal = Terminal::start(command);
    terminal.shows(&["press h for a hint"]);
    terminal.press("o");
    terminal.shows(&["Opening exercises/05_count_lines/src/lib.rs."]);
    let is_open = || checkout.path("opened").is_file();
    assert!(wait_until(is_open));
    terminal.press("h");
    terminal.shows(&["hint 1 of 3"]);
    terminal.press("q");
    terminal.ends_with(0);
}
