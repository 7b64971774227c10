//! One exercise, as its folder says.

use super::{Crate, Shipped, read_text};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
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
    hints: Vec<String>,
}

/// The two members of `Cargo.toml` that matter here.
#[derive(Deserialize)]
struct WireManifest {
    package: WirePackage,
}

#[derive(Deserialize)]
struct WirePackage {
    name: String,
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
    /// What the benchmark's workload is; none where speed is not the point.
    pub speed: Option<String>,
    /// From weak to strong; never empty.
    pub hints: Vec<String>,
    /// What was shipped, to compare with.
    pub shipped: Shipped,
    /// The folder, absolute.
    pub folder: PathBuf,
    solution: PathBuf,
}

impl Exercise {
    pub(super) fn load(root: &Path, folder: &Path) -> Result<Self> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let shown = format!("exercises/{name}");
        let Some(number) = name
            .split('_')
            .next()
            .and_then(|digits| digits.parse().ok())
        else {
            bail!("{shown}: the folder's name must begin with a number, as in `02_parse_tree`");
        };
        let wire: WireExercise = parse(folder, &shown, "exercise.toml")?;
        let manifest: WireManifest = parse(folder, &shown, "Cargo.toml")?;
        for (value, field) in [(&wire.title, "title"), (&wire.chapter, "chapter")] {
            if value.trim().is_empty() {
                bail!("{shown}/exercise.toml: `{field}` is empty\nhelp: fill it in");
            }
        }
        if wire.hints.is_empty() {
            bail!(
                "{shown}/exercise.toml: `hints` is empty\n\
                 help: add at least three, then run `cargo xtask verify`"
            );
        }
        Ok(Self {
            id: manifest.package.name,
            number,
            title: wire.title,
            chapter: wire.chapter,
            minutes: wire.minutes,
            starter_fails: wire.starter_fails,
            speed: wire.speed,
            hints: wire.hints,
            shipped: Shipped::load(folder, &shown)?,
            folder: folder.to_owned(),
            solution: root.join("solutions").join(&*name),
        })
    }

    /// Whether `word` is this exercise's id or number.
    pub fn is_called(&self, word: &str) -> bool {
        self.id == word || word.parse() == Ok(self.number)
    }

    /// The only file that a learner edits.
    pub fn source(&self) -> PathBuf {
        self.folder.join("src").join("lib.rs")
    }

    /// What `source` was at first.
    pub fn starter(&self) -> PathBuf {
        self.folder.join("bad.rs")
    }

    /// The solved version of `source`.
    pub fn solved_source(&self) -> PathBuf {
        self.solution.join("src").join("lib.rs")
    }

    /// The file that a step's tests stand in.
    pub fn step_file(&self, step: &str) -> PathBuf {
        self.folder.join("tests/graded").join(format!("{step}.rs"))
    }

    /// The learner's crate.
    pub fn learner(&self) -> Crate {
        Crate {
            package: self.id.clone(),
            folder: self.folder.clone(),
        }
    }

    /// The solution's crate.
    pub fn solution(&self) -> Crate {
        Crate {
            package: format!("{}-solution", self.id),
            folder: self.solution.clone(),
        }
    }
}

fn parse<T: serde::de::DeserializeOwned>(folder: &Path, shown: &str, name: &str) -> Result<T> {
    let help = format!("help: restore it with `git checkout {shown}/{name}`");
    let text = read_text(&folder.join(name))
        .with_context(|| format!("{shown}/{name}: cannot be read\n{help}"))?;
    toml::from_str(&text).with_context(|| format!("{shown}/{name}: is not as it should be\n{help}"))
}
