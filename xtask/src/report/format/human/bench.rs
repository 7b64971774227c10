//! `bench` for people: a table, a plot of single pairs, and earlier measurements; or how times scale with threads.

use super::scaling;
use crate::report::bench::{BenchReport, COUNTED, figures, ratio, versions};
use crate::report::plot;
use crate::report::table::{Cell, Style, paint, render_to_fit};
use crate::report::wrap::wrap;
use grader::bench::{Benched, Figures};
use grader::history::Line;
use grader::protocol::{Speed, SpeedVerdict};
use grader::reason::rests_on;
use grader::results::Timing;
use std::fmt::Write as _;

/// Columns of the plot.
const WIDTH: usize = 60;
/// The columns that a narrow terminal drops: pairs, then peak, then bytes.
const SPARE: [usize; 3] = [7, 5, 4];
/// How many earlier measurements are shown.
const MAX_HISTORY: usize = 5;

/// The whole report.
pub(super) fn render(report: &BenchReport<'_>) -> String {
    let mut text = String::new();
    for benched in report.exercises {
        let title = format!("{}: {}", benched.id, benched.workload);
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(
            text,
            "{} (allocator: {})\n",
            paint(&title, Style::Head),
            report.allocator
        );
        if let Some(host) = &benched.reference_host {
            let line = format!("The reference was measured on another machine: {host}\n\n");
            text += &wrap(&line, report.columns, 0);
        }
        match &benched.figures {
            Err(reason) => {
                let _ = writeln!(text, "{reason}\n");
            }
            Ok(Figures::Scaling(scaling)) => {
                text += &scaling::render(benched, scaling, report.columns);
                text.push('\n');
            }
            Ok(Figures::Speed(timing)) => {
                text += &table(benched, report.columns);
                text += &reasons(timing, report.columns);
                text += &plots(&timing.yours, &timing.reference);
                text += &history(benched);
                text.push('\n');
            }
        }
    }
    text
}

fn table(benched: &Benched<'_>, columns: Option<usize>) -> String {
    let head = |text| Cell::right(text, Style::Head);
    let mut rows = vec![vec![
        Cell::left("", Style::Head),
        head("a call"),
        head("page faults"),
        head("heap calls"),
        head("bytes"),
        head("peak"),
        Cell::left("times as fast [99 %]", Style::Head),
        head("pairs"),
    ]];
    for version in versions(benched) {
        let mut cells = vec![Cell::left(version.title, Style::Plain)];
        cells.extend(figures(&version).map(|text| Cell::right(text, Style::Plain)));
        if let Some(speed) = &version.speed {
            let style = if speed.verdict == SpeedVerdict::Faster {
                Style::Good
            } else {
                Style::Plain
            };
            cells.push(Cell::left(ratio(speed), style));
            cells.push(Cell::right(speed.details.pairs.to_string(), Style::Faint));
        }
        rows.push(cells);
    }
    let table = render_to_fit(rows, columns, &SPARE);
    table + &wrap(&format!("\n {COUNTED}\n"), columns, 0)
}

/// What the gains or losses rest on; once where it is the same for both.
fn reasons(timing: &Timing, columns: Option<usize>) -> String {
    let line = |name: &str, reason: &str| wrap(&format!("\n {name}: {reason}\n"), columns, 0);
    match (rests_on(&timing.yours), rests_on(&timing.reference)) {
        (Some(yours), Some(reference)) if yours == reference => {
            line("yours and the reference", &yours)
        }
        (yours, reference) => [("yours", yours), ("the reference", reference)]
            .into_iter()
            .filter_map(|(name, reason)| Some(line(name, &reason?)))
            .collect(),
    }
}

/// The ratios of single pairs, yours above the solution's, on one axis.
fn plots(yours: &Speed, reference: &Speed) -> String {
    let spreads = [
        yours.details.spread.as_slice(),
        reference.details.spread.as_slice(),
    ];
    let Some((low, high)) = plot::range(&spreads) else {
        return String::new();
    };
    let mut text = String::from("\n single pairs, Bad's time over the other's:\n");
    for (name, spread) in ["yours", "reference"].iter().zip(spreads) {
        let _ = writeln!(
            text,
            "  {name:>9} │{}│",
            plot::density(spread, low, high, WIDTH)
        );
    }
    let _ = writeln!(
        text,
        "  {:>9}  {:<30}{:>30}",
        "",
        format!("{low:.2}×"),
        format!("{high:.2}×")
    );
    if let Some(reason) = &yours.details.reason {
        let _ = writeln!(text, "  {reason}");
    }
    text
}

fn history(benched: &Benched<'_>) -> String {
    let mut text = String::new();
    let first = benched.history.len().saturating_sub(MAX_HISTORY);
    if !benched.history.is_empty() {
        text += "\n earlier on this machine:\n";
    }
    for line in &benched.history[first..] {
        let Line {
            ratio,
            low,
            high,
            rustc,
            ..
        } = line;
        let _ = writeln!(
            text,
            "  {:>11}  {ratio:.2}× [{low:.2}, {high:.2}]  rustc {rustc}",
            line.age()
        );
    }
    if benched.elsewhere > 0 {
        let n = benched.elsewhere;
        let _ = writeln!(
            text,
            "  (not compared: {n} more on other machines or with other allocators)"
        );
    }
    text
}
