//! The agenda of a workshop, from a fenced block `agenda`:
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
//! chapter = "parsing.md"      # takes as long as its line of minutes says: "…; 10 to present"
//!
//! [[item]]
//! exercise = "parse-tree"     # takes as long as its exercise.toml says
//! ```
//!
//! Items follow one another. The build fails if they do not end at `end`: when a chapter or an exercise changes its
//! minutes, the agenda must follow.

use crate::Problem;
use crate::widget::{Mistake, line_of, markdown, mistake, parse, require_text};
use serde::Deserialize;
use std::fmt::Write;
use toml::Spanned;
use workbook::plan::time_of_day;

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

/// An item of the agenda.
pub struct Item {
    /// What happens, as Markdown.
    pub name: String,
    /// How long it takes.
    pub minutes: u32,
    /// The chapter that it is, or whose exercise it is, relative to `book/src`.
    pub chapter: Option<String>,
    /// The exercise that it is, by its id.
    pub exercise: Option<String>,
}

/// An agenda that adds up.
pub struct Agenda {
    /// What it is called, as Markdown.
    pub title: String,
    /// Each with its beginning, in minutes since midnight.
    pub items: Vec<(u32, Item)>,
    /// Its end, in minutes since midnight.
    pub end: u32,
}

/// Knows how long chapters and exercises take.
pub trait Durations {
    /// A chapter, presented rather than read.
    fn chapter(&self, file: &str) -> Result<Item, Problem>;
    /// An exercise, by its id.
    fn exercise(&self, id: &str) -> Result<Item, Problem>;
}

/// Renders the agenda as a Markdown table. The line of a mistake counts from the first line of `source`.
pub fn render(source: &str, durations: &impl Durations) -> Result<String, Mistake> {
    let Agenda { title, items, end } = plan(source, durations)?;
    let mut text = format!("| {title} | What | Minutes |\n|---|---|---:|\n");
    for (start, item) in items {
        let Item { name, minutes, .. } = &item;
        let name = match (&item.chapter, &item.exercise) {
            (Some(chapter), None) => format!("[{name}]({chapter})"),
            _ => name.clone(),
        };
        let _ = writeln!(text, "| {} | {name} | {minutes} |", clock(start));
    }
    let _ = writeln!(text, "| {} | End | |", clock(end));
    Ok(text)
}

/// Reads an agenda, and requires that it adds up.
pub fn plan(source: &str, durations: &impl Durations) -> Result<Agenda, Mistake> {
    let agenda: WireAgenda = parse(source, "agenda", HELP)?;
    require_text(source, &agenda.title, HELP)?;
    let mut now = time(source, &agenda.start)?;
    let end = time(source, &agenda.end)?;
    let mut items = Vec::new();
    for item in &agenda.item {
        let entry = match item.as_ref() {
            WireItem::Text { text, minutes } => Ok(Item {
                name: markdown(text),
                minutes: *minutes,
                chapter: None,
                exercise: None,
            }),
            WireItem::Chapter { chapter } => durations.chapter(chapter),
            WireItem::Exercise { exercise } => durations.exercise(exercise),
        };
        let entry = entry.map_err(|problem| Mistake {
            line: line_of(source, item.span().start),
            problem,
        })?;
        let start = now;
        now += entry.minutes;
        items.push((start, entry));
    }
    if now != end {
        let what = format!("the items end at {}, not at {}", clock(now), clock(end));
        let help = "change an item, or `end`";
        return Err(mistake(source, &agenda.end, what, help));
    }
    let title = markdown(agenda.title.as_ref());
    Ok(Agenda { title, items, end })
}

/// Minutes since midnight.
fn time(source: &str, text: &Spanned<String>) -> Result<u32, Mistake> {
    time_of_day(text.as_ref()).ok_or_else(|| {
        mistake(
            source,
            text,
            "this is not a time of day",
            "write it as \"09:30\"",
        )
    })
}

/// Minutes since midnight, as a clock shows them.
pub fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// How many minutes a chapter takes to present: `10` in `<p class="minutes">25 minutes to read; 10 to present</p>`.
pub fn minutes_to_tell(chapter: &str) -> Option<u32> {
    let line = chapter
        .lines()
        .find_map(|line| line.strip_prefix("<p class=\"minutes\">"))?;
    let (before, _) = line.split_once(" to present")?;
    before.rsplit(' ').next()?.parse().ok()
}
