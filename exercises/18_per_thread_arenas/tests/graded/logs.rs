//! Access logs like those of real servers, generated from a seed. The tests and the bench share
//! them.

use std::fmt::Write;

use fastrand::Rng;

const PATHS: [&str; 12] = [
    "/",
    "/index.html",
    "/assets/app.9f31c2.js",
    "/assets//fonts/inter-var.woff2",
    "/search?q=running+shoes&page=2",
    "/products/boots%20%26%20shoes",
    "/products/caf%C3%A9-table?ref=home",
    "/api/v2/cart/items",
    "/api/v2/events?batch=40",
    "/wp-login.php",
    "/.well-known/security.txt",
    "/%E9%9D%92%E3%81%84%E9%9D%B4",
];

const AGENTS: [&str; 5] = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
    "Mozilla/5.0 (compatible; SearchBot/2.1; +https://search.example/bot)",
    "curl/8.7.1",
    "ShopApp/4.2 (Android 14; Pixel 8)",
];

/// The log of server `number`: that many lines. The clients' addresses name server and line.
pub(crate) fn log(rng: &mut Rng, number: usize, n_lines: usize) -> String {
    let mut log = String::new();
    for line in 0..n_lines {
        let (path, agent) = (rng.choice(PATHS), rng.choice(AGENTS));
        let (path, agent) = (path.unwrap_or("/"), agent.unwrap_or("-"));
        let (hour, minute) = (line / 60 % 24, line % 60);
        let status = rng.choice([200, 200, 200, 304, 404]).unwrap_or(200);
        let n_bytes = rng.u32(120..90_000);
        writeln!(
            log,
            "{} - - [22/Nov/2026:{hour:02}:{minute:02}:07 +0000] \"GET {path} HTTP/1.1\" {status} \
             {n_bytes} \"-\" \"{agent}\"",
            client(number, line)
        )
        .expect("writing to a string cannot fail");
    }
    log
}

/// An address in a network reserved for documentation.
fn client(number: usize, line: usize) -> String {
    format!("2001:db8:{number:x}::{line:x}")
}

/// The number of the server whose log contains this client's line.
pub(crate) fn number_of(client: &str) -> Option<usize> {
    let digits = client.strip_prefix("2001:db8:")?.split(':').next()?;
    usize::from_str_radix(digits, 16).ok()
}

/// Stands in for a table of networks: any number that depends on the address.
pub(crate) fn network_of(client: &str) -> u32 {
    client
        .bytes()
        .fold(17, |sum, byte| sum.wrapping_mul(31) + u32::from(byte))
}
