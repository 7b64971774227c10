//! Bad against yours: answer all recorded requests, as a server with one arena would.
//!
//! The arena is reset after each request, inside the measured code.

use std::hash::{DefaultHasher, Hash, Hasher};

use bumpalo::Bump;
use fastrand::Rng;
use request_scope::handle;

#[path = "../tests/graded/recorded.rs"]
#[allow(dead_code, reason = "only the tests use the titles, in their messages")]
mod recorded;

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<Vec<String>> = (0..8).map(|_| a_dozen(&mut rng)).collect();
    // Never used, so it has no chunk: Bad's signature asks for an arena.
    let unused = Bump::new();
    let mut arena = Bump::new();
    yardstick::speed::compare(
        "a dozen recorded requests",
        &inputs,
        |requests| {
            let answers = requests.iter().map(|raw| {
                let response = bad::handle(&unused, raw);
                checksum(response.status, &response.body)
            });
            answers.fold(0, u64::wrapping_add)
        },
        |requests| {
            let answers = requests.iter().map(|raw| {
                let response = handle(&arena, raw);
                arena.reset();
                checksum(response.status, &response.body)
            });
            answers.fold(0, u64::wrapping_add)
        },
    );
}

/// All recorded requests, in a different order and with different ids each time.
fn a_dozen(rng: &mut Rng) -> Vec<String> {
    let recorded = recorded::requests();
    let mut requests: Vec<String> = recorded
        .iter()
        .map(|request| request.with_id(rng.u64(..)))
        .collect();
    rng.shuffle(&mut requests);
    requests
}

fn checksum(status: u16, body: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (status, body).hash(&mut hasher);
    hasher.finish()
}
