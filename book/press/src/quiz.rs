//! Questions with explained answers, from a fenced block `quiz`:
//!
//! ```toml
//! [[question]]
//! ask = "Who frees a node in an arena?"
//! choices = ["Whoever holds it", "Its parent", "The arena, with all others"]
//! right = 2                                  # counted from 0
//! why = "An arena frees chunks, and never one node."
//! ```
//!
//! All texts are Markdown. Without JavaScript the page shows each question, its choices, and the answer in a
//! `<details>`; `theme/quiz.js` makes a form of that.

use crate::Problem;
use crate::widget::{Mistake, key, line_of, mistake, no_code, paragraphs, present};
use serde::Deserialize;
use std::fmt::Write;
use std::ops::RangeInclusive;
use toml::Spanned;

/// Two choices are a coin; five are a page to read.
const CHOICES: RangeInclusive<usize> = 3..=4;
const HELP: &str = "a quiz is TOML: `[[question]]` with `ask`, `choices` (3 or 4), `right` (counted from 0) and `why`";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireQuiz {
    question: Vec<WireQuestion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireQuestion {
    ask: Spanned<String>,
    choices: Spanned<Vec<Spanned<String>>>,
    right: Spanned<usize>,
    why: Spanned<String>,
}

/// The questions as Markdown with HTML blocks in it. A mistake's line counts from the first line of `source`.
pub fn render(source: &str) -> Result<String, Mistake> {
    let quiz: WireQuiz = toml::from_str(source).map_err(|error| Mistake {
        line: error.span().map_or(0, |span| line_of(source, span.start)),
        problem: Problem::somewhere(
            format!("this quiz cannot be read: {}", error.message()),
            HELP,
        ),
    })?;
    for question in &quiz.question {
        check(source, question)?;
    }
    let mut text = format!("<arena-quiz data-key=\"quiz-{}\">\n\n", key(source));
    for question in &quiz.question {
        text.push_str(&rendered(question));
    }
    Ok(text + "</arena-quiz>\n")
}

fn check(source: &str, question: &WireQuestion) -> Result<(), Mistake> {
    let choices = question.choices.as_ref();
    for text in [&question.ask, &question.why].into_iter().chain(choices) {
        present(source, text, HELP)?;
        no_code(source, text)?;
    }
    if !CHOICES.contains(&choices.len()) {
        let what = format!("this question has {} choices", choices.len());
        return Err(mistake(source, &question.choices, what, "give 3 or 4"));
    }
    let right = question.right.as_ref();
    if *right >= choices.len() {
        let what = format!(
            "the right choice is {right}, and there are {}",
            choices.len()
        );
        return Err(mistake(
            source,
            &question.right,
            what,
            "count the choices from 0",
        ));
    }
    for (at, choice) in choices.iter().enumerate() {
        if choices[..at]
            .iter()
            .any(|before| before.as_ref() == choice.as_ref())
        {
            let help = "make each choice differ from the others";
            return Err(mistake(
                source,
                choice,
                "this choice stands here twice",
                help,
            ));
        }
    }
    Ok(())
}

fn rendered(question: &WireQuestion) -> String {
    let right = *question.right.as_ref();
    let mut text = format!(
        "<div class=\"question\" data-right=\"{right}\">\n<div class=\"ask\">\n\n{}\n\n</div>\n<ol class=\"choices\" type=\"a\">\n",
        paragraphs(question.ask.as_ref())
    );
    for choice in question.choices.as_ref() {
        let _ = writeln!(text, "<li>\n\n{}\n\n</li>", paragraphs(choice.as_ref()));
    }
    // The letters are those of the list above.
    let letter = char::from(b'a' + u8::try_from(right).unwrap_or_default());
    let _ = writeln!(
        text,
        "</ol>\n<details class=\"answer\">\n<summary>Answer</summary>\n\
         <p class=\"right\">Right is <strong>{letter}</strong>.</p>\n\n{}\n\n</details>\n</div>\n",
        paragraphs(question.why.as_ref())
    );
    text
}
