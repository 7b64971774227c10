//! The plan of a workshop, from a fenced block `agenda`:
//!
//! ```toml
//! title = "Half day"
//! start = "09:00"
//! end = "13:00"
//!
//! [[item]]
//! text = "Welcome"
//! minutes = 10
//!
//! [[item]]
//! chapter = "parsing.md"      # as long as its line of minutes says: "…; 10 to tell"
//!
//! [[item]]
//! exercise = "parse-tree"     # as long as its exercise.toml says
//! ```
//!
//! Items follow each other. When they do not end at `end`, the build fails: minutes change where they are written down,
//! and the plan must follow.

use crate::Problem;
use crate::widget::{Mistake, line_of, mistake, paragraphs, present};
use serde::Deserialize;
use std::fmt::Write;
use toml::Spanned;

const HELP: &str = "an agenda is TOML: `title`, `start`, `end`, and `[[item]]` with `text` and `minutes`, or `chapter`, \
                    or `exercise`";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireAgenda {
    title: Spanned<String>,
    start: Spanned<String>,
    end: Spanned<String>,
    item: Vec<Spanned<WireItem>>,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum WireItem {
    Text { text: String, minutes: u32 },
    Chapter { chapter: String },
    Exercise { exercise: String },
}

/// What an item of the plan is called, and how long it takes.
pub struct Part {
    /// As Markdown.
    pub name: String,
    /// Its length.
    pub minutes: u32,
}

/// Where the minutes of chapters and exercises are written down.
pub trait Minutes {
    /// A chapter, told and not read.
    fn chapter(&self, file: &str) -> Result<Part, Problem>;
    /// An exercise, by its id.
    fn exercise(&self, id: &str) -> Result<Part, Problem>;
}

/// The plan as a table in Markdown. A mistake's line counts from the first line of `source`.
pub fn render(source: &str, minutes: &impl Minutes) -> Result<String, Mistake> {
    let agenda: WireAgenda = toml::from_str(source).map_err(|error| Mistake {
        line: error.span().map_or(0, |span| line_of(source, span.start)),
        problem: Problem::somewhere(
            format!("this agenda cannot be read: {}", error.message()),
            HELP,
        ),
    })?;
    present(source, &agenda.title, HELP)?;
    let mut now = time(source, &agenda.start)?;
    let end = time(source, &agenda.end)?;
    let title = paragraphs(agenda.title.as_ref());
    let mut text = format!("| {title} | What | Minutes |\n|---|---|---:|\n");
    for item in &agenda.item {
        let part = match item.as_ref() {
            WireItem::Text { text, minutes } => Ok(Part {
                name: paragraphs(text),
                minutes: *minutes,
            }),
            WireItem::Chapter { chapter } => minutes.chapter(chapter),
            WireItem::Exercise { exercise } => minutes.exercise(exercise),
        };
        let part = part.map_err(|problem| Mistake {
            line: line_of(source, item.span().start),
            problem,
        })?;
        let _ = writeln!(
            text,
            "| {} | {} | {} |",
            clock(now),
            part.name,
            part.minutes
        );
        now += part.minutes;
    }
    let _ = writeln!(text, "| {} | End | |", clock(now));
    if now != end {
        let what = format!("the items end at {}, not at {}", clock(now), clock(end));
        let help = "change an item, or `end`";
        return Err(mistake(source, &agenda.end, what, help));
    }
    Ok(text)
}

/// Minutes since midnight.
fn time(source: &str, text: &Spanned<String>) -> Result<u32, Mistake> {
    let parts = text.as_ref().split_once(':');
    let parsed = parts.and_then(|(hours, minutes)| {
        let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
    });
    parsed.ok_or_else(|| {
        mistake(
            source,
            text,
            "this is no time of day",
            "write it as \"09:30\"",
        )
    })
}

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// How long a chapter takes to tell: `10` in `<p class="minutes">25 minutes to read; 10 to tell</p>`.
pub fn to_tell(chapter: &str) -> Option<u32> {
    let line = chapter
        .lines()
        .find_map(|line| line.strip_prefix("<p class=\"minutes\">"))?;
    let (before, _) = line.split_once(" to tell")?;
    before.rsplit(' ').next()?.parse().ok()
}
