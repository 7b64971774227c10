//! A huge letter's memory is not kept, an ordinary one's is.
//!
//! A reset arena keeps its largest chunk. A thread that once wrote a huge letter would hold its
//! memory for as long as it lives, and a server has many threads. `KEEP` says how much is worth
//! holding; a letter of 100 KB is far below, and its memory serves the next one.
//! Before moving on: what would a server of a hundred threads hold if `KEEP` were 5 MB?

use std::panic::resume_unwind;

use scratchpad_guard::{fill, with_scratchpad};
use yardstick::Budget;
use yardstick::panics::result_or_message;

/// What may stay after a spike: `KEEP` as shipped, and a little for the letters around it.
const MOST: u64 = bad::KEEP as u64 + (64 << 10);

#[test]
fn a_huge_letter_leaves_no_huge_scratchpad() {
    let huge = "x".repeat(5 << 20);
    let short = || drop(fill("Dear {name},", |_| Some("Jo")));
    let nested = |text: &str| {
        let inner = |_: &str| fill("{text}", |_| Some(text)).ok();
        drop(fill("{inner} {inner}", |_| fill("{inner}", inner).ok()));
    };
    let spikes: [(&str, &dyn Fn()); 6] = [
        ("huge, after letters within letters", &|| {
            nested("Jo");
            drop(fill("{text}", |_| Some(&huge)));
        }),
        ("huge at each of three levels", &|| {
            nested("Jo");
            nested(&huge);
        }),
        ("huge", &|| drop(fill("{text}", |_| Some(&huge)))),
        ("huge, and fails", &|| {
            let known = |field: &str| (field == "text").then_some(&huge);
            drop(fill("{text} {unknown}", known));
        }),
        ("huge, within another one", &|| {
            drop(fill("{letter}", |_| fill("{text}", |_| Some(&huge)).ok()));
        }),
        ("huge, within with_scratchpad", &|| {
            with_scratchpad(|_| drop(fill("{text}", |_| Some(&huge))));
        }),
    ];
    for (what, spike) in spikes {
        Budget::named(format!("a letter that is {what}; and then a short one"))
            .live(MOST)
            .process_wide()
            .run(|| {
                spike();
                short();
            });
        // Nobody knows whether there will be a next letter.
        Budget::named(format!("a letter that is {what}; and then none"))
            .live(MOST)
            .process_wide()
            .run(spike);
    }
}

#[test]
fn a_huge_table_in_a_scratchpad_leaves_no_huge_scratchpad() {
    Budget::named("a table of 5 MB in a scratchpad")
        .live(MOST)
        .process_wide()
        .run(|| {
            with_scratchpad(|arena| arena.alloc_slice_fill_copy(5 << 20, 0_u8).len());
        });
}

#[test]
fn a_huge_letter_that_panics_leaves_no_huge_scratchpad() {
    let huge = "x".repeat(5 << 20);
    let spike = || {
        fill("{text} {more}", |field| match field {
            "text" => Some(&huge),
            // A panic that nobody reports: a report may need memory, and keep it.
            _ => resume_unwind(Box::new("no connection")),
        })
    };
    Budget::named("a huge letter that panics; and then a short one")
        .live(MOST)
        .process_wide()
        .run(|| {
            drop(result_or_message(spike));
            drop(fill("Dear {name},", |_| Some("Jo")));
        });
}

#[test]
fn a_large_letter_is_not_a_spike() {
    let large = "x".repeat(100 << 10);
    yardstick::steady("a letter of 100 KB that fails at its end", 8, |_| {
        let known = |field: &str| (field == "text").then_some(&large);
        drop(fill("{text} {unknown}", known));
    });
}
