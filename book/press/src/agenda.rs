//! The agenda of a workshop: from a fenced block `agenda` in a chapter, or from `workshop.toml`. Both have the form that
//! [`workbook::plan`] describes; in a chapter, `start` and `end` must be there.
//!
//! Items follow one another. The build fails if they do not end at `end`: when a chapter or an exercise changes its
//! minutes, the agenda must follow.

use crate::Problem;
use crate::widget::{Mistake, markdown};
use std::fmt::Write;
use workbook::plan::{self, Plan};

/// When a workshop starts that does not say so, in minutes since midnight.
const START: u32 = 9 * 60;

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

/// Renders the agenda of a chapter as a Markdown table. The line of a mistake counts from the first line of `source`.
pub fn render(source: &str, durations: &impl Durations) -> Result<String, Mistake> {
    plan(source, durations).map(|agenda| table(&agenda))
}

/// The agenda as a Markdown table.
pub fn table(Agenda { title, items, end }: &Agenda) -> String {
    let mut text = format!("| {title} | What | Minutes |\n|---|---|---:|\n");
    for (start, item) in items {
        let Item { name, minutes, .. } = &item;
        let name = match (&item.chapter, &item.exercise) {
            (Some(chapter), None) => format!("[{name}]({chapter})"),
            _ => name.clone(),
        };
        let _ = writeln!(text, "| {} | {name} | {minutes} |", clock(*start));
    }
    let _ = writeln!(text, "| {} | End | |", clock(*end));
    text
}

/// Reads the agenda of a chapter, and requires that it adds up.
pub fn plan(source: &str, durations: &impl Durations) -> Result<Agenda, Mistake> {
    let plan = plan::read(source).map_err(|wrong| mistake(wrong.line, wrong.what, wrong.help))?;
    for (is_missing, name) in [(plan.start.is_none(), "start"), (plan.end.is_none(), "end")] {
        if is_missing {
            let what = format!("this agenda has no `{name}`");
            return Err(mistake(1, what, format!("add `{name} = \"09:30\"`")));
        }
    }
    scheduled(&plan, durations)
}

/// When each item of a plan starts. If the plan says when it ends, it must add up. The line of a mistake is the plan's.
pub fn scheduled(plan: &Plan, durations: &impl Durations) -> Result<Agenda, Mistake> {
    let mut now = plan.start.unwrap_or(START);
    let mut items = Vec::new();
    for (item, line) in &plan.items {
        let entry = match item {
            plan::Item::Text { text, minutes } => Ok(Item {
                name: markdown(text),
                minutes: *minutes,
                chapter: None,
                exercise: None,
            }),
            plan::Item::Chapter(chapter) => durations.chapter(chapter),
            plan::Item::Exercise(exercise) => durations.exercise(exercise),
        };
        let entry = entry.map_err(|problem| Mistake {
            line: line - 1,
            problem,
        })?;
        let start = now;
        now += entry.minutes;
        items.push((start, entry));
    }
    if let Some((end, line)) = plan.end
        && now != end
    {
        let what = format!("the items end at {}, not at {}", clock(now), clock(end));
        return Err(mistake(line, what, "change an item, or `end`"));
    }
    Ok(Agenda {
        title: markdown(&plan.title),
        items,
        end: now,
    })
}

/// A mistake in this line, counted from 1.
fn mistake(line: usize, what: impl Into<String>, help: impl Into<String>) -> Mistake {
    Mistake {
        line: line - 1,
        problem: Problem::general(what, help),
    }
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
