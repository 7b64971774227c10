//! A hundred thousand pages come and go, and the cache is as large as before.
//!
//! This is what a server does for as long as it runs. Each evicted page must free its memory, or
//! leave it for the next page to use. An arena can do neither: `Bump` cannot free a single value,
//! and a reset would invalidate the pages that are still cached. So the right answer is no arena:
//! here it is a leak that grows with uptime.
//! The cheapest version that passes: a page that owns its text (`String`), in a map that owns the
//! page. If you want to keep the list, the crate `slotmap` is available: a page then names its
//! neighbours by key.
//! Before moving on: what would the arena's memory be after a year at ten evictions a second?

use fastrand::Rng;
use long_lived::{PageCache, with_cache};
use yardstick::Budget;

use super::site;

const CAPACITY: usize = 64;

#[test]
fn after_100_000_evictions_the_cache_is_as_large_as_before() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let bodies: Vec<String> = (0..200).map(|_| site::body(&mut rng, 700)).collect();
    let mut serve = |cache: &mut dyn PageCache, numbers: std::ops::Range<usize>| {
        for number in numbers {
            cache.insert(&site::path(number), &bodies[rng.usize(..bodies.len())]);
        }
    };
    with_cache(CAPACITY, |cache| {
        // Full and warm: tables have reached their size.
        serve(cache, 0..1_000);
        // Process-wide, so that pages kept by another thread count like any other.
        Budget::named("100 000 pages that came and went in a cache of 64")
            .live(64 << 10)
            .process_wide()
            .run(|| serve(cache, 1_000..101_000));
        assert_eq!(cache.count(), CAPACITY, "pages cached at the end");
        for number in 101_000 - CAPACITY..101_000 {
            let path = site::path(number);
            assert!(cache.get(&path).is_some(), "`{path}` must still be cached");
        }
    });
}
