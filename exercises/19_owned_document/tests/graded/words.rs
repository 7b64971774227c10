//! The words of the source that was compiled, as the compiler reads them: without comments, without
//! what is in strings, and without test modules.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Each is a name, a keyword, a lifetime, a sign of one character, or an empty pair of brackets.
pub(crate) fn words_of_the_source() -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs");
    let source = std::fs::read_to_string(file).expect("the source that was just compiled");
    let tokens: TokenStream = source.parse().expect("what was compiled has tokens");
    let mut words = Vec::new();
    collect(tokens, &mut words);
    words
}

/// The words around one of them.
pub(crate) fn around(words: &[String], at: Option<usize>) -> String {
    let at = at.unwrap_or_default();
    let some = &words[at.saturating_sub(4)..words.len().min(at + 8)];
    some.join(" ")
}

fn collect(tokens: TokenStream, words: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        if is_test_attribute(token, tokens.get(at)) {
            // What the attribute is on: up to its block, or to a semicolon.
            at += 1;
            while let Some(token) = tokens.get(at) {
                at += 1;
                if is_end_of_item(token) {
                    break;
                }
            }
            continue;
        }
        match token {
            TokenTree::Group(group) if !group.stream().is_empty() => collect(group.stream(), words),
            TokenTree::Punct(sign)
                if sign.as_char() == '\'' && sign.spacing() == Spacing::Joint =>
            {
                let name = tokens.get(at).map(ToString::to_string);
                at += 1;
                words.push(format!("'{}", name.unwrap_or_default()));
            }
            // What a literal says is not a word.
            TokenTree::Literal(_) => {}
            token => words.push(token.to_string()),
        }
    }
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
