//! What one allocation costs, and how many times as fast an arena is.

use super::cases::{ABOUT, Case, Dimension, verdict};
use super::table::{columns, row};
use crate::document::{Claim, ClaimVerdict, Row, Unit, grouped};
use crate::evidence::{Evidence, LIST_LENGTH, NODE_COUNTS, NODE_SIZES, Unusable, median};

/// The published time of an allocation, from and to, in nanoseconds.
const ALLOCATION: (f64, f64) = (25.0, 50.0);
/// The published time of a bump, from and to, in nanoseconds.
const BUMP: (f64, f64) = (1.0, 2.0);
/// The published speedup of an arena, from and to.
const SPEEDUP: (f64, f64) = (20.0, 50.0);

const SIZE: Dimension = "the nodes have {} bytes";
const ARENA: Dimension = "the arena {}";

/// The arenas that nodes are allocated in: their names in figures, and descriptions.
const ARENAS: [(&str, &str); 3] = [
    ("reused", "is reused"),
    ("fresh", "is fresh for each batch"),
    ("new", "grows into new memory"),
];

/// The lower end decides: a cheaper allocation leaves an arena less to gain. Sizes are taken
/// together, since the claim names none: a case is the kind of memory that the heap has available,
/// and its figure the median over sizes.
pub fn individual_allocation(evidence: &Evidence) -> Result<Claim, Unusable> {
    let mut memories = vec![(
        "is freed at once and used again".to_owned(),
        "single".to_owned(),
    )];
    for (heap, state) in [
        ("heap", "was freed before"),
        ("busy-heap", "was freed before, with other work since"),
    ] {
        for count in NODE_COUNTS {
            let shown = grouped(count as f64);
            memories.push((
                format!("{state} ({shown} nodes)"),
                format!("{count}/{heap}/alloc"),
            ));
        }
    }
    let most = NODE_COUNTS[NODE_COUNTS.len() - 1];
    memories.push((
        "is new to the process".to_owned(),
        format!("{most}/new-heap/alloc"),
    ));
    let mut cases = Vec::new();
    let mut rows = Vec::new();
    for (memory, name) in &memories {
        let figures = NODE_SIZES.map(|size| evidence.get(&format!("nodes/{size}/{name}")));
        let [a, b, c] = figures;
        let mut values = [a?, b?, c?];
        rows.push(row(format!("the memory {memory}"), &values));
        let supports = median(&mut values) >= ALLOCATION.0 / ABOUT;
        cases.push(Case::new([memory], supports));
    }
    let verdict = verdict(&["the memory {}"], &cases);
    let advice = match &verdict {
        ClaimVerdict::Holds => {
            "Allocations are expensive here, so count them first (`cargo xtask check` does), and remove those on the hottest path."
        }
        ClaimVerdict::HoldsOnlyIf(_) => {
            "Do not multiply your allocations by this figure: what is expensive is memory that the process has not used yet, and an arena must fetch that too."
        }
        ClaimVerdict::DoesNotHold => {
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
        published: Some(ALLOCATION.into()),
        columns: columns(&[
            ("16 bytes", Unit::Ns),
            ("64 bytes", Unit::Ns),
            ("256 bytes", Unit::Ns),
        ]),
        rows,
        advice: advice.to_owned(),
    })
}

/// The upper end decides. The node is also written: no program allocates one and leaves it empty.
/// Counts are taken together, since the claim names none: the figure is their geometric mean.
pub fn bump_allocation(evidence: &Evidence) -> Result<Claim, Unusable> {
    let mut cases = Vec::new();
    for (size, (name, arena)) in NODE_SIZES
        .iter()
        .flat_map(|size| ARENAS.map(|arena| (size, arena)))
    {
        let figure = over_counts(name, |count| {
            evidence.get(&format!("nodes/{size}/{count}/{}/alloc", owner(name)))
        })?;
        cases.push(Case::new(
            [&size.to_string(), arena],
            figure <= BUMP.1 * ABOUT,
        ));
    }
    let rows = grid(|size, count, name| {
        let figure = evidence.get(&format!("nodes/{size}/{count}/{}/alloc", owner(name)))?;
        Ok(vec![figure])
    })?;
    let verdict = verdict(&[SIZE, ARENA], &cases);
    let advice = match &verdict {
        ClaimVerdict::Holds => {
            "Expect an arena to reach about 2 ns per node here, for nodes of the sizes in the table."
        }
        ClaimVerdict::HoldsOnlyIf(_) => {
            "Keep nodes small and reuse the arena: beyond that you pay for writing the node and for new memory, not for the bump."
        }
        ClaimVerdict::DoesNotHold => {
            "Measure your own nodes before you rely on a bump: allocating one costs more here than the claim says."
        }
    };
    Ok(Claim {
        id: "bump-allocation".to_owned(),
        claim: format!(
            "An allocation in an arena takes {} to {} ns.",
            BUMP.0, BUMP.1
        ),
        verdict,
        published: Some(BUMP.into()),
        columns: columns(&[
            ("reused", Unit::Ns),
            ("fresh", Unit::Ns),
            ("new memory", Unit::Ns),
        ]),
        rows,
        advice: advice.to_owned(),
    })
}

/// The lower end decides. Each arena is compared with the heap in the same situation: for nodes alone,
/// with counts taken together as in [`bump_allocation`], and for a list with all that belongs to it.
pub fn speedup(evidence: &Evidence) -> Result<Claim, Unusable> {
    const FREEING: [(&str, &str); 2] = [("alloc", "left out"), ("both", "counted")];
    const ALONE: &str = "allocated alone";
    const LIST: &str = "put into a list that is read";
    let mut figures: Vec<([&str; 3], usize, f64)> = Vec::new();
    for (size, (name, arena)) in NODE_SIZES
        .iter()
        .flat_map(|size| ARENAS.map(|arena| (*size, arena)))
    {
        for (what, freeing) in FREEING {
            let figure = over_counts(name, |count| {
                evidence.get(&format!("nodes/{size}/{count}/ratio/{name}/{what}"))
            })?;
            figures.push(([ALONE, arena, freeing], size, figure));
        }
    }
    let mut rows = grid(|size, count, name| {
        let figure = |(what, _)| evidence.get(&format!("nodes/{size}/{count}/ratio/{name}/{what}"));
        FREEING.into_iter().map(figure).collect()
    })?;
    for size in NODE_SIZES {
        let figure = evidence.get(&format!("flat/{size}/boxes-ratio"))?;
        figures.push(([LIST, ARENAS[0].1, FREEING[1].1], size, figure));
        rows.push(Row {
            what: format!(
                "a list of {} nodes of {size} bytes",
                grouped(LIST_LENGTH as f64)
            ),
            values: vec![None, Some(figure), None, None, None, None],
        });
    }
    let cases = figures
        .iter()
        .map(|([use_of_nodes, arena, freeing], size, figure)| {
            Case::new(
                [&size.to_string(), use_of_nodes, arena, freeing],
                *figure >= SPEEDUP.0 / ABOUT,
            )
        });
    let cases: Vec<Case> = cases.collect();
    let verdict = verdict(&[SIZE, "the nodes are {}", ARENA, "freeing is {}"], &cases);
    let best = figures.iter().max_by(|a, b| a.2.total_cmp(&b.2));
    let (most, place) = best.map_or_else(
        Default::default,
        |([use_of_nodes, arena, freeing], size, figure)| {
            let place = format!(
                "nodes of {size} bytes, {use_of_nodes}, in an arena that {arena}, freeing {freeing}"
            );
            (Unit::Ratio.show(*figure), place)
        },
    );
    let advice = match &verdict {
        ClaimVerdict::Holds => "Expect a program's allocations to become about that much cheaper, and the program itself by the share of its time that they take.".to_owned(),
        ClaimVerdict::HoldsOnlyIf(_) => format!("Expect it only in that case (at most {most} was measured), and in a whole program only for the share of its time that allocation takes."),
        ClaimVerdict::DoesNotHold => format!("Plan with at most about {most} for allocation alone ({place}), and measure the whole program before you decide."),
    };
    Ok(Claim {
        id: "speedup".to_owned(),
        claim: format!(
            "An arena is {} to {} times as fast as individual allocations.",
            SPEEDUP.0, SPEEDUP.1
        ),
        verdict,
        published: Some(SPEEDUP.into()),
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

/// The name of an arena's nodes in figures of time.
fn owner(arena: &str) -> &str {
    if arena == "new" { "new-arena" } else { arena }
}

/// The counts that an arena was tested with: in new memory only the larger.
fn counts(arena: &str) -> &'static [usize] {
    if arena == "new" {
        &NODE_COUNTS[NODE_COUNTS.len() - 1..]
    } else {
        &NODE_COUNTS
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

/// One row for each size and count, with the `figures` of each arena, of which all have equally many.
fn grid(
    figures: impl Fn(usize, usize, &str) -> Result<Vec<f64>, Unusable>,
) -> Result<Vec<Row>, Unusable> {
    let mut rows = Vec::new();
    for (size, count) in NODE_SIZES
        .iter()
        .flat_map(|size| NODE_COUNTS.map(|count| (*size, count)))
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
