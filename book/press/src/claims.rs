//! Renders what `cargo xtask claims` found on this machine, or says how to find out.

use crate::pairs::{escape, inline};
use crate::{Problem, Workbook};
use claims::document::{COMMAND, Claim, Document, Unreadable, file, load};
use std::fmt::Write;

/// The results that are kept for this checkout. Where nothing was measured yet, one line says what to run: pages that
/// are published know no machine.
pub fn results(workbook: &Workbook) -> Result<String, Problem> {
    match load(workbook.root()) {
        Ok(document) => Ok(unbroken(&table(&document))),
        Err(Unreadable::NotMeasured) => Ok(format!(
            "<p class=\"claims\">Not measured on this machine yet: run <code>{COMMAND}</code>.</p>\n"
        )),
        Err(Unreadable::Damaged(reason)) => {
            let file = workbook.shown(&file(workbook.root()));
            Err(Problem::somewhere(
                format!("{file} is damaged ({reason})"),
                format!("write it anew with `{COMMAND}`, or delete it"),
            ))
        }
    }
}

fn table(document: &Document) -> String {
    let machine = escape(&document.host.to_string());
    let mut text = format!(
        "<div class=\"claims\">\n<p>Measured on {machine}, by <code>{COMMAND}</code>.</p>\n\
         <div class=\"table-wrapper\"><table>\n\
         <thead><tr><th>Claim</th><th>Here</th><th>What to do</th></tr></thead>\n<tbody>\n"
    );
    for claim in &document.claims {
        let verdict = escape(&claim.verdict.to_string());
        let (what, advice) = (inline(&claim.claim), inline(&claim.advice));
        let _ = writeln!(
            text,
            "<tr><td>{what}</td><td>{verdict}</td><td>{advice}</td></tr>"
        );
    }
    text += "</tbody></table></div>\n";
    document
        .claims
        .iter()
        .for_each(|claim| text += &figures(claim));
    text + "</div>\n"
}

fn figures(claim: &Claim) -> String {
    let mut text = format!(
        "<details>\n<summary>{}</summary>\n<div class=\"table-wrapper\"><table>\n<thead><tr><td></td>",
        inline(&claim.claim)
    );
    for column in &claim.columns {
        let _ = write!(text, "<th>{}</th>", escape(&column.name));
    }
    text += "</tr></thead>\n<tbody>\n";
    for row in &claim.rows {
        let _ = write!(text, "<tr><th>{}</th>", escape(&row.what));
        for (value, column) in row.values.iter().zip(&claim.columns) {
            let shown = value.map_or_else(|| "-".to_owned(), |value| column.unit.show(value));
            let _ = write!(text, "<td>{}</td>", escape(&shown));
        }
        text += "</tr>\n";
    }
    text + "</tbody></table></div>\n</details>\n"
}

/// No line ends inside a number: `1 000` stays together.
fn unbroken(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut letters = html.chars().peekable();
    let mut last = None;
    while let Some(letter) = letters.next() {
        let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
        match letter {
            ' ' if is_digit(last) && is_digit(letters.peek().copied()) => text.push('\u{a0}'),
            letter => text.push(letter),
        }
        last = Some(letter);
    }
    text
}
