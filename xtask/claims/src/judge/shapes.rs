//! Reset, a flat list, a growing vector: what an arena is good for.

use super::cases::{CLEARLY, Case, verdict};
use super::table::{columns, row};
use crate::document::{Claim, ClaimVerdict, Unit, grouped};
use crate::evidence::{CHUNK_CAPACITIES, CHUNK_COUNTS, DROPPABLE, Evidence, NODE_SIZES, Unusable};

/// Times within this factor of each other count as constant: caches alone can double one.
const CONSTANT: f64 = 3.0;

/// Constant means that the slowest arena of a kind is within [`CONSTANT`] of the fastest arena with
/// one chunk.
pub fn reset(evidence: &Evidence) -> Result<Claim, Unusable> {
    let mut rows = Vec::new();
    let mut one_chunk = Vec::new();
    for bytes in CHUNK_CAPACITIES {
        let ns = evidence.get(&format!("reset/one/{bytes}"))?;
        rows.push(row(
            format!("1 chunk, {} KiB", grouped((bytes >> 10) as f64)),
            &[ns],
        ));
        one_chunk.push(ns);
    }
    let fastest = one_chunk.iter().copied().fold(f64::INFINITY, f64::min);
    let slowest = one_chunk.iter().copied().fold(0.0, f64::max);
    let mut cases = vec![Case::new(["one chunk"], slowest <= fastest * CONSTANT)];
    for chunks in CHUNK_COUNTS {
        let ns = evidence.get(&format!("reset/chunks/{chunks}"))?;
        rows.push(row(format!("{chunks} chunks"), &[ns]));
        cases.push(Case::new(
            [&format!("{chunks} chunks")],
            ns <= fastest * CONSTANT,
        ));
    }
    let drops = evidence.get("reset/drops")?;
    let verdict = verdict(&["the arena has {}"], &cases);
    let drops = match drops {
        0.0 => format!("none of {} destructors ran", grouped(DROPPABLE as f64)),
        n => format!(
            "{} of {} destructors ran",
            grouped(n),
            grouped(DROPPABLE as f64)
        ),
    };
    let advice = match &verdict {
        ClaimVerdict::Holds => format!(
            "Reset as often as you like, but keep nothing in the arena that must be dropped, since {drops}."
        ),
        ClaimVerdict::HoldsOnlyIf(_) | ClaimVerdict::DoesNotHold => format!(
            "Reuse one arena: after its first resets it has one chunk, large enough for a round; but keep nothing in it that must be dropped, since {drops}."
        ),
    };
    Ok(Claim {
        id: "reset".to_owned(),
        claim: "An arena is reset in constant time.".to_owned(),
        verdict,
        published: None,
        columns: columns(&[("per reset", Unit::Ns)]),
        rows,
        advice,
    })
}

/// The arena must beat the vector of nodes, which does not allocate per node either.
pub fn flat_list(evidence: &Evidence) -> Result<Claim, Unusable> {
    let mut cases = Vec::new();
    let mut rows = Vec::new();
    for size in NODE_SIZES {
        let get = |name: &str| evidence.get(&format!("flat/{size}/{name}"));
        rows.push(row(
            format!("nodes of {size} bytes"),
            &[get("boxed")?, get("plain")?, get("arena")?, get("ratio")?],
        ));
        cases.push(Case::new([&size.to_string()], get("ratio")? >= CLEARLY));
    }
    let verdict = verdict(&["the nodes have {} bytes"], &cases);
    let advice = match &verdict {
        ClaimVerdict::Holds => {
            "An arena helps a list here, so try it where the list's nodes are also shared by reference."
        }
        ClaimVerdict::HoldsOnlyIf(_) => {
            "Put nodes straight into a `Vec<Node>` first, and use an arena only for the sizes where it won."
        }
        ClaimVerdict::DoesNotHold => {
            "Put nodes straight into a `Vec<Node>`: it needs neither boxes nor an arena, and is not slower."
        }
    };
    Ok(Claim {
        id: "flat-list".to_owned(),
        claim: "A list of nodes is faster in an arena (than in a plain `Vec<Node>`).".to_owned(),
        verdict,
        published: None,
        columns: columns(&[
            ("Vec<Box<Node>>", Unit::Ns),
            ("Vec<Node>", Unit::Ns),
            ("arena", Unit::Ns),
            ("gain over Vec<Node>", Unit::Ratio),
        ]),
        rows,
        advice: advice.to_owned(),
    })
}

/// The arena's vector must beat std's.
pub fn growing_vector(evidence: &Evidence) -> Result<Claim, Unusable> {
    let mut cases = Vec::new();
    let mut rows = Vec::new();
    for (how, shown) in [("grown", "is not given"), ("sized", "is given")] {
        for arena in ["fresh", "reused"] {
            let get = |name: &str| evidence.get(&format!("growing/{arena}/{how}/{name}"));
            rows.push(row(
                format!("{arena} arena, the capacity {shown}"),
                &[get("std")?, get("arena")?, get("ratio")?],
            ));
            cases.push(Case::new([shown, arena], get("ratio")? >= CLEARLY));
        }
    }
    let verdict = verdict(&["the capacity {}", "the arena is {}"], &cases);
    let advice = match &verdict {
        ClaimVerdict::Holds => {
            "A big vector may grow in an arena here; still give it a capacity, since growing leaves old copies behind."
        }
        ClaimVerdict::HoldsOnlyIf(_) => {
            "Grow a big vector in `std`'s `Vec`, except in the case named; an arena keeps or moves every old copy."
        }
        ClaimVerdict::DoesNotHold => {
            "Grow one big vector in `std`'s `Vec`, and put the many small things that it refers to into the arena."
        }
    };
    Ok(Claim {
        id: "growing-vector".to_owned(),
        claim: "One big vector that is pushed to is faster in an arena.".to_owned(),
        verdict,
        published: None,
        columns: columns(&[
            ("std, per push", Unit::Ns),
            ("arena, per push", Unit::Ns),
            ("gain", Unit::Ratio),
        ]),
        rows,
        advice: advice.to_owned(),
    })
}
