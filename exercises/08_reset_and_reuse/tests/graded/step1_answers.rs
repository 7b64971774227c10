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
