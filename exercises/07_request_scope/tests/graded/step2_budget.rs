//! A request takes two heap calls, and the arena a few more in all.
//!
//! All requests go through one arena here. Two calls for each are one more than its response needs,
//! and the few on top are the arena's own, while it grows. Whatever else is made for a request is
//! of no use once the response is there; the starter asks the heap for each piece of it.
//! Before moving on: which fields of your request point into `raw`, and which into the arena?

use bumpalo::Bump;
use request_scope::handle;
use yardstick::Budget;

use super::recorded;

#[test]
fn a_request_needs_two_heap_calls_and_the_arena_a_few() {
    let requests = recorded::requests();
    // Room for the responses, which are compared afterwards.
    let mut responses = Vec::with_capacity(requests.len());
    let mut bad_responses = Vec::with_capacity(requests.len());
    let ((), bad_usage) = yardstick::measure(|| {
        let arena = Bump::new();
        let all = requests.iter();
        bad_responses.extend(all.map(|request| bad::handle(&arena, &request.raw)));
    });
    let n_requests = requests.len() as u64;
    // Each chunk is about twice the size of the one before it, so eight are enough for far more
    // than these requests.
    let n_chunks = 8;
    // Process-wide, so that heap calls from a helper thread count like any other.
    Budget::named(format!(
        "handling the {n_requests} recorded requests (two calls for each, and {n_chunks} for the \
         arena)"
    ))
    .allocations(2 * n_requests + n_chunks)
    .process_wide()
    .baseline(bad_usage)
    .run(|| {
        let arena = Bump::new();
        let all = requests.iter();
        responses.extend(all.map(|request| handle(&arena, &request.raw)));
    });
    for (request, (yours, bad)) in requests.iter().zip(responses.iter().zip(&bad_responses)) {
        assert_eq!(
            (yours.status, yours.content_type, &yours.body),
            (bad.status, bad.content_type, &bad.body),
            "status, media type and body of the answer to: {}",
            request.title
        );
    }
}
