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
    assert_eq!(
        running_totals(&[800, 50, 1_200]),
        [800, 850, 2_050],
        "totals of 800, 50 and 1 200 grams"
    );
    assert_eq!(running_totals(&[]), [], "totals of an empty belt");
    let most = u64::from(u32::MAX);
    assert_eq!(
        running_totals(&[u32::MAX; 3]),
        [most, 2 * most, 3 * most],
        "totals of three weights of `u32::MAX` grams"
    );
    assert_eq!(
        stops_of_each(&[vec![7, 9, 7], vec![], vec![9]]),
        [2, 0, 1],
        "different stops of the tours 7, 9, 7; none; 9"
    );
    let late = [(4_711, 1_440), (4_712, 1_441), (4_713, 0)];
    let scans = late.map(|(number, delay)| Scan { number, delay });
    assert_eq!(very_late(&scans), [4_712], "a day is 1 440 minutes");
    let all_late = (0..1_000).map(|number| Scan {
        number,
        delay: 2_000,
    });
    let numbers: Vec<u32> = (0..1_000).collect();
    assert!(
        very_late(&all_late.collect::<Vec<_>>()) == numbers,
        "yours: the numbers of a thousand parcels, all of them late, are not those of the parcels"
    );
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
fn a_label_holds_whatever_its_parcel_says() {
    let long = "Wolfeschlegelsteinhausenbergerdorff ".repeat(500);
    for (name, number, grams, expected) in [
        (
            "",
            0,
            0,
            "\n4000 Liège\nNo. 00000000  0.000 kg\n".to_string(),
        ),
        (
            "Bo",
            u32::MAX,
            u32::MAX,
            "Bo\n4000 Liège\nNo. 4294967295  4294967.295 kg\n".to_string(),
        ),
        (
            &long,
            7,
            50,
            format!("{long}\n4000 Liège\nNo. 00000007  0.050 kg\n"),
        ),
    ] {
        let parcel = pick_the_tool::Parcel {
            number,
            name: name.to_string(),
            city: "4000 Liège".to_string(),
            grams,
        };
        let mut printed = Vec::new();
        // The long label is in the middle, so that the last one could show what is left of it.
        let short = pick_the_tool::Parcel {
            name: "Li Na".to_string(),
            ..parcel.clone()
        };
        let parcels = [short.clone(), parcel, short];
        print_labels(&parcels, &mut |label| printed.push(label.to_string()));
        assert_eq!(printed.len(), 3, "labels of three parcels");
        let n_bytes = name.len();
        assert!(
            printed[1] == expected,
            "yours: the label of a parcel with a name of {n_bytes} bytes, number {number} and \
             {grams} grams has {} bytes, and ends in {:?}",
            printed[1].len(),
            printed[1].lines().next_back()
        );
        assert_eq!(printed[0], printed[2], "labels of two equal parcels");
    }
}

#[test]
fn a_printer_may_print_labels_itself() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let parcels = night::parcels!(pick_the_tool, rng, 3);
    let labels_of = |parcels: &[pick_the_tool::Parcel]| {
        let mut labels = Vec::new();
        print_labels(parcels, &mut |label| labels.push(label.to_string()));
        labels
    };
    let expected = labels_of(&parcels);
    let mut printed = Vec::new();
    // It adds a copy for the office to each label.
    print_labels(&parcels, &mut |label| {
        let copies = labels_of(&parcels);
        printed.push((label.to_string(), copies));
    });
    for (label, (outer, copies)) in expected.iter().zip(&printed) {
        assert_eq!(outer, label, "the label, after copies were printed");
        assert_eq!(copies, &expected, "the copies, printed meanwhile");
    }
    assert_eq!(printed.len(), 3, "labels of three parcels");
}

#[test]
fn tours_of_any_length_are_counted_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let mut tours: Vec<Vec<u32>> = vec![vec![0, u32::MAX, 0], (0..300).collect(), vec![5; 100]];
    // Stops near each other, and all over the country; short and long tours alternately.
    for n_calls in [700, 3, 150, 0, 90, 65].map(|n_calls| yardstick::size(n_calls, 20)) {
        let area = rng.u32(..u32::MAX - 400);
        tours.push((0..n_calls).map(|_| area + rng.u32(..400)).collect());
        tours.push((0..n_calls).map(|_| rng.u32(..)).collect());
    }
    assert_eq!(
        stops_of_each(&tours),
        bad::stops_of_each(&tours),
        "different stops of each tour (seed {seed})"
    );
}

#[test]
fn deep_and_heavy_shipments_are_searched_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let line = |depth: usize, name: &str, grams: u64| {
        let indent = 2 * depth;
        format!("{:indent$}{name}: {grams}\n", "")
    };
    // One inside the other, the heaviest at the bottom.
    let n_levels = yardstick::size(600, 15);
    let deep: String = (0..n_levels)
        .map(|depth| {
            line(
                depth,
                &format!("box {depth}"),
                7 + (depth as u64 + 1) / n_levels as u64 * 900_000,
            )
        })
        .collect();
    let heavy = line(0, "ship 1", 5_000_000_000) + &line(1, "crane 2", 9_000_000_000);
    let mut manifests = vec![deep, heavy];
    for _ in 0..yardstick::size(50, 5) {
        let mut depth = 0;
        let lines = (0..rng.usize(..60)).map(|at| {
            // Down by a level or two, or up by any number of them.
            depth = match rng.u8(..4) {
                0 => rng.usize(..=depth),
                1 => depth,
                deeper if at > 0 => depth + usize::from(deeper) - 1,
                _ => depth,
            };
            let grams = if rng.u8(..8) == 0 {
                1 << 20
            } else {
                rng.u64(..9)
            };
            line(depth, &format!("part {at}"), grams)
        });
        manifests.push(lines.collect());
    }
    for manifest in manifests {
        assert_eq!(
            heaviest_part(&manifest),
            bad::heaviest_part(&manifest),
            "the heaviest part (seed {seed}) of\n{manifest}"
        );
    }
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

#[test]
fn lines_may_be_indented_by_any_number_of_spaces() {
    // Around what numbers of one byte and of two can hold.
    for depth in [
        125, 126, 127, 253, 254, 255, 32_766, 32_767, 65_533, 65_534, 65_535, 131_070,
    ] {
        if cfg!(miri) && depth > 300 {
            continue;
        }
        let line = |more: usize, text: &str| " ".repeat(2 * (depth + more)) + text + "\n";
        let manifest = [
            "truck: 1\n".to_string(),
            line(0, "cage: 2"),
            line(1, "box: 3"),
            line(2, "parcel: 9"),
            line(1, "bag: 1"),
        ]
        .concat();
        assert_eq!(
            heaviest_part(&manifest),
            bad::heaviest_part(&manifest),
            "the heaviest part, with a cage that is {depth} levels inside of a truck"
        );
    }
}

#[test]
fn lines_of_any_form_are_read_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    const NAMES: [&str; 5] = ["box", "box: 7", "Kühlbox 3", "a: b", "box:5"];
    const SEPARATORS: [&str; 4] = [": ", ": ", ":", " "];
    for _ in 0..yardstick::size(300, 5) {
        let mut line = |at: usize| {
            let grams = match rng.u8(..8) {
                0 => "five".to_string(),
                1 => String::new(),
                2 => format!("{} g", rng.u8(..)),
                3 => "-5".to_string(),
                _ => rng.u32(..1_000).to_string(),
            };
            let name = NAMES[rng.usize(..NAMES.len())];
            let separator = SEPARATORS[rng.usize(..SEPARATORS.len())];
            // The first line is at the top, and so is a line without a weight.
            let indent = match separator {
                ": " if at > 0 => rng.usize(..8),
                _ => 0,
            };
            let end = ["\n", "\n", "\r\n", "\n\n"][rng.usize(..4)];
            // What looks like an indentation may be other white space than blanks.
            let blank = [" ", " ", " ", "\t", "\u{a0}", "\u{3000}", "\u{b}"][rng.usize(..7)];
            format!("{}{name}{separator}{grams}{end}", blank.repeat(indent))
        };
        let mut manifest: String = (0..6).map(&mut line).collect();
        if rng.bool() {
            // The last line may not be ended.
            manifest.truncate(manifest.trim_end().len());
        }
        assert_eq!(
            heaviest_part(&manifest),
            bad::heaviest_part(&manifest),
            "the heaviest part (seed {seed}) of {manifest:?}"
        );
    }
}

/// The results of one night: `$of` is yours or Bad's.
macro_rules! night_of {
    ($of:ident, $seed:expr) => {{
        let mut rng = Rng::with_seed($seed);
        let n_parcels = yardstick::size(rng.usize(300..600), 30);
        let parcels = night::parcels!($of, rng, n_parcels);
        let scans = night::scans!($of, rng, yardstick::size(2_000, 50), 12);
        let (weights, tours) = (
            night::weights(&mut rng, n_parcels),
            night::tours(&mut rng, yardstick::size(60, 6)),
        );
        let manifest = night::manifest(&mut rng, yardstick::size(800, 40));
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
    for night in 0..yardstick::size(20, 2) as u64 {
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
