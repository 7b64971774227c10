//! The page on paper, and in forced colours.

use super::tab::Tab;
use super::{PAGE, book_with, program, this_book};

const PREDICTION: &str = "> **Predict.** How many?\n>\n> - one\n> - two\n\n<details>\n<summary>Compare your guess</summary>\n\n\
                          Exactly seven.\n\n</details>";
const QUIZ: &str = "```quiz\n[[question]]\nask = \"Who frees it?\"\nchoices = [\"Nobody\", \"The arena\", \"Its owner\"]\n\
                    right = 1\nwhy = \"Chunks are freed.\"\n```";
const TABS: &str =
    "<div class=\"tabs\">\n\n### bash\n\nOne way.\n\n### fish\n\nAnother way.\n\n</div>";
const PAIR: &str = "{{#pair code.rs sum | slow | quick}}";

#[track_caller]
fn printed(scheme: &str, work: impl FnOnce(&mut Tab)) {
    let Some(program) = program() else { return };
    let book = book_with(&[PREDICTION, QUIZ, TABS, PAIR].join("\n\n"));
    let mut tab = book.tab(&program);
    tab.open(PAGE);
    tab.print_preview(scheme, true);
    work(&mut tab);
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn paper_is_white_and_has_the_answers() {
    for scheme in ["light", "dark"] {
        printed(scheme, |tab| {
            let colour = "getComputedStyle(document.querySelector('main h1')).color";
            assert_eq!(tab.value(colour), "rgb(28, 32, 36)", "{scheme}");
            let text = tab.text("main");
            for answer in [
                "Exactly seven.",
                "Chunks are freed.",
                "One way.",
                "Another way.",
            ] {
                assert!(text.contains(answer), "{answer}: {text}");
            }
            let weight = |choice: u32| {
                format!(
                    "getComputedStyle(document.querySelector('.choices > :nth-child({choice})')).fontWeight"
                )
            };
            assert_eq!(tab.value(&weight(2)), "700");
            assert_eq!(tab.value(&weight(1)), "400");
            let controls = "[...document.querySelectorAll('button, input, select')].filter(node => node.checkVisibility()).length";
            assert_eq!(tab.value(controls), 0);
            for hidden in [".bar", "#contents", ".turn", ".link-here"] {
                assert!(!tab.shows(hidden), "{hidden}");
            }
            assert!(tab.pdf().len() > 10_000);
        });
    }
}

#[test]
fn after_printing_all_is_as_before() {
    printed("light", |tab| {
        tab.print_preview("light", false);
        assert!(!tab.text("main").contains("Exactly seven."));
        assert!(!tab.text("main").contains("Another way."));
        assert!(tab.shows(".choices input"));
    });
}

#[test]
fn pictures_are_printed_full() {
    let Some(program) = program() else { return };
    let book = this_book();
    let mut tab = book.tab(&program);
    tab.open("why.html");
    let step = "document.querySelector('arena-memory input[type=range]').value";
    // What is far below the window is not made up until it is needed.
    let drawn =
        "[...document.querySelectorAll('arena-memory .rows')].map(rows => rows.childElementCount)";
    assert_eq!(tab.value(drawn), serde_json::json!([]));
    tab.value(
        "(document.querySelector('arena-memory').scrollIntoView({ behavior: 'instant' }), 1)",
    );
    tab.until(&format!("{drawn}[0] === 1"));
    let before = tab.value(step);
    tab.print_preview("light", true);
    assert_eq!(tab.value(drawn), serde_json::json!([1, 1, 1, 1]));
    assert_ne!(tab.value(step), before);
    assert_eq!(
        tab.value("getComputedStyle(document.querySelector('figure.memory')).printColorAdjust"),
        "exact"
    );
    tab.print_preview("light", false);
    assert_eq!(tab.value(step), before);
}

/// The inline start of an element's border, as it is drawn.
fn edge(selector: &str) -> String {
    format!(
        "(({{ borderInlineStartStyle: style, borderInlineStartWidth: width }}) => `${{width}} ${{style}}`)\
         (getComputedStyle(document.querySelector('{selector}')))"
    )
}

#[test]
fn in_forced_colours_lines_say_what_backgrounds_say() {
    let Some(program) = program() else { return };
    let book = book_with(&[QUIZ, PAIR, TABS].join("\n\n"));
    let mut tab = book.tab(&program);
    tab.prefers(&[("forced-colors", "active")]);
    tab.open(PAGE);
    assert_eq!(
        tab.value("matchMedia('(forced-colors: active)').matches"),
        true
    );
    assert_eq!(tab.value(&edge("del.line")), "4px dashed");
    assert_eq!(tab.value(&edge("ins.line")), "4px solid");
    tab.value("document.querySelectorAll('.question input')[0].click()");
    tab.click("arena-quiz button.primary");
    assert_eq!(tab.value(&edge(".choice.is-wrong")), "2px dashed");
    tab.value("[...document.querySelectorAll('arena-quiz button')].find(button => button.textContent === 'Show the answer').click()");
    assert_eq!(tab.value(&edge(".choice.is-right")), "2px solid");
    let back = |selector: &str| {
        format!("getComputedStyle(document.querySelector('{selector}')).backgroundColor")
    };
    assert_ne!(
        tab.value(&back("[aria-selected=true]")),
        tab.value(&back("[aria-selected=false]"))
    );
    assert_eq!(
        tab.value(&edge("#contents [aria-current=page]")),
        "4px solid"
    );
    assert_eq!(tab.complaints(), [""; 0]);
}
