//! `claims`: each published claim with its verdict and figures, for people and for Markdown.

use super::table::{Cell, Look, paint, render};
use claims::document::{Claim, ClaimVerdict, Document};
use std::fmt::Write as _;

/// Blocks of text, one for each claim, and the verdicts once more at the end.
pub fn human(document: &Document) -> String {
    let mut text = String::new();
    for claim in &document.claims {
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(text, "{}", paint(&claim.claim, Look::Head));
        let _ = writeln!(
            text,
            "{}\n",
            paint(&claim.verdict.to_string(), look(&claim.verdict))
        );
        text += &render(&figures(claim));
        let _ = writeln!(text, "\n{}\n\n", claim.advice);
    }
    let rows: Vec<Vec<Cell>> = document.claims.iter().map(verdict_row).collect();
    text += &render(&rows);
    let _ = writeln!(text, "\n{}", machine(document));
    text
}

/// A table of verdicts, and a table of figures for each claim.
pub fn markdown(document: &Document) -> String {
    let mut text = String::from("| claim | here | what to do |\n|---|---|---|\n");
    for claim in &document.claims {
        let cells =
            [&claim.claim, &claim.verdict.to_string(), &claim.advice].map(|cell| escape(cell));
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    let _ = writeln!(text, "\n{}", machine(document));
    for claim in &document.claims {
        let _ = writeln!(text, "\n### {}\n", claim.claim);
        let names = claim.columns.iter().map(|column| escape(&column.name));
        let names: Vec<String> = names.collect();
        let _ = writeln!(text, "| | {} |", names.join(" | "));
        let _ = writeln!(text, "|---|{}", "---:|".repeat(names.len()));
        for (what, values) in shown(claim) {
            let _ = writeln!(text, "| {} | {} |", escape(what), values.join(" | "));
        }
    }
    text
}

fn machine(document: &Document) -> String {
    let quick = match document.quick {
        true => " Sizes were tiny: the figures and verdicts mean nothing.",
        false => "",
    };
    format!("Measured on {}.{quick}", document.host)
}

fn verdict_row(claim: &Claim) -> Vec<Cell> {
    vec![
        Cell::left(&*claim.id, Look::Plain),
        Cell::left(claim.verdict.to_string(), look(&claim.verdict)),
    ]
}

fn figures(claim: &Claim) -> Vec<Vec<Cell>> {
    let names = claim
        .columns
        .iter()
        .map(|column| Cell::right(&*column.name, Look::Faint));
    let mut rows: Vec<Vec<Cell>> = vec![
        std::iter::once(Cell::left("", Look::Plain))
            .chain(names)
            .collect(),
    ];
    for (what, values) in shown(claim) {
        let values = values
            .into_iter()
            .map(|value| Cell::right(value, Look::Plain));
        rows.push(
            std::iter::once(Cell::left(what, Look::Plain))
                .chain(values)
                .collect(),
        );
    }
    rows
}

/// Each row's case, and its figures with their units; `-` where there is none.
fn shown(claim: &Claim) -> impl Iterator<Item = (&str, Vec<String>)> {
    claim.rows.iter().map(|row| {
        let values = row
            .values
            .iter()
            .zip(&claim.columns)
            .map(|(value, column)| match value {
                Some(value) => column.unit.show(*value),
                None => "-".to_owned(),
            });
        (&*row.what, values.collect())
    })
}

fn look(verdict: &ClaimVerdict) -> Look {
    match verdict {
        ClaimVerdict::Holds => Look::Good,
        ClaimVerdict::HoldsOnlyIf(_) => Look::Plain,
        ClaimVerdict::DoesNotHold => Look::Bad,
    }
}

/// Text for a cell of a Markdown table; what stands in backticks stays code.
fn escape(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(at, part)| match at % 2 {
        0 => part.replace('|', "\\|").replace('<', "&lt;"),
        _ => part.replace('|', "\\|"),
    });
    parts.collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use claims::document::{Column, Host, Row, Unit, VERSION};

    fn document() -> Document {
        Document {
            version: VERSION,
            host: Host {
                os: "linux".to_owned(),
                cpu: "a processor".to_owned(),
                cores: 2,
                rustc: "1.95.0".to_owned(),
                allocator: None,
            },
            quick: false,
            claims: vec![Claim {
                id: "flat-list".to_owned(),
                claim: "A `Vec<T>` | an arena.".to_owned(),
                verdict: ClaimVerdict::HoldsOnlyIf("it rains".to_owned()),
                columns: vec![Column {
                    name: "Vec<Node>".to_owned(),
                    unit: Unit::Ns,
                }],
                rows: vec![
                    Row {
                        what: "one".to_owned(),
                        values: vec![Some(1.25)],
                    },
                    Row {
                        what: "two".to_owned(),
                        values: vec![None],
                    },
                ],
                advice: "Do it.".to_owned(),
            }],
        }
    }

    #[test]
    fn people_see_claim_verdict_figures_and_advice() {
        colored::control::set_override(false);
        let text = human(&document());
        let expected = "A `Vec<T>` | an arena.\nholds only if it rains\n\n      Vec<Node>\n one     1.2 ns\n two          -\n\nDo it.\n";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.ends_with("\n flat-list  holds only if it rains\n\nMeasured on a processor, 2 cores, linux, rustc 1.95.0.\n"), "{text}");
    }

    #[test]
    fn markdown_is_a_table_that_no_cell_breaks() {
        let text = markdown(&document());
        assert!(
            text.contains("| A `Vec<T>` \\| an arena. | holds only if it rains | Do it. |\n"),
            "{text}"
        );
        assert!(
            text.contains("| | Vec&lt;Node> |\n|---|---:|\n| one | 1.2 ns |\n| two | - |\n"),
            "{text}"
        );
    }
}
