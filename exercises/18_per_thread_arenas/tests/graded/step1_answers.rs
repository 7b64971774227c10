//! Reports match the logs, in the order of the logs. The starter passes this step; keep it passing.
//!
//! `read_logs`, `Hit` and `Report` stay as they are: only the access to the arena changes.
//! Before moving on: what does the compiler say if you write `.map(|log| read_log(&member, …))`
//! with `let member = herd.get();` and no `Mutex`?

use bumpalo_herd::Herd;
use fastrand::Rng;
use per_thread_arenas::{Hit, read_logs};

use super::logs;

#[test]
fn a_line_is_parsed() {
    let log = "198.51.100.7 - - [22/Nov/2026:20:26:21 +0000] \"GET /caf%C3%A9//menu?lang=fr \
               HTTP/1.1\" 200 5120 \"https://shop.example/\" \"curl/8.7.1\"\n\
               this is no line of a log\n\
               198.51.100.8 - - [22/Nov/2026:20:26:22 +0000] \"GET /%FF HTTP/1.1\" 200 1 \"-\" \"-\"";
    let herd = Herd::new();
    let reports = read_logs(&herd, &[log.to_owned(), String::new()], |_| 64_500);
    assert_eq!(reports.len(), 2, "reports of two logs");
    let hit = Hit {
        client: "198.51.100.7",
        network: 64_500,
        path: "/café/menu",
        status: 200,
        bytes: 5120,
        agent: "curl/8.7.1",
    };
    assert_eq!(reports[0].hits, [hit], "the one line that can be parsed");
    assert_eq!(reports[0].malformed, 2, "lines that cannot be parsed");
    assert_eq!(
        (reports[1].hits.len(), reports[1].malformed),
        (0, 0),
        "an empty log"
    );
}

#[test]
fn random_logs_are_read_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let logs: Vec<String> = (0..yardstick::size(40, 8))
        .map(|number| {
            let n_lines = rng.usize(..50);
            let mut log = logs::log(&mut rng, number, n_lines);
            // The logs are ASCII, so they can be cut and changed anywhere.
            if number % 4 == 0 && !log.is_empty() {
                let place = rng.usize(..log.len());
                log.replace_range(
                    place..=place,
                    rng.choice(["%", "\"", " ", "\n"]).unwrap_or("%"),
                );
            }
            log
        })
        .collect();
    let (herd, bad_herd) = (Herd::new(), Herd::new());
    let yours = read_logs(&herd, &logs, logs::network_of);
    let bad = bad::read_logs(&bad_herd, &logs, logs::network_of);
    assert_eq!(yours.len(), bad.len(), "reports of 40 logs (seed {seed})");
    for ((yours, bad), log) in yours.iter().zip(&bad).zip(&logs) {
        // As text: the two have different types.
        let (yours, bad) = (format!("{yours:#?}"), format!("{bad:#?}"));
        assert_eq!(
            yours, bad,
            "yours, then Bad's (seed {seed}), for this log:\n{log}"
        );
    }
}
