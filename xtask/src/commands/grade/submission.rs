//! What somebody has handed in: a checkout, a folder with exercises, or a commit.

use super::baseline::{Baseline, base};
use super::repository::{Repository, Tree};
use anyhow::Result;
use grader::cancellation::Cancellation;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;
use workbook::{Exercise, Problem, Workbook, read_bounded, read_text};
use workshop::scratch::Scratch;
use workshop::submissions::Differing;

/// More than the source of any exercise has: files, and bytes of each.
const MAX_FILES: usize = 50;
const MAX_BYTES: u64 = 1 << 20;
/// How deep the folders below `src` are followed.
const MAX_DEPTH: usize = 5;

/// What one person has handed in.
pub struct Work {
    /// Whose it is.
    pub name: String,
    /// Where it is, as a person would name it.
    pub source: String,
    /// Where it is.
    pub origin: Origin,
}

/// Where work is.
#[derive(Clone)]
pub enum Origin {
    /// In a folder, or, where there is none of this name, in a commit of the workbook's repository.
    Named(String),
    /// In a commit that was fetched from elsewhere.
    Fetched {
        /// Where it was fetched into.
        scratch: Rc<Scratch>,
        /// The commit.
        commit: String,
        /// The commit that the class began from, where there is one.
        begun_from: Option<String>,
    },
}

impl Work {
    /// Work by the name of its folder or commit.
    pub fn named(what: &str) -> Self {
        Self {
            name: what.to_owned(),
            source: what.to_owned(),
            origin: Origin::Named(what.to_owned()),
        }
    }
}

/// The source of one exercise.
pub(super) enum Sources {
    /// The files below `src`, by their paths in it.
    Files(Vec<(PathBuf, String)>),
    /// The starter, unchanged.
    Starter,
    /// There is none.
    None,
    /// It cannot be used, for this reason.
    Refused(String),
}

/// What was read: the sources of the exercises, in their order, and what else differs.
type Read = (Vec<Sources>, Option<Differing>);

/// Reads a submission; or says what is wrong with all of it.
///
/// # Errors
/// When the run is cancelled, or git cannot be started.
pub(super) fn read(
    workbook: &Workbook,
    exercises: &[&Exercise],
    work: &Work,
    baseline: &Baseline,
    cancellation: &Cancellation,
) -> Result<Result<Read, Problem>> {
    let (repository, commit) = match &work.origin {
        Origin::Named(name) if Path::new(name).is_dir() => {
            let folder = Path::new(name);
            let files = of_folder(workbook, exercises, folder);
            return Ok(files.map(|files| {
                let is_workbooks = has_any(exercises, &files);
                let differs = is_workbooks.then(|| baseline.differs_in_folder(workbook, folder));
                (known(workbook, exercises, files), differs)
            }));
        }
        Origin::Named(name) => (Repository::Workbook(workbook), name),
        Origin::Fetched {
            scratch, commit, ..
        } => (Repository::Scratch(scratch), commit),
    };
    let Some(tree) = repository.tree(commit, cancellation)? else {
        let help = "name the folder of a checkout, or a branch or commit of this repository (`git fetch` \
                    brings those of others)";
        let what = "is neither a folder nor a commit";
        return Ok(Err(Problem::new(&work.source, what, help)));
    };
    let files = of_tree(workbook, exercises, &repository, &tree, cancellation)?;
    let is_empty = |files: &Files| matches!(files, Ok(files) if files.is_empty());
    if files.iter().all(is_empty) {
        return Ok(Err(Problem::new(&work.source, NONE, NONE_HELP)));
    }
    let begun_from = match &work.origin {
        Origin::Fetched {
            begun_from: Some(commit),
            ..
        } => repository.tree(commit, cancellation)?,
        _ => None,
    };
    let differs = match has_any(exercises, &files) {
        true => baseline.differs_in_tree(&tree, begun_from.as_ref()),
        false => None,
    };
    Ok(Ok((known(workbook, exercises, files), differs)))
}

/// Whether any of these files are of the workbook's own exercises: a repository of private ones has nothing else of it.
fn has_any(exercises: &[&Exercise], all: &[Files]) -> bool {
    let mut pairs = exercises.iter().zip(all);
    pairs.any(|(exercise, files)| {
        let is_there = files.as_ref().map_or(true, |files| !files.is_empty());
        exercise.workspace.is_none() && is_there
    })
}

/// Where else than in `exercises` the source of a private exercise is in a checkout, with `/` between the parts: its folder may
/// be in the workbook. Where it is a repository of its own, that is laid out as the workbook is.
fn elsewhere(workbook: &Workbook, exercise: &Exercise) -> Option<String> {
    let folder = exercise.workspace.as_ref()?;
    let is_within = folder.starts_with(&workbook.root);
    is_within.then(|| workbook.show(&exercise.folder.join("src")))
}

const NONE: &str = "has none of these exercises: neither `exercises/NN_name/src` nor `NN_name/src`";
const NONE_HELP: &str = "name the folder of a checkout, or one with the folders of exercises in it";

/// The files of one exercise, or why they cannot be used.
type Files = Result<Vec<(PathBuf, String)>, String>;

fn known(workbook: &Workbook, exercises: &[&Exercise], all: Vec<Files>) -> Vec<Sources> {
    let pairs = exercises.iter().zip(all);
    pairs
        .map(|(exercise, files)| usable(workbook, exercise, files))
        .collect()
}

fn usable(workbook: &Workbook, exercise: &Exercise, files: Files) -> Sources {
    let files = match files {
        Ok(files) => files,
        Err(reason) => return Sources::Refused(reason),
    };
    let starter = read_text(&workbook.root, &exercise.bad_source()).unwrap_or_default();
    match files.as_slice() {
        [] => Sources::None,
        [(_, text)] if text.replace("\r\n", "\n") == starter => Sources::Starter,
        _ if !files.iter().any(|(file, _)| file == Path::new("lib.rs")) => {
            Sources::Refused("there is no `src/lib.rs`".to_owned())
        }
        _ => Sources::Files(files),
    }
}

fn of_folder(
    workbook: &Workbook,
    exercises: &[&Exercise],
    folder: &Path,
) -> Result<Vec<Files>, Problem> {
    let base = base(folder);
    let sources = exercises.iter().map(|exercise| {
        let name = exercise.folder.file_name().unwrap_or_default();
        let usual = base.join(name).join("src");
        let elsewhere = elsewhere(workbook, exercise).map(|place| folder.join(place));
        match elsewhere.filter(|place| !usual.is_dir() && place.is_dir()) {
            Some(place) => place,
            None => usual,
        }
    });
    let sources: Vec<PathBuf> = sources.collect();
    if !sources.iter().any(|source| source.is_dir()) {
        return Err(Problem::new(folder.to_string_lossy(), NONE, NONE_HELP));
    }
    let files = sources.iter().map(|source| {
        let mut files = Vec::new();
        // A folder above it may be a link as well.
        let above = source.ancestors().skip(1);
        let mut above = above.take_while(|above| *above != folder);
        match source.symlink_metadata() {
            Err(_) => Ok(files),
            Ok(_) if above.any(Path::is_symlink) => Err("its folder is a link".to_owned()),
            Ok(_) => collect(source, source, 0, &mut files).map(|()| files),
        }
    });
    Ok(files.collect())
}

/// Links are not followed: they may lead to files of this machine that are nobody's business.
fn collect(
    base: &Path,
    folder: &Path,
    depth: usize,
    files: &mut Vec<(PathBuf, String)>,
) -> Result<(), String> {
    let shown = |path: &Path| {
        let short = path.strip_prefix(base).unwrap_or(path);
        Path::new("src").join(short).display().to_string()
    };
    let refuse = |path: &Path, why: &str| Err(format!("{}: {why}", shown(path)));
    let data = folder
        .symlink_metadata()
        .map_err(|error| error.to_string())?;
    if !data.is_dir() {
        return refuse(folder, "is not a folder");
    }
    if depth > MAX_DEPTH {
        return refuse(folder, "its folders are too deep");
    }
    let entries = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let Ok(data) = path.symlink_metadata() else {
            return refuse(&path, "cannot be read");
        };
        if data.is_dir() {
            collect(base, &path, depth + 1, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            if !data.is_file() {
                return refuse(&path, "is a link, a pipe or a device, not a file");
            }
            let bytes = read_bounded(&path, MAX_BYTES)
                .map_err(|error| format!("{}: {error}", shown(&path)))?;
            let Ok(text) = String::from_utf8(bytes) else {
                return refuse(&path, "is not UTF-8 text");
            };
            if files.len() == MAX_FILES {
                return refuse(&path, "too many files");
            }
            let short = path.strip_prefix(base).unwrap_or(&path).to_owned();
            files.push((short, text));
        }
    }
    Ok(())
}

/// The sources in a commit.
fn of_tree(
    workbook: &Workbook,
    exercises: &[&Exercise],
    repository: &Repository<'_>,
    tree: &Tree,
    cancellation: &Cancellation,
) -> Result<Vec<Files>> {
    let mut all = Vec::new();
    for exercise in exercises {
        let name = exercise.folder.file_name().unwrap_or_default();
        let usual = format!("exercises/{}/src", name.to_string_lossy());
        let places = std::iter::once(usual).chain(elsewhere(workbook, exercise));
        let mut places = places.map(|place| place + "/");
        let Some(source) = places.find(|place| tree.below(place).next().is_some()) else {
            all.push(Ok(Vec::new()));
            continue;
        };
        let mut files: Files = Ok(Vec::new());
        for entry in tree
            .below(&source)
            .filter(|entry| entry.path.ends_with(".rs"))
        {
            let Ok(found) = &mut files else { break };
            let path = &entry.path;
            let short = Path::new(path.strip_prefix(&source).unwrap_or(path));
            let is_plain = short
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
            if !entry.is_file() || !is_plain || found.len() == MAX_FILES {
                files = Err(format!("{path}: is not a file, or there are too many"));
                break;
            }
            match repository.ask(&["cat-file", "blob", &entry.blob], cancellation)? {
                Some(text) if text.len() as u64 <= MAX_BYTES => {
                    found.push((short.to_owned(), text))
                }
                _ => files = Err(format!("{path}: is too large, or cannot be read")),
            }
        }
        all.push(files);
    }
    Ok(all)
}
