//! Files that are written whole or not at all.

use std::io::{Result, Write as _};
use std::path::Path;

/// Writes to a temporary file in the same folder, which is created if need be, and renames it: a
/// reader finds either the old content or the new.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(bytes)?;
    new.persist(path)?;
    Ok(())
}
