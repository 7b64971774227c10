//! The question before the first check of an exercise: one key, once, and only where somebody can answer.

use crate::common::{Checkout, tiny};
use crate::screen::Terminal;

fn asking(checkout: &Checkout, arguments: &[&str]) -> Terminal {
    let mut command = checkout.command(arguments);
    command.env_remove("ARENA_GUESS");
    Terminal::start(command)
}

#[test]
fn the_first_check_asks_and_the_pass_answers() {
    let checkout = tiny();
    let terminal = asking(&checkout, &["check", "2"]);
    terminal.shows(&[
        "Before the first check of count-words, a guess:\nHow many heap calls does it take to count words?\n  a  one for each\n  b  a few\n  c  none\n",
        "Press a to c, or Enter to skip.",
    ]);
    // Neither is an answer.
    terminal.press("z");
    terminal.press("\x1b[C");
    terminal.press("B");
    terminal.shows(&[
        "Your guess: a few.",
        "count-words passes.",
        "your guess  a few. It is: none. Nothing is kept.",
    ]);
    terminal.ends_with(0);
    assert_eq!(checkout.progress()["exercises"]["count-words"]["guess"], 2);
    // Never again.
    let terminal = asking(&checkout, &["check", "2"]);
    terminal.shows(&["your guess  a few."]);
    assert!(!terminal.text().contains("Press a to c"));
    terminal.ends_with(0);
}

#[test]
fn a_guess_can_be_skipped_and_is_not_asked_for_again() {
    let checkout = tiny();
    let terminal = asking(&checkout, &["check", "2"]);
    terminal.shows(&["or Enter to skip."]);
    terminal.press("\r");
    terminal.shows(&["Skipped.", "count-words passes."]);
    assert!(!terminal.text().contains("your guess"));
    terminal.ends_with(0);
    assert_eq!(checkout.progress()["exercises"]["count-words"]["guess"], 0);
}

#[test]
fn the_question_can_be_interrupted() {
    let checkout = tiny();
    let terminal = asking(&checkout, &["check", "2"]);
    terminal.shows(&["or Enter to skip."]);
    terminal.press("\x03");
    terminal.ends_with(130);
}

#[test]
fn a_check_of_several_asks_nothing() {
    let checkout = tiny();
    let terminal = asking(&checkout, &["check", "2", "5"]);
    terminal.shows(&["count-lines step2_budget: failed"]);
    terminal.shows(&["again  cargo xtask check"]);
    assert!(!terminal.text().contains("Press a to c"));
    terminal.ends_with(1);
}

#[test]
fn a_watch_waits_for_the_answer_and_a_save_is_one() {
    let checkout = tiny();
    let terminal = asking(&checkout, &["watch", "2"]);
    terminal.shows(&["Press a to c, or Enter to skip."]);
    terminal.press("c");
    terminal.shows(&["count-words passes.", "your guess  none. So it is."]);
    terminal.press("n");
    terminal.shows(&[
        "5 count-lines  Count lines",
        "How many heap calls does it take to count lines?",
    ]);
    let source = "exercises/05_count_lines/src/lib.rs";
    checkout.write(source, &(checkout.read(source) + "\n"));
    terminal.shows(&["count-lines step2_budget: failed"]);
    // The key is `measure` again, and no answer.
    terminal.press("b");
    terminal.shows(&["This exercise has no benchmark"]);
    terminal.press("q");
    terminal.ends_with(0);
}
