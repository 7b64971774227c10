//! `verify --deep`: variants are built and run, and the file of a wrong one is named.

mod common;

use common::Plan;

const FOLDER: &str = "solutions/02_count_words/variants";
const HONEST: &str = "//! Counts by hand.\n\n/// How many words there are in this text.\n\
    pub fn count(text: &str) -> usize {\n    text.split_whitespace().fold(0, |n, _| n + 1)\n}\n";

fn trick(fails_in: &str) -> String {
    format!(
        "//! Leaks the words.\n//! Fails in: {fails_in}\n\n\
         /// How many words there are in this text.\n\
         pub fn count(text: &str) -> usize {{\n    \
         text.split_whitespace().collect::<Vec<_>>().leak().len()\n}}\n"
    )
}

fn plan(honest: &str, trick: &str) -> Plan {
    let mut plan = Plan::of("tiny");
    for number in 1..=3 {
        plan = plan
            .write(&format!("{FOLDER}/honest/v{number}.rs"), HONEST)
            .write(
                &format!("{FOLDER}/tricks/v{number}.rs"),
                &self::trick("step2_budget"),
            );
    }
    plan.write(&format!("{FOLDER}/honest/last.rs"), honest)
        .write(&format!("{FOLDER}/tricks/last.rs"), trick)
}

fn verify(plan: Plan) -> common::Done {
    plan.lay_out().run(&["verify", "2", "--deep", "--no-speed"])
}

#[test]
fn honest_variants_pass_and_tricks_fail() {
    let broken = trick("build").replace("-> usize", "-> u8");
    let done = verify(plan(HONEST, &broken));
    // `verify` still fails: the fixture is solved, and has no chapter.
    done.exits_with(1).says(&[
        "4 honest variants pass, 4 tricks fail",
        "1 solution passes, 4 honest variants pass, 4 tricks fail",
    ]);
    assert!(!done.stdout.contains("variants/"), "{}", done.stdout);
}

#[test]
fn a_variant_that_does_not_do_what_it_should_is_named() {
    let cases = [
        (
            trick("x"),
            trick("step2_budget"),
            "honest/last.rs: it is honest, but fails step2_budget",
        ),
        (
            HONEST.into(),
            trick("step1_answers"),
            "tricks/last.rs: it is a trick, but passes step1_answers",
        ),
        (
            HONEST.into(),
            trick("build"),
            "tricks/last.rs: it compiles, but should not",
        ),
    ];
    for (honest, trick, problem) in cases {
        let done = verify(plan(&honest, &trick));
        done.exits_with(1).says(&[&format!("{FOLDER}/{problem}")]);
    }
}

/// With the learner's file instead, each result would be the opposite: that file is right, or does
/// not compile.
#[test]
fn a_variant_is_compiled_from_its_own_file() {
    const SOURCE: &str = "exercises/02_count_words/src/lib.rs";
    let wrong = trick("step1_answers").replace(".len()", ".len() + 1");
    let done = verify(plan(HONEST, &wrong));
    done.exits_with(1)
        .says(&["1 solution passes, 4 honest variants pass, 4 tricks fail"]);
    let broken = "compile_error!(\"the learner's file\");\n";
    let done = verify(plan(HONEST, &wrong).write(SOURCE, broken));
    done.exits_with(1).says(&[
        "the starter does not compile",
        "1 solution passes, 4 honest variants pass, 4 tricks fail",
    ]);
}

#[test]
fn a_trick_must_say_where_it_fails() {
    for (fails_in, problem) in [
        ("", "does not say where it fails"),
        ("step9_more", "there is no step `step9_more`"),
    ] {
        let done = verify(plan(HONEST, &trick(fails_in)));
        done.exits_with(2).complains(&[
            &format!("{FOLDER}/tricks/last.rs: {problem}"),
            "help: name some of step1_answers, step2_budget, `build` or `optimised`",
        ]);
    }
}

#[test]
fn too_few_variants_are_a_problem() {
    let done = verify(Plan::of("tiny"));
    done.exits_with(1).says(&[
        &format!("{FOLDER}/honest: 0 do what they should, and at least 3 must"),
        &format!("{FOLDER}/tricks: 0 do what they should, and at least 3 must"),
    ]);
}

#[test]
fn variants_are_laid_out_for_other_tools() {
    let checkout = plan(HONEST, &trick("build")).lay_out();
    let done = checkout.run(&["verify", "2", "--lay-out"]);
    let folder = std::path::Path::new(done.exits_with(0).stdout.trim()).join("crates");
    for (package, source) in [
        ("count-words-honest-last", HONEST.to_owned()),
        ("count-words-trick-last", trick("build")),
    ] {
        let written = std::fs::read_to_string(folder.join(package).join("src/lib.rs"));
        assert_eq!(written.ok(), Some(source), "{package}");
    }
}
