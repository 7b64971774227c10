//! Saved state: a learner's progress and measured speeds, in `.arena/progress.json`.
//!
//! Only the number of hints shown cannot be restored: standings and speeds are a cache that `check`
//! can fill again. The file is written whole, under another name, and renamed. Each change is
//! applied, under a lock, to what the file holds at that moment, so that two runs at once lose
//! nothing. No command fails because state cannot be saved: it warns, and goes on.

use crate::atomic_write;
use crate::cancellation::Cancellation;
use crate::entry::Place;
pub use crate::entry::{Entry, LastFailure, Moments};
use crate::lock;
use crate::results::{Best, Grade, Since, Speeds, Standing, TestOutcome};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use workbook::{Problem, Workbook, read_bounded};

/// The version of the file's format.
const VERSION: u32 = 1;
/// Where it is, relative to the workbook.
const FILE: &str = ".arena/progress.json";
/// More than the file ever has, in bytes.
const MAX_BYTES: u64 = 16 << 20;
/// How many measured speeds are kept.
const MAX_SPEEDS: usize = 500;

/// The content of the file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Data {
    version: u32,
    /// By id.
    pub exercises: BTreeMap<String, Entry>,
    /// Measured speeds.
    pub speeds: Speeds,
    /// The id of the exercise that was last checked on its own.
    pub latest: Option<String>,
    /// What was guessed at questions of the book, by the question's key.
    pub predictions: BTreeMap<String, String>,
}

/// The one field that every version of the file has.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// The saved state of a checkout.
pub struct State {
    root: PathBuf,
    /// Former ids of exercises, each with the present one.
    renamed: Vec<(String, String)>,
    data: Data,
    /// A newer workbook wrote the file, or it was only peeked at.
    is_read_only: bool,
    /// What could not be read or written, until it is taken with [`State::warnings`].
    warnings: Vec<String>,
}

enum Found {
    Data(Box<Data>),
    Nothing,
    Damaged(String),
    Newer(u32),
}

impl State {
    /// Reads the state. If that fails, the state starts empty, with a warning.
    #[must_use]
    pub fn load(workbook: &Workbook) -> Self {
        let mut warnings = Vec::new();
        let mut is_newer = false;
        let data = match find(&workbook.root) {
            Ok(Found::Data(data)) => *data,
            Ok(Found::Nothing) => Data::default(),
            Ok(Found::Damaged(reason)) => {
                warnings.push(format!(
                    "{FILE}: is damaged ({reason}); it will be kept under another name, and \
                     progress starts over"
                ));
                Data::default()
            }
            Ok(Found::Newer(version)) => {
                warnings.push(newer(version).to_string());
                is_newer = true;
                Data::default()
            }
            Err(error) => {
                warnings.push(format!("{error:#}"));
                Data::default()
            }
        };
        Self::new(workbook, data, is_newer, warnings)
    }

    /// Reads the state without warnings, and never writes it: for frequent readers, such as a
    /// prompt.
    #[must_use]
    pub fn peek(workbook: &Workbook) -> Self {
        let data = match find(&workbook.root) {
            Ok(Found::Data(data)) => *data,
            _ => Data::default(),
        };
        Self::new(workbook, data, true, Vec::new())
    }

    fn new(workbook: &Workbook, mut data: Data, is_read_only: bool, warnings: Vec<String>) -> Self {
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
            warnings,
        }
    }

    /// Takes the warnings so far: one for each thing that could not be read or written.
    pub fn warnings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.warnings)
    }

    /// The state of this exercise.
    #[must_use]
    pub fn of(&self, id: &str) -> Entry {
        self.data.exercises.get(id).cloned().unwrap_or_default()
    }

    /// The id of the exercise that was last checked on its own.
    #[must_use]
    pub fn latest(&self) -> Option<&str> {
        self.data.latest.as_deref()
    }

    /// The measured speeds.
    #[must_use]
    pub fn speeds(&self) -> Speeds {
        self.data.speeds.clone()
    }

    /// What was guessed at questions of the book, by the question's key.
    #[must_use]
    pub fn predictions(&self) -> &BTreeMap<String, String> {
        &self.data.predictions
    }

    /// Makes a change and saves it; if it cannot be saved, there is a warning.
    pub fn update(&mut self, cancellation: &Cancellation, change: impl FnOnce(&mut Data)) {
        if self.is_read_only {
            return;
        }
        if let Err(error) = self.try_update(cancellation, change) {
            self.warnings
                .push(format!("progress is not saved: {error:#}"));
        }
    }

    fn try_update(
        &mut self,
        cancellation: &Cancellation,
        change: impl FnOnce(&mut Data),
    ) -> Result<()> {
        let _lock = lock::take_soon(&self.root, lock::STATE, cancellation)?;
        self.data = match find(&self.root)? {
            Found::Data(data) => *data,
            Found::Nothing => Data::default(),
            Found::Newer(version) => return Err(newer(version).into()),
            Found::Damaged(_) => {
                self.warnings.push(set_aside(&self.root)?);
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
    /// Moves what was saved under each first id to the second, where nothing is yet.
    pub fn rename(&mut self, renamed: &[(String, String)]) {
        for (former, id) in renamed {
            if let Some(entry) = self.exercises.remove(former) {
                self.exercises.entry(id.clone()).or_insert(entry);
            }
        }
    }

    /// Records a grade.
    pub fn record(&mut self, grade: &Grade<'_>) {
        let entry = self.exercises.entry(grade.exercise.id.clone()).or_default();
        if entry.best.is_none() && entry.has_passed() {
            // Earlier versions kept no best result.
            entry.best = Some(Best::default());
        }
        let before = Place::of(entry);
        entry.standing = Some(grade.standing);
        entry.failure = match grade.standing {
            // Somebody who is in the middle of a step is still there when the code does not compile.
            Standing::BuildFailed => refused_by(grade).or(entry.failure.take()),
            _ => grade.first_failure().map(|test| LastFailure {
                test: test.name.clone(),
                figure: test.figure.clone(),
                hangs: test.outcome == TestOutcome::TimedOut,
            }),
        };
        entry.record_moment(&before, !grade.is_as_shipped);
        entry.steps_passed = grade.steps_passed();
        entry.steps = grade.steps.len();
        if let (Some(allocations), false) = (grade.allocations, grade.cached) {
            entry.last_heap_calls = entry.heap_calls.replace(allocations.yours);
        }
        self.record_star(grade);
    }

    /// Records a grade in the place of the pass that was recorded since `before`, and was none after all.
    pub fn retract(&mut self, before: &Entry, grade: &Grade<'_>) {
        let entry = self.exercises.entry(grade.exercise.id.clone()).or_default();
        entry.standing = before.standing;
        entry.failure.clone_from(&before.failure);
        entry.moments = before.moments;
        entry.star = before.star;
        self.record(grade);
    }

    /// Records a pass as the best result, if it is; whether it is. What has not changed since it passed is no news, unless
    /// it was measured only now.
    pub fn record_best(&mut self, grade: &Grade<'_>) -> bool {
        let Some(pass) = grade.pass() else {
            return false;
        };
        let entry = self.exercises.entry(grade.exercise.id.clone()).or_default();
        let is_best = entry.best.as_ref().is_none_or(|best| {
            let is_measured =
                (pass.ratio.is_some() && best.ratio.is_none()) || pass.star != best.star;
            pass.replaces(best) && (!grade.cached || is_measured)
        });
        if is_best {
            entry.best = Some(pass);
        }
        is_best
    }

    /// Records what was measured for a grade that is recorded.
    pub fn record_star(&mut self, grade: &Grade<'_>) {
        let entry = self.exercises.entry(grade.exercise.id.clone()).or_default();
        // A run that measured nothing does not take away the star of what still passes, unless there is none to earn:
        // earlier versions may have measured a speedup.
        let has_none = grade.exercise.speed.is_none();
        if grade.speed.is_some() || grade.standing != Standing::Passed || has_none {
            entry.star = grade.star;
        }
    }
}

/// The step whose tests do not compile with the learner's code, which does.
fn refused_by(grade: &Grade<'_>) -> Option<LastFailure> {
    let step = grade.refusing_step()?;
    Some(LastFailure {
        test: format!("{step}::"),
        ..LastFailure::default()
    })
}

/// What has changed since the attempt that `entry` records; `None` if there was none that ran.
#[must_use]
pub fn since(entry: &Entry, grade: &Grade<'_>) -> Option<Since> {
    let ran = |standing| matches!(standing, Standing::Passed | Standing::Failed);
    if !entry.standing.is_some_and(ran) || !ran(grade.standing) || grade.cached {
        return None;
    }
    let used = grade.first_failure().and_then(|test| {
        let before = entry
            .failure
            .as_ref()
            .filter(|failure| failure.test == test.name)?;
        let (now, then) = (test.figure.as_ref()?, before.figure.as_ref()?);
        let is_same = (&now.name, now.kind) == (&then.name, then.kind);
        is_same.then_some(([then.used, now.used], now.kind))
    });
    Some(Since {
        steps: [entry.steps_passed, grade.steps_passed()],
        used,
    })
}

fn file(root: &Path) -> PathBuf {
    root.join(FILE)
}

fn newer(version: u32) -> Problem {
    let what = format!(
        "was written by a newer workbook (format {version}; this one knows {VERSION}); it is left \
         as it is"
    );
    Problem::new(FILE, what, "update this checkout, or move that file away")
}

fn find(root: &Path) -> Result<Found> {
    let text = match read_bounded(&file(root), MAX_BYTES) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Found::Nothing);
        }
        Err(error) => {
            let help = "move it away, or make it readable; until then nothing is saved";
            return Err(Problem::new(FILE, "cannot be read", help)
                .because(error)
                .into());
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

/// Renames a damaged file, since some of it may be recovered by hand; returns the warning.
fn set_aside(root: &Path) -> Result<String> {
    let from = file(root);
    let free = (1..).map(|n| from.with_file_name(format!("progress.damaged-{n}.json")));
    // Always found: the range is infinite, and a folder is not.
    let to = free
        .into_iter()
        .find(|path| !path.exists())
        .unwrap_or_default();
    std::fs::rename(&from, &to).with_context(|| format!("{FILE}: cannot be renamed"))?;
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    Ok(format!("{FILE} was damaged: it is kept as .arena/{name}"))
}

fn write(root: &Path, data: &Data) -> Result<()> {
    let context = || format!("{FILE}: cannot be written");
    let mut text = serde_json::to_string_pretty(data).with_context(context)?;
    text.push('\n');
    atomic_write::write(&file(root), text.as_bytes()).with_context(context)
}
