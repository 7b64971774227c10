//! Builds the words in another thread, where a count of this thread's allocations does not see
//! them.
//! A trick: every word is still a heap call.
//! Fails in: step2_budget

use bumpalo::Bump;

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
    let made = std::thread::scope(|scope| {
        let helper = scope.spawn(|| words_of_the_heap(text));
        helper.join().unwrap_or_default()
    });
    let list = arena.alloc_slice_fill_copy(made.len(), "");
    for (place, word) in list.iter_mut().zip(&made) {
        *place = arena.alloc_str(word);
    }
    list
}

fn words_of_the_heap(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in pieces(text) {
        let word = normalised(piece);
        // Some pieces are nothing but apostrophes.
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

/// A piece in lower case, without its apostrophes.
fn normalised(piece: &str) -> String {
    let mut word = String::with_capacity(piece.len());
    for c in piece.chars().filter(|c| !is_apostrophe(*c)) {
        // One character may become several: `İ` is an `i` and a dot above it.
        word.extend(c.to_lowercase());
    }
    word
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}
