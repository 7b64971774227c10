//! Leases an arena before the wait and another after it; only words and counts cross the wait, in little space.
//!
//! Not right: a count of words fits into 16 bits, since no draft is longer than 64 KiB, but the weight of an article
//! is a sum of such counts: one that the archive names often for a frequent word overflows it.
//!
//! Fails in: step1_answers

use std::fmt::{self, Write as _};
use std::sync::Arc;

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

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
    let keywords = keywords_of(&Lease::of(desk).arena, draft).ok_or(Refused::NoKeywords)?;
    let found = desk.look_up(&keywords.words).await?;
    Ok(page(&Lease::of(desk).arena, &keywords, &found))
}

/// An arena of the desk, which gets it back at the end, however that is reached.
struct Lease<'d, D: Desk> {
    desk: &'d D,
    arena: Bump,
}

impl<'d, D: Desk> Lease<'d, D> {
    fn of(desk: &'d D) -> Self {
        Lease {
            desk,
            arena: desk.take_arena(),
        }
    }
}

impl<D: Desk> Drop for Lease<'_, D> {
    fn drop(&mut self) {
        self.desk.put_back(std::mem::take(&mut self.arena));
    }
}

/// A draft of 64 KiB has at most 13 107 words of four letters.
type Count = u16;

/// What crosses the wait.
struct Keywords {
    /// As the archive wants them: `ferry+bridge+toll`.
    words: String,
    /// How often each is in the draft.
    counts: [Count; MOST_KEYWORDS],
}

fn keywords_of(arena: &Bump, draft: &str) -> Option<Keywords> {
    let lower = arena.alloc_str(draft);
    lower.make_ascii_lowercase();
    let mut numbers: ArenaVec<'_, (&str, Count)> = ArenaVec::new_in(arena);
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| (4..=40).contains(&word.len()));
    numbers.extend(words.map(|word| (word, 1)));
    most_frequent(&mut numbers, MOST_KEYWORDS);
    if numbers.is_empty() {
        return None;
    }
    let mut counts = [0; MOST_KEYWORDS];
    let mut joined = ArenaString::new_in(arena);
    for (position, (word, n)) in numbers.iter().enumerate() {
        counts[position] = *n;
        joined.push_str(if position == 0 { "" } else { "+" });
        joined.push_str(word);
    }
    let words = joined.as_str().to_owned();
    Some(Keywords { words, counts })
}

fn page(arena: &Bump, keywords: &Keywords, found: &[Article]) -> String {
    let n_words = keywords.words.split('+').count();
    let mut weights: ArenaVec<'_, (&str, Count)> = ArenaVec::new_in(arena);
    weights.extend(found.iter().filter_map(|article| {
        let n = keywords.counts[..n_words].get(article.about)?;
        Some((article.title.as_str(), *n))
    }));
    most_frequent(&mut weights, MOST_ARTICLES);
    let mut json = ArenaString::new_in(arena);
    json.push_str("{\"keywords\":[");
    for (position, word) in keywords.words.split('+').enumerate() {
        json.push_str(if position == 0 { "" } else { "," });
        push_quoted(&mut json, word);
    }
    json.push_str("],\"articles\":[");
    for (position, (title, weight)) in weights.iter().enumerate() {
        json.push_str(if position == 0 {
            "{\"title\":"
        } else {
            ",{\"title\":"
        });
        push_quoted(&mut json, title);
        let _ = write!(json, ",\"weight\":{weight}}}");
    }
    json.push_str("]}");
    json.as_str().to_owned()
}

/// Adds up the numbers of equal texts, and keeps those with the largest sums, largest first; of equal
/// ones the alphabet decides.
fn most_frequent(numbers: &mut ArenaVec<'_, (&str, Count)>, most: usize) {
    numbers.sort_unstable();
    numbers.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1 += next.1;
        }
        is_same
    });
    numbers.sort_unstable_by(|(text, n), (other, m)| m.cmp(n).then_with(|| text.cmp(other)));
    numbers.truncate(most);
}

/// A JSON string, quotes included.
fn push_quoted(json: &mut ArenaString<'_>, text: &str) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            c if c < ' ' => {
                let _ = write!(json, "\\u{:04x}", u32::from(c));
            }
            c => json.push(c),
        }
    }
    json.push('"');
}
