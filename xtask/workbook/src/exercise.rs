//! One exercise, as its folder describes it.

use crate::files::{read_text, read_toml, shown};
use crate::guidance::{Prediction, StepGuide};
use crate::{Problem, Result, Shipped};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// `exercise.toml` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireExercise {
    title: String,
    chapter: String,
    minutes: u32,
    starter_fails: Vec<String>,
    speed: Option<String>,
    speed_rests_on: Option<String>,
    scaling: Option<String>,
    experiment: Option<String>,
    prediction: Option<Prediction>,
    #[serde(default)]
    steps: BTreeMap<String, StepGuide>,
    #[serde(default)]
    formerly: Vec<String>,
}

/// The parts of an exercise's `Cargo.toml` that are used here.
#[derive(Deserialize)]
struct WireManifest {
    package: WirePackage,
    #[serde(default, rename = "dev-dependencies")]
    dev_dependencies: toml::Table,
}

#[derive(Deserialize)]
struct WirePackage {
    name: String,
}

/// One crate to build: an exercise as the learner has it, or its solution.
#[derive(Clone, Debug)]
pub struct Crate {
    /// The package's name.
    pub package: String,
    /// The package's folder.
    pub folder: PathBuf,
    /// The folder of the baseline that its tests compare it with.
    pub bad: PathBuf,
    /// The folder of the workspace that it is a member of, where that is not the workbook's.
    pub workspace: Option<PathBuf>,
}

/// One exercise.
pub struct Exercise {
    /// The package's name, by which progress is kept; it survives renumbering.
    pub id: String,
    /// From the folder's name.
    pub number: u32,
    /// What it is about, in a few words.
    pub title: String,
    /// The book's chapter, relative to `book/src`.
    pub chapter: String,
    /// How long it takes a working Rust engineer.
    pub minutes: u32,
    /// The steps in which the untouched starter fails.
    pub starter_fails: Vec<String>,
    /// The workload of the benchmark that measures a speedup; `None` where speed is not the point, or no ratio can tell it.
    pub speed: Option<String>,
    /// What the solution's speedup depends on, if that differs between machines: then no gain is
    /// promised.
    pub speed_rests_on: Option<String>,
    /// The workload of the benchmark that shows how times scale with threads, in place of `speed`: it has no speedup,
    /// and so no star.
    pub scaling: Option<String>,
    /// What to try out after a pass, as Markdown.
    pub experiment: Option<String>,
    /// What to guess before the first check.
    pub prediction: Option<Prediction>,
    /// Questions and hints, by step.
    pub guides: BTreeMap<String, StepGuide>,
    /// Ids that it had in earlier versions; state saved under them belongs to it.
    pub formerly: Vec<String>,
    /// What was shipped, to compare with.
    pub shipped: Shipped,
    /// The folder, absolute.
    pub folder: PathBuf,
    /// Whether its solution is here: a checkout may be made without.
    pub has_solution: bool,
    /// The folder that holds its `exercises/`, where that is not the workbook: see [`private`](crate::private).
    pub workspace: Option<PathBuf>,
    solution: PathBuf,
}

impl Exercise {
    pub(crate) fn load(root: &Path, folder: &Path) -> Result<Self> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let Some(number) = number(&name) else {
            return Err(Problem::new(
                shown(root, folder),
                "the folder's name does not start with a number",
                "rename it, as in `02_parse_tree`",
            ));
        };
        let file = folder.join("exercise.toml");
        let wire: WireExercise = read_toml(root, &file)?;
        let manifest: WireManifest = read_toml(root, &folder.join("Cargo.toml"))?;
        if manifest.dev_dependencies.contains_key("bad") {
            // Without it, cargo builds nothing at all.
            read_text(root, &folder.join("bad/Cargo.toml"))?;
        }
        let empty = [
            ("title", wire.title.trim().is_empty()),
            ("chapter", wire.chapter.trim().is_empty()),
            (
                "experiment",
                wire.experiment
                    .as_ref()
                    .is_some_and(|text| text.trim().is_empty()),
            ),
        ];
        if let Some((field, _)) = empty.iter().find(|(_, is_empty)| *is_empty) {
            return Err(Problem::new(
                shown(root, &file),
                format!("`{field}` is empty"),
                "fill it in, then run `cargo xtask verify`",
            ));
        }
        if wire.speed.is_some() && wire.scaling.is_some() {
            return Err(Problem::new(
                shown(root, &file),
                "has `speed` and `scaling`, but an exercise has one benchmark",
                "remove one of them, then run `cargo xtask verify`",
            ));
        }
        if let Some(mistake) = wire.prediction.as_ref().and_then(Prediction::mistake) {
            return Err(Problem::new(
                shown(root, &file),
                mistake,
                "correct it, then run `cargo xtask verify`",
            ));
        }
        Ok(Self {
            id: manifest.package.name,
            number,
            title: wire.title,
            chapter: wire.chapter,
            minutes: wire.minutes,
            starter_fails: wire.starter_fails,
            speed: wire.speed,
            speed_rests_on: wire.speed_rests_on,
            scaling: wire.scaling,
            experiment: wire.experiment,
            prediction: wire.prediction,
            guides: wire.steps,
            formerly: wire.formerly,
            shipped: Shipped::load(root, folder)?,
            folder: folder.to_owned(),
            has_solution: !references(root).is_file(),
            workspace: None,
            solution: root.join("solutions").join(&*name),
        })
    }

    /// The hints of a step, from weak to strong.
    #[must_use]
    pub fn hints(&self, step: &str) -> &[String] {
        self.guides.get(step).map_or(&[], |guide| &guide.hints)
    }

    /// How many hints it has in all.
    #[must_use]
    pub fn n_hints(&self) -> usize {
        self.guides.values().map(|guide| guide.hints.len()).sum()
    }

    /// What its benchmark times; `None` where it has none.
    #[must_use]
    pub fn workload(&self) -> Option<&str> {
        self.speed.as_deref().or(self.scaling.as_deref())
    }

    /// Whether `word` is this exercise's id or number, or an id that it had before.
    #[must_use]
    pub fn is_called(&self, word: &str) -> bool {
        self.has_id(word) || word.parse() == Ok(self.number)
    }

    /// Whether `id` is this exercise's, now or in an earlier version.
    #[must_use]
    pub fn has_id(&self, id: &str) -> bool {
        self.id == id || self.formerly.iter().any(|former| former == id)
    }

    /// The only file that a learner edits.
    #[must_use]
    pub fn source(&self) -> PathBuf {
        self.folder.join("src").join("lib.rs")
    }

    /// The baseline; `source` starts as a copy of it.
    #[must_use]
    pub fn bad_source(&self) -> PathBuf {
        self.bad().join("lib.rs")
    }

    /// Whether the learner's source is the starter, unedited.
    ///
    /// # Errors
    /// When the baseline cannot be read.
    pub fn is_as_shipped(&self, root: &Path) -> Result<bool> {
        let starter = read_text(root, &self.bad_source())?;
        let source = read_text(root, &self.source());
        Ok(source.is_ok_and(|text| text == starter))
    }

    /// The folder of the baseline's crate.
    #[must_use]
    pub fn bad(&self) -> PathBuf {
        self.folder.join("bad")
    }

    /// The solved version of `source`.
    #[must_use]
    pub fn solved_source(&self) -> PathBuf {
        self.solution.join("src").join("lib.rs")
    }

    /// Bad made faster without an arena: what is left for the arena to gain?
    #[must_use]
    pub fn tuned_source(&self) -> PathBuf {
        self.solution.join("tuned").join("lib.rs")
    }

    /// The package of the baseline.
    #[must_use]
    pub fn bad_package(&self) -> String {
        let [_, bad, _] = packages_of(&self.id);
        bad
    }

    /// The step that a word names: its name, its number, or the beginning of its name.
    ///
    /// # Errors
    /// When there is no such step.
    pub fn step(&self, word: &str) -> Result<&str> {
        let steps = self.shipped.steps();
        let numbered = format!("step{}_", word.trim_start_matches("step"));
        let mut named = steps
            .iter()
            .filter(|step| **step == word || step.starts_with(&numbered));
        let begun = || steps.iter().find(|step| step.starts_with(word));
        match named.next().or_else(begun) {
            Some(step) => Ok(step),
            None => Err(Problem::new(
                format!("`{word}`"),
                format!("{} has no such step", self.id),
                format!("its steps are {}", steps.join(", ")),
            )),
        }
    }

    /// The file with a step's tests.
    #[must_use]
    pub fn step_file(&self, step: &str) -> PathBuf {
        self.folder.join("tests/graded").join(format!("{step}.rs"))
    }

    /// The learner's crate.
    #[must_use]
    pub fn learner(&self) -> Crate {
        Crate {
            package: self.id.clone(),
            folder: self.folder.clone(),
            bad: self.bad(),
            workspace: self.workspace.clone(),
        }
    }

    /// The solution's crate.
    #[must_use]
    pub fn solution(&self) -> Crate {
        let [_, _, package] = packages_of(&self.id);
        Crate {
            package,
            folder: self.solution.clone(),
            bad: self.bad(),
            workspace: self.workspace.clone(),
        }
    }
}

/// The figures of the solutions, in a checkout that was made without them.
pub(crate) fn references(root: &Path) -> PathBuf {
    root.join("solutions").join("references.json")
}

/// The packages of the exercise with this id: the learner's, the baseline's and the solution's.
#[must_use]
pub fn packages_of(id: &str) -> [String; 3] {
    [id.to_owned(), format!("{id}-bad"), format!("{id}-solution")]
}

/// The exercise's folder and the rest of the path below its `src`, of a file that its learner may edit; the path is relative
/// to the workbook, with `/` between its parts.
#[must_use]
pub fn source_of(path: &str) -> Option<(&str, &str)> {
    const ABOVE: &str = "exercises/";
    let (name, rest) = path.strip_prefix(ABOVE)?.split_once('/')?;
    Some((
        &path[..ABOVE.len() + name.len()],
        rest.strip_prefix("src/")?,
    ))
}

/// The id that a mistyped word may mean.
pub(crate) fn nearest<'a>(word: &str, exercises: &'a [Exercise]) -> Option<&'a str> {
    let ids = exercises.iter().map(|exercise| &*exercise.id);
    let similar = ids.map(|id| (strsim::jaro_winkler(word, id), id));
    let (similarity, id) = similar.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (similarity > 0.7).then_some(id)
}

/// `02_parse_tree` is number 2.
fn number(folder: &str) -> Option<u32> {
    folder.split('_').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_below_src_is_a_learners() {
        for (path, folder, file) in [
            ("exercises/02_a/src/lib.rs", "exercises/02_a", "lib.rs"),
            ("exercises/02_a/src/b/c.rs", "exercises/02_a", "b/c.rs"),
        ] {
            assert_eq!(source_of(path), Some((folder, file)));
        }
        for other in [
            "exercises/02_a/src",
            "exercises/02_a/tests/src/a.rs",
            "solutions/02_a/src/lib.rs",
            "exercises/src/x",
            "src/lib.rs",
        ] {
            assert_eq!(source_of(other), None, "{other}");
        }
    }
}
