//! Locks between runs of the workbook's programs, as files in `.arena/`.

use crate::cancellation::{Cancellation, Interrupted};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

/// Taken while anything is timed: two measurements at once would measure each other.
pub const MEASURE: &str = "measure.lock";
/// Taken while saved state is written.
pub(crate) const STATE: &str = "progress.lock";
/// Taken while the test cache is written.
pub(crate) const TESTS: &str = "tests.lock";

/// A lock that is held. It is released when this is dropped, or when the process ends.
pub struct Lock {
    _file: File,
}

/// Takes the lock of this name. If another run holds it, calls `on_wait` once and waits.
///
/// Returns `None` where the folder cannot be written, or does not support locks (some network
/// mounts): a run without a lock is better than none.
///
/// # Errors
/// When the wait is cancelled.
pub fn take(
    root: &Path,
    name: &str,
    cancellation: &Cancellation,
    on_wait: impl FnOnce(),
) -> Result<Option<Lock>, Interrupted> {
    let folder = root.join(".arena");
    let open = || {
        std::fs::create_dir_all(&folder)?;
        let mut options = OpenOptions::new();
        // Windows locks only what may be read.
        let options = options.create(true).read(true).append(true);
        options.open(folder.join(name))
    };
    let Ok(file) = open() else {
        return Ok(None);
    };
    let mut on_wait = Some(on_wait);
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(Lock { _file: file })),
            Err(TryLockError::Error(_)) => return Ok(None),
            Err(TryLockError::WouldBlock) => {
                if let Some(on_wait) = on_wait.take() {
                    on_wait();
                }
                cancellation.check()?;
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}
