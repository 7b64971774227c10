//! Keys, from what a terminal sends: letters, escape sequences, and pasted text.
//!
//! What was pasted was not meant as keys. A terminal that knows bracketed paste says where it
//! begins and ends; elsewhere it shows in the pace: nobody presses so many keys at once.

/// One of the keys that are used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character.
    Char(char),
    /// Enter.
    Enter,
    /// Backspace or Delete.
    Backspace,
    /// Escape, on its own.
    Escape,
    /// Text that was pasted, however long.
    Paste,
    /// Ctrl-D, or the terminal is gone.
    End,
}

/// The most keys that a person presses at once.
const MAX_AT_ONCE: usize = 4;
/// What a terminal sends before and after pasted text.
#[cfg_attr(not(any(unix, test)), expect(dead_code, reason = "only Unix sends it"))]
const PASTE: [&str; 2] = ["\x1b[200~", "\x1b[201~"];

/// What arrived at once: keys, unless it is too much to be typed.
pub(super) fn typed_or_pasted(keys: Vec<Key>) -> Vec<Key> {
    match keys.len() {
        0..=MAX_AT_ONCE => keys,
        _ => vec![Key::Paste],
    }
}

/// The keys in what a Unix terminal sent at once. Escape sequences (arrows, function keys, a key
/// pressed with Alt) are skipped.
#[cfg(any(unix, test))]
pub(super) fn keys_in(text: &str) -> Vec<Key> {
    if PASTE.iter().any(|mark| text.contains(mark)) {
        return vec![Key::Paste];
    }
    let mut keys = Vec::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        keys.push(match character {
            '\r' | '\n' => Key::Enter,
            '\u{4}' => Key::End,
            '\u{7f}' | '\u{8}' => Key::Backspace,
            '\u{1b}' => match skip_sequence(characters.as_str()) {
                Some("") if characters.as_str().is_empty() => Key::Escape,
                rest => {
                    characters = rest.unwrap_or_default().chars();
                    continue;
                }
            },
            character => Key::Char(character),
        });
    }
    typed_or_pasted(keys)
}

/// Whether more is to come of what a terminal sends at once: it ends within an escape sequence, a
/// pasted text, or a character.
#[cfg(any(unix, test))]
pub(super) fn is_unfinished(bytes: &[u8]) -> bool {
    let is_split = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    let text = String::from_utf8_lossy(bytes);
    let last = text.rfind('\u{1b}');
    let is_in_sequence = last.is_some_and(|at| skip_sequence(&text[at + 1..]).is_none());
    is_split || is_in_sequence || is_in_paste(&text)
}

#[cfg(any(unix, test))]
fn is_in_paste(text: &str) -> bool {
    let [begin, end] = PASTE;
    text.rfind(begin)
        .is_some_and(|at| !text[at..].contains(end))
}

/// What follows an escape sequence, whose escape character has been read; `None` if it is not
/// complete.
#[cfg(any(unix, test))]
fn skip_sequence(text: &str) -> Option<&str> {
    let mut characters = text.chars();
    match characters.next() {
        // Nothing follows: the key Escape.
        None => return Some(""),
        // The Linux console's function keys have a second bracket.
        Some('[') => {
            let body = characters.as_str();
            let body = body.strip_prefix('[').unwrap_or(body);
            characters = body.chars();
            // `$` ends some of rxvt's, though it should not.
            characters.find(|c| matches!(c, '\x40'..='\x7e' | '$'))?;
        }
        // Keypads and function keys, some with a modifier's digit.
        Some('O') => {
            characters.find(|c| !matches!(c, '0'..='9' | ';'))?;
        }
        // A terminal's answers, which end with BEL or `ESC \`.
        Some(']' | 'P' | '_' | '^') => {
            let body = characters.as_str();
            let end = body.find(['\u{7}', '\u{1b}'])?;
            characters = body[end..].chars();
            if characters.next() == Some('\u{1b}') {
                characters.next();
            }
        }
        // Alt and an arrow, say.
        Some('\u{1b}') => return skip_sequence(characters.as_str()),
        // A key pressed with Alt.
        Some(_) => {}
    }
    Some(characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrow_keys_are_not_letters() {
        let keys = keys_in("a\x1b[A\x1b[1;5C\x1b[3~\x1bOPé\r\u{7f}");
        let expected = [Key::Char('a'), Key::Char('é'), Key::Enter, Key::Backspace];
        assert_eq!(keys, expected);
        assert_eq!(keys_in("\x1b"), [Key::Escape]);
    }

    #[test]
    fn other_sequences_are_not_letters_either() {
        let sequences = [
            "\x1b[[A",
            "\x1b[7$",
            "\x1bO5C",
            "\x1bx",
            "\x1b[?1;2c",
            "\x1b]11;rgb:0/0/0\x07",
            "\x1bP1$r\x1b\\",
            "\x1b[I",
            "\x1b\x1b[A",
        ];
        for sequence in sequences {
            assert_eq!(keys_in(&format!("{sequence}n")), [Key::Char('n')]);
            assert!(!is_unfinished(sequence.as_bytes()), "{sequence:?}");
        }
    }

    #[test]
    fn pasted_text_is_one_paste() {
        assert_eq!(keys_in("\x1b[200~xy\x1b[201~"), [Key::Paste]);
        assert_eq!(keys_in("\x1b[200~x\x1b[201~y\x1b[201~y"), [Key::Paste]);
        assert_eq!(keys_in("let galaxy = 1;\n"), [Key::Paste]);
        assert_eq!(keys_in("12\r").len(), 3);
    }

    #[test]
    fn more_is_awaited_only_where_something_is_open() {
        for open in ["\x1b[200~x", "\x1b[1;", "\x1bO", "\x1b[", "\x1b]0;x"] {
            assert!(is_unfinished(open.as_bytes()), "{open:?}");
        }
        assert!(is_unfinished(&"é".as_bytes()[..1]));
        for closed in ["x", "\x1b[200~x\x1b[201~", "\x1b[A", "\x1b", "\u{fffd}"] {
            assert!(!is_unfinished(closed.as_bytes()), "{closed:?}");
        }
    }
}
