//! A tiny book in a temporary folder, correct unless a test breaks it.

use press::Checkout;
use press::build::{self, Purpose};
use press::generation::Generation;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The book that a test starts from, and changes in one place.
pub(crate) struct TinyBook {
    folder: TempDir,
}

const FILES: [(&str, &str); 7] = [
    (
        "Cargo.toml",
        "[workspace]\nmembers = [\"exercises/01_first\"]\n",
    ),
    (
        "book/book.toml",
        "[book]\ntitle = \"Tiny\"\n[output.html.playground]\nrunnable = false\n[output.html.print]\nenable = false\n",
    ),
    (
        "book/src/SUMMARY.md",
        "# Summary\n\n- [One](one.md)\n- [Two](two.md)\n",
    ),
    (
        "book/src/one.md",
        "# One\n<!-- description: The first chapter of a tiny book, with a pair and an exercise. -->\nSee [two](two.md#a-part).\n\n{{#pair code.rs sum | slow | quick}}\n\n{{#exercise first}}\n",
    ),
    (
        "book/src/two.md",
        "# Two\n<!-- description: The second chapter of a tiny book, with a listing and a link. -->\n## A part\n\n{{#listing code.rs alone | alone}}\n\nBack to [one](one.md).\n",
    ),
    (
        "book/listings/src/code.rs",
        "mod m {\n    // ANCHOR: bad_sum\n    fn sum() {\n        slow::<u8>();\n\n        same();\n    }\n    // ANCHOR_END: bad_sum\n\
         \x20   // ANCHOR: good_sum\n    fn sum() {\n        quick();\n\n        same();\n    }\n    // ANCHOR_END: good_sum\n}\n\
         //! // ANCHOR: alone\n//! # fn shown() {}\n//!     let x = \"{{#include nothing}}\";\n//! // ANCHOR_END: alone\n",
    ),
    (
        "exercises/01_first/exercise.toml",
        "title = \"First & last\"\nchapter = \"one.md\"\nminutes = 25\nstarter_fails = [\"step1\"]\n[steps.step1]\nhints = [\"Ask `who`.\", \"Look.\"]\n",
    ),
];

impl TinyBook {
    /// A book without mistakes.
    pub(crate) fn new() -> Self {
        let book = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        for (path, text) in FILES {
            book.write(path, text);
        }
        book.write(
            "exercises/01_first/Cargo.toml",
            "[package]\nname = \"first\"\n",
        );
        book
    }

    /// Gives the book the theme and the scenes of this workbook.
    pub(crate) fn with_theme(self) -> Self {
        let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let theme = fs::read_dir(book.join("theme")).expect("the theme");
        for file in theme.map(|entry| entry.expect("an entry").path()) {
            if let (Ok(text), Some(name)) = (fs::read_to_string(&file), file.file_name()) {
                self.write(&format!("book/theme/{}", name.to_string_lossy()), &text);
            }
        }
        for scene in fs::read_dir(book.join("scenes/recorded")).expect("the scenes") {
            let path = scene.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&path).expect("a scene");
            self.write(&format!("book/scenes/recorded/{name}"), &text);
        }
        let config = fs::read_to_string(book.join("book.toml")).expect("book.toml");
        self.write("book/book.toml", &config);
        self
    }

    /// Writes `text` to a file, and replaces it if it exists.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    /// Replaces `old`, which must be there, in a file.
    pub(crate) fn replace(self, path: &str, old: &str, new: &str) -> Self {
        let text =
            fs::read_to_string(self.folder.path().join(path)).expect("a file of the tiny book");
        assert!(text.contains(old), "{path} does not contain {old}");
        self.write(path, &text.replace(old, new));
        self
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn checkout(&self) -> Checkout {
        Checkout::at(self.folder.path()).expect("the tiny book is a workbook")
    }

    /// Builds the book, which must succeed, as the server does.
    pub(crate) fn generation(&self) -> Generation {
        Generation::build(&self.checkout(), &std::env::temp_dir(), Purpose::Files)
            .unwrap_or_else(|error| panic!("{error:#}"))
    }

    /// Builds the book: its pages, or the error message.
    pub(crate) fn build(&self) -> Result<Pages, String> {
        let output = tempfile::tempdir().expect("a temporary folder");
        build::build(&self.checkout(), output.path(), Purpose::Files)
            .map_err(|error| format!("{error:#}"))?;
        Ok(Pages(output))
    }
}

/// A book that was built.
pub(crate) struct Pages(TempDir);

impl Pages {
    pub(crate) fn read(&self, page: &str) -> String {
        fs::read_to_string(self.0.path().join(page))
            .unwrap_or_else(|error| panic!("{page}: {error}"))
    }
}
