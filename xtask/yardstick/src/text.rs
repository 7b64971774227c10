//! How columns are written in reports.

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
