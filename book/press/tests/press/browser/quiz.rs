//! What a reader's answers survive: a correction, and the form in which they used to be stored.

use super::tab::Tab;
use super::{PAGE, Served, book_with, change, program};
use serde_json::json;

const QUIZ: &str = r#"```quiz
[[question]]
ask = "Who frees it in the end?"
choices = ["Nobody", "The arena", "Its parent"]
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
right = 1
why = "Nobody calls it."
```"#;

/// The number of the chosen choice of each question, from 0; -1 for none.
const CHOSEN: &str = "[...document.querySelectorAll('.question')].map(question =>
    [...question.querySelectorAll('input')].findIndex(input => input.checked))";
const STATUS: &str = "arena-quiz .status";

/// A book with the quiz, answered right but for its last question; the test is skipped without a browser.
fn answered() -> Option<(Served, Tab)> {
    let program = program()?;
    let book = book_with(QUIZ);
    let mut tab = book.tab(&program);
    tab.open(PAGE);
    for (question, choice) in [(1, 2), (2, 2), (3, 1)] {
        tab.click(&format!(
            ".question:nth-of-type({question}) .choice:nth-of-type({choice}) input"
        ));
    }
    tab.click("arena-quiz .primary");
    assert_eq!(tab.text(STATUS), "2 of 3 right.");
    Some((book, tab))
}

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
        assert_eq!(tab.value(CHOSEN), json!([1, 1, 0]), "{changes:?}");
        assert_eq!(tab.text(STATUS), "2 of 3 right.", "{changes:?}");
    }
}

#[test]
fn other_choices_ask_only_their_question_again() {
    let Some((book, mut tab)) = answered() else {
        return;
    };
    correct(&book, &mut tab, &[("Its parent", "Its owner")]);
    assert_eq!(tab.value(CHOSEN), json!([-1, 1, 0]));
    assert!(tab.shows("arena-quiz .primary"));
    assert!(tab.shows(".question:nth-of-type(2) .answer p"));
    tab.click(".question:nth-of-type(1) .choice:nth-of-type(2) input");
    tab.click("arena-quiz .primary");
    tab.open(PAGE);
    assert_eq!(tab.text(STATUS), "2 of 3 right.");
    // Another right choice: the verdict that the reader saw no longer holds.
    correct(&book, &mut tab, &[("right = 1", "right = 2")]);
    assert_eq!(tab.value(CHOSEN), json!([-1, 1, 0]));
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
    assert_eq!(tab.value(CHOSEN), json!([1, -1, 0]));
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
    assert_eq!(tab.value(CHOSEN), json!([0, 1]));
}

#[test]
fn answers_in_the_former_form_are_taken_over() {
    let Some((_book, mut tab)) = answered() else {
        return;
    };
    let store = "key => localStorage.setItem('arena-workbook:' + key, JSON.stringify(RECORD))";
    for (record, chosen, n_open) in [
        (
            json!({ "choices": [1, 0, 1], "checked": true, "retrying": false }),
            json!([1, 0, 1]),
            3,
        ),
        (
            json!({ "choices": [1, -1, 1], "checked": false, "retrying": true }),
            json!([1, -1, 1]),
            2,
        ),
        (
            json!({ "choices": [0], "checked": false }),
            json!([0, -1, -1]),
            0,
        ),
    ] {
        let store = store.replace("RECORD", &record.to_string());
        tab.value(&format!(
            "localStorage.clear(); ({store})(document.querySelector('arena-quiz').dataset.key)"
        ));
        // Once to take them over, and once to read what became of them.
        for _ in 0..2 {
            tab.open(PAGE);
            assert_eq!(tab.value(CHOSEN), chosen, "{record}");
            let open = tab.value("document.querySelectorAll('.answer[open]').length");
            assert_eq!(open, n_open, "{record}");
        }
    }
}
