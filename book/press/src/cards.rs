//! Renders the card of an exercise: what it is, which file to edit, what to type, its steps, and its nested hints.

use crate::html::{escape, inline};
use crate::widget::has_rust;
use crate::{Checkout, Problem};
use std::fmt::Write;
use workbook::{Exercise, steps};

/// Renders the card as Markdown with HTML blocks. Hints stay Markdown; each must be opened to see the next.
pub fn card(checkout: &Checkout, exercise: &Exercise) -> Result<String, Problem> {
    for (step, guide) in &exercise.guides {
        if let Some(at) = guide.hints.iter().position(|hint| has_rust(hint)) {
            let file = checkout.show(&exercise.folder.join("exercise.toml"));
            return Err(Problem::general(
                format!(
                    "hint {} for {step} in {file} has a block of Rust, which no test compiles",
                    at + 1
                ),
                "use inline `code`, or describe it",
            ));
        }
    }
    let Exercise {
        id,
        number,
        minutes,
        ..
    } = exercise;
    let source = checkout.show(&exercise.source());
    let title = escape(&exercise.title);
    let (steps, hints) = (steps(exercise), all_hints(exercise));
    Ok(format!(
        "<arena-card data-exercise=\"{id}\">\n\
         <section class=\"exercise\" id=\"exercise-{id}\" aria-label=\"Exercise {number}: {title}\">\n\
         <p class=\"exercise-title\"><strong><span class=\"kind\">Exercise {number}<span class=\"only-read\">: </span></span>{title}</strong> <span>{minutes} minutes</span></p>\n\
         <dl>\n\
         <dt>Id</dt><dd><code>{id}</code></dd>\n\
         <dt>Edit</dt><dd><code>{source}</code></dd>\n\
         <dt>Check</dt><dd><code data-copy>cargo xtask check {id}</code></dd>\n\
         </dl>\n\
         {steps}\n\
         {hints}\
         </section>\n\
         </arena-card>\n"
    ))
}

/// The steps, each with the first sentence of its file: what must hold.
fn steps(exercise: &Exercise) -> String {
    let items = steps::claims(exercise).into_iter().map(|(step, claim)| {
        let (step, claim) = (escape(&step), inline(&claim));
        format!("<li><code>{step}</code> {claim}</li>\n")
    });
    let items: String = items.collect();
    if items.is_empty() {
        return items;
    }
    format!("<p class=\"steps\">Steps</p>\n<ul class=\"steps\">\n{items}</ul>\n")
}

/// The hints of each step that has some, in the order of the steps.
fn all_hints(exercise: &Exercise) -> String {
    let of_step = exercise
        .guides
        .iter()
        .filter(|(_, guide)| !guide.hints.is_empty());
    let parts = of_step.map(|(step, guide)| {
        format!(
            "<details class=\"hints\">\n<summary>Hints for <code>{}</code></summary>\n\n{}</details>\n\n",
            escape(step),
            hints(&guide.hints)
        )
    });
    parts.collect()
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
