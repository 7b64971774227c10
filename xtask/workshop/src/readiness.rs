//! Whether a machine is ready for a workshop: a file of each, in the folder `ready` of the place for reports, for facilitators
//! to see the day before.
//!
//! It says nothing of whoever sits there but the name that they joined with, and nothing of the machine but its system,
//! compiler, free space, and which findings of `doctor` are open.

use crate::membership::{Membership, seat};
use crate::page::escape;
use crate::place::Place;
use anyhow::{Context, Result};
use grader::atomic_write;
use grader::entry::now;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use workbook::{Problem, Workbook, read_bounded};

/// Below the folder with the reports.
const FOLDER: &str = "ready";
/// Which number a checkout has whose participant has not joined.
const SEAT: &str = ".arena/seat";
/// More than a file of these has, in bytes.
const MAX_BYTES: u64 = 16 << 10;
/// More machines than a room has.
const MAX_MACHINES: usize = 500;

/// What is known of one machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readiness {
    /// The name that its participant joined with.
    #[serde(default)]
    pub name: Option<String>,
    /// The operating system.
    pub system: String,
    /// The compiler, in its own words; empty where it does not start.
    pub rustc: String,
    /// Whether a program was compiled and linked.
    pub links: bool,
    /// Free megabytes for builds, where the system says.
    #[serde(default)]
    pub free_megabytes: Option<u64>,
    /// Whether everything that a day needs is compiled.
    pub warm: bool,
    /// The findings that stop exercises from being graded, by name.
    pub problems: Vec<String>,
    /// When this was written, in seconds since 1970, by its own clock.
    pub written: u64,
}

impl Readiness {
    /// Whether nothing is left to be done.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.warm && self.problems.is_empty()
    }
}

/// Writes the readiness of this machine into a folder that all can write; returns the file.
///
/// # Errors
/// When the place is no folder, or cannot be written.
pub fn write(workbook: &Workbook, reports: &str, readiness: Readiness) -> Result<PathBuf> {
    let folder = match Place::named(reports, &workbook.root) {
        Place::Folder(folder) if folder.is_dir() => folder,
        Place::Folder(folder) => {
            let help = "connect the share, or ask your facilitator which folder it is";
            let place = folder.display().to_string();
            return Err(Problem::new(place, "there is no such folder", help).into());
        }
        Place::Git(address) => {
            let help = "name a folder that all can write, or send what `cargo xtask doctor` prints to your facilitator";
            let what = "is a git remote, and the readiness of machines is kept in a folder";
            return Err(Problem::new(address, what, help).into());
        }
    };
    let member = Membership::of(workbook).ok().flatten();
    let name = match &member {
        Some(member) => member.file_name(),
        None => unnamed(&own_seat(&workbook.root)?),
    };
    // What it said before its participant joined.
    let before = member.as_ref().and_then(|_| known_seat(&workbook.root));
    let readiness = Readiness {
        name: member.map(|member| member.identity.name),
        written: now(),
        ..readiness
    };
    let file = file(&folder, &name);
    keep(&file, &readiness)?;
    if let Some(seat) = before {
        // If it cannot be removed, the machine is listed twice.
        let _ = std::fs::remove_file(self::file(&folder, &unnamed(&seat)));
    }
    Ok(file)
}

/// Lists the machine under the name that its participant has now, and no longer as it was before. If it cannot, the machine is
/// listed twice until it writes again.
pub fn follow(workbook: &Workbook, before: Option<&Membership>, member: &Membership) {
    let place = before.unwrap_or(member).place(workbook);
    let name = match before {
        Some(before) => Some(before.file_name()),
        None => known_seat(&workbook.root).map(|seat| unnamed(&seat)),
    };
    let (Place::Folder(old), Place::Folder(new), Some(name)) =
        (place, member.place(workbook), name)
    else {
        return;
    };
    let (old, new) = (file(&old, &name), file(&new, &member.file_name()));
    if old == new {
        return;
    }
    let moved = (|| {
        let mut readiness: Readiness = serde_json::from_slice(&read_bounded(&old, MAX_BYTES)?)?;
        readiness.name = Some(member.identity.name.clone());
        keep(&new, &readiness)?;
        anyhow::Ok(std::fs::remove_file(&old)?)
    })();
    // Most have written nothing before they join.
    let _ = moved;
}

/// Removes what the machine of a participant has said.
///
/// # Errors
/// When it cannot be removed.
pub fn forget(workbook: &Workbook, member: &Membership) -> Result<()> {
    let Place::Folder(folder) = member.place(workbook) else {
        return Ok(());
    };
    let file = file(&folder, &member.file_name());
    match std::fs::remove_file(&file) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{}: cannot be removed", file.display()))
        }
        _ => Ok(()),
    }
}

fn keep(file: &Path, readiness: &Readiness) -> Result<()> {
    let mut text = serde_json::to_vec_pretty(readiness)?;
    text.push(b'\n');
    let context = || format!("{}: cannot be written", file.display());
    atomic_write::write(file, &text).with_context(context)
}

/// The name of a machine whose participant has not joined.
fn unnamed(seat: &str) -> String {
    format!("seat-{seat}")
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(FOLDER).join(format!("{name}.json"))
}

/// The machines that have written to this place; none where it is no folder. What cannot be read is left out.
#[must_use]
pub fn read_all(place: &Place) -> Vec<Readiness> {
    let Place::Folder(folder) = place else {
        return Vec::new();
    };
    let files = std::fs::read_dir(folder.join(FOLDER)).into_iter().flatten();
    let mut files: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    files.sort();
    let read = files.iter().take(MAX_MACHINES).filter_map(|file| {
        let bytes = read_bounded(file, MAX_BYTES).ok()?;
        serde_json::from_slice(&bytes).ok()
    });
    read.collect()
}

/// A section of the board: which machines are not ready, and why; nothing where none has written.
#[must_use]
pub fn section(machines: &[Readiness]) -> String {
    if machines.is_empty() {
        return String::new();
    }
    let n_ready = machines.iter().filter(|machine| machine.is_ready()).count();
    let mut text = format!("<h2>Machines: {n_ready} of {} ready</h2>\n", machines.len());
    if n_ready == machines.len() {
        return text;
    }
    text.push_str("<ul>\n");
    for machine in machines.iter().filter(|machine| !machine.is_ready()) {
        let name = match &machine.name {
            Some(name) => format!("<b class=\"name\">{}</b>", escape(name)),
            None => "Somebody who has not joined".to_owned(),
        };
        let lacks = match machine.problems.is_empty() {
            true => "not everything is compiled: <code>cargo xtask doctor --warm</code>".to_owned(),
            false => escape(&machine.problems.join(", ")),
        };
        let system = escape(&machine.system);
        let rustc = escape(&machine.rustc);
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "<li>{name} ({system}, {rustc}): {lacks}</li>");
    }
    text.push_str("</ul>\n");
    text
}

/// The number of this checkout, which is drawn once.
fn own_seat(root: &Path) -> Result<String> {
    if let Some(known) = known_seat(root) {
        return Ok(known);
    }
    let seat = seat();
    let context = || format!("{SEAT}: cannot be written");
    atomic_write::write(&root.join(SEAT), format!("{seat}\n").as_bytes()).with_context(context)?;
    Ok(seat)
}

/// The same, if it was drawn.
fn known_seat(root: &Path) -> Option<String> {
    let is_one = |text: &String| text.len() == 16 && text.chars().all(|c| c.is_ascii_hexdigit());
    let bytes = read_bounded(&root.join(SEAT), 64).ok()?;
    Some(String::from_utf8_lossy(&bytes).trim().to_owned()).filter(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(name: Option<&str>, warm: bool, problems: &[&str]) -> Readiness {
        Readiness {
            name: name.map(str::to_owned),
            system: "linux".to_owned(),
            rustc: "rustc 1.95.0".to_owned(),
            links: true,
            free_megabytes: Some(5_000),
            warm,
            problems: problems.iter().map(|name| (*name).to_owned()).collect(),
            written: 0,
        }
    }

    #[test]
    fn the_board_names_machines_that_are_not_ready_and_why() {
        let machines = [
            machine(Some("Ada"), true, &[]),
            machine(Some("<b>Bo"), true, &["linker"]),
            machine(None, false, &[]),
        ];
        let text = section(&machines);
        assert!(text.contains("1 of 3 ready"), "{text}");
        assert!(!text.contains("Ada"), "{text}");
        assert!(
            text.contains("&lt;b&gt;Bo</b> (linux, rustc 1.95.0): linker"),
            "{text}"
        );
        assert!(text.contains("Somebody who has not joined"), "{text}");
        assert_eq!(section(&[]), "");
        assert_eq!(section(&machines[..1]), "<h2>Machines: 1 of 1 ready</h2>\n");
    }
}
