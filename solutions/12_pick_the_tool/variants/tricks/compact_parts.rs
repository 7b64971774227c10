//! Each function with the tool that fits; the tree is a single vector of compact parts, in the
//! order of the manifest, each of which knows where it ends. Not right: a depth has 16 bits and
//! stops at 65 535, so that of two lines that are indented further, the deeper one counts as a
//! neighbour of the other instead of a part of it.
//!
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
    let mut add = |grams: &u32| {
        total += u64::from(*grams);
        total
    };
    grams.iter().map(|grams| add(grams)).collect()
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
    let parts = parts(manifest);
    let mut total = 0;
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        total += part.grams;
        at = part.end as usize;
    }
    let mut path = String::new();
    let (mut at, mut end) = (0, parts.len());
    while at < end {
        let part = &parts[at];
        if part.grams * 2 > total {
            path.push('/');
            path.push_str(part.name);
            // On to what is in it.
            (at, end) = (at + 1, part.end as usize);
        } else {
            at = part.end as usize;
        }
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

/// A truck, a cage, a parcel: 32 bytes.
struct Part<'m> {
    name: &'m str,
    /// Including everything in it.
    grams: u64,
    /// The place of the first part that is not in it.
    end: u32,
    depth: u16,
}

/// All parts, in the order of the manifest.
fn parts(manifest: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::with_capacity(manifest.lines().count());
    for line in manifest.lines() {
        let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        parts.push(Part {
            name,
            grams: grams.parse().unwrap_or(0),
            end: 0,
            // Far more than any shipment has.
            depth: u16::try_from(depth_of(line)).unwrap_or(u16::MAX),
        });
    }
    // From the last to the first, so that what is in a part is complete before the part itself.
    for at in (0..parts.len()).rev() {
        let mut end = at + 1;
        let mut grams = parts[at].grams;
        while end < parts.len() && parts[end].depth > parts[at].depth {
            grams += parts[end].grams;
            end = parts[end].end as usize;
        }
        parts[at].grams = grams;
        parts[at].end = u32::try_from(end).unwrap_or(u32::MAX);
    }
    parts
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
