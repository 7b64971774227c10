//! Locks between runs of the workbook's programs, as files in `.arena/`.

use crate::cancellation::{Cancellation, Interrupted};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::time::{Duration, Instant};
use workbook::Problem;

/// Taken while anything is timed: two measurements at once would measure each other.
pub const MEASURE: &str = "measure.lock";
/// Taken while the workbook itself is replaced by another version.
pub const UPDATE: &str = "update.lock";
/// Taken while saved state is written.
pub(crate) const STATE: &str = "progress.lock";
/// Taken while versions of sources are written or brought back.
pub(crate) const VERSIONS: &str = "versions.lock";
/// Taken while the test cache is written.
pub(crate) const TESTS: &str = "tests.lock";

/// The pause between two attempts.
const PAUSE: Duration = Duration::from_millis(20);
/// How long to wait for a lock that others hold only while they write a file.
const PATIENCE: Duration = Duration::from_secs(5);

/// A lock that is held. It is released when this is dropped, or when the process ends.
pub struct Lock {
    _file: File,
}

/// Takes a lock that others hold only while they write a file. As [`take`], but does not wait for ever:
/// another program may hold it.
///
/// # Errors
/// When the wait is cancelled or takes too long, or the lock is refused.
pub(crate) fn take_soon(
    root: &Path,
    name: &str,
    cancellation: &Cancellation,
) -> anyhow::Result<Option<Lock>> {
    let Some(mut file) = open(&root.join(".arena").join(name)) else {
        return Ok(None);
    };
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        match attempt(file) {
            Attempt::Over(lock) => return Ok(lock),
            Attempt::Held(again) => file = again,
            Attempt::Refused(error) => {
                let help = "see that the folder's file system is in order, then run this again";
                let place = format!(".arena/{name}");
                return Err(Problem::new(place, "cannot be locked", help)
                    .because(error)
                    .into());
            }
        }
        cancellation.check()?;
        std::thread::sleep(PAUSE);
    }
    let what = "another program has held it for 5 s";
    let help = match cfg!(windows) {
        true => "end the program that holds it, then run this again",
        false => "end the program that holds it (`fuser` or `lsof` names it), then run this again",
    };
    Err(Problem::new(format!(".arena/{name}"), what, help).into())
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
    take_file(&root.join(".arena").join(name), cancellation, on_wait)
}

/// As [`take`], with the file anywhere.
///
/// # Errors
/// When the wait is cancelled.
pub(crate) fn take_file(
    path: &Path,
    cancellation: &Cancellation,
    on_wait: impl FnOnce(),
) -> Result<Option<Lock>, Interrupted> {
    let Some(mut file) = open(path) else {
        return Ok(None);
    };
    let mut on_wait = Some(on_wait);
    loop {
        match attempt(file) {
            Attempt::Over(lock) => return Ok(lock),
            Attempt::Held(again) => file = again,
            // What is measured or built without a lock may be disturbed, and is not lost.
            Attempt::Refused(_) => return Ok(None),
        }
        if let Some(on_wait) = on_wait.take() {
            on_wait();
        }
        cancellation.check()?;
        std::thread::sleep(PAUSE);
    }
}

/// A file to lock; `None` where there can be none.
fn open(path: &Path) -> Option<File> {
    std::fs::create_dir_all(path.parent()?).ok()?;
    if path.exists() && !path.is_file() {
        return None;
    }
    let mut options = OpenOptions::new();
    // Windows locks only what may be read, or written elsewhere than at the end.
    let options = options.create(true).read(true).append(true);
    options.open(path).ok()
}

/// What one attempt to lock a file gave.
enum Attempt {
    /// The lock, or `None` where the folder does not support locks.
    Over(Option<Lock>),
    /// Another run holds it.
    Held(File),
    /// The folder supports locks, as far as anybody knows, and refuses this one.
    Refused(Error),
}

/// Whether this is what folders without locks say: network mounts, mostly.
fn is_unsupported(error: &Error) -> bool {
    // "No locks available", which has no kind of its own.
    let no_locks = if cfg!(target_os = "macos") { 77 } else { 37 };
    error.kind() == ErrorKind::Unsupported || (cfg!(unix) && error.raw_os_error() == Some(no_locks))
}

fn attempt(file: File) -> Attempt {
    match file.try_lock() {
        Ok(()) => Attempt::Over(Some(Lock { _file: file })),
        Err(TryLockError::Error(error)) if is_unsupported(&error) => Attempt::Over(None),
        Err(TryLockError::Error(error)) => Attempt::Refused(error),
        Err(TryLockError::WouldBlock) => Attempt::Held(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    /// Not every system that runs Windows programs checks the access that a lock needs; all check the
    /// access of a read.
    #[test]
    fn the_file_of_a_lock_can_be_read() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let mut file = open(&root.path().join(".arena").join(STATE)).expect("writable");
        let mut text = String::new();
        assert_eq!(file.read_to_string(&mut text).ok(), Some(0));
    }

    #[test]
    fn only_a_folder_without_locks_is_used_without_one() {
        assert!(is_unsupported(&Error::from(ErrorKind::Unsupported)));
        assert!(!is_unsupported(&Error::from(ErrorKind::PermissionDenied)));
    }

    #[test]
    fn a_lock_is_held_until_it_is_dropped() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let never = Cancellation::default();
        let lock = take(root.path(), STATE, &never, || ());
        let lock = lock.ok().flatten().expect("this file system has locks");
        let other = open(&root.path().join(".arena").join(STATE)).expect("writable");
        let taken = other.try_lock();
        assert!(matches!(taken, Err(TryLockError::WouldBlock)), "{taken:?}");
        drop(lock);
        other.try_lock().expect("it is free");
    }
}
