//! Texts to take words from. The tests and the bench share them.

use fastrand::Rng;

/// A text of `n_words` words of 1 to 11 letters.
pub(crate) fn random(rng: &mut Rng, n_words: usize) -> String {
    let mut text = String::new();
    for _ in 0..n_words {
        let n_letters = rng.usize(1..12);
        text.extend((0..n_letters).map(|_| rng.lowercase()));
        text.push(if rng.u8(..8) == 0 { '\n' } else { ' ' });
    }
    text
}
