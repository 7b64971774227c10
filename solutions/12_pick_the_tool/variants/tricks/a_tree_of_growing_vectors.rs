//! The tree is in an arena, and each part has an arena vector that grows while its children are
//! made; everything else is as in the solution.
//!
//! A trick that fools its author: only the last allocation of an arena can grow in place, so each
//! growth leaves the old list behind. It makes few calls but holds far more memory than before.
//!
//! Fails in: step4_die_together

use std::collections::HashSet;
use std::fmt::Write;
use std::iter::Peekable;
use std::str::Lines;

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

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
    let arena = Bump::new();
    let parts = parts(&arena, &mut manifest.lines().peekable(), 0);
    let total: u64 = parts.iter().map(|part| part.grams).sum();
    let mut path = String::new();
    let mut level = &parts;
    while let Some(part) = level.iter().find(|part| part.grams * 2 > total) {
        path.push('/');
        path.push_str(&part.name);
        level = &part.parts;
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

struct Part<'a> {
    name: ArenaString<'a>,
    grams: u64,
    parts: ArenaVec<'a, Part<'a>>,
}

fn parts<'a>(
    arena: &'a Bump,
    lines: &mut Peekable<Lines<'_>>,
    depth: usize,
) -> ArenaVec<'a, Part<'a>> {
    let mut parts_here = ArenaVec::new_in(arena);
    while let Some(line) = lines.next_if(|line| depth_of(line) >= depth) {
        let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        let inside = parts(arena, lines, depth_of(line) + 1);
        let inside_grams: u64 = inside.iter().map(|part| part.grams).sum();
        parts_here.push(Part {
            name: ArenaString::from_str_in(name, arena),
            grams: grams.parse().unwrap_or(0) + inside_grams,
            parts: inside,
        });
    }
    parts_here
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
