//! The tree has an arena vector for each level, which grows while its children are made; but a part
//! borrows its name and freezes its list, so that it is small. Everything else is as in the
//! solution.
//!
//! Honest: the growth leaves holes, but the whole still has a lower peak than Bad.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Lines;

use bumpalo::Bump;
use bumpalo::collections::Vec as BumpVec;

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
    let mut label = String::new();
    for parcel in parcels {
        label.clear();
        let (kilograms, grams) = (parcel.grams / 1_000, parcel.grams % 1_000);
        writeln!(
            label,
            "{}\n{}\nNo. {:08}  {kilograms}.{grams:03} kg",
            parcel.name, parcel.city, parcel.number
        )
        .expect("writing to a string cannot fail");
        printer(&label);
    }
}

/// The number of different stops on each tour. A night's tours are about equally long.
pub fn stops_of_each(tours: &[Vec<u32>]) -> Vec<usize> {
    let mut stops = HashSet::new();
    let count = |tour: &Vec<u32>| {
        stops.clear();
        stops.extend(tour.iter().copied());
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
    let arena = Bump::new();
    let parts = parts(&arena, &mut manifest.lines().peekable(), 0);
    let total: u64 = parts.iter().map(|part| part.grams).sum();
    let mut path = String::new();
    let mut level = parts;
    while let Some(part) = level.iter().find(|part| part.grams * 2 > total) {
        path.push('/');
        path.push_str(part.name);
        level = part.parts;
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

/// A truck, a cage, a parcel.
struct Part<'a> {
    name: &'a str,
    /// Including everything in it.
    grams: u64,
    parts: &'a [Part<'a>],
}

/// The parts from here on, up to the first line that is less deep than this.
fn parts<'a>(arena: &'a Bump, lines: &mut Peekable<Lines<'a>>, depth: usize) -> &'a [Part<'a>] {
    let mut parts_here = BumpVec::new_in(arena);
    while let Some(line) = lines.next_if(|line| depth_of(line) >= depth) {
        let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        let inside = parts(arena, lines, depth_of(line) + 1);
        let inside_grams: u64 = inside.iter().map(|part| part.grams).sum();
        parts_here.push(Part {
            name,
            grams: grams.parse().unwrap_or(0) + inside_grams,
            parts: inside,
        });
    }
    parts_here.into_bump_slice()
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
