//! The page of each participant after a workshop, to take home: static, to be printed, and without a word on the others.
//! What it shares with the page of the class is here, too.

use crate::class::{Class, Course, Participant};
use crate::page::{END, Page, escape, hints, span};
use crate::report::{Line, Status};
use std::fmt::Write as _;

const STYLE: &str = include_str!("handout.css");
/// From so many hints on, a pass is worth another look.
const MANY_HINTS: usize = 3;
/// How many things to do next are listed.
const MAX_ITEMS: usize = 8;

/// The page of one participant.
#[must_use]
pub fn participant_page(
    class: &Class,
    person: &Participant,
    beyond: &[(String, String)],
) -> String {
    let mut page = begin(&format!("{}: {}", person.name, class.title));
    let _ = writeln!(
        page,
        "<h1>{}</h1>\n<p>{}</p>",
        escape(&person.name),
        escape(&class.title)
    );
    let columns = ["exercise", "how it is", "steps", "hints", "time", "graded"];
    head(
        &mut page,
        &columns[..columns.len() - usize::from(person.graded.is_none())],
    );
    for course in &class.exercises {
        row(&mut page, person, course);
    }
    page.push_str(TABLE_END);
    next(&mut page, class, person, beyond);
    page + END
}

fn row(page: &mut String, person: &Participant, course: &Course) {
    let line = person.line(&course.id);
    let star = line.is_some_and(|line| line.star);
    let (class, status) = match person.status(&course.id) {
        Status::NotBegun => ("none", "not begun"),
        Status::Known => ("known", "known before"),
        Status::Passed if star => ("passed", "✓ passed ★"),
        Status::Passed => ("passed", "✓ passed"),
        Status::Fails => ("fails", "◐ some steps pass"),
        Status::DoesNotBuild => ("broken", "✕ does not build"),
        Status::Hangs => ("hangs", "∞ a test never ends"),
    };
    let failure = line.and_then(|line| line.failure.as_deref());
    let failure = failure.map_or(String::new(), |failure| {
        format!("<small>{}</small>", escape(failure))
    });
    let (passed, steps) = match (line, person.grade(&course.id)) {
        (Some(line), _) => (line.steps_passed, line.steps),
        (None, Some(grade)) => (grade.steps_passed, grade.steps),
        (None, None) => (0, 0),
    };
    let meter = match steps {
        0 => String::new(),
        _ => format!(
            "<meter min=\"0\" max=\"{steps}\" value=\"{passed}\"></meter> {passed} of {steps}"
        ),
    };
    let hints = line.map_or("–".to_owned(), hints_shown);
    let took = line.and_then(|line| line.passed?.checked_sub(line.begun?));
    let took = took.map_or("–".to_owned(), span);
    let graded = match person.grade(&course.id) {
        None if person.graded.is_none() => String::new(),
        None => "<td>–</td>".to_owned(),
        Some(grade) if grade.status() == Status::Passed => "<td>✓</td>".to_owned(),
        Some(grade) => {
            let what = grade.failure.as_ref().map(|failure| &*failure.what);
            let what = what.map_or(String::new(), |what| {
                format!("<small>{}</small>", escape(what))
            });
            format!(
                "<td>{}{what}</td>",
                escape(&grade.standing.replace('_', " "))
            )
        }
    };
    let _ = writeln!(
        page,
        "<tr><th scope=\"row\">{}</th><td class=\"{class}\">{status}{failure}</td><td>{meter}</td><td>{hints}</td>\
         <td>{took}</td>{graded}</tr>",
        name(course)
    );
}

fn hints_shown(line: &Line) -> String {
    match line.hints {
        0 => "none".to_owned(),
        n => hints(n),
    }
}

/// What to read and do next: what is begun, then what took many hints, then what is not begun.
fn next(page: &mut String, class: &Class, person: &Participant, beyond: &[(String, String)]) {
    let mut items: Vec<(u8, String)> = Vec::new();
    for course in &class.exercises {
        let (id, title, chapter) = (
            escape(&course.id),
            escape(&course.title),
            escape(&course.chapter),
        );
        let hints = person.line(&course.id).map_or(0, |line| line.hints);
        let item = match person.status(&course.id) {
            Status::Passed if hints >= MANY_HINTS => (
                1,
                format!(
                    "{title}: you passed with {hints} hints. Read “{chapter}” again, then solve it once more from the start: \
                     <code>cargo xtask reset {id}</code> keeps what you have"
                ),
            ),
            Status::Passed | Status::Known => continue,
            Status::NotBegun => (
                2,
                format!("{title}: read “{chapter}”, then <code>cargo xtask watch {id}</code>"),
            ),
            _ => (
                0,
                format!(
                    "{title}: go on where you are with <code>cargo xtask watch {id}</code>; “{chapter}” has the idea"
                ),
            ),
        };
        items.push(item);
    }
    page.push_str("<h2>What to read next</h2>\n");
    if items.iter().all(|(rank, _)| *rank == 1) && !beyond.is_empty() {
        page.push_str("<p>You have passed all of it. The workshop had no time for these:</p>\n");
        items.extend(beyond.iter().map(|(id, title)| {
            let (id, title) = (escape(id), escape(title));
            (0, format!("{title}: <code>cargo xtask watch {id}</code>"))
        }));
    }
    items.sort_by_key(|(rank, _)| *rank);
    page.push_str("<ul>\n");
    for (_, item) in items.iter().take(MAX_ITEMS) {
        let _ = writeln!(page, "<li>{item}</li>");
    }
    page.push_str(
        "</ul>\n<p>The book is <code>cargo xtask book</code>; <code>cargo xtask next</code> says where to go on.</p>\n",
    );
}

/// A page up to its content.
pub(crate) fn begin(title: &str) -> String {
    let mut page = String::with_capacity(1 << 14);
    let about = Page {
        title,
        style: STYLE,
        script: None,
        refresh: None,
    };
    about.begin(&mut page);
    page
}

/// A table up to its rows.
pub(crate) fn head(page: &mut String, columns: &[&str]) {
    page.push_str("<div class=\"wide\"><table>\n<thead><tr>");
    for column in columns {
        let _ = write!(page, "<th scope=\"col\">{column}</th>");
    }
    page.push_str("</tr></thead>\n<tbody>\n");
}

/// The end of a table.
pub(crate) const TABLE_END: &str = "</tbody>\n</table></div>\n";

/// An exercise's number and title.
pub(crate) fn name(course: &Course) -> String {
    format!(
        "<span class=\"number\">{}</span> {}",
        course.number,
        escape(&course.title)
    )
}
