//! The words of a text, counted.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

pub(crate) const SCENE: Source = Source {
    name: "strings",
    row: 32,
    vary: None,
    file: include_str!("strings.rs"),
    left: ("Owned keys", "a String for each use", left),
    right: ("Keys in an arena", "a copy of each new word", right),
    lesson: "a word that is known already cost the left side a call, and the right side nothing",
};

/// In the same order each time.
type Counts<K> = HashMap<K, u32, BuildHasherDefault<DefaultHasher>>;

const TEXT: &str = "To be or To be";

/// `piece` in lower case, in a buffer that is used again.
fn lower<'b>(piece: &str, buffer: &'b mut [u8; 4]) -> &'b str {
    let bytes = &mut buffer[..piece.len()];
    bytes.copy_from_slice(piece.as_bytes());
    bytes.make_ascii_lowercase();
    std::str::from_utf8(bytes).expect("ASCII")
}

fn left(tape: &mut Tape) {
    tape.idle("The arena");
    // ANCHOR: left
    let mut counts = Counts::default();
    counts.reserve(3);
    tape.heap("table");
    tape.step("The table");
    for piece in TEXT.split(' ') {
        let word = piece.to_lowercase();
        tape.heap(piece);
        *counts.entry(word).or_insert(0) += 1;
        tape.step(format_args!("The word {piece:?}"));
    }
    tape.answer(format_args!(
        "{} {} {}",
        counts["to"], counts["be"], counts["or"]
    ));
    drop(counts);
    tape.step("The table and the arena are dropped");
    // ANCHOR_END: left
}

fn right(tape: &mut Tape) {
    let mut word = [0; 4];
    // ANCHOR: right
    let arena = Bump::new();
    tape.step("The arena");
    let mut counts = Counts::default();
    counts.reserve(3);
    tape.heap("table");
    tape.step("The table");
    for piece in TEXT.split(' ') {
        let word = lower(piece, &mut word);
        if let Some(count) = counts.get_mut(word) {
            *count += 1;
        } else {
            let key = &*arena.alloc_str(word);
            tape.put(piece, key);
            counts.insert(key, 1);
        }
        tape.step(format_args!("The word {piece:?}"));
    }
    tape.answer(format_args!(
        "{} {} {}",
        counts["to"], counts["be"], counts["or"]
    ));
    drop(counts);
    drop(arena);
    tape.step("The table and the arena are dropped");
    // ANCHOR_END: right
}
