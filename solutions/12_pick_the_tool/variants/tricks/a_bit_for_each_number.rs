//! As in the solution, but stops are marked in a table with a bit for each number that there may be.
//!
//! A trick: one heap call, and as many bytes as the highest number asks for.
//!
//! Fails in: step1_answers, step3_reuse

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Lines;

use bumpalo::Bump;
use bumpalo::collections::Vec as BumpVec;

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
    let highest = tours
        .iter()
        .flatten()
        .max()
        .map_or(0, |stop| *stop as usize);
    let mut bits = vec![0u64; highest / 64 + 1];
    let count = |tour: &Vec<u32>| {
        let mut n = 0;
        for stop in tour {
            let word = &mut bits[*stop as usize / 64];
            n += usize::from(*word >> (stop % 64) & 1 == 0);
            *word |= 1 << (stop % 64);
        }
        for stop in tour {
            bits[*stop as usize / 64] = 0;
        }
        n
    };
    tours.iter().map(count).collect()
}

/// The path to the smallest part of a shipment that is more than half of its weight.
pub fn heaviest_part(manifest: &str) -> String {
    let arena = Bump::new();
    let mut rest = manifest.lines().peekable();
    let parts = parts(&arena, &mut rest, 0);
    let total: u64 = parts.iter().map(|part| part.grams).sum();
    let mut path = String::new();
    let mut level = parts;
    while let Some(part) = level.iter().find(|part| part.grams * 2 > total) {
        path.push('/');
        path.push_str(part.name);
        level = part.parts;
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
    parts: &'a [Part<'a>],
}

fn parts<'a>(arena: &'a Bump, lines: &mut Peekable<Lines<'a>>, depth: usize) -> &'a [Part<'a>] {
    let mut here = BumpVec::new_in(arena);
    while let Some(line) = lines.next_if(|line| depth_of(line) >= depth) {
        let (name, grams) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        let parts = parts(arena, lines, depth_of(line) + 1);
        let inside: u64 = parts.iter().map(|part| part.grams).sum();
        here.push(Part {
            name,
            grams: grams.parse().unwrap_or(0) + inside,
            parts,
        });
    }
    here.into_bump_slice()
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
