//! Splits a source file into its stages: which of them are as shipped?
//!
//! What is compared are tokens, as the compiler sees them. So a comment is no change, wherever it
//! is; nor are documentation, the levels of lints, unit tests, and a comma before a closing bracket.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The name for the tokens around the stages.
pub(crate) const PIPELINE: &str = "the lines outside the four stages";

/// Attributes that change nothing about what a function does.
const PLAIN_ATTRIBUTES: [&str; 6] = ["doc", "allow", "expect", "warn", "deny", "forbid"];

/// One stage: its name, and its tokens.
pub(crate) type Stage = (String, Vec<String>);

/// The tokens around the stages, and then those of each `pub mod`.
pub(crate) fn stages(source: &str) -> Vec<Stage> {
    let source: TokenStream = source.parse().expect("a source that compiles has tokens");
    let trees = essential(source);
    let (mut around, mut stages) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < trees.len() {
        if let Some((name, body)) = stage(&trees[at..]) {
            let mut tokens = Vec::new();
            // `#![macro_use]` gives the macros of a stage to those below it.
            let (attributes, body) = inner_attributes(body);
            flatten(attributes, &mut around);
            flatten(body, &mut tokens);
            stages.push((name, tokens));
            at += 4;
        } else {
            flatten(TokenStream::from(trees[at].clone()), &mut around);
            at += 1;
        }
    }
    stages.insert(0, (PIPELINE.to_owned(), around));
    stages
}

/// The parts that differ between two sources, each with the first tokens of yours that do.
pub(crate) fn changed(yours: &str, shipped: &str) -> Vec<(String, String)> {
    let (yours, shipped) = (stages(yours), stages(shipped));
    let mut changed = Vec::new();
    for (name, tokens) in &yours {
        let before = shipped.iter().find(|stage| stage.0 == *name);
        let before = before.map_or(&[][..], |stage| stage.1.as_slice());
        if tokens.as_slice() != before {
            changed.push((name.clone(), first_difference(tokens, before)));
        }
    }
    for (name, _) in &shipped {
        if !yours.iter().any(|stage| stage.0 == *name) {
            changed.push((name.clone(), "(the stage is gone)".to_owned()));
        }
    }
    changed
}

fn first_difference(tokens: &[String], before: &[String]) -> String {
    let differs = |at: &usize| tokens.get(*at) != before.get(*at);
    match (0..tokens.len()).find(differs) {
        Some(at) => tokens[at..tokens.len().min(at + 12)].join(" "),
        None => "(something is gone from its end)".to_owned(),
    }
}

/// The name and body of the stage that these trees start with: `pub mod name { … }`.
fn stage(trees: &[TokenTree]) -> Option<(String, TokenStream)> {
    let [TokenTree::Ident(vis), TokenTree::Ident(keyword), rest @ ..] = trees else {
        return None;
    };
    match rest {
        [TokenTree::Ident(name), TokenTree::Group(body), ..]
            if vis == "pub" && keyword == "mod" && body.delimiter() == Delimiter::Brace =>
        {
            Some((name.to_string(), body.stream()))
        }
        _ => None,
    }
}

/// The inner attributes that change something, and the rest.
fn inner_attributes(body: TokenStream) -> (TokenStream, TokenStream) {
    let trees = essential(body);
    let mut at = 0;
    while let Some((true, n_trees, _)) = attribute(&trees[at..]) {
        at += n_trees;
    }
    let (attributes, rest) = trees.split_at(at);
    let stream = |trees: &[TokenTree]| trees.iter().cloned().collect();
    (stream(attributes), stream(rest))
}

/// All tokens of a stream as texts, those of groups included.
fn flatten(stream: TokenStream, texts: &mut Vec<String>) {
    // `=>` and `&&` are one text each.
    let mut is_joint = false;
    for tree in essential(stream) {
        let was_joint = std::mem::take(&mut is_joint);
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                texts.push(open.to_owned());
                flatten(group.stream(), texts);
                texts.pop_if(|last| last == ",");
                texts.push(close.to_owned());
            }
            TokenTree::Punct(punct) => {
                is_joint = punct.spacing() == Spacing::Joint;
                match texts.last_mut() {
                    Some(last) if was_joint => last.push(punct.as_char()),
                    _ => texts.push(punct.as_char().to_string()),
                }
            }
            other => texts.push(other.to_string()),
        }
    }
}

/// The trees of a stream without plain attributes, and without what only unit tests contain.
fn essential(stream: TokenStream) -> Vec<TokenTree> {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut essential = Vec::new();
    let mut at = 0;
    while at < trees.len() {
        let skipped = match attribute(&trees[at..]) {
            Some((_, n_trees, text)) if PLAIN_ATTRIBUTES.contains(&text.as_str()) => Some(n_trees),
            Some((false, n_trees, text)) if text == "cfg(test)" => {
                item_length(&trees[at + n_trees..]).map(|length| n_trees + length)
            }
            _ => None,
        };
        match skipped {
            Some(n_trees) => at += n_trees,
            None => {
                essential.push(trees[at].clone());
                at += 1;
            }
        }
    }
    essential
}

/// The attribute that these trees start with: whether it is an inner one, how many trees it has,
/// and its name, or `cfg(test)`.
fn attribute(trees: &[TokenTree]) -> Option<(bool, usize, String)> {
    let (is_inner, group) = match trees {
        [TokenTree::Punct(hash), TokenTree::Group(group), ..] if hash.as_char() == '#' => {
            (false, group)
        }
        [
            TokenTree::Punct(hash),
            TokenTree::Punct(bang),
            TokenTree::Group(group),
            ..,
        ] if hash.as_char() == '#' && bang.as_char() == '!' => (true, group),
        _ => return None,
    };
    let whole: String = group
        .stream()
        .into_iter()
        .map(|tree| tree.to_string())
        .collect();
    let text = match group.stream().into_iter().next() {
        _ if group.delimiter() != Delimiter::Bracket => return None,
        _ if whole == "cfg(test)" => whole,
        Some(TokenTree::Ident(name)) => name.to_string(),
        _ => return None,
    };
    Some((is_inner, if is_inner { 3 } else { 2 }, text))
}

/// The number of trees of the item that these trees start with, its attributes included. `None` if
/// it is not an item, but a field, an argument or an arm.
fn item_length(trees: &[TokenTree]) -> Option<usize> {
    let mut at = 0;
    while let Some((_, n_trees, _)) = attribute(&trees[at..]) {
        at += n_trees;
    }
    let words = trees[at..].iter().filter_map(|tree| match tree {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    });
    let mut words = words.filter(|word| word != "pub");
    let ends_in_semicolon = match words.next()?.as_str() {
        "mod" | "fn" | "impl" | "struct" | "enum" | "trait" | "macro_rules" => false,
        // A `const fn` has a body, a `const unsafe extern "C" fn` as well.
        "const" => !matches!(words.next()?.as_str(), "fn" | "async" | "unsafe" | "extern"),
        "use" | "static" | "type" => true,
        _ => return None,
    };
    let ends = |tree: &TokenTree| match tree {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => !ends_in_semicolon && group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    let length = trees[at..].iter().position(ends)?;
    Some(at + length + 1)
}
