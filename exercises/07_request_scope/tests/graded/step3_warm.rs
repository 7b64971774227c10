//! In a warm arena, a request costs no more than its response.
//!
//! The server resets the arena after each request. From the third round on, the arena has a chunk
//! that is large enough, and the only heap calls left are those that a clone of the response would
//! make too: one for its body. That holds for short requests and for long ones, and whatever their
//! names and values are.
//! Before moving on: use a new `Bump` in `handle` instead of the one passed in. Which test notices,
//! and why is that arena slower?

use bumpalo::Bump;
use fastrand::Rng;
use request_scope::handle;
use yardstick::panics::result_or_message;
use yardstick::{Budget, Chunks};

use super::{composed, recorded};

#[test]
fn a_request_in_a_warm_arena_costs_only_its_response() {
    let requests = recorded::requests();
    let mut rng = Rng::with_seed(yardstick::seed());
    let mut arena = Bump::new();
    for round in 1..=4 {
        let (mut message, mut others) = (None, Vec::new());
        for request in &requests[..yardstick::size(requests.len(), 3)] {
            let response = handle(&arena, &request.with_id(rng.u64(..)));
            arena.reset();
            let (copy, own) = yardstick::measure(|| response.clone());
            // Another text with the same answer, so that a cached one is of no use.
            let raw = request.with_id(rng.u64(..));
            let most = if round < 3 {
                u64::MAX
            } else {
                own.heap_calls()
            };
            let budget = Budget::named(format!("{}, round {round}", request.title))
                .allocations(most)
                .process_wide();
            // One request that is over its budget does not hide the others.
            let again = result_or_message(|| budget.run(|| handle(&arena, &raw)));
            arena.reset();
            match again {
                Ok(again) => assert_eq!(
                    again.body, copy.body,
                    "the body of the answer to the same request, sent again: {}",
                    request.title
                ),
                Err(first) if message.is_none() => message = Some(first),
                Err(_) => others.push(request.title),
            }
        }
        let others = match others.as_slice() {
            [] => String::new(),
            titles => format!("\n\nalso over their budgets:\n  {}", titles.join("\n  ")),
        };
        if let Some(message) = message {
            panic!("{}{others}", message.trim_end());
        }
    }
}

#[test]
fn a_large_request_in_a_warm_arena_costs_little_more_than_its_response() {
    // A stable sort takes a buffer for a list as long as this. Only a search sorts.
    const SORTING: u64 = 2;
    let mut arena = Bump::new();
    for request in recorded::large(if cfg!(miri) { 5 } else { 500 }) {
        let sorting = match request.raw.starts_with("GET /search") {
            true => SORTING,
            false => 0,
        };
        for round in 1..=4_u64 {
            let raw = request.with_id(round);
            let (response, usage) = yardstick::measure_process(|| handle(&arena, &raw));
            arena.reset();
            let (_, own) = yardstick::measure(|| response.clone());
            let (used, most) = (usage.heap_calls(), own.heap_calls() + sorting);
            assert!(
                round < 3 || used <= most,
                "{}, 500 of them, round {round}: yours made {used} heap calls, where at most {most} \
                 will do",
                request.title
            );
        }
    }
}

/// What a request took for a moment stays taken until the reset, and the server keeps as much. What is copied again for
/// each parameter or header takes the more, the more there are.
#[test]
fn a_large_request_takes_a_few_bytes_of_the_arena_for_each_of_its_own() {
    const MOST: usize = 12;
    for request in recorded::large(1_000) {
        let arena = Bump::new();
        handle(&arena, &request.raw);
        let (used, most) = (Chunks::of(&arena).used_bytes(), MOST * request.raw.len());
        assert!(
            used <= most,
            "{}, 1 000 of them: yours took {used} bytes of the arena for a request of {} bytes, where at most {most} \
             will do",
            request.title,
            request.raw.len()
        );
    }
}

#[test]
fn a_composed_request_in_a_warm_arena_costs_only_its_response() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    // Large enough for any of these requests.
    let mut arena = Bump::with_capacity(1 << 16);
    for _ in 0..if cfg!(miri) { 6 } else { 1_000 } {
        let raw = composed::request(&mut rng);
        let (response, usage) = yardstick::measure_process(|| handle(&arena, &raw));
        arena.reset();
        let (_, own) = yardstick::measure(|| response.clone());
        let (used, most) = (usage.heap_calls(), own.heap_calls());
        assert!(
            used <= most,
            "yours made {used} heap calls, where at most {most} will do, for this request (seed \
             {seed}):\n{raw}"
        );
    }
}
