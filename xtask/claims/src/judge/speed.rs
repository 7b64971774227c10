//! What one allocation costs, and how many times as fast an arena is.

use super::cases::{Case, Dimension, verdict};
use super::{ABOUT, columns, row};
use crate::document::{Claim, Row, Unit, Verdict, grouped};
use crate::evidence::{Evidence, NODES, SIZES, Unusable, median};

/// Nanoseconds that an allocation is said to take at least, and at most.
const ALLOCATION: (f64, f64) = (25.0, 50.0);
/// Nanoseconds that a bump is said to take at most.
const BUMP: f64 = 2.0;
/// How many times as fast an arena is said to be, at least.
const SPEEDUP: f64 = 20.0;

const SIZE: Dimension = "the nodes have {} bytes";
const COUNT: Dimension = "{} of them are kept";
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
    let [few, many] = NODES;
    let ways = [
        (
            "is freed at once and used again".to_owned(),
            "single".to_owned(),
        ),
        (
            format!("was freed before ({} nodes)", grouped(few as f64)),
            format!("{few}/heap/alloc"),
        ),
        (
            format!("was freed before ({} nodes)", grouped(many as f64)),
            format!("{many}/heap/alloc"),
        ),
        (
            "is new to the process".to_owned(),
            format!("{many}/new-heap/alloc"),
        ),
    ];
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
pub fn bump_allocation(evidence: &Evidence) -> Result<Claim, Unusable> {
    let mut cases = Vec::new();
    let rows = grid(|size, count, arena, (name, _)| {
        let figure = evidence.get(&format!("nodes/{size}/{count}/{name}/alloc"))?;
        cases.push(Case::new(
            [&size.to_string(), &grouped(count as f64), arena],
            figure <= BUMP * ABOUT,
        ));
        Ok(vec![figure])
    })?;
    let verdict = verdict(&[SIZE, COUNT, ARENA], &cases);
    let advice = match &verdict {
        Verdict::Holds => {
            "Take about 2 ns per node as the floor that an arena can reach here, for nodes up to the sizes in the table."
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

/// The lower end decides. Each arena stands against the heap in the same situation.
pub fn speedup(evidence: &Evidence) -> Result<Claim, Unusable> {
    let mut cases = Vec::new();
    let mut best = (0.0, String::new());
    let rows = grid(|size, count, arena, (_, ratio)| {
        let mut values = Vec::new();
        for (free, name) in [("left out", "alloc"), ("counted", "both")] {
            let figure = evidence.get(&format!("nodes/{size}/{count}/ratio/{ratio}/{name}"))?;
            let favours = figure >= SPEEDUP / ABOUT;
            cases.push(Case::new(
                [&size.to_string(), &grouped(count as f64), arena, free],
                favours,
            ));
            if figure > best.0 {
                best = (
                    figure,
                    format!("nodes of {size} bytes in an arena that {arena}, freeing {free}"),
                );
            }
            values.push(figure);
        }
        Ok(values)
    })?;
    let verdict = verdict(&[SIZE, COUNT, ARENA, "freeing is {}"], &cases);
    let most = Unit::Ratio.show(best.0);
    let advice = match &verdict {
        Verdict::Holds => "Expect the allocations of a program to become about that much cheaper, and the program itself by the share of its time that they take.".to_owned(),
        Verdict::HoldsOnlyIf(_) => format!("Expect it in that case alone (at most {most} was measured), and of a whole program only by the share of its time that allocation takes."),
        Verdict::DoesNotHold => format!("Plan with at most {most} for allocation alone ({}), and measure the whole program before you decide.", best.1),
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

/// One row for each size and count, with what `figures` gives for each arena. It gets the arena's
/// description, and its names among the figures of nodes and of ratios. Only the larger count
/// was made in new memory.
fn grid(
    mut figures: impl FnMut(usize, usize, &str, (&str, &str)) -> Result<Vec<f64>, Unusable>,
) -> Result<Vec<Row>, Unusable> {
    let mut rows = Vec::new();
    for (size, count) in SIZES
        .iter()
        .flat_map(|size| NODES.map(|count| (*size, count)))
    {
        let mut values = Vec::new();
        for (name, arena) in ARENAS {
            if name == "new" && count == NODES[0] {
                continue;
            }
            let who = if name == "new" { "new-arena" } else { name };
            values.extend(figures(size, count, arena, (who, name))?);
        }
        let mut values: Vec<Option<f64>> = values.into_iter().map(Some).collect();
        if count == NODES[0] {
            // As many as the other arenas have.
            values.extend(vec![None; values.len() / 2]);
        }
        rows.push(Row {
            what: format!("{} nodes of {size} bytes", grouped(count as f64)),
            values,
        });
    }
    Ok(rows)
}
