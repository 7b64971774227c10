//! `open`: an exercise's source, in an editor.

use super::shared::{Finish, load_state};
use crate::report::say;
use anyhow::Result;
use std::io::IsTerminal;
use std::path::Path;
use tutor::editor::Editor;
use tutor::progress::named_or_next;
use workbook::Workbook;

pub(super) fn run(what: Option<&str>) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let state = load_state(&workbook);
    let exercise = named_or_next(&workbook, &state, what)?;
    open(&workbook, &exercise.source())?;
    Ok(Finish::Passes)
}

/// Opens a file in the editor; prints its path if there is no editor, or no terminal.
pub(super) fn open(workbook: &Workbook, file: &Path) -> Result<()> {
    let shown = workbook.show(file);
    let editor = Editor::find().filter(|_| std::io::stdout().is_terminal());
    let Some(editor) = editor else {
        say!("{shown}")?;
        return Ok(());
    };
    editor.edit(&shown, file)
}
