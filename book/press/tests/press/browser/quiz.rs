//! Questions: asked one at a time, tried once more, by keyboard and by mouse.

use super::tab::{PHONE, Tab};
use super::{PAGE, book_with, check, program};
use serde_json::json;

pub(super) const QUIZ: &str = r#"```quiz
[[question]]
ask = "Who frees it in the end?"
choices = ["Nobody", "The *arena*", "Its parent"]
right = 1
why = "All at once."

[[question]]
ask = "Is a `Vec` in it freed?"
choices = ["Yes", "No", "It depends"]
right = 1
why = "It forgets it."

[[question]]
ask = "Does its destructor run?"
choices = ["Yes", "No", "It depends"]
right = 2
why = "Somebody may call it."
```"#;

/// The number of the chosen choice of each question, from 0; -1 for none.
const CHOSEN: &str = "[...document.querySelectorAll('.question')].map(question =>
    [...question.querySelectorAll('input')].findIndex(input => input.checked))";
/// The numbers of the questions that can be seen.
const SHOWN: &str = "[...document.querySelectorAll('.question')].flatMap((question, at) =>
    question.checkVisibility() ? [at + 1] : [])";
pub(super) const STATUS: &str = "arena-quiz .status";
const RETRY: &str = "arena-quiz > .controls button";

/// Something in the question with this number, from 1.
pub(super) fn within(question: u32, selector: &str) -> String {
    format!("arena-quiz > .question:nth-of-type({question}) {selector}")
}

/// The choice with this number, from 1.
fn choice(question: u32, choice: u32) -> String {
    within(question, &format!(".choice:nth-of-type({choice}) input"))
}

fn check_button(question: u32) -> String {
    within(question, ".asking .controls button:nth-of-type(1)")
}

pub(super) fn next(question: u32) -> String {
    within(question, ".asking .controls button:nth-of-type(3)")
}

#[track_caller]
pub(super) fn answer(tab: &mut Tab, question: u32, at: u32) {
    tab.click(&choice(question, at));
    tab.click(&check_button(question));
}

#[track_caller]
pub(super) fn verdict(tab: &mut Tab, question: u32) -> String {
    tab.text(&within(question, ".verdict"))
}

#[test]
fn questions_are_asked_one_at_a_time_and_tried_once_more() {
    check(QUIZ, |tab| {
        assert_eq!(tab.value(SHOWN), json!([1]));
        assert_eq!(tab.text(".question-number"), "Question 1 of 3");
        tab.click(&check_button(1));
        assert_eq!(verdict(tab, 1), "Choose an answer first.");
        answer(tab, 1, 1);
        assert!(verdict(tab, 1).contains("Not this one. Try once more"));
        assert!(
            !tab.shows(&within(1, ".answer")),
            "no answer before the retry"
        );
        assert_eq!(
            tab.value(&format!(
                "document.querySelector({:?}).disabled",
                choice(1, 1)
            )),
            true
        );
        answer(tab, 1, 2);
        assert!(verdict(tab, 1).contains("Right, at the second try."));
        assert!(tab.text(&within(1, ".answer")).contains("All at once."));
        assert_eq!(tab.value(SHOWN), json!([1]), "the next one waits");
        tab.click(&next(1));
        assert_eq!(tab.value(SHOWN), json!([1, 2]));
        answer(tab, 2, 1);
        answer(tab, 2, 3);
        assert!(verdict(tab, 2).contains("Not this time. The right choice is marked."));
        tab.click(&next(2));
        tab.click(&choice(3, 1));
        tab.click(&check_button(3));
        tab.click(&within(3, ".asking .controls button:nth-of-type(2)"));
        assert!(verdict(tab, 3).contains("Not this time."));
        assert_eq!(tab.text(STATUS), "1 of 3 right.");
        assert_eq!(tab.text(RETRY), "Ask the missed ones again");
        tab.click(RETRY);
        assert_eq!(tab.value(SHOWN), json!([1, 2]));
        answer(tab, 2, 2);
        tab.click(&next(2));
        answer(tab, 3, 3);
        assert_eq!(tab.text(STATUS), "3 of 3 right.");
        assert_eq!(tab.text(RETRY), "Start again");
    });
}

#[test]
fn the_verdict_is_beside_its_question_and_in_the_window() {
    check(QUIZ, |tab| {
        for size in [PHONE, super::tab::Size(390, 400)] {
            tab.resize(size);
            tab.value("localStorage.clear()");
            tab.open(PAGE);
            for question in [1, 2, 3] {
                for at in [1, if question == 1 { 3 } else { 2 }] {
                    answer(tab, question, at);
                    let place = format!(
                        "(box => box.top >= 48 && box.bottom <= innerHeight)(document.querySelector({:?}).getBoundingClientRect())",
                        within(question, ".verdict")
                    );
                    assert_eq!(tab.value(&place), true, "{question}, {at}, {size:?}");
                    if !tab.shows(&choice(question, 2)) || tab.shows(&next(question)) {
                        break;
                    }
                }
                if question < 3 {
                    tab.click(&next(question));
                }
            }
            let sizes = "[...document.querySelectorAll('.question :is(button, .choice)')]
                .filter(part => part.checkVisibility() && part.getBoundingClientRect().height < 24).length";
            assert_eq!(tab.value(sizes), 0);
            let width = tab.value("document.documentElement.scrollWidth");
            assert_eq!(width, size.0);
        }
    });
}

#[test]
fn questions_are_answered_by_keyboard_and_stored() {
    check(QUIZ, |tab| {
        tab.focus(&choice(1, 1));
        tab.press("ArrowDown");
        tab.press("Enter");
        assert!(verdict(tab, 1).contains("Right."));
        // The button that goes on has the focus, and then the next question.
        tab.press("Enter");
        assert_eq!(tab.value(SHOWN), json!([1, 2]));
        tab.press("ArrowDown");
        tab.press("Enter");
        assert!(verdict(tab, 2).contains("Right."), "{}", verdict(tab, 2));
        tab.press("Enter");
        // An unfinished attempt is stored too.
        tab.press("Space");
        tab.open(PAGE);
        assert_eq!(tab.value(CHOSEN), json!([1, 1, 0]));
        assert_eq!(tab.value(SHOWN), json!([1, 2, 3]));
        assert!(tab.shows(&within(2, ".answer summary")));
        assert!(!tab.shows(&within(3, ".answer")));
    });
}

const KINDS: &str = r#"```quiz
[[question]]
ask = "How many?"
number = 1234
unit = "calls"
why = "Counted."

[[question]]
ask = "In which order?"
steps = ["one", "two", "three"]
why = "So."

[[question]]
ask = "What does this print?"
listing = "code.rs good_sum"
prints = "a b"
why = "Run."

[[question]]
ask = "Does this compile?"
listing = "code.rs bad_sum"
compiles = true
why = "It does."

[[question]]
ask = "Which line?"
listing = "code.rs bad_sum"
line = "same();"
why = "That one."
```"#;

#[test]
fn every_kind_of_question_is_answered() {
    check(KINDS, |tab| {
        tab.focus(&within(1, "input"));
        tab.type_text("many");
        tab.press("Enter");
        assert_eq!(verdict(tab, 1), "Type a number first, such as 1,234.");
        tab.type_text("7");
        tab.press("Enter");
        assert!(verdict(tab, 1).contains("Not 7. Try once more"));
        tab.focus(&within(1, "input"));
        tab.type_text("1,234");
        tab.press("Enter");
        assert!(
            verdict(tab, 1).contains("Right, at the second try."),
            "{}",
            verdict(tab, 1)
        );
        tab.press("Enter");
        // Each step moves with its buttons, which keep the focus.
        order(tab, ["one", "two", "three"]);
        tab.click(&check_button(2));
        assert!(verdict(tab, 2).contains("Right."), "{}", verdict(tab, 2));
        tab.press("Enter");
        tab.type_text("a  b ");
        tab.press("Enter");
        assert!(verdict(tab, 3).contains("Right."));
        tab.press("Enter");
        tab.press("ArrowDown");
        tab.press("Enter");
        // Of two there is nothing to try again.
        assert!(
            verdict(tab, 4).contains("Not this time."),
            "{}",
            verdict(tab, 4)
        );
        tab.press("Enter");
        tab.click(&within(5, "label.line:nth-of-type(2)"));
        tab.click(&check_button(5));
        assert!(verdict(tab, 5).contains("Not this line."));
        tab.click(&within(5, "label.line:nth-of-type(3)"));
        tab.click(&check_button(5));
        assert!(verdict(tab, 5).contains("Right, at the second try."));
        assert_eq!(tab.text(STATUS), "4 of 5 right.");
        tab.open(PAGE);
        assert_eq!(tab.text(STATUS), "4 of 5 right.");
        for (question, text) in [(1, "1,234"), (3, "a  b")] {
            let field = format!(
                "document.querySelector({:?}).value",
                within(question, "input")
            );
            assert_eq!(tab.value(&field), text);
        }
    });
}

/// Puts the steps of the second question into this order, with the keyboard.
fn order<const N: usize>(tab: &mut Tab, wanted: [&str; N]) {
    for (place, text) in wanted.iter().enumerate() {
        let button = format!(".order button[aria-label='Move up: {text}']");
        let at = format!(
            "[...document.querySelectorAll('.order > li')].findIndex(row => row.textContent.includes({text:?}))"
        );
        tab.focus(&button);
        while tab.value(&at) != place {
            tab.press("Enter");
            let focus = "document.activeElement.getAttribute('aria-label')";
            assert_eq!(tab.value(focus), format!("Move up: {text}"));
        }
    }
}

#[test]
fn all_questions_and_answers_are_there_on_paper() {
    let Some(program) = program() else { return };
    let book = book_with(&[QUIZ, KINDS].join("\n\n"));
    let mut tab = book.tab(&program);
    tab.open(PAGE);
    tab.print();
    let hidden = "[...document.querySelectorAll('.question, .question .answer')].filter(part => !part.checkVisibility()).length";
    assert_eq!(tab.value(hidden), 0);
}
