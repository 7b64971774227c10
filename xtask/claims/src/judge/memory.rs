//! Bytes: metadata, unused capacity, requested capacity. All of them are counted.

use super::cases::{Case, verdict};
use super::table::{columns, row};
use crate::document::{Claim, ClaimVerdict, Unit, grouped};
use crate::evidence::{CAPACITIES, Evidence, NODE_SIZES, STORED_COUNTS, Unusable};

/// Nothing may be between two values, and a vector in an arena may be no larger than std's.
pub fn metadata(evidence: &Evidence) -> Result<Claim, Unusable> {
    let mut rows = Vec::new();
    let mut dense = true;
    for size in NODE_SIZES {
        let (heap, arena) = (
            evidence.get(&format!("step/{size}/heap"))?,
            evidence.get(&format!("step/{size}/arena"))?,
        );
        dense &= arena <= size as f64;
        rows.push(row(
            format!("from one value of {size} bytes to the next"),
            &[heap, arena],
        ));
    }
    let (std, arena) = (evidence.get("handle/std")?, evidence.get("handle/arena")?);
    rows.push(row("a vector itself", &[std, arena]));
    let [_, exact] = CAPACITIES;
    let footer = evidence.get(&format!("capacity/{exact}/asked"))?
        - evidence.get(&format!("capacity/{exact}/usable"))?;
    let verdict = verdict(
        &["what you store is {}"],
        &[
            Case::new(["plain values"], dense),
            Case::new(["vectors of the arena"], arena <= std),
        ],
    );
    let advice = match &verdict {
        ClaimVerdict::Holds => {
            format!("Count your values' own bytes, and {footer} more for each chunk.")
        }
        ClaimVerdict::HoldsOnlyIf(_) => format!(
            "Freeze a vector into a slice when it is done (`into_bump_slice`): the vector itself takes {arena} bytes where std's takes {std}, and each chunk {footer} more than it provides."
        ),
        ClaimVerdict::DoesNotHold => {
            "Compare the bytes in the table before you expect an arena to save metadata.".to_owned()
        }
    };
    Ok(Claim {
        id: "metadata".to_owned(),
        claim: "An arena does away with the metadata of each allocation.".to_owned(),
        verdict,
        published: None,
        columns: columns(&[("heap", Unit::Bytes), ("arena", Unit::Bytes)]),
        rows,
        advice,
    })
}

/// The arena must take no more of the heap than the boxes would, the gaps between them included.
pub fn unused_capacity(evidence: &Evidence) -> Result<Claim, Unusable> {
    let mut cases = Vec::new();
    let mut rows = Vec::new();
    for (size, count) in NODE_SIZES
        .iter()
        .flat_map(|size| STORED_COUNTS.map(|count| (*size, count)))
    {
        let heap = evidence.get(&format!("step/{size}/heap"))? * count as f64;
        let fresh = evidence.get(&format!("taken/{size}/{count}/fresh"))?;
        let sized = evidence.get(&format!("taken/{size}/{count}/sized"))?;
        let shown = grouped(count as f64);
        let asked = (size * count) as f64;
        rows.push(row(
            format!("{shown} nodes of {size} bytes"),
            &[asked, heap, fresh, sized],
        ));
        for (given, taken) in [("is not given", fresh), ("is given", sized)] {
            cases.push(Case::new([&shown, given], taken <= heap));
        }
    }
    let verdict = verdict(&["there are {} nodes", "the capacity {}"], &cases);
    let advice = match &verdict {
        ClaimVerdict::Holds => {
            "Expect an arena to take less memory than boxes here, and give it a capacity where you know one."
        }
        ClaimVerdict::HoldsOnlyIf(_) => {
            "Give an arena a capacity where you know one, and do not use one for a handful of nodes: a growing arena doubles its chunks, and the last may stay half empty."
        }
        ClaimVerdict::DoesNotHold => {
            "Do not use an arena to save memory here: what its chunks leave empty is more than the boxes' metadata."
        }
    };
    Ok(Claim {
        id: "unused-capacity".to_owned(),
        claim: "An arena takes less memory than individual allocations.".to_owned(),
        verdict,
        published: None,
        columns: columns(&[
            ("asked for", Unit::Bytes),
            ("boxes take", Unit::Bytes),
            ("arena takes", Unit::Bytes),
            ("with capacity", Unit::Bytes),
        ]),
        rows,
        advice: advice.to_owned(),
    })
}

/// The arena must hold exactly the published capacity.
pub fn with_capacity(evidence: &Evidence) -> Result<Claim, Unusable> {
    let mut rows = Vec::new();
    let mut usable = Vec::new();
    for capacity in CAPACITIES {
        let holds = evidence.get(&format!("capacity/{capacity}/usable"))?;
        let asked = evidence.get(&format!("capacity/{capacity}/asked"))?;
        rows.push(row(format!("with_capacity({capacity})"), &[holds, asked]));
        usable.push(holds);
    }
    let [published, exact] = CAPACITIES;
    let holds = usable[0] == published as f64;
    let is_exact = usable[1] == exact as f64;
    let advice = match (holds, is_exact) {
        (true, _) => format!("Ask for {published}, and that is what you get."),
        (false, true) => format!(
            "Ask for {exact} if you want one block of 4 KiB: {published} is rounded up to {} usable bytes.",
            grouped(usable[0])
        ),
        (false, false) => format!(
            "Ask the arena what it holds (`chunk_capacity`): {published} gives {} usable bytes.",
            grouped(usable[0])
        ),
    };
    Ok(Claim {
        id: "with-capacity".to_owned(),
        claim: "`Bump::with_capacity(4 * 1024)` makes an arena of 4 KiB.".to_owned(),
        verdict: if holds {
            ClaimVerdict::Holds
        } else {
            ClaimVerdict::DoesNotHold
        },
        published: None,
        columns: columns(&[("usable", Unit::Bytes), ("asked of the heap", Unit::Bytes)]),
        rows,
        advice,
    })
}
