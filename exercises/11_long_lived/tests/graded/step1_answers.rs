//! The cache gives the same answers as before. The starter passes this step; keep it passing.
//!
//! Pages that the cache promises to keep must be there: dropping more than necessary is not a way
//! to save memory.
//! Before moving on: draw the list after `insert` of `/a`, `/b`, `/c` and then `get` of `/a`. Which
//! page is evicted next?

use fastrand::Rng;
use long_lived::{PageCache, with_cache};

use super::site;

#[test]
fn the_least_recently_used_page_is_evicted() {
    with_cache(3, |cache| {
        for path in ["/a", "/b", "/c"] {
            cache.insert(path, "a page");
        }
        assert_eq!(
            cache.get("/a"),
            Some("a page"),
            "a page that was just cached"
        );
        cache.insert("/b", "its second version");
        cache.insert("/d", "a page");
        assert_eq!(cache.count(), 3, "pages in a cache of three");
        assert_eq!(
            cache.get("/c"),
            None,
            "`/c` was the least recently used page"
        );
        assert_eq!(
            cache.get("/b"),
            Some("its second version"),
            "a page that was replaced"
        );
        assert!(cache.remove("/a"), "`/a` was there to be removed");
        assert!(!cache.remove("/a"), "`/a` is already removed");
        cache.insert("/e", "a page");
        assert!(
            cache.get("/d").is_some(),
            "there was room for `/e`, so `/d` stays"
        );
    });
}

#[test]
fn a_cache_holds_at_least_one_page() {
    with_cache(0, |cache| {
        cache.insert("/a", "first");
        cache.insert("/b", "second");
        assert_eq!(cache.get("/a"), None, "the first page was evicted");
        assert_eq!(cache.count(), 1, "pages in the smallest cache");
        assert_eq!(cache.get("/b"), Some("second"), "the page cached last");
        assert!(cache.remove("/b"), "`/b` was there to be removed");
        assert_eq!(cache.count(), 0, "pages after the last was removed");
    });
}

#[test]
fn an_empty_path_and_an_empty_body_are_a_page_too() {
    with_cache(3, |cache| {
        assert_eq!(cache.get(""), None, "an empty path, not cached yet");
        assert!(!cache.remove(""), "an empty path, not cached yet");
        cache.insert("/empty", "");
        cache.insert("", "the root");
        cache.insert("/", "another root");
        assert_eq!(cache.count(), 3, "pages, one of them with an empty body");
        assert_eq!(cache.get("/empty"), Some(""), "a page with an empty body");
        assert_eq!(cache.get(""), Some("the root"), "the page at an empty path");
        cache.insert("/new", "a page");
        assert_eq!(cache.get("/"), None, "the least recently used page");
        cache.insert("", "");
        assert_eq!(cache.get(""), Some(""), "an empty page at an empty path");
        assert!(cache.remove("/empty"), "`/empty` is cached");
        assert!(cache.remove(""), "the empty path is cached");
        assert_eq!(cache.get(""), None, "the empty path, once removed");
        assert_eq!(cache.count(), 1, "pages left");
    });
}

#[test]
fn paths_of_equal_hashes_have_pages_of_their_own() {
    for (hash, [path, other]) in yardstick::COLLIDING {
        with_cache(4, |cache| {
            cache.insert(path, "the first");
            assert_eq!(
                cache.get(other),
                None,
                "`{other}`, where `{path}` is cached"
            );
            assert!(!cache.remove(other), "`{other}` is not cached");
            cache.insert(other, "the second");
            assert_eq!(
                cache.count(),
                2,
                "pages at `{path}` and `{other}`, which have the same hash by {hash}"
            );
            assert_eq!(cache.get(path), Some("the first"), "the page at `{path}`");
        });
    }
}

#[test]
fn two_caches_at_the_same_time_share_nothing() {
    with_cache(2, |outer| {
        outer.insert("/a", "outer");
        outer.insert("/b", "outer");
        with_cache(3, |inner| {
            assert_eq!(inner.count(), 0, "pages in a second, new cache");
            assert_eq!(inner.get("/a"), None, "a page of the first cache");
            for path in ["/a", "/c", "/d", "/e"] {
                inner.insert(path, "inner");
            }
            assert_eq!(inner.count(), 3, "pages in the second cache");
            outer.insert("/f", "outer");
            assert_eq!(outer.get("/a"), None, "the first cache's oldest page");
            assert_eq!(inner.get("/e"), Some("inner"), "the second's newest page");
        });
        assert_eq!(outer.count(), 2, "pages in the first cache");
        assert_eq!(outer.get("/b"), Some("outer"), "a page of the first cache");
        assert_eq!(outer.get("/f"), Some("outer"), "a page of the first cache");
        assert_eq!(outer.get("/d"), None, "a page of the second cache");
    });
}

/// What notes a use or a place by a number of one byte or two begins again after 256 or 65 536 of them.
#[test]
fn a_page_may_be_used_replaced_and_removed_any_number_of_times() {
    type Use = fn(&mut dyn PageCache);
    let uses: [(&str, Use); 3] = [
        ("removed and cached again", |cache| {
            assert!(cache.remove("/often"), "`/often` was there to be removed");
            cache.insert("/often", "a page");
        }),
        ("replaced", |cache| cache.insert("/often", "a page")),
        ("read", |cache| {
            assert_eq!(cache.get("/often"), Some("a page"), "`/often` is cached");
        }),
    ];
    for n_times in [256, yardstick::size(65_536, 257)] {
        for (what, once) in uses {
            with_cache(3, |cache| {
                cache.insert("/often", "a page");
                // The last time comes after the two other pages.
                (1..n_times).for_each(|_| once(cache));
                cache.insert("/a", "a page");
                cache.insert("/b", "a page");
                once(cache);
                cache.insert("/c", "a page");
                let kept = ["/a", "/b", "/c", "/often"].map(|path| cache.get(path).is_some());
                assert_eq!(
                    kept,
                    [false, true, true, true],
                    "whether `/a`, `/b`, `/c` and `/often` are cached, after `/often` was {what} {n_times} times: \
                     `/a` was the least recently used page"
                );
            });
        }
    }
}

/// What a caller sees on a random morning: `$with_cache` is yours or Bad's, whose types differ.
macro_rules! morning {
    ($with_cache:path, $seed:expr) => {{
        let mut rng = Rng::with_seed($seed);
        $with_cache(16, |cache| {
            let mut seen = Vec::new();
            for _ in 0..yardstick::size(6_000, 30) {
                let path = site::path(rng.usize(..40));
                let answer = match rng.u8(..10) {
                    0 => cache.remove(&path).to_string(),
                    1..5 => {
                        let n_bytes = rng.usize(60..1_200);
                        cache.insert(&path, &site::body(&mut rng, n_bytes));
                        cache.count().to_string()
                    }
                    _ => cache.get(&path).unwrap_or("not kept").to_string(),
                };
                seen.push(format!("{path}: {answer}"));
            }
            seen
        })
    }};
}

#[test]
fn random_requests_are_answered_as_in_bad() {
    let seed = yardstick::seed();
    let (yours, bad) = (morning!(with_cache, seed), morning!(bad::with_cache, seed));
    for (number, (yours, bad)) in yours.iter().zip(&bad).enumerate() {
        assert_eq!(
            yours, bad,
            "the answer to request {number} of a random morning (seed {seed})"
        );
    }
}
