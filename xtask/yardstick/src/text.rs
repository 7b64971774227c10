//! How paths and columns are written in reports.

use std::path::Path;

/// A file's path relative to the workspace around the current folder, with `/` between its parts;
/// the whole path where the file is outside.
pub(crate) fn relative(file: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let root = here
        .ancestors()
        .find(|folder| folder.join("Cargo.lock").is_file());
    let short = root.and_then(|root| file.strip_prefix(root).ok());
    short.unwrap_or(file).to_string_lossy().replace('\\', "/")
}

/// Rows of three columns: the first aligned right, the second left, the third unaligned.
pub(crate) fn columns(rows: Vec<(String, String, String)>) -> String {
    let width = |of: fn(&(String, String, String)) -> &String| {
        let widths = rows.iter().map(|row| of(row).chars().count());
        widths.max().unwrap_or(0)
    };
    let (first, second) = (width(|row| &row.0), width(|row| &row.1));
    let lines = rows.iter().map(|(a, b, c)| {
        let line = format!("  {a:>first$}  {b:<second$}  {c}");
        format!("{}\n", line.trim_end())
    });
    lines.collect()
}
