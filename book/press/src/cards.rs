//! Renders the card of an exercise: what it is, which file to edit, what to type, and its hints one inside the other.

use crate::Workbook;
use crate::pairs::escape;
use catalog::Exercise;
use std::fmt::Write;

/// The card as Markdown with HTML blocks in it. Hints stay Markdown; each must be opened to see the next.
pub fn card(workbook: &Workbook, exercise: &Exercise) -> String {
    let Exercise {
        id,
        number,
        minutes,
        ..
    } = exercise;
    let source = workbook.shown(&exercise.source());
    let title = escape(&exercise.title);
    let hints = hints(&exercise.hints);
    format!(
        "<section class=\"exercise\" id=\"exercise-{id}\" aria-label=\"Exercise {number}: {title}\">\n\
         <p class=\"exercise-title\"><strong>Exercise {number}: {title}</strong> <span>{minutes} minutes</span></p>\n\
         <dl>\n\
         <dt>Id</dt><dd><code>{id}</code></dd>\n\
         <dt>Edit</dt><dd><code>{source}</code></dd>\n\
         <dt>Check</dt><dd><code>cargo xtask check {id}</code></dd>\n\
         </dl>\n\n\
         {hints}\
         </section>\n"
    )
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
