//! Bad against yours: read a reply of a thousand entries from a well-meaning client, and free it.
//!
//! The cost of hostile input is not timed: Bad does not survive it. This shows whether well-meaning
//! clients pay for the safety. The limits are far away here, and the arena is kept from one message
//! to the next, as in a server.

use bumpalo::Bump;
use fastrand::Rng;
use hostile_input::{Limits, parse};

#[path = "../tests/graded/messages.rs"]
#[allow(dead_code, reason = "the bench needs only entries")]
mod messages;

const BYTES: usize = 16 << 20;
const DEPTH: usize = 32;

/// Every value, by its kind and its number or size. The compiler need not compute what is never
/// read.
macro_rules! checksum {
    ($library:ident, $value:expr) => {{
        let mut sum = 0_u64;
        $value.visit(&mut |value| {
            let one = match value {
                $library::Value::Null => 1,
                $library::Value::Integer(number) => number.unsigned_abs(),
                $library::Value::Text(bytes) | $library::Value::Error(bytes) => bytes.len() as u64,
                $library::Value::List(items) => items.len() as u64,
            };
            sum = sum.wrapping_mul(31).wrapping_add(one);
        });
        sum
    }};
}

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<Vec<u8>> = (0..4).map(|_| messages::entries(&mut rng, 1_000)).collect();
    // Never used, so it has no chunk: Bad's signature asks for an arena.
    let unused = Bump::new();
    let mut arena = Bump::new();
    yardstick::speed::compare(
        "a reply of a thousand entries",
        &inputs,
        |message| {
            let limits = bad::Limits {
                bytes: BYTES,
                depth: DEPTH,
            };
            bad::parse(&unused, message, limits).map_or(0, |value| checksum!(bad, value))
        },
        |message| {
            let limits = Limits {
                bytes: BYTES,
                depth: DEPTH,
            };
            let sum =
                parse(&arena, message, limits).map_or(0, |value| checksum!(hostile_input, value));
            arena.reset();
            sum
        },
    );
}
