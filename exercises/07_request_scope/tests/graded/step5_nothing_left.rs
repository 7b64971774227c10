//! When response and arena are gone, nothing is left.
//!
//! An arena runs no `Drop`. A `String` or a `HashMap` inside a value passed to `arena.alloc` would
//! keep its memory forever, and a server would grow with every request.
//! Before moving on: put one `String` into the arena with `arena.alloc` and see how this step
//! fails.

use bumpalo::Bump;
use fastrand::Rng;
use request_scope::handle;
use yardstick::Budget;

use super::{composed, recorded};

#[test]
fn nothing_is_left_of_answered_requests() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for request in recorded::requests() {
        nothing_is_left_of(request.title, &request.with_id(rng.u64(..)));
    }
}

#[test]
fn nothing_is_left_of_requests_cut_short() {
    for request in recorded::requests() {
        for end in (0..request.raw.len()).step_by(if cfg!(miri) { 370 } else { 37 }) {
            nothing_is_left_of(request.title, &request.raw[..end]);
        }
    }
}

#[test]
fn nothing_is_left_of_large_requests() {
    for request in recorded::large(100) {
        nothing_is_left_of(request.title, &request.raw);
    }
}

#[test]
fn nothing_is_left_of_composed_requests() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for number in 1..=if cfg!(miri) { 5 } else { 500 } {
        let title = format!("composed request {number}");
        nothing_is_left_of(&title, &composed::request(&mut rng));
    }
}

fn nothing_is_left_of(title: &str, raw: &str) {
    let name = format!("{title} ({} bytes), handled and dropped", raw.len());
    Budget::named(name).live(0).process_wide().run(|| {
        let mut arena = Bump::new();
        drop(handle(&arena, raw));
        arena.reset();
        drop(handle(&arena, raw));
    });
}
