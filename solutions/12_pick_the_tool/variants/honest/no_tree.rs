//! Honest: no tree at all: the manifest is one already, so the part that is more than half of all
//! is looked for among its lines, level by level, and only the path is on the heap.
//!
//! The other functions: room for all totals, one buffer of bytes for all labels, one sorted list
//! for all tours.

use std::io::Write;

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
    let mut label: Vec<u8> = Vec::with_capacity(128);
    for parcel in parcels {
        label.clear();
        let (kilograms, grams) = (parcel.grams / 1_000, parcel.grams % 1_000);
        writeln!(
            label,
            "{}\n{}\nNo. {:08}  {kilograms}.{grams:03} kg",
            parcel.name, parcel.city, parcel.number
        )
        .expect("a vector takes whatever is written");
        printer(std::str::from_utf8(&label).expect("a label is text"));
    }
}

/// The number of different stops on each tour. A night's tours are about equally long.
pub fn stops_of_each(tours: &[Vec<u32>]) -> Vec<usize> {
    // Sorted, and emptied for each tour. A tour is short.
    let mut stops: Vec<u32> = Vec::new();
    let mut counts = Vec::with_capacity(tours.len());
    for tour in tours {
        stops.clear();
        for stop in tour {
            if let Err(place) = stops.binary_search(stop) {
                stops.insert(place, *stop);
            }
        }
        counts.push(stops.len());
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
    let total: u64 = manifest.lines().map(|line| Part::of(line).grams).sum();
    let mut path = String::new();
    // The depth of the last part of the path.
    let mut around: Option<usize> = None;
    let mut lines = manifest.lines();
    while let Some(line) = lines.next() {
        let part = Part::of(line);
        if around.is_some_and(|depth| part.depth <= depth) {
            // What follows is outside the last part of the path: too little is left for another one.
            break;
        }
        // The lines inside, up to the first that is not deeper.
        let inside = lines.clone().map(Part::of);
        let inside = inside.take_while(|inner| inner.depth > part.depth);
        let (n_inside, grams) = inside.fold((0, part.grams), |(n_inside, grams), inner| {
            (n_inside + 1, grams + inner.grams)
        });
        if grams * 2 > total {
            path.push('/');
            path.push_str(part.name);
            around = Some(part.depth);
        } else {
            lines.by_ref().take(n_inside).for_each(drop);
        }
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

/// A truck, a cage, a parcel: one line of the manifest.
struct Part<'m> {
    name: &'m str,
    /// Without what is in it.
    grams: u64,
    depth: usize,
}

impl<'m> Part<'m> {
    fn of(line: &'m str) -> Self {
        let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        Self {
            name,
            grams: grams.parse().unwrap_or(0),
            depth: (line.len() - line.trim_start().len()) / 2,
        }
    }
}
