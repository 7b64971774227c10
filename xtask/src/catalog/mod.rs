//! The catalogue: which exercises there are, where they lie, and how people name them.

mod exercise;
mod shipped;

pub use exercise::Exercise;
pub use shipped::{Shipped, step_of};

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// A checkout of the workbook.
pub struct Workbook {
    /// The folder that holds `exercises/`.
    pub root: PathBuf,
    /// In teaching order, which is the order of their folders.
    pub exercises: Vec<Exercise>,
}

/// One crate to build: an exercise as the learner has it, or its solution.
#[derive(Clone, Debug)]
pub struct Crate {
    /// The package's name.
    pub package: String,
    /// The package's folder.
    pub folder: PathBuf,
}

impl Workbook {
    /// Loads the workbook that the current folder belongs to.
    ///
    /// # Errors
    /// When there is none around, or when a file of its catalogue is wrong.
    pub fn open() -> Result<Self> {
        let here = std::env::current_dir().context("the current folder cannot be read")?;
        Self::load(Self::root_above(&here)?)
    }

    fn root_above(here: &Path) -> Result<PathBuf> {
        let is_root = |folder: &&Path| {
            folder.join("exercises").is_dir() && folder.join("Cargo.toml").is_file()
        };
        let root = here.ancestors().find(is_root).map(Path::to_owned);
        root.with_context(|| {
            format!(
                "{}: no folder here or above holds `exercises/` and `Cargo.toml`\n\
                 help: change to your checkout of the workbook and try again",
                here.display()
            )
        })
    }

    fn load(root: PathBuf) -> Result<Self> {
        let folder = root.join("exercises");
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("{}: cannot be read", folder.display()))?;
        let mut folders = Vec::new();
        for entry in entries {
            let path = entry
                .with_context(|| format!("{}", folder.display()))?
                .path();
            if path.join("Cargo.toml").is_file() {
                folders.push(path);
            }
        }
        folders.sort();
        let exercises: Vec<Exercise> = folders
            .iter()
            .map(|folder| Exercise::load(&root, folder))
            .collect::<Result<_>>()?;
        if exercises.is_empty() {
            bail!(
                "exercises/: there is no exercise in it\nhelp: restore it with `git checkout exercises`"
            );
        }
        Ok(Self { root, exercises })
    }

    /// The exercises that these words name, in teaching order; all of them for no words.
    ///
    /// # Errors
    /// When a word names none, or more than one.
    pub fn choose(&self, words: &[String]) -> Result<Vec<&Exercise>> {
        if words.is_empty() {
            return Ok(self.exercises.iter().collect());
        }
        let mut chosen = Vec::new();
        for word in words {
            chosen.push(self.find(word)?);
        }
        chosen.sort_by_key(|exercise| &exercise.folder);
        chosen.dedup_by_key(|exercise| &exercise.folder);
        Ok(chosen)
    }

    /// The exercise of this id or number, or whose id alone begins so.
    pub fn find(&self, word: &str) -> Result<&Exercise> {
        if let Some(exact) = self
            .exercises
            .iter()
            .find(|exercise| exercise.is_called(word))
        {
            return Ok(exact);
        }
        let begin: Vec<_> = self
            .exercises
            .iter()
            .filter(|exercise| exercise.id.starts_with(word))
            .collect();
        match begin.as_slice() {
            [one] => Ok(one),
            [] => bail!(
                "no exercise is called `{word}`{}\nhelp: see them all with `cargo xtask list`",
                self.suggestion(word)
            ),
            several => {
                let ids: Vec<_> = several
                    .iter()
                    .map(|exercise| exercise.id.as_str())
                    .collect();
                bail!(
                    "`{word}` could be {}\nhelp: say more of the name",
                    ids.join(" or ")
                )
            }
        }
    }

    fn suggestion(&self, word: &str) -> String {
        let near = self
            .exercises
            .iter()
            .map(|exercise| (strsim::jaro_winkler(word, &exercise.id), &exercise.id))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match near {
            Some((likeness, id)) if likeness > 0.7 => format!("; did you mean `{id}`?"),
            _ => String::new(),
        }
    }

    /// A path as it is shown: relative to the workbook, with `/` between its parts.
    pub fn show(&self, path: &Path) -> String {
        let short = path.strip_prefix(&self.root).unwrap_or(path);
        short.to_string_lossy().replace('\\', "/")
    }
}

/// What makes two texts the same on every system: line ends are not part of it.
pub fn read_text(path: &Path) -> Result<String> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
    Ok(text.replace("\r\n", "\n"))
}
