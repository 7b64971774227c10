//! Texts to take words from. The tests and the bench share them.

use fastrand::Rng;

/// Sentences of Melville's *Moby-Dick*, Goethe's *Faust* and Proust's *Swann*, one per line. All
/// three are in the public domain.
const CORPUS: &str = include_str!("corpus.txt");

/// A text of `n_words` words or a few more: sentences of the corpus, in any order.
pub(crate) fn random(rng: &mut Rng, n_words: usize) -> String {
    let n_words = yardstick::size(n_words, 30);
    let sentences: Vec<&str> = CORPUS.lines().collect();
    let mut text = String::new();
    let mut n_so_far = 0;
    while n_so_far < n_words {
        let sentence = sentences[rng.usize(..sentences.len())];
        text.push_str(sentence);
        text.push(if rng.u8(..5) == 0 { '\n' } else { ' ' });
        n_so_far += sentence.split_whitespace().filter(has_letters).count();
    }
    text
}

/// Each such piece gives at least one word; a dash or a quotation mark on its own gives none.
fn has_letters(piece: &&str) -> bool {
    piece.contains(char::is_alphanumeric)
}
