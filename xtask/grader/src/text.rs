//! Text that is safe and readable wherever it is printed: sizes in units, and no control
//! characters.

/// A number of bytes in decimal units: `3.1 GB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 1000.0 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    match unit {
        0 => format!("{bytes} B"),
        _ => format!("{value:.1} {}", units[unit]),
    }
}

/// Replaces characters that would control a terminal or a log with visible ones. Line ends become
/// `\n`.
#[must_use]
pub fn printable(text: &str) -> String {
    let visible = |c: char| match c {
        '\n' | '\t' => c,
        // Unicode has a control picture for each of these.
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(c),
        '\x7f' => '␡',
        _ if c.is_control() => char::REPLACEMENT_CHARACTER,
        _ => c,
    };
    text.replace("\r\n", "\n").chars().map(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_visible() {
        assert_eq!(
            printable("a\tb\r\nc\rd\x1b[31m\0\x7f\u{9b}é"),
            "a\tb\nc␍d␛[31m␀␡\u{fffd}é"
        );
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(size(999), "999 B");
        assert_eq!(size(1_500), "1.5 kB");
        assert_eq!(size(3_100_000_000), "3.1 GB");
    }
}
