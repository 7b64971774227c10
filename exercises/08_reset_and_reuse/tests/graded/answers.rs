//! Indexes as numbers, so that a budget's own answers can be compared, and nothing is allocated for
//! that while it counts.

use std::hash::{DefaultHasher, Hash, Hasher};

/// A number for the words of a document, in their order.
pub(crate) fn hash(words: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// Bad's numbers for these documents.
pub(crate) fn of_bad(documents: &[&str]) -> Vec<u64> {
    let mut hashes = Vec::with_capacity(documents.len());
    bad::index_all(&mut bumpalo::Bump::new(), documents, |index| {
        hashes.push(hash(index.words));
    });
    hashes
}

/// Asserts that there is an index for each document, and that it is Bad's.
#[track_caller]
pub(crate) fn assert_same(what: &str, yours: &[u64], documents: &[&str]) {
    let bad = of_bad(documents);
    assert_eq!(
        yours.len(),
        bad.len(),
        "{what}: one index for each document"
    );
    let differs = yours.iter().zip(&bad).position(|(yours, bad)| yours != bad);
    if let Some(at) = differs {
        let n_documents = documents.len();
        let n_bytes = documents[at].len();
        panic!(
            "{what}: yours has other words than in Bad for document {at} of {n_documents}, which has \
             {n_bytes} bytes"
        );
    }
}
