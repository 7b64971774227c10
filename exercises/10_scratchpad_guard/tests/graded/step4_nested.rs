//! A letter may be written while another one is.
//!
//! A value is often a letter itself: an address, a footer. Then `fill` is called inside `fill`, and
//! finds that the scratchpad has been taken. Both letters must be right all the same, and neither may
//! touch what the other is working with. The inner one may cost more than a letter alone.
//! Before moving on: when first the inner letter is done and then the outer one, how many arenas
//! are put back, and how many does the thread keep?

use scratchpad_guard::{fill, with_scratchpad};
use yardstick::Budget;
use yardstick::panics::{place, result_or_message};

/// A letter whose fields are letters, nested to this depth.
fn nested(depth: usize) -> String {
    let template = "<{left}|{name}|{right}>";
    let letter = fill(template, |field| match (field, depth) {
        ("name", _) => Some(format!("level {depth}")),
        (_, 0) => Some(String::new()),
        _ => Some(nested(depth - 1)),
    });
    letter.expect("every field has a value")
}

#[test]
fn a_letter_inside_a_letter_is_right() {
    match result_or_message(|| nested(2)) {
        Ok(letter) => assert_eq!(
            letter, "<<<|level 0|>|level 1|<|level 0|>>|level 2|<<|level 0|>|level 1|<|level 0|>>>",
            "a letter with letters in it, two levels deep"
        ),
        Err(message) => panic!(
            "yours: a letter inside a letter panicked with \"{message}\"\n\
             at {}",
            place()
        ),
    }
}

#[test]
fn an_inner_letter_does_not_touch_the_outer_ones_data() {
    let outcome = result_or_message(|| {
        with_scratchpad(|outer| {
            let kept = outer.alloc_str("the outer call's data");
            let inner = nested(1);
            with_scratchpad(|inner| inner.alloc_slice_fill_copy(64, b'#').len());
            // A scratchpad that was reset too early would hand out the memory of `kept` again.
            outer.alloc_slice_fill_copy(64, b'#');
            (kept.to_owned(), inner)
        })
    });
    let expected = ("the outer call's data", "<<|level 0|>|level 1|<|level 0|>>");
    assert_eq!(
        outcome,
        Ok((expected.0.to_owned(), expected.1.to_owned())),
        "the outer call's data in its scratchpad, and the inner letter"
    );
}

#[test]
fn nested_letters_leave_nothing_behind() {
    for _ in 0..4 {
        drop(result_or_message(|| nested(3)));
    }
    Budget::named("two hundred nested letters, after a few to warm up")
        .live(16 << 10)
        .process_wide()
        .run(|| (0..yardstick::size(200, 4)).for_each(|_| drop(nested(3))));
}
