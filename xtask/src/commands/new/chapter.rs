//! `new chapter NAME`: a chapter, in the list of chapters.

use super::scaffold::{Edit, Scaffold};
use super::{names, summary, templates};
use crate::cli::NewChapterOptions;
use crate::commands::shared::Finish;
use crate::report::say;
use anyhow::Result;
use workbook::chapters::{Chapter, FOLDER, SUMMARY};
use workbook::{Workbook, read_text};

pub(super) fn run(options: &NewChapterOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let name = &*options.name;
    names::check_chapter(name)?;
    let chapter = chapter(name);
    let text = templates::fill(
        templates::CHAPTER,
        &[
            ("CHAPTER_TITLE", &chapter.title),
            ("MODULE_NAME", &name.replace('-', "_")),
        ],
    );
    let mut scaffold = Scaffold::default();
    add(
        &mut scaffold,
        &workbook,
        &chapter,
        text,
        "choose another name, or edit that chapter",
    )?;
    if options.dry_run {
        scaffold.preview()?;
        return Ok(Finish::Passes);
    }
    scaffold.write(&workbook.root, |_| Ok(()))?;
    say!(
        "New: {FOLDER}/{file}, and its line in {SUMMARY}.\n\
         It is in the book already: cargo xtask book",
        file = chapter.file
    )?;
    Ok(Finish::Passes)
}

/// The chapter of this name.
pub(super) fn chapter(name: &str) -> Chapter {
    Chapter {
        title: names::title(name),
        file: format!("{name}.md"),
    }
}

/// Adds a chapter with this text to a scaffold.
pub(super) fn add(
    scaffold: &mut Scaffold,
    workbook: &Workbook,
    chapter: &Chapter,
    text: String,
    help: &str,
) -> workbook::Result<()> {
    let file = format!("{FOLDER}/{}", chapter.file);
    Scaffold::require_free(&workbook.root, std::slice::from_ref(&file), help)?;
    let list = read_text(&workbook.root, &workbook.root.join(SUMMARY))?;
    let exercises = workbook.exercises.iter();
    let of_exercises: Vec<&str> = exercises.map(|exercise| &*exercise.chapter).collect();
    scaffold.files.push((file, text));
    scaffold.edits.push(Edit {
        file: SUMMARY,
        line: summary::line(chapter),
        text: summary::with_chapter(&list, chapter, &of_exercises)?,
    });
    Ok(())
}
