//! `verify` finds what an author forgot: a step that does not run, and a chapter without its card.

mod common;

use common::tiny;

const VERIFY: [&str; 3] = ["verify", "count-words", "--no-speed"];

#[test]
fn a_step_that_main_does_not_declare_is_a_problem() {
    let checkout = tiny();
    let file = "exercises/02_count_words/tests/graded/step3_more.rs";
    checkout.write(file, "//! More.\n\n#[test]\nfn never_runs() {}\n");
    checkout.run(&VERIFY).exits_with(1).says(&[
        "tests/graded/step3_more.rs has no test that runs",
        "help: write one, or add `mod step3_more;` to tests/graded/main.rs",
    ]);
}

#[test]
fn a_chapter_without_the_card_is_a_problem() {
    let checkout = tiny();
    let card = "does not show the exercise\nhelp: add the line `{{#exercise count-words}}`";
    checkout.write("book/src/SUMMARY.md", "- [Counting](counting.md)\n");
    checkout.write("book/src/counting.md", "# Counting\n");
    checkout.run(&VERIFY).exits_with(1).says(&[card]);
    checkout.write(
        "book/src/counting.md",
        "# Counting\n\n{{#exercise count-words}}\n",
    );
    let done = checkout.run(&VERIFY);
    assert!(!done.exits_with(1).stdout.contains(card), "{}", done.stdout);
}

#[test]
fn a_first_hint_that_asks_nothing_is_a_problem() {
    let checkout = tiny();
    let file = "exercises/02_count_words/exercise.toml";
    let toml = checkout.read(file);
    let says = "the first hint of step1_answers asks nothing\nhelp: begin";
    let hints = "[steps.step1_answers]\nhints = [\"Return a `Vec`.\", \"Why?\"]\n";
    let kept = toml
        .split("[steps")
        .next()
        .expect("what comes before the steps");
    checkout.write(file, &format!("{kept}{hints}"));
    checkout.run(&VERIFY).exits_with(1).says(&[says]);
    checkout.write(file, &format!("{kept}{}", hints.replace("`.", "`?")));
    let done = checkout.run(&VERIFY);
    assert!(!done.exits_with(1).stdout.contains(says), "{}", done.stdout);
}
