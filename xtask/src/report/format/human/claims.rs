//! `claims` for people: each published claim with its verdict and figures, then a summary.

use crate::report::claims::{figures, machine};
use crate::report::table::{self, Cell, Style, paint};
use crate::report::wrap::wrap;
use crate::terminal;
use claims::document::{Claim, ClaimVerdict, Document};
use std::fmt::Write as _;

/// How far the continuation of a long line is indented.
const HANGING: usize = 2;

/// A block of text for each claim, and a summary of the verdicts at the end.
pub(super) fn render(document: &Document) -> String {
    let mut text = String::new();
    for claim in &document.claims {
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(text, "{}", paint(&claim.claim, Style::Head));
        let _ = writeln!(
            text,
            "{}\n",
            paint(&claim.verdict.to_string(), style(&claim.verdict))
        );
        text += &table::render(&rows(claim));
        let _ = writeln!(text, "\n{}\n\n", claim.advice);
    }
    let verdicts: Vec<Vec<Cell>> = document.claims.iter().map(verdict_row).collect();
    text += &table::render(&verdicts);
    let _ = writeln!(text, "\n{}", machine(document));
    wrap(&text, terminal::width(), HANGING)
}

fn verdict_row(claim: &Claim) -> Vec<Cell> {
    vec![
        Cell::left(&*claim.id, Style::Plain),
        Cell::left(claim.verdict.to_string(), style(&claim.verdict)),
    ]
}

fn rows(claim: &Claim) -> Vec<Vec<Cell>> {
    let names = claim
        .columns
        .iter()
        .map(|column| Cell::right(&*column.name, Style::Faint));
    let mut rows: Vec<Vec<Cell>> = vec![
        std::iter::once(Cell::left("", Style::Plain))
            .chain(names)
            .collect(),
    ];
    for (what, values) in figures(claim) {
        let values = values
            .into_iter()
            .map(|value| Cell::right(value, Style::Plain));
        rows.push(
            std::iter::once(Cell::left(what, Style::Plain))
                .chain(values)
                .collect(),
        );
    }
    rows
}

fn style(verdict: &ClaimVerdict) -> Style {
    match verdict {
        ClaimVerdict::Holds => Style::Good,
        ClaimVerdict::HoldsOnlyIf(_) => Style::Plain,
        ClaimVerdict::DoesNotHold => Style::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::claims::examples::document;

    #[test]
    fn people_see_claim_verdict_figures_and_advice() {
        colored::control::set_override(false);
        let text = render(&document());
        let start = "A `Vec<T>` | an arena.\nholds only if it rains\n\n      \
                     Vec<Node>\n one     1.2 ns\n two          -\n\nDo it.\n";
        assert!(text.starts_with(start), "{text}");
        let end = "\n flat-list  holds only if it rains\n\n\
                   Measured on a processor, 2 cores, linux, rustc 1.95.0.\n";
        assert!(text.ends_with(end), "{text}");
    }
}
