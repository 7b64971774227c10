//! A server of a magazine: the draft of an article goes in, and its keywords and related articles
//! from the archive come out, as JSON.
//!
//! Correct, but wasteful: each word of a draft is a `String`, and while the archive is asked, much
//! of that stays where it is. The desk lends arenas; nothing here takes one.
//!
//! Yours to change: the body of `related` and everything below it, in this file or in others of
//! `src/`. What stands above `related`, and its signature, are what the tests call.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use bumpalo::Bump;

/// The longest draft that is read, in bytes.
pub const LONGEST: usize = 64 << 10;

/// A draft has no more keywords than this.
pub const MOST_KEYWORDS: usize = 8;

/// No more articles than this are named.
pub const MOST_ARTICLES: usize = 10;

/// What the server lends to its requests.
pub trait Desk: Send + Sync + 'static {
    /// An empty arena: one that was put back, or a new one.
    fn take_arena(&self) -> Bump;

    /// Takes an arena back, empties it, and keeps it for the next request, unless a long draft has
    /// made it too large to be worth keeping.
    fn put_back(&self, arena: Bump);

    /// Asks the archive, which is another server, for articles about words: `ferry+bridge+toll`.
    /// The answer takes a while, and may never be waited for: a client who hangs up, or a timeout,
    /// drops the future of the whole request.
    fn look_up(
        &self,
        words: &str,
    ) -> impl Future<Output = Result<Arc<[Article]>, Unavailable>> + Send;
}

/// An article that the archive has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its title. The archive may name an article more than once, for different words.
    pub title: String,
    /// Which of the words it is about, from 0. If there is no such word, the article is left out.
    pub about: usize,
}

/// The archive does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

/// Why a draft gets no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is longer than [`LONGEST`].
    TooLong,
    /// It has no word that could be a keyword.
    NoKeywords,
    /// The archive does not answer.
    Unavailable,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refused::TooLong => "the draft is too long",
            Refused::NoKeywords => "the draft has no keywords",
            Refused::Unavailable => "the archive does not answer",
        })
    }
}

impl From<Unavailable> for Refused {
    fn from(_: Unavailable) -> Self {
        Refused::Unavailable
    }
}

impl Refused {
    /// The status of the HTTP response.
    fn status(self) -> u16 {
        match self {
            Refused::TooLong => 413,
            Refused::NoKeywords => 422,
            Refused::Unavailable => 503,
        }
    }
}

/// A request as a server spawns it: status and body of its response.
///
/// tokio's `spawn`, and with it axum, asks for `Send + 'static`: the task owns what it needs, and may
/// go on in another thread after each `.await`.
#[allow(
    clippy::manual_async_fn,
    reason = "as an `async fn` it would not promise `Send`, and the error would be shown elsewhere"
)]
pub fn answer<D: Desk>(
    desk: Arc<D>,
    draft: String,
) -> impl Future<Output = (u16, String)> + Send + 'static {
    async move {
        match related(&*desk, &draft).await {
            Ok(body) => (200, body),
            Err(refused) => (refused.status(), refused.to_string()),
        }
    }
}

/// The keywords of a draft, and related articles, as JSON.
///
/// A word is what lies between characters that are neither letters nor digits. A keyword has 4 to 40
/// bytes, and its ASCII letters in lower case. The most frequent come first, and of equally frequent
/// ones the alphabet decides. An article weighs as much as the keywords that it is about, counted in
/// the draft; the heaviest come first.
pub async fn related<D: Desk>(desk: &D, draft: &str) -> Result<String, Refused> {
    if draft.len() > LONGEST {
        return Err(Refused::TooLong);
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    for word in draft.split(|c: char| !c.is_alphanumeric()) {
        if (4..=40).contains(&word.len()) {
            *counts.entry(word.to_ascii_lowercase()).or_default() += 1;
        }
    }
    let keywords = most_frequent(counts, MOST_KEYWORDS);
    if keywords.is_empty() {
        return Err(Refused::NoKeywords);
    }

    let words: Vec<String> = keywords.iter().map(|(word, _)| word.clone()).collect();
    let found = desk.look_up(&words.join("+")).await?;

    let mut weights: HashMap<String, usize> = HashMap::new();
    for article in found.iter() {
        if let Some((_, n)) = keywords.get(article.about) {
            *weights.entry(article.title.clone()).or_default() += n;
        }
    }
    let articles = most_frequent(weights, MOST_ARTICLES);
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    let articles: Vec<String> = articles
        .iter()
        .map(|(title, weight)| format!("{{\"title\":{},\"weight\":{weight}}}", quoted(title)))
        .collect();
    Ok(format!(
        "{{\"keywords\":[{}],\"articles\":[{}]}}",
        words.join(","),
        articles.join(",")
    ))
}

/// The texts with the largest numbers, largest first; of equal ones the alphabet decides.
fn most_frequent(numbers: HashMap<String, usize>, most: usize) -> Vec<(String, usize)> {
    let mut numbers: Vec<(String, usize)> = numbers.into_iter().collect();
    numbers.sort_by(|(text, n), (other, m)| m.cmp(n).then_with(|| text.cmp(other)));
    numbers.truncate(most);
    numbers
}

/// A JSON string, quotes included.
fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            c if c < ' ' => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json + "\""
}
