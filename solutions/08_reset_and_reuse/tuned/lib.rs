//! Bad tuned without an arena: one string takes each document in lower case, and the words are pieces of it. String and
//! list keep their memory from one document to the next, so a batch needs a few blocks, however many documents it has.

use bumpalo::Bump;

/// An arena that holds more bytes than this between documents is not worth keeping.
pub const KEEP: usize = 1 << 20;

/// The index of one document. It is lent to `emit`, and gone when `emit` returns.
#[derive(Clone, Copy, Debug)]
pub struct Index<'a> {
    /// Its words, in order, in lower case.
    pub words: &'a [&'a str],
}

/// Hands the index of each document to `emit`, in order.
pub fn index_all(_arena: &mut Bump, documents: &[&str], mut emit: impl FnMut(&Index<'_>)) {
    let (mut text, mut unused) = (String::new(), Vec::new());
    for document in documents {
        text.clear();
        text.push_str(document);
        text.make_ascii_lowercase();
        let mut words = emptied(unused);
        words.extend(words_of(&text));
        emit(&Index { words: &words });
        unused = emptied(words);
        if text.capacity() + unused.capacity() * size_of::<&str>() > KEEP {
            (text, unused) = (String::new(), Vec::new());
        }
    }
}

/// The memory of a vector, for words of another text. `clear` alone would not do: the vector's type says that it
/// borrows from the text before. `collect` takes the memory over, since both types are the same size.
fn emptied<'t>(mut words: Vec<&str>) -> Vec<&'t str> {
    words.clear();
    words.into_iter().map(|_| "").collect()
}

/// The words of a document, as written. An apostrophe is part of a word.
fn words_of(document: &str) -> impl Iterator<Item = &str> {
    let words = document.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.filter(|word| !word.is_empty())
}

/// A copy of `word` with its ASCII letters in lower case. Only the last step uses it.
pub fn folded<'a>(arena: &'a Bump, word: &str) -> &'a str {
    let copy = arena.alloc_str(word);
    copy.make_ascii_lowercase();
    copy
}
