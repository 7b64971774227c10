//! Names that an author gives: which ones will do, and what follows from them.

use workbook::{Problem, Result};

/// Words that Rust keeps for itself, as they may be in an id.
const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
/// Crates and modules that the tests and benchmarks of an exercise know by these names.
const IN_USE: [&str; 10] = [
    "alloc",
    "bad",
    "core",
    "graded",
    "main",
    "proc-macro",
    "speed",
    "std",
    "test",
    "texts",
];
/// Pages that the book has anyway, or that `SUMMARY.md` would collide with where case does not count.
const PAGES: [&str; 5] = ["index", "print", "readme", "summary", "toc"];
/// Files that Windows cannot have.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];

/// Refuses an id that no exercise can have.
pub(super) fn check_id(id: &str) -> Result<()> {
    check_form(id, "an exercise's id")?;
    let reason = if KEYWORDS.contains(&id) {
        "is a keyword of Rust, so no crate can have this name"
    } else if IN_USE.contains(&id) {
        "is a name that the tests of an exercise use themselves"
    } else {
        return check_page(id);
    };
    Err(problem(id, reason))
}

/// Refuses a name that no chapter can have.
pub(super) fn check_chapter(name: &str) -> Result<()> {
    check_form(name, "a chapter's name")?;
    check_page(name)
}

/// `Stack of scopes` for `stack-of-scopes`.
pub(super) fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let (first, rest) = words.split_at(1);
    first.to_ascii_uppercase() + rest
}

fn check_form(name: &str, what: &str) -> Result<()> {
    let is_word = |word: &str| {
        let is_of_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        !word.is_empty() && word.chars().all(is_of_word)
    };
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    match begins && name.split('-').all(is_word) {
        true => Ok(()),
        false => Err(Problem::new(
            format!("`{name}`"),
            format!("cannot be {what}"),
            "use lower-case words joined by `-`, beginning with a letter, as in `stack-of-scopes`",
        )),
    }
}

fn check_page(name: &str) -> Result<()> {
    let is_port = |port: &str| {
        name.strip_prefix(port)
            .is_some_and(|rest| rest.len() == 1 && rest != "0")
    };
    if PAGES.contains(&name) {
        return Err(problem(name, "is a page that the book has already"));
    }
    if DEVICES.contains(&name) || ["com", "lpt"].into_iter().any(is_port) {
        return Err(problem(name, "is a name that no file can have on Windows"));
    }
    Ok(())
}

fn problem(name: &str, reason: &str) -> Problem {
    Problem::new(format!("`{name}`"), reason, "choose another name")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_lower_case_words_that_can_name_a_crate() {
        for good in ["a", "stack-of-scopes", "utf8", "two-to-8", "box-of-boxes"] {
            assert_eq!(check_id(good), Ok(()), "{good}");
        }
        for bad in [
            "", "-", "a-", "-a", "a--b", "Stack", "a_b", "2d-grid", "über", "a b", "a/b", "..",
        ] {
            let problem = check_id(bad).expect_err(bad);
            assert!(
                problem.what.contains("cannot be an exercise's id"),
                "{problem}"
            );
        }
        for (bad, reason) in [
            ("box", "keyword"),
            ("gen", "keyword"),
            ("bad", "tests"),
            ("texts", "tests"),
            ("com1", "Windows"),
        ] {
            let problem = check_id(bad).expect_err(bad);
            assert!(problem.what.contains(reason), "{problem}");
        }
    }

    #[test]
    fn a_chapter_may_be_a_keyword_but_not_a_page_of_the_book() {
        assert_eq!(check_chapter("box"), Ok(()));
        assert_eq!(check_chapter("command"), Ok(()));
        for bad in ["summary", "index", "con", "lpt9", "SUMMARY", "a.md"] {
            check_chapter(bad).expect_err(bad);
        }
    }

    #[test]
    fn a_title_is_the_name_in_words() {
        assert_eq!(title("stack-of-scopes"), "Stack of scopes");
        assert_eq!(title("a"), "A");
    }
}
