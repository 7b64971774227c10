//! Trick: all parts are in one vector, and a part's depth is a byte: what is deeper than 255
//! levels counts as 255, so that a part inside another one looks like its neighbour.
//!
//! A mistake that a careful learner may make to keep parts small. The deepest shipment of the
//! tests has 200 levels.
//! Fails in: step1_answers

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
    // would make every later `clear` expensive; a night's tours are about equally long.
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
    let mut parts: Vec<Part<'_>> = Vec::new();
    // The parts around the current line, from the outermost.
    let mut around: Vec<usize> = Vec::new();
    let mut total: u64 = 0;
    for line in manifest.lines() {
        let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        let grams = grams.parse().unwrap_or(0);
        let depth = depth_of(line);
        while around.last().is_some_and(|at| parts[*at].depth >= depth) {
            around.pop();
        }
        for at in &around {
            parts[*at].grams += grams;
        }
        total += grams;
        around.push(parts.len());
        parts.push(Part { name, grams, depth });
    }
    // Of two parts that are both more than half of all, one is inside the other: they are the path.
    let mut path = String::new();
    for part in parts.iter().filter(|part| part.grams * 2 > total) {
        path.push('/');
        path.push_str(part.name);
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

/// A truck, a cage, a parcel.
struct Part<'m> {
    name: &'m str,
    /// Including everything in it.
    grams: u64,
    depth: u8,
}

fn depth_of(line: &str) -> u8 {
    let depth = (line.len() - line.trim_start().len()) / 2;
    // No shipment has more levels than that.
    u8::try_from(depth).unwrap_or(u8::MAX)
}
