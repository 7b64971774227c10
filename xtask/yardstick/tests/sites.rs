//! A missed budget names the lines that allocated, most costly first.
//!
//! Lines are found by markers in this file, so that edits above them break nothing.

#![allow(
    clippy::vec_box,
    clippy::mem_forget,
    reason = "wasteful code is what these tests are about"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use yardstick::Budget;

yardstick::count_allocations!();

/// Frees a value that the optimiser must assume is used: otherwise it could remove the allocation.
fn free<T>(value: T) {
    drop(std::hint::black_box(value));
}

/// The line of this file that ends with `// marker`.
fn line_of(marker: &str) -> usize {
    let marker = format!("// {marker}");
    let lines = include_str!("sites.rs").lines();
    1 + lines
        .into_iter()
        .position(|line| line.ends_with(&marker))
        .expect("the marker is in this file")
}

fn message_of(f: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(f)).expect_err("the budget is missed");
    *panic.downcast::<String>().expect("a message")
}

fn build(nodes: usize) -> Vec<Box<[u8; 40]>> {
    let mut tree = Vec::with_capacity(nodes); // the spine
    for _ in 0..nodes {
        tree.push(Box::new([0; 40])); // a node
    }
    tree
}

#[test]
fn the_costliest_line_comes_first_with_its_source() {
    let message = message_of(|| {
        Budget::named("a tree")
            .allocations(24)
            .run(|| free(build(10_000)));
    });
    let spine = format!("xtask/yardstick/tests/sites.rs:{}", line_of("the spine"));
    let node = format!("xtask/yardstick/tests/sites.rs:{}", line_of("a node"));
    let expected = format!(
        "a tree, yours: 10 001 heap allocations, where at most 24 will do\n\
         \n\
         the lines that allocated, most calls first:\n\
         \x20 10 000 × 40 B  {node}  tree.push(Box::new([0; 40])); // a node\n\
         \x20 1 × 80 000 B  {spine}  let mut tree = Vec::with_capacity(nodes); // the spine\n"
    );
    assert_eq!(squeeze(&message), squeeze(&expected));
}

#[test]
fn a_leak_names_only_what_was_not_freed() {
    let message = message_of(|| {
        Budget::named("symbols").live(0).run(|| {
            free(build(10));
            std::mem::forget(String::from("forgotten")); // the leak
        });
    });
    assert!(
        message.starts_with("symbols, yours: 9 bytes still live"),
        "{message}"
    );
    let leak = format!("sites.rs:{}", line_of("the leak"));
    assert!(message.contains(&leak), "{message}");
    assert!(!message.contains("a node"), "{message}");
}

#[test]
fn a_growing_vector_is_one_line_whatever_the_sizes() {
    let message = message_of(|| {
        Budget::named("pushing").allocations(1).run(|| {
            let mut numbers = Vec::new();
            for number in 0..1_000u32 {
                numbers.push(number); // a push
            }
        });
    });
    assert!(
        message.contains("of them grew or shrank a block"),
        "{message}"
    );
    let push = format!("sites.rs:{}", line_of("a push"));
    assert_eq!(message.matches(&push).count(), 1, "{message}");
}

#[test]
fn bytes_are_blamed_by_bytes() {
    let message = message_of(|| {
        Budget::named("mixed").bytes(10).run(|| {
            for _ in 0..5 {
                free(Box::new(1u8)); // many and small
            }
            free(vec![0u8; 5_000]); // one and large
        });
    });
    let large = message
        .find("one and large")
        .expect("the large one is named");
    let small = message
        .find("many and small")
        .expect("the small ones are named");
    assert!(large < small, "{message}");
}

#[test]
fn work_on_another_thread_is_named_in_a_process_wide_budget() {
    let message = message_of(|| {
        Budget::named("hidden").bytes(1_000).process_wide().run(|| {
            std::thread::spawn(|| free(vec![0u8; 50_000])) // in a thread
                .join()
                .expect("the thread ends well");
        });
    });
    let place = format!("sites.rs:{}", line_of("in a thread"));
    assert!(message.contains(&place), "{message}");
}

#[test]
fn an_inner_budget_blames_only_its_own_lines() {
    let mut inner = String::new();
    Budget::named("outer").allocations(u64::MAX).run(|| {
        free(build(5));
        inner = message_of(|| {
            Budget::named("inner")
                .allocations(0)
                .run(|| free(Box::new(7u16))); // inside
        });
    });
    assert!(inner.contains("// inside"), "{inner}");
    assert!(!inner.contains("a node"), "{inner}");
}

/// The text with runs of blanks as one, since the alignment of a column depends on its other rows.
fn squeeze(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        format!("{}\n", words.join(" "))
    });
    lines.collect()
}
