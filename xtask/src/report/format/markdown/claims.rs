//! `claims` for a page: a table of verdicts, and a table of figures for each claim.

use super::escape::cell;
use crate::report::claims::{figures, machine};
use claims::document::Document;
use std::fmt::Write as _;

/// A table of verdicts, and a table of figures for each claim.
pub(super) fn render(document: &Document) -> String {
    let mut text = String::from("| claim | here | what to do |\n|---|---|---|\n");
    for claim in &document.claims {
        let cells =
            [&claim.claim, &claim.verdict.to_string(), &claim.advice].map(|text| cell(text));
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    let _ = writeln!(text, "\n{}", machine(document));
    for claim in &document.claims {
        let _ = writeln!(text, "\n### {}\n", claim.claim);
        let names = claim.columns.iter().map(|column| cell(&column.name));
        let names: Vec<String> = names.collect();
        let _ = writeln!(text, "| | {} |", names.join(" | "));
        let _ = writeln!(text, "|---|{}", "---:|".repeat(names.len()));
        for (what, values) in figures(claim) {
            let _ = writeln!(text, "| {} | {} |", cell(what), values.join(" | "));
        }
    }
    text
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::report::claims::examples::document;

    #[test]
    fn no_cell_breaks_the_table() {
        let text = render(&document());
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
