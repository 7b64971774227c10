//! Reports and grades that were downloaded, as from CI: files in a folder and in the folders below it, one for each person.
//!
//! Whoever wrote them, they are only read: no link is followed, and how many files, how deep and how large they are has
//! limits.

use crate::place::{Found, file_name};
use crate::report::{self, NEWER, Report};
use crate::submissions::{self, Document, VERSION, WORKBOOK};
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use workbook::{Problem, read_bounded, shown};

/// How deep folders are followed.
const MAX_DEPTH: usize = 6;
/// More files than any class has.
const MAX_FILES: usize = 5_000;

/// What is in this folder: of each person the latest report, or, where there is none, the latest grades. Files that cannot be
/// read are among them, with the reason.
///
/// # Errors
/// When there is no such folder, it cannot be listed, or it has too many files.
pub fn read(folder: &Path, edition: &str) -> Result<Vec<Found>> {
    let mut files = Vec::new();
    if !folder.is_dir() {
        let help = "download the artifacts of the class into a folder, and name that";
        let place = folder.display().to_string();
        return Err(Problem::new(place, "there is no such folder", help).into());
    }
    collect(folder, 0, &mut files)?;
    let mut all = Latest::default();
    for file in &files {
        let name = shown(folder, file);
        match of_file(file) {
            Ok(Content::Report(report)) => all.add(*report, false),
            Ok(Content::Grades(document)) => all.add_grades(*document, edition),
            Err(why) => all.unreadable(name, why),
        }
    }
    Ok(all.found())
}

/// The grades in this file.
///
/// # Errors
/// When it cannot be read, or is something else.
pub fn grades(file: &Path) -> Result<Document> {
    let refused = |why: String| {
        let help = "name a file that `cargo xtask workshop grade --save FILE` wrote";
        Problem::new(file.display().to_string(), why, help)
    };
    match of_file(file).map_err(refused)? {
        Content::Grades(document) => Ok(*document),
        Content::Report(_) => {
            Err(refused("is a participant's report, not grades".to_owned()).into())
        }
    }
}

enum Content {
    Report(Box<Report>),
    Grades(Box<Document>),
}

fn of_file(file: &Path) -> std::result::Result<Content, String> {
    let bytes = read_bounded(file, submissions::MAX_BYTES).map_err(|error| error.to_string())?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    if value.get("submissions").is_some() && value["workbook"] == WORKBOOK {
        let document: Document =
            serde_json::from_value(value).map_err(|error| error.to_string())?;
        return match document.version > VERSION {
            true => Err(NEWER.to_owned()),
            false => Ok(Content::Grades(Box::new(document))),
        };
    }
    if value.get("format").is_none() {
        return Err("is neither a report nor grades".to_owned());
    }
    if bytes.len() as u64 > report::MAX_BYTES {
        return Err(format!("it has more than {} bytes", report::MAX_BYTES));
    }
    let report = serde_json::from_value(value).map_err(|error| error.to_string())?;
    Ok(Content::Report(Box::new(report)))
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<()> {
    let context = || format!("{}: cannot be listed", folder.display());
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(context)? {
        entries.push(entry.with_context(context)?);
    }
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type().with_context(context)?);
        let name = entry.file_name().to_string_lossy().into_owned();
        if kind.is_dir() && depth < MAX_DEPTH {
            collect(&path, depth + 1, files)?;
        } else if kind.is_file() && name.ends_with(".json") && !name.starts_with('.') {
            if files.len() == MAX_FILES {
                let help = "name a folder with nothing but the artifacts of one class";
                let what = format!("has more than {MAX_FILES} reports");
                return Err(Problem::new(folder.display().to_string(), what, help).into());
            }
            files.push(path);
        }
    }
    Ok(())
}

/// The latest of each person.
#[derive(Default)]
struct Latest {
    reports: BTreeMap<(String, String), Found>,
    grades: BTreeMap<String, Found>,
    unreadable: Vec<Found>,
}

impl Latest {
    fn add(&mut self, report: Report, is_grade: bool) {
        let name = file_name(&report.name);
        let found = Found {
            name: name.clone(),
            // When it was downloaded says nothing.
            arrived: Some(report.sent),
            report: Ok(report),
        };
        let key = |found: &Found| found.arrived;
        let seat = found.report.as_ref().map(|report| report.seat.clone());
        let entry = match is_grade {
            true => self.grades.entry(name).or_insert_with(|| found.clone()),
            false => {
                let seat = (name, seat.unwrap_or_default());
                self.reports.entry(seat).or_insert_with(|| found.clone())
            }
        };
        if key(&found) > key(entry) {
            *entry = found;
        }
    }

    fn add_grades(&mut self, document: Document, edition: &str) {
        for submission in document.submissions {
            match &submission.error {
                Some(error) => self.unreadable(submission.name.clone(), error.clone()),
                None => self.add(submission.as_report(document.time, edition), true),
            }
        }
    }

    fn unreadable(&mut self, name: String, why: String) {
        self.unreadable.push(Found {
            name,
            arrived: None,
            report: Err(why),
        });
    }

    fn found(self) -> Vec<Found> {
        let reported: Vec<String> = self.reports.keys().map(|(name, _)| name.clone()).collect();
        let grades = self.grades.into_iter();
        let grades = grades.filter(|(name, _)| !reported.contains(name));
        let reports = self.reports.into_values();
        let found = reports.chain(grades.map(|(_, found)| found));
        found.chain(self.unreadable).collect()
    }
}
