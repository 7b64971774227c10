//! Every draft gets the same answer as before. The starter passes this step; keep it passing.
//!
//! A request is asked to go on in steps: up to the archive, and from there to its end. In between
//! others are answered, and it may go on in another thread. The signatures of `related` and `answer`
//! stay.
//! Before moving on: what does the starter still hold while the archive is asked, and what of it does
//! it use afterwards?

use std::task::Poll;

use async_requests::{LONGEST, related};
use fastrand::Rng;

use super::desk::{self, Archive};
use super::{answers, drafts};

#[test]
fn keywords_come_first_and_then_articles() {
    let desk = desk::yours();
    let answer = answers::yours(
        &desk,
        "Ferry, bridge. BRIDGE-toll! A toll for the ferry? Bridge!",
    );
    let keywords = r#"{"keywords":["bridge","ferry","toll"],"articles":["#;
    let start = answer
        .as_ref()
        .map(|json| &json[..json.len().min(keywords.len())]);
    assert_eq!(start, Ok(keywords), "the start of {answer:?}");
}

#[test]
fn random_drafts_get_the_same_answer_as_from_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let mut drafts = drafts::drafts(&mut rng, yardstick::size(200, 6), 0..900);
    drafts.extend(drafts::drafts(&mut rng, yardstick::size(20, 1), 900..9_000));
    let desk = desk::yours();
    let yours: Vec<_> = drafts
        .iter()
        .map(|draft| answers::yours(&desk, draft))
        .collect();
    answers::assert_same(&format!("random drafts (seed {seed})"), &yours, &drafts);
}

#[test]
fn long_and_odd_drafts_get_the_same_answer_as_from_bad() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let longest = if cfg!(miri) { 2_000 } else { LONGEST };
    let mut odd = vec![
        String::new(),
        " -- \n".to_owned(),
        "a of the".to_owned(),
        "one two six ten".to_owned(),
        "\"quoted\" \\back\\ \u{1}control\u{1}".to_owned(),
        "Ärger ÄRGER ärger 2026 2026".to_owned(),
        "x".repeat(longest),
        "x".repeat(LONGEST + 1),
        "word ".repeat(longest / 5),
        format!("{} {}", "w".repeat(40), "v".repeat(41)),
        drafts::draft(&mut rng, longest - 64),
    ];
    // As many different words as fit.
    odd.push(
        (1_000..1_000 + longest / 5)
            .map(|n| format!("{n} "))
            .take(longest / 6)
            .collect(),
    );
    let desk = desk::yours();
    let yours: Vec<_> = odd
        .iter()
        .map(|draft| answers::yours(&desk, draft))
        .collect();
    answers::assert_same("odd drafts", &yours, &odd);
}

#[test]
fn an_article_may_weigh_more_than_a_draft_has_words() {
    let desk = desk::yours();
    let mut words = (0..).map(|number| format!("w{number}"));
    let word = words.find(|word| word.len() >= 4 && desk.has_last_answer(word));
    let word = word.expect("one of all words");
    let n_times = if cfg!(miri) { 300 } else { LONGEST } / (word.len() + 1);
    let draft = format!("{word} ").repeat(n_times);
    let yours = vec![answers::yours(&desk, &draft)];
    let what = format!(
        "a draft with one word, {n_times} times, about which the archive has an article twelve times"
    );
    answers::assert_same(&what, &yours, &[draft]);
}

#[test]
fn the_heaviest_of_very_many_articles_are_found() {
    let draft = "A ferry, a bridge and a toll: the ferry sails, the bridge stands.";
    let answers = || vec![drafts::very_many_articles()];
    let yours = answers::yours(&desk::yours_with(answers()), draft);
    let bad = answers::at_once(bad::related(&*desk::of_bad_with(answers()), draft));
    assert_eq!(
        yours,
        bad.map_err(|refused| format!("{refused:?}")),
        "the answer to {draft:?}, to which the archive has thousands of articles"
    );
}

#[test]
fn an_archive_that_fails_is_reported() {
    let desk = desk::yours();
    desk.archive(Archive::Fails);
    let draft = drafts::draft(&mut Rng::with_seed(yardstick::seed()), 500);
    let answer = answers::yours(&desk, &draft);
    assert_eq!(
        answer,
        Err("Unavailable".to_owned()),
        "the archive does not answer"
    );
}

#[test]
fn requests_that_wait_at_the_same_time_get_their_own_answers() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let drafts = drafts::drafts(&mut rng, yardstick::size(60, 4), 300..3_000);
    let desk = desk::yours();
    let mut rounds: Vec<usize> = (0..drafts.len()).collect();
    rng.shuffle(&mut rounds);
    let mut yours = vec![Err("no answer".to_owned()); drafts.len()];
    desk.archive(Archive::Waits);
    let mut waiting: Vec<_> = drafts
        .iter()
        .map(|draft| Box::pin(related(&*desk, draft)))
        .collect();
    // Up to the archive in one order, and on from there in another; a third begins meanwhile.
    for request in &mut waiting {
        assert!(
            answers::poll(request.as_mut()).is_pending(),
            "the archive is asked, and has not answered"
        );
    }
    desk.archive(Archive::Answers);
    for at in rounds {
        let other = answers::yours(&desk, &drafts[drafts.len() - 1 - at]);
        assert!(other.is_ok(), "a request that does not wait: {other:?}");
        if let Poll::Ready(answer) = answers::poll(waiting[at].as_mut()) {
            yours[at] = answer.map_err(|refused| format!("{refused:?}"));
        }
    }
    answers::assert_same("requests that waited together", &yours, &drafts);
}

#[test]
fn a_request_may_go_on_in_another_thread() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let drafts = drafts::drafts(&mut rng, 3, 300..3_000);
    let desk = desk::yours();
    let mut yours = Vec::new();
    for draft in &drafts {
        desk.archive(Archive::Waits);
        let mut request = Box::pin(related(&*desk, draft));
        std::thread::scope(|scope| {
            let first = scope.spawn(|| answers::poll(request.as_mut()).is_pending());
            assert!(
                first.join().is_ok_and(|pending| pending),
                "the archive is asked, and has not answered"
            );
        });
        desk.archive(Archive::Answers);
        if let Poll::Ready(answer) = answers::poll(request.as_mut()) {
            yours.push(answer.map_err(|refused| format!("{refused:?}")));
        }
    }
    answers::assert_same("requests that changed threads", &yours, &drafts);
}
