//! Stops are sorted in one list with room for the longest tour; parts are linked through cells, each
//! to its first part and to the next.
//!
//! Honest: capacity, reuse and an arena, in other forms.

use std::cell::Cell;
use std::fmt::Write as _;
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
    for Parcel {
        number,
        name,
        city,
        grams,
    } in parcels
    {
        label.clear();
        let _ = write!(
            label,
            "{name}\n{city}\nNo. {number:08}  {}.{:03} kg\n",
            grams / 1_000,
            grams % 1_000
        );
        printer(&label);
    }
}

/// The number of different stops on each tour. A night's tours are about equally long.
pub fn stops_of_each(tours: &[Vec<u32>]) -> Vec<usize> {
    let longest = tours.iter().map(Vec::len).max().unwrap_or_default();
    let mut stops = Vec::with_capacity(longest);
    let mut counts = vec![0; tours.len()];
    for (tour, count) in tours.iter().zip(&mut counts) {
        stops.clear();
        stops.extend_from_slice(tour);
        stops.sort_unstable();
        stops.dedup();
        *count = stops.len();
    }
    counts
}

/// The path to the smallest part of a shipment that is more than half of its weight.
pub fn heaviest_part(manifest: &str) -> String {
    let arena = Bump::with_capacity(manifest.len());
    let mut lines = manifest.lines().peekable();
    let (first, total) = siblings(&arena, &mut lines, 0);
    let heavy = |part: &&Part<'_>| part.grams > total - part.grams;
    let mut path = String::new();
    let mut next = first;
    while let Some(part) = next {
        if heavy(&part) {
            path.extend(["/", part.name]);
            next = part.first.get();
        } else {
            next = part.next.get();
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

struct Part<'a> {
    name: &'a str,
    grams: u64,
    first: Cell<Option<&'a Part<'a>>>,
    next: Cell<Option<&'a Part<'a>>>,
}

/// The first of them, and the weight of all.
fn siblings<'a>(
    arena: &'a Bump,
    lines: &mut Peekable<Lines<'a>>,
    depth: usize,
) -> (Option<&'a Part<'a>>, u64) {
    let first = Cell::new(None);
    let mut link = &first;
    let mut sum = 0;
    while let Some(line) = lines.next_if(|line| depth_of(line) >= depth) {
        let (name, own) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        let (inside, inside_grams) = siblings(arena, lines, depth_of(line) + 1);
        let grams = own.parse().unwrap_or(0) + inside_grams;
        sum += grams;
        let part: &Part<'_> = arena.alloc_with(|| Part {
            name,
            grams,
            first: Cell::new(inside),
            next: Cell::new(None),
        });
        link.set(Some(part));
        link = &part.next;
    }
    (first.get(), sum)
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
