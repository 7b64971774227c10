//! Drafts of articles, and what an archive has, generated from a seed. We made the words up.

use fastrand::Rng;

const SYLLABLES: [&str; 24] = [
    "fer", "ry", "brid", "ge", "mil", "ler", "rook", "wa", "ter", "sto", "ne", "hal", "mar", "ket",
    "toll", "ri", "ver", "lan", "tern", "church", "bell", "rye", "Zür", "über",
];

const TITLES: [&str; 16] = [
    "The Ferry That Never Came",
    "Who Built the Bridge?",
    "\"Twelve Sacks of Rye\": A Complaint",
    "Minutes of a Meeting, Lost and Found",
    "The Bell\tis cracked",
    "Über den Fluss",
    "A Lantern for the Ferryman",
    "Three Goats in the Vestry",
    "When Is Dusk?",
    "C:\\MILL\\1911",
    "The Second Step of the Church",
    "Of Tolls and Trolls",
    "The Rook's Inn: A History in Four Roofs",
    "Left Glove, No Value",
    "Why the Doctor Came on Foot",
    "Rye, Oats and Peace",
];

/// A draft of about this many bytes. It has hundreds of different words, in different case, and some
/// of them often.
pub(crate) fn draft(rng: &mut Rng, n_bytes: usize) -> String {
    let n_bytes = if cfg!(miri) { n_bytes / 16 } else { n_bytes };
    let mut text = String::with_capacity(n_bytes + 64);
    while text.len() < n_bytes {
        let start = text.len();
        // The fewer syllables, the more often there is the same word again.
        for _ in 0..rng.usize(1..5) {
            text.push_str(rng.choice(SYLLABLES).unwrap_or_default());
        }
        if rng.u8(..6) == 0 {
            text[start..].make_ascii_uppercase();
        }
        text.push_str(
            rng.choice([" ", " ", " ", ", ", ".\n", "-"])
                .unwrap_or_default(),
        );
    }
    text
}

/// `n_drafts` drafts, each of a size from this range.
pub(crate) fn drafts(
    rng: &mut Rng,
    n_drafts: usize,
    n_bytes: std::ops::Range<usize>,
) -> Vec<String> {
    (0..n_drafts)
        .map(|_| {
            let n_bytes = rng.usize(n_bytes.clone());
            draft(rng, n_bytes)
        })
        .collect()
}

/// What the archive may answer: titles, and which word each is about. Some are there twice, and some
/// are about a word that nobody asked for. In the last answer one article is there again and again.
pub(crate) fn articles() -> Vec<Vec<(String, usize)>> {
    // The same in each run, and for yours and Bad: the drafts differ.
    let mut rng = Rng::with_seed(7);
    let again = vec![(TITLES[0].to_owned(), 0); 12];
    (0..16)
        .map(|n_articles| {
            let titles = (0..2 * n_articles).map(|_| rng.choice(TITLES).unwrap_or_default());
            let titles: Vec<String> = titles.map(str::to_owned).collect();
            let articles = titles.into_iter().map(|title| (title, rng.usize(..10)));
            articles.collect()
        })
        .chain([again])
        .collect()
}

/// An answer with the heaviest articles at its end, and more titles than any table has places by chance.
pub(crate) fn very_many_articles() -> Vec<(String, usize)> {
    let n_titles = yardstick::size(3_000, 300);
    let numbered = (0..n_titles).map(|number| (format!("Letter {number}"), number % 7));
    let heaviest = (0..40).map(|n| (format!("Volume {}", n % 5), n % 3));
    numbered.chain(heaviest).collect()
}
