//! Bad and yours with 1, 2, 4, … threads: read the logs of sixty-four servers, into a warm herd.
//!
//! The more workers, the longer the queue for Bad's lock. What waiting in it costs depends on what
//! else runs, and on whether waiting threads are put to sleep: as a speedup, the same binary gave
//! 1.60 and 5.34 a minute apart, and 1.06 while compilers used both cores (2-core Linux machine,
//! November 2026). So there is none: times are shown with their spread. The logs are long enough that
//! waking the workers does not count. The herd is reset after each round, inside the measured code.

use std::hash::{DefaultHasher, Hash, Hasher};

use bumpalo_herd::Herd;
use fastrand::Rng;
use per_thread_arenas::read_logs;

#[path = "../tests/graded/logs.rs"]
#[allow(dead_code, reason = "only the tests ask which log a line is from")]
mod logs;

/// Everything in the reports. The compiler need not compute what is never read.
macro_rules! checksum {
    ($reports:expr) => {{
        let mut hasher = DefaultHasher::new();
        for report in $reports {
            for hit in report.hits {
                (hit.network, hit.status, hit.bytes).hash(&mut hasher);
                (hit.client.len(), hit.path.len(), hit.agent.len()).hash(&mut hasher);
            }
            report.malformed.hash(&mut hasher);
        }
        hasher.finish()
    }};
}

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<Vec<String>> = (0..2)
        .map(|_| {
            (0..64)
                .map(|number| logs::log(&mut rng, number, 500))
                .collect()
        })
        .collect();
    let (mut bad_herd, mut herd) = (Herd::new(), Herd::new());
    yardstick::speed::scaling(
        "the logs of sixty-four servers",
        &inputs,
        |logs| {
            let sum = checksum!(bad::read_logs(&bad_herd, logs, logs::network_of));
            bad_herd.reset();
            sum
        },
        |logs| {
            let sum = checksum!(read_logs(&herd, logs, logs::network_of));
            herd.reset();
            sum
        },
    );
}
