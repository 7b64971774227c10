//! Rewrites one chapter: blocks and asides become widgets, and directives are followed line by line.

use crate::asides::{self, Change, Changes};
use crate::directives::Page;
use crate::fences::{Fence, fences};
use crate::quiz::Question;
use crate::widget::Mistake;
use crate::{Problem, agenda, chooser, descriptions, head, quiz, tables};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A chapter, rewritten.
pub(crate) struct Rewritten {
    /// As mdBook should read it.
    pub content: String,
    pub mistakes: Vec<Mistake>,
    /// The questions that it asks, each with its line, from 0.
    pub questions: Vec<(usize, Question)>,
}

/// The chapter as mdBook should read it, and the mistakes in it.
pub(crate) fn rewrite(page: &Page<'_>, text: &str) -> Rewritten {
    let lines: Vec<_> = text.lines().collect();
    let fences = fences(text);
    let code: Vec<_> = fences.iter().map(|fence| fence.first..fence.end).collect();
    let (mut changes, mut mistakes) = asides::changes(&lines, &code);
    head::add(page, &lines, &mut changes);
    mistakes.extend(tables::mistakes(text));
    let mut rewriting = Rewriting {
        page,
        lines: &lines,
        rewritten: Rewritten {
            content: String::with_capacity(text.len()),
            mistakes,
            questions: Vec::new(),
        },
        n_questions: 0,
    };
    let replacements = fences
        .iter()
        .filter_map(|fence| rewriting.replacement(fence));
    let replacements = replacements.collect::<BTreeMap<_, _>>();
    rewriting.write(&changes, &replacements);
    let mut rewritten = rewriting.rewritten;
    rewritten.mistakes.sort_by_key(|mistake| mistake.line);
    rewritten
}

/// The replacement of a fenced block.
struct Replacement {
    /// The line after the block.
    end: usize,
    text: String,
}

struct Rewriting<'a> {
    page: &'a Page<'a>,
    lines: &'a [&'a str],
    rewritten: Rewritten,
    n_questions: usize,
}

impl Rewriting<'_> {
    /// The replacement of a fenced block, with the block's first line. `None` if the block stays as it is.
    fn replacement(&mut self, fence: &Fence) -> Option<(usize, Replacement)> {
        let rendered = match fence.kind() {
            "quiz" => quiz::questions(&fence.body, self.page).map(|questions| {
                let text = self.with_ids(&quiz::render(&questions));
                let questions = questions.into_iter();
                let placed = questions.map(|question| (fence.first + 1 + question.line, question));
                self.rewritten.questions.extend(placed);
                text
            }),
            "chooser" => chooser::render(&fence.body),
            "agenda" => agenda::render(&fence.body, self.page),
            "rust" | "rs" => {
                self.require_tested(fence);
                return None;
            }
            _ => return None,
        };
        if !self.lines[fence.first].starts_with(['`', '~']) {
            let what = format!("this {} is in a list or a quote", fence.kind());
            self.report(
                fence.first,
                Problem::general(what, "start it at the beginning of a line"),
            );
            return None;
        }
        let text = rendered.unwrap_or_else(|mistake| {
            self.report(fence.first + 1 + mistake.line, mistake.problem);
            String::new()
        });
        let end = fence.end;
        Some((fence.first, Replacement { end, text }))
    }

    /// A quiz whose questions can be linked to: they are counted through the page.
    fn with_ids(&mut self, quiz: &str) -> String {
        const START: &str = "<div class=\"question\"";
        let mut parts = quiz.split(START);
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            self.n_questions += 1;
            let _ = write!(
                text,
                "<span id=\"q{}\"></span>\n{START}{part}",
                self.n_questions
            );
        }
        text
    }

    /// Rust that is shown must be compiled by a test, so it must be included from a folder with tests.
    fn require_tested(&mut self, fence: &Fence) {
        let code = fence.body.lines().filter(|line| !line.trim().is_empty());
        let is_tested = |line: &str| self.page.includes_tested_code(line);
        if code.clone().count() == 0 || !code.clone().all(is_tested) {
            self.report(fence.first, untested());
        }
    }

    fn write(&mut self, changes: &Changes, replacements: &BTreeMap<usize, Replacement>) {
        let unchanged = Change::default();
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            if let Some(replacement) = replacements.get(&at) {
                self.rewritten.content.push_str(&replacement.text);
                at = replacement.end;
                continue;
            }
            let change = changes.get(&at).unwrap_or(&unchanged);
            self.rewritten.content.push_str(&change.before);
            self.line(at, change.replacement.as_deref().unwrap_or(line));
            self.rewritten.content.push('\n');
            self.rewritten.content.push_str(change.after);
            at += 1;
        }
    }

    fn line(&mut self, at: usize, line: &str) {
        if descriptions::is_description(line) {
            return;
        }
        // A block written as HTML.
        if line.contains("<code class=\"language-rust") {
            self.report(at, untested());
        }
        match self.page.line(line) {
            Ok(line) => self.rewritten.content.push_str(&line),
            Err(problem) => self.report(at, problem),
        }
    }

    fn report(&mut self, line: usize, problem: Problem) {
        self.rewritten.mistakes.push(Mistake { line, problem });
    }
}

fn untested() -> Problem {
    Problem::general(
        "no test compiles this Rust code",
        "put it in book/listings, with a test, and show it with `{{#listing FILE ANCHOR | what it shows}}`",
    )
}
