//! Arenas are only ever lent to closures, which cannot wait; texts are counted in a tree by their
//! hashes.

use std::cell::Cell;
use std::fmt;
use std::fmt::Write as _;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;

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
    let keywords = keywords.ok_or(Refused::NoKeywords)?;
    let found = desk.look_up(&keywords.joined).await?;
    Ok(with_arena(desk, |arena| response(arena, &keywords, &found)))
}

/// Lends an arena of the desk for some work. It goes back also when the work panics.
fn with_arena<D: Desk, R>(desk: &D, work: impl FnOnce(&Bump) -> R) -> R {
    struct Lent<'d, D: Desk>(&'d D, Bump);

    impl<D: Desk> Drop for Lent<'_, D> {
        fn drop(&mut self) {
            // What is left in its place takes no memory.
            self.0.put_back(std::mem::take(&mut self.1));
        }
    }

    let lent = Lent(desk, desk.take_arena());
    work(&lent.1)
}

/// All that a request keeps while it waits.
struct Keywords {
    /// As the archive wants them: `ferry+bridge+toll`.
    joined: String,
    /// How often each is in the draft. 0 where there is none.
    counts: [usize; MOST_KEYWORDS],
}

impl Keywords {
    /// The keywords of a draft, if there are any.
    fn of(arena: &Bump, draft: &str) -> Option<Keywords> {
        let lower: &mut str = arena.alloc_str(draft);
        lower.make_ascii_lowercase();
        let tally = Tally::new(arena);
        for word in lower.split(|c: char| !c.is_alphanumeric()) {
            if (4..=40).contains(&word.len()) {
                tally.add(word, 1);
            }
        }
        let best: Best<'_, MOST_KEYWORDS> = tally.best();
        let words = best.entries();
        if words.is_empty() {
            return None;
        }
        let n_bytes: usize = words.iter().map(|(word, _)| word.len() + 1).sum();
        let mut joined = String::with_capacity(n_bytes - 1);
        let mut counts = [0; MOST_KEYWORDS];
        for ((word, n), count) in words.iter().zip(&mut counts) {
            if !joined.is_empty() {
                joined.push('+');
            }
            joined.push_str(word);
            *count = *n;
        }
        Some(Keywords { joined, counts })
    }
}

fn response(arena: &Bump, keywords: &Keywords, found: &[Article]) -> String {
    let tally = Tally::new(arena);
    for article in found {
        match keywords.counts.get(article.about) {
            None | Some(0) => {}
            Some(n) => tally.add(&article.title, *n),
        }
    }
    let best: Best<'_, MOST_ARTICLES> = tally.best();
    let mut json = ArenaString::new_in(arena);
    let mut before = "{\"keywords\":[";
    for word in keywords.joined.split('+') {
        json.push_str(before);
        quote(&mut json, word);
        before = ",";
    }
    json.push_str("],\"articles\":[");
    before = "{\"title\":";
    for (title, weight) in best.entries() {
        json.push_str(before);
        quote(&mut json, title);
        put(&mut json, format_args!(",\"weight\":{weight}}}"));
        before = ",{\"title\":";
    }
    json.push_str("]}");
    // Out of the arena: one block, of the right size.
    String::from(json.as_str())
}

/// Texts, each with a number: a tree of the arena, which forks by the bits of a text's hash.
struct Tally<'a> {
    arena: &'a Bump,
    /// With random keys: who sends a draft does not choose the shape of the tree.
    hasher: RandomState,
    root: Cell<Option<&'a Entry<'a>>>,
    newest: Cell<Option<&'a Entry<'a>>>,
}

struct Entry<'a> {
    text: &'a str,
    n: Cell<usize>,
    /// The entries whose hashes go on with 0 and with 1.
    forks: [Cell<Option<&'a Entry<'a>>>; 2],
    /// The entry that was made before this one.
    older: Option<&'a Entry<'a>>,
}

impl<'a> Tally<'a> {
    fn new(arena: &'a Bump) -> Tally<'a> {
        Tally {
            arena,
            hasher: RandomState::new(),
            root: Cell::new(None),
            newest: Cell::new(None),
        }
    }

    /// Adds to the number of a text.
    fn add(&self, text: &'a str, n: usize) {
        let mut hash = self.hasher.hash_one(text);
        let mut fork = &self.root;
        while let Some(entry) = fork.get() {
            if entry.text == text {
                entry.n.set(entry.n.get() + n);
                return;
            }
            // After 64 forks all go on with 0: then it is a list, and still right.
            fork = &entry.forks[usize::from(hash & 1 == 1)];
            hash >>= 1;
        }
        let entry = &*self.arena.alloc(Entry {
            text,
            n: Cell::new(n),
            forks: [Cell::new(None), Cell::new(None)],
            older: self.newest.get(),
        });
        fork.set(Some(entry));
        self.newest.set(Some(entry));
    }

    /// The texts with the largest numbers.
    fn best<const N: usize>(&self) -> Best<'a, N> {
        let mut best = Best {
            entries: [("", 0); N],
            n: 0,
        };
        let mut next = self.newest.get();
        while let Some(entry) = next {
            best.offer(entry.text, entry.n.get());
            next = entry.older;
        }
        best
    }
}

/// Up to so many texts. The largest number comes first, and of equal ones the alphabet decides.
struct Best<'a, const N: usize> {
    entries: [(&'a str, usize); N],
    n: usize,
}

impl<'a, const N: usize> Best<'a, N> {
    fn entries(&self) -> &[(&'a str, usize)] {
        &self.entries[..self.n]
    }

    /// Puts a text in its place, if it has one.
    fn offer(&mut self, text: &'a str, n: usize) {
        let goes_before = |(other, m): &(&str, usize)| (*m, text) > (n, *other);
        let place = self.entries().iter().take_while(|entry| goes_before(entry));
        let place = place.count();
        if place == N {
            return;
        }
        self.n = N.min(self.n + 1);
        self.entries[place..self.n].rotate_right(1);
        self.entries[place] = (text, n);
    }
}

/// A JSON string, quotes included.
fn quote(json: &mut ArenaString<'_>, text: &str) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            c if c < ' ' => put(json, format_args!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json.push('"');
}

fn put(json: &mut ArenaString<'_>, what: fmt::Arguments<'_>) {
    json.write_fmt(what)
        .expect("a string takes whatever it is given");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_come_first() {
        let arena = Bump::new();
        let tally = Tally::new(&arena);
        for text in ["d", "b", "a", "b", "c", "a", "e", "a"] {
            tally.add(text, 2);
        }
        let best: Best<'_, 3> = tally.best();
        assert_eq!(best.entries(), [("a", 6), ("b", 4), ("c", 2)]);
        let all: Best<'_, 9> = tally.best();
        assert_eq!(all.entries()[2..], [("c", 2), ("d", 2), ("e", 2)]);
    }

    #[test]
    fn quotes() {
        let arena = Bump::new();
        let mut json = ArenaString::new_in(&arena);
        quote(&mut json, "a\"\\\u{1}\u{7f}");
        assert_eq!(json.as_str(), "\"a\\\"\\\\\\u0001\u{7f}\"");
    }
}
