//! Takes pictures of pages, for work on their looks: `ARENA_PICTURES=FOLDER cargo test -p press pictures`.
//! `ARENA_CHAPTERS` names the chapters; `ARENA_SCRIPT` runs in each of them first.

use super::tab::{DESKTOP, PHONE};
use super::{program, this_book};

#[test]
fn pictures_are_taken_if_a_folder_is_named() {
    let Some(folder) = std::env::var_os("ARENA_PICTURES") else {
        return;
    };
    let Some(program) = program() else { return };
    let chapters =
        std::env::var("ARENA_CHAPTERS").unwrap_or_else(|_| "scratch parsing start".to_owned());
    let book = this_book();
    let mut tab = book.tab(&program);
    for chapter in chapters.split_whitespace() {
        for theme in ["light", "dark"] {
            for size in [PHONE, DESKTOP] {
                tab.resize(size);
                tab.prefers(&[("prefers-color-scheme", theme)]);
                tab.open(&format!("{chapter}.html"));
                if let Ok(script) = std::env::var("ARENA_SCRIPT") {
                    tab.value(&script);
                }
                let name = format!("{chapter}-{theme}-{}.png", size.0);
                let path = std::path::Path::new(&folder).join(name);
                std::fs::write(&path, bytes(&tab.picture()))
                    .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            }
        }
    }
}

/// Decodes base 64, in which the protocol sends a file.
fn bytes(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes().filter_map(value) {
        bits = bits << 6 | u32::from(letter);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    bytes
}
