//! Each mistake fails the build, and the message says where it is and what to do.

use crate::fixture::TinyBook;

/// Replaces `old` by `new` in `file`; the build must fail with a message that contains all of `parts`.
fn check(file: &str, old: &str, new: &str, parts: &[&str]) {
    let book = TinyBook::new().replace(file, old, new);
    let Err(message) = book.build() else {
        panic!("`{new}` in {file} was not noticed");
    };
    for part in parts {
        assert!(message.contains(part), "`{part}` is not in:\n{message}");
    }
    assert!(message.contains("help: "), "no next step in:\n{message}");
}

const ONE: &str = "book/src/one.md";
const CODE: &str = "book/listings/src/code.rs";

#[test]
fn a_listing_file_is_missing() {
    let place = "book/src/one.md:5: cannot read book/listings/src/cod.rs";
    check(ONE, "code.rs", "cod.rs", &[place]);
}

#[test]
fn an_anchor_is_missing() {
    let place = "book/src/one.md:5: there is no anchor `bad_total` in book/listings/src/code.rs";
    check(
        ONE,
        "code.rs sum",
        "code.rs total",
        &[place, "`// ANCHOR: bad_total`"],
    );
}

#[test]
fn an_anchor_is_not_closed() {
    let place =
        "book/src/one.md:5: the anchor `good_sum` in book/listings/src/code.rs is not closed";
    check(CODE, "// ANCHOR_END: good_sum", "", &[place]);
}

#[test]
fn an_anchor_appears_twice() {
    let place = "book/src/one.md:5: the anchor `bad_sum` appears twice";
    check(CODE, "// ANCHOR: good_sum", "// ANCHOR: bad_sum", &[place]);
}

#[test]
fn both_sides_are_equal() {
    check(
        CODE,
        "slow::<u8>();",
        "quick();",
        &["book/src/one.md:5: both sides of the pair are equal"],
    );
}

#[test]
fn a_caption_is_missing() {
    check(
        ONE,
        "| quick",
        "",
        &["book/src/one.md:5: ", "{{#pair FILE ANCHOR |"],
    );
}

#[test]
fn an_exercise_is_unknown() {
    let place = "book/src/one.md:7: there is no exercise `fist`";
    check(
        ONE,
        "exercise first",
        "exercise fist",
        &[place, "use one of: first"],
    );
}

#[test]
fn an_exercise_belongs_to_another_chapter() {
    let file = "exercises/01_first/exercise.toml";
    check(
        file,
        "one.md",
        "two.md",
        &["book/src/one.md:7: the exercise `first` belongs to two.md"],
    );
}

#[test]
fn an_exercise_file_is_broken() {
    let file = "exercises/01_first/exercise.toml";
    check(
        file,
        "minutes = 25",
        "minutes = soon",
        &["exercises/01_first/exercise.toml:3: "],
    );
}

#[test]
fn a_hint_has_untested_code() {
    let file = "exercises/01_first/exercise.toml";
    let what = "book/src/one.md:7: hint 2 for step1 in exercises/01_first/exercise.toml has a block of Rust";
    check(
        file,
        "\"Look.\"",
        "\"Look:\\n\\n```rust\\nx\\n```\"",
        &[what],
    );
}

#[test]
fn a_directive_is_misspelt() {
    check(
        ONE,
        "#pair",
        "#pear",
        &["book/src/one.md:5: there is no directive `pear`"],
    );
}

#[test]
fn measured_claims_are_damaged() {
    let book = TinyBook::new().replace(ONE, "See", "{{#claims}}\n\nSee");
    book.write(".arena/claims.json", "{ \"version\": 1, \"host\": ");
    let message = book.build().err().expect("the damage is noticed");
    for part in [
        "book/src/one.md:3: .arena/claims.json is damaged",
        "help: write it again with `cargo xtask claims`",
    ] {
        assert!(message.contains(part), "`{part}` is not in:\n{message}");
    }
}

#[test]
fn shipped_results_are_missing_or_not_asked_for_by_name() {
    let book = TinyBook::new().replace(ONE, "See", "{{#shipped exercises}}\n\nSee");
    let message = book.build().err().expect("the file is missing");
    for part in [
        "book/src/one.md:3: book/results.json: ",
        "help: make it with `.ci/results`",
    ] {
        assert!(message.contains(part), "`{part}` is not in:\n{message}");
    }
    let results = r#"{ "date": "", "machine": "", "runs": [ { "allocator": "glibc", "version": "", "how": "", "claims": [], "exercises": [] } ] }"#;
    for (what, part) in [
        ("figures", "there are no results called `figures`"),
        (
            "list | warm | A warm list",
            "book/results.json has no column `warm` of a claim `list` under glibc",
        ),
    ] {
        let line = format!("{{{{#shipped {what}}}}}\n\nSee");
        let book = TinyBook::new().replace(ONE, "See", &line);
        book.write("book/results.json", results);
        let message = book.build().err().expect("the mistake is noticed");
        assert!(message.contains(part), "`{part}` is not in:\n{message}");
    }
    let book = TinyBook::new().replace(ONE, "See", "{{#shipped list | warm | A}}\n\nSee");
    book.write(
        "book/results.json",
        r#"{ "date": "", "machine": "", "runs": [] }"#,
    );
    let message = book.build().err().expect("the mistake is noticed");
    let part = "book/results.json has no runs";
    assert!(message.contains(part), "`{part}` is not in:\n{message}");
}

#[test]
fn claims_take_no_argument() {
    let place = "book/src/one.md:3: this directive is malformed";
    let line = "{{#claims all}}\n\nSee";
    check(ONE, "See", line, &[place, "`{{#claims}}`"]);
}

#[test]
fn a_directive_is_in_a_sentence() {
    check(
        ONE,
        "{{#pair",
        "See {{#pair",
        &["book/src/one.md:5: ", "shares its line with other text"],
    );
}

#[test]
fn a_chapter_is_missing() {
    let file = "book/src/SUMMARY.md";
    check(
        file,
        "two.md",
        "too.md",
        &["book/src/SUMMARY.md:4: the chapter book/src/too.md does not exist"],
    );
}

#[test]
fn an_included_file_is_missing() {
    let place = "book/src/one.md:3: cannot read book/src/gone.rs";
    check(ONE, "See", "{{#include gone.rs}}", &[place]);
}

#[test]
fn an_included_anchor_is_missing() {
    let place = "book/src/one.md:3: there is no anchor `gone` in book/listings/src/code.rs";
    for directive in ["include", "rustdoc_include"] {
        let line = format!("{{{{#{directive} ../listings/src/code.rs:gone}}}}");
        check(ONE, "See", &line, &[place]);
    }
}

#[test]
fn a_link_leads_to_no_chapter() {
    check(
        ONE,
        "two.md#a-part",
        "three.md",
        &["book/src/one.md:3: the link `three.html` leads nowhere"],
    );
}

#[test]
fn a_link_leads_to_no_heading() {
    check(
        ONE,
        "#a-part",
        "#apart",
        &["book/src/one.md:3: the link `two.html#apart`", "`#apart`"],
    );
}

#[test]
fn a_page_loads_from_another_host() {
    let image = "<img src=\"https://example.org/a.png\" alt=\"\">";
    check(
        ONE,
        "See",
        image,
        &["book/src/one.md:3: ", "https://example.org/a.png"],
    );
}

#[test]
fn a_picture_is_missing() {
    let image = "![A picture](gone.png)";
    let what = "the page loads gone.png, which is not there";
    check(ONE, "See", image, &["book/src/one.md:3: ", what]);
}

#[test]
fn a_page_waits_for_a_part_that_is_not_there() {
    let wait = "<link rel=\"expect\" href=\"#gone\" blocking=\"render\">See";
    let what = "the link `#gone` leads to a page without `#gone`";
    check(ONE, "See", wait, &["book/src/one.md:3: ", what]);
}

#[test]
fn a_link_leads_out_of_the_book() {
    let what = "the link `/two.html` leads out of the book";
    check(
        ONE,
        "two.md#a-part",
        "/two.html",
        &["book/src/one.md:3: ", what],
    );
}

#[test]
fn mdbook_warns() {
    check(ONE, "See", "<b>See", &["mdBook says: "]);
}

#[test]
fn all_mistakes_are_reported_together() {
    let book = TinyBook::new().replace(ONE, "code.rs", "cod.rs").replace(
        "book/src/two.md",
        "alone |",
        "lonely |",
    );
    let message = book.build().err().expect("a broken book");
    assert!(
        message.contains("one.md:5") && message.contains("two.md:5"),
        "{message}"
    );
}

#[test]
fn each_chapter_has_a_description_of_its_own() {
    let own = "The first chapter of a tiny book, with a pair and an exercise.";
    check(
        ONE,
        &format!("<!-- description: {own} -->"),
        "",
        &["book/src/one.md:2: the chapter has no description"],
    );
    check(
        ONE,
        own,
        "Short.",
        &[
            "book/src/one.md:2: the description has 6 characters",
            "write 50 to 160",
        ],
    );
    check(ONE, own, &"a".repeat(161), &["has 161 characters"]);
    check(
        "book/src/two.md",
        "The second chapter of a tiny book, with a listing and a link.",
        own,
        &["book/src/two.md:2: this is also the description of one.md"],
    );
}
