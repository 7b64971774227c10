//! The figures that a sentence of the book is driven by: each is complete as it is written here, and `theme/figure.js`
//! lets the reader move something in it.
//!
//! What they show is computed by a real arena (`doubling`, `rounds`, `order`), or was recorded from code and from the
//! compiler by the tests of the listings (`owners`, `borrows`).

mod borrows;
pub mod doubling;
pub mod drawing;
pub mod order;
mod owners;
pub mod rounds;

use crate::html::{escape, inline};
use crate::{Checkout, Problem};
use serde::de::DeserializeOwned;
use std::fmt::Write;

const NAMES: [&str; 5] = ["doubling", "rounds", "order", "owners", "borrows"];

/// Renders the figure `name` with a caption.
pub(crate) fn figure(checkout: &Checkout, name: &str, caption: &str) -> Result<String, Problem> {
    let body = match name {
        "doubling" => doubling(),
        "rounds" => rounds(),
        "order" => order::html(),
        "owners" => owners::html(checkout)?,
        "borrows" => borrows::html(checkout)?,
        _ => {
            return Err(Problem::general(
                format!("there is no figure `{name}`"),
                format!("use one of: {}", NAMES.join(", ")),
            ));
        }
    };
    // Without blank lines: Markdown would end the HTML block at one.
    Ok(format!(
        "<arena-figure kind=\"{name}\">\n<figure class=\"picture\" id=\"figure-{name}\">\n<p class=\"kind\">Picture</p>\n\
         <figcaption>{}</figcaption>\n{body}</figure>\n</arena-figure>\n",
        inline(caption)
    ))
}

/// Reads what the tests of the listings have recorded.
fn read<T: DeserializeOwned>(checkout: &Checkout, name: &str) -> Result<T, Problem> {
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
struct Slider {
    before: &'static str,
    after: &'static str,
    /// Its name, for those who do not see the sentence.
    name: &'static str,
    min: usize,
    max: usize,
    step: usize,
    value: usize,
    shown: String,
}

impl Slider {
    fn html(&self) -> String {
        format!(
            "<p class=\"drive\"><span>{} <output>{}</output> {}</span> <input class=\"needs-script\" type=\"range\" \
             aria-label=\"{}\" min=\"{}\" max=\"{}\" step=\"{}\" value=\"{}\" autocomplete=\"off\"></p>\n",
            inline(self.before),
            escape(&self.shown),
            inline(self.after),
            escape(self.name),
            self.min,
            self.max,
            self.step,
            self.value
        )
    }
}

/// Kinds of pieces with their names, as they are drawn.
fn legend(kinds: &[(&str, &str)]) -> String {
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
fn told(summary: &str, rows: &[Vec<String>]) -> String {
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

fn doubling() -> String {
    let slider = Slider {
        before: "Two vectors of `u32` grow alternately. Each holds",
        after: "numbers.",
        name: "Numbers in each vector",
        min: *doubling::NUMBERS.start(),
        max: *doubling::NUMBERS.end(),
        step: 1,
        value: doubling::AT_FIRST,
        shown: doubling::AT_FIRST.to_string(),
    };
    let kinds = [
        ("used", "numbers"),
        ("room", "room for more"),
        ("left", "left behind until the reset"),
        ("tip", "the finger, which moves to the left"),
    ];
    slider.html()
        + &doubling::drawing(doubling::AT_FIRST).html()
        + &legend(&kinds)
        + &told("The same in numbers", &doubling::table())
}

fn rounds() -> String {
    let slider = Slider {
        before: "Each round allocates 300 records of 64 bytes; the third one",
        after: "of them.",
        name: "Records in the third round",
        min: *rounds::RECORDS.start(),
        max: *rounds::RECORDS.end(),
        step: rounds::STEP,
        value: rounds::AT_FIRST,
        shown: drawing::thousands(rounds::AT_FIRST),
    };
    let kinds = [
        ("used", "used in this round"),
        ("room", "not used"),
        ("freed", "freed by its reset"),
        ("kept", "kept by its reset"),
    ];
    slider.html()
        + &rounds::drawing(rounds::AT_FIRST).html()
        + &legend(&kinds)
        + &told("The same in numbers", &rounds::table())
}
