//! What the figures share besides strips: a slider in a sentence, a legend, a table, and records.

use crate::html::{escape, inline};
use crate::{Checkout, Problem};
use serde::de::DeserializeOwned;
use std::fmt::Write;

/// Reads what the tests of the listings have recorded.
pub(super) fn read<T: DeserializeOwned>(checkout: &Checkout, name: &str) -> Result<T, Problem> {
    let mut path = checkout.listings();
    path.pop();
    path.push(format!("recorded/{name}.json"));
    let text = std::fs::read_to_string(&path).map_err(|error| error.to_string());
    text.and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()))
        .map_err(|error| {
            Problem::general(
                format!("{} is not a record ({error})", checkout.show(&path)),
                "write it again with `UPDATE_EXPECT=1 cargo test -p listings figures`",
            )
        })
}

/// A number in a sentence, and the slider that changes it.
pub(super) struct Slider {
    pub(super) before: &'static str,
    pub(super) after: &'static str,
    /// Its name, for those who do not see the sentence.
    pub(super) name: &'static str,
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) step: usize,
    pub(super) value: usize,
    pub(super) shown: String,
    /// What its places are called, if they are few enough to stand below it.
    pub(super) stops: &'static [&'static str],
}

impl Slider {
    pub(super) fn html(&self) -> String {
        format!(
            "<p class=\"drive\"><span>{} <output>{}</output> {}</span> <input class=\"needs-script\" type=\"range\" \
             aria-label=\"{}\" min=\"{}\" max=\"{}\" step=\"{}\" value=\"{}\" autocomplete=\"off\">{}</p>\n",
            inline(self.before),
            escape(&self.shown),
            inline(self.after),
            escape(self.name),
            self.min,
            self.max,
            self.step,
            self.value,
            self.stops()
        )
    }

    fn stops(&self) -> String {
        let stops = self.stops.iter().enumerate().map(|(at, stop)| {
            let here = if at == self.value {
                " class=\"is-here\""
            } else {
                ""
            };
            format!("<span data-place=\"{at}\"{here}>{}</span>", escape(stop))
        });
        match self.stops {
            [] => String::new(),
            _ => format!(
                "<span class=\"stops needs-script\" aria-hidden=\"true\">{}</span>",
                stops.collect::<String>()
            ),
        }
    }
}

/// Kinds of pieces with their names, as they are drawn.
pub(super) fn legend(kinds: &[(&str, &str)]) -> String {
    let kinds = kinds.iter().map(|(kind, name)| {
        let sample = match *kind {
            "tip" => "<span class=\"tip\"></span>".to_owned(),
            kind => format!("<span class=\"piece is-{kind}\"></span>"),
        };
        format!("<li>{sample}{}</li>", escape(name))
    });
    let kinds: String = kinds.collect();
    format!("<ul class=\"figure-legend\" aria-hidden=\"true\">{kinds}</ul>\n")
}

/// The figure in words; the first row is its head.
pub(super) fn told(summary: &str, rows: &[Vec<String>]) -> String {
    let mut html = format!(
        "<details class=\"told\">\n<summary>{}</summary>\n<div class=\"table-wrapper\"><table>\n",
        escape(summary)
    );
    for (at, row) in rows.iter().enumerate() {
        let cells = row.iter().map(|cell| match at {
            0 => format!("<th scope=\"col\">{}</th>", inline(cell)),
            _ => format!("<td>{}</td>", inline(cell)),
        });
        let cells: String = cells.collect();
        let (open, close) = match at {
            0 => ("<thead>", "</thead>\n<tbody>"),
            _ => ("", ""),
        };
        let _ = writeln!(html, "{open}<tr>{cells}</tr>{close}");
    }
    html + "</tbody></table></div>\n</details>\n"
}
