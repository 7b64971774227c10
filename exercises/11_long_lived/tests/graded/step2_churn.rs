//! 100 000 pages come and go, and leave nothing.
//!
//! This is what a server does for as long as it runs. What an evicted page took must be freed, or
//! serve a page that comes later. The same holds for whatever surrounds the pages: tables, lists,
//! notes of which page was used when, files. A server that is restarted every night hides such a
//! leak. One that runs for months does not.
//! Before moving on: what would the arena's memory be after a year at ten evictions a second?

use fastrand::Rng;
use long_lived::{PageCache, with_cache};
use yardstick::Budget;

use super::{files, site};

const CAPACITY: usize = yardstick::size(64, 8);
/// Requests that warm a cache up.
const N_FIRST: usize = yardstick::size(1_000, 100);
const N_EVICTIONS: usize = if cfg!(miri) { 100 } else { 100_000 };
const N_HITS: usize = if cfg!(miri) { 200 } else { 200_000 };

/// Pages of different lengths.
fn bodies(rng: &mut Rng) -> Vec<String> {
    let mut body = |at: usize| site::body(rng, 100 + 11 * at);
    (0..yardstick::size(100, 12)).map(&mut body).collect()
}

#[test]
fn after_100_000_evictions_the_cache_is_as_large_as_before() {
    let bodies = bodies(&mut Rng::with_seed(yardstick::seed()));
    let body = |number: usize| bodies[number % bodies.len()].as_str();
    let end = N_FIRST + N_EVICTIONS;
    // Made before, so that only the cache's own heap calls are counted.
    let paths: Vec<String> = (0..end).map(site::path).collect();
    let serve = |cache: &mut dyn PageCache, numbers: std::ops::Range<usize>| {
        for number in numbers {
            cache.insert(&paths[number], body(number));
            if let Some(oldest) = number.checked_sub(CAPACITY) {
                assert!(
                    cache.get(&paths[oldest]).is_none(),
                    "page {number} was cached, so page {oldest}, the oldest of {CAPACITY}, must \
                     be evicted"
                );
            }
        }
    };
    with_cache(CAPACITY, |cache| {
        // Full and warm: tables have reached their size.
        serve(cache, 0..N_FIRST);
        let before = files::written_bytes();
        // Process-wide, so that pages kept by another thread count like any other.
        Budget::named("what 100 000 pages that came and went added to a cache of 64")
            .live(64 << 10)
            .process_wide()
            .run(|| serve(cache, N_FIRST..end));
        assert_nothing_written(before);
        assert_eq!(cache.count(), CAPACITY, "pages cached at the end");
        for (number, path) in paths.iter().enumerate().skip(end - CAPACITY) {
            assert!(
                cache.get(path) == Some(body(number)),
                "`{path}` must still be cached, with the body that was cached last"
            );
        }
    });
}

#[test]
fn hits_and_misses_leave_the_cache_as_it_was() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let bodies = bodies(&mut rng);
    let mut paths: Vec<String> = (0..CAPACITY).map(site::path).collect();
    let unknown: Vec<String> = (0..=N_HITS / 4)
        .map(|number| site::path(1_000 + number))
        .collect();
    with_cache(CAPACITY, |cache| {
        for (path, body) in paths.iter().zip(&bodies) {
            cache.insert(path, body);
        }
        let mut ask = |cache: &mut dyn PageCache, times: usize| {
            for number in 0..times {
                let at = rng.usize(..CAPACITY);
                assert!(
                    cache.get(&paths[at]) == Some(bodies[at].as_str()),
                    "`{}` is cached, and must be found",
                    paths[at]
                );
                if number % 4 == 0 {
                    let path = &unknown[number / 4];
                    assert!(cache.get(path).is_none(), "`{path}` was never cached");
                }
            }
        };
        ask(cache, N_FIRST);
        let before = files::written_bytes();
        Budget::named("what 200 000 hits and 50 000 misses added to a cache of 64 pages")
            .live(16 << 10)
            .process_wide()
            .run(|| ask(cache, N_HITS));
        assert_nothing_written(before);
        // However many hits there were, the next pages are evicted in the order of their last use.
        rng.shuffle(&mut paths);
        for path in &paths {
            assert!(cache.get(path).is_some(), "`{path}` is cached");
        }
        for (number, oldest) in paths.iter().enumerate() {
            cache.insert(&site::path(1_000 + number), "a new page");
            assert!(
                cache.get(oldest).is_none(),
                "`{oldest}` was the least recently used page, and must be evicted"
            );
            let newest = site::path(1_000 + number);
            assert!(cache.get(&newest).is_some(), "`{newest}` was just cached");
        }
    });
}

/// Asserts that next to nothing was written to files since `before`.
#[track_caller]
fn assert_nothing_written(before: Option<u64>) {
    let (Some(before), Some(now)) = (before, files::written_bytes()) else {
        return;
    };
    let written = yardstick::grouped(now - before);
    assert!(
        now - before < 64 << 10,
        "yours: {written} bytes were written to files meanwhile, where at most 65 536 may be\n\
         What is moved to a file is not freed: a page that is gone must leave nothing behind."
    );
}

/// On a small stack, so that a page that drops the next one, and so on, has no room for all of them.
#[test]
fn a_large_cache_ends_like_a_small_one() {
    let n_pages = if cfg!(miri) { 50 } else { 10_000 };
    let paths: Vec<String> = (0..n_pages).map(site::path).collect();
    let fill_and_drop = || {
        Budget::named("a cache of 10 000 pages, filled and dropped")
            .live(0)
            .process_wide()
            .run(|| {
                with_cache(n_pages, |cache| {
                    for path in &paths {
                        cache.insert(path, "");
                    }
                    assert_eq!(cache.count(), n_pages, "pages cached");
                });
            });
    };
    yardstick::on_a_small_stack(256 << 10, fill_and_drop);
}
