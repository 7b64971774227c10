//! Deletes what mdBook ships with every book and no page of this one loads: its scripts, styles and fonts.

use crate::link_check;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use workbook::slashed;

/// How the names of mdBook's files start, below the root of the pages. What else is there is the book's own.
const SHIPPED: [&str; 16] = [
    "ayu-highlight",
    "book-",
    "clipboard",
    "css/",
    "elasticlunr",
    "favicon",
    "fonts/",
    "highlight",
    "mark-",
    "mark.min",
    "searcher",
    "searchindex",
    "toc-",
    "toc.",
    "tomorrow-night",
    "book.js",
];

/// Deletes the files of mdBook in `output` that no page and no style refers to.
pub fn remove(output: &Path) -> io::Result<()> {
    let mut all = BTreeSet::new();
    list(output, Path::new(""), &mut all)?;
    let mut used = BTreeSet::new();
    for file in &all {
        // The table of contents is loaded by mdBook's own pages only, and loads mdBook's styles.
        let name = file.to_string_lossy();
        if name.ends_with(".html") && !name.starts_with("toc.") {
            let page = fs::read_to_string(output.join(file))?;
            used.extend(
                link_check::loads(&page)
                    .iter()
                    .map(|load| target(file, load)),
            );
        }
    }
    let loads_contents = used.contains(Path::new("toc.html"));
    let styles: Vec<_> = used
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "css"))
        .cloned()
        .collect();
    for style in styles {
        let text = fs::read_to_string(output.join(&style)).unwrap_or_default();
        used.extend(addresses(&text).map(|address| target(&style, address)));
    }
    for file in all.difference(&used) {
        let name = slashed(file);
        let is_shipped = SHIPPED.iter().any(|start| name.starts_with(start));
        if is_shipped && !(loads_contents && name.starts_with("toc")) {
            fs::remove_file(output.join(file))?;
        }
    }
    for folder in ["css", "fonts"] {
        // Only an empty folder is deleted.
        let _ = fs::remove_dir(output.join(folder));
    }
    Ok(())
}

fn list(root: &Path, folder: &Path, found: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            list(root, &path, found)?;
        } else {
            found.insert(path);
        }
    }
    Ok(())
}

/// The file below the root that `link` in `from` refers to.
fn target(from: &Path, link: &str) -> PathBuf {
    let link = link.split(['?', '#']).next().unwrap_or(link);
    let mut target = match link.strip_prefix('/') {
        Some(_) => PathBuf::new(),
        None => from.parent().unwrap_or(Path::new("")).to_owned(),
    };
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(target.pop()),
            part => target.push(part),
        }
    }
    target
}

/// What a style loads.
fn addresses(style: &str) -> impl Iterator<Item = &str> {
    let parts = style.split("url(").skip(1);
    parts.filter_map(|part| Some(part.split(')').next()?.trim_matches(['"', '\'', ' '])))
}
