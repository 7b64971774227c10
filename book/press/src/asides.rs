//! Parts of a chapter that the reader opens: predictions with their answers, speaker notes, and tabs.
//!
//! All are plain Markdown and HTML, so that a chapter also reads well unprocessed:
//!
//! - a quote that starts with `> **Predict.**`, then `<details>` with `<summary>Compare your guess</summary>`, or
//!   measurements (`{{#claims}}`). A list in the quote offers its items as guesses; without one the reader types.
//! - `<div class="speaker">`, Markdown, `</div>`.
//! - `<div class="tabs">`, two headings or more, each with Markdown under it, `</div>`: `theme/tabs.js` shows one at a
//!   time. They are for alternatives of which a reader needs one, such as shells.

use crate::Problem;
use crate::widget::{Mistake, storage_key};
use std::collections::BTreeMap;
use std::ops::Range;

const PREDICT: &str = "> **Predict.**";
/// The label of the box, and what follows on the line.
const PREDICT_LABEL: &str = "> <strong class=\"kind\">Predict</strong>";
const SUMMARY: &str = "<summary>Compare your guess</summary>";
/// What speaker notes start with.
pub(crate) const SPEAKER: &str = "<div class=\"speaker\">";
const TABS: &str = "<div class=\"tabs\">";

/// The change to one line.
#[derive(Default)]
pub(crate) struct Change {
    /// Inserted before it.
    pub before: String,
    /// Replaces it.
    pub replacement: Option<String>,
    /// Inserted after it.
    pub after: &'static str,
}

/// The changes of a chapter, by line.
pub(crate) type Changes = BTreeMap<usize, Change>;

/// The changes that turn the asides in `lines` into widgets. Fenced blocks, whose lines are in `code`, do not change.
pub(crate) fn changes(lines: &[&str], code: &[Range<usize>]) -> (Changes, Vec<Mistake>) {
    let text = Text { lines, code };
    let (mut changes, mut mistakes) = (Changes::new(), Vec::new());
    for at in 0..lines.len() {
        let found = match text.line(at) {
            line if line.starts_with(PREDICT) => text.prediction(at, &mut changes),
            line if line.trim_end() == SPEAKER => text.speaker_notes(at, &mut changes),
            line if line.trim_end() == TABS => text.tabs(at, &mut changes),
            line if line.contains("class=\"speaker\"") => {
                Err(misplaced(at, "speaker notes", SPEAKER))
            }
            line if line.contains("class=\"tabs\"") => Err(misplaced(at, "tabs", TABS)),
            _ => continue,
        };
        mistakes.extend(found.err());
    }
    (changes, mistakes)
}

struct Text<'a> {
    lines: &'a [&'a str],
    code: &'a [Range<usize>],
}

impl Text<'_> {
    /// A line, which is empty if it is code.
    fn line(&self, at: usize) -> &str {
        let is_code = self.code.iter().any(|block| block.contains(&at));
        if is_code { "" } else { self.lines[at] }
    }

    fn prediction(&self, first: usize, changes: &mut Changes) -> Result<(), Mistake> {
        let lines = self.lines[first..].iter();
        let end = first + lines.take_while(|line| line.starts_with('>')).count();
        let mut rest = (end..self.lines.len()).filter(|at| !self.lines[*at].trim().is_empty());
        let opens = rest.next().ok_or_else(|| unanswered(first))?;
        let summary = rest.next().map_or("", |at| self.line(at).trim());
        let last = match (self.line(opens).trim(), summary) {
            ("<details>", SUMMARY) => self.close(opens, "details")?,
            // The answer is what the reader measures.
            ("{{#claims}}", _) => end - 1,
            _ => return Err(unanswered(first)),
        };
        let key = storage_key(&self.lines[first..end].join("\n"));
        let opening = format!("<arena-predict data-key=\"predict-{key}\">\n\n");
        let change = changes.entry(first).or_default();
        change.before = opening;
        change.replacement = Some(self.lines[first].replacen(PREDICT, PREDICT_LABEL, 1));
        changes.entry(last).or_default().after = "\n</arena-predict>\n";
        Ok(())
    }

    fn speaker_notes(&self, first: usize, changes: &mut Changes) -> Result<(), Mistake> {
        let last = self.close(first, "div")?;
        let opening = "<details class=\"speaker\">\n<summary>Speaker notes</summary>\n";
        changes.entry(first).or_default().replacement = Some(opening.to_owned());
        changes.entry(last).or_default().replacement = Some("</details>".to_owned());
        Ok(())
    }

    fn tabs(&self, first: usize, changes: &mut Changes) -> Result<(), Mistake> {
        let last = self.close(first, "div")?;
        let n_headings = (first..last)
            .filter(|at| self.line(*at).starts_with('#'))
            .count();
        if n_headings < 2 {
            let problem = Problem::general(
                "there are fewer than two tabs",
                "give each tab a heading, with its text below",
            );
            return Err(Mistake {
                line: first,
                problem,
            });
        }
        changes.entry(first).or_default().replacement = Some("<arena-tabs>".to_owned());
        changes.entry(last).or_default().replacement = Some("</arena-tabs>".to_owned());
        Ok(())
    }

    /// The line that closes the element opened at `first`.
    fn close(&self, first: usize, name: &str) -> Result<usize, Mistake> {
        let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
        let mut depth = 0;
        for at in first..self.lines.len() {
            let line = self.line(at);
            depth += line.matches(&opening).count();
            depth = depth.saturating_sub(line.matches(&closing).count());
            if depth == 0 {
                return self.require_alone(at, &closing);
            }
        }
        let problem = Problem::general(
            format!("`<{name}>` is not closed"),
            format!("write `{closing}` on a line of its own"),
        );
        Err(Mistake {
            line: first,
            problem,
        })
    }

    fn require_alone(&self, at: usize, closing: &str) -> Result<usize, Mistake> {
        if self.lines[at].trim() == closing {
            return Ok(at);
        }
        let problem = Problem::general(
            format!("`{closing}` is not alone on its line"),
            "put it on a line of its own",
        );
        Err(Mistake { line: at, problem })
    }
}

fn misplaced(line: usize, what: &str, opening: &str) -> Mistake {
    let problem = Problem::general(
        format!("{what} cannot start here"),
        format!("write `{opening}` on a line of its own, at its start"),
    );
    Mistake { line, problem }
}

fn unanswered(line: usize) -> Mistake {
    let help = format!("after the quote, write `<details>`, and `{SUMMARY}` on the next line");
    let problem = Problem::general("this prediction has no answer", help);
    Mistake { line, problem }
}
