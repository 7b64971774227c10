//! Files that are written whole or not at all.

use std::io::{Error, ErrorKind, Result, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

/// On Windows a file cannot be replaced while another program has it open, as scanners and editors do for
/// a moment.
const PATIENCE: Duration = Duration::from_secs(1);
/// The pause between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

/// Writes to a temporary file in the same folder, which is created if need be, and renames it: a
/// reader finds either the old content or the new. What the file was, it stays: a link, and its
/// permissions.
///
/// # Errors
/// When the folder or the file cannot be written, or is something else than a file.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    // Renamed over a device or a pipe, the file would take its place.
    if target.exists() && !target.is_file() {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            "it is not a regular file",
        ));
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut new = new_file(folder)?;
    new.write_all(bytes)?;
    if let Ok(data) = target.metadata() {
        // A file system without permissions has none to keep.
        let _ = new.as_file().set_permissions(data.permissions());
    }
    let start = Instant::now();
    loop {
        match new.persist(&target) {
            Ok(_) => return Ok(()),
            Err(failed) if is_in_use(&failed.error) && start.elapsed() < PATIENCE => {
                new = failed.file;
                std::thread::sleep(PAUSE);
            }
            Err(failed) => return Err(failed.error),
        }
    }
}

/// Moves a file to the place of another, whole or not at all. Within a file system it needs no room; the folder is created
/// if need be.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn replace(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to.parent().unwrap_or(Path::new(".")))?;
    let start = Instant::now();
    loop {
        match std::fs::rename(from, to) {
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                write(to, &std::fs::read(from)?)?;
                return std::fs::remove_file(from);
            }
            Err(error) if is_in_use(&error) && start.elapsed() < PATIENCE => {
                std::thread::sleep(PAUSE);
            }
            done => return done,
        }
    }
}

/// Whether another program has the old file or the new one open. Windows denies access to the former; it
/// says of the latter that a use is not shared, or a part locked, for which `ErrorKind` has no names.
fn is_in_use(error: &Error) -> bool {
    const ACCESS_DENIED: i32 = 5;
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    let codes = [ACCESS_DENIED, SHARING_VIOLATION, LOCK_VIOLATION];
    cfg!(windows)
        && error
            .raw_os_error()
            .is_some_and(|code| codes.contains(&code))
}

/// A temporary file that others may read, as the file that it becomes may be.
#[cfg(unix)]
fn new_file(folder: &Path) -> Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = std::fs::Permissions::from_mode(0o666);
    tempfile::Builder::new()
        .permissions(mode)
        .tempfile_in(folder)
}

/// A temporary file.
#[cfg(not(unix))]
fn new_file(folder: &Path) -> Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().tempfile_in(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn mode(path: &Path) -> u32 {
        let data = path.metadata().expect("it was written");
        data.permissions().mode() & 0o777
    }

    #[test]
    fn a_new_file_is_as_others_are_and_an_old_one_keeps_its_mode() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (plain, ours) = (folder.path().join("plain"), folder.path().join("ours"));
        std::fs::write(&plain, "").expect("writable");
        write(&ours, b"one").expect("writable");
        assert_eq!(mode(&ours), mode(&plain));
        let mut permissions = ours.metadata().expect("it was written").permissions();
        permissions.set_mode(0o640);
        std::fs::set_permissions(&ours, permissions).expect("it is ours");
        write(&ours, b"two").expect("writable");
        assert_eq!(
            (mode(&ours), std::fs::read(&ours).ok()),
            (0o640, Some(b"two".to_vec()))
        );
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        std::fs::write(&file, "").expect("writable");
        std::os::unix::fs::symlink(&file, &link).expect("links can be made");
        write(&link, b"new").expect("writable");
        assert!(link.is_symlink());
        assert_eq!(std::fs::read(&file).ok(), Some(b"new".to_vec()));
    }
}

#[cfg(all(test, windows))]
mod tests {
    use super::*;
    use std::fs::{File, OpenOptions};
    use std::os::windows::fs::OpenOptionsExt as _;

    /// Opens a file as a program does that lets others at most read it.
    fn hold(path: &Path) -> File {
        const SHARE_READ: u32 = 1;
        let mut options = OpenOptions::new();
        let file = options.read(true).share_mode(SHARE_READ).open(path);
        file.expect("it exists")
    }

    #[test]
    fn a_file_that_another_program_has_open_for_a_moment_is_replaced() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("file");
        std::fs::write(&path, "old").expect("writable");
        let held = hold(&path);
        let release = std::thread::spawn(move || {
            std::thread::sleep(PATIENCE / 4);
            drop(held);
        });
        write(&path, b"new").expect("it is free in time");
        release.join().expect("it only waits");
        assert_eq!(std::fs::read(&path).ok(), Some(b"new".to_vec()));
    }

    #[test]
    fn a_file_that_stays_open_is_an_error_after_a_while_and_keeps_its_content() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("file");
        std::fs::write(&path, "old").expect("writable");
        let _held = hold(&path);
        let start = Instant::now();
        write(&path, b"new").expect_err("it is in use");
        assert!(start.elapsed() >= PATIENCE);
        assert_eq!(std::fs::read(&path).ok(), Some(b"old".to_vec()));
        let files = std::fs::read_dir(folder.path()).expect("it can be read");
        assert_eq!(files.count(), 1, "the temporary file is removed");
    }
}
