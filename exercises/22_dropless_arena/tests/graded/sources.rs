//! Sources of rules: as people write them, and as nobody does.

use fastrand::Rng;

/// Rules of a small office, as they are in its file.
pub(crate) const OFFICE: &str = include_str!("office.rules");

const FOLDERS: [&str; 12] = [
    "work", "home", "club", "archive", "travel", "bank", "school", "garden", "shop", "letters",
    "press", "old",
];

const WORDS: [&str; 24] = [
    "invoice",
    "bill",
    "payment due",
    "flight",
    "hotel",
    "boarding pass",
    "homework",
    "minutes",
    "agenda",
    "receipt",
    "order",
    "parcel",
    "newsletter",
    "offer",
    "contract",
    "notice",
    "rent",
    "repair",
    "meeting",
    "birthday",
    "recipe",
    "seedlings",
    "overdue",
    "thank you",
];

/// A source with this many rules; a folder has about six of them.
pub(crate) fn random(rng: &mut Rng, n_rules: usize) -> String {
    let mut source = String::from("# Sorted by hand.\nin inbox\n");
    for number in 0..n_rules {
        if rng.u8(..6) == 0 {
            source.push_str(&format!("\nin {}\n", pick(rng, &FOLDERS)));
        }
        source.push_str(&format!("  {}{number}:", pick(rng, &FOLDERS)));
        for _ in 0..rng.usize(..7) {
            source.push_str(&format!(" {},", pick(rng, &WORDS)));
        }
        source.push('\n');
    }
    source
}

fn pick<'w>(rng: &mut Rng, words: &[&'w str]) -> &'w str {
    words[rng.usize(..words.len())]
}

/// Sources of about `n` letters, words or rules, each with its description.
pub(crate) fn unusual(n: usize) -> [(&'static str, String); 5] {
    [
        (
            "a rule with many words",
            format!("in all\nwords: {}", "a word, another, ".repeat(n)),
        ),
        (
            "a long folder, a long rule and a long word",
            format!(
                "in {}\n{}: {}",
                "folder ".repeat(n),
                "rule ".repeat(n),
                "word ".repeat(n)
            ),
        ),
        ("many folders", "in some\na: b\nin none\n".repeat(n)),
        ("rules without words", "in a\nb:\nc: , ,,\n: d\n".repeat(n)),
        (
            "letters that are not ASCII, and names with colons",
            "in größe/öl\r\n長さ: ключ, é: ü\r\n\tin: in in\r\n".repeat(n),
        ),
    ]
}

/// Sources that are refused, each for another reason or at another place.
pub(crate) const MALFORMED: [&str; 5] = [
    "rule: word",
    "in work\ninvoices invoice",
    "# fine\n\nin work\na: b\n\nwhatever",
    "in",
    "a: b\nin work",
];
