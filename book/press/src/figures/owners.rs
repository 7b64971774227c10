//! Five ways to keep a value that owns text, and what has become of all three when the variables and the arena are gone.
//! Which drops run was recorded from real code by the tests of the listings.

use super::parts::{Slider, read, told};
use crate::html::{escape, inline};
use crate::{Checkout, Problem};
use serde::Deserialize;

/// What the slider goes through.
const MOMENTS: [&str; 3] = [
    "all is built",
    "your variables are gone",
    "the arena is gone, too",
];

#[derive(Deserialize)]
struct Case {
    name: String,
    /// The type of the variable.
    yours: String,
    /// What is in the arena, each owning the next.
    in_arena: Vec<String>,
    /// Whether its drop ran when the variable ended.
    dropped: bool,
    /// Bytes that are on the heap in the end.
    left: usize,
}

/// A thing with what has happened to it at each of `MOMENTS`; nothing so far is an empty text.
fn thing(class: &str, name: &str, states: [&str; 3]) -> String {
    let last = states[2];
    format!(
        "<span class=\"thing is-{class} is-{}\" data-states=\"{}\"><b>{}</b><small>{last}</small></span>",
        last.split(' ').next().unwrap_or(""),
        states.join("|"),
        escape(name)
    )
}

/// From an owner to what it owns, or from a borrower; it is gone as soon as one of them is.
fn arrow(class: &str, states: &str) -> String {
    format!("<i class=\"is-{class} is-gone\" data-states=\"{states}\"></i>")
}

/// What is drawn; what a moment does not have is not shown at it, in a place that stays.
const LEGEND: &str = "<ul class=\"figure-legend\" aria-hidden=\"true\">\
    <li><i class=\"is-gone\" data-states=\"||gone\"></i>owns</li>\
    <li><i class=\"is-borrow is-gone\" data-states=\"|gone|gone\"></i>borrows</li>\
    <li data-states=\"absent||\"><span class=\"thing is-gone\"></span>gone</li>\
    <li class=\"either\">\
    <span class=\"is-absent\" data-states=\"absent||absent\"><span class=\"thing is-taken\"></span>dropped, its place taken until the arena is gone</span>\
    <span data-states=\"absent|absent|\"><span class=\"thing is-leaked\"></span>leaked: nobody is left to free it</span></li></ul>\n";

impl Case {
    /// A row, with arrows from owner to owned: the arena is a frame behind it.
    fn html(&self) -> String {
        let (class, value, text) = match self.dropped {
            true => ("owner", ["", "dropped", "dropped"], ["", "freed", "freed"]),
            // The value goes with the arena.
            false => ("borrow", ["", "", "never dropped"], ["", "", "leaked"]),
        };
        let in_arena = self.in_arena.iter().map(|name| thing("value", name, value));
        let in_arena: Vec<_> = in_arena.collect();
        let gone = if self.dropped { "|gone|gone" } else { "||gone" };
        format!(
            "<li><p>{}</p><div class=\"owners\" aria-hidden=\"true\"><span class=\"in-arena is-gone\" data-states=\"||gone\"></span>\
             {}{}{}{}{}</div></li>",
            inline(&self.name),
            thing(class, &self.yours, ["", "gone", "gone"]),
            arrow(class, "|gone|gone"),
            in_arena.join(&arrow("owner", gone)),
            arrow("owner", gone),
            thing("text", "“Ada”", text)
        )
    }

    fn row(&self) -> Vec<String> {
        let [drop, text] = match (self.dropped, self.left) {
            (true, 0) => [
                "when your variable goes".to_owned(),
                "is freed then".to_owned(),
            ],
            (_, left) => ["never".to_owned(), format!("{left} bytes are leaked")],
        };
        vec![self.name.clone(), drop, text]
    }
}

pub(super) fn html(checkout: &Checkout) -> Result<String, Problem> {
    let cases: Vec<Case> = read(checkout, "owners")?;
    let slider = Slider {
        before: "Now",
        after: "",
        name: "Moment",
        min: 0,
        max: MOMENTS.len() - 1,
        step: 1,
        value: MOMENTS.len() - 1,
        shown: MOMENTS[2].to_owned(),
        stops: &MOMENTS,
    };
    let items: String = cases.iter().map(Case::html).collect();
    let head = ["The value is in", "`drop` runs", "Its text"].map(str::to_owned);
    let rows: Vec<_> = std::iter::once(head.to_vec())
        .chain(cases.iter().map(Case::row))
        .collect();
    Ok(format!(
        "{}<div class=\"drawing\" data-moments=\"{}\">\n<p class=\"owners is-head\" aria-hidden=\"true\"><span>your variable</span>\
         <span>the arena</span><span>the heap</span></p>\n<ol class=\"cases\">{items}</ol>\n</div>\n{}{}",
        slider.html(),
        MOMENTS.join("|"),
        LEGEND,
        told("Which drops run, in words", &rows)
    ))
}
