//! How often the server of the chapter "Arenas in async servers"
//! calls the heap for a request, axum and clients included:
//! `cargo run --release -p listings --example async_calls`.

yardstick::count_allocations!();

#[path = "async_server/load.rs"]
mod load;

use load::Side;

fn main() -> std::io::Result<()> {
    let orders = load::orders();
    for (name, side) in [
        ("owned strings", Side::Bad),
        ("an arena each", Side::Good),
    ] {
        // What a server needs once, and its first requests, is
        // in the shorter run as well, and goes away.
        let mut calls = [0; 2];
        for (calls, n_orders) in
            calls.iter_mut().zip([50, 250])
        {
            let (times, usage) =
                yardstick::measure_process(|| {
                    load::run(side, &orders, n_orders)
                });
            let n = times?.n_requests() as u64;
            *calls = usage.heap_calls();
            println!("{name}: {calls} calls, {n} requests");
        }
        let [few, many] = calls;
        let n = 200 * 16;
        let each = (many - few) as f64 / f64::from(n);
        println!("{name}: {each:.1} calls for each request");
    }
    Ok(())
}
