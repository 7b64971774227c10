//! The capstone's three pairs: equal texts, equal lists, and what each costs in heap and arena.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use listings::capstone::{
    Item, copied, limited, made, one_for_all, trusting,
    vector_for_each,
};
use yardstick::Chunks;

/// What a form might send. One of the eight has superfluous spaces.
const TEXTS: [&str; 8] = [
    "Zoé Martin",
    "12, rue de l'Église",
    "Strasbourg",
    "FR",
    "boot-0417",
    "Boots  \"Alpine\"  42",
    "brown",
    "deliver to the neighbour",
];

#[test]
fn both_sides_leave_out_the_same_spaces() {
    let arena = Bump::new();
    for text in TEXTS
        .iter()
        .copied()
        .chain(["", " ", "   ", " é   é", "a  \n  "])
    {
        assert_eq!(
            made::spaced(&arena, text),
            copied::spaced(text)
        );
    }
    assert_eq!(copied::spaced("   a b    c "), " a b c ");
}

#[test]
fn text_without_superfluous_spaces_is_borrowed() {
    let arena = Bump::new();
    for text in TEXTS {
        let same = std::ptr::eq(
            made::spaced(&arena, text).as_ptr(),
            text.as_ptr(),
        );
        assert_eq!(same, !text.contains("  "), "{text}");
    }
}

#[test]
fn one_side_calls_the_heap_for_each_text() {
    let (_, copied) =
        yardstick::measure(|| TEXTS.map(copied::spaced));
    let mut arena = Bump::new();
    let mut in_arena = || {
        let (_, usage) = yardstick::measure(|| {
            for text in TEXTS {
                made::spaced(&arena, text);
            }
        });
        arena.reset();
        usage.heap_calls()
    };
    let (new, reset) = (in_arena(), in_arena());
    for row in [
        format!("| each copied | {} |", copied.heap_calls()),
        format!(
            "| borrowed, or made in a new arena | {new} |"
        ),
        format!(
            "| the same arena, after a reset | {reset} |"
        ),
    ] {
        prose::says("capstone.md", &row);
    }
}

/// Nested lists of forty, `depth` deep; the innermost hold three numbers.
fn source(depth: usize) -> String {
    match depth {
        0 => "7 8 9".to_owned(),
        _ => format!("( {} ) ", source(depth - 1)).repeat(40),
    }
}

#[test]
fn one_vector_for_all_leaves_less_behind() {
    let rows = [(1, 40 + 40 * 3), (2, 40 + 40 * 40 * 4)];
    let n_rows = yardstick::size(rows.len(), 1);
    for (depth, n_items) in rows.into_iter().take(n_rows) {
        let source = source(depth);
        let (each, all) = (Bump::new(), Bump::new());
        let of_each = vector_for_each::list(
            &each,
            &mut source.split_whitespace(),
        );
        let mut open = ArenaVec::new_in(&all);
        let of_all = one_for_all::list(
            &mut open,
            &mut source.split_whitespace(),
        );
        assert_eq!(of_each, of_all);
        let items = thousands(
            (n_items * size_of::<Item<'_>>()) as u64,
        );
        let each =
            thousands(Chunks::of(&each).used_bytes() as u64);
        let all =
            thousands(Chunks::of(&all).used_bytes() as u64);
        let row = format!("| {items} | {each} | {all} |");
        println!("{row}");
        prose::says("capstone.md", &row);
    }
}

#[test]
fn nested_lists_are_read_the_same() {
    for source in [
        "",
        "1",
        "( )",
        "( 1 ( 2 ( ) 3 ) ) 4",
        "( ( (",
        ") 1",
    ] {
        let arena = Bump::new();
        let mut open = ArenaVec::new_in(&arena);
        assert_eq!(
            vector_for_each::list(
                &arena,
                &mut source.split_whitespace()
            ),
            one_for_all::list(
                &mut open,
                &mut source.split_whitespace()
            ),
            "{source}"
        );
    }
}

#[test]
fn a_limit_below_the_arenas_capacity_has_no_effect() {
    let large = "x".repeat(1 << 20);
    let grown = Bump::with_capacity(8 << 10);
    assert!(
        trusting::copy(&grown, 4 << 10, &large).is_some()
    );
    assert!(grown.allocated_bytes() > 1 << 20);
    let grown = Bump::with_capacity(8 << 10);
    assert!(limited::copy(&grown, 4 << 10, &large).is_none());
    // The capacity that is there may be used.
    assert!(
        limited::copy(&grown, 4 << 10, "small").is_some()
    );
    let fresh = Bump::new();
    assert!(
        trusting::copy(&fresh, 4 << 10, &large).is_none()
    );
    assert!(limited::copy(&fresh, 4 << 10, &large).is_none());
    assert!(
        limited::copy(&fresh, 4 << 10, "small").is_some()
    );
}
