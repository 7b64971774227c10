//! Each function with the tool that fits: exact capacity, one label and one set for all rounds, the
//! late ones as they were; and no tree, but one stack of the parts that are open, with a second look
//! at the manifest.

use std::collections::HashSet;
use std::fmt::Write;

/// One parcel, as registered in the office.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// As printed on the parcel.
    pub number: u32,
    /// The recipient.
    pub name: String,
    /// Its destination.
    pub city: String,
    /// Its weight.
    pub grams: u32,
}

/// A scan of a parcel at a gate.
#[derive(Clone, Copy, Debug)]
pub struct Scan {
    /// As printed on the parcel.
    pub number: u32,
    /// Its delay, in minutes.
    pub delay: u32,
}

/// The weight on the belt after each parcel.
pub fn running_totals(grams: &[u32]) -> Vec<u64> {
    let mut totals = Vec::with_capacity(grams.len());
    let mut total = 0;
    for grams in grams {
        total += u64::from(*grams);
        totals.push(total);
    }
    totals
}

/// Sends the label of each parcel to the printer, which copies it.
pub fn print_labels(parcels: &[Parcel], printer: &mut dyn FnMut(&str)) {
    let mut label = String::new();
    for parcel in parcels {
        label.clear();
        let _ = writeln!(
            label,
            "{}\n{}\nNo. {:08}  {}.{:03} kg",
            parcel.name,
            parcel.city,
            parcel.number,
            parcel.grams / 1_000,
            parcel.grams % 1_000,
        );
        printer(&label);
    }
}

/// The number of different stops on each tour. A night's tours are about equally long.
pub fn stops_of_each(tours: &[Vec<u32>]) -> Vec<usize> {
    let mut stops = HashSet::new();
    let count = |tour: &Vec<u32>| {
        stops.clear();
        for stop in tour {
            stops.insert(*stop);
        }
        stops.len()
    };
    tours.iter().map(count).collect()
}

/// The path to the smallest part of a shipment that is more than half of its weight.
///
/// The manifest has a line for each part: two spaces for each level, a name, and its own weight.
///
/// ```text
/// truck 12: 0
///   cage 3: 40000
///     parcel 4711: 800
///   cage 4: 40000
/// ```
pub fn heaviest_part(manifest: &str) -> String {
    let total: u64 = manifest.lines().map(|line| read(line).1).sum();
    // Of parts that are not inside each other only one can have more than half. So all that have are
    // one path, and they are closed from its end to its start.
    let mut heavy: Vec<&str> = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    for line in manifest.lines() {
        let depth = depth_of(line);
        while let Some(part) = open.pop_if(|part| part.depth >= depth) {
            close(part, &mut open, total, &mut heavy);
        }
        let (name, grams) = read(line);
        open.push(Open { name, depth, grams });
    }
    while let Some(part) = open.pop() {
        close(part, &mut open, total, &mut heavy);
    }
    let mut path = String::with_capacity(heavy.iter().map(|name| name.len() + 1).sum());
    for name in heavy.iter().rev() {
        path.push('/');
        path.push_str(name);
    }
    path
}

/// The numbers of the parcels that were more than a day late. There are few.
pub fn very_late(scans: &[Scan]) -> Vec<u32> {
    let mut numbers = Vec::new();
    for scan in scans {
        if scan.delay > 24 * 60 {
            numbers.push(scan.number);
        }
    }
    numbers
}

/// A part whose end has not been seen yet.
struct Open<'m> {
    name: &'m str,
    depth: usize,
    /// Its own, and what was found in it up to here.
    grams: u64,
}

/// Adds a part that is complete to the one around it.
fn close<'m>(part: Open<'m>, open: &mut [Open<'m>], total: u64, heavy: &mut Vec<&'m str>) {
    if part.grams * 2 > total {
        heavy.push(part.name);
    }
    if let Some(around) = open.last_mut() {
        around.grams += part.grams;
    }
}

/// A line's name and weight.
fn read(line: &str) -> (&str, u64) {
    let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
    (name, grams.parse().unwrap_or(0))
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
