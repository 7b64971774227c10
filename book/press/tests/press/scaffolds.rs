//! The chapters that `cargo xtask new` writes are chapters of a book.

use crate::fixture::TinyBook;
use std::fs;
use std::path::Path;

/// A template with these values in place of its placeholders.
fn filled(name: &str, values: &[(&str, &str)]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/templates/book");
    let text = fs::read_to_string(folder.join(name)).expect("a template");
    let fill = |text: String, (placeholder, value): &(&str, &str)| {
        assert!(text.contains(placeholder), "{name} has no {placeholder}");
        text.replace(placeholder, value)
    };
    values.iter().fold(text, fill)
}

fn page(chapter: &str) -> String {
    let book = TinyBook::new().replace("book/src/SUMMARY.md", "[Two]", "[New](new.md)\n- [Two]");
    book.write("book/src/new.md", chapter);
    let toml = "exercises/01_first/exercise.toml";
    let book = match chapter.contains("{{#exercise first}}") {
        true => book
            .replace("book/src/one.md", "{{#exercise first}}", "")
            .replace(toml, "one.md", "new.md"),
        false => book,
    };
    let pages = book.build().unwrap_or_else(|error| panic!("{error}"));
    pages.read("new.html")
}

#[test]
fn the_chapter_of_a_new_exercise_shows_its_card() {
    let values = [("EXERCISE_TITLE", "First"), ("EXERCISE_ID", "first")];
    let page = page(&filled("exercise_chapter.md", &values));
    for part in ["Exercise 1: First &amp; last", "5 minutes to read"] {
        assert!(page.contains(part), "{page}");
    }
}

#[test]
fn a_new_chapter_tells_in_a_comment_how_to_show_code() {
    let values = [("CHAPTER_TITLE", "In place"), ("MODULE_NAME", "in_place")];
    let page = page(&filled("chapter.md", &values));
    assert!(page.contains("In place</a></h1>"), "{page}");
    let comment = page.find("<!-- To show code").map(|at| &page[at..]);
    let comment = comment.and_then(|rest| rest.split("-->").next());
    assert!(
        comment.is_some_and(|text| text.contains("in_place.rs NAME")),
        "{page}"
    );
}
