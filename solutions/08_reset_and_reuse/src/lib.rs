//! The index of an archive: the words of each document, in lower case.
//!
//! All documents share the caller's arena. Each is handled in a separate function: once that has
//! returned, nothing borrows the arena any more, and the loop can reset it.

use bumpalo::Bump;
use bumpalo::collections::Vec;

/// An arena that holds more bytes than this between documents is not worth keeping.
pub const KEEP: usize = 1 << 20;

/// The index of one document. It is lent to `emit`, and gone when `emit` returns.
#[derive(Clone, Copy, Debug)]
pub struct Index<'a> {
    /// Its words, in order, in lower case.
    pub words: &'a [&'a str],
}

/// Hands the index of each document to `emit`, in order. `arena` belongs to the archive, and is
/// used for one batch of documents after another.
pub fn index_all(arena: &mut Bump, documents: &[&str], mut emit: impl FnMut(&Index<'_>)) {
    for document in documents {
        emit_index(arena, document, &mut emit);
        // Frees every chunk but the newest. From about the third document on there is only that
        // one, and the reset moves a pointer. (Under an allocation limit chunks may shrink, and the
        // newest be too small: the chapter on limits has a rule for that.)
        arena.reset();
        // Checked after the reset, when only the chunk that would be kept counts. A spike is freed,
        // and the next document starts small.
        if arena.allocated_bytes() > KEEP {
            // A limit that the archive has set applies to the new arena as well.
            let limit = arena.allocation_limit();
            *arena = Bump::new();
            arena.set_allocation_limit(limit);
        }
    }
}

/// One document. Its vector borrows the arena, and is dropped here.
fn emit_index(arena: &Bump, document: &str, emit: &mut impl FnMut(&Index<'_>)) {
    // The whole document at once: each word is a piece of the copy, and needs no allocation of its
    // own.
    let text = folded(arena, document);
    // In an arena even growth in place moves the elements. A word and the gap after it usually take
    // more than four bytes; any excess is free again after the reset.
    let mut words = Vec::with_capacity_in(text.len() / 4, arena);
    words.extend(words_of(text));
    emit(&Index { words: &words });
}

/// The words of a document, as written. An apostrophe is part of a word.
fn words_of(document: &str) -> impl Iterator<Item = &str> {
    let words = document.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.filter(|word| !word.is_empty())
}

/// A copy of `text` with its ASCII letters in lower case. The last step only checks that the compiler
/// ties its result to the arena.
pub fn folded<'a>(arena: &'a Bump, text: &str) -> &'a str {
    let copy = arena.alloc_str(text);
    copy.make_ascii_lowercase();
    copy
}
