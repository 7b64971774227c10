//! Logs in the combined format of web servers, generated from a seed.

use fastrand::Rng;

const SECTIONS: [&str; 7] = ["", "shop", "blog", "help", "account", "api", "gift%20cards"];

/// Templates of the agents in a log, with their shares. `#` stands for a version, which differs
/// from log to log.
const AGENTS: [(u32, &str); 34] = [
    (
        20,
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
    (1, "Mozilla/5.0 (compatible; Baiduspider/#.0)"),
    (
        1,
        "Mozilla/5.0 (Macintosh) Version/#.0 Safari/605.1.15 (Applebot/0.1)",
    ),
    (
        1,
        "Mozilla/5.0 (compatible; AhrefsBot/#.0; +http://ahrefs.com/robot/)",
    ),
    (1, "Mozilla/5.0 (compatible; SemrushBot/#~bl)"),
    (
        1,
        "Mozilla/5.0 (compatible;PetalBot;+https://webmaster.petalsearch.com/site/petalbot) #",
    ),
    (
        1,
        "Mozilla/5.0 (compatible; MJ12bot/v#.4.8; http://mj12bot.com/)",
    ),
    (
        1,
        "Slackbot-LinkExpanding #.0 (+https://api.slack.com/robots)",
    ),
    (1, "Twitterbot/#.0"),
    (
        1,
        "Mozilla/5.0 (compatible; Discordbot/#.0; +https://discordapp.com)",
    ),
    (1, "Pingdom.com_bot_version_#.4 (http://www.pingdom.com/)"),
    (1, "Wget/#.21.4"),
    // Two names in one: a search engine, as it comes first.
    (
        2,
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/#.0.0.0 Safari/537.36",
    ),
    (1, "café-reader/#"),
    // Close to a name, and not one: a Kelvin sign, a long s, a space, a missing end.
    (1, "o\u{212a}http/#.1"),
    (1, "di\u{17f}cordbot/#.2"),
    (1, "Google bot/#.3"),
    (1, "#.4 Googlebo"),
    (1, ""),
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

/// Each agent as often as its share says, in a version that differs from log to log. One in three
/// agents mixes capitals and small letters.
fn agents(rng: &mut Rng) -> Vec<String> {
    let mut agents = Vec::new();
    for (share, agent) in AGENTS {
        let version = rng.u32(1..1_000_000).to_string();
        let mut agent = agent.replace('#', &version);
        if rng.u8(..3) == 0 {
            agent = agent.chars().map(|c| in_some_case(rng, c)).collect();
        }
        agents.extend((0..share).map(|_| agent.clone()));
    }
    agents
}

fn in_some_case(rng: &mut Rng, letter: char) -> char {
    if rng.bool() {
        letter.to_ascii_uppercase()
    } else {
        letter.to_ascii_lowercase()
    }
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
