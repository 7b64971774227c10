//! Can the paired measurement be trusted? Known pairs, measured many times, quiet and under load.
//!
//! `cargo bench -p yardstick` prints the table. A and its equal are the same source, compiled as two
//! modules, like an exercise and its baseline. A slowed A does a known share more of the same work: the interval must
//! cover that ratio. The last column times the same pairs one after the other by wall time, the common method.
//!
//! `PAIRS_RUNS=20 cargo bench -p yardstick` is a quick look, `PAIRS_MACHINE=quiet` leaves out the rows on a loaded
//! machine, and `PAIRS_WORK=microsecond` keeps the rows whose work has that in its name. `cargo test --all-targets`
//! times each row once, and prints no table.

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

/// Runs of each row, unless the environment variable `PAIRS_RUNS` overrides it. A against its equal is measured
/// twice as often.
const RUNS: usize = 100;
/// Nodes of a list, so that a call takes between a few and a few hundred microseconds.
const SIZES: [usize; 4] = [20, 100, 500, 2_000];
/// How often A does its work in a call. A slowed A does it more often, so its true ratio is known.
const TIMES: usize = 20;

/// A row of the table.
struct Row {
    name: String,
    work: Work,
    /// The true ratio: how many times as long the first side takes.
    truth: f64,
    load: load::Kind,
    runs: usize,
}

/// What a row's calls do.
#[derive(Clone, Copy, PartialEq)]
enum Work {
    /// Lists of all [`SIZES`].
    Lists,
    /// Page faults: the memory of each call is new.
    Faults,
    /// Nothing but arithmetic.
    Computes,
    /// A microsecond a call.
    Microseconds,
}

impl Work {
    fn name(self) -> &'static str {
        match self {
            Work::Lists => "boxed lists",
            Work::Faults => "page faults",
            Work::Computes => "arithmetic",
            Work::Microseconds => "a microsecond",
        }
    }

    /// What a call of run number `run` does, and how often.
    fn call(self, run: usize) -> (usize, Kinds) {
        match self {
            Work::Lists => {
                let n = SIZES[run % SIZES.len()];
                (TIMES, (a::Kind::List(n), b::Kind::List(n)))
            }
            Work::Faults => (2, (a::Kind::Faults, b::Kind::Faults)),
            Work::Computes => (TIMES, (a::Kind::Computes, b::Kind::Computes)),
            Work::Microseconds => (2, (a::Kind::List(20), b::Kind::List(20))),
        }
    }
}

/// One kind of work, in either module.
type Kinds = (a::Kind, b::Kind);

/// The interval must cover the true ratio in at least this share of a row's runs; and no run of equal code may report
/// that it is faster.
const COVERED: f64 = 0.97;

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
    let rows = rows(runs);
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
        "\n{:<17} {:<15} {:<15} {:>5} {:>8} {:>8} {:>7} {:>14} {:>7} {:>7}  {:<8} {:>16}",
        "pair",
        "work",
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

fn rows(runs: usize) -> Vec<Row> {
    use load::Kind::{Compilers, Loops, Nothing};
    let row = |work, truth: f64, load| Row {
        name: match truth {
            1.0 => "A and its equal".to_owned(),
            truth => format!("A, {truth} × the work"),
        },
        work,
        truth,
        load,
        runs: match truth {
            1.0 => 2 * runs,
            _ => runs,
        },
    };
    let mut rows = Vec::new();
    for load in [Nothing, Loops] {
        for truth in [1.0, 1.05, 1.5, 2.0, 4.0] {
            rows.push(row(Work::Lists, truth, load));
        }
        for work in [Work::Faults, Work::Computes, Work::Microseconds] {
            rows.push(row(work, 2.0, load));
        }
    }
    rows.push(row(Work::Lists, 1.0, Compilers));
    if std::env::var("PAIRS_MACHINE").is_ok_and(|machine| machine == "quiet") {
        rows.retain(|row| row.load == Nothing);
    }
    if let Ok(part) = std::env::var("PAIRS_WORK") {
        rows.retain(|row| row.work.name().contains(&part));
    }
    rows
}

fn measure(row: &Row) -> Tally {
    // A child runs this too, on the way to its own comparison.
    let _load = (!in_child() && !is_trial()).then(|| Load::start(row.load));
    let mut tally = Tally::default();
    for run in 0..row.runs {
        let (times, (kind_a, kind_b)) = row.work.call(run);
        // A call of a microsecond is partly what any call costs, so there whole calls are repeated.
        let (slowed, repeats) = match row.work {
            Work::Microseconds => (times, row.truth as usize),
            _ => ((times as f64 * row.truth).round() as usize, 1),
        };
        let slow = || (0..repeats).fold(0, |_, _| a::work(kind_a, slowed, 1));
        let found = compare(
            &format!(
                "{}, {}, {} ({})",
                row.name,
                row.work.name(),
                row.load.name(),
                run + 1
            ),
            &[()],
            |()| slow(),
            |()| b::work(kind_b, times, 2),
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
            let ratio = one_by_one::ratio(slow, || b::work(kind_b, times, 2));
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
    let is_met = share(tally.covered) >= COVERED && (row.truth > 1.0 || tally.faster == 0);
    format!(
        "{:<17} {:<15} {:<15} {:>5} {:>6.1} % {:>6.1} % {:>7} {:>12.2} % {:>5.2} % {:>5.2} %  {:<8} {:>14.2} %",
        row.name,
        row.work.name(),
        row.load.name(),
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
