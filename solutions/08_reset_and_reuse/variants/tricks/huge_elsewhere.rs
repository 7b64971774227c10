//! Each document is measured first; one that would need more than half of `KEEP` gets an arena of
//! its own, so that the archive's never grows too large.
//! Not right: words and list of a large document are not in the archive's arena (its limits and its
//! sizes say nothing of them), and an arena that comes in too large is kept.
//!
//! Fails in: step3_in_the_arena

use bumpalo::Bump;

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
        let needed = bytes_of_index(document);
        if needed > KEEP / 2 {
            // A spike: nothing of it may stay with the archive.
            emit_index(&Bump::with_capacity(needed), document, &mut emit);
        } else {
            emit_index(arena, document, &mut emit);
            arena.reset();
        }
    }
}

fn bytes_of_index(document: &str) -> usize {
    words_of(document)
        .map(|word| word.len() + size_of::<&str>())
        .sum()
}

/// The list has its exact size from the start, so that it never moves.
fn emit_index(arena: &Bump, document: &str, emit: &mut impl FnMut(&Index<'_>)) {
    let mut left = words_of(document);
    let words: &[&str] = arena.alloc_slice_fill_with(words_of(document).count(), |_| {
        left.next().map_or("", |word| folded(arena, word))
    });
    emit(&Index { words });
}

/// The words of a document, as written. An apostrophe is part of a word.
fn words_of(document: &str) -> impl Iterator<Item = &str> {
    let words = document.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.filter(|word| !word.is_empty())
}

/// A copy of `word` with its ASCII letters in lower case. The last step only checks that the
/// compiler ties its result to the arena.
pub fn folded<'a>(arena: &'a Bump, word: &str) -> &'a str {
    let copy = arena.alloc_str(word);
    copy.make_ascii_lowercase();
    copy
}
