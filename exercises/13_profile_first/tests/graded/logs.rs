//! Logs in the combined format of web servers, generated from a seed.

use fastrand::Rng;

const SECTIONS: [&str; 7] = ["", "shop", "blog", "help", "account", "api", "gift%20cards"];

/// Templates of the agents in a log, with their shares. `#` stands for a version, which differs
/// from log to log.
const AGENTS: [(u32, &str); 17] = [
    (
        15,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36",
    ),
    (
        10,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/#.1 Mobile/15E148 Safari/604.1",
    ),
    (
        8,
        "Mozilla/5.0 (X11; Linux x86_64; rv:#.0) Gecko/20100101 Firefox/#.0",
    ),
    (
        3,
        "Mozilla/5.0 (compatible; Googlebot/#.1; +http://www.google.com/bot.html)",
    ),
    (
        2,
        "Mozilla/5.0 (compatible; bingbot/#.0; +http://www.bing.com/bingbot.htm)",
    ),
    (
        1,
        "Mozilla/5.0 (compatible; YandexBot/#.0; +http://yandex.com/bots)",
    ),
    (
        1,
        "DuckDuckBot/#.1; (+http://duckduckgo.com/duckduckbot.html)",
    ),
    (
        1,
        "facebookexternalhit/#.1 (+http://www.facebook.com/externalhit_uatext.php)",
    ),
    (1, "LinkedInBot/#.0 (compatible; Mozilla/5.0)"),
    (1, "WhatsApp/#.23.20.0"),
    (
        2,
        "Mozilla/5.0 (compatible; UPTIMEROBOT/#.0; http://www.uptimerobot.com/)",
    ),
    (1, "curl/#.5.0"),
    (1, "CURL/#.4.0"),
    (1, "python-requests/#.31.0"),
    (1, "Go-http-client/#.1"),
    (1, "okhttp/#.12.0"),
    (1, "café-reader/#"),
];

/// A log of `n_lines` lines. A few of them cannot be parsed.
pub(crate) fn log(rng: &mut Rng, n_lines: usize) -> String {
    let agents = agents(rng);
    let lines = (0..n_lines).map(|at| match rng.u8(..) {
        0 => "- - connection closed before a request was read\n".to_string(),
        _ => line(rng, at, &agents),
    });
    lines.collect()
}

/// Each agent as often as its share says, each time in a different version.
fn agents(rng: &mut Rng) -> Vec<String> {
    let mut agents = Vec::new();
    for (share, agent) in AGENTS {
        for _ in 0..share {
            let version = rng.u32(1..1_000_000).to_string();
            agents.push(agent.replace('#', &version));
        }
    }
    agents
}

fn line(rng: &mut Rng, at: usize, agents: &[String]) -> String {
    let (minute, second) = (at / 60 % 60, at % 60);
    let section = SECTIONS[rng.usize(..SECTIONS.len())];
    let target = match rng.u8(..20) {
        0 => "/health".to_string(),
        1..8 => format!("/{section}/{}?page={}", rng.u16(..), rng.u8(..)),
        _ => format!("/{section}"),
    };
    let status = [200, 200, 200, 200, 200, 200, 206, 301, 304, 304, 404, 500][rng.usize(..12)];
    format!(
        "203.0.113.{} - - [22/Nov/2026:06:{minute:02}:{second:02} +0000] \"GET {target} HTTP/1.1\" \
         {status} {} \"-\" \"{}\"\n",
        rng.u8(1..255),
        rng.u32(..90_000),
        agents[rng.usize(..agents.len())]
    )
}
