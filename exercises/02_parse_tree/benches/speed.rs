//! Bad against yours: parse a formula of 100 000 tokens, evaluate it, and free the tree.
//!
//! Each side frees its memory inside the measured code: the boxes one by one, the arena by a reset.
//! The arena is kept from one formula to the next, as in a program that parses many; `parse` leaves
//! that choice to its caller.

use bumpalo::Bump;
use fastrand::Rng;
use parse_tree::parse;

#[path = "../tests/graded/formulas.rs"]
mod formulas;

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<String> = (0..4).map(|_| long_formula(&mut rng, 100_000)).collect();
    // Never used, so it has no chunk: Bad's signature asks for an arena.
    let unused = Bump::new();
    let mut arena = Bump::new();
    yardstick::speed::compare(
        "one formula of 100 000 tokens",
        &inputs,
        |source| bad::parse(&unused, source).map_or(0, |root| root.eval(&formulas::cell).to_bits()),
        |source| {
            let value =
                parse(&arena, source).map_or(0, |root| root.eval(&formulas::cell).to_bits());
            arena.reset();
            value
        },
    );
}

/// The sum of many small formulas. They are paired off, so that the tree stays shallow.
///
/// A sheet is filled down: its formulas have few shapes, each repeated many times. That choice
/// matters. With every shape different the solution gained about 1.5×, against 1.9× with these
/// formulas (one 2-core Linux machine, 2026-11-22). Our guess, not measured: both sides then spend
/// their time on mispredicted branches, and an arena does not help with those.
fn long_formula(rng: &mut Rng, n_tokens: usize) -> String {
    let shapes: Vec<String> = (0..12).map(|_| formulas::random(rng, 25)).collect();
    let mut parts = Vec::new();
    let mut n_so_far = 0;
    while n_so_far < n_tokens {
        let part = format!("({})", shapes[rng.usize(..shapes.len())]);
        // Each part but one adds a `+` and a pair of parentheses.
        n_so_far += count_tokens(&part) + 3;
        parts.push(part);
    }
    while parts.len() > 1 {
        let pairs = parts.chunks(2);
        parts = pairs
            .map(|pair| format!("({})", pair.join(" + ")))
            .collect();
    }
    parts.concat()
}

fn count_tokens(source: &str) -> usize {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let n_words = source
        .split(|c| !is_word(c))
        .filter(|word| !word.is_empty())
        .count();
    n_words + source.chars().filter(|c| "+-*/()".contains(*c)).count()
}
