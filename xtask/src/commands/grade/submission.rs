//! What somebody has handed in: a checkout, a folder with exercises, or a commit of this repository.

use anyhow::Result;
use grader::cancellation::Cancellation;
use grader::git;
use std::path::{Component, Path, PathBuf};
use workbook::{Exercise, Problem, Workbook, read_bounded, read_text};

/// More than the source of any exercise has: files, and bytes of each.
const MAX_FILES: usize = 50;
const MAX_BYTES: u64 = 1 << 20;
/// How deep the folders below `src` are followed.
const MAX_DEPTH: usize = 5;

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

/// Reads a submission: the sources of these exercises, in their order; or what is wrong with all of it.
///
/// # Errors
/// When the run is cancelled, or git cannot be started.
pub(super) fn read(
    workbook: &Workbook,
    exercises: &[&Exercise],
    source: &str,
    cancellation: &Cancellation,
) -> Result<Result<Vec<Sources>, Problem>> {
    let folder = Path::new(source);
    let all: Result<Vec<_>, Problem> = if folder.is_dir() {
        of_folder(exercises, folder)
    } else {
        match of_commit(workbook, exercises, source, cancellation)? {
            Some(all) => Ok(all),
            None => {
                let help = "name the folder of a checkout, or a branch or commit of this repository (`git fetch` \
                            brings those of others)";
                Err(Problem::new(
                    source,
                    "is neither a folder nor a commit",
                    help,
                ))
            }
        }
    };
    let all = all.map(|all| {
        let pairs = exercises.iter().zip(all);
        pairs
            .map(|(exercise, files)| known(workbook, exercise, files))
            .collect()
    });
    Ok(all)
}

/// The files of one exercise, or why they cannot be used.
type Files = Result<Vec<(PathBuf, String)>, String>;

fn known(workbook: &Workbook, exercise: &Exercise, files: Files) -> Sources {
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

fn of_folder(exercises: &[&Exercise], folder: &Path) -> Result<Vec<Files>, Problem> {
    let below = folder.join("exercises");
    let base = if below.is_dir() {
        below
    } else {
        folder.to_owned()
    };
    let sources = exercises.iter().map(|exercise| {
        let name = exercise.folder.file_name().unwrap_or_default();
        base.join(name).join("src")
    });
    let sources: Vec<PathBuf> = sources.collect();
    if !sources.iter().any(|source| source.is_dir()) {
        let what = "has none of these exercises: neither `exercises/NN_name/src` nor `NN_name/src`";
        let help = "name the folder of a checkout, or one with the folders of exercises in it";
        return Err(Problem::new(folder.to_string_lossy(), what, help));
    }
    let files = sources.iter().map(|source| {
        let mut files = Vec::new();
        match source.symlink_metadata() {
            Err(_) => Ok(files),
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

/// The sources in a commit of this repository; `None` where git knows no such commit.
fn of_commit(
    workbook: &Workbook,
    exercises: &[&Exercise],
    name: &str,
    cancellation: &Cancellation,
) -> Result<Option<Vec<Files>>> {
    // A name that starts with a dash would be an option.
    let commit = format!("{name}^{{commit}}");
    let known = [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &commit,
    ];
    let Some(commit) = git::ask(workbook, &known, cancellation)? else {
        return Ok(None);
    };
    let commit = commit.trim().to_owned();
    let mut all = Vec::new();
    for exercise in exercises {
        let source = workbook.show(&exercise.folder.join("src"));
        let list = ["ls-tree", "-r", "-z", "--full-tree", &commit, "--", &source];
        let list = git::ask(workbook, &list, cancellation)?.unwrap_or_default();
        let mut files: Files = Ok(Vec::new());
        for entry in list.split('\0').filter(|entry| entry.ends_with(".rs")) {
            let Ok(found) = &mut files else { break };
            let Some((kind, path)) = entry.split_once('\t') else {
                continue;
            };
            let short = Path::new(path)
                .strip_prefix(&source)
                .unwrap_or(Path::new(path));
            let is_plain = short
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
            if !kind.starts_with("100") || !is_plain || found.len() == MAX_FILES {
                files = Err(format!("{path}: is not a file, or there are too many"));
                break;
            }
            let blob = ["cat-file", "blob", &format!("{commit}:{path}")].map(str::to_owned);
            let blob: Vec<&str> = blob.iter().map(String::as_str).collect();
            match git::ask(workbook, &blob, cancellation)? {
                Some(text) if text.len() as u64 <= MAX_BYTES => {
                    found.push((short.to_owned(), text))
                }
                _ => files = Err(format!("{path}: is too large, or cannot be read")),
            }
        }
        all.push(files);
    }
    Ok(Some(all))
}
