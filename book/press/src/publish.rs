//! Writes the book as static files.

use crate::{Checkout, build};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Builds the book, puts it in `book/output`, and prints where it is. A failed build leaves the previous one there.
pub fn publish(checkout: &Checkout) -> Result<()> {
    let generation = tempfile::tempdir().context("cannot make a temporary folder")?;
    build::build(checkout, generation.path())?;
    let output = checkout.output();
    replace(generation.path(), &output)
        .with_context(|| format!("{}: cannot write the book", checkout.show(&output)))?;
    println!("The book is in {}.", output.display());
    println!("Open {} in a browser.", output.join("index.html").display());
    Ok(())
}

/// Copies instead of renaming: the temporary folder may be on another file system.
fn replace(from: &Path, to: &Path) -> std::io::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    copy(from, to)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
