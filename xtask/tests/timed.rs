//! Measured speed, and the document that reports it, on a workbook of three exercises that pass:
//! one is as fast as its solution, one is Bad behind another name, and one is fast and wrong.

mod common;

use common::{CHECK, Checkout, Done, Plan, contains_all, exercise};
use expect_test::expect;
use serde_json::{Value, json};
use std::sync::OnceLock;

/// The results of the shared checks, in the order in which they run.
struct Runs {
    first: Value,
    second: Value,
    human: String,
    unmeasured: Value,
    progress: Value,
    remeasured: Value,
    /// What all of them left, oldest first.
    history: Vec<Value>,
}

fn runs() -> &'static Runs {
    static RUNS: OnceLock<Runs> = OnceLock::new();
    RUNS.get_or_init(|| {
        let checkout = Plan::of("timed").lay_out();
        let (first, seconds) = first(&checkout);
        let measured = |more: &[&str]| measured(&checkout, &[&["check"], more].concat(), seconds);
        let mut runs = Runs {
            first,
            second: measured(&CHECK[1..]).json(),
            human: measured(&[]).stdout,
            unmeasured: measured(&[&CHECK[1..], &["--no-speed"]].concat()).json(),
            progress: checkout.progress(),
            remeasured: measured(&[&CHECK[1..], &["--remeasure"]].concat()).json(),
            history: Vec::new(),
        };
        let history = checkout.path(".arena/history.jsonl");
        let history = std::fs::read_to_string(history).expect("the checks left it");
        let lines = history.lines().map(serde_json::from_str);
        runs.history = lines.map(|line| line.expect("JSON")).collect();
        runs
    })
}

/// The first check, and for how long each benchmark took samples. On a busy machine, short
/// benchmarks have wide intervals: it then starts over, with more time. However noisy the machine,
/// what is not faster is never called so.
fn first(checkout: &Checkout) -> (Value, f64) {
    let mut seconds = 0.3;
    loop {
        let report = measured(checkout, &CHECK, seconds).json();
        let verdict = &speed(&report, "same")["verdict"];
        assert_ne!(verdict, "faster", "{report:#}");
        let is_clear = exercise(&report, "faster")["star"] == true && verdict == "as_fast";
        if is_clear || seconds > 2.0 {
            return (report, seconds);
        }
        seconds *= 2.0;
        std::fs::remove_dir_all(checkout.path(".arena")).expect("the check left it");
    }
}

/// A run with short benchmarks, in which everything passes: no exercise fails by its speed.
#[track_caller]
fn measured(checkout: &Checkout, arguments: &[&str], seconds: f64) -> Done {
    let mut command = checkout.command(arguments);
    let done = Done::of(command.env("YARDSTICK_SECONDS", seconds.to_string()));
    done.exits_with(0);
    assert_eq!(done.stderr, "");
    done
}

fn speed<'a>(report: &'a Value, id: &str) -> &'a Value {
    &exercise(report, id)["speed"]
}

#[test]
fn the_history_gets_what_was_measured_and_nothing_twice() {
    let runs = runs();
    let of = |id: &str| -> Vec<&Value> {
        let lines = runs.history.iter();
        lines.filter(|line| line["id"] == id).collect()
    };
    let faster = of("faster");
    assert_eq!(
        faster.len(),
        2,
        "the first check and --remeasure: {faster:#?}"
    );
    for (line, report) in faster.iter().zip([&runs.first, &runs.remeasured]) {
        assert_eq!(line["ratio"], speed(report, "faster")["ratio"]);
        let beside = &line["beside"];
        assert!(beside["reference"]["ratio"].is_number(), "{line:#}");
        assert!(beside["yours"]["heap_calls"].is_u64(), "{line:#}");
        assert_eq!(beside["sources"], faster[0]["beside"]["sources"]);
    }
}

#[test]
fn the_document_has_the_documented_shape() {
    let report = &runs().first;
    let text = serde_json::to_string_pretty(&shape(report)).expect("it came from JSON");
    expect![[r#"
        {
          "exercises": [
            {
              "allocations": {
                "bad": "number",
                "last_attempt": "null",
                "yours": "number"
              },
              "begun": "boolean",
              "best": {
                "heap_calls": "number",
                "ratio": "number",
                "star": "boolean"
              },
              "cached": "boolean",
              "guess": "null",
              "hints_used": "number",
              "id": "string",
              "intact": "boolean",
              "number": "number",
              "question": "null",
              "speed": {
                "cached": "boolean",
                "high": "number",
                "low": "number",
                "ratio": "number",
                "reason": "string or null",
                "reference": {
                  "high": "number",
                  "low": "number",
                  "ratio": "number"
                },
                "tuned": "null",
                "verdict": "string"
              },
              "standing": "string",
              "star": "boolean",
              "tests": [
                {
                  "message": "null",
                  "ms": "number",
                  "name": "string",
                  "outcome": "string"
                }
              ],
              "title": "string"
            }
          ],
          "host": {
            "cores": "number",
            "cpu": "string",
            "os": "string",
            "rustc": "string"
          },
          "summary": {
            "build_failed": "number",
            "failed": "number",
            "passed": "number",
            "starred": "number",
            "total": "number"
          },
          "version": "number",
          "workbook": "string"
        }"#]]
    .assert_eq(&text);
    assert_eq!(report["version"], 3);
    assert_eq!(report["workbook"], "arena-workbook");
    assert_eq!(report["host"]["os"], std::env::consts::OS);
    let summary = json!({ "total": 3, "passed": 3, "failed": 0, "build_failed": 0, "starred": 1 });
    assert_eq!(report["summary"], summary);
}

/// The members of a value, with their types; a list is represented by its first element.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => json!("null"),
        Value::Bool(_) => json!("boolean"),
        Value::Number(_) => json!("number"),
        Value::String(_) => json!("string"),
        Value::Array(values) => values.iter().take(1).map(shape).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| match &**name {
                // Not every system counts page faults.
                "reason" => (name.clone(), json!("string or null")),
                _ => (name.clone(), shape(member)),
            })
            .collect(),
    }
}

#[test]
fn an_exercise_as_fast_as_its_solution_is_faster_and_has_a_star() {
    let faster = exercise(&runs().first, "faster");
    let speed = &faster["speed"];
    assert_eq!(speed["verdict"], "faster", "{speed}");
    assert_eq!(speed["cached"], false);
    assert_eq!(faster["star"], true, "{speed}");
    for side in [speed, &speed["reference"]] {
        let number = |name: &str| side[name].as_f64().expect("a number");
        let (low, ratio, high) = (number("low"), number("ratio"), number("high"));
        assert!(low <= ratio && ratio <= high, "{side}");
        assert!(low > 3.0, "a quarter of the work is left: {side}");
    }
}

#[test]
fn bad_behind_another_name_is_as_fast() {
    let same = exercise(&runs().first, "same");
    assert_eq!(same["speed"]["verdict"], "as_fast", "{same}");
    assert_eq!(same["star"], false);
    let reference = same["speed"]["reference"]["low"].as_f64();
    assert!(reference > Some(3.0), "{same}");
}

#[test]
fn what_did_not_change_is_not_measured_again() {
    let Runs { first, second, .. } = runs();
    for id in ["faster", "same"] {
        let mut expected = speed(first, id).clone();
        expected["cached"] = json!(true);
        assert_eq!(speed(second, id), &expected);
    }
    assert_eq!(exercise(second, "faster")["star"], true);
}

#[test]
fn remeasure_measures_again() {
    let Runs {
        first, remeasured, ..
    } = runs();
    assert_eq!(speed(remeasured, "faster")["cached"], false);
    let ratio = |report| speed(report, "faster")["ratio"].as_f64();
    assert_ne!(ratio(remeasured), ratio(first), "not to the last digit");
}

#[test]
fn a_check_without_speed_keeps_the_star() {
    let Runs {
        unmeasured,
        progress,
        ..
    } = runs();
    for id in ["faster", "same", "differs"] {
        assert_eq!(speed(unmeasured, id), &Value::Null);
        assert_eq!(exercise(unmeasured, id)["standing"], "passed");
    }
    assert_eq!(progress["exercises"]["faster"]["star"], true);
}

#[test]
fn a_fast_wrong_answer_is_not_timed_and_the_report_says_why() {
    assert_eq!(speed(&runs().first, "differs"), &Value::Null);
    assert_eq!(exercise(&runs().first, "differs")["star"], false);
    contains_all(
        &runs().human,
        &[
            "differs: no speedup: the benchmark of `differs` gave no result:\n\
             the sum of some thousand numbers: the answers differ on input 0: \
             bad 4498500, yours 4950",
        ],
    );
}

#[test]
fn the_table_shows_the_interval_the_reference_and_the_star() {
    let human = &runs().human;
    let line = |id: &str| {
        let found = human
            .lines()
            .find(|line| line.contains(&format!("  {id} ")));
        found.unwrap_or_else(|| panic!("no {id} in:\n{human}"))
    };
    let ratio = |value: &Value| format!("{:.2}×", value["ratio"].as_f64().expect("a number"));
    let speed = speed(&runs().second, "faster");
    contains_all(
        line("faster"),
        &[&ratio(speed), &ratio(&speed["reference"]), " [", "★"],
    );
    assert!(!line("same").contains('★'));
    contains_all(line("same"), &["as fast "]);
    contains_all(human, &["all 3 pass, 1 with a star.\n"]);
}

/// The reason is named, and costs neither the exercise its standing nor another its speed.
#[test]
fn a_benchmark_that_gives_no_result_is_named() {
    let file = "exercises/03_differs/benches/speed.rs";
    let call = "    yardstick::speed::compare(";
    let exits = Plan::of("timed").edit(file, call, &format!("    std::process::exit(3);\n{call}"));
    let broken = Plan::of("timed").edit(file, "differs::sum", "differs::som");
    let missing = Plan::of("timed").without("exercises/03_differs/benches");
    let cases = [
        (exits, "gave no result:\nit ended (exit"),
        (broken, "does not compile:\nerror[E0425]"),
        (missing, "of `differs` is missing\nhelp: "),
    ];
    for (plan, reason) in cases {
        let checkout = plan.lay_out();
        let done = measured(&checkout, &["check", "3"], 0.1);
        done.says(&["differs: no speedup: the benchmark of `differs` ", reason]);
    }
}

/// Code that remembers its answers gains nothing on inputs that it has not seen.
#[test]
fn remembered_answers_earn_no_star() {
    let source = "exercises/01_faster/src/lib.rs";
    let remembers = r"//! Adds numbers, and remembers the last sums.

use std::cell::Cell;
use std::hint::black_box;

thread_local! {
    static SUMS: Cell<[(u64, u64); 8]> = const { Cell::new([(0, 0); 8]) };
}

/// The sum of the numbers below `n`.
pub fn sum(n: u64) -> u64 {
    let mut sums = SUMS.get();
    let place = (n / 1_000 % 8) as usize;
    if sums[place].0 != n {
        let divisor = black_box(1);
        let mut total = 0;
        for number in 0..n {
            for _ in 0..4 {
                total /= divisor;
            }
            total += number;
        }
        sums[place] = (n, total);
        SUMS.set(sums);
    }
    sums[place].1
}
";
    let checkout = Plan::of("timed").write(source, remembers).lay_out();
    let report = measured(&checkout, &[&["check"], &CHECK[1..]].concat(), 0.3).json();
    let faster = exercise(&report, "faster");
    assert_eq!(faster["star"], false, "{faster}");
    let note = faster["speed"]["note"].as_str().expect("a note");
    contains_all(note, &["much faster than the solution", "on new ones"]);
    let ratio = faster["speed"]["ratio"].as_f64().expect("a number");
    assert!(ratio < 3.0, "{ratio}");
}
