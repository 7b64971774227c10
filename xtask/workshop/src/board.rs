//! The board: the room as one HTML file, which a browser reads again every few seconds. It can be read from the back of a
//! room, tells states apart without colour, and hides names at a key.

use crate::page::{END, Page, escape, hints, span, step_name};
use crate::report::{Line, Status};
use crate::room::{Need, Person, Room};
use std::fmt::Write as _;

/// How often a browser reads the file again, in seconds.
const REFRESH: u32 = 2;
/// How many of those who need help are shown large.
const MAX_CALLS: usize = 12;

/// What stands above the board.
pub struct Heading<'a> {
    /// The workshop's title.
    pub title: &'a str,
    /// When the board is written, in seconds since 1970: the browser shows it as a time of day.
    pub written: u64,
    /// Why reports cannot be read now; the room is then as it was before.
    pub trouble: Option<&'a str>,
    /// What is known of the machines, as [`crate::readiness::section`] renders it.
    pub machines: &'a str,
}

/// Renders the board.
#[must_use]
pub fn render(room: &Room, heading: &Heading<'_>) -> String {
    let mut page = String::with_capacity(1 << 16);
    let about = Page {
        title: heading.title,
        style: STYLE,
        script: Some(SCRIPT),
        refresh: Some(REFRESH),
    };
    about.begin(&mut page);
    let _ = writeln!(
        page,
        "<header><h1>{}</h1><p class=\"clock\" data-seconds=\"{}\"></p></header>",
        escape(heading.title),
        heading.written
    );
    if let Some(trouble) = heading.trouble {
        let _ = writeln!(
            page,
            "<p class=\"trouble\">Reports cannot be read, so this is what they said before: {}</p>",
            escape(trouble)
        );
    }
    calls(&mut page, room);
    table(&mut page, room);
    steps(&mut page, room);
    unreadable(&mut page, room);
    page.push_str(heading.machines);
    page.push_str(LEGEND);
    page.push_str(END);
    page
}

/// Those who may need help, large.
fn calls(page: &mut String, room: &Room) {
    let n = room.n_in_need();
    let sentence = match (room.people.len(), n) {
        (0, _) => "Nobody has joined yet: <code>cargo xtask workshop join NAME</code>".to_owned(),
        (_, 0) => "Nobody seems stuck.".to_owned(),
        (_, 1) => "One needs you".to_owned(),
        (_, n) => format!("{n} need you"),
    };
    let _ = writeln!(page, "<h2 class=\"calls-{}\">{sentence}</h2>", n.min(1));
    if n == 0 {
        return;
    }
    page.push_str("<ol class=\"calls\">\n");
    let in_need = room.people.iter().filter(|person| person.need.is_some());
    for person in in_need.take(MAX_CALLS) {
        let (Some(need), Some(line)) = (
            person.need,
            person.at.map(|at| &person.report.exercises[at]),
        ) else {
            continue;
        };
        let what = match need {
            Need::Stuck => format!("on {}", escape(&step(line))),
            Need::DoesNotBuild => "does not build".to_owned(),
            Need::Hangs => "a test never ends".to_owned(),
        };
        let failure = line.failure.as_deref().map_or(String::new(), |failure| {
            format!("<span class=\"claim\">{}</span>", escape(failure))
        });
        let hints = hints(line.hints);
        let _ = writeln!(
            page,
            "<li><b class=\"name\">{}</b> {} {} <strong>{what}</strong> for {}, {hints}{failure}</li>",
            escape(&person.report.name),
            MARKS[need as usize],
            escape(&line.id),
            span(person.there_for.unwrap_or(0)),
        );
    }
    page.push_str("</ol>\n");
    if n > MAX_CALLS {
        let _ = writeln!(
            page,
            "<p>and {} more, first in the table</p>",
            n - MAX_CALLS
        );
    }
}

/// The marks of [`Need`], in its order.
const MARKS: [&str; 3] = ["◐", "✕", "∞"];

fn table(page: &mut String, room: &Room) {
    if room.people.is_empty() {
        return;
    }
    page.push_str("<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Who</th>");
    for column in &room.exercises {
        let _ = write!(
            page,
            "<th scope=\"col\" title=\"{}\"><span class=\"number\">{}</span> {}</th>",
            escape(&column.title),
            column.number,
            escape(&column.id)
        );
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for person in &room.people {
        row(page, room, person);
    }
    page.push_str("</tbody>\n<tfoot><tr><th scope=\"row\">passed</th>");
    for column in &room.exercises {
        let _ = write!(page, "<td>{} of {}</td>", column.passed, room.people.len());
    }
    page.push_str("</tr></tfoot>\n</table></div>\n");
}

fn row(page: &mut String, room: &Room, person: &Person) {
    let needs = if person.need.is_some() {
        " class=\"needs\""
    } else {
        ""
    };
    let mut notes = person.notes.clone();
    if person.is_silent() {
        notes.insert(0, format!("no report for {}", span(person.age)));
    }
    let notes: String = notes
        .iter()
        .map(|note| format!("<small>{}</small>", escape(note)))
        .collect();
    let _ = write!(
        page,
        "<tr{needs}><th scope=\"row\"><span class=\"name\">{}</span>{notes}</th>",
        escape(&person.report.name)
    );
    let at = person.at.map(|at| &*person.report.exercises[at].id);
    for column in &room.exercises {
        match person.line(&column.id) {
            None => page.push_str("<td class=\"none\">–</td>"),
            Some(line) => {
                let is_here = at == Some(&*column.id);
                cell(page, line, person.there_for.filter(|_| is_here));
            }
        }
    }
    page.push_str("</tr>\n");
}

fn cell(page: &mut String, line: &Line, there_for: Option<u64>) {
    let (class, text) = match line.status {
        Status::NotBegun => ("none", "not begun".to_owned()),
        Status::Known => ("known", "knows it".to_owned()),
        Status::Passed if line.star => ("passed", "✓ ★".to_owned()),
        Status::Passed => ("passed", "✓".to_owned()),
        Status::Fails => (
            "fails",
            format!("◐ {} of {}", line.steps_passed, line.steps),
        ),
        Status::DoesNotBuild => ("broken", "✕ no build".to_owned()),
        Status::Hangs => ("hangs", "∞ hangs".to_owned()),
    };
    let here = there_for.filter(|_| !matches!(line.status, Status::NotBegun));
    let here = here.map_or(String::new(), |seconds| {
        format!("<small>{}</small>", span(seconds))
    });
    let _ = write!(page, "<td class=\"{class}\">{text}{here}</td>");
}

/// Where people are stuck, by exercise and step.
fn steps(page: &mut String, room: &Room) {
    let mut rows: Vec<(usize, &str, &str)> = Vec::new();
    for column in &room.exercises {
        rows.extend(
            column
                .at_step
                .iter()
                .map(|(step, n)| (*n, &*column.id, &**step)),
        );
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.0));
    if rows.is_empty() {
        return;
    }
    page.push_str("<h2>Where people are</h2>\n<ul class=\"steps\">\n");
    for (n, id, step) in rows.iter().take(MAX_CALLS) {
        let _ = writeln!(
            page,
            "<li><meter min=\"0\" max=\"{}\" value=\"{n}\"></meter> <b>{n}</b> at {} of {}</li>",
            room.people.len(),
            escape(step),
            escape(id)
        );
    }
    page.push_str("</ul>\n");
}

fn unreadable(page: &mut String, room: &Room) {
    if room.unreadable.is_empty() {
        return;
    }
    page.push_str("<h2>Reports that cannot be read</h2>\n<ul>\n");
    for (name, why) in &room.unreadable {
        let _ = writeln!(
            page,
            "<li><code>{}</code>: {}</li>",
            escape(name),
            escape(why)
        );
    }
    page.push_str("</ul>\n");
}

/// Where in the exercise somebody is.
fn step(line: &Line) -> String {
    match &line.step {
        Some(step) => step_name(step),
        None => format!("{} of {} steps", line.steps_passed, line.steps),
    }
}

const STYLE: &str = include_str!("board.css");
const SCRIPT: &str = include_str!("board.js");
const LEGEND: &str = "<p class=\"legend\">◐ some steps pass · ✕ does not build · ∞ a test never ends · ✓ passed · ★ as fast as the \
                      solution · <kbd>n</kbd> hides the names · <kbd>+</kbd> <kbd>-</kbd> size</p>\n";
