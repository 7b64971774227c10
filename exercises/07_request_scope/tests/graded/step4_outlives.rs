//! Only the response outlives the arena passed to `handle`.
//!
//! What is made for a request lives in that arena; what was sent may stay in `raw`.
//! If the tests of this step do not compile (E0502, E0505), your `Response` still borrows from the
//! arena or from `raw`. `to_owned` on a struct full of references copies the references; a response
//! needs text of its own.
//! Before moving on: why can the compiler be sure that `arena.reset()` is safe in the tests of this
//! step?

use bumpalo::Bump;
use request_scope::handle;
use yardstick::Chunks;

use super::recorded;

#[test]
fn responses_keep_their_text_when_the_arena_is_reset_and_dropped() {
    let mut arena = Bump::new();
    let mut responses = Vec::new();
    for request in recorded::requests() {
        let response = handle(&arena, &request.raw);
        responses.push((response.body.clone(), response, request.title));
        arena.reset();
    }
    drop(arena);
    for (body, response, title) in responses {
        assert_eq!(
            response.body, body,
            "the body after the arena is gone: {title}"
        );
    }
}

#[test]
fn a_response_keeps_little_more_than_its_text() {
    // Room for a capacity that is always enough: an escaped character takes six bytes.
    let most = |length: usize| 8 * length + 256;
    for request in recorded::requests() {
        let body = handle(&Bump::new(), &request.raw).body;
        assert!(
            body.capacity() <= most(body.len()),
            "{}: your body has {} bytes, and keeps {} for as long as the response lives, where at \
             most {} will do",
            request.title,
            body.len(),
            body.capacity(),
            most(body.len())
        );
    }
}

#[test]
fn text_made_for_a_request_is_in_the_arena_passed_to_handle() {
    let n = if cfg!(miri) { 5 } else { 500 };
    // Its filters must be decoded before they can be sorted.
    let requests = recorded::large(n);
    let search = &requests[0];
    let arena = Bump::new();
    let response = handle(&arena, &search.raw);
    let (used, text) = (Chunks::of(&arena).used_bytes(), response.body.len());
    assert!(
        used >= text / 2,
        "{}, {n} of them: your `handle` used {used} bytes of the arena that it was passed, for \
         {text} bytes of decoded text",
        search.title
    );
}
