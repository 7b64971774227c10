//! Bad against yours: parse a formula of 100 000 tokens, evaluate it, and drop the tree.
//!
//! Both pay for what they take: a fresh arena each time, and its end is inside the measured code,
//! as the end of the boxes is.

use bumpalo::Bump;
use fastrand::Rng;
use parse_tree::parse;

#[path = "../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the baseline; the bench needs only a part of it"
)]
mod bad;
#[path = "../tests/graded/formulas.rs"]
mod formulas;

/// Runs the comparison. Public, so that the solution's bench can call it.
pub fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<String> = (0..4).map(|_| long_formula(&mut rng, 100_000)).collect();
    yardstick::speed::compare(
        "one formula of 100 000 tokens",
        &inputs,
        |source| {
            let arena = Bump::new();
            bad::parse(&arena, source).map_or(0, |root| root.eval(&formulas::cell).to_bits())
        },
        |source| {
            let arena = Bump::new();
            parse(&arena, source).map_or(0, |root| root.eval(&formulas::cell).to_bits())
        },
    );
}

/// Small formulas, summed two by two: so the value stays finite and the tree stays shallow.
fn long_formula(rng: &mut Rng, n_tokens: usize) -> String {
    let mut parts = Vec::new();
    let mut n_so_far = 0;
    while n_so_far < n_tokens {
        let part = format!("({})", formulas::random(rng, 25));
        // Each part but one brings along a `+` and a pair of parentheses.
        n_so_far += count_tokens(&part) + 3;
        parts.push(part);
    }
    while parts.len() > 1 {
        parts = parts
            .chunks(2)
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
