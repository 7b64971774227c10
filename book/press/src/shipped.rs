//! Renders the measurements that are part of the book: what the claims and the exercises gave under other allocators, on
//! one machine and one day. `.ci/results` makes them.

use crate::claims::unbroken;
use crate::html::{escape, inline};
use crate::{Checkout, Problem};
use claims::document::{Claim, ClaimVerdict, Unit, load};
use serde::Deserialize;
use std::fmt::Write;

/// Where they are, and the command that makes them.
const FILE: &str = "book/results.json";
const COMMAND: &str = ".ci/results";

#[derive(Deserialize)]
struct Results {
    /// Such as `2026-11-27`.
    date: String,
    machine: String,
    runs: Vec<Run>,
}

/// What was measured under one allocator.
#[derive(Deserialize)]
struct Run {
    allocator: String,
    version: String,
    /// What is said to `cargo xtask claims` besides; Markdown. Empty for the system's own allocator.
    how: String,
    claims: Vec<Claim>,
    exercises: Vec<Measured>,
}

/// An exercise under one allocator.
#[derive(Deserialize)]
struct Measured {
    id: String,
    /// Nanoseconds of a call of Bad.
    bad_ns: f64,
    tuned: Option<Interval>,
    reference: Option<Interval>,
}

/// How many times as fast as Bad: the interval's lower end, the ratio, the upper end.
type Interval = [f64; 3];

/// The tables, by name: of a claim (its id, the heading of the column to show, and what that is), of all exercises, and
/// the sentence that says where the figures are from.
pub(crate) fn table(checkout: &Checkout, argument: &str) -> Result<String, Problem> {
    let results = read(checkout)?;
    match argument.split('|').map(str::trim).collect::<Vec<_>>()[..] {
        ["machine"] => Ok(machine(&results)),
        ["exercises"] => Ok(exercises(&results)),
        [id, column, what] => claim(checkout, &results, (id, column, what)),
        _ => Err(Problem::general(
            format!("there are no results called `{argument}`"),
            "use `machine`, `exercises`, or a claim, one of its columns, and what that is: \
             `{{#shipped reset | per reset | A reset takes}}`",
        )),
    }
}

fn read(checkout: &Checkout) -> Result<Results, Problem> {
    let help = format!("make it with `{COMMAND}`, or bring it back with git");
    let text = std::fs::read_to_string(checkout.root().join(FILE));
    let text = text.map_err(|error| Problem::general(format!("{FILE}: {error}"), &*help))?;
    serde_json::from_str(&text)
        .map_err(|error| Problem::general(format!("{FILE} is damaged ({error})"), &*help))
}

fn machine(results: &Results) -> String {
    let Results { date, machine, .. } = results;
    let ways = results.runs.iter().map(|run| match &*run.how {
        "" => inline(&run.version),
        how => format!("{} ({})", inline(&run.version), inline(how)),
    });
    let ways: Vec<_> = ways.collect();
    format!(
        "<p>Measured on {date}, on {}: {}.</p>\n",
        escape(machine),
        ways.join(", ")
    )
}

/// A column of a claim's figures under each allocator, and on the reader's machine where it was measured.
fn claim(
    checkout: &Checkout,
    results: &Results,
    (id, column, what): (&str, &str, &str),
) -> Result<String, Problem> {
    let own = load(checkout.root()).ok().map(|document| document.claims);
    let own = own.iter().map(|claims| ("here", claims));
    let all = results
        .runs
        .iter()
        .map(|run| (&*run.allocator, &run.claims))
        .chain(own);
    let mut sides: Vec<(&str, &Claim, usize)> = Vec::new();
    for (name, claims) in all {
        let found = claims.iter().find(|claim| claim.id == id);
        let at = found.and_then(|claim| claim.columns.iter().position(|one| one.name == column));
        match found.zip(at) {
            Some((claim, at)) => sides.push((name, claim, at)),
            None if name == "here" => {}
            None => {
                return Err(Problem::general(
                    format!("{FILE} has no column `{column}` of a claim `{id}` under {name}"),
                    "take the names from `cargo xtask claims --format json`",
                ));
            }
        }
    }
    let Some((_, first, _)) = sides.first() else {
        let help = format!("make it with `{COMMAND}`");
        return Err(Problem::general(format!("{FILE} has no runs"), help));
    };
    let mut text = head(what, sides.iter().map(|(name, _, _)| *name));
    for (at, row) in first.rows.iter().enumerate() {
        let figures = sides.iter().map(|(_, claim, column)| {
            let value = claim.rows.get(at).and_then(|row| *row.values.get(*column)?);
            value.map(|value| shown(claim.columns[*column].unit, value))
        });
        let figures: Vec<_> = figures.collect();
        if figures.iter().any(Option::is_some) {
            line(
                &mut text,
                &row.what,
                figures
                    .into_iter()
                    .map(|figure| figure.unwrap_or_else(|| "-".to_owned())),
            );
        }
    }
    line(
        &mut text,
        "The claim",
        sides.iter().map(|(_, claim, _)| match &claim.verdict {
            ClaimVerdict::HoldsOnlyIf(_) => "holds in part".to_owned(),
            verdict => escape(&verdict.to_string()),
        }),
    );
    Ok(text + "</tbody></table></div>\n")
}

/// A figure, its digits on one line.
fn shown(unit: Unit, value: f64) -> String {
    escape(&unit.show(value)).replace(' ', "\u{a0}")
}

/// Per exercise and allocator: the version without an arena, the solution, and Bad's own time beside the first allocator's.
fn exercises(results: &Results) -> String {
    let mut text = head("Exercise", results.runs.iter().map(|run| &*run.allocator));
    let Some(first) = results.runs.first() else {
        return text + "</tbody></table></div>\n";
    };
    for exercise in &first.exercises {
        let cells = results.runs.iter().map(|run| {
            let found = run.exercises.iter().find(|other| other.id == exercise.id);
            found.map_or_else(
                || "-".to_owned(),
                |found| {
                    let ratio = |side: &Option<Interval>| {
                        side.map_or_else(|| "-".to_owned(), |[_, ratio, _]| format!("{ratio:.2}"))
                    };
                    let (tuned, reference) = (ratio(&found.tuned), ratio(&found.reference));
                    let bad = found.bad_ns / exercise.bad_ns;
                    format!("{bad:.2}<br>{tuned}\u{a0}→\u{a0}{reference}")
                },
            )
        });
        line(&mut text, &format!("`{}`", exercise.id), cells);
    }
    text + "</tbody></table></div>\n"
}

fn head<'a>(first: &str, names: impl Iterator<Item = &'a str>) -> String {
    let mut text = format!(
        "<div class=\"table-wrapper\"><table>\n<thead><tr><th>{}</th>",
        inline(first)
    );
    for name in names {
        let _ = write!(text, "<th>{}</th>", escape(name));
    }
    text + "</tr></thead>\n<tbody>\n"
}

/// A row; its cells are HTML.
fn line(text: &mut String, what: &str, cells: impl Iterator<Item = String>) {
    let _ = write!(text, "<tr><th>{}</th>", unbroken(&inline(what)));
    for cell in cells {
        let _ = write!(text, "<td>{cell}</td>");
    }
    *text += "</tr>\n";
}
