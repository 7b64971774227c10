//! Each worker has its own arena, so no worker waits for another.
//!
//! A `Bump` is `Send`: it may move to another thread. It is not `Sync`: two threads may not use it
//! at once, since `alloc` moves its pointer with no lock and no atomic. A `Mutex` makes the program
//! compile, and each piece of text pays for it twice: with the lock, and with the wait.
//!
//! The test makes two logs be read alternately, a line of one and a line of the other. Then it
//! checks where their texts are. A shared arena has texts of both logs.
//! The cheapest version that passes: `map_init` instead of `map`, and `&Member<'a>` instead of
//! `&Mutex<Member<'a>>`.
//! Before moving on: print something in the first closure of `map_init`. How often does it run?

use bumpalo_herd::Herd;
use fastrand::Rng;
use per_thread_arenas::read_logs;
use rayon::ThreadPoolBuilder;

use super::{arenas, logs, turns::Turns};

/// Workers start at halves, quarters and eighths of the logs. Those numbers are divisible by 2 to
/// 7, so a few arenas assigned by a log's number do not pass for one per worker.
const N_LOGS: usize = 8 * 420;
const N_LINES: usize = 20;

#[test]
fn two_logs_read_at_the_same_time_are_in_two_arenas() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let logs: Vec<String> = (0..N_LOGS)
        .map(|number| logs::log(&mut rng, number, N_LINES))
        .collect();
    let pool = ThreadPoolBuilder::new().num_threads(4).build();
    let pool = pool.expect("a machine that runs tests can start four threads");
    let herd = Herd::new();
    let turns = Turns::new(N_LINES);
    let reports = pool.install(|| {
        read_logs(&herd, &logs, |client| {
            if let Some(number) = logs::number_of(client) {
                turns.take(number);
            }
            logs::network_of(client)
        })
    });
    let Some(both) = turns.both() else {
        panic!(
            "While one worker was in the middle of a log, no other reached a line of another log.\n\
             Does a worker hold a lock while it reads a whole log, or is there only one worker?"
        );
    };
    let addresses = both.map(|number| arenas::addresses(&reports[number]));
    drop(reports);
    let arenas = arenas::of(&herd);
    let [one, other] = addresses.map(|addresses| {
        let places = addresses.iter().map(|address| {
            let place = arenas::holding(&arenas, *address);
            place.expect("all hits and texts are in the herd that was passed in")
        });
        places.collect::<Vec<_>>()
    });
    let n_shared = one.iter().filter(|place| other.contains(place)).count();
    assert!(
        n_shared == 0,
        "Logs {} and {} were read at the same time, by two workers. Of {} addresses in the \
         first report, {n_shared} are in an arena that the second report uses too.\n\
         Only a lock lets two workers share one arena, and each piece of text waits for it. \
         Let every worker get its own arena from the herd, once, and keep it while it works: \
         `map_init(|| herd.get(), …)`.",
        both[0],
        both[1],
        one.len()
    );
}
