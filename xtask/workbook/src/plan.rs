//! A workshop's plan: `workshop.toml` at the top of the workbook, which a facilitator writes.
//!
//! ```toml
//! title = "Arenas, half a day"
//! start = "09:00"
//! reports = "/mnt/class"          # a folder that all can write, or a git remote
//! exercises = ["../ours"]         # folders with exercises of one's own
//!
//! [[item]]
//! text = "Welcome"
//! minutes = 10
//!
//! [[item]]
//! chapter = "parsing.md"
//!
//! [[item]]
//! exercise = "parse-tree"
//! ```
//!
//! Its exercises, in its order, are those that the runner and the pages go through. Without the file they are all.

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
    title: String,
    #[serde(default)]
    start: Option<Spanned<String>>,
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
    /// Where reports go: a folder, or a git remote.
    pub reports: Option<String>,
    /// In order.
    pub items: Vec<Item>,
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
        Self::parse(root, &text, exercises).map(Some)
    }

    fn parse(root: &Path, text: &str, exercises: &[Exercise]) -> Result<Self> {
        let line = |at: usize| 1 + text[..at].matches('\n').count();
        let problem = |at: usize, what: String, help: String| {
            Problem::new(format!("{FILE}:{}", line(at)), what, help)
        };
        let wire: WirePlan = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            problem(at, error.message().to_owned(), HELP.to_owned())
        })?;
        let start = match &wire.start {
            None => None,
            Some(start) => Some(time_of_day(start.as_ref()).ok_or_else(|| {
                let help = "write it as \"09:30\"".to_owned();
                problem(
                    start.span().start,
                    "this is not a time of day".to_owned(),
                    help,
                )
            })?),
        };
        if let Some(reports) = &wire.reports
            && reports.as_ref().trim().is_empty()
        {
            let help = "name a folder that all can write, or remove the line".to_owned();
            return Err(problem(
                reports.span().start,
                "`reports` is empty".to_owned(),
                help,
            ));
        }
        let mut items: Vec<Item> = Vec::new();
        for wire in wire.item {
            let at = wire.span().start;
            let item = item(root, wire.into_inner(), exercises)
                .map_err(|(what, help)| problem(at, what, help))?;
            if matches!(item, Item::Exercise(_)) && items.contains(&item) {
                let help = "remove one of the two".to_owned();
                return Err(problem(
                    at,
                    "this exercise is in the plan twice".to_owned(),
                    help,
                ));
            }
            items.push(item);
        }
        Ok(Self {
            title: wire.title,
            start,
            reports: wire.reports.map(Spanned::into_inner),
            items,
        })
    }

    /// The ids of its exercises, in its order.
    pub fn exercises(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(|item| match item {
            Item::Exercise(id) => Some(&**id),
            _ => None,
        })
    }
}

/// An item; or what is wrong with it, and what to do.
fn item(
    root: &Path,
    wire: WireItem,
    exercises: &[Exercise],
) -> std::result::Result<Item, (String, String)> {
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
        } => match chapters::chapter_file(root, &chapter).is_file() {
            true => Ok(Item::Chapter(chapter)),
            false => Err((
                format!("there is no chapter `{chapter}`"),
                format!("use one that {} lists", chapters::SUMMARY),
            )),
        },
        WireItem {
            text: None,
            minutes: None,
            chapter: None,
            exercise: Some(word),
        } => match exercises.iter().find(|exercise| exercise.is_called(&word)) {
            Some(exercise) => Ok(Item::Exercise(exercise.id.clone())),
            None => Err((
                format!("there is no exercise `{word}`"),
                suggestion(&word, exercises),
            )),
        },
        _ => Err((
            "an item has `text` and `minutes`, or `chapter`, or `exercise`".to_owned(),
            "keep one of the three, or make two items of it".to_owned(),
        )),
    }
}

const HELP: &str = "a plan is TOML: `title`, `start`, `reports`, `exercises`, and `[[item]]` with `text` and `minutes`, or `chapter`, \
                    or `exercise`";

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
