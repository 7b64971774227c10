//! Explicit capacities, a sorted list instead of a set, indices instead of references, and a count
//! before the last result.
//!
//! Honest: each function allocates what it needs once. A vector of parts with indices is as good as
//! an arena here, and often better.

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
    let mut stops = Vec::new();
    let count = |tour: &Vec<u32>| {
        stops.clear();
        stops.extend_from_slice(tour);
        stops.sort_unstable();
        stops.dedup();
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
    for line in manifest.lines() {
        let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        let depth = depth_of(line);
        while around.last().is_some_and(|at| parts[*at].depth >= depth) {
            around.pop();
        }
        let grams = grams.parse().unwrap_or(0);
        for at in &around {
            parts[*at].grams += grams;
        }
        around.push(parts.len());
        parts.push(Part { name, grams, depth });
    }
    let outer = parts.iter().filter(|part| part.depth == 0);
    let total: u64 = outer.map(|part| part.grams).sum();
    let mut path = String::new();
    // Each part that is more than half of all is inside the previous such part: they are one path,
    // in order.
    for part in parts.iter().filter(|part| part.grams * 2 > total) {
        path.push('/');
        path.push_str(part.name);
    }
    path
}

/// The numbers of the parcels that were more than a day late. There are few.
pub fn very_late(scans: &[Scan]) -> Vec<u32> {
    let late = scans.iter().filter(|scan| scan.delay > 24 * 60);
    let mut numbers = Vec::with_capacity(late.clone().count());
    numbers.extend(late.map(|scan| scan.number));
    numbers
}

struct Part<'m> {
    name: &'m str,
    grams: u64,
    depth: usize,
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
