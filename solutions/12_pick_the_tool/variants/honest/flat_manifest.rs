//! The manifest as one flat list with the number of each part's parent: no arena, and no recursion.

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
    // Expected: reuse.
    let mut label = String::new();
    for parcel in parcels {
        label.clear();
        write_label(&mut label, parcel);
        printer(&label);
    }
}

fn write_label(text: &mut String, parcel: &Parcel) {
    let (kilograms, grams) = (parcel.grams / 1_000, parcel.grams % 1_000);
    writeln!(
        text,
        "{}\n{}\nNo. {:08}  {kilograms}.{grams:03} kg",
        parcel.name, parcel.city, parcel.number
    )
    .expect("a string takes any text");
}

/// The number of different stops on each tour. A night's tours are about equally long.
pub fn stops_of_each(tours: &[Vec<u32>]) -> Vec<usize> {
    // Expected: reuse. Sorted, equal stops are neighbours; sorting in place asks for nothing.
    let longest = tours.iter().map(Vec::len).max().unwrap_or(0);
    let mut sorted = Vec::with_capacity(longest);
    let mut counts = Vec::with_capacity(tours.len());
    for tour in tours {
        sorted.clear();
        sorted.extend_from_slice(tour);
        sorted.sort_unstable();
        sorted.dedup();
        counts.push(sorted.len());
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
    // Expected: an arena. But the parts are all of one type, and a line is a part; so one vector of
    // the right capacity is enough, and no part needs a list of its own.
    let mut parts: Vec<Part<'_>> = Vec::with_capacity(manifest.lines().count());
    for line in manifest.lines() {
        let depth = depth_of(line);
        let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        // What is at least as deep as this line ends before it.
        let mut around = parts.len().checked_sub(1);
        while let Some(one) = around.filter(|one| parts[*one].depth >= depth) {
            around = parts[one].around;
        }
        let grams = grams.parse().unwrap_or(0);
        parts.push(Part {
            name,
            depth,
            grams,
            around,
        });
    }
    // From the end, so each part is complete before it is added to the one around it.
    let mut total = 0;
    for part in (0..parts.len()).rev() {
        let grams: u64 = parts[part].grams;
        match parts[part].around {
            Some(around) => parts[around].grams += grams,
            None => total += grams,
        }
    }
    // Of the parts in one place, at most one is more than half of everything.
    let mut path = String::new();
    let mut place = None;
    for (number, part) in parts.iter().enumerate() {
        if part.around == place && part.grams * 2 > total {
            path.push('/');
            path.push_str(part.name);
            place = Some(number);
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

/// A truck, a cage, a parcel: a line of the manifest.
struct Part<'m> {
    name: &'m str,
    depth: usize,
    /// In the end including everything in it.
    grams: u64,
    /// The number of the part that this one is in.
    around: Option<usize>,
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
