//! The statements of the source that was compiled in which a text is copied under a lock, as the compiler
//! reads them: without comments, strings and test modules.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Each as the words of its statement.
pub(crate) fn locks_at_texts() -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs");
    let source = std::fs::read_to_string(file).expect("the source that was just compiled");
    let tokens: TokenStream = source.parse().expect("what was compiled has tokens");
    let mut found = Vec::new();
    look_into(tokens, &mut found);
    found
}

/// Looks at the statements of a block, and at those of the blocks in it.
fn look_into(tokens: TokenStream, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Punct(sign) if matches!(sign.as_char(), ';' | ',') => end(&mut words, found),
            token if is_test_attribute(token, tokens.get(at)) => {
                let end = tokens[at..].iter().position(is_end_of_item);
                at = end.map_or(tokens.len(), |end| at + end + 1);
            }
            token => add(token, &mut words, found),
        }
    }
    end(&mut words, found);
}

/// Adds a token to a statement. What is in brackets belongs to it; a block has statements of its own.
fn add(token: &TokenTree, words: &mut Vec<String>, found: &mut Vec<String>) {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            look_into(group.stream(), found);
        }
        TokenTree::Group(group) => {
            let inside = group.stream().into_iter();
            inside.for_each(|token| add(&token, words, found));
        }
        TokenTree::Literal(_) => {}
        token => words.push(token.to_string()),
    }
}

fn end(words: &mut Vec<String>, found: &mut Vec<String>) {
    let position = |wanted: &[&str]| {
        words
            .iter()
            .position(|word| wanted.contains(&word.as_str()))
    };
    let lock = position(&["lock", "try_lock"]);
    let copy = position(&["alloc_str", "alloc_slice_fill_iter"]);
    if let (Some(lock), Some(copy)) = (lock, copy)
        && lock < copy
    {
        found.push(words.join(" "));
    }
    words.clear();
}

/// Whether this is `#[cfg(test)]`.
fn is_test_attribute(sign: &TokenTree, group: Option<&TokenTree>) -> bool {
    let (TokenTree::Punct(sign), Some(TokenTree::Group(group))) = (sign, group) else {
        return false;
    };
    let words: String = group
        .stream()
        .into_iter()
        .map(|token| token.to_string())
        .collect();
    sign.as_char() == '#' && words == "cfg(test)"
}

fn is_end_of_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(sign) => sign.as_char() == ';',
        _ => false,
    }
}
