//! Files that are written whole or not at all.

use std::io::{Result, Write as _};
use std::path::Path;

/// Writes to another name in the same folder, which is made if need be, and renames: whoever reads
/// the file meanwhile finds the old one or the new one.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(bytes)?;
    new.persist(path)?;
    Ok(())
}
