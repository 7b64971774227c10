//! Where things are in a checkout of the workbook.

use anyhow::{Context, Result, bail};
use catalog::{Exercise, Problem};
use std::path::{Path, PathBuf};

/// A checkout of the workbook.
#[derive(Clone, Debug)]
pub struct Workbook {
    root: PathBuf,
}

impl Workbook {
    /// The workbook at `root`. Fails when there is no book in that folder.
    pub fn at(root: &Path) -> Result<Self> {
        if !root.join("book/book.toml").is_file() {
            bail!(
                "{}: there is no book/book.toml in this folder\nhelp: run `cargo xtask book` inside the workbook",
                root.display()
            );
        }
        let root = std::path::absolute(root).with_context(|| root.display().to_string())?;
        Ok(Self { root })
    }

    /// The root folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder with `book.toml`.
    pub fn book(&self) -> PathBuf {
        self.root.join("book")
    }

    /// The folder with the chapters.
    pub fn chapters(&self) -> PathBuf {
        self.root.join("book/src")
    }

    /// The folder with the listings.
    pub fn listings(&self) -> PathBuf {
        self.root.join("book/listings/src")
    }

    /// The folder with the recorded scenes.
    pub fn scenes(&self) -> PathBuf {
        self.root.join("book/scenes/recorded")
    }

    /// The folder with the exercises.
    pub fn exercises_folder(&self) -> PathBuf {
        self.root.join("exercises")
    }

    /// The exercises, in teaching order.
    pub fn exercises(&self) -> std::result::Result<Vec<Exercise>, Problem> {
        Ok(catalog::Workbook::load(self.root.clone())?.exercises)
    }

    /// Where `--build` writes the pages.
    pub fn output(&self) -> PathBuf {
        self.root.join("book/output")
    }

    /// `path` as a reader types it: relative to the workbook, with `/` on every platform.
    pub fn shown(&self, path: &Path) -> String {
        catalog::shown(&self.root, path)
    }
}
