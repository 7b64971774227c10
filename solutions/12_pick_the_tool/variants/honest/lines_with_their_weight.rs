//! The manifest is already a tree in the right order: each part needs only its depth, its weight and
//! the number of lines inside it. The label is reserved once, and the last function is left alone.
//!
//! Honest: one vector of small values, without references, and no recursion.

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
    let mut total = 0;
    // Capacity, in its shortest form. `map` yields exactly as many items as it is given, and says
    // so in its size hint; `collect` allocates for them once. `scan` may end early, so it promises
    // nothing.
    grams
        .iter()
        .map(|grams| {
            total += u64::from(*grams);
            total
        })
        .collect()
}

/// Sends the label of each parcel to the printer, which copies it.
pub fn print_labels(parcels: &[Parcel], printer: &mut dyn FnMut(&str)) {
    // Reuse. One label is alive at a time, so one `String` is enough; it grows to the longest.
    let mut label = String::new();
    for parcel in parcels {
        label.clear();
        // `write!` appends to the label, whereas `format!` makes a new `String`. The weight needs
        // no separate text.
        write!(
            label,
            "{}\n{}\nNo. {:08}  {}.{:03} kg\n",
            parcel.name,
            parcel.city,
            parcel.number,
            parcel.grams / 1_000,
            parcel.grams % 1_000
        )
        .expect("writing to a string cannot fail");
        printer(&label);
    }
}

/// The number of different stops on each tour. A night's tours are about equally long.
pub fn stops_of_each(tours: &[Vec<u32>]) -> Vec<usize> {
    // Reuse. `clear` keeps the table. It also has to go through all of it, so a single huge tour
    // would make every later `clear` expensive; tours are about equal here.
    let mut stops: HashSet<u32> = HashSet::new();
    let count = |tour: &Vec<u32>| {
        stops.clear();
        stops.extend(tour);
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
    let parts = parts(manifest);
    let total: u64 = siblings(&parts).map(|part| part.grams).sum();
    let mut path = String::new();
    let mut level = parts.as_slice();
    while let Some((at, part)) = enumerated(level).find(|(_, part)| part.grams * 2 > total) {
        path.push('/');
        path.push_str(part.name);
        level = &level[at + 1..at + part.n_lines];
    }
    path
}

/// The numbers of the parcels that were more than a day late. There are few.
pub fn very_late(scans: &[Scan]) -> Vec<u32> {
    // Nothing. Their number is unknown, a guess for the worst case would be a thousand times too
    // large, and a few calls once a night are not worth optimising.
    let mut numbers = Vec::new();
    for scan in scans {
        if scan.delay > 24 * 60 {
            numbers.push(scan.number);
        }
    }
    numbers
}

/// A truck, a cage, a parcel: one line, and those inside it right after it.
struct Part<'m> {
    name: &'m str,
    depth: usize,
    /// Including everything in it.
    grams: u64,
    /// Its own line included.
    n_lines: usize,
}

/// All parts, in the order of the manifest.
fn parts(manifest: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::with_capacity(manifest.lines().count());
    // The parts that the current line may be inside of.
    let mut open: Vec<usize> = Vec::with_capacity(16);
    for line in manifest.lines() {
        let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        let depth = (line.len() - line.trim_start().len()) / 2;
        while let Some(last) = open.pop_if(|at: &mut usize| is_closed(&parts, *at, depth)) {
            close(&mut parts, last, open.last());
        }
        open.push(parts.len());
        parts.push(Part {
            name,
            depth,
            grams: grams.parse().unwrap_or(0),
            n_lines: 1,
        });
    }
    while let Some(last) = open.pop() {
        close(&mut parts, last, open.last());
    }
    parts
}

fn is_closed(parts: &[Part<'_>], at: usize, depth: usize) -> bool {
    parts[at].depth >= depth
}

/// Adds a complete part to the one around it.
fn close(parts: &mut [Part<'_>], at: usize, around: Option<&usize>) {
    if let Some(&around) = around {
        parts[around].grams += parts[at].grams;
        parts[around].n_lines += parts[at].n_lines;
    }
}

/// The parts of one level, each with its place.
fn enumerated<'p>(level: &'p [Part<'p>]) -> impl Iterator<Item = (usize, &'p Part<'p>)> {
    let first = level.first().map(|part| (0, part));
    std::iter::successors(first, |(at, part)| {
        let next = at + part.n_lines;
        level.get(next).map(|part| (next, part))
    })
}

fn siblings<'p>(level: &'p [Part<'p>]) -> impl Iterator<Item = &'p Part<'p>> {
    enumerated(level).map(|(_, part)| part)
}
