//! The widgets that blocks and asides of a chapter become.

use crate::fixture::TinyBook;

/// The page of a chapter that contains `text`.
fn page(text: &str) -> String {
    let book = TinyBook::new().replace("book/src/two.md", "Back", &format!("{text}\n\nBack"));
    book.build()
        .unwrap_or_else(|error| panic!("{error}"))
        .read("two.html")
}

#[track_caller]
fn assert_in_order(page: &str, parts: &[&str]) {
    let mut rest = page;
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else {
            let main = page.split("<main>").nth(1).unwrap_or(page);
            panic!("`{part}` is missing, or out of order, in:\n{main}");
        };
        rest = after;
    }
}

const PREDICTION: &str = "> **Predict.** How many?\n> Why?\n\n<details>\n<summary>Compare your guess</summary>\n\n\
    <details><summary>More</summary></details>\n\nSeven *calls*.\n\n</details>\n\nAfter.";

#[test]
fn a_prediction_and_its_answer_become_one_element() {
    let page = page(PREDICTION);
    assert_in_order(
        &page,
        &[
            "<arena-predict data-key=\"predict-",
            "<blockquote>",
            "<strong class=\"kind\">Predict</strong> How many?",
            "<summary>Compare your guess</summary>",
            "Seven <em>calls</em>.",
            "</details>",
            "</arena-predict>",
            "<p>After.</p>",
        ],
    );
}

#[test]
fn another_question_has_another_key() {
    let key = |page: String| {
        let (_, rest) = page.split_once("predict-").expect("a prediction");
        rest[..8].to_owned()
    };
    let same = key(page(PREDICTION));
    assert_eq!(same, key(page(&PREDICTION.replace("Seven", "Eight"))));
    assert_ne!(same, key(page(&PREDICTION.replace("How many", "How few"))));
}

#[test]
fn a_prediction_may_wait_for_a_measurement() {
    let page = page("> **Predict.** How many?\n\n{{#claims}}");
    assert_in_order(
        &page,
        &["<arena-predict", "</arena-predict>", "class=\"claims\""],
    );
}

const QUIZ: &str = r#"```quiz
[[question]]
ask = "Who frees `it`?"
choices = ["Nobody", "The *arena*", """
Two lines,

two paragraphs"""]
right = 1
why = "See [two](two.md#a-part)."

[[question]]
ask = "What are \\{{#pair a b}} braces?"
choices = ["A", "B", "C", "D"]
right = 0
why = "Text."
```"#;

#[test]
fn a_quiz_reads_without_javascript() {
    let page = page(QUIZ);
    assert_in_order(
        &page,
        &[
            "<arena-quiz>",
            "<div class=\"question\" data-kind=\"choice\" data-right=\"1\">",
            "<div class=\"ask\" data-key=\"question-",
            "Who frees <code>it</code>?",
            "<ol class=\"choices\" type=\"a\">",
            "The <em>arena</em>",
            "<p>two paragraphs</p>",
            "<details class=\"answer\">",
            "The right answer is <strong>b</strong>.",
            "<a href=\"two.html#a-part\">two</a>",
            "data-right=\"0\"",
            "The right answer is <strong>a</strong>.",
            "</arena-quiz>",
            "Back to",
        ],
    );
}

const KINDS: &str = r#"```quiz
[[question]]
ask = "How many?"
number = 1234
unit = "calls"
why = "Counted."

[[question]]
ask = "In which order?"
steps = ["one & all", "two", "three"]
why = "So."

[[question]]
ask = "What does this print?"
listing = "code.rs alone"
prints = "a < b"
why = "Run."

[[question]]
ask = "Does this compile?"
listing = "code.rs bad_sum"
compiles = true
why = "It does."

[[question]]
ask = "Which line?"
listing = "code.rs bad_sum"
line = "slow::<u8>();"
why = "That one."
```"#;

#[test]
fn every_kind_of_question_reads_without_javascript() {
    let page = page(KINDS);
    assert_in_order(
        &page,
        &[
            "data-kind=\"number\" data-right=\"1234\" data-unit=\"calls\"",
            "The answer: <strong>1,234 calls</strong>.",
            "data-kind=\"order\" data-right=\"",
            "<ol class=\"choices order\" type=\"a\">",
            "The order is <strong>",
            "data-kind=\"prints\" data-right=\"a &lt; b\"",
            "<figure class=\"code asked\">",
            "It prints <code>a &lt; b</code>.",
            "data-kind=\"compiles\" data-right=\"0\"",
            "It does not compile",
            "It compiles.",
            "data-kind=\"line\" data-right=\"1\"",
            "Line 2: <code>slow::&lt;u8&gt;();</code>",
        ],
    );
    // The steps are shown in another order, and the answer names that of their letters.
    let shown = ["one &amp; all", "two", "three"].map(|step| page.find(step).expect("a step"));
    assert!(!shown.is_sorted(), "{page}");
}

const CHOOSER: &str = r#"~~~chooser
[[node]]
id = "start"
ask = "Does it all end at once?"
answers = [{ text = "Yes", to = "use" }, { text = "No, *not* so", to = "size" }]
[[node]]
id = "use"
advice = """
An arena fits.

- Really."""
[[node]]
id = "size"
ask = "Is it large?"
answers = [{ text = "Large", to = "use" }, { text = "Small", to = "leave" }]
[[node]]
id = "leave"
advice = "Leave it."
~~~"#;

#[test]
fn a_chooser_is_a_tree_of_lists() {
    let page = page(CHOOSER);
    assert_in_order(
        &page,
        &[
            "<arena-chooser>",
            "<div class=\"ask\">",
            "Does it all end at once?",
            "<ul>",
            "<p>Yes</p>",
            "<div class=\"advice\">",
            "An arena fits.",
            "<li>Really.</li>",
            "No, <em>not</em> so",
            "<div class=\"ask\">",
            "Is it large?",
            "<ul>",
            "<p>Large</p>",
            "An arena fits.",
            "<p>Small</p>",
            "Leave it.",
            "</arena-chooser>",
        ],
    );
}

#[test]
fn speaker_notes_are_collapsed() {
    let page = page("<div class=\"speaker\">\n\nSay *this*.\n\n<div>inner</div>\n\n</div>");
    assert_in_order(
        &page,
        &[
            "<details class=\"speaker\">",
            "<summary>Speaker notes</summary>",
            "Say <em>this</em>.",
            "<div>inner</div>",
            "</details>",
            "Back to",
        ],
    );
}

#[test]
fn tabs_are_headed_sections() {
    let page = page(
        "<div class=\"tabs\">\n\n### First\n\nText *one*.\n\n### Second\n\nText two.\n\n</div>",
    );
    assert_in_order(
        &page,
        &[
            "<arena-tabs>",
            "<h3 id=\"first\">",
            "Text <em>one</em>.",
            "<h3 id=\"second\">",
            "Text two.",
            "</arena-tabs>",
            "Back to",
        ],
    );
}

#[test]
fn blocks_inside_code_are_left_alone() {
    let page = page(
        "````text\n```quiz\nnothing\n```\n> **Predict.** So it is written.\n<div class=\"speaker\">\n<div class=\"tabs\">\n````",
    );
    assert!(
        page.contains("&gt; **Predict.** So it is written."),
        "{page}"
    );
    assert!(!page.contains("<arena-"), "{page}");
}

#[test]
fn rust_from_a_tested_file_may_be_in_a_fence() {
    let page = page("```rust\n{{#include ../listings/src/code.rs:good_sum}}\n```");
    assert!(page.contains("quick()"), "{page}");
}

#[test]
fn a_card_names_its_steps() {
    let book = TinyBook::new();
    let steps = "exercises/01_first/tests/graded";
    book.write(
        &format!("{steps}/step1_answers.rs"),
        "//! The answers `are`\n//! right & equal. And more.\n",
    );
    book.write(
        &format!("{steps}/step2_budget.rs"),
        "//! Few calls.\n//!\n//! Not this.\n",
    );
    book.write(&format!("{steps}/main.rs"), "//! Not a step.\n");
    let page = book.build().expect("the tiny book builds").read("one.html");
    assert_in_order(
        &page,
        &[
            "<code data-copy=\"\">cargo xtask check first</code>",
            "<li><code>step1_answers</code> The answers <code>are</code> right &amp; equal.</li>",
            "<li><code>step2_budget</code> Few calls.</li>",
            "</ul>",
            "Hint 1 of 2",
        ],
    );
    assert!(!page.contains("Not a step"), "{page}");
}
