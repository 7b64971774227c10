//! Templates and values like those of a savings bank, generated from a seed.

use fastrand::Rng;

/// We wrote these ourselves.
const TEMPLATES: [&str; 5] = [
    "Dear {title} {name},\nyour account {account} holds {amount}. Yours, {clerk}\n",
    "{name}, {street}, {town}\nWe have sold your {number} shares of {company} at {amount} each.",
    "To all customers in {town}: the branch in {street} is closed until {date}.",
    "Dear {name},\nwe regret that {company} has not paid. Please call {clerk} before {date}.",
    "{account};{name};{amount};{date};{clerk}",
];

const VALUES: [&str; 8] = [
    "Ottilie Brandstetter",
    "Dr",
    "CH56 0483 5012 3456 7800 9",
    "1'204.55",
    "Zürich-Altstetten",
    "Vereinigte Dampfsägewerke AG",
    "",
    "31 March",
];

/// A letter with several paragraphs, each from one of the templates.
pub(crate) fn template(rng: &mut Rng, n_paragraphs: usize) -> String {
    let n_paragraphs = n_paragraphs.div_ceil(if cfg!(miri) { 4 } else { 1 });
    (0..n_paragraphs)
        .map(|_| rng.choice(TEMPLATES).unwrap_or_default())
        .collect()
}

/// A value for this field: always the same for the same seed, and never allocated.
pub(crate) fn value(seed: u64, field: &str) -> Option<&'static str> {
    let sum = field.bytes().map(u64::from).sum::<u64>();
    VALUES
        .get((seed.wrapping_add(sum) % VALUES.len() as u64) as usize)
        .copied()
}

/// A letter with much plain text and one long value for its field `enclosure`, after paragraphs
/// like those of any other letter.
pub(crate) fn large_template(rng: &mut Rng) -> String {
    let plain = template(rng, 1).replace(['{', '}'], "");
    let plain = plain.repeat(yardstick::size(60_000, 1_000) / plain.len());
    let (first, last) = (template(rng, 20), template(rng, 20));
    format!("{first}{plain}{{enclosure}}{last}")
}
