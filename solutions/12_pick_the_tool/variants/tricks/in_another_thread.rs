//! As in Bad, on threads of its own.
//!
//! A trick: another thread's heap calls would not show if only this one were counted.
//!
//! Fails in: step2_known_size, step3_reuse, step4_die_together

use std::collections::HashSet;
use std::iter::Peekable;
use std::str::Lines;

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
    elsewhere(|| {
        grams
            .iter()
            .scan(0, |total, grams| {
                *total += u64::from(*grams);
                Some(*total)
            })
            .collect()
    })
}

/// Sends the label of each parcel to the printer, which copies it.
pub fn print_labels(parcels: &[Parcel], printer: &mut dyn FnMut(&str)) {
    let label = |parcel: &Parcel| {
        format!(
            "{}\n{}\nNo. {:08}  {}.{:03} kg\n",
            parcel.name,
            parcel.city,
            parcel.number,
            parcel.grams / 1_000,
            parcel.grams % 1_000
        )
    };
    let labels: Vec<String> = elsewhere(|| parcels.iter().map(label).collect());
    labels.iter().for_each(|label| printer(label));
}

/// The number of different stops on each tour. A night's tours are about equally long.
pub fn stops_of_each(tours: &[Vec<u32>]) -> Vec<usize> {
    let count = |tour: &Vec<u32>| tour.iter().copied().collect::<HashSet<u32>>().len();
    elsewhere(|| tours.iter().map(count).collect())
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
    elsewhere(|| {
        let parts = parts(&mut manifest.lines().peekable(), 0);
        let total: u64 = parts.iter().map(|part| part.grams).sum();
        let mut path = String::new();
        let mut level = &parts;
        while let Some(part) = level.iter().find(|part| part.grams * 2 > total) {
            path.push('/');
            path.push_str(&part.name);
            level = &part.parts;
        }
        path
    })
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

/// What `work` returns, from another thread.
fn elsewhere<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    std::thread::scope(|scope| scope.spawn(work).join().expect("the work is as in Bad"))
}

/// A truck, a cage, a parcel.
struct Part {
    name: String,
    /// Including everything in it.
    grams: u64,
    parts: Vec<Part>,
}

/// The parts from here on, up to the first line that is less deep than this.
fn parts(lines: &mut Peekable<Lines<'_>>, depth: usize) -> Vec<Part> {
    let mut parts_here = Vec::new();
    while let Some(line) = lines.next_if(|line| depth_of(line) >= depth) {
        let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        let inside = parts(lines, depth_of(line) + 1);
        let inside_grams: u64 = inside.iter().map(|part| part.grams).sum();
        parts_here.push(Part {
            name: name.to_string(),
            grams: grams.parse().unwrap_or(0) + inside_grams,
            parts: inside,
        });
    }
    parts_here
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
