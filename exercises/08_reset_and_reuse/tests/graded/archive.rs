//! Documents like those of a village archive, generated from a seed. The tests and the bench share
//! them.

use fastrand::Rng;

/// We wrote these sentences ourselves; the village does not exist.
const SENTENCES: [&str; 14] = [
    "The council met at the Rook's Inn, since the hall had no roof.",
    "Item 4: the bridge. Nobody knows who built it, and nobody will pay for it.",
    "Received of the miller: 12 sacks of rye, 3 of oats, and a complaint.",
    "In March the river stood at the second step of the church for nine days.",
    "The schoolmaster's salary is raised by two crowns, his firewood is not.",
    "Frau Zürcher sells the meadow behind the dairy to her brother's widow.",
    "See also the minutes of the previous meeting, which are lost.",
    "Three goats were found in the vestry; the owner has until Sunday.",
    "The bell is cracked. It shall be rung on Sundays, and for fire, and no more.",
    "A stranger drew the mill, the bridge and the ferry, and left without paying.",
    "Agreed: that the ferryman's hours end at dusk. Not agreed: when dusk is.",
    "The doctor came on Tuesday, on foot, the road being under water.",
    "To the editor: your calendar gives a full moon for the 3rd. There was none.",
    "Lost, between the inn and the ferry, one glove, left, of no value but to me.",
];

/// A document of at least `n_bytes`, longer by one sentence at most.
pub(crate) fn document(rng: &mut Rng, n_bytes: usize) -> String {
    let n_bytes = if cfg!(miri) { n_bytes / 16 } else { n_bytes };
    let mut text = format!("No. {}\n", rng.u32(1..9_000));
    while text.len() < n_bytes {
        text.push_str(rng.choice(SENTENCES).unwrap_or_default());
        text.push(if rng.u8(..5) == 0 { '\n' } else { ' ' });
    }
    text
}

/// `n_documents` documents, each of a size from this range.
pub(crate) fn documents(
    rng: &mut Rng,
    n_documents: usize,
    n_bytes: std::ops::Range<usize>,
) -> Vec<String> {
    (0..yardstick::size(n_documents, 2))
        .map(|_| {
            let n_bytes = rng.usize(n_bytes.clone());
            document(rng, n_bytes)
        })
        .collect()
}

/// The same, as `index_all` takes them.
pub(crate) fn borrowed(documents: &[String]) -> Vec<&str> {
    documents.iter().map(String::as_str).collect()
}
