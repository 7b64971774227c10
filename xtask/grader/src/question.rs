//! The question that is asked with a failure: chosen by what was seen in this learner's code, as it was tried.

use crate::results::{TestOutcome, TestResult};
use crate::versions::Sources;
use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use workbook::guidance::{Seen, without_blanks};
use workbook::{Exercise, step_of};

/// The question to ask about a test that fails; `None` where the exercise has none for its step.
#[must_use]
pub fn about(
    exercise: &Exercise,
    test: &TestResult,
    is_better: bool,
    sources: Option<&Sources>,
) -> Option<String> {
    let guide = exercise.guides.get(step_of(&test.name))?;
    let texts = sources.into_iter().flat_map(Sources::rust);
    let code: String = texts.map(|text| code_of(&text)).collect();
    let seen = Seen {
        test: &test.name,
        message: test.message.as_deref().unwrap_or_default(),
        code: &code,
        is_better,
        is_ordinary: test.outcome == TestOutcome::Fail,
    };
    guide.question(seen).map(str::to_owned)
}

/// The tokens of a source, each once; all of the text where it is not Rust.
fn code_of(text: &str) -> String {
    match text.parse::<TokenStream>() {
        Ok(tokens) => without_blanks(&without_texts(tokens).to_string()),
        Err(_) => without_blanks(text),
    }
}

/// The tokens without documentation, and with empty strings: what these say is no code.
fn without_texts(tokens: TokenStream) -> TokenStream {
    let mut code: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if is_documentation(&group) => {
                // The `#`, or `#!`, of the attribute.
                while code.last().is_some_and(
                    |last| matches!(last, TokenTree::Punct(mark) if "#!".contains(mark.as_char())),
                ) {
                    code.pop();
                }
            }
            TokenTree::Group(group) => {
                let inside = without_texts(group.stream());
                code.push(Group::new(group.delimiter(), inside).into());
            }
            TokenTree::Literal(literal) if literal.to_string().contains('"') => {
                code.push(Literal::string("").into());
            }
            other => code.push(other),
        }
    }
    code.into_iter().collect()
}

/// Whether it is the `[doc = "…"]` that a comment with three slashes becomes.
fn is_documentation(group: &Group) -> bool {
    let mut tokens = group.stream().into_iter();
    group.delimiter() == Delimiter::Bracket
        && matches!(tokens.next(), Some(TokenTree::Ident(name)) if name == "doc")
        && matches!(tokens.next(), Some(TokenTree::Punct(mark)) if mark.as_char() == '=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_code() {
        let code = code_of(
            "//! Mutex\n/// Rc of it\nfn a<'b>(x: &'b str) { // lock\n let y = \"Box::new\"; /* Vec */ z( 'c' ) }",
        );
        assert_eq!(code, "fna<'b>(x:&'bstr){lety=\"\";z('c')}");
    }

    #[test]
    fn a_negation_before_a_comment_stays() {
        assert_eq!(code_of("if ! x { /// y\n z }"), "if!x{z}");
    }

    #[test]
    fn what_is_not_rust_is_taken_as_it_is() {
        assert_eq!(code_of("fn ( {"), "fn({");
    }
}
