//! Bytes fill the range completely, and a reset empties it. The starter passes this step.
//!
//! A byte may be anywhere, so nothing is lost between two pieces. The tests do not look at the
//! finger, and do not mind which way it moves: they require that pieces are inside the range, and
//! that no two of them overlap.
//!
//! Before moving on: how many instructions is `bump` here, and what would `malloc` have to look up?

use fastrand::Rng;

use super::pieces::Watched;

#[test]
fn a_range_of_a_hundred_bytes_holds_a_hundred_bytes() {
    let mut watched = Watched::new(1_000..1_100);
    for round in 1..=3 {
        for number in 1..=100 {
            let offset = watched.bump(1, 1);
            assert!(
                offset.is_some(),
                "yours: byte {number} of 100 is refused in round {round}"
            );
        }
        assert_eq!(
            watched.bump(1, 1),
            None,
            "byte 101 in a range of 100, in round {round}"
        );
        watched.reset();
    }
}

#[test]
fn texts_of_any_length_leave_no_gaps() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..yardstick::size(50, 5) {
        let lengths: Vec<usize> = (0..40).map(|_| rng.usize(1..30)).collect();
        let start = rng.usize(..10_000);
        let mut watched = Watched::new(start..start + lengths.iter().sum::<usize>());
        for length in &lengths {
            let offset = watched.bump(*length, 1);
            assert!(
                offset.is_some(),
                "yours: bump({length}, 1) is refused, in a range as long as these texts together \
                 (seed {seed}): {lengths:?}"
            );
        }
        assert_eq!(
            watched.bump(1, 1),
            None,
            "one byte more than the range has (seed {seed})"
        );
    }
}
