//! A version of the workbook: its files by their fingerprints, and its exercises.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use toml::Table;
use workbook::{fingerprint, read_bounded, slashed};

/// In place of the fingerprint of what is no regular file, or cannot be read: it equals no file's.
pub const ODD: &str = "odd";
/// The only source that is shipped, relative to its exercise's `src`.
pub const SOURCE: &str = "lib.rs";
/// More than any file of the workbook has, in bytes.
const MAX_BYTES: u64 = 64 << 20;
/// What is in a checkout and is not the workbook.
const NOT_FILES: [&str; 4] = [".git", ".arena", "target", "book/output"];
/// What cargo puts into a folder that it builds in.
const CARGO_TAG: &str = "CACHEDIR.TAG";

/// A version of the workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Path, relative to the workbook and with `/` → [`fingerprint`].
    pub files: BTreeMap<String, String>,
    /// In the order of their folders.
    pub exercises: Vec<Listed>,
    /// The fingerprints of the files of exercises, as their `shipped.toml` records them, by path.
    pub recorded: BTreeMap<String, String>,
}

/// An exercise of a version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// As in `exercises/02_parse_tree`.
    pub folder: String,
    /// The package's name; what the folder's is made of where the manifest cannot be read.
    pub id: String,
    /// Ids that it had before.
    pub formerly: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireSettings {
    formerly: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireShipped {
    files: BTreeMap<String, String>,
}

impl Version {
    /// The version in a folder: all that is there, but for what builds and runs leave behind. Links are no files of it.
    #[must_use]
    pub fn read(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        collect(folder, folder, &mut files);
        files.retain(|_, print| print != ODD);
        Self::of(folder, files)
    }

    /// What a checkout has of these files, and all sources of its learner.
    pub fn of_checkout<'a>(root: &Path, known: impl Iterator<Item = &'a String>) -> Self {
        let mut files = BTreeMap::new();
        let exercises = root.join("exercises");
        for folder in std::fs::read_dir(exercises).into_iter().flatten().flatten() {
            collect(root, &folder.path().join("src"), &mut files);
        }
        for name in known {
            if let Some(print) = print(&root.join(name)) {
                files.insert(name.clone(), print);
            }
        }
        Self::of(root, files)
    }

    fn of(root: &Path, files: BTreeMap<String, String>) -> Self {
        let folders = files.keys().filter_map(|name| folder_of(name));
        let folders: BTreeSet<&str> = folders.collect();
        let exercises: Vec<Listed> = folders.iter().map(|folder| listed(root, folder)).collect();
        let mut recorded = BTreeMap::new();
        for folder in folders {
            let shipped: WireShipped = table(&root.join(folder).join("shipped.toml"));
            let files = shipped.files.into_iter();
            recorded.extend(files.map(|(name, print)| (format!("{folder}/{name}"), print)));
        }
        Self {
            files,
            exercises,
            recorded,
        }
    }

    /// The fingerprints of its baselines, which starters are copies of: as files, and as recorded.
    pub fn baselines(&self) -> impl Iterator<Item = &String> {
        baselines(&self.files).chain(self.baselines_recorded())
    }

    /// Those that are recorded, whatever somebody has made of the files.
    pub fn baselines_recorded(&self) -> impl Iterator<Item = &String> {
        baselines(&self.recorded)
    }

    /// The files below a folder, each with the rest of its name.
    pub fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a String)> {
        let prefix = format!("{folder}/");
        let files = self.files.range(prefix.clone()..);
        files.map_while(move |(name, print)| name.strip_prefix(&*prefix).map(|rest| (rest, print)))
    }
}

fn baselines(files: &BTreeMap<String, String>) -> impl Iterator<Item = &String> {
    let is_baseline = |name: &str| name.starts_with("exercises/") && name.ends_with("/bad/lib.rs");
    files
        .iter()
        .filter(move |(name, _)| is_baseline(name))
        .map(|(_, print)| print)
}

/// `exercises/02_parse_tree` for a file in it.
fn folder_of(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("exercises/")?;
    let (folder, _) = rest.split_once('/')?;
    Some(&name[.."exercises/".len() + folder.len()])
}

fn listed(root: &Path, folder: &str) -> Listed {
    let manifest: Table = table(&root.join(folder).join("Cargo.toml"));
    let package = manifest
        .get("package")
        .and_then(|package| package.get("name"));
    let settings: WireSettings = table(&root.join(folder).join("exercise.toml"));
    Listed {
        id: package
            .and_then(|name| name.as_str())
            .map_or_else(|| id_of(folder), str::to_owned),
        folder: folder.to_owned(),
        formerly: settings.formerly,
    }
}

/// The id that the folder's name is made of, as in `exercises/02_parse_tree`.
fn id_of(folder: &str) -> String {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let words = name.split_once('_').map_or(name, |(_, words)| words);
    words.replace('_', "-")
}

/// What a file says; nothing where it cannot be read, since a learner may have edited it.
fn table<T: Default + for<'d> Deserialize<'d>>(file: &Path) -> T {
    let bytes = read_bounded(file, MAX_BYTES).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    toml::from_str(&text).unwrap_or_default()
}

/// The fingerprint of what is there; `None` for nothing, and for a folder.
fn print(path: &Path) -> Option<String> {
    let data = path.symlink_metadata().ok()?;
    if data.is_dir() {
        return None;
    }
    let bytes = match data.is_file() {
        true => read_bounded(path, MAX_BYTES).ok(),
        false => None,
    };
    Some(bytes.map_or(ODD.to_owned(), |bytes| fingerprint(&bytes)))
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    // A folder that is a link belongs to somebody else.
    if !folder.symlink_metadata().is_ok_and(|data| data.is_dir()) {
        return;
    }
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let short = path.strip_prefix(root).unwrap_or(&path);
        // No file of the workbook has a name that is no text.
        let Some(name) = short.to_str().map(|_| slashed(short)) else {
            continue;
        };
        if NOT_FILES.contains(&&*name) || path.join(CARGO_TAG).is_file() {
            continue;
        }
        match print(&path) {
            Some(print) => {
                files.insert(name, print);
            }
            None => collect(root, &path, files),
        }
    }
}
