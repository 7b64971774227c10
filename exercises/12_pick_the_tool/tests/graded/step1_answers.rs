//! All five give the same answers as before. The starter passes this step; keep it passing.
//!
//! Before moving on: for each of the five, write down what it allocates, when that dies, and which
//! tool you expect to win: capacity, reuse, an arena, or nothing.

use fastrand::Rng;
use pick_the_tool::{Scan, heaviest_part, print_labels, running_totals, stops_of_each, very_late};
use yardstick::Budget;

use super::night;

#[test]
fn examples_by_hand() {
    assert_eq!(running_totals(&[800, 50, 1_200]), [800, 850, 2_050]);
    assert_eq!(running_totals(&[]), [], "totals of an empty belt");
    assert_eq!(stops_of_each(&[vec![7, 9, 7], vec![], vec![9]]), [2, 0, 1]);
    let late = [(4_711, 1_440), (4_712, 1_441), (4_713, 0)];
    let scans = late.map(|(number, delay)| Scan { number, delay });
    assert_eq!(very_late(&scans), [4_712], "a day is 1 440 minutes");
}

#[test]
fn a_label_has_three_lines() {
    let parcel = pick_the_tool::Parcel {
        number: 4_711,
        name: "Zoé Martin".to_string(),
        city: "8001 Zürich".to_string(),
        grams: 12_034,
    };
    let mut printed = Vec::new();
    print_labels(&[parcel], &mut |label| printed.push(label.to_string()));
    assert_eq!(
        printed,
        ["Zoé Martin\n8001 Zürich\nNo. 00004711  12.034 kg\n"],
        "the printer is called once for each parcel"
    );
}

#[test]
fn the_smallest_part_above_half_the_weight_is_found() {
    let manifest = "\
truck 12: 0
  cage 3: 40000
    parcel 4711: 800
  cage 4: 40000
    parcel 4712: 9000
    parcel 4713: 90000
truck 13: 2000
";
    assert_eq!(
        heaviest_part(manifest),
        "/truck 12/cage 4",
        "no parcel in cage 4 is more than half of all"
    );
    assert_eq!(heaviest_part(""), "", "an empty shipment");
    assert_eq!(
        heaviest_part("box 1: 5\nbox 2: 5\n"),
        "",
        "neither is more than half"
    );
    assert_eq!(
        heaviest_part("box 1: five\nbox 2: 5\n"),
        "/box 2",
        "a weight that is not a number"
    );
}

/// The results of one night: `$of` is yours or Bad's.
macro_rules! night_of {
    ($of:ident, $seed:expr) => {{
        let mut rng = Rng::with_seed($seed);
        let n_parcels = rng.usize(300..600);
        let parcels = night::parcels!($of, rng, n_parcels);
        let scans = night::scans!($of, rng, 2_000, 12);
        let (weights, tours) = (
            night::weights(&mut rng, n_parcels),
            night::tours(&mut rng, 60),
        );
        let manifest = night::manifest(&mut rng, 800);
        move || {
            // Only lengths and sums, so that text made by the test is not counted as yours.
            let mut labels = 0_u64;
            $of::print_labels(&parcels, &mut |label| {
                labels = label.bytes().fold(labels, |sum, byte| {
                    sum.wrapping_mul(31).wrapping_add(u64::from(byte))
                });
            });
            (
                labels,
                $of::running_totals(&weights),
                $of::stops_of_each(&tours),
                $of::heaviest_part(&manifest),
                $of::very_late(&scans),
            )
        }
    }};
}

#[test]
fn random_nights_give_the_same_results_as_in_bad() {
    let seed = yardstick::seed();
    for night in 0..20 {
        let seed = seed.wrapping_add(night);
        let (yours, bad) = (night_of!(pick_the_tool, seed), night_of!(bad, seed));
        let (bad, bad_usage) = yardstick::measure(bad);
        // No limit here: each function has its own, in the next steps.
        let yours = Budget::named("a whole night")
            .baseline(bad_usage)
            .run(yours);
        assert_eq!(
            yours, bad,
            "labels, totals, stops, heaviest part, late parcels (seed {seed})"
        );
    }
}
