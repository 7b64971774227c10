//! The scratchpad of a compiler: what each of its designs does when calls nest, fail and panic, and
//! what it requests from the heap once it is warm.

use crate::prose;
use listings::roc::{
    Files, counted, guarded, option, replaced,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

const LINES: &str = "3 1 2\n10 30 20\n7\n\n5 -5 0 100 -100";

/// The result of a call, or the message of its panic.
fn outcome<T: std::fmt::Debug>(
    call: impl FnOnce() -> T,
) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>();
        let text = text.map(|text| (*text).to_owned());
        text.or(panic.downcast_ref::<String>().cloned())
            .unwrap_or_default()
    })
}

/// Runs `test` on a thread of its own, with a scratchpad of its own.
fn on_a_thread(test: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        scope
            .spawn(test)
            .join()
            .expect("the thread does not panic")
    });
}

#[test]
fn all_designs_find_the_same_middle() {
    for line in ["", "1", "2 1", "3 1 2", "-1 -3 -2 9"] {
        let expected = replaced::middle(line);
        assert_eq!(option::middle(line), expected, "{line}");
    }
    assert_eq!(replaced::middle("3 1 2"), Ok(2));
    let expected = Ok(2);
    assert_eq!(replaced::middle_of_lines(LINES), expected);
    assert_eq!(
        option::middle_of_lines_passed(LINES),
        expected
    );
}

#[test]
fn a_nested_call_panics_since_the_arena_is_taken() {
    on_a_thread(|| {
        let nested =
            outcome(|| option::middle_of_lines(LINES))
                .expect_err("a nested take returned");
        assert!(nested.contains("None"), "{nested}");
        // The outer call has unwound, and its arena with it.
        let later = outcome(|| option::middle("1"));
        assert!(later.is_err(), "{later:?}");
    });
}

#[test]
fn one_error_poisons_the_thread() {
    on_a_thread(|| {
        assert_eq!(option::middle("3 1 2"), Ok(2));
        assert!(option::middle("3 one 2").is_err());
        for _ in 0..3 {
            let later = outcome(|| option::middle("3 1 2"));
            assert!(later.is_err(), "{later:?}");
        }
    });
}

#[test]
fn design_1_still_works_after_an_error() {
    on_a_thread(|| {
        assert!(replaced::middle("3 one 2").is_err());
        assert_eq!(replaced::middle("3 1 2"), Ok(2));
    });
}

/// The heap calls of `call`, once a few have been made.
fn warm(mut call: impl FnMut()) -> u64 {
    (0..4).for_each(|_| call());
    yardstick::measure(call).1.heap_calls()
}

#[test]
fn heap_calls_of_each_design() {
    type Middle =
        fn(&str) -> Result<i64, std::num::ParseIntError>;
    let rows: [(&str, Middle, &str); 5] = [
        (
            "a new one left behind, one call",
            replaced::middle,
            "3 1 2",
        ),
        (
            "a new one left behind, nested",
            replaced::middle_of_lines,
            LINES,
        ),
        (
            "a new one left behind, after an error",
            replaced::middle,
            "3 one",
        ),
        (
            "nothing left behind, one call",
            option::middle,
            "3 1 2",
        ),
        (
            "nothing left behind, passed down",
            option::middle_of_lines_passed,
            LINES,
        ),
    ];
    for (who, middle, text) in rows {
        on_a_thread(|| {
            let calls = warm(|| drop(middle(text)));
            prose::says(
                "roc.md",
                &format!("| {who} | {calls} |"),
            );
        });
    }
}

fn files() -> Files<'static> {
    Files::from([
        ("main", "include part\nlet x = 1;\nlet y = 2;"),
        ("part", "let z = 3;"),
        ("wrong", "let x = 1;\ninclude gone"),
        ("ring", "include ring"),
    ])
}

#[test]
fn both_count_the_lines_of_included_files() {
    let files = files();
    for length in [counted::length, guarded::length] {
        on_a_thread(|| {
            assert_eq!(length(&files, "main"), Some(3));
            assert_eq!(length(&files, "ring"), None);
        });
        on_a_thread(|| {
            assert_eq!(length(&files, "wrong"), None);
            assert_eq!(length(&files, "gone"), None);
        });
    }
}

#[test]
fn after_a_few_wrong_files_only_a_guard_lets_one_be_opened() {
    let files = files();
    on_a_thread(|| {
        for _ in 0..20 {
            assert_eq!(
                counted::length(&files, "wrong"),
                None
            );
            assert_eq!(
                guarded::length(&files, "wrong"),
                None
            );
        }
        assert_eq!(counted::length(&files, "part"), None);
        assert_eq!(guarded::length(&files, "part"), Some(1));
        assert_eq!(guarded::length(&files, "ring"), None);
        assert_eq!(guarded::length(&files, "main"), Some(3));
    });
}
