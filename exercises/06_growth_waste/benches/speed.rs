//! Bad against yours: read a year's log, in a new arena each time.
//!
//! The arena is new because that is where holes cost most: memory used for the first time has to
//! come from the system. Making and dropping it is part of the measured code, on both sides.

use std::hash::{DefaultHasher, Hash, Hasher};

use bumpalo::Bump;
use fastrand::Rng;
use growth_waste::read;

#[path = "../tests/graded/logs.rs"]
mod logs;

/// Reads the log, and uses part of each column: the compiler need not compute unused values.
macro_rules! checksum {
    ($read:path, $source:expr) => {{
        let arena = Bump::new();
        let log = $read(&arena, $source).expect("a log generated for this bench is well formed");
        let mut hasher = DefaultHasher::new();
        (log.minutes.len(), log.minutes.last()).hash(&mut hasher);
        (log.levels.len(), log.levels.last()).hash(&mut hasher);
        let texts: usize = log.remarks.iter().map(|remark| remark.text.len()).sum();
        (log.remarks.len(), texts).hash(&mut hasher);
        hasher.finish()
    }};
}

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<String> = (0..8).map(|_| logs::log(&mut rng, 52_000, 3)).collect();
    yardstick::speed::compare(
        "a gauge's log of a year",
        &inputs,
        |source| checksum!(bad::read, source),
        |source| checksum!(read, source),
    );
}
