//! Where the reports of a workshop are: files in a folder that all can write, or branches of a git remote.
//!
//! A report is written whole or not at all, under the name that its participant chose. The share may be slow or gone, so
//! whatever is asked of it may take only a moment.

use crate::report::{MAX_BYTES, Report};
use crate::scratch::Scratch;
use anyhow::{Context, Result, anyhow};
use grader::atomic_write;
use grader::git::{is_address, is_repository};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use workbook::{Problem, plain, read_bounded};

/// How long a share may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// The branches of a git remote that hold reports, each as the message of a commit without files: so one question to git
/// reads them all.
pub const BRANCHES: &str = "refs/heads/workshop";

/// Names that no file can have on Windows, whatever its extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A place for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder that all can write.
    Folder(PathBuf),
    /// A git remote, by its address.
    Git(String),
}

/// One report as it was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The file's or the branch's name, without its extension.
    pub name: String,
    /// When it arrived, by the clock of the place, in seconds since 1970, where that is known.
    pub arrived: Option<u64>,
    /// What it says, or why that cannot be read.
    pub report: std::result::Result<Report, String>,
}

impl Place {
    /// The place that these words name; a folder is relative to `root`.
    #[must_use]
    pub fn named(words: &str, root: &Path) -> Self {
        let words = words.trim();
        let folder = plain(&root.join(words));
        let is_address = is_address(words);
        match is_address || is_repository(&folder) {
            true if is_address => Self::Git(words.to_owned()),
            true => Self::Git(folder.display().to_string()),
            false => Self::Folder(folder),
        }
    }

    /// As a person would name it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Git(address) => address.clone(),
        }
    }

    /// The report of this name, if there is one.
    ///
    /// # Errors
    /// When the place cannot be reached.
    pub fn read(&self, name: &str) -> Result<Option<Found>> {
        match self {
            Self::Folder(folder) => {
                let file = folder.join(format!("{name}.json"));
                let folder = folder.clone();
                in_time(move || {
                    reachable(&folder)?;
                    Ok(file.exists().then(|| of_file(&file)))
                })
            }
            Self::Git(_) => Ok(self
                .read_all()?
                .into_iter()
                .find(|found| found.name == name)),
        }
    }

    /// All reports, in the order of their names.
    ///
    /// # Errors
    /// When the place cannot be reached.
    pub fn read_all(&self) -> Result<Vec<Found>> {
        match self {
            Self::Folder(folder) => {
                let folder = folder.clone();
                in_time(move || {
                    reachable(&folder)?;
                    let files = std::fs::read_dir(&folder)
                        .with_context(|| format!("{}: cannot be listed", folder.display()))?;
                    let files = files.filter_map(|file| Some(file.ok()?.path()));
                    let is_report = |file: &PathBuf| {
                        let name = file.file_name().unwrap_or_default().to_string_lossy();
                        name.ends_with(".json") && !name.starts_with('.')
                    };
                    let mut files: Vec<_> = files.filter(is_report).collect();
                    files.sort();
                    Ok(files.iter().map(|file| of_file(file)).collect())
                })
            }
            Self::Git(address) => fetch(address),
        }
    }

    /// Writes a report under this name.
    ///
    /// # Errors
    /// When the place cannot be reached or written.
    pub fn write(&self, name: &str, report: &Report) -> Result<()> {
        let mut text = serde_json::to_vec_pretty(report)?;
        text.push(b'\n');
        match self {
            Self::Folder(folder) => {
                let (folder, file) = (folder.clone(), folder.join(format!("{name}.json")));
                in_time(move || {
                    reachable(&folder)?;
                    atomic_write::write(&file, &text)
                        .with_context(|| format!("{}: cannot be written", file.display()))
                })
            }
            Self::Git(address) => push(address, name, &text),
        }
    }

    /// Removes the report of this name.
    ///
    /// # Errors
    /// When the place cannot be reached or written.
    pub fn remove(&self, name: &str) -> Result<()> {
        match self {
            Self::Folder(folder) => {
                let file = folder.join(format!("{name}.json"));
                in_time(move || match std::fs::remove_file(&file) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        Err(error).with_context(|| format!("{}: cannot be removed", file.display()))
                    }
                    _ => Ok(()),
                })
            }
            Self::Git(address) => {
                let branch = format!(":{BRANCHES}/{name}");
                Scratch::new()?
                    .git(&["push", "--quiet", address, &branch])
                    .map(|_| ())
            }
        }
    }
}

/// The name of the file or branch for a participant's name: letters, digits, and `-` for all else.
#[must_use]
pub fn file_name(name: &str) -> String {
    let plain = name.to_lowercase();
    let parts = plain.split(|c: char| !c.is_alphanumeric());
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    let name = parts.join("-");
    match DEVICES.contains(&&*name) {
        true => format!("{name}-"),
        false => name,
    }
}

fn reachable(folder: &Path) -> Result<()> {
    match folder.is_dir() {
        true => Ok(()),
        false => Err(Problem::new(
            folder.display().to_string(),
            "there is no such folder, or it cannot be reached",
            "connect the share, or ask your facilitator where reports go",
        )
        .into()),
    }
}

/// Does something on a share, which may be gone: then nobody waits for it.
fn in_time<T: Send + 'static>(what: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        // The receiver may have given up.
        let _ = sender.send(what());
    });
    match receiver.recv_timeout(PATIENCE) {
        Ok(result) => result,
        Err(_) => Err(anyhow!(
            "the folder for reports did not answer within {} s",
            PATIENCE.as_secs()
        )),
    }
}

fn of_file(file: &Path) -> Found {
    let arrived = file.metadata().and_then(|data| data.modified());
    Found {
        name: file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        arrived: arrived.ok().map(seconds),
        report: read_bounded(file, MAX_BYTES)
            .map_err(|error| error.to_string())
            .and_then(|bytes| parse(&bytes)),
    }
}

fn parse(bytes: &[u8]) -> std::result::Result<Report, String> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// Reads the reports of a git remote.
fn fetch(address: &str) -> Result<Vec<Found>> {
    let scratch = Scratch::new()?;
    let all = format!("{BRANCHES}/*");
    if scratch
        .git(&["ls-remote", address, &all])?
        .trim()
        .is_empty()
    {
        // To fetch nothing would be a failure.
        return Ok(Vec::new());
    }
    let all = format!("+{all}:{all}");
    scratch.git(&[
        "fetch",
        "--quiet",
        "--depth",
        "1",
        "--no-tags",
        address,
        &all,
    ])?;
    let format = "--format=%(refname:lstrip=3)%09%(contents)%00";
    let text = scratch.git(&["for-each-ref", format, BRANCHES])?;
    let entries = text
        .split('\0')
        .filter_map(|entry| entry.trim_start().split_once('\t'));
    let found = entries.map(|(name, contents)| Found {
        name: name.to_owned(),
        // A commit's time is its author's.
        arrived: None,
        report: match contents.len() as u64 > MAX_BYTES {
            true => Err(format!("it has more than {MAX_BYTES} bytes")),
            false => parse(contents.as_bytes()),
        },
    });
    Ok(found.collect())
}

/// Writes a report to a git remote, in the place of the one before.
fn push(address: &str, name: &str, report: &[u8]) -> Result<()> {
    let scratch = Scratch::new()?;
    let message = scratch.folder().join("report.json");
    std::fs::write(&message, report)
        .with_context(|| format!("{}: cannot be written", message.display()))?;
    let tree = scratch.git(&["write-tree"])?;
    let message = message.display().to_string();
    let commit = scratch.git(&["commit-tree", tree.trim(), "-F", &message])?;
    let branch = format!("+{}:{BRANCHES}/{name}", commit.trim());
    scratch
        .git(&["push", "--quiet", address, &branch])
        .map(|_| ())
}
