//! The questions as Markdown with HTML blocks.

use super::question::{Answer, Code, Question};
use crate::html::escape;
use crate::pairs;
use crate::widget::{markdown, storage_key};
use std::fmt::Write;
use xxhash_rust::xxh3::xxh3_64;

/// The questions of a block.
pub fn render(questions: &[Question]) -> String {
    let questions: String = questions.iter().map(render_question).collect();
    format!("<arena-quiz>\n\n{questions}</arena-quiz>\n")
}

fn render_question(question: &Question) -> String {
    let shown = Shown::of(&question.answer);
    let key = storage_key(&shown.key);
    let mut text = format!(
        "<div class=\"question\" data-kind=\"{}\" data-right=\"{}\"{}>\n<div class=\"ask\" data-key=\"question-{key}\">\n\n{}\n\n</div>\n{}",
        shown.kind,
        attribute(&shown.right),
        shown.attributes,
        markdown(&question.ask),
        shown.body
    );
    let _ = writeln!(
        text,
        "<details class=\"answer\">\n<summary>Answer</summary>\n<p class=\"right\">{}</p>\n\n{}\n\n{}</details>\n</div>\n",
        shown.answer,
        markdown(&question.why),
        shown.evidence
    );
    text
}

/// How an answer is asked for, and told.
struct Shown {
    kind: &'static str,
    /// The right answer, for the script.
    right: String,
    attributes: String,
    /// What is between the question and its answer.
    body: String,
    /// The right answer, as HTML, for readers without the script.
    answer: String,
    /// What proves it, after the reason.
    evidence: String,
    /// What the key that the reader's answer is stored under depends on.
    key: String,
}

impl Shown {
    fn of(answer: &Answer) -> Self {
        match answer {
            Answer::Choice { choices, right } => Self::choice(choices, *right),
            Answer::Number { value, unit } => Self::number(*value, unit),
            Answer::Order { steps } => Self::order(steps),
            Answer::Prints { code, text } => Self::prints(code, text),
            Answer::Compiles { code } => Self::compiles(code),
            Answer::Line { code, at } => Self::line(code, *at),
        }
    }

    fn new(kind: &'static str, right: String, key: &[&str]) -> Self {
        // No text has this character: TOML does not allow it.
        let key = [&[right.as_str()], key].concat().join("\0");
        let (attributes, body) = (String::new(), String::new());
        let (answer, evidence) = (String::new(), String::new());
        Self {
            kind,
            right,
            attributes,
            body,
            answer,
            evidence,
            key,
        }
    }

    fn choice(choices: &[String], right: usize) -> Self {
        let texts: Vec<_> = choices.iter().map(|choice| choice.trim()).collect();
        Self {
            body: list(&texts, "choices"),
            answer: format!("The right answer is <strong>{}</strong>.", letter(right)),
            ..Self::new("choice", right.to_string(), &texts)
        }
    }

    fn number(value: i64, unit: &str) -> Self {
        let told = [&thousands(value), unit].map(str::trim).join(" ");
        Self {
            attributes: format!(" data-unit=\"{}\"", attribute(unit)),
            answer: format!("The answer: <strong>{}</strong>.", escape(told.trim())),
            ..Self::new("number", value.to_string(), &["number", unit])
        }
    }

    fn order(steps: &[String]) -> Self {
        let order = shuffled(steps);
        // The place of each step among those that are shown.
        let places: Vec<_> = (0..steps.len())
            .filter_map(|step| order.iter().position(|shown| *shown == step))
            .collect();
        let shown: Vec<_> = order.iter().map(|step| steps[*step].trim()).collect();
        let letters: Vec<_> = places
            .iter()
            .map(|place| letter(*place).to_string())
            .collect();
        let right: Vec<_> = places.iter().map(ToString::to_string).collect();
        Self {
            body: list(&shown, "choices order"),
            answer: format!("The order is <strong>{}</strong>.", letters.join(", ")),
            ..Self::new("order", right.join(","), &shown)
        }
    }

    fn prints(code: &Code, text: &str) -> Self {
        let text_lines: Vec<_> = text.lines().map(escape).collect();
        Self {
            body: pairs::asked(&code.text),
            answer: format!(
                "It prints <code>{}</code>.",
                text_lines.join("</code> <code>")
            ),
            ..Self::new("prints", text.to_owned(), &[&code.text])
        }
    }

    fn compiles(code: &Code) -> Self {
        let does = code.refusal.is_none();
        let told = if does {
            "It compiles."
        } else {
            "It does not compile."
        };
        Self {
            body: format!(
                "{}{}",
                pairs::asked(&code.text),
                list(&["It compiles", "It does not compile"], "choices")
            ),
            answer: told.to_owned(),
            evidence: code
                .refusal
                .as_ref()
                .map(pairs::message)
                .unwrap_or_default(),
            ..Self::new("compiles", usize::from(!does).to_string(), &[&code.text])
        }
    }

    fn line(code: &Code, at: usize) -> Self {
        let line = code.text.lines().nth(at).unwrap_or_default().trim();
        Self {
            body: pairs::asked(&code.text),
            answer: format!("Line {}: <code>{}</code>", at + 1, escape(line)),
            ..Self::new("line", at.to_string(), &[&code.text])
        }
    }
}

fn list(texts: &[&str], class: &str) -> String {
    let mut html = format!("<ol class=\"{class}\" type=\"a\">\n");
    for text in texts {
        let _ = writeln!(html, "<li>\n\n{}\n\n</li>", markdown(text));
    }
    html + "</ol>\n"
}

/// As in the lists.
fn letter(at: usize) -> char {
    char::from(b'a' + u8::try_from(at).unwrap_or_default())
}

/// The steps in the order of their hashes: any order but the right one, and the same one in each build.
fn shuffled(steps: &[String]) -> Vec<usize> {
    let mut order: Vec<_> = (0..steps.len()).collect();
    order.sort_by_key(|step| xxh3_64(steps[*step].as_bytes()));
    if order.is_sorted() {
        order.rotate_left(1);
    }
    order
}

fn thousands(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().collect();
    let groups: Vec<_> = groups.into_iter().map(String::from_utf8_lossy).collect();
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}", groups.join(","))
}

/// A text in an attribute.
fn attribute(text: &str) -> String {
    escape(text).replace('\n', "&#10;")
}
