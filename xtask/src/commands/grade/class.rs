//! Everybody's work in a class: the branches of a git remote, or the folders in a folder, one for each person.

use super::baseline::base;
use super::submission::{Origin, Work};
use anyhow::Result;
use grader::cancellation::{Cancellation, Interrupted};
use grader::git;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;
use workbook::{Problem, Workbook};
use workshop::place::BRANCHES;
use workshop::scratch::Scratch;

/// How long the fetch of a class may take.
const FETCH: Duration = Duration::from_secs(300);

/// Everybody's work in these places, in the order of their names within each; of the same name twice, each is shown with
/// its place.
///
/// # Errors
/// When a place cannot be read, or has nobody's work in it: before any time is spent on the others.
pub fn works(
    workbook: &Workbook,
    places: &[String],
    cancellation: &Cancellation,
) -> Result<Vec<Work>> {
    let mut all = Vec::new();
    for place in places {
        let folder = Path::new(place);
        let found = if folder.is_dir() && !git::is_bare(folder) {
            in_folder(place, workbook)?
        } else {
            in_remote(
                place,
                &address(workbook, place, cancellation)?,
                cancellation,
            )?
        };
        if found.is_empty() {
            let help = "each person needs a folder there, with `exercises` in it, or a branch";
            return Err(Problem::new(place, "there is nobody's work", help).into());
        }
        all.extend(found);
    }
    let mut n_of: BTreeMap<String, usize> = BTreeMap::new();
    for work in &all {
        *n_of.entry(work.name.to_lowercase()).or_default() += 1;
    }
    for work in &mut all {
        if n_of[&work.name.to_lowercase()] > 1 {
            work.name = format!("{} ({})", work.name, work.source);
        }
    }
    Ok(all)
}

/// The address of a remote: as it is written, a repository's path, or what a remote of this clone stands for.
fn address(workbook: &Workbook, place: &str, cancellation: &Cancellation) -> Result<String> {
    if git::is_address(place) || Path::new(place).is_dir() {
        return Ok(place.to_owned());
    }
    let known = match git::is_clone(workbook, cancellation)? && !place.starts_with('-') {
        true => git::ask(workbook, &["remote", "get-url", place], cancellation)?,
        false => None,
    };
    match known {
        Some(address) => Ok(address.trim().to_owned()),
        None => Err(Problem::new(
            place,
            "is neither a folder nor a git remote",
            "name a folder with a checkout for each person in it, or a remote with a branch for each, by its address or, \
             as `origin`, by its name",
        )
        .into()),
    }
}

/// The checkouts in a folder, or the folder itself if it is one.
fn in_folder(place: &str, workbook: &Workbook) -> Result<Vec<Work>> {
    let folder = Path::new(place);
    let is_work = |folder: &Path| {
        let base = base(folder);
        let mut exercises = workbook.exercises.iter();
        base != folder
            || exercises.any(|exercise| {
                let name = exercise.folder.file_name().unwrap_or_default();
                folder.join(name).join("src").is_dir()
            })
    };
    if is_work(folder) {
        // Its name, also for `.` and `..`.
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        return Ok(vec![Work {
            name: name_of(&real),
            ..Work::named(place)
        }]);
    }
    let unread = |error: std::io::Error| {
        let help = "name a folder that you can read";
        Problem::new(place, "cannot be listed", help).because(error)
    };
    let entries = std::fs::read_dir(folder).map_err(unread)?;
    let mut folders: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    folders.retain(|path| path.is_dir() && !name_of(path).starts_with('.'));
    folders.sort();
    let works = folders.iter().map(|path| Work {
        name: name_of(path),
        ..Work::named(&path.to_string_lossy())
    });
    Ok(works.collect())
}

fn name_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    name.to_string_lossy().into_owned()
}

/// The branches of a remote, but for the one that all began with, unless it is the only one. Reports are no work.
fn in_remote(place: &str, address: &str, cancellation: &Cancellation) -> Result<Vec<Work>> {
    let scratch = Rc::new(Scratch::new()?);
    let git = |arguments: &[&str]| {
        scratch
            .git_within(FETCH, arguments, cancellation)
            .map_err(|error| match error.is::<Interrupted>() {
                true => error,
                false => {
                    let help = "check the address, and that `git ls-remote` reads it without asking for a password";
                    Problem::new(place, "cannot be fetched", help).because(error).into()
                }
            })
    };
    let listed = git(&[
        "ls-remote",
        "--symref",
        "--",
        address,
        "HEAD",
        "refs/heads/*",
    ])?;
    let is_report = |name: &str| {
        let rest = name.strip_prefix(BRANCHES);
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    let (mut shared, mut branches) = (None, Vec::new());
    for line in listed.lines() {
        let Some((what, name)) = line.split_once('\t') else {
            continue;
        };
        match (
            what.strip_prefix("ref: refs/heads/"),
            name.strip_prefix("refs/heads/"),
        ) {
            (Some(branch), _) if name == "HEAD" => shared = Some(branch),
            (None, Some(branch)) if !is_report(name) => branches.push(branch),
            _ => {}
        }
    }
    if branches.is_empty() {
        return Ok(Vec::new());
    }
    let refs = "+refs/heads/*:refs/heads/*";
    git(&[
        "fetch",
        "--quiet",
        "--depth",
        "1",
        "--no-tags",
        "--",
        address,
        refs,
    ])?;
    let is_shared = |branch: &str| match shared {
        Some(shared) => branch == shared,
        None => branch == "main",
    };
    let alone = branches.iter().all(|branch| is_shared(branch));
    let begun_from = branches.iter().find(|branch| !alone && is_shared(branch));
    let works = branches.iter().filter(|branch| alone || !is_shared(branch));
    let works = works.map(|branch| Work {
        name: match alone {
            true => repository_name(address),
            false => (*branch).to_owned(),
        },
        source: format!("{place}: {branch}"),
        origin: Origin::Fetched {
            scratch: Rc::clone(&scratch),
            commit: format!("refs/heads/{branch}"),
            begun_from: begun_from.map(|branch| format!("refs/heads/{branch}")),
        },
    });
    Ok(works.collect())
}

/// `ann` of `https://…/ann.git`
fn repository_name(address: &str) -> String {
    let last = address
        .trim_end_matches(['/', '\\'])
        .rsplit(['/', '\\', ':'])
        .next();
    let name = last.unwrap_or(address);
    name.strip_suffix(".git").unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_named_by_the_end_of_its_address() {
        for address in [
            "https://host/class/ann.git",
            "git@host:ann",
            "/srv/ann.git/",
            "C:\\srv\\ann",
        ] {
            assert_eq!(repository_name(address), "ann", "{address}");
        }
    }
}
