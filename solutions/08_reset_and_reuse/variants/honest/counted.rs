//! One arena for all documents; the words are counted first, so that the list is a slice of the
//! arena with its exact size, and no vector at all.

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
        emit_index(arena, document, &mut emit);
        empty(arena);
    }
}

/// What is left for the next document is a single chunk, of at most `KEEP` bytes.
fn empty(arena: &mut Bump) {
    arena.reset();
    if arena.allocated_bytes() > KEEP {
        *arena = Bump::new();
    }
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
