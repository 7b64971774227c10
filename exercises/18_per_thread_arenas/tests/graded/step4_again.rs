//! A log needs at most six heap calls.
//!
//! The heap is shared by all workers, as one arena was: what each log asks of it, they all ask at
//! the same time.
//!
//! And no round leaves anything. Thirty rounds go through one herd, and need the memory of a few,
//! since the herd is reset after each. `Herd::reset` takes `&mut self`: no worker may have one of
//! its arenas, and no report may still be in use. A forgotten member never returns to the herd, and
//! its memory is lost.
//! Before moving on: which of the arenas are large after a day of work, and what decides that?

use bumpalo_herd::Herd;
use fastrand::Rng;
use per_thread_arenas::read_logs;
use rayon::ThreadPoolBuilder;
use yardstick::Budget;

use super::{arenas, logs};

const N_ROUNDS: u64 = yardstick::size(30, 2) as u64;
const N_LOGS: u64 = yardstick::size(64, 4) as u64;

/// Heap calls of one log in many rounds: for its vector of hits and its path, which may grow from
/// nothing, and for whatever each round needs.
const OF_A_LOG: u64 = 20;

/// Many in one round, so that what each thread or share of the work needs hardly counts.
const N_AT_ONCE: u64 = yardstick::size(400, 16) as u64;

/// Heap calls of one log among many. A list of a hundred hits and a path that both grow from nothing
/// take nine, and the path alone takes three.
const AT_ONCE: u64 = 6;

/// For the memory that rayon keeps for its threads, whose size and timing vary.
const OF_RAYON: u64 = 256 << 10;

#[test]
fn four_hundred_logs_need_at_most_six_heap_calls_each() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let logs: Vec<String> = (0..N_AT_ONCE as usize)
        .map(|number| logs::log(&mut rng, number, yardstick::size(100, 3)))
        .collect();
    let pool = ThreadPoolBuilder::new().num_threads(2).build();
    let pool = pool.expect("a machine that runs tests can start two threads");
    let herd = Herd::new();
    let n_reports = Budget::named("reading four hundred logs")
        .allocations(N_AT_ONCE * AT_ONCE)
        .process_wide()
        .run(|| {
            pool.install(|| read_logs(&herd, &logs, logs::network_of))
                .len()
        });
    assert_eq!(n_reports, logs.len(), "the number of reports");
}

#[test]
fn thirty_rounds_need_the_memory_of_a_few_and_leave_nothing() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let logs: Vec<String> = (0..N_LOGS as usize)
        .map(|number| logs::log(&mut rng, number, yardstick::size(100, 3)))
        .collect();
    let pool = ThreadPoolBuilder::new().num_threads(2).build();
    let pool = pool.expect("a machine that runs tests can start two threads");
    let one_round = {
        let herd = Herd::new();
        let reports = pool.install(|| read_logs(&herd, &logs, logs::network_of));
        let bad_herd = Herd::new();
        let bad = bad::read_logs(&bad_herd, &logs, logs::network_of);
        assert!(
            format!("{reports:?}") == format!("{bad:?}"),
            "yours: the reports of 64 logs are not those of Bad; step 1 compares smaller logs (seed {})",
            yardstick::seed()
        );
        drop(reports);
        let arenas = arenas::of(&herd);
        arenas.iter().map(|arena| arena.used_bytes()).sum::<usize>() as u64
    };
    assert!(
        one_round > 0,
        "yours: after a round, the herd's arenas are empty"
    );
    // The work is shared out differently in each round. So an arena may come to hold nearly all of
    // a round, and doubling may make it twice that; all of them together stay below ten.
    let ((), bad_usage) = yardstick::measure_process(|| {
        let mut herd = Herd::new();
        for _ in 0..N_ROUNDS {
            pool.install(|| drop(bad::read_logs(&herd, &logs, logs::network_of)));
            herd.reset();
        }
    });
    Budget::named("thirty rounds through one herd, then the herd is dropped")
        .live(OF_RAYON)
        .peak(10 * one_round + OF_RAYON)
        .allocations(N_ROUNDS * N_LOGS * OF_A_LOG)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            let mut herd = Herd::new();
            for _ in 0..N_ROUNDS {
                pool.install(|| drop(read_logs(&herd, &logs, logs::network_of)));
                herd.reset();
            }
        });
}
