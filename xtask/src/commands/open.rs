//! `open`: an exercise's source, in the editor that the environment names.

use super::{Finish, named_or_next};
use crate::progress::Progress;
use crate::report::say;
use anyhow::{Context, Result, bail};
use catalog::Workbook;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::Path;
use std::process::Command;

pub(super) fn run(what: Option<&str>) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let progress = Progress::load(&workbook.root);
    let exercise = named_or_next(&workbook, &progress, what)?;
    open(&workbook, &exercise.source())?;
    Ok(Finish::Passes)
}

/// Opens a file in the editor; prints its path where there is no editor, or no terminal for one.
pub(super) fn open(workbook: &Workbook, file: &Path) -> Result<()> {
    let shown = workbook.show(file);
    let editor = editor().filter(|_| std::io::stdout().is_terminal());
    let Some((program, arguments)) = editor else {
        say!("{shown}");
        return Ok(());
    };
    let status = Command::new(&program).args(arguments).arg(file).status();
    let status = status.with_context(|| {
        format!("{program}: cannot be started\nhelp: set VISUAL or EDITOR to your editor, or open {shown} yourself")
    })?;
    if !status.success() {
        bail!("{program}: ended with {status}\nhelp: open {shown} yourself");
    }
    Ok(())
}

/// `$VISUAL`, `$EDITOR`, or Visual Studio Code where this is its terminal; with its arguments.
pub(super) fn editor() -> Option<(String, Vec<OsString>)> {
    let named = ["VISUAL", "EDITOR"].iter().find_map(|name| {
        let value = std::env::var(name).ok()?;
        (!value.trim().is_empty()).then_some(value)
    });
    let in_code = std::env::var("TERM_PROGRAM").is_ok_and(|name| name == "vscode");
    let line = named.or_else(|| in_code.then(|| "code".to_owned()))?;
    let mut words = line.split_whitespace();
    let program = words.next()?.to_owned();
    Some((program, words.map(OsString::from).collect()))
}
