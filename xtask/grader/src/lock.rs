//! Locks between runs of this program, as files in `.arena/`.

use crate::stop;
use anyhow::Result;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

/// A lock that is held. It is released when this is dropped, or when the process ends.
pub struct Lock {
    _file: File,
}

/// Takes the lock of this name, waiting for whoever holds it; calls `waiting` once if it must.
///
/// Returns `None` where the folder cannot be written, or does not know locks (some network
/// mounts): a run without a lock is better than none.
///
/// # Errors
/// When the wait is interrupted.
pub fn take(root: &Path, name: &str, waiting: impl FnOnce()) -> Result<Option<Lock>> {
    let folder = root.join(".arena");
    let open = || {
        std::fs::create_dir_all(&folder)?;
        let mut options = OpenOptions::new();
        options.create(true).append(true).open(folder.join(name))
    };
    let Ok(file) = open() else {
        return Ok(None);
    };
    let mut waiting = Some(waiting);
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(Lock { _file: file })),
            Err(TryLockError::Error(_)) => return Ok(None),
            Err(TryLockError::WouldBlock) => {
                if let Some(tell) = waiting.take() {
                    tell();
                }
                stop::check()?;
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}
