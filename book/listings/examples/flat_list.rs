//! Times the three flat lists of the chapter "Parsing into an
//! arena" on this machine, two at a time:
//! `cargo run --release -p listings --example flat_list`.
//!
//! Each call builds a list, adds it up, and frees it. The arena
//! is reset and used again, which is the best case for it.

use bumpalo::Bump;
use listings::flat::{Reading, Row, boxed, in_arena, plain};
use yardstick::speed::compare;

fn main() {
    let rows: Vec<Row> = (0..1000)
        .map(|n| (n, 200 + n as i32 % 7))
        .collect();
    let inputs = [rows];
    let mut arena = Bump::new();
    let mut with_arena = |rows: &Vec<Row>| {
        arena.reset();
        sum(in_arena(&arena, rows).into_iter())
    };
    compare(
        "boxes, against an arena",
        &inputs,
        |rows| {
            sum(boxed(rows).iter().map(|reading| &**reading))
        },
        &mut with_arena,
    );
    compare(
        "an arena, against a plain vector",
        &inputs,
        &mut with_arena,
        |rows| sum(plain(rows).iter()),
    );
}

fn sum<'a>(
    readings: impl Iterator<Item = &'a Reading>,
) -> u64 {
    readings
        .map(|r| {
            u64::from(r.minute)
                + u64::from(r.tenths.unsigned_abs())
        })
        .sum()
}
