//! The lab's record against the arena itself, in random sessions.

use fastrand::Rng;
use lab::input::Script;
use lab::play;

yardstick::count_allocations!();

/// A line that someone might type.
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
        5 => format!("vec {name} {}", lab_core::vectors::TYPES[rng.usize(..5)]),
        6 => format!("vec {name} u16 {size}"),
        7..10 => format!("push {name} {}", rng.usize(..300)),
        10 => format!("drop {name}"),
        11 => ["reset", "new", "new 1000", "limit 40000", "limit off"][rng.usize(..5)].to_owned(),
        // These check the record against the arena.
        12 => "show".to_owned(),
        _ => "chunks".to_owned(),
    }
}

#[test]
fn the_record_always_matches_the_arena() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..100 {
        let script: Vec<String> = (0..60).map(|_| line(&mut rng)).collect();
        let script = script.join("\n");
        let mut output = Vec::new();
        let result = play::run(&mut Script::new(script.as_bytes()), &mut output);
        result.expect("a vector can be written to");
        let output = String::from_utf8(output).expect("the lab prints UTF-8");
        assert!(!output.contains("The lab is wrong"), "{output}");
        // Every line of the script was read.
        assert!(output.lines().count() >= 60, "{output}");
    }
}
