//! Rewrites one chapter: blocks and asides become widgets, and directives are followed line by line.

use crate::asides::{self, Change, Changes};
use crate::directives::Page;
use crate::fences::{Fence, fences};
use crate::widget::Mistake;
use crate::{Problem, agenda, chooser, quiz, tables};
use std::collections::BTreeMap;

/// The chapter as mdBook is to read it, and all that is wrong with it.
pub(crate) fn rewrite(page: &Page<'_>, text: &str) -> (String, Vec<Mistake>) {
    let lines: Vec<_> = text.lines().collect();
    let fences = fences(text);
    let code: Vec<_> = fences.iter().map(|fence| fence.first..fence.end).collect();
    let (changes, mut mistakes) = asides::changes(&lines, &code);
    mistakes.extend(tables::mistakes(text));
    let mut rewriting = Rewriting {
        page,
        lines: &lines,
        mistakes,
        content: String::with_capacity(text.len()),
    };
    let widgets = fences.iter().filter_map(|fence| rewriting.fence(fence));
    let widgets = widgets.collect::<BTreeMap<_, _>>();
    rewriting.write(&changes, &widgets);
    rewriting.mistakes.sort_by_key(|mistake| mistake.line);
    (rewriting.content, rewriting.mistakes)
}

/// A fenced block that is replaced: where it ends, and what stands there instead.
struct Widget {
    end: usize,
    text: String,
}

struct Rewriting<'a> {
    page: &'a Page<'a>,
    lines: &'a [&'a str],
    mistakes: Vec<Mistake>,
    content: String,
}

impl Rewriting<'_> {
    /// What becomes of a fenced block, by its first line. `None`: it stays as it is.
    fn fence(&mut self, fence: &Fence) -> Option<(usize, Widget)> {
        let rendered = match fence.kind() {
            "quiz" => quiz::render(&fence.body),
            "chooser" => chooser::render(&fence.body),
            "agenda" => agenda::render(&fence.body, self.page),
            "rust" | "rs" => {
                self.tested(fence);
                return None;
            }
            _ => return None,
        };
        if !self.lines[fence.first].starts_with(['`', '~']) {
            let what = format!("this {} stands in a list or a quote", fence.kind());
            self.say(
                fence.first,
                Problem::somewhere(what, "begin it at the start of a line"),
            );
            return None;
        }
        let text = rendered.unwrap_or_else(|mistake| {
            self.say(fence.first + 1 + mistake.line, mistake.problem);
            String::new()
        });
        let end = fence.end;
        Some((fence.first, Widget { end, text }))
    }

    /// Rust that is shown must be compiled by something: it is included from where tests are.
    fn tested(&mut self, fence: &Fence) {
        let code = fence.body.lines().filter(|line| !line.trim().is_empty());
        let is_tested = |line: &str| self.page.includes_tested_code(line);
        if code.clone().count() == 0 || !code.clone().all(is_tested) {
            self.say(fence.first, untested());
        }
    }

    fn write(&mut self, changes: &Changes, widgets: &BTreeMap<usize, Widget>) {
        let unchanged = Change::default();
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            if let Some(widget) = widgets.get(&at) {
                self.content.push_str(&widget.text);
                at = widget.end;
                continue;
            }
            let change = changes.get(&at).unwrap_or(&unchanged);
            self.content.push_str(&change.before);
            match change.instead {
                Some(text) => self.content.push_str(text),
                None => self.line(at, line),
            }
            self.content.push('\n');
            self.content.push_str(change.after);
            at += 1;
        }
    }

    fn line(&mut self, at: usize, line: &str) {
        // A block that was written as HTML.
        if line.contains("<code class=\"language-rust") {
            self.say(at, untested());
        }
        match self.page.line(line) {
            Ok(line) => self.content.push_str(&line),
            Err(problem) => self.say(at, problem),
        }
    }

    fn say(&mut self, line: usize, problem: Problem) {
        self.mistakes.push(Mistake { line, problem });
    }
}

fn untested() -> Problem {
    Problem::somewhere(
        "this Rust code is tested by nothing",
        "put it in book/listings, with a test, and show it with `{{#listing FILE ANCHOR | what it shows}}`",
    )
}
