//! The scripts of the theme as they are shipped: without their comments, which readers would load and nobody would read.

use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use workbook::walk::files_below;

/// Takes the lines out that are nothing but a comment, in each script in `output`.
pub(crate) fn shrink(output: &Path) -> Result<()> {
    for file in scripts(output) {
        let text = fs::read_to_string(&file)
            .with_context(|| format!("{}: cannot be read", file.display()))?;
        fs::write(&file, without_comments(&text))
            .with_context(|| format!("{}: cannot be written", file.display()))?;
    }
    Ok(())
}

fn scripts(folder: &Path) -> impl Iterator<Item = PathBuf> {
    files_below(folder)
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "js"))
}

/// A comment behind code stays: to tell it from a text, the code would have to be understood.
fn without_comments(script: &str) -> String {
    let lines = script.split_inclusive('\n');
    lines
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_that_are_comments_go() {
        let script =
            "// What it is for.\nconst a = 1; // One.\n\n    /// Two.\n    f('http://x');\n";
        let shipped = "const a = 1; // One.\n\n    f('http://x');\n";
        assert_eq!(without_comments(script), shipped);
    }

    /// Such a line would be a part of the text.
    #[test]
    fn no_text_of_the_theme_has_a_line_that_looks_like_a_comment() {
        let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../theme");
        for file in scripts(&theme) {
            let script = fs::read_to_string(&file).expect("a script");
            let mut is_in_text = false;
            for line in script.lines() {
                let is_comment = line.trim_start().starts_with("//");
                assert!(!(is_comment && is_in_text), "{}: {line}", file.display());
                if !is_comment && line.matches('`').count() % 2 == 1 {
                    is_in_text = !is_in_text;
                }
            }
        }
    }
}
