//! The four programs of the page "Finding the leak": what each leaves, counted in live bytes.

use crate::alone::alone;
use crate::prose::{self, thousands};
use listings::leaks::{dropped, grows, kept, reset};

/// Says which program a process is to run.
const VARIABLE: &str = "ARENA_LEAK";
const MARK: &str = "live bytes: ";

/// Each in a process of its own, as readers run them: the last three use one arena.
#[test]
fn live_bytes_see_all_four() {
    for what in ["dropped", "reset", "kept", "grows"] {
        let output =
            alone("leaks::one_program", VARIABLE, what);
        let text = String::from_utf8_lossy(&output.stdout);
        let (_, rest) = text
            .split_once(MARK)
            .expect("it says what it counted");
        let live: u64 = rest
            .lines()
            .next()
            .and_then(|line| line.parse().ok())
            .expect("a number");
        let row =
            format!("| `{what}` | {} |", thousands(live));
        println!("{row}");
        prose::says("leaks.md", &row);
    }
}

#[test]
fn one_program() {
    let program = match std::env::var(VARIABLE).as_deref() {
        Ok("dropped") => dropped,
        Ok("reset") => reset,
        Ok("kept") => kept,
        Ok("grows") => grows,
        // It is run by the other test.
        _ => return,
    };
    let ((), usage) = yardstick::measure(program);
    println!("{MARK}{}", usage.live);
}
