//! Where things are in a checkout of the workbook.

use crate::{Problem, Result, chapters, shown};
use std::path::{Path, PathBuf};

/// A folder that holds the workbook.
#[derive(Clone, Debug)]
pub struct Checkout {
    root: PathBuf,
}

impl Checkout {
    /// The checkout in this folder.
    ///
    /// # Errors
    /// When there is no book in it.
    pub fn at(root: &Path) -> Result<Self> {
        let place = root.display().to_string();
        if !root.join("book/book.toml").is_file() {
            return Err(Problem::new(
                place,
                "there is no book/book.toml in this folder",
                "run `cargo xtask book` inside the workbook",
            ));
        }
        let absolute = std::path::absolute(root).map_err(|error| {
            let help = "change to your checkout of the workbook and try again";
            Problem::new(place, "has no absolute path", help).because(error)
        });
        Ok(Self { root: absolute? })
    }

    /// Its folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder with `book.toml`.
    #[must_use]
    pub fn book(&self) -> PathBuf {
        self.root.join("book")
    }

    /// The folder with the chapters.
    #[must_use]
    pub fn chapters(&self) -> PathBuf {
        self.root.join(chapters::FOLDER)
    }

    /// The folder with the listings.
    #[must_use]
    pub fn listings(&self) -> PathBuf {
        self.root.join("book/listings/src")
    }

    /// The folder with the recorded scenes.
    #[must_use]
    pub fn scenes(&self) -> PathBuf {
        self.root.join("book/scenes/recorded")
    }

    /// The folder with the exercises.
    #[must_use]
    pub fn exercises(&self) -> PathBuf {
        self.root.join("exercises")
    }

    /// Where `cargo xtask book --build` writes the pages.
    #[must_use]
    pub fn output(&self) -> PathBuf {
        self.root.join("book/output")
    }

    /// `path` as it is shown: relative to the workbook, with `/` between its parts.
    #[must_use]
    pub fn show(&self, path: &Path) -> String {
        shown(&self.root, path)
    }
}
