//! The compiler's errors for a screen. One mistake in a signature gives dozens, many of them the
//! same: the first of each kind is shown in full while there is room, and the others are listed
//! with their places.

use super::terminal_escape::marked;
use grader::diagnostic::Diagnostic;
use std::fmt::Write as _;
use tutor::truncate::truncate_lines;

/// Shows the first error of each kind in full, in at most `limit` lines altogether; the very first
/// error is shown in any case, if need be truncated.
pub fn first_of_each_kind(errors: &[Diagnostic], limit: usize) -> String {
    let mut text = String::new();
    let mut n_lines = 0;
    let mut rest: Vec<&Diagnostic> = Vec::new();
    let mut kinds: Vec<String> = Vec::new();
    for error in errors {
        let rendered = error.rendered.trim_end();
        let n_more = rendered.lines().count();
        let kind = error.headline();
        let is_new = !kinds.contains(&kind);
        let fits = n_lines + n_more <= limit || kinds.is_empty();
        if is_new && fits {
            text += &marked(&truncate_lines(rendered, limit));
            text += "\n\n";
            n_lines += n_more;
            kinds.push(kind);
        } else {
            rest.push(error);
        }
    }
    text.truncate(text.trim_end().len());
    text + &list(&rest)
}

/// The places of each kind, in the order in which the kinds first appear.
fn list(errors: &[&Diagnostic]) -> String {
    let mut text = match errors.len() {
        0 => return String::new(),
        1 => "\n\nand one more error:\n".to_owned(),
        n => format!("\n\nand {n} more errors:\n"),
    };
    let mut kinds: Vec<String> = Vec::new();
    for error in errors {
        let kind = error.headline();
        if kinds.contains(&kind) {
            continue;
        }
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(text, "  {kind}");
        let of_kind = errors.iter().filter(|other| other.headline() == kind);
        for place in of_kind.filter_map(|other| other.place.as_ref()) {
            let _ = writeln!(text, "    at {place}");
        }
        kinds.push(kind);
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use grader::diagnostic::{Level, Place};

    fn error(code: &str, message: &str, line: usize, rest: &str) -> Diagnostic {
        let place = Place {
            file: "src/lib.rs".to_owned(),
            line,
            column: 20,
        };
        Diagnostic {
            level: Level::Error,
            code: Some(code.to_owned()),
            message: message.to_owned(),
            rendered: format!("error[{code}]: {message}\n  --> {place}\n{rest}\n\n"),
            place: Some(place),
        }
    }

    fn errors() -> Vec<Diagnostic> {
        let undeclared = "use of undeclared lifetime name `'a`";
        let elided = "implicit elided lifetime not allowed here";
        vec![
            error("E0261", undeclared, 131, "   |\n   | one"),
            error("E0726", elided, 20, "   | two"),
            error("E0261", undeclared, 140, "   | three"),
            error("E0261", undeclared, 158, "   | four"),
        ]
    }

    #[test]
    fn the_first_of_each_kind_is_shown_in_full_and_the_others_by_place() {
        let text = first_of_each_kind(&errors(), 20);
        expect![[r#"
            error[E0261]: use of undeclared lifetime name `'a`
              --> src/lib.rs:131:20
               |
               | one

            error[E0726]: implicit elided lifetime not allowed here
              --> src/lib.rs:20:20
               | two

            and 2 more errors:
              error[E0261]: use of undeclared lifetime name `'a`
                at src/lib.rs:140:20
                at src/lib.rs:158:20
        "#]]
        .assert_eq(&(text + "\n"));
    }

    #[test]
    fn errors_without_room_are_listed() {
        let text = first_of_each_kind(&errors(), 4);
        let listed = "\n\nand 3 more errors:\n  \
                      error[E0726]: implicit elided lifetime not allowed here\n    \
                      at src/lib.rs:20:20\n  \
                      error[E0261]: ";
        assert!(text.contains(listed), "{text}");
    }

    #[test]
    fn one_error_is_shown_as_it_is() {
        let errors = [error("E0001", "expected `;`", 1, "   | one")];
        assert_eq!(
            first_of_each_kind(&errors, 20),
            errors[0].rendered.trim_end()
        );
        assert_eq!(first_of_each_kind(&[], 20), "");
    }
}
