//! The head of a chapter: the line of minutes becomes a strip, whose other cells are the part of the book and the
//! chapter's exercises, with the buttons of those who present beside it; and what one can do after the chapter gets a box.
//!
//! Both are plain Markdown and HTML in the sources:
//!
//! - `<p class="minutes">15 minutes to read</p>`;
//! - `After this chapter you can`, a blank line, and a list.

use crate::asides::{Changes, SPEAKER};
use crate::directives::Page;
use crate::html::escape;
use std::fmt::Write;

const MINUTES: (&str, &str) = ("<p class=\"minutes\">", "</p>");
const SPEAKER_SWITCH: &str = "<button type=\"button\" class=\"speaker-switch\" aria-pressed=\"false\">Speaker notes</button> ";
const PRESENT_SWITCH: &str = "<button type=\"button\" class=\"present-switch\">Present</button>";
const ABILITIES: [&str; 3] = [
    "After this chapter you can",
    "After this page you can",
    "After this workbook you can",
];

/// Adds the changes of a head to `changes`. What is not there is not missed.
pub(crate) fn add(page: &Page<'_>, lines: &[&str], changes: &mut Changes) {
    // All of it is before the first section.
    let end = lines.iter().position(|line| line.starts_with("## "));
    let head = &lines[..end.unwrap_or(lines.len())];
    if let Some((at, cells)) = head
        .iter()
        .enumerate()
        .find_map(|(at, line)| Some((at, strip(page, line, lines)?)))
    {
        changes.entry(at).or_default().replacement = Some(cells);
    } else if let Some(title) = head.iter().position(|line| line.starts_with("# "))
        && has_notes(lines)
    {
        let head = chapter_head("", lines);
        changes.entry(title).or_default().replacement =
            Some(format!("{}\n\n{head}\n", lines[title]));
    }
    if let Some(first) = head
        .iter()
        .position(|line| ABILITIES.contains(&line.trim_end()))
    {
        let is_item = |line: &&&str| line.is_empty() || line.starts_with(['-', ' ']);
        let list = head[first + 1..].iter().take_while(is_item).count();
        let last = (first + 1..=first + list).rfind(|at| !head[*at].is_empty());
        let Some(last) = last else { return };
        changes.entry(first).or_default().before = "<div class=\"abilities\">\n\n".to_owned();
        changes.entry(last).or_default().after = "\n</div>\n";
    }
}

fn strip(page: &Page<'_>, line: &str, lines: &[&str]) -> Option<String> {
    let text = line.trim_end().strip_prefix(MINUTES.0)?;
    let text = text.strip_suffix(MINUTES.1)?;
    let mut cells = MINUTES.0.to_owned();
    if let Some(part) = page.part() {
        // "Part 2: Requests, reuse, scratch"
        let name = part.split(':').next().unwrap_or(part);
        let _ = write!(cells, "<span>{}</span> ", escape(name));
    }
    for exercise in page.own_exercises() {
        let (id, number) = (&exercise.id, exercise.number);
        let card = format!("{{{{#exercise {id}}}}}");
        if !lines.iter().any(|line| line.trim_end() == card) {
            continue;
        }
        let _ = write!(cells, "<a href=\"#exercise-{id}\">Exercise {number}</a> ");
    }
    let strip = format!("{cells}<span>{text}</span>{}\n", MINUTES.1);
    Some(chapter_head(&strip, lines))
}

/// What stands below the title: the strip, and the buttons, which are there before any script runs, so that nothing moves
/// when it does.
fn chapter_head(strip: &str, lines: &[&str]) -> String {
    let notes = match has_notes(lines) {
        true => SPEAKER_SWITCH,
        false => "",
    };
    format!(
        "<div class=\"chapter-head\">\n{strip}<div class=\"controls for-speakers needs-script\">{notes}{PRESENT_SWITCH}</div>\n\
         </div>"
    )
}

fn has_notes(lines: &[&str]) -> bool {
    lines.iter().any(|line| line.trim_end() == SPEAKER)
}
