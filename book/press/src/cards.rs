//! Renders the card of an exercise: what it is, which file to edit, what to type, its steps, and its nested hints.

use crate::html::{escape, inline};
use crate::widget::has_rust;
use crate::{Problem, Workbook};
use catalog::Exercise;
use std::fmt::Write;
use std::path::Path;

/// Renders the card as Markdown with HTML blocks. Hints stay Markdown; each must be opened to see the next.
pub fn card(workbook: &Workbook, exercise: &Exercise) -> Result<String, Problem> {
    let is_rust = |hint: &String| has_rust(hint);
    if let Some(at) = exercise.hints.iter().position(is_rust) {
        let file = workbook.shown(&exercise.folder.join("exercise.toml"));
        return Err(Problem::somewhere(
            format!(
                "hint {} in {file} has a block of Rust, which no test compiles",
                at + 1
            ),
            "use inline `code`, or describe it",
        ));
    }
    let Exercise {
        id,
        number,
        minutes,
        ..
    } = exercise;
    let source = workbook.shown(&exercise.source());
    let title = escape(&exercise.title);
    let (steps, hints) = (steps(&exercise.folder), hints(&exercise.hints));
    Ok(format!(
        "<section class=\"exercise\" id=\"exercise-{id}\" aria-label=\"Exercise {number}: {title}\">\n\
         <p class=\"exercise-title\"><strong>Exercise {number}: {title}</strong> <span>{minutes} minutes</span></p>\n\
         <dl>\n\
         <dt>Id</dt><dd><code>{id}</code></dd>\n\
         <dt>Edit</dt><dd><code>{source}</code></dd>\n\
         <dt>Check</dt><dd><code data-copy>cargo xtask check {id}</code></dd>\n\
         </dl>\n\
         {steps}\n\
         {hints}\
         </section>\n"
    ))
}

/// The steps, each with the first sentence of its file: what must hold.
fn steps(folder: &Path) -> String {
    let mut files: Vec<_> = std::fs::read_dir(folder.join("tests/graded"))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| file_stem(path).starts_with("step"))
        .collect();
    files.sort();
    let items = files.iter().filter_map(|file| {
        let sentence = first_sentence(&std::fs::read_to_string(file).ok()?);
        let step = escape(&file_stem(file));
        Some(format!(
            "<li><code>{step}</code> {}</li>\n",
            inline(&sentence)
        ))
    });
    let items: String = items.collect();
    if items.is_empty() {
        return items;
    }
    format!("<p class=\"steps\">Steps</p>\n<ul class=\"steps\">\n{items}</ul>\n")
}

/// A file's name without its extension.
fn file_stem(path: &Path) -> String {
    let name = path.file_stem().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The first sentence of a file's `//!`.
fn first_sentence(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let lines: Vec<_> = lines
        .map(str::trim)
        .take_while(|line| !line.is_empty())
        .collect();
    let text = lines.join(" ");
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    text[..end].to_owned()
}

fn hints(hints: &[String]) -> String {
    let mut text = String::new();
    for (at, hint) in hints.iter().enumerate() {
        let hint = hint.trim().replace("{{", "&#123;&#123;");
        let _ = write!(
            text,
            "<details class=\"hint\">\n<summary>Hint {} of {}</summary>\n\n{hint}\n\n",
            at + 1,
            hints.len()
        );
    }
    text.push_str(&"</details>\n".repeat(hints.len()));
    text.push('\n');
    text
}
