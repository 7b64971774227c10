//! Bad tuned without an arena: an iterator that knows its length, one label for all parcels, one sorted list for all
//! tours instead of a set for each, and all parts of a shipment in one vector, with names borrowed from the manifest.

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
    let up_to_here = |grams: &u32| {
        total += u64::from(*grams);
        total
    };
    grams.iter().map(up_to_here).collect()
}

/// Sends the label of each parcel to the printer, which copies it.
pub fn print_labels(parcels: &[Parcel], printer: &mut dyn FnMut(&str)) {
    let mut label = String::new();
    for parcel in parcels {
        label.clear();
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
    // A tour is short, and a short list is sorted faster than its stops are hashed.
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
    let mut total: u64 = 0;
    for line in manifest.lines() {
        let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        let grams = grams.parse().unwrap_or(0);
        let depth = depth_of(line);
        while around.pop_if(|at| parts[*at].depth >= depth).is_some() {}
        for at in &around {
            parts[*at].grams += grams;
        }
        total += grams;
        around.push(parts.len());
        parts.push(Part { name, grams, depth });
    }
    // Of two parts that are both more than half of all, one is inside the other: together they are the path, in order.
    let mut path = String::new();
    for part in parts.iter().filter(|part| part.grams * 2 > total) {
        path.push('/');
        path.push_str(part.name);
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
struct Part<'m> {
    name: &'m str,
    /// Including everything in it.
    grams: u64,
    depth: usize,
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
