//! What one allocation costs, and how many times as fast an arena is.

use super::cases::{Case, Dimension, verdict};
use super::{ABOUT, columns, row};
use crate::document::{Claim, Row, Unit, Verdict, grouped};
use crate::evidence::{Evidence, LISTED, NODES, SIZES, Unusable, median};

/// Nanoseconds that an allocation is said to take at least, and at most.
const ALLOCATION: (f64, f64) = (25.0, 50.0);
/// Nanoseconds that a bump is said to take at most.
const BUMP: f64 = 2.0;
/// How many times as fast an arena is said to be, at least.
const SPEEDUP: f64 = 20.0;

const SIZE: Dimension = "the nodes have {} bytes";
const ARENA: Dimension = "the arena {}";

/// The arenas that nodes are made in: their names in figures, and what they are.
const ARENAS: [(&str, &str); 3] = [
    ("reused", "is reused"),
    ("fresh", "is fresh for each batch"),
    ("new", "grows into new memory"),
];

/// The lower end decides: an allocation that is cheaper leaves an arena less to win. Sizes are
/// taken together, since the claim names none: the case is what memory the heap has at hand, and
/// the figure the median over sizes.
pub fn individual_allocation(evidence: &Evidence) -> Result<Claim, Unusable> {
    let mut ways = vec![(
        "is freed at once and used again".to_owned(),
        "single".to_owned(),
    )];
    for (who, state) in [
        ("heap", "was freed before"),
        ("busy-heap", "was freed before, with other work since"),
    ] {
        for count in NODES {
            let shown = grouped(count as f64);
            ways.push((
                format!("{state} ({shown} nodes)"),
                format!("{count}/{who}/alloc"),
            ));
        }
    }
    let most = NODES[NODES.len() - 1];
    ways.push((
        "is new to the process".to_owned(),
        format!("{most}/new-heap/alloc"),
    ));
    let mut cases = Vec::new();
    let mut rows = Vec::new();
    for (memory, name) in &ways {
        let figures = SIZES.map(|size| evidence.get(&format!("nodes/{size}/{name}")));
        let [a, b, c] = figures;
        let mut values = [a?, b?, c?];
        rows.push(row(format!("the memory {memory}"), &values));
        let favours = median(&mut values) >= ALLOCATION.0 / ABOUT;
        cases.push(Case::new([memory], favours));
    }
    let verdict = verdict(&["the memory {}"], &cases);
    let advice = match &verdict {
        Verdict::Holds => {
            "Allocations are dear here, so count them first (`cargo xtask check` does), and remove those on the path that is taken most."
        }
        Verdict::HoldsOnlyIf(_) => {
            "Do not multiply your allocations by this figure: what is dear is memory that the process has not used yet, and an arena must fetch that too."
        }
        Verdict::DoesNotHold => {
            "Do not multiply your allocations by this figure: profile first, because the allocator here is cheaper than the claim says."
        }
    };
    Ok(Claim {
        id: "individual-allocation".to_owned(),
        claim: format!(
            "An individual allocation takes {} to {} ns.",
            ALLOCATION.0, ALLOCATION.1
        ),
        verdict,
        columns: columns(&[
            ("16 bytes", Unit::Ns),
            ("64 bytes", Unit::Ns),
            ("256 bytes", Unit::Ns),
        ]),
        rows,
        advice: advice.to_owned(),
    })
}

/// The upper end decides. The node is written too: no program makes one and leaves it empty.
/// Counts are taken together, since the claim names none: the figure is their geometric mean.
pub fn bump_allocation(evidence: &Evidence) -> Result<Claim, Unusable> {
    let mut cases = Vec::new();
    for (size, (name, arena)) in SIZES
        .iter()
        .flat_map(|size| ARENAS.map(|arena| (size, arena)))
    {
        let figure = over_counts(name, |count| {
            evidence.get(&format!("nodes/{size}/{count}/{}/alloc", owner(name)))
        })?;
        cases.push(Case::new(
            [&size.to_string(), arena],
            figure <= BUMP * ABOUT,
        ));
    }
    let rows = grid(|size, count, name| {
        let figure = evidence.get(&format!("nodes/{size}/{count}/{}/alloc", owner(name)))?;
        Ok(vec![figure])
    })?;
    let verdict = verdict(&[SIZE, ARENA], &cases);
    let advice = match &verdict {
        Verdict::Holds => {
            "Take about 2 ns per node as what an arena can reach here, for nodes up to the sizes in the table."
        }
        Verdict::HoldsOnlyIf(_) => {
            "Keep nodes small and reuse the arena: beyond that you pay for writing the node and for new memory, not for the bump."
        }
        Verdict::DoesNotHold => {
            "Measure your own nodes before you count on a bump: making one costs more here than the claim says."
        }
    };
    Ok(Claim {
        id: "bump-allocation".to_owned(),
        claim: format!("An allocation in an arena takes 1 to {BUMP} ns."),
        verdict,
        columns: columns(&[
            ("reused", Unit::Ns),
            ("fresh", Unit::Ns),
            ("new memory", Unit::Ns),
        ]),
        rows,
        advice: advice.to_owned(),
    })
}

/// The lower end decides. Each arena stands against the heap in the same situation. Nodes are made
/// alone, counts taken together as for [`bump_allocation`], and in a list with all that belongs to
/// one.
pub fn speedup(evidence: &Evidence) -> Result<Claim, Unusable> {
    const FREEING: [(&str, &str); 2] = [("alloc", "left out"), ("both", "counted")];
    const ALONE: &str = "made alone";
    const LIST: &str = "put into a list that is read";
    let mut tried: Vec<([&str; 3], usize, f64)> = Vec::new();
    for (size, (name, arena)) in SIZES
        .iter()
        .flat_map(|size| ARENAS.map(|arena| (*size, arena)))
    {
        for (what, freeing) in FREEING {
            let figure = over_counts(name, |count| {
                evidence.get(&format!("nodes/{size}/{count}/ratio/{name}/{what}"))
            })?;
            tried.push(([ALONE, arena, freeing], size, figure));
        }
    }
    let mut rows = grid(|size, count, name| {
        let figure = |(what, _)| evidence.get(&format!("nodes/{size}/{count}/ratio/{name}/{what}"));
        FREEING.into_iter().map(figure).collect()
    })?;
    for size in SIZES {
        let figure = evidence.get(&format!("flat/{size}/boxes-ratio"))?;
        tried.push(([LIST, ARENAS[0].1, FREEING[1].1], size, figure));
        rows.push(Row {
            what: format!("a list of {} nodes of {size} bytes", grouped(LISTED as f64)),
            values: vec![None, Some(figure), None, None, None, None],
        });
    }
    let cases = tried.iter().map(|([way, arena, freeing], size, figure)| {
        Case::new(
            [&size.to_string(), way, arena, freeing],
            *figure >= SPEEDUP / ABOUT,
        )
    });
    let cases: Vec<Case> = cases.collect();
    let verdict = verdict(&[SIZE, "the nodes are {}", ARENA, "freeing is {}"], &cases);
    let best = tried.iter().max_by(|one, other| one.2.total_cmp(&other.2));
    let (most, place) =
        best.map_or_else(Default::default, |([way, arena, freeing], size, figure)| {
            let place = format!(
                "nodes of {size} bytes, {way}, in an arena that {arena}, freeing {freeing}"
            );
            (Unit::Ratio.show(*figure), place)
        });
    let advice = match &verdict {
        Verdict::Holds => "Expect the allocations of a program to become about that much cheaper, and the program itself by the share of its time that they take.".to_owned(),
        Verdict::HoldsOnlyIf(_) => format!("Expect it in that case alone (at most {most} was measured), and of a whole program only by the share of its time that allocation takes."),
        Verdict::DoesNotHold => format!("Plan with at most about {most} for allocation alone ({place}), and measure the whole program before you decide."),
    };
    Ok(Claim {
        id: "speedup".to_owned(),
        claim: "An arena is 20 to 50 times as fast as individual allocations.".to_owned(),
        verdict,
        columns: columns(&[
            ("reused", Unit::Ratio),
            ("with free", Unit::Ratio),
            ("fresh", Unit::Ratio),
            ("with free", Unit::Ratio),
            ("new memory", Unit::Ratio),
            ("with free", Unit::Ratio),
        ]),
        rows,
        advice,
    })
}

/// What the nodes of an arena are called among the times.
fn owner(arena: &str) -> &str {
    if arena == "new" { "new-arena" } else { arena }
}

/// The counts that an arena was tried with: only the larger was made in new memory.
fn counts(arena: &str) -> &'static [usize] {
    if arena == "new" {
        &NODES[NODES.len() - 1..]
    } else {
        &NODES
    }
}

/// The geometric mean of a figure over the counts of an arena.
fn over_counts(
    arena: &str,
    figure: impl Fn(usize) -> Result<f64, Unusable>,
) -> Result<f64, Unusable> {
    let counts = counts(arena);
    let logarithms = counts
        .iter()
        .map(|count| Ok(figure(*count)?.max(f64::MIN_POSITIVE).ln()));
    let sum: f64 = logarithms.sum::<Result<f64, Unusable>>()?;
    Ok((sum / counts.len() as f64).exp())
}

/// One row for each size and count, with what `figures` gives for each arena: equally many each.
fn grid(
    figures: impl Fn(usize, usize, &str) -> Result<Vec<f64>, Unusable>,
) -> Result<Vec<Row>, Unusable> {
    let mut rows = Vec::new();
    for (size, count) in SIZES
        .iter()
        .flat_map(|size| NODES.map(|count| (*size, count)))
    {
        let mut values = Vec::new();
        for (name, _) in ARENAS {
            if counts(name).contains(&count) {
                values.extend(figures(size, count, name)?.into_iter().map(Some));
            } else {
                let width = values.len() / (ARENAS.len() - 1);
                values.extend(vec![None; width]);
            }
        }
        rows.push(Row {
            what: format!("{} nodes of {size} bytes", grouped(count as f64)),
            values,
        });
    }
    Ok(rows)
}
