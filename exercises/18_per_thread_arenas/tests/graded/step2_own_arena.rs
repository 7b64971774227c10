//! No worker waits for another, and no text pays for a lock.
//!
//! A `Bump` is `Send`: it may move to another thread. It is not `Sync`: two threads may not use it
//! at once, since `alloc` moves its pointer with no lock and no atomic. A `Mutex` makes the program
//! compile, and each piece of text pays for it twice: with the lock, and with the wait.
//!
//! The tests make logs be read at the same time: two of them alternately, a line of one and a line
//! of the other, and many more meanwhile. Then they check where the texts are. A shared arena has
//! texts of two logs that were read at the same time. One test reads the source, for locks at a
//! text.
//! Before moving on: print something whenever an arena is taken from the herd. How often does that
//! happen for two thousand logs, and what decides it?

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use bumpalo_herd::Herd;
use fastrand::Rng;
use per_thread_arenas::read_logs;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::{arenas, locks, logs, spans::Spans, turns::Turns};

const N_LOGS: usize = if cfg!(miri) { 12 } else { 2_000 };
const N_LINES: usize = yardstick::size(20, 8);

/// Lines of other logs that are read in the middle of one: those of about fifty logs.
const N_OTHERS: usize = N_LOGS / 2;

const WHY: &str = "Each piece of text pays for a lock.";

fn logs_of(n_logs: usize) -> Vec<String> {
    let mut rng = Rng::with_seed(yardstick::seed());
    let log = |number| logs::log(&mut rng, number, N_LINES);
    (0..n_logs).map(log).collect()
}

fn pool_of(n_threads: usize) -> ThreadPool {
    let pool = ThreadPoolBuilder::new().num_threads(n_threads).build();
    pool.expect("a machine that runs tests can start a few threads")
}

#[test]
fn two_logs_read_at_the_same_time_are_in_two_arenas() {
    let logs = logs_of(N_LOGS);
    let herd = Herd::new();
    let turns = Turns::new(N_LINES, N_OTHERS);
    let spans = Spans::new(N_LOGS);
    let reports = pool_of(4).install(|| {
        read_logs(&herd, &logs, |client| {
            if let Some(number) = logs::number_of(client) {
                spans.tick(number);
                turns.take(number);
                spans.tick(number);
            }
            logs::network_of(client)
        })
    });
    assert!(
        turns.both().is_some(),
        "yours: while one worker was in the middle of a log, no other reached a line of another log, \
         in five seconds"
    );
    for (number, report) in reports.iter().enumerate() {
        assert_eq!(
            report.hits.len(),
            N_LINES,
            "the number of hits in the report of log {number}"
        );
        let client = report.hits[0].client;
        assert_eq!(
            logs::number_of(client),
            Some(number),
            "the number of the log that {client} is from, in the report of log {number}"
        );
    }
    let arenas = arenas::of(&herd);
    if let Some([one, other]) = spans.sharing(&reports, &arenas) {
        panic!(
            "yours: logs {one} and {other} were read at the same time, and have texts in the same \
             arena. Arenas of the herd with texts: {}.\n{WHY}",
            arenas.len()
        );
    }
}

#[test]
fn no_text_pays_for_a_lock() {
    let found = locks::locks_at_texts();
    assert!(
        found.is_empty(),
        "yours: a lock is taken for a piece of text:\n{}\n{WHY}",
        found.join("\n")
    );
}

#[test]
fn a_log_read_in_the_middle_of_another_is_in_another_arena() {
    // On one thread, which reads what it finds of the pool's work in the middle of its first log: as
    // it would if `network_of` used rayon too. A lock that is held there would never be free, so this
    // waits for the outcome only so long: such a lock is taken for each log, and not for each text.
    let (sender, outcome) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let logs = logs_of(yardstick::size(100, 20));
        let herd = Herd::new();
        let spans = Spans::new(logs.len());
        let is_first = AtomicBool::new(true);
        let reports = pool_of(1).install(|| {
            read_logs(&herd, &logs, |client| {
                let number = logs::number_of(client).unwrap_or_default();
                spans.tick(number);
                if is_first.swap(false, Relaxed) {
                    while rayon::yield_local() == Some(rayon::Yield::Executed) {}
                    spans.tick(number);
                }
                logs::network_of(client)
            })
        });
        let sharing = spans.sharing(&reports, &arenas::of(&herd));
        // The test may no longer wait.
        let _ = sender.send(sharing);
    });
    let sharing = outcome.recv_timeout(Duration::from_secs(3)).ok().flatten();
    if let Some([one, other]) = sharing {
        panic!(
            "yours: log {other} was read in the middle of log {one}, by the same thread, and both have \
             texts in the same arena.\n{WHY}"
        );
    }
}
