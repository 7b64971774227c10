//! A page that is replaced, or removed and cached again, leaves nothing behind.
//!
//! Churn is more than eviction. A price changes, and the page at one path gets a new body; the old
//! one must be freed at that moment, even though the page stays. This is the second way in which
//! long-lived data outgrows an arena: it is changed in place.
//! Before moving on: how large is the cache after a page of a megabyte was replaced by a small one?

use fastrand::Rng;
use long_lived::{PageCache, with_cache};
use yardstick::Budget;

use super::site;

const N_PAGES: usize = 20;

#[test]
fn replacing_a_page_frees_the_one_before() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let bodies: Vec<String> = (0..200).map(|_| site::body(&mut rng, 700)).collect();
    let mut update = |cache: &mut dyn PageCache, times: usize| {
        for number in 0..times {
            let path = site::path(number % N_PAGES);
            cache.insert(&path, &bodies[rng.usize(..bodies.len())]);
        }
    };
    with_cache(2 * N_PAGES, |cache| {
        update(cache, 1_000);
        Budget::named("20 pages, replaced 20 000 times")
            .live(16 << 10)
            .process_wide()
            .run(|| update(cache, 20_000));
        assert_eq!(cache.count(), N_PAGES, "pages cached at the end");
    });
}

#[test]
fn removing_a_page_frees_it() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let bodies: Vec<String> = (0..200).map(|_| site::body(&mut rng, 700)).collect();
    let mut forget = |cache: &mut dyn PageCache, times: usize| {
        for number in 0..times {
            // A different path each time, so that waiting for the same page to come back does not
            // help.
            let path = site::path(rng.usize(..1_000_000));
            cache.insert(&path, &bodies[number % bodies.len()]);
            assert!(cache.remove(&path), "`{path}` was cached a moment ago");
        }
    };
    with_cache(2 * N_PAGES, |cache| {
        forget(cache, 1_000);
        Budget::named("20 000 pages, cached and removed")
            .live(16 << 10)
            .process_wide()
            .run(|| forget(cache, 20_000));
        assert_eq!(cache.count(), 0, "pages cached at the end");
    });
}
