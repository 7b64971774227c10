//! Lines that someone might type, at random.

use fastrand::Rng;

/// A line that someone might type.
pub fn line(rng: &mut Rng) -> String {
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
