//! Guides in Markdown: one written by hand, and others generated from a seed. The tests and the
//! bench share them.

use fastrand::Rng;

/// A guide written by hand.
pub(crate) const GREENHOUSE: &str = include_str!("guide.md");

const TITLES: [&str; 10] = [
    "Set up in 5 minutes",
    "What you need",
    "When it does not start",
    "Réglages & options",
    "Limits, and how to raise them",
    "FAQ",
    "Moving from version 2",
    "Write-ahead log",
    "メモリ",
    "Thanks",
];

const SENTENCES: [&str; 8] = [
    "Unplug the controller before you open its case.",
    "The first run takes about a minute, since it looks for all sensors.",
    "Both values are read once, at the start.",
    "If the lamp stays amber, the two clocks are more than a second apart.",
    "Older readings are kept for ninety days and then summed up by the hour.",
    "Größere Anlagen brauchen zwei davon.",
    "Nothing is written until you say so.",
    "See the section on limits for what happens when the disk is full.",
];

const CODE: &str = "```sh\n# a comment, and no heading\ncontroller --dry-run\n\n# another\n```";

/// A guide with `n_sections` sections.
pub(crate) fn random(rng: &mut Rng, n_sections: usize) -> String {
    let mut text = String::new();
    paragraphs(rng, &mut text);
    for _ in 0..n_sections {
        let level = rng.usize(1..=6);
        let title = rng.choice(TITLES).unwrap_or("FAQ");
        text += &format!("{} {title} {}\n", "#".repeat(level), rng.u32(..1_000));
        if rng.bool() {
            text.push('\n');
        }
        paragraphs(rng, &mut text);
    }
    text
}

fn paragraphs(rng: &mut Rng, text: &mut String) {
    for _ in 0..rng.usize(..4) {
        if rng.u8(..8) == 0 {
            text.push_str(CODE);
        } else {
            for _ in 0..rng.usize(1..5) {
                text.push_str(rng.choice(SENTENCES).unwrap_or_default());
                text.push(if rng.bool() { ' ' } else { '\n' });
            }
        }
        text.push_str("\n\n");
    }
}
