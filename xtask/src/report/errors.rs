//! The compiler's errors for a screen. One mistake in a signature gives dozens, and the same one many
//! times: the first of each kind is shown whole, as long as there is room, and the others are listed
//! with their places.

use super::cut::cut_lines;
use super::guard::uncoloured;
use std::fmt::Write as _;

/// One error, as the compiler writes it.
struct Report<'a> {
    text: &'a str,
    /// The code and the message, as `error[E0261]: …`.
    what: String,
    /// File, line and column; none where the compiler names no place.
    place: Option<String>,
}

/// Errors of which at most so many lines are shown whole; the first one is shown in any case.
pub fn first_of_each_kind(rendered: &str, limit: usize) -> String {
    let reports = reports(rendered);
    let mut text = String::new();
    let mut n_lines = 0;
    let mut rest: Vec<&Report<'_>> = Vec::new();
    let mut kinds: Vec<&str> = Vec::new();
    for report in &reports {
        let n_more = report.text.lines().count();
        let is_new = !kinds.contains(&&*report.what);
        let fits = n_lines + n_more <= limit || kinds.is_empty();
        if is_new && fits {
            text += &cut_lines(report.text, limit);
            text += "\n\n";
            n_lines += n_more;
            kinds.push(&report.what);
        } else {
            rest.push(report);
        }
    }
    text.truncate(text.trim_end().len());
    text + &list(&rest)
}

/// How many errors there are.
pub fn count(rendered: &str) -> usize {
    reports(rendered).len()
}

/// Kind by kind, in the order in which the kinds came.
fn list(reports: &[&Report<'_>]) -> String {
    let mut text = match reports.len() {
        0 => return String::new(),
        1 => "\n\nand one more error:\n".to_owned(),
        n => format!("\n\nand {n} more errors:\n"),
    };
    let mut kinds: Vec<&str> = Vec::new();
    for report in reports {
        if kinds.contains(&&*report.what) {
            continue;
        }
        kinds.push(&report.what);
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(text, "  {}", report.what);
        let alike = reports.iter().filter(|other| other.what == report.what);
        for place in alike.filter_map(|other| other.place.as_ref()) {
            let _ = writeln!(text, "    at {place}");
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// The errors one by one. How many there were, which the compiler says at the end, is left out.
fn reports(rendered: &str) -> Vec<Report<'_>> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in rendered.split_inclusive('\n') {
        if uncoloured(line).starts_with("error") {
            starts.push(at);
        }
        at += line.len();
    }
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([rendered.len()]);
    let texts = starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| &rendered[start..end]);
    let reports = texts.map(|text| {
        let plain = uncoloured(text);
        let mut lines = plain.lines();
        let what = lines.next().unwrap_or_default().to_owned();
        let place = lines.find_map(|line| line.trim_start().strip_prefix("--> "));
        Report {
            text: text.trim_end(),
            what,
            place: place.map(str::to_owned),
        }
    });
    let is_said = |report: &Report<'_>| {
        !report.text.is_empty() && !report.what.starts_with("error: aborting due to")
    };
    reports.filter(is_said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    const ERRORS: &str = "\
error[E0261]: use of undeclared lifetime name `'a`
  --> src/lib.rs:131:20
   |
   | one

\x1b[1m\x1b[91merror[E0726]\x1b[0m\x1b[1m: implicit elided lifetime not allowed here\x1b[0m
  \x1b[94m--> \x1b[0msrc/lib.rs:20:6
   | two

error[E0261]: use of undeclared lifetime name `'a`
  --> src/lib.rs:140:15
   | three

error[E0261]: use of undeclared lifetime name `'a`
  --> src/lib.rs:158:22
   | four

error: aborting due to 4 previous errors

";

    #[test]
    fn the_first_of_each_kind_is_whole_and_the_others_have_their_places() {
        let text = uncoloured(&first_of_each_kind(ERRORS, 20));
        expect![[r#"
            error[E0261]: use of undeclared lifetime name `'a`
              --> src/lib.rs:131:20
               |
               | one

            error[E0726]: implicit elided lifetime not allowed here
              --> src/lib.rs:20:6
               | two

            and 2 more errors:
              error[E0261]: use of undeclared lifetime name `'a`
                at src/lib.rs:140:15
                at src/lib.rs:158:22
        "#]]
        .assert_eq(&(text + "\n"));
        assert_eq!(count(ERRORS), 4);
    }

    #[test]
    fn what_has_no_room_is_listed() {
        let text = uncoloured(&first_of_each_kind(ERRORS, 4));
        let listed = "\n\nand 3 more errors:\n  \
                      error[E0726]: implicit elided lifetime not allowed here\n    \
                      at src/lib.rs:20:6\n  \
                      error[E0261]: ";
        assert!(text.contains(listed), "{text}");
    }

    #[test]
    fn one_error_is_shown_as_it_is() {
        let one = "error: expected `;`\n --> src/lib.rs:1:2\n";
        assert_eq!(first_of_each_kind(one, 20), one.trim_end());
        assert_eq!(first_of_each_kind("", 20), "");
    }
}
