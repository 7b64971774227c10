//! A note of what `doctor --warm` built, and from what.
//!
//! Cargo cannot be asked what it would compile. So the note has a hash of the compiler, the settings and all sources but
//! the learners' own, and the paths of the executables. It is in the grader's target folder: `cargo clean` removes it
//! together with the builds.

use super::machine;
use grader::atomic_write;
use grader::cargo::target_folder;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use workbook::Workbook;
use workbook::walk::files_below;

/// What cargo reads beside the packages.
const SETTINGS: [&str; 3] = ["Cargo.toml", "Cargo.lock", ".cargo/config.toml"];
/// What is compiled, below the workbook's folder. What learners write changes all day, and is compiled at every save.
const SOURCES: [&str; 5] = [
    "book/lab-page",
    "book/press",
    "book/scenes",
    "solutions",
    "xtask",
];
/// The same, below an exercise's folder.
const SHIPPED: [&str; 5] = ["Cargo.toml", "bad", "benches", "data", "tests"];
/// Variables after whose change cargo compiles everything again.
const VARIABLES: [&str; 4] = [
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_BUILD_RUSTFLAGS",
];

/// What was built.
pub(super) struct BuiltNote {
    file: PathBuf,
    wire: WireNote,
}

#[derive(Default, Serialize, Deserialize)]
struct WireNote {
    /// The hash of what it was built from.
    from: u64,
    /// The executables of each part.
    parts: BTreeMap<String, Vec<PathBuf>>,
}

impl BuiltNote {
    /// The note of the last `--warm`; empty if there was none, or if anything has changed since.
    pub(super) fn read(workbook: &Workbook) -> Self {
        let new = Self::new(workbook);
        let bytes = std::fs::read(&new.file).unwrap_or_default();
        let wire = serde_json::from_slice::<WireNote>(&bytes).ok();
        match wire.filter(|wire| wire.from == new.wire.from) {
            Some(wire) => Self { wire, ..new },
            None => new,
        }
    }

    /// An empty note.
    pub(super) fn new(workbook: &Workbook) -> Self {
        Self {
            file: target_folder(workbook).join("warm.json"),
            wire: WireNote {
                from: hash(workbook),
                parts: BTreeMap::new(),
            },
        }
    }

    /// Whether this part was built, and is still there.
    pub(super) fn has(&self, part: &str) -> bool {
        let executables = self.wire.parts.get(part);
        executables.is_some_and(|executables| executables.iter().all(|file| file.is_file()))
    }

    /// Notes a part, at once: a run that is interrupted has built what it has built.
    pub(super) fn add(&mut self, part: &str, executables: Vec<PathBuf>) {
        self.wire.parts.insert(part.to_owned(), executables);
        if let Ok(text) = serde_json::to_vec(&self.wire) {
            // Without the note, doctor says less than it could.
            let _ = atomic_write::write(&self.file, &text);
        }
    }
}

/// A hash of all that the builds depend on.
fn hash(workbook: &Workbook) -> u64 {
    let root = &workbook.root;
    let mut files: Vec<PathBuf> = SETTINGS.iter().map(|name| root.join(name)).collect();
    files.extend(
        SOURCES
            .iter()
            .flat_map(|name| files_below(&root.join(name))),
    );
    for exercise in &workbook.exercises {
        for name in SHIPPED {
            let path = exercise.folder.join(name);
            match path.is_file() {
                true => files.push(path),
                false => files.extend(files_below(&path)),
            }
        }
    }
    let mut hasher = DefaultHasher::new();
    for key in ["release: ", "commit-hash: ", "host: "] {
        machine::rustc(key).hash(&mut hasher);
    }
    for name in VARIABLES {
        std::env::var_os(name).hash(&mut hasher);
    }
    for file in files {
        file.strip_prefix(root).unwrap_or(&file).hash(&mut hasher);
        std::fs::read(&file).ok().hash(&mut hasher);
    }
    hasher.finish()
}
