//! How cargo is started, and the JSON messages that it writes.

use crate::diagnostic::{Diagnostic, WireDiagnostic};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;
use workbook::Workbook;

/// The cargo that runs this program, or the one on the path.
#[must_use]
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The grader's own target folder: the editor's `cargo check` runs at every save too, and would
/// hold the lock that the learner waits for.
///
/// `CARGO_TARGET_DIR` is respected, since it may be the only place that can be written. Several
/// checkouts may share it, and cargo would take the artifacts of one for those of another, so each
/// gets a folder of its own there.
#[must_use]
pub fn target_folder(workbook: &Workbook) -> PathBuf {
    target_folder_below(&workbook.root, "check")
}

/// A target folder of the workbook in `root`, for builds that no other should wait for.
#[must_use]
pub fn target_folder_below(root: &Path, name: &str) -> PathBuf {
    let Some(shared) = std::env::var_os("CARGO_TARGET_DIR") else {
        return root.join("target").join(name);
    };
    let fingerprint = xxhash_rust::xxh3::xxh3_64(root.to_string_lossy().as_bytes());
    root.join(shared).join(format!("{name}-{fingerprint:016x}"))
}

/// One of cargo's messages, as far as it is used here.
pub(crate) struct Message {
    /// The target's name, for an artifact.
    pub(crate) artifact: Option<String>,
    /// The folder of the package that the message is about.
    pub(crate) package: Option<PathBuf>,
    /// What was built, if it can be run.
    pub(crate) executable: Option<PathBuf>,
    /// What the compiler reported.
    pub(crate) diagnostic: Option<Diagnostic>,
}

impl Message {
    /// Reads a line of cargo's output; `None` for any other line, such as a build script's.
    pub(crate) fn read(line: &[u8]) -> Option<Self> {
        let wire: WireMessage = serde_json::from_slice(line).ok()?;
        let is_artifact = wire.reason == "compiler-artifact";
        let manifest = wire.manifest_path.as_deref();
        Some(Self {
            artifact: wire
                .target
                .filter(|_| is_artifact)
                .map(|target| target.name),
            package: manifest.and_then(Path::parent).map(Path::to_owned),
            executable: wire.executable,
            diagnostic: wire.message.map(Diagnostic::from),
        })
    }
}

#[derive(Deserialize)]
struct WireMessage {
    reason: String,
    manifest_path: Option<PathBuf>,
    target: Option<WireTarget>,
    executable: Option<PathBuf>,
    message: Option<WireDiagnostic>,
}

#[derive(Deserialize)]
struct WireTarget {
    name: String,
}
