//! What is needed across the wait is in an array inside of the future: no byte of the heap while
//! it waits.

use std::fmt::{self, Write};
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
    let keywords = with_arena(desk, |arena| Keywords::of(arena, draft));
    let keywords = keywords.ok_or(Refused::NoKeywords)?;
    let found = desk.look_up(keywords.text()).await?;
    Ok(with_arena(desk, |arena| page(arena, &keywords, &found)))
}

/// The most bytes of a keyword.
const LONGEST_KEYWORD: usize = 40;

/// Room for the longest keywords, and what separates them.
const ROOM: usize = MOST_KEYWORDS * (LONGEST_KEYWORD + 1) - 1;

/// All that a request has to remember while it waits.
struct Keywords {
    /// As the archive wants them: `ferry+bridge+toll`.
    text: [u8; ROOM],
    n_bytes: usize,
    counts: [usize; MOST_KEYWORDS],
    n: usize,
}

impl Keywords {
    /// The most frequent words of a draft, if there are any.
    fn of(arena: &Bump, draft: &str) -> Option<Keywords> {
        // As they are in the draft: only equal words in lower case have to be next to each other.
        let mut words = ArenaVec::new_in(arena);
        let lengths = 4..=LONGEST_KEYWORD;
        let all = draft.split(|c: char| !c.is_alphanumeric());
        words.extend(all.filter(|word| lengths.contains(&word.len())));
        words.sort_unstable_by(|word, other| lower(word).cmp(lower(other)));
        let mut counted = ArenaVec::new_in(arena);
        for same in words.chunk_by(|word, other| word.eq_ignore_ascii_case(other)) {
            counted.push((same[0], same.len()));
        }
        // The few that are kept are sorted by insertion: of equal numbers the first in the alphabet,
        // which comes first, stays first.
        let mut keywords = Keywords {
            text: [b'+'; ROOM],
            n_bytes: 0,
            counts: [0; MOST_KEYWORDS],
            n: 0,
        };
        let mut best: [(&str, usize); MOST_KEYWORDS] = Default::default();
        for (word, count) in counted {
            let place = best.iter().position(|(_, other)| count > *other);
            if let Some(place) = place {
                best[place..].rotate_right(1);
                best[place] = (word, count);
            }
        }
        for (word, count) in best.into_iter().filter(|(_, count)| *count > 0) {
            let start = keywords.n_bytes + usize::from(keywords.n > 0);
            let place = &mut keywords.text[start..start + word.len()];
            place.copy_from_slice(word.as_bytes());
            place.make_ascii_lowercase();
            keywords.n_bytes = start + word.len();
            keywords.counts[keywords.n] = count;
            keywords.n += 1;
        }
        (keywords.n > 0).then_some(keywords)
    }

    fn text(&self) -> &str {
        str::from_utf8(&self.text[..self.n_bytes]).expect("words of a draft, with ASCII between")
    }
}

fn lower(word: &str) -> impl Iterator<Item = u8> {
    word.bytes().map(|byte| byte.to_ascii_lowercase())
}

/// Works in an arena of the desk, which gets it back even if the work panics.
fn with_arena<D: Desk, R>(desk: &D, work: impl FnOnce(&Bump) -> R) -> R {
    let lease = Lease {
        desk,
        arena: desk.take_arena(),
    };
    work(&lease.arena)
}

struct Lease<'d, D: Desk> {
    desk: &'d D,
    arena: Bump,
}

impl<D: Desk> Drop for Lease<'_, D> {
    fn drop(&mut self) {
        self.desk.put_back(std::mem::take(&mut self.arena));
    }
}

/// The answer, as JSON.
fn page(arena: &Bump, keywords: &Keywords, found: &[Article]) -> String {
    let counts = &keywords.counts[..keywords.n];
    let mut weights = ArenaVec::with_capacity_in(found.len(), arena);
    for article in found {
        if let Some(n) = counts.get(article.about) {
            weights.push((article.title.as_str(), *n));
        }
    }
    weights.sort_unstable();
    weights.dedup_by(|(title, n), (kept, sum)| {
        let is_same = title == kept;
        if is_same {
            *sum += *n;
        }
        is_same
    });
    weights.sort_unstable_by(|(title, n), (other, m)| m.cmp(n).then_with(|| title.cmp(other)));
    let mut json = ArenaString::new_in(arena);
    json.push_str("{\"keywords\":[");
    for (position, word) in keywords.text().split('+').enumerate() {
        if position > 0 {
            json.push(',');
        }
        quote(&mut json, word);
    }
    json.push_str("],\"articles\":[");
    for (position, (title, weight)) in weights.iter().take(MOST_ARTICLES).enumerate() {
        if position > 0 {
            json.push(',');
        }
        json.push_str("{\"title\":");
        quote(&mut json, title);
        let _ = write!(json, ",\"weight\":{weight}}}");
    }
    json.push_str("]}");
    json.as_str().to_owned()
}

/// Appends a JSON string, quotes included.
fn quote(json: &mut ArenaString<'_>, text: &str) {
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
