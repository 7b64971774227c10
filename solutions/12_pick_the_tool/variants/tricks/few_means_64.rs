//! Trick: as in the solution, but late parcels are collected in an array of 64 numbers, and
//! whatever is late beyond that is forgotten.
//!
//! "There are few": 12 and 40 in the tests, and never a night on which the motorway was closed.
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
    // Capacity, in its shortest form. `map` yields exactly as many items as it is given, and says
    // so in its size hint; `collect` allocates for them once. `scan` may end early, so it promises
    // nothing.
    grams
        .iter()
        .map(|grams| {
            total += u64::from(*grams);
            total
        })
        .collect()
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
    // Reuse. `clear` keeps the table. It also has to go through all of it, so a single huge tour
    // would make every later `clear` expensive; a night's tours are about equally long.
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
    // An arena: parts refer to each other, and all of them die when this function returns. Only the
    // path leaves, as a `String` of its own. One vector of all parts, which refer to each other by
    // index, does as well or better: `tuned/lib.rs` has it, and `cargo xtask bench 12` times both.
    let arena = Bump::new();
    let parts = parts(&arena, &mut manifest.lines().peekable(), 0);
    let total = grams(parts);
    let mut path = String::new();
    let mut level = parts;
    while let Some(part) = list(level).find(|part| part.grams * 2 > total) {
        path.push('/');
        path.push_str(part.name);
        level = part.inside;
    }
    path
}

/// The numbers of the parcels that were more than a day late. There are few.
pub fn very_late(scans: &[Scan]) -> Vec<u32> {
    let mut numbers = [0; 64];
    let mut n_late = 0;
    for scan in scans {
        if scan.delay > 24 * 60
            && let Some(place) = numbers.get_mut(n_late)
        {
            *place = scan.number;
            n_late += 1;
        }
    }
    // One heap call, of the size that is needed.
    numbers[..n_late].to_vec()
}

/// A truck, a cage, a parcel.
struct Part<'a> {
    /// Borrowed from the manifest, which outlives the tree.
    name: &'a str,
    /// Including everything in it.
    grams: u64,
    /// The last of the parts inside, which leads to the others.
    inside: Option<&'a Part<'a>>,
    /// The part before it on the same level.
    ///
    /// A list, not a vector: the children are made while their parent's vector grows, and in an
    /// arena only the last allocation can grow in place.
    before: Option<&'a Part<'a>>,
}

/// The parts from here on, up to the first line that is less deep than this.
fn parts<'a>(
    arena: &'a Bump,
    lines: &mut Peekable<Lines<'a>>,
    depth: usize,
) -> Option<&'a Part<'a>> {
    let mut last: Option<&'a Part<'a>> = None;
    while let Some(line) = lines.next_if(|line| depth_of(line) >= depth) {
        let (name, own) = line.trim_start().split_once(": ").unwrap_or((line, ""));
        let inside = parts(arena, lines, depth_of(line) + 1);
        last = Some(arena.alloc(Part {
            name,
            grams: own.parse().unwrap_or(0) + grams(inside),
            inside,
            before: last,
        }));
    }
    last
}

fn grams(level: Option<&Part<'_>>) -> u64 {
    list(level).map(|part| part.grams).sum()
}

/// The parts of one level, from the last to the first.
fn list<'a>(last: Option<&'a Part<'a>>) -> impl Iterator<Item = &'a Part<'a>> {
    std::iter::successors(last, |part| part.before)
}

fn depth_of(line: &str) -> usize {
    (line.len() - line.trim_start().len()) / 2
}
