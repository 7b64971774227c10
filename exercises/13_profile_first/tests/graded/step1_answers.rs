//! The report says the same as before. The starter passes this step; keep it passing.
//!
//! Before moving on: read the four stages, and count the allocations in each. Write down which one
//! you would change. No profile yet.

use fastrand::Rng;
use profile_first::report;

use super::logs;

#[test]
fn a_short_log_is_reported() {
    let log = "\
203.0.113.9 - - [22/Nov/2026:06:00:00 +0000] \"GET /shop/17?page=2 HTTP/1.1\" 200 5120 \"-\" \"Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0\"
203.0.113.9 - - [22/Nov/2026:06:00:01 +0000] \"GET /gift%20cards HTTP/1.1\" 200 80 \"-\" \"Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0\"
203.0.113.7 - - [22/Nov/2026:06:00:02 +0000] \"GET /shop HTTP/1.1\" 404 80 \"-\" \"curl/8.5.0\"
203.0.113.7 - - [22/Nov/2026:06:00:03 +0000] \"GET /health HTTP/1.1\" 200 2 \"-\" \"curl/8.5.0\"
- - connection closed before a request was read
203.0.113.8 - - [22/Nov/2026:06:00:04 +0000] \"GET / HTTP/1.1\" 200 700 \"-\" \"GOOGLEBOT/2.1\"
203.0.113.9 - - [22/Nov/2026:06:00:05 +0000] \"GET /shop HTTP/1.1\" 200 5000 \"-\" \"Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0\"
";
    let expected = "\
Person                         3       10200
  /shop                        2       10120
  /gift cards                  1          80
Search                         1         700
  /                            1         700
";
    assert_eq!(report(log), expected, "the report on a log of seven lines");
}

/// The names in the exercise's list, in its order.
const NAMES: [&str; 26] = [
    "Googlebot",
    "bingbot",
    "DuckDuckBot",
    "Baiduspider",
    "YandexBot",
    "Applebot",
    "AhrefsBot",
    "SemrushBot",
    "PetalBot",
    "MJ12bot",
    "facebookexternalhit",
    "LinkedInBot",
    "Slackbot",
    "WhatsApp",
    "Twitterbot",
    "Discordbot",
    "UptimeRobot",
    "Pingdom",
    "curl/",
    "Wget/",
    "python-requests",
    "Go-http-client",
    "okhttp",
    "Firefox/",
    "Chrome/",
    "Safari/",
];

/// A visit of this agent.
fn line(agent: &str) -> String {
    format!(
        "203.0.113.9 - - [22/Nov/2026:06:00:00 +0000] \"GET / HTTP/1.1\" 200 7 \"-\" \"{agent}\"\n"
    )
}

#[test]
fn a_name_is_found_in_any_case_and_anywhere() {
    let agents = [
        ("googleBot", "Search"),
        ("see gOOGLEbOT", "Search"),
        ("x python-Requests x", "Script"),
        ("PYTHON-requests", "Script"),
        ("Firefox/1 Googlebot", "Search"),
        ("cURL/8", "Script"),
        ("curl", "Other"),
        ("curl\u{2215}8", "Other"),
        ("curl\u{f}8", "Other"),
        ("MJ\u{11}\u{12}bot", "Other"),
        ("o\u{212a}http", "Other"),
        ("Googlebo", "Other"),
        ("\u{e9}fIREfOX/\u{e9}", "Person"),
        ("", "Other"),
    ];
    for (agent, visitor) in agents {
        let report = report(&line(agent));
        assert_eq!(
            report.split_whitespace().next(),
            Some(visitor),
            "the kind of visitor whose agent is \"{agent}\""
        );
        assert_eq!(report, bad::report(&line(agent)), "the report on {agent}");
    }
}

#[test]
fn a_name_is_found_wherever_it_starts() {
    let n_names = yardstick::size(NAMES.len(), 2);
    for name in NAMES.into_iter().take(n_names) {
        // After a start of its own, of every length: `DuckDuckDuckBot` has the name in it.
        let starts = (0..name.len()).map(|length| name[..length].to_uppercase() + name);
        // Far from the start, and at the very end; one of them very far.
        let n_times = if name == "Slackbot" { 5_000 } else { 300 };
        let padded = ["x", "\u{fc}"].map(|text| text.repeat(yardstick::size(n_times, 30)) + name);
        let without_end = (0..name.len()).map(|length| name[..length].repeat(2));
        for agent in starts.chain(padded).chain(without_end) {
            let line = line(&agent);
            assert_eq!(
                report(&line),
                bad::report(&line),
                "the report on an agent of {} bytes that ends in \"{}\"",
                agent.len(),
                agent
                    .get(agent.len().saturating_sub(60)..)
                    .unwrap_or(&agent)
            );
        }
    }
}

/// Some agents name several: the first of the list counts, wherever it stands.
#[test]
fn the_first_name_of_the_list_counts() {
    let n_names = yardstick::size(NAMES.len(), 3);
    for one in &NAMES[..n_names] {
        for other in &NAMES[NAMES.len() - n_names..] {
            let line = line(&format!("{one}2.0 (like {other})"));
            assert_eq!(
                report(&line),
                bad::report(&line),
                "the report on an agent that names {one} and then {other}"
            );
        }
    }
}

#[test]
fn random_logs_are_reported_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for n_lines in (0..yardstick::size(40, 3)).chain([yardstick::size(1_000, 10)]) {
        let log = logs::log(&mut rng, n_lines);
        assert_eq!(
            report(&log),
            bad::report(&log),
            "the report (seed {seed}) of\n{log}"
        );
    }
}
