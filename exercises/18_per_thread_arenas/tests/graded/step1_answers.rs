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
    assert_eq!(reports.len(), 2, "the number of reports of two logs");
    let hit = Hit {
        client: "198.51.100.7",
        network: 64_500,
        path: "/café/menu",
        status: 200,
        bytes: 5120,
        agent: "curl/8.7.1",
    };
    assert_eq!(reports[0].hits, [hit], "the one line that can be parsed");
    assert_eq!(
        reports[0].malformed, 2,
        "the number of lines that cannot be parsed"
    );
    assert_eq!(
        (reports[1].hits.len(), reports[1].malformed),
        (0, 0),
        "the numbers of hits and of malformed lines in an empty log"
    );
}

#[test]
fn random_logs_are_read_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let logs: Vec<String> = (0..yardstick::size(40, 8))
        .map(|number| {
            let n_lines = yardstick::size(rng.usize(..50), 6);
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
    assert_eq!(
        yours.len(),
        bad.len(),
        "the number of reports of 40 logs (seed {seed})"
    );
    for ((yours, bad), log) in yours.iter().zip(&bad).zip(&logs) {
        // As text: the two have different types.
        let (yours, bad) = (format!("{yours:#?}"), format!("{bad:#?}"));
        assert_eq!(yours, bad, "the report (seed {seed}) of this log:\n{log}");
    }
}

#[test]
fn lines_that_resemble_each_other_are_read_as_in_bad() {
    let texts = [
        "",
        "a",
        "ab",
        "abc",
        "abx",
        "xbc",
        "b",
        "ab c",
        "ABC",
        "abcabc",
        "caf%C3%A9",
        "%63af",
    ];
    let line = |client: &str, path: &str, agent: &str, numbers: &str| {
        format!("{client} - - [-] \"GET /{path}?{agent} HTTP/1.1\" {numbers} \"-\" \"{agent}\"\n")
    };
    let mut logs = Vec::new();
    for before in texts.into_iter().take(yardstick::size(texts.len(), 2)) {
        // Each text once after this one, in one of the three places and in all of them.
        let mut log = String::new();
        for text in texts {
            for [client, path, agent] in [
                [text, before, before],
                [before, text, before],
                [before, before, text],
                [text; 3],
            ] {
                log += &line(before, before, before, "200 1");
                log += &line(client, path, agent, "200 1");
            }
        }
        logs.push(log);
    }
    // Numbers at the edges, lines that are not lines of a log, and other ends of lines.
    let numbers = [
        "0 0",
        "65535 18446744073709551615",
        "65536 1",
        "200 18446744073709551616",
        "-1 1",
        "200 -1",
        "200 -",
        "200",
        "",
        "200 1 2",
        "+200 +1",
        "0200 01",
    ];
    let mut log: String = numbers
        .iter()
        .map(|numbers| line("a", "b", "c", numbers))
        .collect();
    log += "\n\n\"\"\"\"\"\"\n \n\"";
    log += &line("a", "%", "c", "200 1");
    log += &line("a", "%4", "c", "200 1");
    log += &line("a", "%zz///%2F/b", "c", "200 1");
    // Neither a sign nor a space is a digit.
    for path in ["%+4", "%4+", "%-4", "% 4", "%4%31", "%g4", "%4G", "%é"] {
        log += &line("a", path, "c", "200 1");
    }
    log += &line("a", "//%2f%2F//b//", "c", "200 1").replace('\n', "\r\n");
    log += &line(
        "a",
        "b",
        &"long ".repeat(yardstick::size(2_000, 20)),
        "200 1",
    );
    logs.push(log.trim_end().to_owned());
    logs.push("\n".repeat(3));
    let (herd, bad_herd) = (Herd::new(), Herd::new());
    let yours = read_logs(&herd, &logs, logs::network_of);
    let bad = bad::read_logs(&bad_herd, &logs, logs::network_of);
    for ((yours, bad), log) in yours.iter().zip(&bad).zip(&logs) {
        assert_eq!(
            yours.malformed, bad.malformed,
            "the number of lines that cannot be parsed, in this log:\n{log:.4000}"
        );
        for (number, (yours, bad)) in yours.hits.iter().zip(bad.hits).enumerate() {
            let (yours, bad) = (format!("{yours:?}"), format!("{bad:?}"));
            assert_eq!(yours, bad, "hit {number} of this log:\n{log:.4000}");
        }
        assert_eq!(
            yours.hits.len(),
            bad.hits.len(),
            "the number of hits of this log:\n{log:.4000}"
        );
    }
    assert_eq!(yours.len(), bad.len(), "the number of reports");
}
