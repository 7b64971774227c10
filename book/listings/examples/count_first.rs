//! Counts what the program on the page "Measure first" asks of
//! the heap, line by line:
//! `cargo run -p listings --example count_first`.
//!
//! In a debug build: names of lines need debug information.

use listings::measure::{first, log};
use yardstick::{Budget, panics::result_or_message};

yardstick::count_allocations!();

fn main() {
    // The report is printed once, below.
    std::panic::set_hook(Box::new(|_| {}));
    let log = log(1000, 100);
    let budget = Budget::named("popular").allocations(0);
    let report = result_or_message(|| {
        budget.run(|| first::popular(&log).len())
    });
    match report {
        Ok(n_paths) => println!("{n_paths} paths, no calls"),
        Err(report) => println!("{report}"),
    }
}
