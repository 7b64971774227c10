//! What was built, by its content.
//!
//! Cargo goes by modification times: a file that was replaced by an older one (a backup moved back,
//! an archive unpacked, a clock set back) counts as unchanged, and the executable of the newer file
//! would be graded. So a hash of each crate's content is saved with its build; if it differs,
//! cargo's fingerprint of that crate is removed, and cargo builds it again. The sources are not
//! touched, and if content and times agree, nothing is built twice.
//!
//! What is saved during a build may or may not be in it. Then nothing is noted, and the next build starts
//! anew.

use crate::atomic_write;
use crate::cancellation::Interrupted;
use crate::cargo::target_folder;
use crate::event::{Control, Event};
use crate::lock::{self, Lock};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use workbook::walk::files_below;
use workbook::{Crate, Exercise, Workbook};
use xxhash_rust::xxh3::Xxh3;

/// The only file of cargo's fingerprint that does not decide whether a build is fresh.
const KEPT: &str = "invoked.timestamp";
/// Held from the look at the sources until cargo has ended.
const LOCK: &str = "content.lock";
/// What cargo holds in each profile while it builds.
const CARGOS_LOCK: &str = ".cargo-lock";
/// The folders of an exercise that its solution compiles too.
const SHARED: [&str; 4] = ["bad", "benches", "data", "tests"];

/// A hash of every file that the crate is built from, or that its tests may read: its own folder,
/// and what a solution or a variant shares with its exercise.
#[must_use]
pub fn hash(exercise: &Exercise, package: &Crate) -> String {
    hash_folders(&folders_of(exercise, package))
}

fn folders_of(exercise: &Exercise, package: &Crate) -> Vec<PathBuf> {
    let mut folders = vec![package.folder.clone()];
    if package.folder != exercise.folder {
        folders.extend(SHARED.map(|folder| exercise.folder.join(folder)));
    }
    folders
}

fn hash_folders(folders: &[PathBuf]) -> String {
    let mut hasher = Xxh3::new();
    for folder in folders {
        add(&mut hasher, folder);
    }
    format!("{:032x}", hasher.digest128())
}

fn add(hasher: &mut Xxh3, folder: &Path) {
    for file in files_below(folder) {
        let name = file.strip_prefix(folder).unwrap_or(&file);
        hasher.update(name.to_string_lossy().as_bytes());
        // A file that can no longer be read has changed.
        if add_file(hasher, &file).is_err() {
            hasher.update(b"unreadable");
        }
    }
}

/// A file in pieces, since it may be larger than the memory.
fn add_file(hasher: &mut Xxh3, file: &Path) -> std::io::Result<()> {
    let mut file = std::fs::File::open(file)?;
    hasher.update(&file.metadata()?.len().to_le_bytes());
    let mut piece = [0; 16 << 10];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(()),
            n => hasher.update(&piece[..n]),
        }
    }
}

/// What is about to be built, until it was. Meanwhile no other run forgets or notes anything.
pub(crate) struct Noting {
    target: PathBuf,
    packages: Vec<Noted>,
    lock: Option<Lock>,
}

/// A package, and its content when its build began.
struct Noted {
    package: String,
    folders: Vec<PathBuf>,
    hash: String,
    stamps: String,
}

/// Has cargo build these crates again, and their baselines, where their content is not what the last build
/// started from.
///
/// # Errors
/// When the wait for another run's build is cancelled.
pub(crate) fn begin(
    workbook: &Workbook,
    crates: &[(&Exercise, &Crate)],
    control: &Control<'_>,
) -> Result<Noting, Interrupted> {
    let target = target_folder(workbook);
    let on_wait = || control.emit(Event::Waiting("waiting for another run to finish building"));
    let lock = lock::take_file(&target.join(LOCK), control.cancellation(), on_wait)?;
    let mut packages: Vec<Noted> = Vec::new();
    for (exercise, package) in crates {
        // A baseline has a content of its own: it is not compiled again at every save.
        let bad = Noted::now(exercise.bad_package(), vec![package.bad.clone()]);
        let own = Noted::now(package.package.clone(), folders_of(exercise, package));
        packages.extend([bad, own]);
    }
    packages.sort_by(|a, b| a.package.cmp(&b.package));
    packages.dedup_by(|a, b| a.package == b.package);
    let changed = packages.iter().filter(|noted| !noted.is_known(&target));
    let changed: Vec<&str> = changed.map(|noted| &*noted.package).collect();
    if !changed.is_empty() {
        // Another cargo would write the fingerprint of what it has read before.
        let mut locks = Vec::new();
        for profile in profiles(&target) {
            let file = profile.join(CARGOS_LOCK);
            if file.is_file() {
                locks.push(lock::take_file(&file, control.cancellation(), on_wait)?);
            }
        }
        changed.iter().for_each(|package| forget(&target, package));
    }
    for noted in &packages {
        // Until the build has ended, nothing is known: it may be killed.
        let _ = std::fs::remove_file(note(&target, &noted.package));
    }
    Ok(Noting {
        target,
        packages,
        lock,
    })
}

impl Noting {
    /// The build has read everything: notes what it was built from, unless that changed meanwhile. Returns the
    /// lock, to be held until cargo has ended.
    pub(crate) fn end(self) -> Option<Lock> {
        for noted in &self.packages {
            if stamps(&noted.folders) == noted.stamps {
                // If that fails, more is built next time.
                let file = note(&self.target, &noted.package);
                let _ = atomic_write::write(&file, noted.hash.as_bytes());
            }
        }
        self.lock
    }
}

impl Noted {
    fn now(package: String, folders: Vec<PathBuf>) -> Self {
        // Stamps first: what is saved between the two differs from them at the end.
        let stamps = stamps(&folders);
        Self {
            package,
            hash: hash_folders(&folders),
            stamps,
            folders,
        }
    }

    fn is_known(&self, target: &Path) -> bool {
        let known = workbook::read_bounded(&note(target, &self.package), 1 << 10);
        known.is_ok_and(|known| known == self.hash.as_bytes())
    }
}

/// A file for each package: runs that build others write others.
fn note(target: &Path, package: &str) -> PathBuf {
    target.join("contents").join(package)
}

/// What tells that a file was written again, although it may hold the same: where the system keeps it, also
/// the time of the change itself, which nobody can set.
fn stamps(folders: &[PathBuf]) -> String {
    let files = folders.iter().flat_map(|folder| files_below(folder));
    let stamps = files.map(|file| match std::fs::metadata(&file) {
        Ok(data) => format!("{} {} {}\n", file.display(), data.len(), change(&data)),
        Err(_) => format!("{} is gone\n", file.display()),
    });
    stamps.collect()
}

#[cfg(unix)]
fn change(data: &std::fs::Metadata) -> String {
    use std::os::unix::fs::MetadataExt as _;

    format!("{} {}.{:09}", data.ino(), data.ctime(), data.ctime_nsec())
}

#[cfg(not(unix))]
fn change(data: &std::fs::Metadata) -> String {
    format!("{:?}", data.modified().ok())
}

/// Removes cargo's fingerprints of a package, in every profile and for every platform. Their
/// folders stay: another cargo may be about to write into them.
fn forget(target: &Path, package: &str) {
    for profile in profiles(target) {
        for build in folders_in(&profile.join(".fingerprint")) {
            let name = build.file_name().unwrap_or_default().to_string_lossy();
            if is_of(&name, package) {
                let entries = std::fs::read_dir(&build).into_iter().flatten().flatten();
                for entry in entries.filter(|entry| entry.file_name() != KEPT) {
                    // If any of these files is missing, cargo builds again.
                    let _ = std::fs::remove_file(entry.path());
                }
            }
        }
    }
}

/// `target/debug`, `target/release`, `target/x86_64-…/debug` …
fn profiles(target: &Path) -> Vec<PathBuf> {
    let direct = folders_in(target);
    let below = direct.iter().flat_map(|folder| folders_in(folder));
    let all: Vec<PathBuf> = below.chain(direct.iter().cloned()).collect();
    all.into_iter()
        .filter(|folder| folder.join(".fingerprint").is_dir())
        .collect()
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths.filter(|path| path.is_dir()).collect()
}

/// Whether `parse-tree-33c79523f49c5aa4` is of the package `parse-tree`; `parse-tree-bad-…` is not.
fn is_of(name: &str, package: &str) -> bool {
    let hash = name
        .strip_prefix(package)
        .and_then(|rest| rest.strip_prefix('-'));
    hash.is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_belongs_to_one_package() {
        assert!(is_of("parse-tree-33c79523f49c5aa4", "parse-tree"));
        assert!(!is_of("parse-tree-bad-162ad1787f4a91f6", "parse-tree"));
        assert!(is_of("parse-tree-bad-162ad1787f4a91f6", "parse-tree-bad"));
        assert!(!is_of("parse-tree-33c7", "parse-tree"));
    }

    #[test]
    fn what_cargo_compares_is_removed_in_every_profile() {
        let target = tempfile::tempdir().expect("a temporary folder");
        let folder = |profile: &str, package: &str| {
            let name = format!("{package}-33c79523f49c5aa4");
            target.path().join(profile).join(".fingerprint").join(name)
        };
        let profiles = ["debug", "release", "some-target/debug"];
        for profile in profiles {
            for package in ["one", "other"] {
                let folder = folder(profile, package);
                std::fs::create_dir_all(&folder).expect("writable");
                for file in ["lib-x", "lib-x.json", KEPT] {
                    std::fs::write(folder.join(file), "x").expect("writable");
                }
            }
        }
        forget(target.path(), "one");
        for profile in profiles {
            let files = |package| {
                let files = std::fs::read_dir(folder(profile, package)).expect("it is there");
                files.count()
            };
            assert_eq!((files("one"), files("other")), (1, 3), "{profile}");
        }
    }
}
