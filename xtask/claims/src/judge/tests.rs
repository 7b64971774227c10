//! Verdicts on fixed figures: nothing is timed here.

use super::*;
use crate::document::{ClaimVerdict, Unit};
use crate::evidence::{CHUNK_CAPACITIES, CHUNK_COUNTS, NODE_COUNTS, NODE_SIZES, STORED_COUNTS};

/// Figures for which every claim holds.
fn ideal() -> Evidence {
    let mut evidence = Evidence::default();
    for size in NODE_SIZES {
        for count in NODE_COUNTS {
            let prefix = format!("nodes/{size}/{count}");
            for (owner, alloc, free) in [
                ("heap", 30.0, 20.0),
                ("busy-heap", 30.0, 20.0),
                ("new-heap", 40.0, 20.0),
                ("reused", 1.0, 0.0),
                ("fresh", 1.5, 0.1),
                ("new-arena", 2.0, 0.1),
            ] {
                evidence.put(format!("{prefix}/{owner}/alloc"), alloc);
                evidence.put(format!("{prefix}/{owner}/free"), free);
            }
            for arena in ["reused", "fresh", "new"] {
                evidence.put(format!("{prefix}/ratio/{arena}/alloc"), 20.0);
                evidence.put(format!("{prefix}/ratio/{arena}/both"), 30.0);
            }
        }
        evidence.put(format!("nodes/{size}/single"), 25.0);
        evidence.put(format!("step/{size}/heap"), size as f64 + 16.0);
        evidence.put(format!("step/{size}/arena"), size as f64);
        for count in STORED_COUNTS {
            for how in ["fresh", "sized"] {
                evidence.put(format!("taken/{size}/{count}/{how}"), (size * count) as f64);
            }
        }
        for (name, value) in [
            ("boxed", 20.0),
            ("plain", 4.0),
            ("arena", 2.0),
            ("boxes-ratio", 20.0),
            ("ratio", 2.0),
        ] {
            evidence.put(format!("flat/{size}/{name}"), value);
        }
    }
    for bytes in CHUNK_CAPACITIES {
        evidence.put(format!("reset/one/{bytes}"), 1.0);
    }
    for chunks in CHUNK_COUNTS {
        evidence.put(format!("reset/chunks/{chunks}"), 2.0);
    }
    for how in ["grown", "sized"] {
        for arena in ["fresh", "reused"] {
            for (name, value) in [("std", 2.0), ("arena", 1.0), ("ratio", 2.0)] {
                evidence.put(format!("growing/{arena}/{how}/{name}"), value);
            }
        }
    }
    for (name, value) in [
        ("handle/std", 24.0),
        ("handle/arena", 24.0),
        ("reset/drops", 0.0),
        ("capacity/4096/usable", 4096.0),
        ("capacity/4096/asked", 4144.0),
        ("capacity/4032/usable", 4032.0),
        ("capacity/4032/asked", 4080.0),
    ] {
        evidence.put(name, value);
    }
    evidence
}

/// The verdict on `id` after these figures are changed.
#[track_caller]
fn changed(id: &str, figures: &[(&str, f64)]) -> ClaimVerdict {
    let mut evidence = ideal();
    for (name, value) in figures {
        assert!(evidence.get(name).is_ok(), "no figure {name}");
        evidence.put(*name, *value);
    }
    let claims = judge(&evidence).expect("every figure is there");
    let found = claims.into_iter().find(|claim| claim.id == id);
    found.unwrap_or_else(|| panic!("no claim {id}")).verdict
}

fn only_if(condition: &str) -> ClaimVerdict {
    ClaimVerdict::HoldsOnlyIf(condition.to_owned())
}

/// A changed value for every figure whose name contains all of `parts`.
fn everywhere(parts: &[&str], value: f64) -> Vec<(String, f64)> {
    let text = serde_json::to_value(ideal()).expect("figures are JSON");
    let names = text.as_object().expect("an object").keys();
    let matching = names.filter(|name| parts.iter().all(|part| name.contains(part)));
    matching.map(|name| (name.clone(), value)).collect()
}

#[track_caller]
fn changed_everywhere(id: &str, parts: &[&str], value: f64) -> ClaimVerdict {
    let figures = everywhere(parts, value);
    assert!(!figures.is_empty(), "nothing is named {parts:?}");
    let figures: Vec<(&str, f64)> = figures
        .iter()
        .map(|(name, value)| (&**name, *value))
        .collect();
    changed(id, &figures)
}

#[test]
fn with_ideal_figures_every_claim_holds() {
    for claim in judge(&ideal()).expect("every figure is there") {
        assert_eq!(claim.verdict, ClaimVerdict::Holds, "{}", claim.id);
    }
}

#[test]
fn every_claim_has_its_figures_and_one_sentence_of_advice() {
    for claim in judge(&ideal()).expect("every figure is there") {
        assert!(claim.advice.ends_with('.'), "{}", claim.advice);
        assert!(
            !claim.advice.contains(". "),
            "one sentence: {}",
            claim.advice
        );
        assert!(claim.claim.ends_with('.'), "{}", claim.claim);
        assert!(!claim.rows.is_empty());
        for row in &claim.rows {
            assert_eq!(
                row.values.len(),
                claim.columns.len(),
                "{}: {}",
                claim.id,
                row.what
            );
        }
    }
}

#[test]
fn a_missing_figure_is_named() {
    let error = judge(&Evidence::default()).unwrap_err();
    assert!(error.to_string().contains("nodes/16/single"), "{error}");
}

#[test]
fn a_bound_is_met_at_about_its_value() {
    let single = |ns| changed_everywhere("individual-allocation", &["single"], ns);
    assert_eq!(single(23.0), ClaimVerdict::Holds);
    let others = only_if(
        "the memory was freed before (1 000 nodes), was freed before (100 000 nodes), \
         was freed before, with other work since (1 000 nodes), \
         was freed before, with other work since (100 000 nodes) or is new to the process",
    );
    assert_eq!(single(22.0), others);
    // One size of three does not decide.
    let one_size = changed("individual-allocation", &[("nodes/16/single", 3.0)]);
    assert_eq!(one_size, ClaimVerdict::Holds);
}

#[test]
fn a_bump_may_take_about_two_nanoseconds() {
    let new = |ns| changed_everywhere("bump-allocation", &["new-arena/alloc"], ns);
    assert_eq!(new(2.2), ClaimVerdict::Holds);
    let condition = "the arena is reused or is fresh for each batch";
    assert_eq!(new(9.0), only_if(condition));
    // Only the larger count is slow: on average they take about two.
    let large = changed_everywhere("bump-allocation", &["100000/reused/alloc"], 4.0);
    assert_eq!(large, ClaimVerdict::Holds);
    assert_eq!(
        changed_everywhere("bump-allocation", &["/alloc"], 3.0),
        ClaimVerdict::DoesNotHold
    );
}

#[test]
fn a_speedup_names_its_conditions() {
    let slow = |parts: &[&str]| changed_everywhere("speedup", parts, 4.0);
    assert_eq!(slow(&["ratio", "alloc"]), only_if("freeing is counted"));
    assert_eq!(
        slow(&["nodes", "ratio/fresh"]),
        only_if("the arena is reused or grows into new memory")
    );
    assert_eq!(
        slow(&["boxes-ratio"]),
        only_if("the nodes are allocated alone")
    );
    let mut all = everywhere(&["nodes", "ratio"], 4.0);
    all.extend(everywhere(&["boxes-ratio"], 16.0));
    let all: Vec<(&str, f64)> = all.iter().map(|(name, value)| (&**name, *value)).collect();
    assert_eq!(changed("speedup", &all), ClaimVerdict::DoesNotHold);
}

#[test]
fn reset_is_constant_by_chunks_or_is_not() {
    let many = [
        ("reset/chunks/8", 90.0),
        ("reset/chunks/16", 2_000.0),
        ("reset/chunks/4", 22.0),
        ("reset/chunks/2", 6.0),
    ];
    assert_eq!(changed("reset", &many), only_if("the arena has one chunk"));
}

#[test]
fn a_list_and_a_vector_must_win_clearly() {
    assert_eq!(
        changed_everywhere("flat-list", &["/ratio"], 1.1),
        ClaimVerdict::DoesNotHold
    );
    let sized = changed_everywhere("growing-vector", &["grown/ratio"], 1.1);
    assert_eq!(sized, only_if("the capacity is given"));
}

#[test]
fn bytes_decide_exactly() {
    let handle = changed("metadata", &[("handle/arena", 32.0)]);
    assert_eq!(handle, only_if("what you store is plain values"));
    let rounded = changed("with-capacity", &[("capacity/4096/usable", 8128.0)]);
    assert_eq!(rounded, ClaimVerdict::DoesNotHold);
    let few = changed_everywhere("unused-capacity", &["taken", "/10/"], 1e9);
    assert_eq!(few, only_if("there are 1 000 or 100 000 nodes"));
}

#[test]
fn counts_are_marked_by_their_units() {
    let claims = judge(&ideal()).expect("every figure is there");
    for id in ["metadata", "unused-capacity", "with-capacity"] {
        let claim = claims.iter().find(|claim| claim.id == id);
        let columns = &claim.unwrap_or_else(|| panic!("no claim {id}")).columns;
        assert!(
            columns.iter().all(|column| column.unit == Unit::Bytes),
            "{id}"
        );
    }
}
