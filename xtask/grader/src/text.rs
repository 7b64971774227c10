//! Text that is safe and readable wherever it is printed: sizes in units, paths with `/`, and no
//! characters that command a terminal.

pub use yardstick::grouped;

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

/// A path with `/` between its parts, as reports write paths on every system.
#[must_use]
pub fn with_slashes(path: &str) -> String {
    path.replace(std::path::MAIN_SEPARATOR, "/")
}

/// Replaces characters that would control a terminal or a log with visible ones. Line ends become
/// `\n`.
#[must_use]
pub fn printable(text: &str) -> String {
    text.replace("\r\n", "\n").chars().map(visible).collect()
}

/// The same for what belongs on one line, such as a name: line ends become visible, too.
#[must_use]
pub fn printable_line(text: &str) -> String {
    let text = text.trim_end_matches(['\r', '\n']);
    let visible = |c| if c == '\n' { '␊' } else { visible(c) };
    text.chars().map(visible).collect()
}

/// Whether a character is shown as another: it moves the cursor, starts an escape code, begins a
/// line in some readers only, or reverses the order of what follows.
#[must_use]
pub fn is_command(c: char) -> bool {
    let reorders = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    let breaks_lines = matches!(c, '\u{2028}' | '\u{2029}');
    (c.is_control() && !matches!(c, '\n' | '\t')) || reorders || breaks_lines
}

fn visible(c: char) -> char {
    match c {
        _ if !is_command(c) => c,
        // Unicode has a control picture for each of these.
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(c),
        '\x7f' => '␡',
        _ => char::REPLACEMENT_CHARACTER,
    }
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
    fn paths_have_slashes_on_every_system() {
        let file = std::path::Path::new("exercises")
            .join("02_x")
            .join("lib.rs");
        let text = file.to_string_lossy();
        assert_eq!(with_slashes(&text), "exercises/02_x/lib.rs");
    }

    #[test]
    fn text_that_would_be_reordered_becomes_visible() {
        assert_eq!(
            printable("a\u{202e}b\u{2066}\u{2028}c"),
            "a\u{fffd}b\u{fffd}\u{fffd}c"
        );
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(printable_line("a\n::error::b\r\n"), "a␊::error::b");
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(size(999), "999 B");
        assert_eq!(size(1_500), "1.5 kB");
        assert_eq!(size(3_100_000_000), "3.1 GB");
    }
}
