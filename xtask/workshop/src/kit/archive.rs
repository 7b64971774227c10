//! The archive: one folder, as gzipped tar, which Linux, macOS and Windows 10 unpack by themselves.
//!
//! ```text
//! arena-workbook/
//!   setup.sh  setup.ps1      check the machine and clone the bundle into `workbook`
//!   workbook.bundle          the repository
//!   crates/                  the registry
//!   .cargo/config.toml       has cargo take crates from there, in this folder and below: nobody's home is touched
//!   book/                    the pages, to open from disk
//! ```
//!
//! `tar` is a program of the system here too: compiling one would cost everybody seconds who builds the runner.

use super::{registry, repository};
use anyhow::{Context, Result};
use grader::cancellation::{Cancellation, Interrupted};
use grader::process::{self, Ended, Limits};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;
use workbook::Problem;

/// The folder in the archive.
pub const FOLDER: &str = "arena-workbook";
/// The clone in that folder, once it is set up.
pub const CHECKOUT: &str = "workbook";
/// The pages in that folder.
const BOOK: &str = "book";
const CRATES: &str = "crates";
const BUNDLE: &str = "workbook.bundle";
const ARCHIVE: &str = "archive.tar.gz";
/// Tar on a slow disk.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(600),
    output: 64 << 10,
};

const CONFIG: &str = "\
# Below this folder, cargo takes crates from `crates`, which has all that the workbook depends on, and needs no network.
# Without this file, it takes them from where it always does.
[source.crates-io]
replace-with = \"archive\"

[source.archive]
local-registry = \"crates\"
";

/// An archive in the making: a temporary folder, which is removed whatever happens.
pub struct Stage {
    folder: TempDir,
}

impl Stage {
    /// An empty one.
    ///
    /// # Errors
    /// When there is no place for temporary files.
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("arena-pack-").tempdir();
        let stage = Self {
            folder: folder.map_err(no_room(&std::env::temp_dir()))?,
        };
        fs::create_dir_all(stage.content()).map_err(no_room(stage.folder.path()))?;
        Ok(stage)
    }

    /// The checkout that everything is made from.
    #[must_use]
    pub fn checkout(&self) -> PathBuf {
        self.folder.path().join("checkout")
    }

    fn content(&self) -> PathBuf {
        self.folder.path().join(FOLDER)
    }

    /// Adds the repository, from the checkout.
    ///
    /// # Errors
    /// When git fails, or the run is cancelled.
    pub fn add_repository(&self, cancellation: &Cancellation) -> Result<u64> {
        let file = self.content().join(BUNDLE);
        repository::bundle(&self.checkout(), &file, cancellation)?;
        Ok(file.metadata().map_or(0, |data| data.len()))
    }

    /// Adds these crates, and has cargo take them.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn add_crates(&self, crates: &[registry::Packed]) -> Result<()> {
        registry::write(crates, &self.content().join(CRATES))?;
        let config = self.content().join(".cargo");
        let written = fs::create_dir_all(&config)
            .and_then(|()| fs::write(config.join("config.toml"), CONFIG));
        written.map_err(no_room(&config))
    }

    /// Adds the pages: `built` is moved there.
    ///
    /// # Errors
    /// When it cannot be moved.
    pub fn add_book(&self, built: &Path) -> Result<()> {
        let context = || format!("{}: cannot be moved", built.display());
        fs::rename(built, self.content().join(BOOK)).with_context(context)
    }

    /// Writes the archive to `file`: whole, or not at all. Returns its size in bytes.
    ///
    /// # Errors
    /// When tar fails, when there is no room, or when the run is cancelled.
    pub fn write(&self, file: &Path, cancellation: &Cancellation) -> Result<u64> {
        let scripts = [
            ("setup.sh", include_str!("setup.sh")),
            ("setup.ps1", include_str!("setup.ps1")),
        ];
        for (name, text) in scripts {
            let file = self.content().join(name);
            fs::write(&file, text).map_err(no_room(&file))?;
        }
        let mut pack = tar(self.folder.path());
        // Nobody learns who packed it.
        match is_bsd(cancellation)? {
            true => pack.args(["--uid", "0", "--gid", "0", "--uname", "", "--gname", ""]),
            false => pack.args(["--owner=0", "--group=0", "--numeric-owner"]),
        };
        pack.args(["-czf", ARCHIVE, FOLDER]);
        // macOS would add a file for the attributes of each file.
        pack.env("COPYFILE_DISABLE", "1");
        run_tar(pack, cancellation)?;
        let packed = self.folder.path().join(ARCHIVE);
        let size = packed.metadata().map_err(no_room(&packed))?.len();
        let folder = file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(no_room(folder))?;
        // It is removed unless it is complete.
        let new = tempfile::Builder::new()
            .prefix(".pack-")
            .tempfile_in(folder);
        let mut new = new.map_err(no_room(folder))?;
        let copied =
            fs::File::open(&packed).and_then(|mut from| std::io::copy(&mut from, &mut new));
        copied.map_err(|error| lacks_room(folder, size, &error))?;
        readable_by_all(new.path()).map_err(no_room(file))?;
        new.persist(file)
            .map_err(|failed| no_room(file)(failed.error))?;
        Ok(size)
    }
}

/// Unpacks an archive that lies in this folder, as a participant does.
///
/// # Errors
/// When tar fails, or the run is cancelled.
pub fn unpack(folder: &Path, name: &str, cancellation: &Cancellation) -> Result<()> {
    let mut unpack = tar(folder);
    unpack.args(["-xzf", name]);
    run_tar(unpack, cancellation)
}

fn tar(folder: &Path) -> Command {
    let mut command = Command::new("tar");
    command.current_dir(folder);
    command
}

/// Whether tar is the one of macOS and Windows.
fn is_bsd(cancellation: &Cancellation) -> Result<bool> {
    let mut command = Command::new("tar");
    command.arg("--version");
    match process::run(command, LIMITS, cancellation) {
        Ok(outcome) => Ok(outcome.stdout.text().contains("bsdtar")),
        Err(error) if error.is::<Interrupted>() => Err(error),
        Err(error) => {
            let help = "install it (Windows has it since Windows 10), then pack again";
            Err(Problem::general("`tar` cannot be started", help)
                .because(error)
                .into())
        }
    }
}

fn run_tar(command: Command, cancellation: &Cancellation) -> Result<()> {
    let folder = command.get_current_dir().map(Path::to_owned);
    let outcome = process::run(command, LIMITS, cancellation).context("`tar` cannot be started")?;
    if matches!(outcome.ended, Ended::Exited(status) if status.success()) {
        return Ok(());
    }
    let folder = folder.unwrap_or_default();
    let stderr = outcome.stderr.text();
    let reason = stderr.lines().find(|line| !line.trim().is_empty());
    let reason = reason.unwrap_or("it does not say why").trim();
    Err(
        Problem::new(folder.display().to_string(), "`tar` failed", ROOM)
            .because(reason)
            .into(),
    )
}

const ROOM: &str = "make sure that there is room and that you may write there (TMPDIR names another place for temporary files), \
                    then pack again";

fn no_room(path: &Path) -> impl Fn(std::io::Error) -> anyhow::Error {
    move |error| {
        let place = path.display().to_string();
        Problem::new(place, "cannot be written", ROOM)
            .because(error)
            .into()
    }
}

fn lacks_room(folder: &Path, size: u64, error: &std::io::Error) -> anyhow::Error {
    let what = format!(
        "the archive cannot be written: it needs {}",
        grader::text::size(size)
    );
    let help = "free as much there, or name another place with `--out FILE`; nothing is left of it";
    Problem::new(folder.display().to_string(), what, help)
        .because(error)
        .into()
}

#[cfg(unix)]
fn readable_by_all(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_has_one_folder_and_names_nobody() {
        let stage = Stage::new().expect("a temporary folder");
        stage.add_crates(&[]).expect("it is empty");
        let folder = TempDir::new().expect("a temporary folder");
        let file = folder.path().join("new/all.tar.gz");
        let cancellation = Cancellation::new();
        stage.write(&file, &cancellation).expect("there is room");
        unpack(&folder.path().join("new"), "all.tar.gz", &cancellation).expect("it is whole");
        let unpacked = folder.path().join("new").join(FOLDER);
        for name in ["setup.sh", "setup.ps1", ".cargo/config.toml", "crates"] {
            assert!(unpacked.join(name).exists(), "{name}");
        }
        let listed = Command::new("tar").arg("-tvzf").arg(&file).output();
        let listed = listed.expect("there is a tar");
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        let is_nobodys = |line: &str| line.contains(" 0/0 ") || line.contains(" 0      0 ");
        assert!(listed.lines().all(is_nobodys), "{listed}");
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let stage = Stage::new().expect("a temporary folder");
        let folder = TempDir::new().expect("a temporary folder");
        let in_the_way = folder.path().join("file");
        fs::write(&in_the_way, "mine").expect("writable");
        let written = stage.write(&in_the_way.join("all.tar.gz"), &Cancellation::new());
        let error = written.expect_err("a file is no folder").to_string();
        assert!(error.contains("cannot be written"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
        let temporary = stage.folder.path().to_owned();
        drop(stage);
        assert!(!temporary.exists());
    }
}
