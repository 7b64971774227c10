//! Times the task of the chapter "Choosing an arena" on this
//! machine, each design against bumpalo:
//! `cargo run --release -p listings --example choosing`.
//!
//! Each call records ten thousand changes, adds them up, and
//! frees them. Every arena is new, which none of them likes.

use listings::choosing::{
    boxed, identified, keyed, numbered, referred,
};
use yardstick::speed::compare;

/// A design, named for what it is compared with.
type Design = (&'static str, fn(u32) -> u64);

fn main() {
    let designs: [Design; 7] = [
        ("bumpalo, against boxes", boxed::total),
        (
            "bumpalo, against `Bump<8>`",
            referred::total_aligned,
        ),
        (
            "bumpalo, against bump-scope",
            referred::total_scoped,
        ),
        (
            "bumpalo, against typed-arena",
            referred::total_typed,
        ),
        ("bumpalo, against id-arena", identified::total),
        ("bumpalo, against slotmap", keyed::total),
        ("bumpalo, against `Vec` and `u32`", numbered::total),
    ];
    let inputs = [10_000];
    for (name, total) in designs {
        compare(
            name,
            &inputs,
            |n| referred::total(*n),
            |n| total(*n),
        );
    }
}
