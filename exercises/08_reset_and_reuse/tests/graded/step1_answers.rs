//! Every document gets the same index as before. The starter passes this step; keep it passing.
//!
//! `Index` stays as it is, and so do the signatures of `index_all` and `folded`.
//! Before moving on: how many heap calls does the starter make for one document, and how many for
//! the same document again?

use bumpalo::Bump;
use fastrand::Rng;
use reset_and_reuse::index_all;

use super::archive;

/// The index of each document as plain values: yours and Bad's have different types.
macro_rules! indexes {
    ($index_all:path, $documents:expr) => {{
        let mut indexes = Vec::new();
        $index_all(&mut Bump::new(), $documents, |index| {
            let words: Vec<String> = index.words.iter().map(|word| word.to_string()).collect();
            indexes.push(words);
        });
        indexes
    }};
}

#[test]
fn words_are_listed_in_order_and_in_lower_case() {
    let documents = [
        "The ferry, the Ferry's ferryman!",
        "",
        " -- \n",
        "3 Äpfel, 4 äpfel",
    ];
    let expected: [&[&str]; 4] = [
        &["the", "ferry", "the", "ferry's", "ferryman"],
        &[],
        &[],
        &["3", "Äpfel", "4", "äpfel"],
    ];
    assert_eq!(
        indexes!(index_all, &documents),
        expected,
        "the words of {documents:?}"
    );
}

#[test]
fn random_documents_get_the_same_index_as_in_bad() {
    let seed = yardstick::seed();
    let documents = archive::documents(&mut Rng::with_seed(seed), 200, 0..1_500);
    let documents = archive::borrowed(&documents);
    let (yours, bad) = (
        indexes!(index_all, &documents),
        indexes!(bad::index_all, &documents),
    );
    for ((yours, bad), document) in yours.iter().zip(&bad).zip(&documents) {
        assert_eq!(yours, bad, "the words (seed {seed}), in\n{document}");
    }
    assert_eq!(yours.len(), bad.len(), "one index for each document");
}

/// What belongs to a word is not only for letters and digits of ASCII to say.
#[test]
fn every_character_is_indexed_as_in_bad() {
    let characters = ('\0'..'\u{3400}').step_by(if cfg!(miri) { 401 } else { 1 });
    let document: String = characters.flat_map(|c| ['a', c, 'B', ' ']).collect();
    let documents = [document.as_str()];
    let (yours, bad) = (
        indexes!(index_all, &documents),
        indexes!(bad::index_all, &documents),
    );
    let (yours, bad) = (yours.concat(), bad.concat());
    for (number, (yours, bad)) in yours.iter().zip(&bad).enumerate() {
        assert_eq!(
            yours, bad,
            "word {number} of a document in which each character stands between an `a` and a `B`"
        );
    }
    assert_eq!(
        yours.len(),
        bad.len(),
        "the words of a document of all kinds of characters"
    );
}
