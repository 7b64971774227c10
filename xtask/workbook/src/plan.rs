//! A workshop's plan: `workshop.toml` at the top of the workbook, which a facilitator writes.
//!
//! ```toml
//! title = "Arenas, half a day"
//! start = "09:00"
//! end = "13:00"                   # if it is given, the items must end then
//! reports = "/mnt/class"          # a folder that all can write, or a git remote
//! exercises = ["../ours"]         # folders with exercises of one's own
//!
//! [[item]]
//! text = "Welcome"
//! minutes = 10
//!
//! [[item]]
//! chapter = "parsing.md"          # takes as long as its line of minutes says: "…; 10 to present"
//!
//! [[item]]
//! exercise = "parse-tree"         # takes as long as its exercise.toml says
//! ```
//!
//! Its exercises, in its order, are those that the runner and the pages go through. Without the file they are all. An
//! agenda in a chapter has the same form: [`read`] reads both.

use crate::exercise::{Exercise, nearest};
use crate::files::read_text;
use crate::{Problem, Result, chapters};
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

/// The file, relative to the workbook.
pub const FILE: &str = "workshop.toml";

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WirePlan {
    title: Spanned<String>,
    #[serde(default)]
    start: Option<Spanned<String>>,
    #[serde(default)]
    end: Option<Spanned<String>>,
    #[serde(default)]
    reports: Option<Spanned<String>>,
    /// Read by [`folders`].
    #[serde(default, rename = "exercises")]
    _exercises: Vec<String>,
    #[serde(default)]
    item: Vec<Spanned<WireItem>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireItem {
    text: Option<String>,
    minutes: Option<u32>,
    chapter: Option<String>,
    exercise: Option<String>,
}

/// The part of the file that says where more exercises are, whatever the rest of it says.
#[derive(Default, Deserialize)]
#[serde(default)]
struct WireFolders {
    exercises: Vec<Spanned<String>>,
}

/// The folders with private exercises, as they are named, each with its line.
pub(crate) fn folders(root: &Path) -> Vec<(String, usize)> {
    let text = read_text(root, &root.join(FILE)).unwrap_or_default();
    // What is wrong with the file is told by whoever reads all of it.
    let wire: WireFolders = toml::from_str(&text).unwrap_or_default();
    let line = |at: usize| 1 + text[..at].matches('\n').count();
    let named = wire.exercises.into_iter();
    named
        .map(|name| (line(name.span().start), name))
        .map(|(line, name)| (name.into_inner(), line))
        .collect()
}

/// What a workshop goes through, and where its reports go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it is called.
    pub title: String,
    /// When it starts, in minutes since midnight.
    pub start: Option<u32>,
    /// When it ends, in minutes since midnight, and the line that says so.
    pub end: Option<(u32, usize)>,
    /// Where reports go: a folder, or a git remote.
    pub reports: Option<String>,
    /// In order, each with its line.
    pub items: Vec<(Item, usize)>,
}

/// One item of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Something else than a chapter or an exercise, such as a break.
    Text {
        /// What.
        text: String,
        /// How long.
        minutes: u32,
    },
    /// A chapter, presented: its file, relative to `book/src`.
    Chapter(String),
    /// An exercise, by its id.
    Exercise(String),
}

/// What is wrong with a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub help: String,
}

impl Mistake {
    fn new(line: usize, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
            help: help.into(),
        }
    }
}

/// Reads a plan. Whether the chapters and exercises that it names exist is not looked at.
///
/// # Errors
/// The first mistake: not this format, an item of no kind, a time that is none, a text that is empty.
pub fn read(text: &str) -> std::result::Result<Plan, Mistake> {
    let line = |at: usize| 1 + text[..at].matches('\n').count();
    let wire: WirePlan = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        Mistake::new(line(at), error.message(), HELP)
    })?;
    let not_empty = |value: &Spanned<String>, name: &str, help: &str| {
        let is_empty = value.as_ref().trim().is_empty();
        let mistake = || Mistake::new(line(value.span().start), format!("`{name}` is empty"), help);
        is_empty.then(mistake).map_or(Ok(()), Err)
    };
    let time = |value: Option<&Spanned<String>>| {
        let Some(value) = value else {
            return Ok(None);
        };
        let line = line(value.span().start);
        match time_of_day(value.as_ref()) {
            Some(time) => Ok(Some((time, line))),
            None => Err(Mistake::new(
                line,
                "this is not a time of day",
                "write it as \"09:30\"",
            )),
        }
    };
    not_empty(&wire.title, "title", "say what the workshop is called")?;
    if let Some(reports) = &wire.reports {
        let help = "name a folder that all can write, or remove the line";
        not_empty(reports, "reports", help)?;
    }
    let start = time(wire.start.as_ref())?;
    let end = time(wire.end.as_ref())?;
    let mut items = Vec::new();
    for wire in wire.item {
        let line = line(wire.span().start);
        items.push((item(wire.into_inner(), line)?, line));
    }
    Ok(Plan {
        title: wire.title.into_inner(),
        start: start.map(|(time, _)| time),
        end,
        reports: wire.reports.map(Spanned::into_inner),
        items,
    })
}

fn item(wire: WireItem, line: usize) -> std::result::Result<Item, Mistake> {
    match wire {
        WireItem {
            text: Some(text),
            minutes: Some(minutes),
            chapter: None,
            exercise: None,
        } => Ok(Item::Text { text, minutes }),
        WireItem {
            text: None,
            minutes: None,
            chapter: Some(chapter),
            exercise: None,
        } => Ok(Item::Chapter(chapter)),
        WireItem {
            text: None,
            minutes: None,
            chapter: None,
            exercise: Some(exercise),
        } => Ok(Item::Exercise(exercise)),
        _ => Err(Mistake::new(
            line,
            "an item has `text` and `minutes`, or `chapter`, or `exercise`",
            "keep one of the three, or make two items of it",
        )),
    }
}

impl Plan {
    /// The plan of the workbook at `root`, or `None` if it has none.
    ///
    /// # Errors
    /// When the file is wrong: not this format, a time that is none, an exercise or a chapter that does not exist.
    pub(crate) fn load(root: &Path, exercises: &[Exercise]) -> Result<Option<Self>> {
        let path = root.join(FILE);
        if path.symlink_metadata().is_err() {
            return Ok(None);
        }
        let text = read_text(root, &path)?;
        let plan = read(&text).and_then(|plan| plan.of(root, exercises));
        plan.map(Some).map_err(|mistake| {
            let Mistake { line, what, help } = mistake;
            Problem::new(format!("{FILE}:{line}"), what, help)
        })
    }

    /// The same plan with its exercises by their ids.
    fn of(mut self, root: &Path, exercises: &[Exercise]) -> std::result::Result<Self, Mistake> {
        let mut seen = Vec::new();
        for (item, line) in &mut self.items {
            match item {
                Item::Text { .. } => {}
                Item::Chapter(chapter) if chapters::chapter_file(root, chapter).is_file() => {}
                Item::Chapter(chapter) => {
                    return Err(Mistake::new(
                        *line,
                        format!("there is no chapter `{chapter}`"),
                        format!("use one that {} lists", chapters::SUMMARY),
                    ));
                }
                Item::Exercise(word) => {
                    let found = exercises.iter().find(|exercise| exercise.is_called(word));
                    let exercise = found.ok_or_else(|| {
                        Mistake::new(
                            *line,
                            format!("there is no exercise `{word}`"),
                            suggestion(word, exercises),
                        )
                    })?;
                    if seen.contains(&&*exercise.id) {
                        return Err(Mistake::new(
                            *line,
                            "this exercise is in the plan twice",
                            "remove one of the two",
                        ));
                    }
                    seen.push(&exercise.id);
                    word.clone_from(&exercise.id);
                }
            }
        }
        Ok(self)
    }

    /// The ids of its exercises, in its order.
    pub fn exercises(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(|(item, _)| match item {
            Item::Exercise(id) => Some(&**id),
            _ => None,
        })
    }
}

const HELP: &str = "a plan is TOML: `title`, `start`, `end`, `reports`, `exercises`, and `[[item]]` with `text` and `minutes`, or \
                    `chapter`, or `exercise`";

fn suggestion(word: &str, exercises: &[Exercise]) -> String {
    match nearest(word, exercises) {
        Some(id) => format!("did you mean `{id}`?"),
        None => "use the name in its Cargo.toml, as `parse-tree`".to_owned(),
    }
}

/// Minutes since midnight, from `09:30`.
#[must_use]
pub fn time_of_day(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}
