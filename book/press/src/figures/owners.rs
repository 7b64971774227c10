//! Five ways to keep a value that owns text, and what has become of all three when the variables have ended and the arena is
//! dropped. Which drops run was recorded from real code by the tests of the listings.

use super::parts::{Slider, read, told};
use crate::html::{escape, inline};
use crate::{Checkout, Problem};
use serde::Deserialize;

/// What the slider goes through.
const MOMENTS: [&str; 3] = [
    "all is built",
    "your variables have ended",
    "the arena is dropped, too",
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

impl Case {
    fn html(&self) -> String {
        let (class, value, text) = match self.dropped {
            true => ("owner", ["", "dropped", "dropped"], ["", "freed", "freed"]),
            false => ("borrow", ["", "", "never dropped"], ["", "", "lost"]),
        };
        let in_arena = self.in_arena.iter().map(|name| thing("value", name, value));
        let in_arena: Vec<_> = in_arena.collect();
        format!(
            "<li><p>{}</p><div class=\"owners\" aria-hidden=\"true\"><div>{}</div><i class=\"is-{class}\"></i>\
             <div class=\"in-arena is-given\" data-states=\"||given back\">{}</div><i></i><div>{}</div></div></li>",
            inline(&self.name),
            thing(class, &self.yours, ["", "ended", "ended"]),
            in_arena.join("<i></i>"),
            thing("text", "“Ada”", text)
        )
    }

    fn row(&self) -> Vec<String> {
        let [drop, text] = match (self.dropped, self.left) {
            (true, 0) => [
                "when your variable ends".to_owned(),
                "is freed then".to_owned(),
            ],
            (_, left) => ["never".to_owned(), format!("{left} bytes are lost")],
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
    };
    let items: String = cases.iter().map(Case::html).collect();
    let head = ["The value is in", "`drop` runs", "Its text"].map(str::to_owned);
    let rows: Vec<_> = std::iter::once(head.to_vec())
        .chain(cases.iter().map(Case::row))
        .collect();
    Ok(format!(
        "{}<div class=\"drawing\" data-moments=\"{}\">\n<p class=\"owners is-head\" aria-hidden=\"true\"><span>your variable</span><i></i>\
         <span>the arena</span><i></i><span>the heap</span></p>\n<ol class=\"cases\">{items}</ol>\n</div>\n{}{}",
        slider.html(),
        MOMENTS.join("|"),
        "<ul class=\"figure-legend\" aria-hidden=\"true\"><li><i></i>owns</li><li><i class=\"is-borrow\"></i>borrows</li><li><span class=\"thing is-dropped\"></span>dropped, its place taken until the arena goes</li><li><span class=\"thing is-ended\"></span>gone</li></ul>\n",
        told("Which drops run, in words", &rows)
    ))
}
