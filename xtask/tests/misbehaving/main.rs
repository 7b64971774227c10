//! Learner code that misbehaves: each kind is named for what it is, costs no other exercise its
//! result, and leaves no process behind.
//!
//! The tests share one run of the whole workbook, as a learner's command would be. Tampering with
//! the graded tests is done to the copy, so that it can be seen here.

#[path = "../common/mod.rs"]
mod common;
mod formats;
mod human_output;
mod injects;
mod redact;
mod schema;
mod xml;

use common::{Checkout, Done, Plan, contains_all, exercise};
use serde_json::Value;
use std::sync::OnceLock;

/// The test of each exercise that meets the misbehaviour.
const MISBEHAVES: &str = "step1_misbehaves::it_answers";
/// Names the file for the id of the process that `leaves-child` leaves behind.
const PID_FILE: &str = "LEAVES_CHILD_PID_FILE";

/// The shared run.
struct Run {
    checkout: Checkout,
    done: Done,
    report: Value,
}

fn run() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| {
        let graded = |folder: &str| format!("exercises/{folder}/tests/graded/main.rs");
        let test = "    #[test]\n    fn is_unharmed() {\n        \
                    assert_eq!(lost_test::neighbour(), 7);\n    }\n";
        let test_head = "#[test]\n    fn is_unharmed";
        let ignored_head = "#[test]\n    #[ignore]\n    fn is_unharmed";
        let checkout = Plan::of("misbehaving")
            .edit(&graded("15_lost_test"), test, "")
            .edit(&graded("16_renamed_test"), "is_unharmed", "is_easier")
            .edit(&graded("17_ignored_test"), test_head, ignored_head)
            .without("exercises/18_lost_tests/tests")
            .lay_out();
        let mut command = checkout.command(&["check", "--format", "json", "--timeout", "2"]);
        command.env(PID_FILE, checkout.path("left-behind.pid"));
        let done = Done::of(&mut command);
        let report = done.json();
        Run {
            checkout,
            done,
            report,
        }
    })
}

fn grade(id: &str) -> &'static Value {
    exercise(&run().report, id)
}

/// The outcome and the message of a test of an exercise.
#[track_caller]
fn test(id: &str, name: &str) -> (&'static str, &'static str) {
    let tests = grade(id)["tests"].as_array().expect("a list of tests");
    let found = tests.iter().find(|test| test["name"] == name);
    let found = found.unwrap_or_else(|| panic!("{id} has no test {name}"));
    let outcome = found["outcome"].as_str().expect("an outcome");
    (outcome, found["message"].as_str().unwrap_or_default())
}

/// Asserts the outcome of the test that meets the misbehaviour, and parts of its message; and that
/// the neighbour in the same exercise passes.
#[track_caller]
fn assert_outcome(id: &str, outcome: &str, parts: &[&str]) {
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
    assert_outcome(
        "panics",
        "fail",
        &[
            "somebody knows the answer",
            "at exercises/03_panics/src/lib.rs:6:22",
        ],
    );
}

#[test]
fn an_abort_is_named_with_what_it_printed() {
    assert_outcome("aborts", "aborted", &["process", "ended", "giving up"]);
}

#[test]
fn a_stack_overflow_is_named() {
    assert_outcome("overflows", "aborted", &["stack overflow", "recursion"]);
}

#[test]
fn an_endless_loop_is_stopped() {
    assert_outcome(
        "loops",
        "timed_out",
        &["was still running after 2 s", "endless loop"],
    );
}

#[test]
fn a_hoard_is_refused_memory() {
    let cap = "more than 536.9 MB of live memory";
    assert_outcome("hoards", "out_of_memory", &[cap]);
}

#[test]
fn a_hoard_in_an_arena_is_refused_memory_too_although_arenas_panic() {
    let cap = "more than 536.9 MB of live memory";
    assert_outcome(
        "hoards-in-arena",
        "out_of_memory",
        &[cap, "out of memory\nat "],
    );
}

#[test]
fn a_flood_is_stopped_and_measured_but_not_kept() {
    assert_outcome("floods", "timed_out", &["meanwhile it printed "]);
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
    let name = "step2_neighbour::prints_much_and_ends";
    assert_eq!(test("floods", name), ("pass", ""));
}

#[test]
fn the_beginning_and_the_end_of_a_long_output_are_kept() {
    let (outcome, message) = test("floods", "step3_abort::prints_much_and_aborts");
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
fn bytes_that_are_not_text_damage_no_result() {
    assert_outcome("garbles", "fail", &["after the garble"]);
    let name = "step2_neighbour::garbles_and_passes";
    assert_eq!(test("garbles", name), ("pass", ""));
}

#[test]
fn an_exit_with_0_is_not_a_pass() {
    assert_outcome("exits", "aborted", &["exit code 0 before the test did"]);
}

/// The test answers, and the thread ends with its process.
#[test]
fn a_thread_that_is_left_behind_does_no_harm() {
    assert_eq!(grade("leaves-thread")["standing"], "passed");
}

#[test]
fn waiting_for_an_endless_thread_is_stopped() {
    assert_outcome("waits-for-thread", "timed_out", &["never ends"]);
}

#[test]
fn a_process_that_is_left_behind_is_named_and_stopped() {
    assert_outcome(
        "leaves-child",
        "fail",
        &["a process that it had started was still running"],
    );
}

#[test]
fn a_deleted_test_is_missing() {
    let (outcome, message) = test("lost-test", "step2_neighbour::is_unharmed");
    assert_eq!(outcome, "fail");
    contains_all(message, &["is missing", "deleted", "git checkout"]);
    assert_eq!(test("lost-test", "step1_answers::it_answers"), ("pass", ""));
    assert_tampered("lost-test");
}

#[test]
fn a_renamed_test_is_missing_and_its_new_name_is_shown() {
    let (outcome, message) = test("renamed-test", "step2_neighbour::is_unharmed");
    assert_eq!(outcome, "fail");
    contains_all(
        message,
        &["is missing", "`step2_neighbour::is_easier`", "renamed"],
    );
    let renamed = test("renamed-test", "step2_neighbour::is_easier");
    assert_eq!(renamed, ("pass", ""));
    assert_tampered("renamed-test");
}

#[test]
fn an_ignored_test_is_not_a_pass() {
    let (outcome, message) = test("ignored-test", "step2_neighbour::is_unharmed");
    assert_eq!(outcome, "fail");
    contains_all(message, &["did not run", "#[ignore]"]);
    assert_tampered("ignored-test");
}

#[test]
fn tests_that_are_all_deleted_are_each_missing() {
    let tests = grade("lost-tests")["tests"].as_array().map(Vec::len);
    assert_eq!(tests, Some(2));
    for name in ["step1_answers::it_answers", "step2_neighbour::is_unharmed"] {
        let (outcome, message) = test("lost-tests", name);
        assert_eq!(outcome, "fail");
        contains_all(message, &["is missing"]);
    }
    assert_tampered("lost-tests");
}

#[track_caller]
fn assert_tampered(id: &str) {
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
    let numbers = exercises.iter().map(|exercise| exercise["number"].as_u64());
    let numbers: Vec<_> = numbers.collect();
    let expected: Vec<_> = (1..=20).map(Some).collect();
    assert_eq!(numbers, expected);
    let summary = &run.report["summary"];
    assert_eq!(summary["total"], 20);
    assert_eq!(summary["passed"], 3);
    assert_eq!(summary["failed"], 16);
    assert_eq!(summary["build_failed"], 1);
    assert_eq!(summary["starred"], 0);
}

/// Four tests never end by themselves: that there is a report says that the limit ended them.
#[test]
fn the_report_is_bounded() {
    let run = run();
    assert!(run.done.stdout.len() < 100_000, "{}", run.done.stdout.len());
    assert_eq!(run.done.stderr, "");
}

#[test]
fn messages_name_files_relative_to_the_workbook() {
    let root = run().checkout.root.to_string_lossy().into_owned();
    assert!(!run().done.stdout.contains(&root));
}

/// Windows has no `ps`; there, a job holds the processes that a test starts.
#[cfg(unix)]
#[test]
fn no_process_is_left() {
    let pid = run().checkout.read("left-behind.pid");
    let pid: u32 = pid.parse().expect("a process id");
    let folder = common::target().to_string_lossy().into_owned();
    let have_ended = common::wait_until(|| {
        let processes = common::processes();
        let own = std::process::id();
        assert!(processes.iter().any(|(running, _)| *running == own));
        processes
            .iter()
            .all(|(running, line)| *running != pid && !line.contains(&folder))
    });
    assert!(
        have_ended,
        "{pid} or others of:\n{:#?}",
        common::processes()
    );
}
