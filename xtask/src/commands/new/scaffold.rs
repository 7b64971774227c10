//! What a command adds to the workbook: written whole or not at all.

use crate::report::say;
use grader::atomic_write;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use workbook::{Problem, Result};

/// What is to be added.
#[derive(Default)]
pub(super) struct Scaffold {
    /// New files, relative to the workbook, and their texts.
    pub(super) files: Vec<(String, String)>,
    /// Lines for files that are there.
    pub(super) edits: Vec<Edit>,
}

/// A line for a file that is there.
pub(super) struct Edit {
    /// The file, relative to the workbook.
    pub(super) file: &'static str,
    /// The new line.
    pub(super) line: String,
    /// The file's text with it.
    pub(super) text: String,
}

impl Scaffold {
    /// Refuses to write over what is there: `paths` are files or folders that must be free.
    pub(super) fn require_free(root: &Path, paths: &[String], help: &str) -> Result<()> {
        match paths.iter().find(|path| root.join(path).exists()) {
            Some(path) => Err(Problem::new(path.clone(), "already exists", help)),
            None => Ok(()),
        }
    }

    /// Says what would be written.
    pub(super) fn preview(&self) -> anyhow::Result<()> {
        for (file, _) in &self.files {
            say!("{file}")?;
        }
        for edit in &self.edits {
            say!("{}: one line more: {}", edit.file, edit.line.trim())?;
        }
        Ok(())
    }

    /// Writes the new files, then whatever `derive` makes of them, then the lines. After an error all
    /// is as it was before.
    pub(super) fn write(
        &self,
        root: &Path,
        derive: impl FnOnce(&mut Undo) -> Result<()>,
    ) -> Result<()> {
        let mut undo = Undo::new(root);
        for (file, text) in &self.files {
            undo.create(file);
            create(&root.join(file), text).map_err(|error| cannot_write(file, &error))?;
        }
        derive(&mut undo)?;
        for Edit { file, text, .. } in &self.edits {
            let failed = |error| cannot_write(file, &error);
            undo.change(file).map_err(failed)?;
            atomic_write::write(&root.join(file), text.as_bytes()).map_err(failed)?;
        }
        undo.forget();
        Ok(())
    }
}

/// Takes back what was written, unless told to forget it.
pub(super) struct Undo {
    root: PathBuf,
    /// Files and folders that were not there, each folder before what is in it.
    created: Vec<PathBuf>,
    /// Files that were there, and their contents.
    changed: Vec<(PathBuf, Vec<u8>)>,
}

impl Undo {
    fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            created: Vec::new(),
            changed: Vec::new(),
        }
    }

    /// Notes a file that is about to be created, with the folders on the way.
    pub(super) fn create(&mut self, file: &str) {
        let path = self.root.join(file);
        let new = path.ancestors().take_while(|path| !path.exists());
        let mut new: Vec<_> = new.map(Path::to_owned).collect();
        new.reverse();
        self.created.extend(new);
    }

    /// Notes a file that is about to be changed.
    fn change(&mut self, file: &str) -> io::Result<()> {
        let path = self.root.join(file);
        let before = std::fs::read(&path)?;
        self.changed.push((path, before));
        Ok(())
    }

    fn forget(&mut self) {
        self.created.clear();
        self.changed.clear();
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        // Nothing better can be done here about what fails; the error that led here is reported.
        for (path, before) in self.changed.drain(..) {
            if std::fs::read(&path).is_ok_and(|now| now != before) {
                let _ = atomic_write::write(&path, &before);
            }
        }
        for path in self.created.drain(..).rev() {
            // A folder in which someone else has put something stays.
            let _ = std::fs::remove_file(&path).or_else(|_| std::fs::remove_dir(&path));
        }
    }
}

fn create(path: &Path, text: &str) -> io::Result<()> {
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    std::fs::File::create_new(path)?.write_all(text.as_bytes())
}

fn cannot_write(file: &str, error: &io::Error) -> Problem {
    let help = "see that its folder can be written, then run this again: nothing was changed";
    Problem::new(file, format!("cannot be written: {error}"), help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use workbook::shown;

    fn scaffold(edited: &'static str) -> Scaffold {
        let files = ["new/a.rs", "new/deep/b.rs"].map(|file| (file.to_owned(), file.to_owned()));
        let edit = |file| Edit {
            file,
            line: "x".to_owned(),
            text: "x\n".to_owned(),
        };
        Scaffold {
            files: files.to_vec(),
            edits: vec![edit("first.toml"), edit(edited)],
        }
    }

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("first.toml"), "1\n").expect("it can be written");
        fs::write(folder.path().join("second.md"), "2\n").expect("it can be written");
        folder
    }

    fn names(root: &Path) -> Vec<String> {
        let entries = fs::read_dir(root).expect("it can be read");
        let mut names: Vec<_> = entries
            .map(|entry| shown(root, &entry.expect("an entry").path()))
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_and_lines_are_written() {
        let folder = folder();
        let permissions = || {
            let found = fs::metadata(folder.path().join("second.md"));
            found.expect("it is there").permissions()
        };
        let before = permissions();
        let written = scaffold("second.md").write(folder.path(), |_| Ok(()));
        assert_eq!(written, Ok(()));
        assert_eq!(permissions(), before);
        assert_eq!(names(folder.path()), ["first.toml", "new", "second.md"]);
        for (file, text) in [
            ("new/deep/b.rs", "new/deep/b.rs"),
            ("first.toml", "x\n"),
            ("second.md", "x\n"),
        ] {
            let read = fs::read_to_string(folder.path().join(file));
            assert_eq!(read.expect("it was written"), text);
        }
    }

    #[test]
    fn after_an_error_all_is_as_before() {
        let fails = |undo: &mut Undo| {
            undo.create("new/made");
            fs::write(undo.root.join("new/made"), "").expect("it can be written");
            Err(Problem::general("no", "why"))
        };
        type Derive = fn(&mut Undo) -> Result<()>;
        for (edited, derive) in [("gone.md", (|_| Ok(())) as Derive), ("second.md", fails)] {
            let folder = folder();
            let written = scaffold(edited).write(folder.path(), derive);
            written.expect_err(edited);
            assert_eq!(names(folder.path()), ["first.toml", "second.md"]);
            let read = fs::read_to_string(folder.path().join("first.toml"));
            assert_eq!(read.expect("it was there"), "1\n");
        }
    }

    #[test]
    fn a_file_in_the_way_of_a_folder_stays() {
        let folder = folder();
        fs::write(folder.path().join("new"), "mine").expect("it can be written");
        let written = scaffold("second.md").write(folder.path(), |_| Ok(()));
        let problem = written.expect_err("a file is no folder");
        assert_eq!(problem.place, "new/a.rs");
        assert_eq!(names(folder.path()), ["first.toml", "new", "second.md"]);
    }
}
