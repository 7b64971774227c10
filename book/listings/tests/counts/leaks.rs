//! The four programs of the page "Finding the leak": what each leaves, counted in live bytes.

use crate::prose::{self, thousands};
use listings::leaks::{dropped, grows, kept, reset};

#[test]
fn live_bytes_see_all_four() {
    let mut rows = Vec::<String>::new();
    let mut row = |what: &str, program: fn()| {
        let ((), usage) = yardstick::measure(program);
        assert!(usage.live > 0, "{what}");
        let live = thousands(usage.live.unsigned_abs());
        println!("{what} {live}");
        rows.push(format!("| {what} | {live} |"));
    };
    // One after the other: the last three use one arena.
    row("`dropped`", dropped);
    row("`reset`", reset);
    row("`kept`", kept);
    row("`grows`", grows);
    for row in rows {
        prose::says("leaks.md", &row);
    }
}
