//! The page of the class after a workshop: who passed what, how long it took against what was planned, and where people were
//! stuck. Static, and to be printed.

use crate::class::{Class, Participant, Times};
use crate::handout::{TABLE_END, begin, head, name};
use crate::page::{END, escape, step_name};
use crate::report::Status;
use std::fmt::Write as _;

/// How many differing files of a participant are named.
const MAX_FILES: usize = 5;

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
        let graded = match graded.count() {
            0 => String::new(),
            n => format!("; the work of {n} was graded"),
        };
        let _ = writeln!(page, "<p>{n} took part{graded}.</p>");
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
        "middle half",
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
    let suggested: Vec<_> = class.suggestions().collect();
    if suggested.is_empty() {
        page.push_str(
            "<p>No other minutes are suggested: they fit, or too few people came so far.</p>\n",
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

/// What else differs, in a few words.
fn also(person: &Participant) -> String {
    let differing = person
        .graded
        .as_ref()
        .and_then(|graded| graded.differs.as_ref());
    match differing.filter(|differing| differing.n > 0) {
        None => String::new(),
        Some(differing) => {
            let files: Vec<String> = differing
                .files
                .iter()
                .take(MAX_FILES)
                .map(|file| escape(file))
                .collect();
            format!(
                "<small>{} other files differ, not used: {}</small>",
                differing.n,
                files.join(", ")
            )
        }
    }
}
