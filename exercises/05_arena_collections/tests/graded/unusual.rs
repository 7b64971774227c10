//! Texts such as nobody writes, each with its description.

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
