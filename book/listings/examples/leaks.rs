//! Leaks in an arena in one of four ways, for a tool that looks
//! for leaks:
//! `cargo run -p listings --example leaks -- dropped`.

use listings::leaks::{dropped, grows, kept, reset};

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("dropped") => dropped(),
        Some("reset") => reset(),
        Some("kept") => kept(),
        Some("grows") => grows(),
        _ => eprintln!(
            "name one of: dropped, reset, kept, grows"
        ),
    }
}
