//! Can the paired measurement be trusted? Known pairs, measured many times, quiet and under load.
//!
//! `cargo bench -p yardstick` prints the table. A and its equal are the same source, compiled as two
//! modules, like an exercise and its baseline. A slowed A does a known share more of the same work.
//! The last column times the same pairs one after the other, the common method.
//!
//! `PAIRS_RUNS=20 cargo bench -p yardstick` is a quick look. `cargo test --all-targets` times each row once, and prints
//! no table.

#[path = "work.rs"]
#[allow(
    clippy::duplicate_mod,
    reason = "A and its equal are two compilations of one source"
)]
mod a;
#[path = "work.rs"]
#[allow(
    clippy::duplicate_mod,
    reason = "A and its equal are two compilations of one source"
)]
mod b;
mod load;
mod one_by_one;

use load::Load;
use std::time::Instant;
use yardstick::protocol::SpeedVerdict;
use yardstick::speed::{compare, in_child, is_trial};

/// Runs of each row, unless the environment variable `PAIRS_RUNS` overrides it.
const RUNS: usize = 200;
/// Nodes of a list, so that a call takes between a few and a few hundred microseconds.
const SIZES: [usize; 4] = [20, 100, 500, 2_000];
/// Lists that A builds in a call. A slowed A builds more of them, so its true ratio is known.
const TIMES: usize = 20;

/// A row of the table.
struct Row {
    name: &'static str,
    /// The true ratio: how many times as long the first side takes.
    truth: f64,
    is_busy: bool,
    runs: usize,
    /// What the row must achieve.
    goal: Goal,
}

enum Goal {
    /// The interval covers the true ratio in at least this share of the runs, and no run reports
    /// faster.
    Covers(f64),
    /// The interval is above 1.0 in at least this share of the runs.
    Found(f64),
}

/// The results of a row's runs.
#[derive(Default)]
struct Tally {
    covered: usize,
    found: usize,
    faster: usize,
    errors: Vec<f64>,
    widths: Vec<f64>,
    errors_one_by_one: Vec<f64>,
}

fn main() {
    let text = std::env::var("PAIRS_RUNS").ok();
    let runs = match is_trial() {
        true => 1,
        false => text.and_then(|text| text.parse().ok()).unwrap_or(RUNS),
    };
    let row = |name, truth, is_busy, runs, goal| Row {
        name,
        truth,
        is_busy,
        runs,
        goal,
    };
    let few = (runs / 5).max(1);
    let rows = [
        row("A and its equal", 1.0, false, runs, Goal::Covers(0.97)),
        row("A slowed by 5 %", 1.05, false, few, Goal::Found(0.95)),
        row("A slowed by 10 %", 1.10, false, few, Goal::Found(0.95)),
        row("A slowed by 50 %", 1.50, false, few, Goal::Found(0.95)),
        row("A and its equal", 1.0, true, runs, Goal::Covers(0.97)),
    ];
    if is_trial() {
        return rows.iter().for_each(|row| drop(measure(row)));
    }
    let start = Instant::now();
    if !in_child() {
        let n_runs: usize = rows.iter().map(|row| row.runs).sum();
        println!(
            "{n_runs} measurements of about a second each; `PAIRS_RUNS=20` makes it a quick look"
        );
    }
    let lines: Vec<String> = rows.iter().map(|row| line(row, &measure(row))).collect();
    println!(
        "\n{:<17} {:<15} {:>5} {:>8} {:>8} {:>7} {:>14} {:>7} {:>7}  {:<8} {:>16}",
        "pair",
        "machine",
        "runs",
        "covered",
        "above 1",
        "faster",
        "error, median",
        "95 %",
        "width",
        "goal",
        "one by one, 95 %"
    );
    lines.iter().for_each(|line| println!("{line}"));
    println!("\n{:.0} s in all", start.elapsed().as_secs_f64());
}

fn measure(row: &Row) -> Tally {
    // A child runs this too, on the way to its own comparison.
    let _load = (row.is_busy && !in_child() && !is_trial()).then(Load::on_every_core);
    let mut tally = Tally::default();
    for run in 0..row.runs {
        let n = SIZES[run % SIZES.len()];
        let slowed = (TIMES as f64 * row.truth).round() as usize;
        let inputs = [n];
        let found = compare(
            &format!("{} ({})", row.name, run + 1),
            &inputs,
            |n| a::work(*n, slowed, 1),
            |n| b::work(*n, TIMES, 2),
        );
        if in_child() || is_trial() {
            continue;
        }
        tally.covered += usize::from(found.low <= row.truth && row.truth <= found.high);
        tally.found += usize::from(found.low > 1.0);
        tally.faster += usize::from(found.verdict() == SpeedVerdict::Faster);
        tally.errors.push((found.ratio / row.truth - 1.0).abs());
        tally.widths.push(found.high / found.low - 1.0);
        if run % 10 == 0 {
            let ratio = one_by_one::ratio(|| a::work(n, slowed, 1), || b::work(n, TIMES, 2));
            tally
                .errors_one_by_one
                .push((ratio / row.truth - 1.0).abs());
        }
    }
    tally
}

fn line(row: &Row, tally: &Tally) -> String {
    if tally.errors.is_empty() {
        return String::new();
    }
    let share = |count: usize| count as f64 / row.runs as f64;
    let is_met = match row.goal {
        Goal::Covers(least) => share(tally.covered) >= least && tally.faster == 0,
        Goal::Found(least) => share(tally.found) >= least,
    };
    format!(
        "{:<17} {:<15} {:>5} {:>6.1} % {:>6.1} % {:>7} {:>12.2} % {:>5.2} % {:>5.2} %  {:<8} {:>14.2} %",
        row.name,
        if row.is_busy {
            "compiles on all"
        } else {
            "as it is"
        },
        row.runs,
        100.0 * share(tally.covered),
        100.0 * share(tally.found),
        tally.faster,
        100.0 * quantile(&tally.errors, 0.5),
        100.0 * quantile(&tally.errors, 0.95),
        100.0 * quantile(&tally.widths, 0.5),
        if is_met { "met" } else { "NOT MET" },
        100.0 * quantile(&tally.errors_one_by_one, 0.95),
    )
}

fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}
