//! `print_labels`, `stops_of_each`: 12 heap calls for a whole night.
//!
//! That is enough for each of the two, and so is the memory for the longest label, or the longest
//! tour.
//! Each label is dead once the printer has it, and each set once it is counted. So at no time is
//! more than one of them needed, and only growing to the largest may cost heap calls. Memory that
//! grows with the night is not an answer: the peak is checked. Nor is memory that outlives the
//! call: the longest label and the largest set would stay forever.
//! Before moving on: what does `clear` cost on a set that once held a million stops?

use std::hash::{DefaultHasher, Hash, Hasher};

use fastrand::Rng;
use pick_the_tool::{print_labels, stops_of_each};
use yardstick::Budget;

use super::night;

#[test]
fn ten_thousand_labels_reuse_the_same_memory() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // The same for both: their types differ.
    let mut again = rng.clone();
    let parcels = night::parcels!(pick_the_tool, rng, yardstick::size(10_000, 100));
    let bad_parcels = night::parcels!(bad, again, yardstick::size(10_000, 100));
    // A number for each label, so that nothing is allocated for the comparison.
    let mut yours = Vec::with_capacity(parcels.len());
    Budget::named("print_labels for 10 000 parcels")
        .allocations(12)
        .peak(2 << 10)
        .live(0)
        .process_wide()
        .run(|| print_labels(&parcels, &mut |label| yours.push(hash(label))));
    let mut expected = Vec::with_capacity(parcels.len());
    bad::print_labels(&bad_parcels, &mut |label| expected.push(hash(label)));
    assert_eq!(yours.len(), expected.len(), "labels printed");
    let differs = (0..yours.len()).find(|at| yours[*at] != expected[*at]);
    assert_eq!(differs, None, "the first label that differs from Bad's");
}

fn hash(label: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    label.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn long_labels_reuse_the_same_memory() {
    let name = "Wolfeschlegelsteinhausenbergerdorff ".repeat(40);
    let parcels = vec![
        pick_the_tool::Parcel {
            number: 7,
            name: name.clone(),
            city: "4000 Liège".to_string(),
            grams: 50,
        };
        yardstick::size(1_000, 20)
    ];
    let mut n_bytes = 0;
    Budget::named("print_labels for 1 000 parcels with very long names")
        .allocations(12)
        .peak(12 << 10)
        .live(0)
        .process_wide()
        .run(|| print_labels(&parcels, &mut |label| n_bytes += label.len()));
    assert!(
        n_bytes > parcels.len() * name.len(),
        "yours: labels with very long names have {n_bytes} bytes in all, which is less than their names"
    );
}

#[test]
fn a_thousand_tours_reuse_the_same_set() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let tours = night::tours(&mut rng, yardstick::size(1_000, 20));
    assert_tours_reuse("stops_of_each for 1 000 tours", &tours, 4 << 10);
}

#[test]
fn long_tours_reuse_the_same_set() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let n_calls = yardstick::size(400, 20);
    let tours: Vec<Vec<u32>> = (0..yardstick::size(500, 10))
        .map(|_| (0..n_calls).map(|_| rng.u32(..)).collect())
        .collect();
    assert_tours_reuse("stops_of_each for 500 tours of 400 calls", &tours, 32 << 10);
}

/// `beside` the result, this many bytes may be held.
fn assert_tours_reuse(name: &str, tours: &[Vec<u32>], beside: usize) {
    let result_bytes = size_of::<usize>() * tours.len();
    let stops = Budget::named(name)
        .allocations(12)
        .peak((result_bytes + beside) as u64)
        .live((result_bytes + result_bytes / 4) as u64)
        .process_wide()
        .run(|| stops_of_each(tours));
    assert_eq!(stops.len(), tours.len(), "tours that were counted");
    assert!(
        stops == bad::stops_of_each(tours),
        "yours: the numbers of stops differ from Bad's"
    );
}
