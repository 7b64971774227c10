//! The shell on a terminal.

use crate::common::pause::{paused, pausing_workbook, set_pause};
use crate::common::{tiny, wait_until};
use crate::screen::{Terminal, assert_gone};

const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";
const TAB: &str = "\t";
const UP: &str = "\x1b[A";
const RIGHT: &str = "\x1b[C";

#[test]
fn the_prompt_shows_the_next_exercise_and_its_steps() {
    let checkout = tiny();
    let terminal = Terminal::run(&checkout, &[]);
    terminal.shows(&["2 count-words: Count words", "`help` lists them"]);
    terminal.asks("count-words 0/2 ›");
    terminal.press("check 2\r");
    terminal.shows(&["count-words passes"]);
    terminal.asks("count-lines 0/2 ›");
    // A command as a report suggests it.
    terminal.press("cargo xtask check count-lines\r");
    terminal.asks("count-lines 1/2 ›");
    terminal.press("nothing\r");
    terminal.shows(&["unrecognized subcommand 'nothing'"]);
    terminal.asks("count-lines 1/2 ›");
    terminal.press("help next\r");
    terminal.shows(&["Usage: cargo xtask next"]);
    terminal.asks("count-lines 1/2 ›");
    terminal.press(CTRL_D);
    terminal.ends_with(0);
}

#[test]
fn words_are_completed_and_hints_are_shown() {
    let checkout = tiny();
    let terminal = Terminal::run(&checkout, &[]);
    terminal.asks("count-words 0/2 ›");
    terminal.press(&format!("ope{TAB}"));
    // The arguments of the command, until one is typed.
    terminal.shows(&["count-words 0/2 › open [WHAT]  Open an exercise"]);
    terminal.press(&format!("count-l{TAB}"));
    terminal.asks("count-words 0/2 › open count-lines");
    terminal.press("\r");
    terminal.shows(&["exercises/05_count_lines/src/lib.rs\n"]);
    terminal.asks("count-words 0/2 ›");
    // As much of the hint as the line has room for.
    terminal.press(&format!("ch{TAB}"));
    terminal
        .asks("count-words 0/2 › check [WHAT…] [--…]  Grade all exercises, or those named, an…");
    terminal.press(CTRL_C);
    terminal.asks("count-words 0/2 ›");
    terminal.press(&format!("check --for{TAB}markd{TAB}"));
    terminal.asks("count-words 0/2 › check --format markdown");
    terminal.press(CTRL_C);
    terminal.asks("count-words 0/2 ›");
    terminal.press("li");
    terminal.asks("count-words 0/2 › list");
    terminal.press(&format!("{RIGHT}\r"));
    terminal.shows(&["last checked"]);
    terminal.asks("count-words 0/2 ›");
    terminal.press("quit\r");
    terminal.ends_with(0);
}

#[test]
fn without_colours_only_what_was_typed_is_shown() {
    let checkout = tiny();
    let mut command = checkout.command(&[]);
    command.env("NO_COLOR", "1");
    let terminal = Terminal::start(command);
    terminal.asks("count-words 0/2 ›");
    terminal.press(&format!("li{RIGHT}\r"));
    terminal.shows(&["unrecognized subcommand 'li'"]);
    terminal.asks("count-words 0/2 ›");
    terminal.press(CTRL_D);
    terminal.ends_with(0);
}

#[test]
fn lines_are_remembered_from_one_shell_to_the_next() {
    let checkout = tiny();
    let terminal = Terminal::run(&checkout, &[]);
    terminal.asks("count-words 0/2 ›");
    terminal.press("hint 5\r");
    terminal.shows(&["count-lines step2_budget, hint 1 of 3"]);
    terminal.asks("count-words 0/2 ›");
    terminal.press("quit\r");
    terminal.ends_with(0);

    let terminal = Terminal::run(&checkout, &[]);
    terminal.asks("count-words 0/2 ›");
    terminal.press(&format!("{UP}{UP}\r"));
    terminal.shows(&["count-lines step2_budget, hint 2 of 3"]);
    terminal.asks("count-words 0/2 ›");
    terminal.press(CTRL_D);
    terminal.ends_with(0);
}

#[test]
fn ctrl_c_clears_the_line_or_stops_the_command_and_not_the_shell() {
    let checkout = pausing_workbook();
    let mut command = checkout.command(&[]);
    set_pause(&mut command, &checkout, "shell");
    let terminal = Terminal::start(command);
    terminal.asks("count-words 0/2 ›");
    terminal.press("rubbish");
    terminal.asks("count-words 0/2 › rubbish");
    terminal.press(CTRL_C);
    terminal.asks("count-words 0/2 ›");
    terminal.press("check 5 --timeout 1000\r");
    let has_paused = || !paused(&checkout).is_empty();
    assert!(wait_until(has_paused), "{}", terminal.text());
    terminal.shows(&["testing ["]);
    terminal.press(CTRL_C);
    terminal.shows(&["interrupted; nothing was lost"]);
    // Nothing is left of the progress line, nor of an echo.
    let text = terminal.text();
    assert!(
        !text.contains("testing [") && !text.contains("^C"),
        "{text}"
    );
    let pids: Vec<u32> = paused(&checkout).into_iter().map(|(_, pid)| pid).collect();
    assert_gone(&pids);
    terminal.asks("count-words 0/2 ›");
    terminal.press("next\r");
    terminal.shows(&["› next\n2 count-words"]);
    terminal.asks("count-words 0/2 ›");
    assert!(!terminal.text().contains("unrecognized"));
    terminal.press(CTRL_D);
    terminal.ends_with(0);
}

#[test]
fn pasted_lines_are_run_one_by_one() {
    let checkout = tiny();
    let terminal = Terminal::run(&checkout, &[]);
    terminal.asks("count-words 0/2 ›");
    terminal.press("\x1b[200~open 5\nhint 2\n\x1b[201~\r");
    terminal.shows(&[
        "exercises/05_count_lines/src/lib.rs",
        "count-words step2_budget, hint 1 of 3",
    ]);
    terminal.asks("count-words 0/2 ›");
    assert!(!terminal.text().contains("error"), "{}", terminal.text());
    terminal.press(CTRL_D);
    terminal.ends_with(0);
}

#[test]
fn a_signal_to_end_restores_the_terminal() {
    let checkout = tiny();
    let terminal = Terminal::run(&checkout, &[]);
    terminal.asks("count-words 0/2 ›");
    terminal.kill("-TERM");
    terminal.ends_with(130);
}
