//! Honest: words and titles are summed up in a hash table that is a slice of a leased arena, and
//! the answer is measured before it is written; while it waits, a request owns one string and a
//! few numbers.

use std::fmt;
use std::fmt::Write;
use std::hash::{BuildHasher, RandomState};
use std::ops::Deref;
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
    // An expression, and not a variable with an arena behind it: nothing that is borrowed from the
    // arena, and not the arena either, is in scope at the `.await`.
    let keywords = keywords_of(&Lease::of(desk), draft).ok_or(Refused::NoKeywords)?;
    let found = desk.look_up(&keywords.words).await?;
    Ok(page(&Lease::of(desk), &keywords, &found))
}

/// What a request knows while it waits: one block, and a few numbers in the future itself.
struct Keywords {
    /// As the archive wants them: `ferry+bridge+toll`.
    words: String,
    /// How often the draft has each of them; the first few of these are used.
    counts: [usize; MOST_KEYWORDS],
    n_words: usize,
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

/// The words of a text that may be keywords.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| (4..=40).contains(&word.len()))
}

/// The keywords of a draft. None if it has none.
fn keywords_of<'a>(arena: &'a Bump, draft: &str) -> Option<Keywords> {
    let text: &'a mut str = arena.alloc_str(draft);
    text.make_ascii_lowercase();
    let text: &'a str = text;
    let mut tally = Tally::with_room_for(words_of(text).count(), arena);
    for word in words_of(text) {
        tally.add(word, 1);
    }
    let best = tally.largest(MOST_KEYWORDS, arena);
    if best.is_empty() {
        return None;
    }
    let n_bytes = best.iter().map(|(word, _)| word.len() + 1).sum();
    let mut keywords = Keywords {
        words: String::with_capacity(n_bytes),
        counts: [0; MOST_KEYWORDS],
        n_words: best.len(),
    };
    for (at, (word, n)) in best.iter().enumerate() {
        keywords.words.push_str(if at == 0 { "" } else { "+" });
        keywords.words.push_str(word);
        keywords.counts[at] = *n;
    }
    Some(keywords)
}

/// The answer: keywords and articles as JSON.
fn page<'a>(arena: &'a Bump, keywords: &Keywords, found: &'a [Article]) -> String {
    let counts = &keywords.counts[..keywords.n_words];
    let mut weights = Tally::with_room_for(found.len(), arena);
    for article in found {
        if let Some(weight) = counts.get(article.about) {
            weights.add(&article.title, *weight);
        }
    }
    let articles = weights.largest(MOST_ARTICLES, arena);
    // Measured first, and then written to a block of that size. Neither can fail.
    let mut length = Length(0);
    let _ = write_page(&mut length, keywords, &articles);
    let mut json = String::with_capacity(length.0);
    let _ = write_page(&mut json, keywords, &articles);
    json
}

/// Takes text, and keeps its length.
struct Length(usize);

impl Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

fn write_page(
    out: &mut impl Write,
    keywords: &Keywords,
    articles: &[(&str, usize)],
) -> fmt::Result {
    out.write_str("{\"keywords\":[")?;
    for (at, word) in keywords.words.split('+').enumerate() {
        out.write_str(if at == 0 { "" } else { "," })?;
        write_quoted(out, word)?;
    }
    out.write_str("],\"articles\":[")?;
    for (at, (title, weight)) in articles.iter().enumerate() {
        out.write_str(if at == 0 {
            "{\"title\":"
        } else {
            ",{\"title\":"
        })?;
        write_quoted(out, title)?;
        write!(out, ",\"weight\":{weight}}}")?;
    }
    out.write_str("]}")
}

/// Writes a JSON string, quotes included.
fn write_quoted(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            c if c < ' ' => write!(out, "\\u{:04x}", u32::from(c))?,
            c => out.write_char(c)?,
        }
    }
    out.write_char('"')
}

/// Texts and their sums: a table in the arena, half of which stays empty.
struct Tally<'a> {
    slots: &'a mut [Option<(&'a str, usize)>],
    hasher: RandomState,
}

impl<'a> Tally<'a> {
    fn with_room_for(n_texts: usize, arena: &'a Bump) -> Self {
        let n_slots = (2 * n_texts).next_power_of_two();
        Tally {
            slots: arena.alloc_slice_fill_copy(n_slots, None),
            hasher: RandomState::new(),
        }
    }

    fn add(&mut self, text: &'a str, n: usize) {
        let mask = self.slots.len() - 1;
        let mut at = self.hasher.hash_one(text) as usize & mask;
        loop {
            let slot = self.slots[at];
            match slot {
                Some((known, _)) if known != text => at = (at + 1) & mask,
                _ => {
                    let before = slot.map_or(0, |(_, sum)| sum);
                    self.slots[at] = Some((text, before + n));
                    return;
                }
            }
        }
    }

    /// The texts with the largest sums, largest first; of equal ones the alphabet decides.
    fn largest(&self, most: usize, arena: &'a Bump) -> ArenaVec<'a, (&'a str, usize)> {
        let mut best: ArenaVec<'a, (&'a str, usize)> = ArenaVec::with_capacity_in(most + 1, arena);
        for entry in self.slots.iter().flatten() {
            let (text, sum) = *entry;
            let at = best.partition_point(|(better, n)| (sum, *better) < (*n, text));
            if at < most {
                best.insert(at, (text, sum));
                best.truncate(most);
            }
        }
        best
    }
}
