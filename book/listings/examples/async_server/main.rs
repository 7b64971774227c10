//! The server of the chapter "Arenas in async servers", under
//! load on this machine:
//! `cargo run --release -p listings --example async_server`.
//!
//! Both sides run in axum, on a runtime with one thread. Sixteen
//! clients, on another thread, send order after order, each on
//! one connection; the price list answers after a millisecond.
//! The two sides are measured alternately, in short rounds, so
//! that both meet the same disturbances. Allocations are not
//! counted here: `async_calls` does that.

mod load;

use load::{Side, Times};

fn main() -> std::io::Result<()> {
    let n_rounds = 12;
    let orders = load::orders();
    let mut bad = Times::default();
    let mut good = Times::default();
    // The first round of each is not counted.
    for round in 0..=n_rounds {
        for (side, times) in
            [(Side::Bad, &mut bad), (Side::Good, &mut good)]
        {
            let measured = load::run(side, &orders, 200)?;
            if round > 0 {
                times.add(measured);
            }
        }
    }
    println!(
        "{:<16} {:>9} {:>9} {:>12}",
        "", "p50", "p99", "requests"
    );
    for (name, times) in
        [("owned strings", bad), ("an arena each", good)]
    {
        let n = times.n_requests();
        let [p50, p99] = percentiles(times);
        println!(
            "{name:<16} {p50:>6.0} us {p99:>6.0} us {n:>12}"
        );
    }
    Ok(())
}

/// The median and the 99th percentile, in microseconds.
fn percentiles(mut times: Times) -> [f64; 2] {
    times.0.sort_unstable();
    [50, 99].map(|percent| {
        let last = times.0.len().saturating_sub(1);
        let time = times.0.get(last * percent / 100);
        time.copied().unwrap_or_default().as_secs_f64() * 1e6
    })
}
