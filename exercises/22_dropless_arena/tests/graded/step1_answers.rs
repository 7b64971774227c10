//! The arena keeps what it is given, and rules are read as Bad reads them.
//!
//! The starter passes this step. Whatever the arena refuses later, plain numbers and texts are not
//! among it, and an arena that was reset takes new values as a new one does.
//! Before moving on: what does `Bump::alloc` do with a value, and what does it write down about it?

use dropless_arena::{Arena, read};
use fastrand::Rng;

use super::plain::plain;
use super::sources;

#[test]
fn values_lists_and_texts_are_kept_as_given() {
    let mut arena = Arena::new();
    let mut rng = Rng::with_seed(yardstick::seed());
    for round in 0..yardstick::size(20, 2) {
        let n = rng.usize(..yardstick::size(3_000, 30));
        let (first, text) = (rng.u64(..), "größe ".repeat(n));
        let value = arena.alloc(first);
        let wide = arena.alloc([u128::MAX; 3]);
        let odd = arena.list((0..n).filter(|number| number % 2 == 1));
        let letters = arena.list(text.chars());
        let kept = arena.text(&text);
        assert_eq!(*value, first, "a number, in round {round}");
        assert_eq!(
            *wide,
            [u128::MAX; 3],
            "three wide numbers, in round {round}"
        );
        assert!(
            odd.iter()
                .copied()
                .eq((0..n).filter(|number| number % 2 == 1)),
            "yours: the odd numbers up to {n} are not what the list has, in round {round}"
        );
        assert!(
            letters.iter().copied().eq(text.chars()),
            "yours: the letters of a text are not what the list has, in round {round}"
        );
        assert!(
            *kept == *text,
            "yours: a text is not as it was, in round {round}"
        );
        arena.reset();
    }
    assert!(arena.list(0_u8..0).is_empty(), "a list of nothing");
    assert_eq!(arena.text("").len(), 0, "the length of an empty text");
}

/// An iterator that says how many values are to come, and is wrong, as any code without `unsafe` may be.
struct Mistaken {
    to_come: std::ops::Range<u32>,
    says: (usize, Option<usize>),
}

impl Iterator for Mistaken {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.to_come.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.says
    }
}

#[test]
fn a_list_has_what_its_iterator_yields_whatever_that_says() {
    for says in [
        (0, None),
        (0, Some(0)),
        (2, Some(2)),
        (5, Some(5)),
        (9, Some(9)),
    ] {
        let arena = Arena::new();
        let list = arena.list(Mistaken {
            to_come: 10..15,
            says,
        });
        assert_eq!(
            *list,
            [10, 11, 12, 13, 14],
            "yours: a list of five numbers whose iterator announced {says:?}"
        );
    }
}

#[test]
fn a_rule_is_its_folder_and_its_words() {
    let source = "in work\n  invoices: invoice , payment due,\n\nin home\nschool:homework";
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let expected: Result<Vec<(String, Vec<String>)>, usize> = Ok(vec![
        (
            "work/invoices".to_owned(),
            words(&["invoice", "payment due"]),
        ),
        ("home/school".to_owned(), words(&["homework"])),
    ]);
    assert_eq!(
        plain!(read, &Arena::new(), source),
        expected,
        "folder and words of each rule of:\n{source}"
    );
}

#[test]
fn the_rules_of_an_office_are_read_as_in_bad() {
    let yours = plain!(read, &Arena::new(), sources::OFFICE);
    let bad = plain!(bad::read, &bad::Arena::new(), sources::OFFICE);
    assert_eq!(yours, bad, "the rules in `tests/graded/office.rules`");
}

#[test]
fn random_and_unusual_sources_are_read_as_in_bad() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let random = (0..yardstick::size(40, 4)).map(|n_rules| {
        let source = sources::random(&mut rng, n_rules);
        (format!("{n_rules} rules"), source)
    });
    let unusual = sources::unusual(yardstick::size(300, 10));
    let unusual = unusual.map(|(what, source)| (what.to_owned(), source));
    for (what, source) in random.chain(unusual) {
        let bad = plain!(bad::read, &bad::Arena::new(), &source);
        assert!(
            plain!(read, &Arena::new(), &source) == bad,
            "yours: {what} (seed {}) are not read as Bad reads them",
            yardstick::seed()
        );
    }
}

#[test]
fn malformed_sources_are_refused_at_the_same_line_as_in_bad() {
    for source in sources::MALFORMED {
        let yours = plain!(read, &Arena::new(), source);
        assert!(
            yours.is_err(),
            "yours: this source is accepted, although it is malformed:\n{source}"
        );
        let bad = plain!(bad::read, &bad::Arena::new(), source);
        assert_eq!(yours, bad, "the line of the error in:\n{source}");
    }
}
