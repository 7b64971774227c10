//! Two passes over the manifest and no tree: a stack of the parts that are open, and the heaviest
//! found as they close. Tours are sorted in a vector that is kept.

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
    let add = |grams: &u32| {
        total += u64::from(*grams);
        total
    };
    grams.iter().map(add).collect()
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
        .expect("a `String` takes any text");
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
    let total: u64 = manifest.lines().map(|line| own(line).1).sum();
    // All parts above half of the weight are inside one another, and an inner one ends before an
    // outer one. So no tree is needed: only the parts that are open, and the names that are found.
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut found = Vec::new();
    for line in manifest.lines() {
        let depth = depth_of(line);
        close(&mut open, depth, total, &mut found);
        let grams = own(line).1;
        open.push(Open { line, depth, grams });
    }
    close(&mut open, 0, total, &mut found);
    let mut path = String::new();
    for line in found.iter().rev() {
        path.push('/');
        path.push_str(own(line).0);
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

/// A truck, a cage or a parcel, whose last line has not been read yet.
struct Open<'m> {
    line: &'m str,
    depth: usize,
    /// Including everything in it that is not open any more.
    grams: u64,
}

/// Closes the parts that a line of this depth is not in, and keeps the lines of those that are more
/// than half of the total.
fn close<'m>(open: &mut Vec<Open<'m>>, depth: usize, total: u64, found: &mut Vec<&'m str>) {
    while let Some(part) = open.pop_if(|part| part.depth >= depth) {
        if part.grams * 2 > total {
            found.push(part.line);
        }
        if let Some(around) = open.last_mut() {
            around.grams += part.grams;
        }
    }
}

/// The name of a part, and its own weight.
fn own(line: &str) -> (&str, u64) {
    let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
    (name, grams.parse().unwrap_or(0))
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
