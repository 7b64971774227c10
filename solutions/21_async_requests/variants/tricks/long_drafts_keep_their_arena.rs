//! A draft of more than 16 KB keeps its arena while it waits, with a guard that gives it back:
//! most drafts in the tests are shorter, but a long one's arena is a megabyte.
//! Fails in: step4_waiting

use std::fmt;
use std::fmt::Write;
use std::ops::Deref;
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
    if draft.len() > LONG {
        // Its arena has become large: it would be a pity to make another one as large.
        let arena = Lease::of(desk);
        let keywords = keywords_of(&arena, draft).ok_or(Refused::NoKeywords)?;
        let found = desk.look_up(&keywords.words).await?;
        return Ok(page(&arena, &keywords, &found));
    }
    let keywords = keywords_of(&Lease::of(desk), draft).ok_or(Refused::NoKeywords)?;
    let found = desk.look_up(&keywords.words).await?;
    Ok(page(&Lease::of(desk), &keywords, &found))
}

/// What makes a draft a long one, in bytes.
const LONG: usize = 16 << 10;

/// What a request knows while it waits: one block, and a few numbers in the future itself.
struct Keywords {
    /// As the archive wants them: `ferry+bridge+toll`.
    words: String,
    /// How often the draft has each of them.
    counts: [usize; MOST_KEYWORDS],
}

/// An arena of the desk, for as long as one piece of work takes.
struct Lease<'d, D: Desk> {
    desk: &'d D,
    arena: Bump,
}

impl<'d, D: Desk> Lease<'d, D> {
    fn of(desk: &'d D) -> Self {
        let arena = desk.take_arena();
        Lease { desk, arena }
    }
}

impl<D: Desk> Deref for Lease<'_, D> {
    type Target = Bump;

    fn deref(&self) -> &Bump {
        &self.arena
    }
}

impl<D: Desk> Drop for Lease<'_, D> {
    /// Also when the work panics. Nothing can be cancelled in here, since nothing waits in here.
    fn drop(&mut self) {
        self.desk.put_back(std::mem::take(&mut self.arena));
    }
}

/// The keywords of a draft. None if it has none.
fn keywords_of(arena: &Bump, draft: &str) -> Option<Keywords> {
    // The whole draft at once: each word is a piece of the copy.
    let text = arena.alloc_str(draft);
    text.make_ascii_lowercase();
    let mut words = ArenaVec::new_in(arena);
    words.extend(
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| (4..=40).contains(&word.len()))
            .map(|word| (word, 1)),
    );
    let most_frequent = largest(&mut words, MOST_KEYWORDS);
    if most_frequent.is_empty() {
        return None;
    }
    let mut joined = ArenaString::new_in(arena);
    let mut counts = [0; MOST_KEYWORDS];
    for ((word, n), count) in most_frequent.iter().zip(&mut counts) {
        if !joined.is_empty() {
            joined.push('+');
        }
        joined.push_str(word);
        *count = *n;
    }
    Some(Keywords {
        // Grown in the arena and copied once, so the block is as large as the text.
        words: joined.as_str().to_owned(),
        counts,
    })
}

/// The answer: keywords and articles as JSON.
fn page(arena: &Bump, keywords: &Keywords, found: &[Article]) -> String {
    let n_words = keywords.words.split('+').count();
    let counts = &keywords.counts[..n_words];
    let mut weights = ArenaVec::with_capacity_in(found.len(), arena);
    weights.extend(found.iter().filter_map(|article| {
        let weight = *counts.get(article.about)?;
        Some((article.title.as_str(), weight))
    }));
    let articles = largest(&mut weights, MOST_ARTICLES);

    let mut json = ArenaString::new_in(arena);
    json.push_str("{\"keywords\":[");
    for (at, word) in keywords.words.split('+').enumerate() {
        json.push_str(if at == 0 { "" } else { "," });
        push_quoted(&mut json, word);
    }
    json.push_str("],\"articles\":[");
    for (at, (title, weight)) in articles.iter().enumerate() {
        json.push_str(if at == 0 { "" } else { "," });
        json.push_str("{\"title\":");
        push_quoted(&mut json, title);
        // Writing to a string in an arena cannot fail.
        let _ = write!(json, ",\"weight\":{weight}}}");
    }
    json.push_str("]}");
    json.as_str().to_owned()
}

/// Adds up the numbers of equal texts, and returns the texts with the largest sums, largest first; of
/// equal ones the alphabet decides. Sorting takes the place of a map: `std` has none for an arena.
fn largest<'l, 't>(
    numbers: &'l mut ArenaVec<'_, (&'t str, usize)>,
    most: usize,
) -> &'l [(&'t str, usize)] {
    numbers.sort_unstable();
    numbers.dedup_by(|(later, m), (earlier, n)| {
        let same = later == earlier;
        if same {
            *n += *m;
        }
        same
    });
    numbers.sort_unstable_by(|(text, n), (other, m)| m.cmp(n).then_with(|| text.cmp(other)));
    numbers.truncate(most);
    numbers
}

/// Appends a JSON string, quotes included.
fn push_quoted(json: &mut ArenaString<'_>, text: &str) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            c if c < ' ' => {
                // Writing to a string in an arena cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(c));
            }
            c => json.push(c),
        }
    }
    json.push('"');
}
