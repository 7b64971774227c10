//! Honest: the caller's arena is limited to `KEEP` while a document is put into it, so it cannot
//! become too large; a document that does not fit gets an arena of its own, which goes with it.

use bumpalo::{AllocErr, Bump};

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
        // A limit is only looked at when there is a new chunk, and not below what there is already.
        if arena.allocated_bytes() > KEEP {
            let limit = arena.allocation_limit();
            *arena = Bump::new();
            arena.set_allocation_limit(limit);
        }
        match index_within_keep(arena, document) {
            Ok(index) => emit(&index),
            Err(AllocErr) => {
                let own = Bump::new();
                emit(&index(&own, document).expect("without a limit, there is room"));
            }
        }
        arena.reset();
    }
}

/// The index, if it fits into an arena that is worth keeping. The arena's own limit is put back.
fn index_within_keep<'a>(arena: &'a Bump, document: &str) -> Result<Index<'a>, AllocErr> {
    let limit = arena.allocation_limit();
    arena.set_allocation_limit(Some(limit.unwrap_or(KEEP).min(KEEP)));
    let index = index(arena, document);
    arena.set_allocation_limit(limit);
    index
}

/// The whole document in lower case, and a list of its pieces at its exact length.
fn index<'a>(arena: &'a Bump, document: &str) -> Result<Index<'a>, AllocErr> {
    let text = arena.try_alloc_str(document)?;
    text.make_ascii_lowercase();
    let text: &'a str = text;
    let n_words = words_of(text).count();
    let mut words = words_of(text);
    let words = arena.try_alloc_slice_fill_with(n_words, |_| words.next().unwrap_or_default())?;
    Ok(Index { words })
}

/// The words of a document, as written. An apostrophe is part of a word.
fn words_of(document: &str) -> impl Iterator<Item = &str> {
    let words = document.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.filter(|word| !word.is_empty())
}

/// A copy of `word` with its ASCII letters in lower case. The last step only checks that the compiler
/// ties its result to the arena.
pub fn folded<'a>(arena: &'a Bump, word: &str) -> &'a str {
    let copy = arena.alloc_str(word);
    copy.make_ascii_lowercase();
    copy
}
