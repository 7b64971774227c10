//! Bad against yours: parse a page of 50 000 nodes, climb from each node to the root, and drop the
//! document.
//!
//! Each side frees its memory inside the measured code: Bad node by node, the arena by a reset. The
//! arena is kept from one page to the next. The pages have no forms: Bad never frees those, and
//! would look faster for it.

use bumpalo::Bump;
use cyclic_graph::parse;
use fastrand::Rng;

#[path = "../tests/graded/markup.rs"]
#[allow(dead_code, reason = "the bench needs only random pages")]
mod markup;

/// The depths and names of the nodes. The compiler need not compute what is never read.
macro_rules! checksum {
    ($document:expr) => {{
        let mut sum = 0_u64;
        $document.walk(&mut |node| {
            let mut around = node.parent();
            while let Some(parent) = around {
                sum = sum
                    .wrapping_mul(31)
                    .wrapping_add(parent.name().len() as u64);
                around = parent.parent();
            }
        });
        sum
    }};
}

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<String> = (0..4)
        .map(|_| markup::random(&mut rng, 50_000, false))
        .collect();
    // Never used, so it has no chunk: Bad's signature asks for an arena.
    let unused = Bump::new();
    let mut arena = Bump::new();
    yardstick::speed::compare(
        "one page of 50 000 nodes",
        &inputs,
        |page| bad::parse(&unused, page).map_or(0, |document| checksum!(document)),
        |page| {
            let sum = parse(&arena, page).map_or(0, |document| checksum!(document));
            arena.reset();
            sum
        },
    );
}
