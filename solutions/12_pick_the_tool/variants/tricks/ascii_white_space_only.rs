//! Takes only ASCII white space for an indentation.
//! A trick: a line that begins with another kind is at another depth than Bad says.
//! Fails in: step1_answers

use std::collections::HashSet;
use std::fmt::Write;
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
    let arena = Bump::new();
    let mut level = parts(&arena, &mut manifest.lines().peekable(), 0);
    let total: u64 = level_of(level).map(|part| part.grams).sum();
    let mut path = String::new();
    while let Some(part) = level_of(level).find(|part| part.grams * 2 > total) {
        path.push('/');
        path.push_str(part.name);
        level = part.inside;
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
#[derive(Clone, Copy)]
struct Part<'a> {
    name: &'a str,
    /// Including everything in it.
    grams: u64,
    /// The last part in it.
    inside: Option<&'a Part<'a>>,
    /// The part before it in what it is in.
    before: Option<&'a Part<'a>>,
}

/// This part and those before it, on the same level.
fn level_of<'a>(last: Option<&'a Part<'a>>) -> impl Iterator<Item = &'a Part<'a>> {
    std::iter::successors(last, |part| part.before)
}

/// The last of the parts from here on, up to the first line that is less deep than this.
fn parts<'a>(
    arena: &'a Bump,
    lines: &mut Peekable<Lines<'a>>,
    depth: usize,
) -> Option<&'a Part<'a>> {
    let mut last = None;
    while let Some(line) = lines.next_if(|line| depth_of(line) >= depth) {
        let (name, grams) = line
            .trim_ascii_start()
            .split_once(": ")
            .unwrap_or((line, ""));
        let inside = parts(arena, lines, depth_of(line) + 1);
        let inside_grams: u64 = level_of(inside).map(|part| part.grams).sum();
        last = Some(&*arena.alloc(Part {
            name,
            grams: grams.parse().unwrap_or(0) + inside_grams,
            inside,
            before: last,
        }));
    }
    last
}

/// Indentation is ASCII: there is no need to decode characters for it.
fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_ascii_start().len()) / 2
}
