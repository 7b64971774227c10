//! `bench` for people, of an exercise that scales with threads: what was counted, and its times as a table and a plot.

use crate::report::bench::{HOW_TO_READ, Scaled, duration, heap_figures, scaled, times_and_waits};
use crate::report::plot;
use crate::report::table::{self, Cell, Style, render_to_fit};
use crate::report::wrap::wrap;
use grader::bench::Benched;
use grader::results::Scaling;
use std::fmt::Write as _;

/// Columns of the plot.
const WIDTH: usize = 56;
/// The columns that a narrow terminal drops: waits of the reference, of Bad and of yours, then the reference's times.
const SPARE: [usize; 4] = [6, 2, 4, 5];

/// All that was counted and measured.
pub(super) fn render(benched: &Benched<'_>, scaling: &Scaling, columns: Option<usize>) -> String {
    let versions = scaled(benched, scaling);
    let mut text = heap(&versions);
    text += "\n a call by wall time, and how often a thread waits in it (one or two of these waits are rayon's own):\n";
    text += &times(&versions, columns);
    text += "\n time of a call, from the fastest process to the slowest; equal distances are equal factors:\n";
    text += &plot(&versions);
    text += &wrap(&format!("\n {HOW_TO_READ}\n"), columns, 0);
    text
}

fn heap(versions: &[Scaled]) -> String {
    let head = |text| Cell::right(text, Style::Head);
    let mut rows = vec![vec![
        Cell::left("", Style::Head),
        head("heap calls"),
        head("bytes"),
        head("peak"),
    ]];
    for version in versions {
        let mut cells = vec![Cell::left(version.title, Style::Plain)];
        let figures = heap_figures(version.heap);
        cells.extend(figures.map(|text| Cell::right(text, Style::Plain)));
        rows.push(cells);
    }
    table::render(&rows)
}

fn times(versions: &[Scaled], columns: Option<usize>) -> String {
    let mut head = vec![Cell::right("threads", Style::Head)];
    for version in versions {
        head.push(Cell::left(version.title, Style::Head));
        head.push(Cell::right("waits", Style::Head));
    }
    let mut rows = vec![head];
    for (at, (threads, _)) in versions[0].times.iter().enumerate() {
        let mut cells = vec![Cell::right(threads.to_string(), Style::Plain)];
        for (_, times) in versions.iter().filter_map(|version| version.times.get(at)) {
            let [times, waits] = times_and_waits(times);
            cells.push(Cell::left(times, Style::Plain));
            cells.push(Cell::right(waits, Style::Faint));
        }
        rows.push(cells);
    }
    render_to_fit(rows, columns, &SPARE)
}

/// The spread of each version for each number of threads, on one axis.
fn plot(versions: &[Scaled]) -> String {
    let all = || versions.iter().flat_map(|version| &version.times);
    let low = all()
        .map(|(_, times)| times.low_ns)
        .fold(f64::INFINITY, f64::min);
    let high = all().map(|(_, times)| times.high_ns).fold(0.0, f64::max);
    let half = WIDTH / 2;
    let (from, to) = (duration(low), duration(high));
    let mut text = format!(" threads  {:<9}  {from:<half$}{to:>half$}\n", "");
    for (at, (threads, _)) in versions[0].times.iter().enumerate() {
        for version in versions {
            let Some((_, times)) = version.times.get(at) else {
                continue;
            };
            let threads = match version.name {
                "bad" => threads.to_string(),
                _ => String::new(),
            };
            let line = plot::spread([times.low_ns, times.ns, times.high_ns], low, high, WIDTH);
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, " {threads:>7}  {:<9} │{line}│", version.title);
        }
    }
    text
}
