//! Lends an arena to two closures, one before the wait and one after it; what crosses the wait lies
//! in the future itself, with room for the longest keywords, and the answer is measured before its
//! one block is asked for.

use std::fmt;
use std::sync::Arc;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

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
/// tokio's `spawn`, and with it axum, asks for `Send + 'static`: the task owns what it needs, and
/// may go on in another thread after each `.await`.
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
/// A word is what lies between characters that are neither letters nor digits. A keyword has 4 to
/// 40 bytes, and its ASCII letters in lower case. The most frequent come first, and of equally
/// frequent ones the alphabet decides. An article weighs as much as the keywords that it is about,
/// counted in the draft; the heaviest come first.
pub async fn related<D: Desk>(desk: &D, draft: &str) -> Result<String, Refused> {
    if draft.len() > LONGEST {
        return Err(Refused::TooLong);
    }
    let keywords = with_arena(desk, |arena| Keywords::of(arena, draft));
    if keywords.n_words == 0 {
        return Err(Refused::NoKeywords);
    }
    let found = desk.look_up(keywords.joined()).await?;
    Ok(with_arena(desk, |arena| {
        let articles = articles_of(arena, &keywords, &found);
        let mut length = Length(0);
        write_page(&mut length, &keywords, articles).expect("a length takes any text");
        let mut page = String::with_capacity(length.0);
        write_page(&mut page, &keywords, articles).expect("a string takes any text");
        page
    }))
}

/// Works in an arena of the desk. It goes back at the end of the work, also if that panics. No work
/// can wait in here, since a closure is not async.
fn with_arena<D: Desk, R>(desk: &D, work: impl FnOnce(&Bump) -> R) -> R {
    struct Back<'d, D: Desk>(&'d D, Bump);
    impl<D: Desk> Drop for Back<'_, D> {
        fn drop(&mut self) {
            self.0.put_back(std::mem::take(&mut self.1));
        }
    }
    let lent = Back(desk, desk.take_arena());
    work(&lent.1)
}

/// The longest keyword, and what joins it to the next.
const ROOM: usize = 40 + 1;

/// What crosses the wait.
struct Keywords {
    /// `ferry+bridge+toll`.
    text: [u8; MOST_KEYWORDS * ROOM],
    n_bytes: usize,
    /// How often each is in the draft.
    counts: [usize; MOST_KEYWORDS],
    n_words: usize,
}

impl Keywords {
    fn of(arena: &Bump, draft: &str) -> Self {
        let mut keywords = Keywords {
            text: [0; MOST_KEYWORDS * ROOM],
            n_bytes: 0,
            counts: [0; MOST_KEYWORDS],
            n_words: 0,
        };
        let lower = arena.alloc_str(draft);
        lower.make_ascii_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| (4..=40).contains(&word.len()));
        // A first pass counts, so that the list does not grow.
        let mut numbers = ArenaVec::with_capacity_in(words.clone().count(), arena);
        numbers.extend(words.map(|word| (word, 1)));
        for (word, n) in heaviest(numbers, MOST_KEYWORDS) {
            if keywords.n_words > 0 {
                keywords.push(b"+");
            }
            keywords.push(word.as_bytes());
            keywords.counts[keywords.n_words] = *n;
            keywords.n_words += 1;
        }
        keywords
    }

    fn push(&mut self, bytes: &[u8]) {
        let end = self.n_bytes + bytes.len();
        self.text[self.n_bytes..end].copy_from_slice(bytes);
        self.n_bytes = end;
    }

    /// As the archive wants them.
    fn joined(&self) -> &str {
        str::from_utf8(&self.text[..self.n_bytes]).expect("whole words, joined")
    }
}

/// The heaviest articles, with their weights.
fn articles_of<'a>(
    arena: &'a Bump,
    keywords: &Keywords,
    found: &'a [Article],
) -> &'a [(&'a str, usize)] {
    let mut weights = ArenaVec::with_capacity_in(found.len(), arena);
    weights.extend(found.iter().filter_map(|article| {
        let n = keywords.counts[..keywords.n_words].get(article.about)?;
        Some((article.title.as_str(), *n))
    }));
    heaviest(weights, MOST_ARTICLES)
}

/// Adds up the numbers of equal texts, and returns those with the largest sums, largest first; of
/// equal ones the alphabet decides.
fn heaviest<'a>(
    mut numbers: ArenaVec<'a, (&'a str, usize)>,
    most: usize,
) -> &'a [(&'a str, usize)] {
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
    numbers.into_bump_slice()
}

/// Takes a text, and keeps only its length.
struct Length(usize);

impl fmt::Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

fn write_page(
    json: &mut impl fmt::Write,
    keywords: &Keywords,
    articles: &[(&str, usize)],
) -> fmt::Result {
    json.write_str("{\"keywords\":[")?;
    for (position, word) in keywords.joined().split('+').enumerate() {
        json.write_str(if position == 0 { "" } else { "," })?;
        write_quoted(json, word)?;
    }
    json.write_str("],\"articles\":[")?;
    for (position, (title, weight)) in articles.iter().enumerate() {
        json.write_str(if position == 0 {
            "{\"title\":"
        } else {
            ",{\"title\":"
        })?;
        write_quoted(json, title)?;
        write!(json, ",\"weight\":{weight}}}")?;
    }
    json.write_str("]}")
}

/// A JSON string, quotes included.
fn write_quoted(json: &mut impl fmt::Write, text: &str) -> fmt::Result {
    json.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => json.write_str("\\\"")?,
            '\\' => json.write_str("\\\\")?,
            c if c < ' ' => write!(json, "\\u{:04x}", u32::from(c))?,
            c => json.write_char(c)?,
        }
    }
    json.write_char('"')
}
