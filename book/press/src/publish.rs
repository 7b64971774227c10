//! Writes the book as static files.

use crate::address::Address;
use crate::build::Purpose;
use crate::generation::Generation;
use crate::output::say;
use crate::{Checkout, Problem};
use anyhow::{Context, Result};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tokio::sync::oneshot;

/// Where the pages are copied to before they replace the previous ones; in the same folder, which git ignores.
const NEW: &str = ".new";

/// Builds the book below `folder`, puts it in `book/output`, and prints where it is. A failed build leaves the previous
/// one there. Without an `address`, it is the workbook's own, if it has one.
pub async fn publish(
    checkout: Checkout,
    folder: PathBuf,
    address: Option<Address>,
) -> Result<()> {
    let (sender, done) = oneshot::channel();
    // mdBook's types cannot leave their thread, and an interruption does not wait for it.
    std::thread::spawn(move || sender.send(publish_now(&checkout, &folder, address)));
    done.await.context("the book was not written: see above")?
}

fn publish_now(checkout: &Checkout, folder: &Path, address: Option<Address>) -> Result<()> {
    let address = match address {
        Some(address) => Some(address),
        None => Address::of(checkout)?,
    };
    let purpose = address.map_or(Purpose::Files, Purpose::Published);
    let generation = Generation::build(checkout, folder, purpose)?;
    let output = checkout.output();
    replace(generation.path(), &output).map_err(|error| {
        let help = "make sure that there is room and that you may write there, then run `cargo xtask book --build` again";
        Problem::new(checkout.show(&output), "the book cannot be written", help).because(error)
    })?;
    // From its parts: on Windows, the path was joined with both separators.
    let output: PathBuf = output.components().collect();
    say(format!("The book is in {}.", output.display()));
    let index = output.join("index.html");
    say(format!("Open {} in a browser.", index.display()));
    Ok(())
}

/// Copies instead of renaming: the temporary folder may be on another file system. What is in `to` is replaced only
/// once all is copied.
fn replace(from: &Path, to: &Path) -> io::Result<()> {
    let new = to.join(NEW);
    let copied = remove(&new).and_then(|()| copy(from, &new));
    if let Err(error) = copied {
        // It may be half full, and the disk too.
        let _ = remove(&new);
        return Err(error);
    }
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        if entry.file_name() != NEW {
            remove(&entry.path())?;
        }
    }
    for entry in fs::read_dir(&new)? {
        let entry = entry?;
        fs::rename(entry.path(), to.join(entry.file_name()))?;
    }
    fs::remove_dir(new)
}

/// Deletes a file, or a folder with all that is in it, if there is one.
fn remove(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(data) if data.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
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
