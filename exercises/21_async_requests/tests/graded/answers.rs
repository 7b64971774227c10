//! Requests that are polled by hand: a test decides when each of them goes on.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use super::desk::{self, TestDesk};

/// A request's answer, or why there is none.
pub(crate) type Answer = Result<String, String>;

/// Polls once.
pub(crate) fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls once, and expects that this is enough.
#[track_caller]
pub(crate) fn at_once<F: Future>(future: F) -> F::Output {
    let Poll::Ready(output) = poll(pin!(future)) else {
        panic!("the request waits, although the archive answers at once");
    };
    output
}

/// Your answer, at a desk whose archive does not keep it waiting.
#[track_caller]
pub(crate) fn yours(desk: &TestDesk<async_requests::Article>, draft: &str) -> Answer {
    at_once(async_requests::related(desk, draft)).map_err(|refused| format!("{refused:?}"))
}

/// Bad's answers to these drafts.
pub(crate) fn of_bad(drafts: &[String]) -> Vec<Answer> {
    let desk = desk::of_bad();
    let answers = drafts.iter().map(|draft| {
        at_once(bad::related(&*desk, draft)).map_err(|refused| format!("{refused:?}"))
    });
    answers.collect()
}

/// Asserts that these are Bad's answers to these drafts.
#[track_caller]
pub(crate) fn assert_same(what: &str, yours: &[Answer], drafts: &[String]) {
    let bad = of_bad(drafts);
    assert_eq!(yours.len(), bad.len(), "{what}: an answer to each draft");
    for ((yours, bad), draft) in yours.iter().zip(&bad).zip(drafts) {
        let start: String = draft.chars().take(60).collect();
        let n_bytes = draft.len();
        assert_eq!(
            yours, bad,
            "{what}: the answer to a draft of {n_bytes} bytes that begins with {start:?}"
        );
    }
}
