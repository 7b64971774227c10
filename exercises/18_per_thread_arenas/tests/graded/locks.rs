//! The statements of the source that was compiled in which a text is copied under a lock, as the compiler
//! reads them: without comments, strings and test modules. A function that takes a lock counts as a lock,
//! whatever its name; and a function that only copies a text counts as a copy.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Each as the words of its statement.
pub(crate) fn locks_at_texts() -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs");
    let source = std::fs::read_to_string(file).expect("the source that was just compiled");
    locks_at_texts_in(&source)
}

fn locks_at_texts_in(source: &str) -> Vec<String> {
    let tokens: TokenStream = source.parse().expect("what was compiled has tokens");
    let mut functions = Vec::new();
    functions_in(&tokens, &mut functions);
    let names = Names::of(&functions);
    let mut found = Vec::new();
    names.look_into(tokens, Vec::new(), &mut found);
    found
}

/// Name and body of each function, those in other functions and in `impl` blocks included.
fn functions_in(tokens: &TokenStream, functions: &mut Vec<(String, TokenStream)>) {
    let mut name = None;
    let mut last = String::new();
    for token in without_tests(tokens) {
        let word = token.to_string();
        match &token {
            TokenTree::Ident(_) if last == "fn" => name = Some(word.clone()),
            TokenTree::Punct(sign) if sign.as_char() == ';' => name = None,
            TokenTree::Group(group) => {
                if let Some(name) = name.take_if(|_| is_block(group)) {
                    functions.push((name, group.stream()));
                }
                functions_in(&group.stream(), functions);
            }
            _ => {}
        }
        last = word;
    }
}

fn is_block(group: &Group) -> bool {
    group.delimiter() == Delimiter::Brace
}

/// What takes a lock, and what copies a text.
struct Names {
    locks: HashSet<String>,
    copies: HashSet<String>,
}

impl Names {
    fn of(functions: &[(String, TokenStream)]) -> Self {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let mut names = Self {
            // Only a `Mutex` lets threads share an arena: a `RwLock` would need it to be `Sync`.
            locks: set(&["lock", "try_lock"]),
            copies: set(&["alloc_str", "try_alloc_str", "alloc_slice_fill_iter"]),
        };
        let bodies: Vec<(&String, Vec<String>, bool)> = functions
            .iter()
            .map(|(name, body)| {
                let mut words = Vec::new();
                flatten(body, &mut words);
                let is_plain = !words
                    .iter()
                    .any(|word| matches!(word.as_str(), ";" | "|" | "{"));
                (name, words, is_plain)
            })
            .collect();
        // A function that calls another may come before it.
        for _ in 0..bodies.len() {
            let n_names = names.locks.len() + names.copies.len();
            for (name, words, is_plain) in &bodies {
                if position(words, &names.locks).is_some() {
                    names.locks.insert((*name).clone());
                } else if *is_plain && position(words, &names.copies).is_some() {
                    names.copies.insert((*name).clone());
                }
            }
            if names.locks.len() + names.copies.len() == n_names {
                break;
            }
        }
        names
    }

    /// Looks at the statements of a block, and at those of the blocks in it.
    fn look_into(&self, tokens: TokenStream, guards: Vec<Guard>, found: &mut Vec<String>) {
        let tokens = without_tests(&tokens);
        let mut block = Block {
            names: self,
            words: Vec::new(),
            guards,
        };
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Punct(sign) if matches!(sign.as_char(), ';' | ',') => block.end(found),
                token => block.add(token, found),
            }
            // After a block that is not part of an expression, a new statement starts.
            let is_end = matches!(token, TokenTree::Group(group) if is_block(group))
                && !tokens.get(at + 1).is_some_and(continues);
            if is_end {
                block.end(found);
            }
        }
        block.end(found);
    }
}

fn continues(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(sign) if matches!(sign.as_char(), '.' | '?' | ';' | ','))
}

/// A block that is being read.
struct Block<'n> {
    names: &'n Names,
    /// The words of the statement so far.
    words: Vec<String>,
    guards: Vec<Guard>,
}

/// A name in a statement that took a lock, which may be that of what is locked; and the statement.
type Guard = (String, String);

impl Block<'_> {
    /// Adds a token to a statement. What is in brackets belongs to it, and so does a block of one
    /// expression; any other block has statements of its own.
    fn add(&mut self, token: &TokenTree, found: &mut Vec<String>) {
        match token {
            TokenTree::Group(group) => {
                let mut inside = Vec::new();
                flatten(&group.stream(), &mut inside);
                let is_more = inside.iter().any(|word| word == ";" || word == "{");
                let is_body = self.words.iter().any(|word| word == "fn");
                if is_block(group) && (is_more || is_body) {
                    let guards = if is_body { Vec::new() } else { self.locked() };
                    self.names.look_into(group.stream(), guards, found);
                } else {
                    self.words.extend(call(group));
                    group
                        .stream()
                        .into_iter()
                        .for_each(|token| self.add(&token, found));
                }
            }
            TokenTree::Literal(_) => {}
            token => self.words.push(token.to_string()),
        }
    }

    /// The names in the statement so far, if it has taken a lock.
    fn locked(&self) -> Vec<Guard> {
        if position(&self.words, &self.names.locks).is_none() {
            return Vec::new();
        }
        let guard = |word: &String| (word.clone(), shown(&self.words));
        self.words.iter().map(guard).collect()
    }

    fn end(&mut self, found: &mut Vec<String>) {
        let words = std::mem::take(&mut self.words);
        let lock = position(&words, &self.names.locks);
        let copy = position(&words, &self.names.copies);
        if let (Some(lock), Some(copy)) = (lock, copy)
            && lock < copy
        {
            found.push(shown(&words));
        } else if lock.is_some() && words[0] == "let" {
            self.words = words;
            self.guards.extend(self.locked());
            self.words.clear();
        } else if copy.is_some() && !words.contains(&"|".to_owned()) {
            // A copy through a value that was locked in the same block: for this text alone.
            let through = words.windows(3).find_map(|three| {
                let is_copy = |word: &String| self.names.copies.contains(word);
                let guard = match three {
                    [value, dot, copy] if dot == "." && is_copy(copy) => value,
                    [copy, sign, value] if sign == CALL && is_copy(copy) => value,
                    _ => return None,
                };
                self.guards.iter().find(|(name, _)| name == guard)
            });
            if let Some((_, locked)) = through {
                found.push(format!("{locked}; {}", shown(&words)));
            }
        }
    }
}

/// Where one of these is called first.
fn position(words: &[String], names: &HashSet<String>) -> Option<usize> {
    let mut pairs = words.windows(2);
    pairs.position(|pair| names.contains(&pair[0]) && pair[1] == CALL)
}

const CALL: &str = "(…)";

/// The sign of a call, where brackets may be one.
fn call(group: &Group) -> Option<String> {
    (group.delimiter() == Delimiter::Parenthesis).then(|| CALL.to_owned())
}

/// A statement, without the signs of calls.
fn shown(words: &[String]) -> String {
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| *word != CALL)
        .collect();
    words.join(" ")
}

/// All words of these tokens, those in brackets included, with `{` for the start of a block.
fn flatten(tokens: &TokenStream, words: &mut Vec<String>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Group(group) => {
                words.extend(call(&group));
                if is_block(&group) {
                    words.push("{".to_owned());
                }
                flatten(&group.stream(), words);
            }
            TokenTree::Literal(_) => {}
            token => words.push(token.to_string()),
        }
    }
}

/// The tokens, but for the items that are only compiled for tests.
fn without_tests(tokens: &TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut left = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        if is_test_attribute(token, tokens.get(at)) {
            let end = tokens[at..].iter().position(is_end_of_item);
            at = end.map_or(tokens.len(), |end| at + end + 1);
        } else {
            left.push(token.clone());
        }
    }
    left
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
