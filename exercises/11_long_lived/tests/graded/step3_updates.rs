//! A page that is replaced or removed leaves nothing behind.
//!
//! Churn is more than eviction. A price changes, and the page at one path gets a new body; the old
//! one must be freed at that moment, even though the page stays. This is the second way in which
//! long-lived data grows: it is changed in place. The sizes differ, too: a page of a megabyte is
//! followed by a small one.
//! Before moving on: write the new text into the old `String` (`clear`, then `push_str`). How large
//! is a small page then that replaces one of a megabyte?

use std::cell::Cell;

use fastrand::Rng;
use long_lived::{PageCache, with_cache};
use yardstick::Budget;

use super::site;

const N_PAGES: usize = 20;
const N_TIMES: usize = if cfg!(miri) { 40 } else { 20_000 };

#[test]
fn replacing_a_page_frees_the_one_before() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let bodies: Vec<String> = (0..yardstick::size(200, 10))
        .map(|_| site::body(&mut rng, 700))
        .collect();
    let last = vec![Cell::new(0); N_PAGES];
    let mut update = |cache: &mut dyn PageCache, times: usize| {
        for number in 0..times {
            let (page, body) = (number % N_PAGES, rng.usize(..bodies.len()));
            cache.insert(&site::path(page), &bodies[body]);
            last[page].set(body);
        }
    };
    with_cache(2 * N_PAGES, |cache| {
        update(cache, yardstick::size(1_000, 40));
        Budget::named("what 20 000 new texts added to a cache of 20 pages")
            .live(16 << 10)
            .process_wide()
            .run(|| update(cache, N_TIMES));
        assert_eq!(cache.count(), N_PAGES, "pages cached at the end");
        for (page, body) in last.iter().enumerate() {
            let path = site::path(page);
            assert!(
                cache.get(&path) == Some(bodies[body.get()].as_str()),
                "`{path}` must have the body that was cached last"
            );
        }
    });
}

#[test]
fn a_page_of_a_megabyte_leaves_nothing_behind() {
    type End = fn(&mut dyn PageCache, &str);
    let ends: [(&str, End); 3] = [
        ("replaced by a small one", |cache, huge| {
            cache.insert(huge, "a small page");
        }),
        ("removed", |cache, huge| {
            assert!(cache.remove(huge), "`{huge}` was cached");
        }),
        ("evicted", |cache, _| {
            for number in 0..N_PAGES {
                cache.insert(&site::path(100 + number), "a small page");
            }
        }),
    ];
    let body = "a huge page. ".repeat(80_000);
    for (what, end) in ends {
        with_cache(N_PAGES, |cache| {
            let small = |cache: &mut dyn PageCache| {
                (0..N_PAGES / 2).for_each(|page| cache.insert(&site::path(page), "a small page"));
            };
            small(cache);
            Budget::named(format!("what a page of a megabyte left when {what}"))
                .live(64 << 10)
                .process_wide()
                .run(|| {
                    cache.insert("/shop/catalogue", &body);
                    end(cache, "/shop/catalogue");
                    small(cache);
                });
            assert!(
                cache.get(&site::path(0)) == Some("a small page"),
                "the page cached last but for a few"
            );
        });
    }
}

#[test]
fn removing_a_page_frees_it() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let bodies: Vec<String> = (0..yardstick::size(200, 10))
        .map(|_| site::body(&mut rng, 700))
        .collect();
    let mut forget = |cache: &mut dyn PageCache, times: usize| {
        for number in 0..times {
            // A different path each time, so that waiting for the same page to come back does not
            // help.
            let path = site::path(rng.usize(..1_000_000));
            cache.insert(&path, &bodies[number % bodies.len()]);
            assert!(cache.remove(&path), "`{path}` was cached a moment ago");
            assert!(cache.get(&path).is_none(), "`{path}` is removed");
        }
    };
    with_cache(2 * N_PAGES, |cache| {
        forget(cache, yardstick::size(1_000, 40));
        Budget::named("what 20 000 pages, cached and removed, added to an empty cache")
            .live(16 << 10)
            .process_wide()
            .run(|| forget(cache, N_TIMES));
        assert_eq!(cache.count(), 0, "pages cached at the end");
    });
}

/// What larger pages had is not held by the small ones that came in their place.
#[test]
fn small_pages_take_little_whatever_was_there_before() {
    const N_SMALL: usize = yardstick::size(200, 10);
    let large = "a large page. ".repeat(1_100);
    type Shrink = fn(usize) -> usize;
    let ways: [(&str, Shrink); 2] = [
        ("replaced", |number| number),
        ("evicted", |number| 1_000 + number),
    ];
    for (what, small) in ways {
        with_cache(N_SMALL, |cache| {
            let mut fill = |number: fn(usize) -> usize, body: &str| {
                for page in 0..N_SMALL {
                    cache.insert(&site::path(number(page)), body);
                }
            };
            Budget::named(format!(
                "200 small pages, after 200 of 15 KB were {what} by them"
            ))
            .live(400 << 10)
            .process_wide()
            .run(|| {
                fill(|number| number, &large);
                fill(small, "a small page");
                fill(small, "another small page");
            });
            assert_eq!(cache.count(), N_SMALL, "pages cached at the end");
        });
    }
}
