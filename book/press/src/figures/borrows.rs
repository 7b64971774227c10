//! A loop that fills a vector from an arena, written in three ways, with every place where a reset may be tried. What the
//! compiler says of each was recorded by the tests of the listings; the borrow is the bar across those that it refuses.

use super::parts::{Slider, read, told};
use crate::html::{escape, inline};
use crate::{Checkout, Problem};
use serde::Deserialize;

/// The place that the chapter is about.
const AT_FIRST: usize = 3;

#[derive(Deserialize)]
struct Recorded {
    /// Where a reset is tried.
    places: Vec<String>,
    loops: Vec<Loop>,
}

#[derive(Deserialize)]
struct Loop {
    name: String,
    /// Its lines; a number is a place between two of them.
    code: String,
    /// Whether the compiler refuses a reset at each place.
    refused: Vec<bool>,
    /// Why it is just there.
    why: String,
}

impl Loop {
    fn html(&self) -> String {
        let rows: String = self.rows().concat();
        format!(
            "<li><p>{}</p><div class=\"loop\" aria-hidden=\"true\">{rows}</div><p class=\"why\">{}</p></li>",
            inline(&self.name),
            inline(&self.why)
        )
    }

    fn rows(&self) -> Vec<String> {
        let lines: Vec<_> = self.code.lines().collect();
        let is_refused = |line: &str| {
            let place = line.parse::<usize>().ok();
            place.is_some_and(|place| self.refused.get(place) == Some(&true))
        };
        let first = lines
            .iter()
            .position(|line| is_refused(line))
            .unwrap_or(lines.len());
        let last = lines.iter().rposition(|line| is_refused(line)).unwrap_or(0);
        let rows = lines.iter().enumerate().map(|(at, line)| {
            // From the line that takes the borrow to the one that needs it last.
            let bar = match at + 1 >= first && at <= last + 1 {
                true => " in-bar",
                false => "",
            };
            match line.parse::<usize>() {
                Ok(place) => self.place(place, bar),
                Err(_) => format!(
                    "<div class=\"line{bar}\"><code>{}</code></div>",
                    escape(line)
                ),
            }
        });
        rows.collect()
    }

    fn place(&self, place: usize, bar: &str) -> String {
        let here = if place == AT_FIRST { " is-here" } else { "" };
        let (kind, verdict) = match self.refused.get(place) {
            Some(true) => ("refused", "E0502"),
            _ => ("fine", "compiles"),
        };
        let indent = if (1..=3).contains(&place) { "    " } else { "" };
        format!(
            "<div class=\"place is-{kind}{bar}{here}\" data-place=\"{place}\"><code>{indent}arena.reset();</code><span>{verdict}</span></div>"
        )
    }
}

pub(super) fn html(checkout: &Checkout) -> Result<String, Problem> {
    let recorded: Recorded = read(checkout, "borrows")?;
    let places = &recorded.places;
    let slider = Slider {
        before: "The arena is reset",
        after: "",
        name: "Place of the reset",
        min: 0,
        max: places.len().saturating_sub(1),
        step: 1,
        value: AT_FIRST,
        shown: places.get(AT_FIRST).cloned().unwrap_or_default(),
        stops: &[],
    };
    let loops: String = recorded.loops.iter().map(Loop::html).collect();
    let mut rows = vec![vec!["A reset".to_owned()]];
    rows[0].extend(recorded.loops.iter().map(|one| one.name.clone()));
    for (at, place) in places.iter().enumerate() {
        let mut row = vec![place.clone()];
        row.extend(recorded.loops.iter().map(|one| match one.refused.get(at) {
            Some(true) => "E0502".to_owned(),
            _ => "compiles".to_owned(),
        }));
        rows.push(row);
    }
    Ok(format!(
        "{}<div class=\"drawing\" data-moments=\"{}\">\n<ol class=\"loops\">{loops}</ol>\n</div>\n\
         <ul class=\"figure-legend\" aria-hidden=\"true\"><li><span class=\"borrowed\"></span>{}</li></ul>\n{}",
        slider.html(),
        escape(&places.join("|")),
        inline("`words` borrows from the arena"),
        told("Every place, in words", &rows)
    ))
}
