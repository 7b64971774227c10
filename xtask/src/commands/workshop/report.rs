//! `workshop report`: a page for the class and one for each participant, written as files.

use super::reports::Reports;
use crate::cli::ReportOptions;
use crate::commands::shared::Finish;
use crate::report::say;
use anyhow::{Context, Result};
use grader::atomic_write;
use std::path::Path;
use workbook::{Problem, Workbook, read_bounded};
use workshop::class::Class;
use workshop::class_page::class_page;
use workshop::handout::participant_page;
use workshop::page::MARK;
use workshop::report::edition;
use workshop::{downloaded, place};

/// The folder of the participants' pages, in that of the report.
const PEOPLE: &str = "people";
/// More than a page has, in bytes.
const MAX_PAGE: u64 = 16 << 20;

pub(super) fn run(options: &ReportOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let grades = match &options.grades {
        Some(file) => Some(downloaded::grades(file)?),
        None => None,
    };
    let named = Reports::named(&options.reports, &workbook);
    // Grades can be reported on alone.
    let found = match (named, &grades) {
        (Ok(reports), _) => reports.read(&edition(&workbook))?,
        (Err(_), Some(_)) => Vec::<place::Found>::new(),
        (Err(problem), None) => return Err(problem),
    };
    let class = Class::of(&workbook, found, grades);
    let folder = workbook.root.join(&options.out);
    let index = folder.join("index.html");
    ours(&index)?;
    let people = folder.join(PEOPLE);
    for old in std::fs::read_dir(&people).into_iter().flatten().flatten() {
        let file = old.path();
        let is_page = file
            .extension()
            .is_some_and(|extension| extension == "html");
        // A page of somebody who has left.
        if is_page && ours(&file).is_ok() {
            std::fs::remove_file(&file)
                .with_context(|| format!("{}: cannot be removed", workbook.show(&file)))?;
        }
    }
    let beyond = workbook.exercises.iter().skip(workbook.planned().len());
    let beyond: Vec<_> = beyond
        .map(|exercise| (exercise.id.clone(), exercise.title.clone()))
        .collect();
    for person in &class.people {
        let file = people.join(format!("{}.html", person.file));
        ours(&file)?;
        write(&workbook, &file, &participant_page(&class, person, &beyond))?;
    }
    write(&workbook, &index, &class_page(&class, PEOPLE))?;
    say!(
        "{}: the class; {} pages in {}",
        workbook.show(&index),
        class.people.len(),
        workbook.show(&people)
    )?;
    for (name, why) in &class.unreadable {
        say!("  {name} cannot be read: {why}")?;
    }
    for (course, minutes) in class.suggestions() {
        say!(
            "  {}: planned {} min, took {minutes}: `minutes = {minutes}` in {}",
            course.id,
            course.planned,
            course.file
        )?;
    }
    Ok(Finish::Passes)
}

/// Makes sure that nobody else's file is replaced.
fn ours(file: &Path) -> Result<()> {
    if file.symlink_metadata().is_err() {
        return Ok(());
    }
    let is_ours = read_bounded(file, MAX_PAGE)
        .is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(MARK));
    match is_ours {
        true => Ok(()),
        false => Err(Problem::new(
            file.display().to_string(),
            "is there, and is not a page of `workshop report`",
            "name another folder with `--out`, or move that file",
        )
        .into()),
    }
}

fn write(workbook: &Workbook, file: &Path, page: &str) -> Result<()> {
    atomic_write::write(file, page.as_bytes())
        .with_context(|| format!("{}: cannot be written", workbook.show(file)))
}
