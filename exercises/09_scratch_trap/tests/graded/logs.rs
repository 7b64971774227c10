//! Logs in the manner of a web shop's, made from a seed. The tests and the bench share them.
//!
//! The addresses are reserved for documentation.

use std::fmt::Write;

use fastrand::Rng;

const PAGES: [&str; 8] = [
    "/",
    "/search?q=running+shoes&size=42",
    "/Products/boot-0417",
    "/products/sandal-112?ref=newsletter",
    "/cart?step=2",
    "/Search?q=boots",
    "/api/events",
    "/static/css/main.css?v=31",
];

/// A log of so many lines.
pub(crate) fn batch(rng: &mut Rng, n_lines: usize) -> String {
    let mut log = String::new();
    for _ in 0..n_lines {
        let page = PAGES[rng.usize(..PAGES.len())];
        let status = [200, 200, 200, 304, 404, 503][rng.usize(..6)];
        let (host, duration) = (rng.u8(1..), rng.u32(100..90_000));
        writeln!(log, "198.51.100.{host} GET {page} {status} {duration}")
            .expect("a string takes all text");
    }
    log
}
