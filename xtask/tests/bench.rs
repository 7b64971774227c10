//! `bench`, on the workbook of measured exercises: what it measures, reports and saves.

mod common;

use common::{Checkout, Done, Plan};
use serde_json::{Value, json};

/// Runs `bench` with these arguments, and asserts the exit code.
#[track_caller]
fn bench(checkout: &Checkout, arguments: &[&str], code: i32) -> Done {
    let mut command = checkout.command(&[&["bench"], arguments].concat());
    let done = Done::of(command.env("YARDSTICK_SECONDS", "0.3"));
    done.exits_with(code);
    done
}

#[test]
fn three_versions_are_measured_and_counted() {
    let checkout = Plan::of("timed").lay_out();
    let report = bench(&checkout, &["faster", "--format", "json"], 0).json();
    assert_eq!(report["version"], 3);
    assert_eq!(report["allocator"], "system");
    let versions = &report["exercises"][0]["versions"];
    let versions = versions.as_array().expect("a list");
    let names: Vec<&Value> = versions.iter().map(|version| &version["name"]).collect();
    assert_eq!(names, ["bad", "yours", "reference"]);
    for version in versions {
        // Counted by Unix, and not by Windows.
        assert_eq!(version["faults"].is_number(), cfg!(unix), "{version:#}");
        assert!(version["ns"].as_f64() > Some(0.0), "{version:#}");
        assert!(version["heap_calls"].is_u64(), "{version:#}");
        assert!(
            version["bytes"].is_u64() && version["peak"].is_u64(),
            "{version:#}"
        );
    }
    let speed = &versions[1]["speed"];
    assert!(speed["pairs"].as_u64() >= Some(8), "{speed:#}");
    assert_eq!(
        speed["spread"].as_array().map(Vec::len),
        Some(21),
        "{speed:#}"
    );
}

#[test]
fn markdown_has_a_table_and_a_terminal_a_plot() {
    let checkout = Plan::of("timed").lay_out();
    let page = bench(&checkout, &["faster", "--format", "markdown"], 0);
    assert!(page.stdout.contains("\n| reference | "), "{}", page.stdout);
    let screen = bench(&checkout, &["faster"], 0);
    assert!(
        screen.stdout.contains(" single pairs, "),
        "{}",
        screen.stdout
    );
    assert!(
        !screen.stdout.contains('\u{1b}'),
        "no escape codes in a pipe"
    );
}

#[test]
fn earlier_measurements_are_shown_except_those_of_other_hosts() {
    let checkout = Plan::of("timed").lay_out();
    let first = bench(&checkout, &["faster"], 0);
    assert!(
        !first.stdout.contains("earlier on this machine"),
        "{}",
        first.stdout
    );
    let history = checkout.path(".arena").join("history.jsonl");
    let line = std::fs::read_to_string(&history).expect("the first run wrote it");
    let mut elsewhere: Value = serde_json::from_str(line.trim()).expect("one line of JSON");
    elsewhere["host"] = "another machine".into();
    std::fs::write(&history, format!("{line}{elsewhere}\n")).expect("it can be written");

    let second = bench(&checkout, &["faster"], 0);
    assert!(
        second.stdout.contains("earlier on this machine"),
        "{}",
        second.stdout
    );
    assert_eq!(
        second.stdout.matches(" ago  ").count(),
        1,
        "{}",
        second.stdout
    );
    assert!(
        second
            .stdout
            .contains("(not compared: 1 more on other machines"),
        "{}",
        second.stdout
    );
}

#[test]
fn a_wrong_answer_is_reported_and_not_timed() {
    let checkout = Plan::of("timed").lay_out();
    let report = bench(&checkout, &["differs", "--format", "json"], 1).json();
    let differs = &report["exercises"][0];
    assert_eq!(differs["versions"], Value::Array(Vec::new()));
    let message = differs["message"].as_str().unwrap_or_default();
    assert!(
        message.contains("the answers differ on input"),
        "{differs:#}"
    );
}

/// The measured workbook, where the first exercise shows how it scales with threads.
fn scaled() -> Plan {
    let toml = "exercises/01_faster/exercise.toml";
    let speed = "exercises/01_faster/benches/speed.rs";
    Plan::of("timed").edit(toml, "speed = ", "scaling = ").edit(
        speed,
        "speed::compare(",
        "speed::scaling(",
    )
}

#[test]
fn scaling_has_times_by_number_of_threads_and_no_ratio() {
    let checkout = scaled().lay_out();
    let report = bench(&checkout, &["faster", "--format", "json"], 0).json();
    let faster = &report["exercises"][0];
    assert_eq!(faster["message"], Value::Null, "{faster:#}");
    let points = faster["scaling"].as_array().expect("a list");
    let threads: Vec<u64> = points
        .iter()
        .map(|point| point["threads"].as_u64().expect("a number"))
        .collect();
    assert_eq!(threads[..2], [1, 2]);
    let waits = cfg!(unix);
    for point in points {
        let ns = |side: &str, name: &str| point[side][name].as_f64().expect("a number");
        for side in ["bad", "yours", "reference"] {
            let [low, median, high] = ["low_ns", "ns", "high_ns"].map(|name| ns(side, name));
            assert!(0.0 < low && low <= median && median <= high, "{point:#}");
            assert_eq!(point[side]["waits"].is_number(), waits, "{point:#}");
        }
        // A quarter of the work is left, however busy the machine.
        assert!(ns("yours", "ns") < ns("bad", "ns"), "{point:#}");
    }
    let versions = faster["versions"].as_array().expect("a list");
    let names: Vec<&Value> = versions.iter().map(|version| &version["name"]).collect();
    assert_eq!(names, ["bad", "yours", "reference"]);
    for version in versions {
        assert_eq!([&version["ns"], &version["speed"]], [&Value::Null; 2]);
        assert!(version["heap_calls"].is_u64(), "{version:#}");
    }
    assert_eq!(faster["history"], json!([]), "there is no ratio to keep");
}

#[test]
fn scaling_is_a_table_and_a_plot_with_the_spread() {
    let checkout = scaled().lay_out();
    let screen = bench(&checkout, &["faster"], 0).stdout;
    for part in [
        " heap calls ",
        " threads  Bad ",
        "│\n          yours     │",
        "●",
        "How to read it: ",
    ] {
        assert!(screen.contains(part), "no {part:?} in:\n{screen}");
    }
    assert!(!screen.contains("times as fast"), "{screen}");
    let page = bench(&checkout, &["faster", "--format", "markdown"], 0).stdout;
    assert!(
        page.contains("\n| threads | Bad | waits | yours "),
        "{page}"
    );
    assert!(page.contains("\n| 2 | "), "{page}");
}

#[test]
fn an_exercise_that_scales_has_neither_a_speedup_nor_a_star() {
    let checkout = scaled().lay_out();
    // As an earlier version left it, which measured a speedup.
    let state = json!({ "version": 1, "exercises": { "faster": { "star": true } } });
    checkout.write(".arena/progress.json", &state.to_string());
    let mut command = checkout.command(&["check", "faster", "--format", "json"]);
    let report = Done::of(command.env("YARDSTICK_SECONDS", "0.3")).json();
    let faster = &report["exercises"][0];
    assert_eq!(faster["standing"], "passed", "{faster:#}");
    assert_eq!(faster["speed"], Value::Null);
    assert_eq!(faster["star"], false);
    assert!(faster["allocations"]["bad"].is_u64(), "{faster:#}");
    assert_eq!(
        checkout.progress()["exercises"]["faster"]["star"],
        false,
        "the old one is gone"
    );
}

#[test]
fn a_wrong_answer_has_no_scaling() {
    let toml = "exercises/03_differs/exercise.toml";
    let speed = "exercises/03_differs/benches/speed.rs";
    let checkout = Plan::of("timed")
        .edit(toml, "speed = ", "scaling = ")
        .edit(speed, "speed::compare(", "speed::scaling(")
        .lay_out();
    let done = bench(&checkout, &["differs"], 1);
    done.says(&[
        "the benchmark of `differs` gave no result",
        "the answers differ on input",
    ]);
}

/// The solution gains nothing here: it is Bad.
#[test]
fn verify_asks_scaling_for_a_result_and_for_no_gain() {
    let bad = include_str!("fixtures/timed/exercises/01_faster/bad/lib.rs");
    let solution = "solutions/01_faster/src/lib.rs";
    let checkout = scaled().write(solution, bad).lay_out();
    let mut command = checkout.command(&["verify", "faster"]);
    let done = Done::of(command.env("YARDSTICK_SECONDS", "0.3"));
    done.says(&["the answers of the starter and the solution are Bad's with 1, 2"]);
    assert!(!done.stdout.contains("does not beat"), "{}", done.stdout);
}

#[test]
fn an_exercise_has_one_benchmark() {
    let toml = "exercises/01_faster/exercise.toml";
    let both = "scaling = \"sums\"\nspeed = ";
    let checkout = Plan::of("timed").edit(toml, "speed = ", both).lay_out();
    bench(&checkout, &["faster"], 2).complains(&["has `speed` and `scaling`", "help: remove one"]);
}

#[test]
fn a_workbook_without_benchmarks_is_an_error() {
    let checkout = Plan::of("tiny").lay_out();
    let done = bench(&checkout, &[], 2);
    assert!(
        done.stderr
            .contains("none of the exercises that you named has a benchmark"),
        "{}",
        done.stderr
    );
}
