//! Progress: what is remembered between runs, in `.arena/progress.json`.
//!
//! Hint levels are the truth; standings and speeds are a cache that `check` fills anew. The file
//! is written whole, to another name first, and renamed; each change is made to what the file
//! holds at that moment, under a lock, so that two runs at once lose nothing. No command fails
//! because progress cannot be kept: it says so, and goes on.

use crate::grade::{Grade, Standing};
use crate::lock;
use crate::measure::Speeds;
use crate::whole;
use anyhow::{Context, Result, bail};
use catalog::Workbook;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The version of the file's format.
const VERSION: u32 = 1;
/// More measured executables than this are not remembered.
const MAX_SPEEDS: usize = 500;

/// Everything that is remembered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Data {
    version: u32,
    /// By id.
    pub exercises: BTreeMap<String, Entry>,
    /// Measured speeds.
    pub speeds: Speeds,
}

/// What is remembered of an exercise.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Hints shown so far.
    pub hints: usize,
    /// Where it stood when it was last checked.
    pub standing: Option<Standing>,
    /// Steps passed then.
    pub steps_passed: usize,
    /// Steps in all.
    pub steps: usize,
    /// Whether it had a star.
    pub star: bool,
}

/// Only the version, which any version of the file has.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// The progress of this checkout.
pub struct Progress {
    root: PathBuf,
    /// Former ids of exercises, each with the one of today.
    renamed: Vec<(String, String)>,
    data: Data,
    /// A newer workbook wrote the file, and that has been said; or this is no more than a look.
    is_read_only: bool,
}

enum Found {
    Data(Box<Data>),
    Nothing,
    Damaged(String),
    Newer(u32),
}

impl Progress {
    /// Reads what is remembered. Where that cannot be, it says so on standard error, and begins
    /// with nothing.
    pub fn load(workbook: &Workbook) -> Self {
        let root = &workbook.root;
        let mut is_newer = false;
        let data = match find(root) {
            Ok(Found::Data(data)) => *data,
            Ok(Found::Nothing) => Data::default(),
            Ok(Found::Damaged(reason)) => {
                warn(&format!(
                    "{}: is damaged ({reason}); it will be kept under another name, and progress begins anew",
                    shown()
                ));
                Data::default()
            }
            Ok(Found::Newer(version)) => {
                warn(&newer(version));
                is_newer = true;
                Data::default()
            }
            Err(error) => {
                warn(&format!("{error:#}"));
                Data::default()
            }
        };
        Self::new(workbook, data, is_newer)
    }

    /// The same, without a word: for what is looked at again and again.
    pub fn peek(workbook: &Workbook) -> Self {
        let root = &workbook.root;
        let data = match find(root) {
            Ok(Found::Data(data)) => *data,
            _ => Data::default(),
        };
        Self::new(workbook, data, true)
    }

    fn new(workbook: &Workbook, mut data: Data, is_read_only: bool) -> Self {
        let exercises = workbook.exercises.iter();
        let renamed = exercises.flat_map(|exercise| {
            let former = exercise.formerly.iter();
            former.map(|id| (id.clone(), exercise.id.clone()))
        });
        let renamed: Vec<_> = renamed.collect();
        data.rename(&renamed);
        Self {
            root: workbook.root.clone(),
            renamed,
            data,
            is_read_only,
        }
    }

    /// What is remembered of this exercise.
    pub fn of(&self, id: &str) -> Entry {
        self.data.exercises.get(id).cloned().unwrap_or_default()
    }

    /// The measured speeds.
    pub fn speeds(&self) -> Speeds {
        self.data.speeds.clone()
    }

    /// Makes a change, and writes it. Where it cannot be written, it says so on standard error.
    pub fn update(&mut self, change: impl FnOnce(&mut Data)) {
        if self.is_read_only {
            return;
        }
        if let Err(error) = self.try_update(change) {
            warn(&format!("progress is not kept: {error:#}"));
        }
    }

    /// As [`update`](Self::update), for who must know whether it was written.
    ///
    /// # Errors
    /// When the file cannot be written, or was written by a newer version.
    pub fn try_update(&mut self, change: impl FnOnce(&mut Data)) -> Result<()> {
        let _lock = lock::take(&self.root, "progress.lock", || ())?;
        self.data = match find(&self.root)? {
            Found::Data(data) => *data,
            Found::Nothing => Data::default(),
            Found::Newer(version) => bail!("{}", newer(version)),
            Found::Damaged(_) => {
                set_aside(&self.root)?;
                Data::default()
            }
        };
        self.data.rename(&self.renamed);
        change(&mut self.data);
        self.data.version = VERSION;
        while self.data.speeds.len() > MAX_SPEEDS {
            self.data.speeds.pop_first();
        }
        write(&self.root, &self.data)
    }
}

impl Data {
    /// What was remembered under a former id goes on under the one of today.
    fn rename(&mut self, renamed: &[(String, String)]) {
        for (former, id) in renamed {
            if let Some(entry) = self.exercises.remove(former) {
                self.exercises.entry(id.clone()).or_insert(entry);
            }
        }
    }

    /// Remembers a grade.
    pub fn record(&mut self, grade: &Grade<'_>) {
        let entry = self.exercises.entry(grade.exercise.id.clone()).or_default();
        entry.standing = Some(grade.standing);
        entry.steps_passed = grade.steps_passed();
        entry.steps = grade.steps.len();
        // A run that measured nothing says nothing about the star of what still passes.
        if grade.speed.is_some() || grade.standing != Standing::Passed {
            entry.star = grade.star;
        }
    }
}

fn file(root: &Path) -> PathBuf {
    root.join(".arena").join("progress.json")
}

fn shown() -> &'static str {
    ".arena/progress.json"
}

fn warn(message: &str) {
    eprintln!("warning: {message}");
}

fn newer(version: u32) -> String {
    format!(
        "{}: was written by a newer workbook (format {version}; this one knows {VERSION}), and is \
         left as it is\nhelp: update this checkout, or move that file away",
        shown()
    )
}

fn find(root: &Path) -> Result<Found> {
    let text = match std::fs::read(file(root)) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Found::Nothing);
        }
        Err(error) => {
            return Err(error).with_context(|| format!("{}: cannot be read", shown()));
        }
    };
    Ok(match serde_json::from_str::<Versioned>(&text) {
        Err(error) => Found::Damaged(error.to_string()),
        Ok(Versioned { version }) if version > VERSION => Found::Newer(version),
        Ok(_) => match serde_json::from_str(&text) {
            Ok(data) => Found::Data(Box::new(data)),
            Err(error) => Found::Damaged(error.to_string()),
        },
    })
}

/// Renames a damaged file: someone may still read something out of it.
fn set_aside(root: &Path) -> Result<()> {
    let from = file(root);
    let free = (1..).map(|n| from.with_file_name(format!("progress.damaged-{n}.json")));
    // The range has no end, and a folder has one.
    let to = free
        .into_iter()
        .find(|path| !path.exists())
        .unwrap_or_default();
    std::fs::rename(&from, &to).with_context(|| format!("{}: cannot be renamed", shown()))?;
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    warn(&format!(
        "{} was damaged: it is kept as .arena/{name}",
        shown()
    ));
    Ok(())
}

fn write(root: &Path, data: &Data) -> Result<()> {
    let context = || format!("{}: cannot be written", shown());
    let mut text = serde_json::to_string_pretty(data).with_context(context)?;
    text.push('\n');
    whole::write(&file(root), text.as_bytes()).with_context(context)
}
