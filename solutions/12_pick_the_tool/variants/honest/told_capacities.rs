//! Explicit capacities for the label, the set and the arena; the tree has a slice for each level,
//! filled from a stack that all levels share.
//!
//! Honest: a capacity is a guess that is cheap when it is right; everything else is as in the
//! solution.

use std::collections::HashSet;
use std::fmt::Write;
use std::iter::Peekable;
use std::str::Lines;

use bumpalo::Bump;

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
    let mut totals = vec![0; grams.len()];
    let mut total = 0;
    for (slot, grams) in totals.iter_mut().zip(grams) {
        total += u64::from(*grams);
        *slot = total;
    }
    totals
}

/// Sends the label of each parcel to the printer, which copies it.
pub fn print_labels(parcels: &[Parcel], printer: &mut dyn FnMut(&str)) {
    let mut label = String::with_capacity(128);
    for parcel in parcels {
        label.push_str(&parcel.name);
        label.push('\n');
        label.push_str(&parcel.city);
        let (kilograms, grams) = (parcel.grams / 1_000, parcel.grams % 1_000);
        writeln!(
            label,
            "\nNo. {:08}  {kilograms}.{grams:03} kg",
            parcel.number
        )
        .expect("writing to a string cannot fail");
        printer(&label);
        label.clear();
    }
}

/// The number of different stops on each tour. A night's tours are about equally long.
pub fn stops_of_each(tours: &[Vec<u32>]) -> Vec<usize> {
    let longest = tours.iter().map(Vec::len).max().unwrap_or(0);
    let mut stops = HashSet::with_capacity(longest);
    let mut counts = Vec::with_capacity(tours.len());
    for tour in tours {
        stops.extend(tour.iter().copied());
        counts.push(stops.len());
        stops.clear();
    }
    counts
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
    // A line has more than ten bytes, and a part takes some forty.
    let arena = Bump::with_capacity(manifest.len() * 2);
    let mut lines = manifest.lines().peekable();
    let parts = parts(&arena, &mut lines, 0, &mut Vec::new());
    let total: u64 = parts.iter().map(|part| part.grams).sum();
    let mut path = String::new();
    let mut level = parts;
    while let Some(part) = level.iter().find(|part| part.grams * 2 > total) {
        path.push('/');
        path.push_str(part.name);
        level = part.inside;
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

#[derive(Clone, Copy)]
struct Part<'a> {
    name: &'a str,
    grams: u64,
    inside: &'a [Part<'a>],
}

fn parts<'a>(
    arena: &'a Bump,
    lines: &mut Peekable<Lines<'a>>,
    depth: usize,
    stack: &mut Vec<Part<'a>>,
) -> &'a [Part<'a>] {
    let start = stack.len();
    while let Some(line) = lines.next_if(|line| depth_of(line) >= depth) {
        let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        let inside = parts(arena, lines, depth_of(line) + 1, stack);
        let inside_grams: u64 = inside.iter().map(|part| part.grams).sum();
        stack.push(Part {
            name,
            grams: grams.parse().unwrap_or(0) + inside_grams,
            inside,
        });
    }
    let level = arena.alloc_slice_copy(&stack[start..]);
    stack.truncate(start);
    level
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
