//! Texts such as nobody writes, each with its description.

use fastrand::Rng;

/// Texts that repeat something `n` times.
pub(crate) fn texts(n: usize) -> Vec<(&'static str, String)> {
    let n = yardstick::size(n, 15);
    vec![
        ("a very long word", "Aß".repeat(n)),
        ("a word with very many apostrophes", "N'’".repeat(n)),
        ("very many words", "Xyz ".repeat(3 * n)),
        ("very many apostrophes", "' ’".repeat(n)),
        (
            "words that become longer in lower case",
            "İ ȺȾ Bİⱥ ".repeat(n),
        ),
        ("words of many alphabets", "ΟΔΟΣ ДОМ ǅ ẞÉ 青い２ ".repeat(n)),
        ("letters of four bytes", "𐐀𠮷 𐐀’𐐁ß 𝔘 ".repeat(n)),
        (
            "two words far apart",
            format!("One{}TWO", " –".repeat(5 * n)),
        ),
    ]
}

/// A text of `n` plain words of 240 bytes each, all of them different.
pub(crate) fn plain(rng: &mut Rng, n: usize) -> String {
    text_of(n, || (0..240).map(|_| rng.char('A'..='Z')).collect())
}

/// Texts whose pieces are as long, and are no plain words.
pub(crate) fn as_long_as_plain(rng: &mut Rng, n: usize) -> [(&'static str, String); 3] {
    let cyrillic = text_of(n, || (0..120).map(|_| rng.char('А'..='Я')).collect());
    let mut with_apostrophe = |_| [rng.char('A'..='Z'), '\''];
    let apostrophes = text_of(n, || (0..120).flat_map(&mut with_apostrophe).collect());
    [
        ("words of Cyrillic letters", cyrillic),
        ("words with many apostrophes", apostrophes),
        (
            "pieces of nothing but apostrophes",
            text_of(n, || "’".repeat(80)),
        ),
    ]
}

fn text_of(n: usize, mut word: impl FnMut() -> String) -> String {
    (0..n).map(|_| word() + " ").collect()
}
