//! Nothing that was checked is lost: a pass is kept, `undo` goes back version by version, and hints, lessons and questions
//! follow the step that fails.

mod common;

use common::{CHECK, Checkout, exercise, tiny};

const SOURCE: &str = "exercises/05_count_lines/src/lib.rs";
const SOLVED: &str = "solutions/05_count_lines/src/lib.rs";

/// A version of the exercise that is not solved, and passes its first step alone.
fn version(checkout: &Checkout, number: usize) -> String {
    checkout.read("exercises/05_count_lines/bad/lib.rs") + &format!("// version {number}\n")
}

fn check(checkout: &Checkout, source: &str) {
    checkout.write(SOURCE, source);
    checkout.run(&["check", "5"]);
}

#[test]
fn undo_brings_back_each_version_that_was_checked() {
    let checkout = tiny();
    let versions: Vec<String> = (0..4).map(|number| version(&checkout, number)).collect();
    for version in &versions[..3] {
        check(&checkout, version);
    }
    // Checked twice, it is one version.
    checkout.run(&["check", "5", "--rerun"]);
    // Edited since the last check: first that goes.
    checkout.write(SOURCE, &versions[3]);
    for (number, left) in [
        (2, "2 more are before it"),
        (1, "one more is before it"),
        (0, "there is none before it"),
    ] {
        let undone = checkout.run(&["undo"]);
        undone.exits_with(0).says(&[
            "the version that was checked before",
            left,
            "again   cargo xtask check count-lines",
        ]);
        assert_eq!(checkout.read(SOURCE), versions[number]);
    }
    checkout.run(&["undo", "5"]).exits_with(0).says(&[
        "no earlier version was checked",
        "cargo xtask reset count-lines",
    ]);
    assert_eq!(checkout.read(SOURCE), versions[0]);
    // What was never checked is kept as well.
    assert_eq!(
        checkout.read(".arena/undo/count-lines/0004/lib.rs"),
        versions[3]
    );
}

#[test]
fn a_check_after_an_undo_loses_none_of_the_later_versions() {
    let checkout = tiny();
    let versions: Vec<String> = (0..3).map(|number| version(&checkout, number)).collect();
    check(&checkout, &versions[0]);
    check(&checkout, &versions[1]);
    checkout.run(&["undo", "5"]).exits_with(0);
    checkout.run(&["check", "5"]);
    check(&checkout, &versions[2]);
    // First what the third was made of; then further back.
    for number in [0, 1, 0] {
        checkout.run(&["undo", "5"]).exits_with(0);
        assert_eq!(checkout.read(SOURCE), versions[number]);
    }
}

#[test]
fn files_that_came_later_go_and_come_back() {
    let checkout = tiny();
    let first = version(&checkout, 0);
    check(&checkout, &first);
    checkout.write("exercises/05_count_lines/src/more.rs", "//! More.\n");
    check(&checkout, &(first.clone() + "mod more;\n"));
    checkout.run(&["undo", "5"]).exits_with(0);
    assert_eq!(checkout.read(SOURCE), first);
    assert!(
        !checkout
            .path("exercises/05_count_lines/src/more.rs")
            .exists()
    );
    assert_eq!(
        checkout.read(".arena/undo/count-lines/0002/more.rs"),
        "//! More.\n"
    );
}

#[test]
fn a_pass_is_kept_whatever_is_tried_afterwards() {
    let checkout = tiny();
    let solved = checkout.read(SOLVED);
    check(&checkout, &solved);
    assert_eq!(checkout.read(".arena/passed/count-lines/lib.rs"), solved);
    check(&checkout, &version(&checkout, 1));
    checkout.run(&["check", "5"]).exits_with(1).says(&[
        "undo   cargo xtask undo count-lines --passed (it has passed before, and that is kept)",
    ]);
    checkout.run(&["list"]).says(&["passed, now 1/2 steps"]);
    checkout.run(&["solution", "5"]).exits_with(0);
    checkout.run(&["undo"]).exits_with(0);
    assert_eq!(checkout.read(SOURCE), solved);
    checkout.run(&["check", "5"]).exits_with(0);
    checkout
        .run(&["list"])
        .says(&["count-lines  Count lines        5  passed  "]);
}

#[test]
fn what_has_not_changed_since_it_passed_is_not_written_again() {
    let checkout = tiny();
    check(&checkout, &checkout.read(SOLVED));
    let kept = ".arena/passed/count-lines/lib.rs";
    checkout.write(kept, "// as it was\n");
    checkout.run(&["check", "5"]).exits_with(0);
    assert_eq!(checkout.read(kept), "// as it was\n");
}

#[test]
fn undo_finds_the_pass_however_much_was_tried() {
    let checkout = tiny();
    let solved = checkout.read(SOLVED);
    check(&checkout, &solved);
    check(&checkout, "fn (");
    check(&checkout, &version(&checkout, 1));
    let edited = version(&checkout, 2);
    checkout.write(SOURCE, &edited);
    checkout
        .run(&["undo", "--passed"])
        .exits_with(0)
        .says(&["is the best version that passed"]);
    assert_eq!(checkout.read(SOURCE), solved);
    checkout.run(&["undo"]).exits_with(0);
    assert_eq!(checkout.read(SOURCE), edited);
    let other = "exercises/02_count_words/src/lib.rs";
    let before = checkout.read(other);
    checkout
        .run(&["undo", "2", "--passed"])
        .exits_with(0)
        .says(&["no version that passed is kept"]);
    assert_eq!(checkout.read(other), before);
    checkout.run(&["undo", "--passed"]).exits_with(0);
    checkout.run(&["check", "5"]).exits_with(0);
    checkout
        .run(&["hint", "5"])
        .exits_with(0)
        .says(&["count-lines passes: there is nothing to hint at"]);
}

#[test]
fn what_cannot_be_kept_is_not_replaced() {
    let checkout = tiny();
    check(&checkout, &version(&checkout, 0));
    check(&checkout, &version(&checkout, 1));
    let huge = "// x\n".repeat(300_000);
    checkout.write(SOURCE, &huge);
    checkout.run(&["undo", "5"]).exits_with(2).complains(&[
        "cannot be kept, and nothing was changed",
        "help: move that file away",
    ]);
    assert_eq!(checkout.read(SOURCE), huge);
    std::fs::remove_file(checkout.path(SOURCE)).expect("it is there");
    checkout.run(&["undo", "5"]).exits_with(0);
    assert_eq!(checkout.read(SOURCE), version(&checkout, 1));
}

#[test]
fn next_goes_on_from_where_one_is() {
    let checkout = tiny();
    let next = |says: &str| {
        checkout.run(&["next"]).exits_with(0).says(&[says]);
    };
    next("2 count-words: ");
    checkout.run(&["check", "5"]).exits_with(1);
    next("5 count-lines: ");
    checkout
        .run(&["mark", "5", "known"])
        .exits_with(0)
        .says(&["`next` passes over it", "mark count-lines todo"]);
    next("2 count-words: ");
    checkout.run(&["list"]).says(&["known"]);
    checkout.run(&["check", "2"]).exits_with(0);
    next("Every exercise has passed, or is marked as known.");
    checkout.run(&["mark", "5", "todo"]).exits_with(0);
    next("5 count-lines: ");
}

#[test]
fn a_failure_asks_about_this_code_and_says_what_changed() {
    let checkout = tiny();
    let mut bad = checkout.read("exercises/05_count_lines/bad/lib.rs");
    checkout
        .run(&["check", "5"])
        .exits_with(1)
        .says(&["Who needs the lines once they are counted?"]);
    // Another way, and more of it.
    bad = bad.replace(
        "let all: Vec<String> = text.lines().map(str::to_owned).collect();",
        "let mut all = Vec::new();\n    for line in text.lines() { all.push(line.to_owned() + \"x\"); }",
    );
    checkout.write(SOURCE, &bad);
    checkout.run(&["check", "5"]).exits_with(1).says(&[
        "  What is asked of the heap, and how long is it needed?\n",
        "  since the last attempt: 106 → ",
    ]);
    // The code of the first step says another thing: hints and lesson follow.
    checkout.write(SOURCE, &bad.replace("all.len()", "all.len() + 1"));
    checkout.run(&["check", "5"]).exits_with(1).says(&[
        "     yours: ",
        "  expected: ",
        "Which text is the first that Bad counts in another way?",
        "since the last attempt: steps passed 1 → 0",
    ]);
    checkout
        .run(&["hint", "5"])
        .says(&["count-lines step1_answers, hint 1 of 1"]);
    checkout
        .run(&["lesson", "5"])
        .exits_with(0)
        .says(&["count-lines step1_answers\n\n", "step1_answers.rs"]);
    checkout
        .run(&["lesson", "5", "2"])
        .exits_with(0)
        .says(&["Counting takes no memory."]);
    checkout
        .run(&["lesson", "5", "step9"])
        .exits_with(2)
        .complains(&["has no such step", "step1_answers, step2_budget"]);
}

#[test]
fn a_pass_says_what_was_proven_and_where_to_go_on() {
    let checkout = tiny();
    checkout.run(&["check", "2"]).exits_with(0).says(&[
        "count-words passes.\n  ✓ The words of a text, however many there are.\n  ✓ Counting takes no memory.\n",
        "heap calls  106 → 0",
        "try this    Collect the words again",
        "`cargo xtask undo count-words --passed` brings back the best version that passed.",
        "next        5 count-lines: Count lines, about 5 minutes (cargo xtask next)",
    ]);
    // An experiment that is checked: its versions are noted, and can be counted.
    const GUIDANCE: &str = "exercises/02_count_words/exercise.toml";
    let guidance = checkout.read(GUIDANCE);
    let checked = guidance.replacen("again, and", "again, run `cargo xtask check 2`, and", 1);
    checkout.write(GUIDANCE, &checked);
    checkout.run(&["check", "2"]).exits_with(0).says(&[
        "try this    Collect the words again, run `cargo xtask check 2`",
        "`cargo xtask undo count-words`, once for each version that you checked, brings this one back.",
    ]);
}

#[test]
fn a_guess_is_shown_with_the_pass() {
    let checkout = tiny();
    checkout.run(&CHECK);
    let progress = checkout.read(".arena/progress.json");
    let guessed = progress
        .replacen("\"guess\": null", "\"guess\": 1", 1)
        .replacen("\"guess\": null", "\"guess\": 3", 1);
    checkout.write(".arena/progress.json", &guessed);
    // Saved by id, in the order of the alphabet.
    checkout.write(SOURCE, &checkout.read(SOLVED));
    checkout
        .run(&["check", "5"])
        .exits_with(0)
        .says(&["your guess  one for each. It is: none. Nothing is kept."]);
    checkout
        .run(&["check", "2"])
        .exits_with(0)
        .says(&["your guess  none. So it is. Nothing is kept."]);
    let report = checkout.run(&CHECK).json();
    assert_eq!(exercise(&report, "count-lines")["standing"], "passed");
}

#[test]
fn an_experiment_in_the_lab_has_nothing_to_undo() {
    let checkout = tiny();
    const GUIDANCE: &str = "exercises/02_count_words/exercise.toml";
    let guidance = checkout.read(GUIDANCE);
    let in_the_lab = guidance.replacen("Collect the words again,", "Run `cargo xtask lab`,", 1);
    checkout.write(GUIDANCE, &in_the_lab);
    let done = checkout.run(&["check", "2"]);
    done.exits_with(0)
        .says(&["try this    Run `cargo xtask lab`, and look at the figure.\n"]);
    assert!(!done.stdout.contains("undo"), "{}", done.stdout);
}
