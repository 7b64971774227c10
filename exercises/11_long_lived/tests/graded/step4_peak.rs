//! The cache is never much larger than its pages. In the end nothing is left of it.
//!
//! Memory that is freed in large steps is held from one step to the next. Six times the text of the
//! pages that may be cached is enough for tables, for links, and for an occasional copy. A cache that
//! may hold any number of pages is as small as the pages it has. Once it is gone, so are its pages,
//! even if its server panics.
//! Before moving on: print the peak of your version (`yardstick::measure_process` returns it), and
//! find out what it is made of. And where each page owns the next, one is dropped inside the other:
//! for how many is there room on the stack?

use std::panic::{catch_unwind, resume_unwind};

use fastrand::Rng;
use long_lived::with_cache;
use yardstick::Budget;
use yardstick::panics::{place, result_or_message};

use super::site;

const CAPACITY: usize = yardstick::size(100, 20);
const PAGE_BYTES: usize = yardstick::size(2_000, 300);
const N_REQUESTS: usize = if cfg!(miri) { 40 } else { 5_000 };

#[test]
fn the_peak_depends_on_the_cached_pages() {
    let bodies = bodies();
    Budget::named("the whole life of a cache with 100 pages of 2 000 bytes")
        .peak(6 * (CAPACITY * PAGE_BYTES) as u64)
        .process_wide()
        .run(|| serve_all(&bodies));
}

#[test]
fn nothing_is_left_of_a_cache_that_is_gone() {
    let bodies = bodies();
    Budget::named("what is left of a cache with 100 pages of 2 000 bytes, once it is gone")
        .live(0)
        .process_wide()
        .run(|| serve_all(&bodies));
}

fn bodies() -> Vec<String> {
    let mut rng = Rng::with_seed(yardstick::seed());
    (0..yardstick::size(200, 10))
        .map(|_| site::body(&mut rng, PAGE_BYTES))
        .collect()
}

/// The whole life of a cache.
fn serve_all(bodies: &[String]) {
    with_cache(CAPACITY, |cache| {
        for number in 0..N_REQUESTS {
            cache.insert(&site::path(number), &bodies[number % bodies.len()]);
            // Some pages are requested again and again, and stay.
            let often = number % 10;
            assert!(
                number < 10 || cache.get(&site::path(often)) == Some(&bodies[often]),
                "page {often} is requested all the time, but yours evicted it, or has another body \
                 for it"
            );
        }
    });
}

#[test]
fn a_cache_without_a_limit_is_as_large_as_its_pages() {
    let serve = || {
        with_cache(usize::MAX, |cache| {
            for number in 0..CAPACITY {
                cache.insert(&site::path(number), "a small page");
            }
            (cache.count(), cache.get(&site::path(0)).map(str::len))
        })
    };
    let outcome = Budget::named("a hundred small pages, in a cache for `usize::MAX` of them")
        .peak(256 << 10)
        .process_wide()
        .run(|| result_or_message(serve));
    match outcome {
        Ok(seen) => assert_eq!(
            seen,
            (CAPACITY, Some("a small page".len())),
            "the number of pages, and the length of the first"
        ),
        Err(message) => panic!(
            "yours: a cache for `usize::MAX` pages panicked with \"{message}\"\n\
             at {}",
            place()
        ),
    }
}

#[test]
fn nothing_is_left_of_a_cache_whose_server_panics() {
    let body = "a page. ".repeat(1_000);
    Budget::named("a cache with 50 pages of 8 KB, whose server panics")
        .live(4 << 10)
        .process_wide()
        .run(|| {
            let stopped = catch_unwind(|| {
                with_cache(CAPACITY, |cache| {
                    for number in 0..CAPACITY / 2 {
                        cache.insert(&site::path(number), &body);
                    }
                    // A panic that nobody reports: a report may need memory, and keep it.
                    resume_unwind(Box::new(()))
                })
            });
            assert!(stopped.is_err(), "the panic must reach the caller");
        });
}
