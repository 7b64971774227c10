//! Renders the results of `cargo xtask claims` on this machine, or names the command.

use crate::html::{escape, inline};
use crate::{Checkout, Problem};
use claims::document::{COMMAND, Claim, Document, Unit, Unreadable, file, load};
use std::fmt::Write;

/// Renders the results stored for this checkout. If there are none, one line says what to run: published pages belong
/// to no machine. Where the book is served, the element draws them, and lets the reader measure.
pub fn results(checkout: &Checkout) -> Result<String, Problem> {
    let results = match load(checkout.root()) {
        Ok(document) => Ok(unbroken(&table(&document))),
        Err(Unreadable::NotMeasured) => Ok(format!(
            "<p class=\"claims\">Not measured on this machine yet: run <code>{COMMAND}</code>.</p>\n"
        )),
        Err(Unreadable::Damaged(reason)) => {
            let file = checkout.show(&file(checkout.root()));
            Err(Problem::general(
                format!("{file} is damaged ({reason})"),
                format!("write it again with `{COMMAND}`, or delete it"),
            ))
        }
    };
    Ok(format!("<arena-claims>\n{}</arena-claims>\n", results?))
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
        "<details{}>\n<summary>{}</summary>\n<div class=\"table-wrapper\"><table>\n<thead><tr><td></td>",
        drawn(claim),
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

/// What a chart needs besides the table: the published figure, the unit, and the figures as numbers.
fn drawn(claim: &Claim) -> String {
    let (Some([from, to]), Some(column)) = (claim.published, claim.columns.first()) else {
        return String::new();
    };
    let unit = match column.unit {
        Unit::Ns => "ns",
        Unit::Ratio => "×",
        Unit::Bytes => "B",
        Unit::Count => "",
    };
    let rows = claim.rows.iter().map(|row| {
        let values = row.values.iter().map(|value| match value {
            Some(value) => value.to_string(),
            None => String::new(),
        });
        values.collect::<Vec<_>>().join(",")
    });
    let rows: Vec<String> = rows.collect();
    format!(
        " data-published=\"{from},{to}\" data-unit=\"{unit}\" data-values=\"{}\"",
        rows.join(";")
    )
}

/// Keeps the digits of a number such as `1 000` on one line.
pub(crate) fn unbroken(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut chars = html.chars().peekable();
    let mut last = None;
    while let Some(c) = chars.next() {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        match c {
            ' ' if is_digit(last) && is_digit(chars.peek().copied()) => text.push('\u{a0}'),
            c => text.push(c),
        }
        last = Some(c);
    }
    text
}
