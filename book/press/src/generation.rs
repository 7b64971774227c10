//! Builds of the book, each in a folder of its own.

use crate::build::{self, Purpose};
use crate::{Checkout, Problem};
use anyhow::{Error, Result, anyhow};
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long to go on deleting a folder that a build still writes to.
const PATIENCE: Duration = Duration::from_secs(1);

/// The temporary folder that holds all generations of this process.
pub struct Folder(TempDir);

impl Folder {
    /// A new one, where the system keeps temporary files.
    pub fn new() -> Result<Self> {
        let parent = std::env::temp_dir();
        match tempfile::Builder::new()
            .prefix("arena-workbook-")
            .tempdir_in(&parent)
        {
            Ok(folder) => Ok(Self(folder)),
            Err(error) => Err(cannot_write(&parent, &error).into()),
        }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Deletes it, even while a build that nobody waits for writes to it: the last thing to do before the program ends.
    pub fn remove(self) {
        let path = self.0.keep();
        let old = path.with_extension("old");
        let start = Instant::now();
        let _ = std::fs::rename(&path, &old);
        while start.elapsed() < PATIENCE {
            // A file in its place makes that build fail, unless the build is faster and makes the folder again.
            let is_blocked = std::fs::write(&path, "").is_ok();
            let _ = std::fs::remove_dir_all(&old);
            if is_blocked && !old.exists() {
                break;
            }
            let _ = std::fs::remove_dir_all(&path);
            std::thread::sleep(Duration::from_millis(1));
        }
        let _ = std::fs::remove_file(&path);
    }
}

/// One build of the book. Its folder is deleted when it is dropped.
pub struct Generation(TempDir);

impl Generation {
    /// Builds the book into a new folder below `parent`.
    pub fn build(checkout: &Checkout, parent: &Path, purpose: Purpose) -> Result<Self> {
        Self::build_below(checkout, parent, purpose).map_err(|error| match cause(&error) {
            Some(refused) => cannot_write(parent, refused).into(),
            None => error,
        })
    }

    fn build_below(checkout: &Checkout, parent: &Path, purpose: Purpose) -> Result<Self> {
        // Something that tidies up temporary files may have deleted it.
        let folder = std::fs::create_dir_all(parent)
            .and_then(|()| tempfile::Builder::new().prefix("pages-").tempdir_in(parent));
        let folder = folder.map_err(|error| cannot_write(parent, &error))?;
        // A file may vanish between two looks at it, and mdBook relies on some.
        let built = catch_unwind(AssertUnwindSafe(|| {
            build::build(checkout, folder.path(), purpose)
        }));
        built.unwrap_or_else(|_| Err(anyhow!("the build panicked: see above")))?;
        Ok(Self(folder))
    }

    /// The folder with its pages.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// The system's error where it does not let anything be written; sources cannot cause it.
fn cause(error: &Error) -> Option<&io::Error> {
    let mut causes = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.find(|cause| {
        matches!(
            cause.kind(),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::ReadOnlyFilesystem
        )
    })
}

fn cannot_write(folder: &Path, error: &io::Error) -> Problem {
    let variable = if cfg!(windows) { "TMP" } else { "TMPDIR" };
    let help = format!(
        "make sure that there is room and that you may write there, or set {variable} to another folder, then run \
         `cargo xtask book` again"
    );
    let place = folder.display().to_string();
    Problem::new(place, "the pages cannot be written", help).because(error)
}
