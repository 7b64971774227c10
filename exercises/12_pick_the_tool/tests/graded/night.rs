//! The input of one night at the depot, generated from a seed. The tests and the bench share it.
//!
//! Yours and Bad each have their own types for parcels and scans. So a macro makes them, for either
//! of the two.

use std::fmt::Write as _;

use fastrand::Rng;

pub(crate) const NAMES: [&str; 6] = [
    "Aoife Byrne",
    "Zoé Martin",
    "Jürgen Meier-Schmidt",
    "Li Na",
    "Oluwaseun Adeyemi",
    "Bo",
];
pub(crate) const CITIES: [&str; 6] = [
    "50667 Köln",
    "1000 Bruxelles",
    "8001 Zürich",
    "6020 Innsbruck",
    "75011 Paris",
    "4000 Liège",
];

/// `$n_parcels` parcels of the module `$of`.
macro_rules! parcels {
    ($of:ident, $rng:expr, $n_parcels:expr) => {
        (0..$n_parcels)
            .map(|_| $of::Parcel {
                number: $rng.u32(..100_000_000),
                name: night::NAMES[$rng.usize(..6)].to_string(),
                city: night::CITIES[$rng.usize(..6)].to_string(),
                grams: $rng.u32(50..31_500),
            })
            .collect::<Vec<_>>()
    };
}

/// Scans of the module `$of`, `$n_late` of which are more than a day late.
macro_rules! scans {
    ($of:ident, $rng:expr, $n_scans:expr, $n_late:expr) => {{
        let mut scans: Vec<_> = (0..$n_scans)
            .map(|at| $of::Scan {
                number: $rng.u32(..100_000_000),
                delay: match at < $n_late {
                    true => $rng.u32(1_441..9_000),
                    false => $rng.u32(..=1_440),
                },
            })
            .collect();
        $rng.shuffle(&mut scans);
        scans
    }};
}

pub(crate) use {parcels, scans};

pub(crate) fn weights(rng: &mut Rng, n_parcels: usize) -> Vec<u32> {
    (0..n_parcels).map(|_| rng.u32(50..31_500)).collect()
}

/// Tours of up to 40 calls each, some of them at a stop already visited.
pub(crate) fn tours(rng: &mut Rng, n_tours: usize) -> Vec<Vec<u32>> {
    let tour = |rng: &mut Rng| {
        let n_calls = rng.usize(..40);
        // Stops are numbered across the whole country, and a tour stays in a small part of it.
        let area = rng.u32(..900_000_000);
        (0..n_calls).map(|_| area + rng.u32(..50)).collect()
    };
    (0..n_tours).map(|_| tour(rng)).collect()
}

/// A manifest of about `n_lines` lines: trucks, cages, boxes and parcels, one inside the other.
pub(crate) fn manifest(rng: &mut Rng, n_lines: usize) -> String {
    const KINDS: [&str; 4] = ["truck", "cage", "box", "parcel"];
    let mut text = String::new();
    let mut depth = 0;
    for line in 0..n_lines {
        let number = rng.u32(1..10_000);
        // Now and then something is much heavier than the rest, so that the path gets longer.
        let grams = match rng.u8(..) {
            0 => rng.u32(1_000_000..1_000_000_000),
            _ => rng.u32(..30_000),
        };
        let indent = 2 * depth;
        writeln!(text, "{:indent$}{} {number}: {grams}", "", KINDS[depth])
            .expect("writing to a string cannot fail");
        // A last line that opens a level leaves that level empty, which is fine.
        depth = match rng.u8(..10) {
            0 if line > 0 => rng.usize(..=depth),
            1..6 => (depth + 1).min(KINDS.len() - 1),
            _ => depth,
        };
    }
    text
}
