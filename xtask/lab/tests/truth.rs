//! The lab's record against the arena itself, in sessions that nobody thought of.

use fastrand::Rng;
use lab::input::Script;
use lab::session;

yardstick::count_allocations!();

/// A line that somebody might type.
fn line(rng: &mut Rng) -> String {
    let name = ["v", "w", "long"][rng.usize(..3)];
    let size = match rng.u8(..4) {
        0 => rng.usize(..10_000),
        _ => rng.usize(..100),
    };
    match rng.u8(..14) {
        0..3 => format!("alloc {size} {}", 1 << rng.u8(..7)),
        3 => format!("alloc {size} 8 {}", rng.usize(..20)),
        4 => format!("str {}", "x".repeat(size.max(1))),
        5 => format!("vec {name} {}", lab::vectors::TYPES[rng.usize(..5)]),
        6 => format!("vec {name} u16 {size}"),
        7..10 => format!("push {name} {}", rng.usize(..300)),
        10 => format!("drop {name}"),
        11 => ["reset", "new", "new 1000", "limit 40000", "limit off"][rng.usize(..5)].to_owned(),
        // These hold the record against the arena.
        12 => "show".to_owned(),
        _ => "chunks".to_owned(),
    }
}

#[test]
fn what_is_shown_is_what_the_arena_says() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..100 {
        let script: Vec<String> = (0..60).map(|_| line(&mut rng)).collect();
        let script = script.join("\n");
        let mut said = Vec::new();
        let ended = session::run(&mut Script::new(script.as_bytes()), &mut said);
        ended.expect("a vector can be written to");
        let said = String::from_utf8(said).expect("the lab prints UTF-8");
        assert!(!said.contains("The lab is wrong"), "{said}");
        // All that was asked for goes back.
        assert!(said.lines().count() >= 60, "{said}");
    }
}
