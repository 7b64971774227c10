//! The catalogue: exercises, chapters, steps, and what each test says.
//!
//! The runner and the book read the same files, and both use this crate to do so. Every mistake in
//! them is a [`Problem`], with its file, its line if known, and what to do next. They also agree here
//! on where the book is served, and on what opens it.

mod problem;

mod files;

pub mod walk;

mod shipped;

pub mod guidance;

mod exercise;

pub mod steps;

pub mod chapters;

pub mod plan;

pub mod private;

mod checkout;

mod test_source;

pub mod snapshot;

pub mod loopback;

pub mod browser;

pub use checkout::Checkout;
pub use exercise::{Crate, Exercise, packages_of, source_of};
pub use files::{plain, read_bounded, read_text, shown, slashed};
pub use plan::Plan;
pub use problem::{Problem, Result};
pub use shipped::{Shipped, fingerprint, step_of};
pub use test_source::{TestSource, test_source};

use serde::Deserialize;
use std::path::{Path, PathBuf};

/// A checkout of the workbook.
pub struct Workbook {
    /// The folder that holds `exercises/`.
    pub root: PathBuf,
    /// In teaching order, which is the order of their folders; where there is a plan, its exercises come first, in its
    /// order.
    pub exercises: Vec<Exercise>,
    n_planned: usize,
    /// The plan of a workshop, where one is held.
    pub plan: Option<Plan>,
    /// Where exercises of a team's own are.
    pub private: Vec<private::Folder>,
    /// What is wrong with private exercises, which are left out.
    pub problems: Vec<Problem>,
}

impl Workbook {
    /// Loads the workbook that the current folder belongs to.
    ///
    /// # Errors
    /// When there is no workbook here or above, or when a file of its catalogue is wrong.
    pub fn open() -> Result<Self> {
        Self::load(Self::root()?)
    }

    /// The folder of the workbook that the current folder belongs to, whatever state its files are in.
    ///
    /// # Errors
    /// When there is no workbook here or above.
    pub fn root() -> Result<PathBuf> {
        let here = std::env::current_dir().map_err(|error| {
            Problem::new(
                "the current folder",
                format!("cannot be read: {error}"),
                "change to your checkout of the workbook and try again",
            )
        })?;
        root_above(&here)
    }

    /// Loads the workbook in this folder.
    ///
    /// # Errors
    /// When a file of its catalogue is wrong.
    pub fn load(root: PathBuf) -> Result<Self> {
        let mut exercises: Vec<Exercise> = exercise_folders(&root)?
            .iter()
            .map(|folder| Exercise::load(&root, folder))
            .collect::<Result<_>>()?;
        if exercises.is_empty() {
            return Err(Problem::new(
                "Cargo.toml",
                "`members` names no exercise",
                "restore it with `git checkout Cargo.toml`",
            ));
        }
        in_order(&root, &exercises)?;
        unique_names(&root, &exercises)?;
        let private = private::load(&root, &exercises)?;
        exercises.extend(private.exercises);
        let plan = Plan::load(&root, &exercises)?;
        let (exercises, n_planned) = planned_first(exercises, plan.as_ref());
        Ok(Self {
            root,
            exercises,
            n_planned,
            plan,
            private: private.folders,
            problems: private.problems,
        })
    }

    /// A folder without exercises: what is built there is no exercise's.
    #[must_use]
    pub fn without_exercises(root: PathBuf) -> Self {
        Self {
            root,
            exercises: Vec::new(),
            n_planned: 0,
            plan: None,
            private: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The exercises to go through: those of the workshop's plan, in its order, or all in teaching order.
    #[must_use]
    pub fn planned(&self) -> &[Exercise] {
        &self.exercises[..self.n_planned]
    }

    /// The exercises that these words name, in teaching order; for no words, those [to go through](Self::planned).
    ///
    /// # Errors
    /// When a word names none, or more than one.
    pub fn choose(&self, words: &[String]) -> Result<Vec<&Exercise>> {
        match words.is_empty() {
            true => Ok(self.planned().iter().collect()),
            false => self.choose_or_all(words),
        }
    }

    /// The exercises that these words name, in teaching order; for no words, all, whatever is planned.
    ///
    /// # Errors
    /// When a word names none, or more than one.
    pub fn choose_or_all(&self, words: &[String]) -> Result<Vec<&Exercise>> {
        if words.is_empty() {
            return Ok(self.exercises.iter().collect());
        }
        let chosen: Result<Vec<_>> = words.iter().map(|word| self.find(word)).collect();
        let mut chosen = chosen?;
        chosen.sort_by_key(|exercise| (exercise.workspace.is_some(), &exercise.folder));
        chosen.dedup_by_key(|exercise| &exercise.folder);
        Ok(chosen)
    }

    /// The exercise with this id or number, or the only one whose id starts with the word.
    ///
    /// # Errors
    /// When the word names none, or more than one.
    pub fn find(&self, word: &str) -> Result<&Exercise> {
        let mut all = self.exercises.iter();
        if let Some(exact) = all.find(|exercise| exercise.is_called(word)) {
            return Ok(exact);
        }
        let matching: Vec<_> = self
            .exercises
            .iter()
            .filter(|exercise| exercise.id.starts_with(word))
            .collect();
        match matching.as_slice() {
            [exercise] => Ok(exercise),
            [] => Err(self.broken(word).unwrap_or_else(|| self.unknown(word))),
            several => {
                let ids: Vec<_> = several.iter().map(|exercise| &*exercise.id).collect();
                Err(Problem::new(
                    format!("`{word}`"),
                    format!("this could be {}", ids.join(" or ")),
                    "type more of the name",
                ))
            }
        }
    }

    /// What is wrong with the private exercise that this word means.
    fn broken(&self, word: &str) -> Option<Problem> {
        let name = format!("_{}", word.replace('-', "_"));
        let is_meant =
            |problem: &&Problem| problem.place.split('/').any(|part| part.contains(&name));
        self.problems.iter().find(is_meant).cloned()
    }

    fn unknown(&self, word: &str) -> Problem {
        let suggestion = match exercise::nearest(word, &self.exercises) {
            Some(id) => format!("; did you mean `{id}`?"),
            None => String::new(),
        };
        Problem::new(
            format!("`{word}`"),
            format!("no exercise has this name{suggestion}"),
            "see them all with `cargo xtask list`",
        )
    }

    /// The figures of the solutions, in a checkout that was made without solutions.
    #[must_use]
    pub fn references(&self) -> PathBuf {
        exercise::references(&self.root)
    }

    /// That this checkout has solutions.
    ///
    /// # Errors
    /// When it was made without them.
    pub fn require_solutions(&self) -> Result<()> {
        match self.references().is_file() {
            false => Ok(()),
            true => Err(Problem::general(
                "the solutions are not in this checkout: your facilitator has them",
                "ask your facilitator; until then, `cargo xtask hint` helps",
            )),
        }
    }

    /// A path as it is shown: relative to the workbook, with `/` between its parts.
    #[must_use]
    pub fn show(&self, path: &Path) -> String {
        let mut private = self.private.iter();
        let below =
            private.find_map(|folder| Some((folder, path.strip_prefix(&folder.path).ok()?)));
        match below {
            Some((folder, rest)) if !rest.as_os_str().is_empty() => {
                format!("{}/{}", folder.name, slashed(rest))
            }
            _ => shown(&self.root, path),
        }
    }
}

/// The exercises of the plan in its order, followed by the others, and how many the plan has; without a plan that has any,
/// all.
fn planned_first(exercises: Vec<Exercise>, plan: Option<&Plan>) -> (Vec<Exercise>, usize) {
    let order: Vec<&str> = plan.iter().flat_map(|plan| plan.exercises()).collect();
    if order.is_empty() {
        let n = exercises.len();
        return (exercises, n);
    }
    let place = |exercise: &Exercise| order.iter().position(|id| *id == exercise.id);
    let mut exercises = exercises;
    // Stable: the others stay in teaching order.
    exercises.sort_by_key(|exercise| place(exercise).unwrap_or(usize::MAX));
    (exercises, order.len())
}

/// The parts of the root `Cargo.toml` that are used here.
#[derive(Deserialize)]
struct WireRoot {
    workspace: WireWorkspace,
}

#[derive(Deserialize)]
struct WireWorkspace {
    members: Vec<String>,
}

/// The folders of the exercises, in order: only those that cargo builds, whatever else is there.
fn exercise_folders(root: &Path) -> Result<Vec<PathBuf>> {
    let manifest: WireRoot = files::read_toml(root, &root.join("Cargo.toml"))?;
    let members = manifest.workspace.members.iter();
    let names = members.filter_map(|member| member.strip_prefix("exercises/"));
    let mut folders: Vec<_> = names
        .map(|name| root.join("exercises").join(name))
        .collect();
    folders.sort();
    match folders.iter().find(|folder| !folder.is_dir()) {
        None => Ok(folders),
        Some(missing) => {
            let name = shown(root, missing);
            let help = format!("restore it with `git checkout {name}`");
            let what = "is named by `members` in Cargo.toml, but is missing";
            Err(Problem::new(name, what, help))
        }
    }
}

/// Folders must sort as their numbers do, or file lists would show another order than the book.
fn in_order(root: &Path, exercises: &[Exercise]) -> Result<()> {
    let mut pairs = exercises.iter().zip(exercises.iter().skip(1));
    match pairs.find(|(first, second)| first.number >= second.number) {
        None => Ok(()),
        Some((first, second)) => Err(Problem::new(
            shown(root, &second.folder),
            format!(
                "it comes after exercise {}, but its number is {}",
                first.number, second.number
            ),
            "give each folder a number of its own, with as many digits as the others",
        )),
    }
}

/// No two exercises may share an id, present or former: state is saved under it.
fn unique_names(root: &Path, exercises: &[Exercise]) -> Result<()> {
    for (at, exercise) in exercises.iter().enumerate() {
        let mut others = exercises.iter().skip(at + 1);
        let names = || std::iter::once(&exercise.id).chain(&exercise.formerly);
        let is_shared = |other: &&Exercise| names().any(|name| other.has_id(name));
        if let Some(other) = others.find(is_shared) {
            return Err(Problem::new(
                shown(root, &other.folder.join("exercise.toml")),
                format!("`{}` and `{}` claim the same name", exercise.id, other.id),
                "give each exercise names of its own, those in `formerly` too",
            ));
        }
    }
    Ok(())
}

fn root_above(here: &Path) -> Result<PathBuf> {
    let is_root =
        |folder: &&Path| folder.join("exercises").is_dir() && folder.join("Cargo.toml").is_file();
    let root = here.ancestors().find(is_root).map(Path::to_owned);
    root.ok_or_else(|| {
        Problem::new(
            here.display().to_string(),
            "no folder here or above holds `exercises/` and `Cargo.toml`",
            "change to your checkout of the workbook and try again",
        )
    })
}
