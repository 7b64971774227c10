//! The pages after a workshop: one for the class, and one for each participant to take home. They are static, can be
//! printed, and ask no host for anything; a participant's page says nothing of the others.

use crate::class::{Class, Course, Participant, Times};
use crate::page::{END, Page, escape, hints, span, step_name};
use crate::report::{Line, Status};
use std::fmt::Write as _;

const STYLE: &str = include_str!("handout.css");
/// How many exercises beyond the plan are named to those who have passed all of it.
const MORE: usize = 5;
/// From so many hints on, a pass is worth another look.
const MANY_HINTS: usize = 3;

/// The page of the class. `folder` is where the pages of its people are, relative to it.
#[must_use]
pub fn class_page(class: &Class, folder: &str) -> String {
    let mut page = begin(&class.title);
    let n = class.people.len();
    let _ = writeln!(page, "<h1>{}</h1>", escape(&class.title));
    if n == 0 {
        page.push_str(
            "<p>Nobody has reported, and nobody's work was graded: <code>cargo xtask workshop join NAME</code> and \
             <code>cargo xtask workshop grade WHERE --save FILE</code> come first.</p>\n",
        );
    } else {
        let graded = class.people.iter().filter(|person| person.graded.is_some());
        let _ = writeln!(
            page,
            "<p>{n} took part; the work of {} was graded.</p>",
            graded.count()
        );
        exercises(&mut page, class);
        minutes(&mut page, class);
        stuck(&mut page, class);
        people(&mut page, class, folder);
    }
    if !class.unreadable.is_empty() {
        page.push_str("<h2>Reports that cannot be read</h2>\n<ul>\n");
        for (name, why) in &class.unreadable {
            let _ = writeln!(
                page,
                "<li><code>{}</code>: {}</li>",
                escape(name),
                escape(why)
            );
        }
        page.push_str("</ul>\n");
    }
    page + END
}

fn begin(title: &str) -> String {
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

fn head(page: &mut String, columns: &[&str]) {
    page.push_str("<div class=\"wide\"><table>\n<thead><tr>");
    for column in columns {
        let _ = write!(page, "<th scope=\"col\">{column}</th>");
    }
    page.push_str("</tr></thead>\n<tbody>\n");
}

const TABLE_END: &str = "</tbody>\n</table></div>\n";

fn exercises(page: &mut String, class: &Class) {
    page.push_str("<h2>Exercises</h2>\n");
    head(
        page,
        &[
            "exercise",
            "passed",
            "begun, not passed",
            "not begun",
            "hints, median",
        ],
    );
    for course in &class.exercises {
        let rest = class.people.len() - course.passed - course.unfinished;
        let median = course.hints.get(course.hints.len() / 2);
        let median = median.map_or("–".to_owned(), usize::to_string);
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{}</th><td>{} of {}</td><td>{}</td><td>{rest}</td><td>{median}</td></tr>",
            name(course),
            course.passed,
            class.people.len(),
            course.unfinished,
        );
    }
    page.push_str(TABLE_END);
}

fn name(course: &Course) -> String {
    format!(
        "<span class=\"number\">{}</span> {}",
        course.number,
        escape(&course.title)
    )
}

/// Planned and measured, and what should be changed.
fn minutes(page: &mut String, class: &Class) {
    page.push_str(
        "<h2>Minutes</h2>\n<p>Measured from the first check of an edited source to the first pass. Who began and did not pass \
         counts as slower than all who did.</p>\n",
    );
    let columns = [
        "exercise",
        "planned",
        "median",
        "half of them",
        "of how many",
        "",
    ];
    head(page, &columns);
    for course in &class.exercises {
        let times = &course.times;
        let median = match times.median() {
            Some(seconds) => minutes_of(seconds),
            None if times.longer > 0 => "half did not pass".to_owned(),
            None => "–".to_owned(),
        };
        let half = match times.quartiles() {
            (Some(low), Some(high)) => format!("{} to {}", minutes_of(low), minutes_of(high)),
            (Some(low), None) => format!("from {}", minutes_of(low)),
            _ => "–".to_owned(),
        };
        let mut of = format!("{} passed", times.took.len());
        for (n, what) in [
            (times.longer, "did not"),
            (times.left_out, "without a time"),
        ] {
            if n > 0 {
                let _ = write!(of, ", {n} {what}");
            }
        }
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{median}</td><td>{half}</td><td>{of}</td><td>{}</td></tr>",
            name(course),
            course.planned,
            picture(times, course.planned)
        );
    }
    page.push_str(TABLE_END);
    page.push_str(
        "<p class=\"legend\">thin: all who passed · box: the middle half · thick: the median · dashed: planned</p>\n",
    );
    suggestions(page, class);
}

fn suggestions(page: &mut String, class: &Class) {
    let suggested = class.exercises.iter().filter_map(|course| {
        let minutes = course.times.suggestion(course.planned)?;
        Some((course, minutes))
    });
    let suggested: Vec<_> = suggested.collect();
    if suggested.is_empty() {
        page.push_str(
            "<p>No other minutes are suggested: they fit, or too few people have a time.</p>\n",
        );
        return;
    }
    page.push_str("<p>What this class suggests; agendas follow:</p>\n<ul>\n");
    for (course, minutes) in suggested {
        let _ = writeln!(
            page,
            "<li><code>minutes = {minutes}</code> in <code>{}</code> (planned: {})</li>",
            escape(&course.file),
            course.planned
        );
    }
    page.push_str("</ul>\n");
}

fn minutes_of(seconds: u64) -> String {
    match seconds.div_ceil(60) {
        1 => "1 min".to_owned(),
        minutes => format!("{minutes} min"),
    }
}

/// The spread of the times beside what was planned.
fn picture(times: &Times, planned: u32) -> String {
    let (Some(first), Some(last)) = (times.took.first(), times.took.last()) else {
        return String::new();
    };
    let planned = u64::from(planned) * 60;
    let whole = (*last).max(planned) as f64 * 1.05;
    let at = |seconds: u64| seconds as f64 / whole * 200.0;
    let line = |class: &str, x: f64, y: u32| {
        format!(
            "<line class=\"{class}\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{y}\" y2=\"{}\"/>",
            20 - y
        )
    };
    let mut picture = format!(
        "<svg viewBox=\"0 0 200 20\" aria-hidden=\"true\"><line class=\"whole\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"10\" y2=\"10\"/>",
        at(*first),
        at(*last)
    );
    if let (Some(low), Some(high)) = times.quartiles() {
        let _ = write!(
            picture,
            "<rect class=\"middle\" x=\"{:.1}\" width=\"{:.1}\" y=\"5\" height=\"10\"/>",
            at(low),
            at(high) - at(low)
        );
    }
    if let Some(median) = times.median() {
        picture += &line("median", at(median), 3);
    }
    picture + &line("planned", at(planned), 0) + "</svg>"
}

fn stuck(page: &mut String, class: &Class) {
    let mut rows: Vec<(usize, &str, &str)> = Vec::new();
    for course in &class.exercises {
        let steps = course.stuck.iter();
        rows.extend(steps.map(|(step, n)| (*n, &*course.title, &**step)));
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.0));
    if rows.is_empty() {
        return;
    }
    page.push_str("<h2>Where people were stuck</h2>\n<p>The first step that failed at the end.</p>\n<ul class=\"steps\">\n");
    for (n, title, step) in rows {
        let _ = writeln!(
            page,
            "<li><meter min=\"0\" max=\"{}\" value=\"{n}\"></meter> <b>{n}</b> at {} of {}</li>",
            class.people.len(),
            escape(&step_name(step)),
            escape(title)
        );
    }
    page.push_str("</ul>\n");
}

fn people(page: &mut String, class: &Class, folder: &str) {
    page.push_str("<h2>Participants</h2>\n");
    head(page, &["name", "passed", "hints", "graded"]);
    for person in &class.people {
        let lines = || {
            class
                .exercises
                .iter()
                .filter_map(|course| person.line(&course.id))
        };
        let statuses = class
            .exercises
            .iter()
            .map(|course| person.status(&course.id));
        let passed = statuses.filter(|status| *status == Status::Passed).count();
        let graded = match &person.graded {
            None => "–".to_owned(),
            Some(submission) => match &submission.error {
                Some(error) => escape(error),
                None => format!(
                    "{} of {} pass{}",
                    submission.passed,
                    submission.exercises.len(),
                    also(person)
                ),
            },
        };
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\"><a href=\"{folder}/{}.html\">{}</a></th><td>{passed} of {}</td><td>{}</td><td>{graded}</td></tr>",
            escape(&person.file),
            escape(&person.name),
            class.exercises.len(),
            lines().map(|line| line.hints).sum::<usize>(),
        );
    }
    page.push_str(TABLE_END);
}

/// What else they changed, in a few words.
fn also(person: &Participant) -> String {
    let changed = person
        .graded
        .as_ref()
        .and_then(|graded| graded.also_changed.as_ref());
    match changed.filter(|changed| changed.n > 0) {
        None => String::new(),
        Some(changed) => {
            let files: Vec<String> = changed
                .files
                .iter()
                .take(MORE)
                .map(|file| escape(file))
                .collect();
            format!(
                "<small>{} other files changed, not used: {}</small>",
                changed.n,
                files.join(", ")
            )
        }
    }
}

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
    head(
        &mut page,
        &["exercise", "how it is", "steps", "hints", "time", "graded"],
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
    let hints = line.map_or("–".to_owned(), |line| hints_shown(line));
    let took = line.and_then(|line| line.passed?.checked_sub(line.begun?));
    let took = took.map_or("–".to_owned(), span);
    let graded = match person.grade(&course.id) {
        None => "–".to_owned(),
        Some(grade) if grade.status() == Status::Passed => "✓".to_owned(),
        Some(grade) => {
            let what = grade.failure.as_ref().map(|failure| &*failure.what);
            let what = what.map_or(String::new(), |what| {
                format!("<small>{}</small>", escape(what))
            });
            format!("{}{what}", escape(&grade.standing.replace('_', " ")))
        }
    };
    let _ = writeln!(
        page,
        "<tr><th scope=\"row\">{}</th><td class=\"{class}\">{status}{failure}</td><td>{meter}</td><td>{hints}</td>\
         <td>{took}</td><td>{graded}</td></tr>",
        name(course)
    );
}

fn hints_shown(line: &Line) -> String {
    match line.hints {
        0 => "none".to_owned(),
        n => hints(n),
    }
}

/// What to read and do next.
fn next(page: &mut String, class: &Class, person: &Participant, beyond: &[(String, String)]) {
    let mut items = Vec::new();
    for course in &class.exercises {
        let (title, chapter) = (escape(&course.title), escape(&course.chapter));
        let command = format!("<code>cargo xtask watch {}</code>", escape(&course.id));
        let hints = person.line(&course.id).map_or(0, |line| line.hints);
        match person.status(&course.id) {
            Status::Passed if hints >= MANY_HINTS => items.push(format!(
                "{title}: you passed with {hints} hints. Read “{chapter}” again, then solve it once more from the start: \
                 <code>cargo xtask reset {}</code> keeps what you have",
                escape(&course.id)
            )),
            Status::Passed | Status::Known => {}
            Status::NotBegun => items.push(format!("{title}: read “{chapter}”, then {command}")),
            _ => items.push(format!("{title}: go on where you are with {command}; “{chapter}” has the idea")),
        }
    }
    page.push_str("<h2>What to read next</h2>\n");
    if items.is_empty() {
        page.push_str("<p>You have passed all of it. What the workshop had no time for:</p>\n");
        let more = beyond.iter().take(MORE).map(|(id, title)| {
            format!(
                "{}: <code>cargo xtask watch {}</code>",
                escape(title),
                escape(id)
            )
        });
        items.extend(more);
    }
    page.push_str("<ul>\n");
    for item in items {
        let _ = writeln!(page, "<li>{item}</li>");
    }
    page.push_str("</ul>\n<p>The book is <code>cargo xtask book</code>; <code>cargo xtask next</code> says where to go on.</p>\n");
}
