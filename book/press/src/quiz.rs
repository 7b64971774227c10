//! Questions with explained answers, from a fenced block `quiz`:
//!
//! ```toml
//! [[question]]
//! ask = "Who frees a node in an arena?"
//! choices = ["Whoever holds it", "Its parent", "The arena, with all others"]
//! right = 2                                  # counted from 0
//! why = "An arena frees chunks, never a single node."
//! ```
//!
//! All texts are Markdown. Without JavaScript the page shows each question, its choices, and the answer in a
//! `<details>`; `theme/quiz.js` turns that into a form.
//!
//! The reader's answers are stored by question. A question's key depends on its choices: with other choices it is asked
//! again, while a correction in its text leaves the answer alone. The script tells two questions with one key apart.

use crate::widget::{Mistake, markdown, mistake, parse, reject_rust, require_text, storage_key};
use serde::Deserialize;
use std::fmt::Write;
use std::ops::RangeInclusive;
use toml::Spanned;

/// Two choices are a coin toss; five are too much to read.
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

/// Renders the questions as Markdown with HTML blocks. The line of a mistake counts from the first line of `source`.
pub fn render(source: &str) -> Result<String, Mistake> {
    let quiz: WireQuiz = parse(source, "quiz", HELP)?;
    for question in &quiz.question {
        check(source, question)?;
    }
    // Answers used to be stored under this key, all of a quiz together.
    let key = storage_key(source);
    let mut text = format!("<arena-quiz data-key=\"quiz-{key}\">\n\n");
    for question in &quiz.question {
        text.push_str(&render_question(question));
    }
    Ok(text + "</arena-quiz>\n")
}

fn check(source: &str, question: &WireQuestion) -> Result<(), Mistake> {
    let choices = question.choices.as_ref();
    for text in [&question.ask, &question.why].into_iter().chain(choices) {
        require_text(source, text, HELP)?;
        reject_rust(source, text)?;
    }
    if !CHOICES.contains(&choices.len()) {
        let what = format!("this question has {} choices", choices.len());
        return Err(mistake(source, &question.choices, what, "give 3 or 4"));
    }
    let right = question.right.as_ref();
    if *right >= choices.len() {
        let what = format!(
            "the right choice is {right}, but there are only {}",
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
            let help = "change one of the two";
            return Err(mistake(source, choice, "this choice is given twice", help));
        }
    }
    Ok(())
}

fn render_question(question: &WireQuestion) -> String {
    let right = *question.right.as_ref();
    let mut text = format!(
        "<div class=\"question\" data-right=\"{right}\">\n<div class=\"ask\" data-key=\"question-{}\">\n\n{}\n\n</div>\n\
         <ol class=\"choices\" type=\"a\">\n",
        question_key(question),
        markdown(question.ask.as_ref())
    );
    for choice in question.choices.as_ref() {
        let _ = writeln!(text, "<li>\n\n{}\n\n</li>", markdown(choice.as_ref()));
    }
    // As in the list above.
    let letter = char::from(b'a' + u8::try_from(right).unwrap_or_default());
    let _ = writeln!(
        text,
        "</ol>\n<details class=\"answer\">\n<summary>Answer</summary>\n\
         <p class=\"right\">The right answer is <strong>{letter}</strong>.</p>\n\n{}\n\n</details>\n</div>\n",
        markdown(question.why.as_ref())
    );
    text
}

/// The key that the reader's answer is stored under: it depends on the choices, and on which of them is right.
fn question_key(question: &WireQuestion) -> String {
    let mut text = question.right.as_ref().to_string();
    for choice in question.choices.as_ref() {
        // No text has this character: TOML does not allow it.
        text.push('\0');
        text.push_str(choice.as_ref().trim());
    }
    storage_key(&text)
}
