//! What a reader's answers survive: a correction, and the forms in which they used to be stored.

use super::quiz::{QUIZ, STATUS, answer, next, verdict, within};
use super::tab::Tab;
use super::{PAGE, Served, book_with, change, program};
use serde_json::{Value, json};

/// A book with the quiz, answered right but for its last question; the test is skipped without a browser.
fn answered() -> Option<(Served, Tab)> {
    let program = program()?;
    let book = book_with(QUIZ);
    let mut tab = book.tab(&program);
    tab.open(PAGE);
    for question in [1, 2] {
        answer(&mut tab, question, 2);
        tab.click(&next(question));
    }
    answer(&mut tab, 3, 1);
    answer(&mut tab, 3, 2);
    assert_eq!(tab.text(STATUS), "2 of 3 right.");
    Some((book, tab))
}

/// What is known of each question.
const DONE: &str = "[...document.querySelectorAll('.question')].map(question =>
    question.querySelector('.verdict').textContent.split(/[.,]/)[0])";

/// Changes the quiz, and opens its page again.
#[track_caller]
fn correct(book: &Served, tab: &mut Tab, changes: &[(&str, &str)]) {
    let mut quiz = QUIZ.to_owned();
    for (old, new) in changes {
        assert!(quiz.contains(old), "{old}");
        quiz = quiz.replacen(old, new, 1);
    }
    change(book, &quiz);
    tab.open(PAGE);
}

const RIGHT: &str = "Right";
const MISSED: &str = "Not this time";

#[test]
fn a_corrected_word_forgets_no_answer() {
    let Some((book, mut tab)) = answered() else {
        return;
    };
    for changes in [
        &[("in the end", "at the end")][..],
        &[("All at once.", "All of it at once.")],
        &[("a `Vec` in it", "a `Vec` there"), ("destructor", "`drop`")],
        &[("\"Yes\", \"No\"", "\"Yes\",  \"No\"")],
    ] {
        correct(&book, &mut tab, changes);
        assert_eq!(
            tab.value(DONE),
            json!([RIGHT, RIGHT, MISSED]),
            "{changes:?}"
        );
        assert_eq!(tab.text(STATUS), "2 of 3 right.", "{changes:?}");
    }
}

#[test]
fn other_choices_ask_only_their_question_again() {
    let Some((book, mut tab)) = answered() else {
        return;
    };
    correct(&book, &mut tab, &[("Its parent", "Its owner")]);
    assert_eq!(tab.value(DONE), json!(["", RIGHT, MISSED]));
    answer(&mut tab, 1, 2);
    tab.open(PAGE);
    assert_eq!(tab.text(STATUS), "2 of 3 right.");
    // Another right choice: the verdict that the reader saw no longer holds.
    correct(&book, &mut tab, &[("right = 1", "right = 2")]);
    assert_eq!(tab.value(DONE), json!(["", RIGHT, MISSED]));
}

#[test]
fn an_answer_never_appears_beside_another_question() {
    let Some((book, mut tab)) = answered() else {
        return;
    };
    // The same choices, and another text.
    correct(
        &book,
        &mut tab,
        &[("Is a `Vec` in it freed?", "Can two threads share one?")],
    );
    assert_eq!(tab.value(DONE), json!([RIGHT, "", MISSED]));
    // A question that was removed, and the others in another order.
    let parts: Vec<_> = QUIZ.split("[[question]]").collect();
    let third = parts[3].trim_end_matches("```");
    change(
        &book,
        &format!(
            "{}[[question]]{third}\n[[question]]{}```",
            parts[0], parts[1]
        ),
    );
    tab.open(PAGE);
    assert_eq!(tab.value(DONE), json!([MISSED, RIGHT]));
}

/// Stores this under the key of a question, from 1, and opens the page again.
fn store(tab: &mut Tab, question: u32, record: &Value) {
    let record = record.to_string();
    tab.value(&format!(
        "localStorage.setItem('arena-workbook:' + document.querySelector({:?}).dataset.key, JSON.stringify({record}))",
        within(question, ".ask")
    ));
    tab.open(PAGE);
}

#[test]
fn answers_in_former_forms_count_and_break_nothing() {
    let Some((_book, mut tab)) = answered() else {
        return;
    };
    let ask = "Who frees it in the end?";
    let page = PAGE;
    for (record, done) in [
        // One that was checked, one that was only chosen, one that was missed.
        (
            json!([{ "page": page, "ask": ask, "chosen": 1, "checked": true }]),
            RIGHT,
        ),
        (
            json!([{ "page": page, "ask": ask, "chosen": 1, "checked": false }]),
            "",
        ),
        (
            json!([{ "page": page, "ask": ask, "chosen": 0, "checked": true }]),
            MISSED,
        ),
        (
            json!([{ "page": page, "ask": ask, "chosen": -1, "checked": false }]),
            "",
        ),
        // Damage.
        (
            json!([{ "page": page, "ask": ask, "given": { "a": 1 }, "misses": 7, "done": "yes" }]),
            "",
        ),
        (
            json!([{ "page": page, "ask": ask, "given": 99, "misses": [99, 0], "done": true }]),
            MISSED,
        ),
        (
            json!({ "choices": [1, 0, 1], "checked": true, "retrying": false }),
            "",
        ),
        (json!([null, 3, "text"]), ""),
        (json!("text"), ""),
    ] {
        tab.value("localStorage.clear()");
        store(&mut tab, 1, &record);
        assert_eq!(tab.value(DONE), json!([done, "", ""]), "{record}");
        // It can be answered all the same.
        let open = if done.is_empty() { 1 } else { 2 };
        answer(&mut tab, open, 2);
        assert!(verdict(&mut tab, open).contains(RIGHT), "{record}");
        assert_eq!(tab.complaints(), [""; 0], "{record}");
    }
}
