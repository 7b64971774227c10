//! Learner code that misbehaves: each kind is named for what it is, costs no other exercise its
//! result, and leaves no process behind.
//!
//! One run of the whole workbook is shared, as one command of a learner would be. What somebody
//! did to the graded tests is done to the copy, so that it stands here for everyone to see.

#[path = "../common/mod.rs"]
mod common;
mod formats;
mod human_output;
mod injects;
mod schema;
mod steady;
mod xml;

use common::{Checkout, Done, Plan, contains_all, exercise};
use serde_json::Value;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The test of each exercise that meets the misbehaviour.
const MISBEHAVES: &str = "step1_misbehaves::it_answers";
/// Names the file in which `leaves-child` writes down whom it left behind.
const PID_FILE: &str = "LEAVES_CHILD_PID_FILE";

/// The shared run.
struct Run {
    checkout: Checkout,
    done: Done,
    report: Value,
    elapsed: Duration,
}

fn run() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| {
        let graded = |folder: &str| format!("exercises/{folder}/tests/graded/main.rs");
        let whole_test = "    #[test]\n    fn is_unharmed() {\n        assert_eq!(lost_test::neighbour(), 7);\n    }\n";
        let checkout = Plan::of("misbehaving")
            .edit(&graded("15_lost_test"), whole_test, "")
            .edit(&graded("16_renamed_test"), "is_unharmed", "is_easier")
            .edit(&graded("17_ignored_test"), "#[test]\n    fn is_unharmed", "#[test]\n    #[ignore]\n    fn is_unharmed")
            .without("exercises/18_lost_tests/tests")
            .lay_out();
        let mut command = checkout.command(&["check", "--format", "json", "--timeout", "2"]);
        command.env(PID_FILE, checkout.path("left-behind.pid"));
        let start = Instant::now();
        let done = Done::of(&mut command);
        let report = done.json();
        Run {
            checkout,
            done,
            report,
            elapsed: start.elapsed(),
        }
    })
}

fn grade(id: &str) -> &'static Value {
    exercise(&run().report, id)
}

/// A test of an exercise, as its outcome and its message.
#[track_caller]
fn test(id: &str, name: &str) -> (&'static str, &'static str) {
    let tests = grade(id)["tests"].as_array().expect("a list of tests");
    let found = tests.iter().find(|test| test["name"] == name);
    let found = found.unwrap_or_else(|| panic!("{id} has no test {name}"));
    let outcome = found["outcome"].as_str().expect("an outcome");
    (outcome, found["message"].as_str().unwrap_or_default())
}

/// Asserts the outcome of the test that meets the misbehaviour, and what its message says. The
/// neighbour in the same exercise passes.
#[track_caller]
fn is_named(id: &str, outcome: &str, parts: &[&str]) {
    let (found, message) = test(id, MISBEHAVES);
    assert_eq!(found, outcome, "{message}");
    contains_all(message, parts);
    assert_eq!(test(id, "step2_neighbour::is_unharmed"), ("pass", ""));
    assert_eq!(grade(id)["standing"], "failed");
    assert_eq!(grade(id)["intact"], true);
}

#[test]
fn a_failed_build_shows_the_compilers_errors() {
    let grade = grade("no-compile");
    assert_eq!(grade["standing"], "build_failed");
    assert_eq!(grade["tests"], serde_json::json!([]));
    let message = grade["message"].as_str().expect("the compiler's errors");
    contains_all(
        message,
        &[
            "error[E0308]: mismatched types",
            "exercises/02_no_compile/src/lib.rs:5:5",
            "\"forty-two\"",
        ],
    );
}

#[test]
fn a_panic_fails_with_its_message_and_place() {
    is_named(
        "panics",
        "fail",
        &[
            "somebody knows the answer",
            "at exercises/03_panics/src/lib.rs:6:22",
        ],
    );
}

#[test]
fn an_abort_is_named_with_its_last_words() {
    is_named("aborts", "aborted", &["process", "ended", "giving up"]);
}

#[test]
fn a_stack_overflow_is_named() {
    is_named("overflows", "aborted", &["stack overflow", "recursion"]);
}

#[test]
fn an_endless_loop_is_stopped() {
    is_named(
        "loops",
        "timed_out",
        &["was still running after 2 s", "endless loop"],
    );
}

#[test]
fn a_hoard_is_refused_memory() {
    let cap = "more than 536.9 MB of live memory";
    is_named("hoards", "out_of_memory", &[cap]);
}

#[test]
fn a_hoard_in_an_arena_is_refused_memory_too_although_arenas_panic() {
    let cap = "more than 536.9 MB of live memory";
    is_named(
        "hoards-in-arena",
        "out_of_memory",
        &[cap, "out of memory\nat "],
    );
}

#[test]
fn a_flood_is_stopped_and_measured_and_not_kept() {
    is_named("floods", "timed_out", &["meanwhile it printed "]);
    let (_, message) = test("floods", MISBEHAVES);
    let printed = message.rsplit("it printed ").next().unwrap_or_default();
    assert!(
        printed.ends_with(" MB") || printed.ends_with(" GB"),
        "{printed}"
    );
    assert!(!message.contains("still thinking"), "{message}");
}

#[test]
fn much_output_does_not_hide_that_a_test_passed() {
    let name = "step2_neighbour::prints_much_and_comes_to_its_end";
    assert_eq!(test("floods", name), ("pass", ""));
}

#[test]
fn of_many_last_words_the_first_and_the_last_are_kept() {
    let (outcome, message) = test("floods", "step3_last_words::complains_at_length_and_aborts");
    assert_eq!(outcome, "aborted");
    let parts = [
        "complaint number 0\n",
        "MB left out ...]",
        "complaint number 99999",
    ];
    contains_all(message, &parts);
    assert!(message.len() < 70_000, "{}", message.len());
}

#[test]
fn bytes_that_are_no_text_garble_no_result() {
    is_named("garbles", "fail", &["after the garble"]);
    let name = "step2_neighbour::garbles_and_passes";
    assert_eq!(test("garbles", name), ("pass", ""));
}

#[test]
fn an_exit_with_0_is_no_pass() {
    is_named("exits", "aborted", &["exit code 0 before the test did"]);
}

/// It answered, and its thread ends with its process.
#[test]
fn a_thread_that_is_left_behind_harms_nobody() {
    assert_eq!(grade("leaves-thread")["standing"], "passed");
}

#[test]
fn waiting_for_an_endless_thread_is_stopped() {
    is_named("waits-for-thread", "timed_out", &["never ends"]);
}

/// On Windows, a job ends with all that is in it, and does not tell whether anything was.
#[test]
fn a_process_that_is_left_behind_is_named_and_stopped() {
    if cfg!(unix) {
        is_named(
            "leaves-child",
            "fail",
            &["a process that it had started was still running"],
        );
    }
}

#[test]
fn a_deleted_test_is_missed() {
    let (outcome, message) = test("lost-test", "step2_neighbour::is_unharmed");
    assert_eq!(outcome, "fail");
    contains_all(message, &["is missing", "deleted", "git checkout"]);
    assert_eq!(test("lost-test", "step1_answers::it_answers"), ("pass", ""));
    is_tampered("lost-test");
}

#[test]
fn a_renamed_test_is_missed_and_its_new_name_is_told() {
    let (outcome, message) = test("renamed-test", "step2_neighbour::is_unharmed");
    assert_eq!(outcome, "fail");
    contains_all(
        message,
        &["is missing", "`step2_neighbour::is_easier`", "renamed"],
    );
    let renamed = test("renamed-test", "step2_neighbour::is_easier");
    assert_eq!(renamed, ("pass", ""));
    is_tampered("renamed-test");
}

#[test]
fn an_ignored_test_is_no_pass() {
    let (outcome, message) = test("ignored-test", "step2_neighbour::is_unharmed");
    assert_eq!(outcome, "fail");
    contains_all(message, &["did not run", "#[ignore]"]);
    is_tampered("ignored-test");
}

#[test]
fn tests_that_are_gone_altogether_are_missed_one_by_one() {
    let tests = grade("lost-tests")["tests"].as_array().map(Vec::len);
    assert_eq!(tests, Some(2));
    for name in ["step1_answers::it_answers", "step2_neighbour::is_unharmed"] {
        let (outcome, message) = test("lost-tests", name);
        assert_eq!(outcome, "fail");
        contains_all(message, &["is missing"]);
    }
    is_tampered("lost-tests");
}

#[track_caller]
fn is_tampered(id: &str) {
    assert_eq!(grade(id)["standing"], "failed");
    assert_eq!(grade(id)["intact"], false);
}

#[test]
fn honest_neighbours_pass() {
    for id in ["honest-first", "honest-last"] {
        assert_eq!(grade(id)["standing"], "passed", "{id}");
        assert_eq!(grade(id)["intact"], true, "{id}");
        let tests = grade(id)["tests"].as_array().expect("a list of tests");
        assert_eq!(tests.len(), 2, "{id}");
    }
}

#[test]
fn every_exercise_is_reported_in_order_and_counted_and_the_exit_code_is_1() {
    let run = run();
    run.done.exits_with(1);
    let exercises = run.report["exercises"].as_array().expect("a list");
    let numbers: Vec<_> = exercises.iter().map(|one| one["number"].as_u64()).collect();
    let expected: Vec<_> = (1..=20).map(Some).collect();
    assert_eq!(numbers, expected);
    let summary = &run.report["summary"];
    let passed = if cfg!(unix) { 3 } else { 4 };
    assert_eq!(summary["total"], 20);
    assert_eq!(summary["passed"], passed);
    assert_eq!(summary["failed"], 19 - passed);
    assert_eq!(summary["build_failed"], 1);
    assert_eq!(summary["starred"], 0);
}

/// Four tests run into the limit of 2 s, two at a time or more; the rest is compiling.
#[test]
fn the_report_and_the_time_it_takes_are_bounded() {
    let run = run();
    assert!(run.done.stdout.len() < 100_000, "{}", run.done.stdout.len());
    assert_eq!(run.done.stderr, "");
    assert!(run.elapsed < Duration::from_secs(120), "{:?}", run.elapsed);
}

#[test]
fn messages_name_files_relative_to_the_workbook() {
    let root = run().checkout.root.to_string_lossy().into_owned();
    assert!(!run().done.stdout.contains(&root));
}

/// `ps` knows no Windows; there, a job of the system's holds what a test starts.
#[cfg(unix)]
#[test]
fn no_process_is_left() {
    let pid = run().checkout.read("left-behind.pid");
    let pid: u32 = pid.parse().expect("the number of a process");
    let folder = common::target().to_string_lossy().into_owned();
    let is_gone = common::wait_until(Duration::from_secs(5), || {
        let processes = common::processes();
        assert!(processes.iter().any(|one| one.0 == std::process::id()));
        processes
            .iter()
            .all(|(number, line)| *number != pid && !line.contains(&folder))
    });
    assert!(is_gone, "{pid} or others of:\n{:#?}", common::processes());
}
