//! What the figures of an arena are drawn from: strips of memory with pieces, and what is said below them. `theme/figure.js`
//! draws the same in the page.

use crate::html::escape;
use serde::Serialize;
use std::fmt::Write;

/// A figure at one setting of its slider.
#[derive(Debug, Serialize)]
pub struct Drawing {
    /// From top to bottom.
    pub lanes: Vec<Lane>,
    /// Its numbers, with their names.
    pub facts: Vec<(String, String)>,
    /// How they come about; the first row is the head.
    pub sums: Vec<Vec<String>>,
    /// What it shows, in a sentence or two.
    pub said: String,
}

/// A strip of memory under its name.
#[derive(Debug, Serialize)]
pub struct Lane {
    /// What it is.
    pub name: String,
    /// What happens to it.
    pub note: String,
    /// The bytes that its whole width stands for.
    pub of: usize,
    /// Where the arena's finger is. It is not drawn where nothing depends on it.
    pub finger: Option<usize>,
    /// Names of groups of pieces, above them. The place for them is there also when there are none to name.
    pub groups: Option<Vec<Piece>>,
    /// Where faint lines run through it, and on through the lanes around it.
    pub columns: Vec<usize>,
    /// What lies in it.
    pub pieces: Vec<Piece>,
    /// A ruler below it: bytes, and their labels.
    pub ticks: Vec<(usize, String)>,
}

/// A part of a strip.
#[derive(Debug, Serialize)]
pub struct Piece {
    /// How it is drawn, one of the legend's.
    pub kind: &'static str,
    /// Where it begins, in bytes from the left.
    pub at: usize,
    /// Its bytes.
    pub size: usize,
    /// What is written on it.
    pub text: String,
}

impl Piece {
    pub(crate) fn new(kind: &'static str, at: usize, size: usize, text: impl ToString) -> Self {
        let text = text.to_string();
        Self {
            kind,
            at,
            size,
            text,
        }
    }
}

impl Drawing {
    /// Its lanes, numbers and words as HTML, without blank lines: Markdown would end the block at one.
    pub fn html(&self) -> String {
        let lanes: Vec<_> = self.lanes.iter().map(Lane::html).collect();
        let facts: Vec<_> = self.facts.iter().map(fact).collect();
        let facts = match facts.is_empty() {
            true => String::new(),
            false => format!("<dl class=\"facts\">{}</dl>", facts.concat()),
        };
        format!(
            "<div class=\"drawing\"><div class=\"lanes\">{}</div>{facts}{}<p class=\"figure-said\" role=\"status\">{}</p></div>\n",
            lanes.concat(),
            sums(&self.sums),
            escape(&self.said)
        )
    }
}

fn fact((name, value): &(String, String)) -> String {
    format!(
        "<div><dt>{}</dt><dd>{}</dd></div>",
        escape(name),
        escape(value)
    )
}

fn sums(rows: &[Vec<String>]) -> String {
    let Some((head, body)) = rows.split_first() else {
        return String::new();
    };
    let cells = |row: &[String], open: &str, close: &str| {
        let cells = row
            .iter()
            .map(|cell| format!("<{open}>{}</{close}>", escape(cell)));
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let body: String = body.iter().map(|row| cells(row, "td", "td")).collect();
    format!(
        "<table class=\"sums\"><thead>{}</thead><tbody>{body}</tbody></table>",
        cells(head, "th scope=\"col\"", "th")
    )
}

impl Lane {
    /// Shown to the eye only: the words of the figure say the same.
    fn html(&self) -> String {
        let mut html = format!(
            "<div class=\"lane\" aria-hidden=\"true\" style=\"--of: {}\"><p><b>{}</b> <span>{}</span></p>",
            self.of,
            escape(&self.name),
            escape(&self.note)
        );
        if !self.columns.is_empty() {
            html.push_str("<div class=\"columns\">");
            for at in &self.columns {
                let _ = write!(html, "<span style=\"--at: {at}\"></span>");
            }
            html.push_str("</div>");
        }
        if let Some(groups) = &self.groups {
            let _ = write!(html, "<div class=\"groups\">{}</div>", pieces(groups));
        }
        let _ = write!(html, "<div class=\"strip\">{}", pieces(&self.pieces));
        if let Some(at) = self.finger {
            let _ = write!(html, "<span class=\"tip\" style=\"--at: {at}\"></span>");
        }
        html.push_str("</div>");
        if !self.ticks.is_empty() {
            html.push_str("<div class=\"ruler\">");
            for (at, label) in &self.ticks {
                let _ = write!(html, "<span style=\"--at: {at}\">{}</span>", escape(label));
            }
            html.push_str("</div>");
        }
        html + "</div>"
    }
}

fn pieces(pieces: &[Piece]) -> String {
    let pieces = pieces.iter().map(|piece| {
        format!(
            "<span class=\"piece is-{}\" style=\"--at: {}; --size: {}\">{}</span>",
            piece.kind,
            piece.at,
            piece.size,
            escape(&piece.text)
        )
    });
    pieces.collect()
}

/// A number with commas between its thousands.
pub fn thousands(number: usize) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{},{:03}", thousands(number / 1000), number % 1000),
    }
}

/// A number of things.
pub(crate) fn counted(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", thousands(number))
}
