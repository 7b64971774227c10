//! What a reader has guessed at the questions of the book, which a page asks.

use crate::truncate::truncate;
use grader::cancellation::Cancellation;
use grader::state::State;

/// What each question's key starts with; a hash of its text follows.
const PREFIX: &str = "predict-";
/// More bytes than any key has.
const MAX_KEY: usize = 64;
/// How many bytes of a guess are kept.
const MAX_GUESS: usize = 200;
/// More questions than the book will ever have, with those of its earlier editions.
const MAX_PREDICTIONS: usize = 1_000;

/// Whether this may be the key of a question.
#[must_use]
pub fn is_key(key: &str) -> bool {
    let rest = key.strip_prefix(PREFIX).unwrap_or_default();
    !rest.is_empty()
        && key.len() <= MAX_KEY
        && rest
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Saves a guess, or forgets it for `None`.
pub fn keep(state: &mut State, key: &str, guess: Option<&str>, cancellation: &Cancellation) {
    state.update(cancellation, |data| {
        match guess {
            Some(guess) => data
                .predictions
                .insert(key.to_owned(), truncate(guess, MAX_GUESS)),
            None => data.predictions.remove(key),
        };
        while data.predictions.len() > MAX_PREDICTIONS {
            data.predictions.pop_first();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_prefix_and_a_hash() {
        for (key, is_one) in [
            ("predict-0123456789abcdef", true),
            ("predict-", false),
            ("quiz-0123", false),
            ("predict-../progress", false),
            ("", false),
        ] {
            assert_eq!(is_key(key), is_one, "{key}");
        }
        assert!(!is_key(&format!("predict-{}", "0".repeat(MAX_KEY))));
    }
}
