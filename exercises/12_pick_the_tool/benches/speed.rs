//! Bad against yours: all five functions on one night's input.
//!
//! The amounts are chosen so that none of the five dominates; a function that has nothing to gain
//! is included as well.

use std::hash::{DefaultHasher, Hash, Hasher};

use fastrand::Rng;

#[path = "../tests/graded/night.rs"]
mod night;

/// The input of both sides. Parcels and scans differ in type, but hold the same data.
struct Night {
    bad_parcels: Vec<bad::Parcel>,
    bad_scans: Vec<bad::Scan>,
    parcels: Vec<pick_the_tool::Parcel>,
    scans: Vec<pick_the_tool::Scan>,
    weights: Vec<u32>,
    tours: Vec<Vec<u32>>,
    manifest: String,
}

impl Night {
    fn new(rng: &mut Rng) -> Self {
        let weights = night::weights(rng, 20_000);
        let tours = night::tours(rng, 300);
        let manifest = night::manifest(rng, 3_000);
        // The same seed for both, so both get the same parcels.
        let (mut once, mut again) = (rng.clone(), rng.clone());
        rng.u64(..);
        Self {
            bad_parcels: night::parcels!(bad, once, 1_500),
            bad_scans: night::scans!(bad, once, 50_000, 40),
            parcels: night::parcels!(pick_the_tool, again, 1_500),
            scans: night::scans!(pick_the_tool, again, 50_000, 40),
            weights,
            tours,
            manifest,
        }
    }
}

macro_rules! work {
    ($of:ident, $night:expr, $parcels:ident, $scans:ident) => {{
        let night: &Night = $night;
        let mut hasher = DefaultHasher::new();
        let mut labels = (0, 0_u64);
        // A cheap printer, since both sides pay for it.
        $of::print_labels(&night.$parcels, &mut |label| {
            let byte = label.as_bytes().get(label.len() / 2);
            labels = (
                labels.0 + label.len(),
                labels.1 * 31 % 1_000_003 + u64::from(*byte.unwrap_or(&0)),
            );
        });
        labels.hash(&mut hasher);
        let totals = $of::running_totals(&night.weights);
        (
            totals.len(),
            totals
                .iter()
                .fold(0, |sum: u64, total| sum.wrapping_mul(3) + total),
        )
            .hash(&mut hasher);
        $of::stops_of_each(&night.tours).hash(&mut hasher);
        $of::heaviest_part(&night.manifest).hash(&mut hasher);
        $of::very_late(&night.$scans).hash(&mut hasher);
        hasher.finish()
    }};
}

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<Night> = (0..4).map(|_| Night::new(&mut rng)).collect();
    yardstick::speed::compare(
        "a night at the depot",
        &inputs,
        |night| work!(bad, night, bad_parcels, bad_scans),
        |night| work!(pick_the_tool, night, parcels, scans),
    );
}
