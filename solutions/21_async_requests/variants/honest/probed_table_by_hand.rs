//! Words and titles are counted in a small hash table by hand, whose slots and entries are in the
//! arena; the arena goes back before the archive is asked.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
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
    // While the archive is asked, there is no arena: only one text, and some numbers.
    let keywords = with_arena(desk, |arena| Keywords::of(arena, draft));
    let keywords = keywords.ok_or(Refused::NoKeywords)?;
    let found = desk.look_up(&keywords.words).await?;
    Ok(with_arena(desk, |arena| body(arena, &keywords, &found)))
}

/// Lends an arena of the desk for a piece of work that does not wait.
fn with_arena<D: Desk, R>(desk: &D, work: impl FnOnce(&Bump) -> R) -> R {
    let loan = Loan {
        desk,
        arena: desk.take_arena(),
    };
    work(&loan.arena)
}

/// Puts its arena back, whatever happens to the work.
struct Loan<'d, D: Desk> {
    desk: &'d D,
    arena: Bump,
}

impl<D: Desk> Drop for Loan<'_, D> {
    fn drop(&mut self) {
        // What is left here is an empty arena, which has no memory.
        self.desk.put_back(std::mem::take(&mut self.arena));
    }
}

/// The words of a text that could be keywords.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| (4..=40).contains(&word.len()))
}

/// The keywords of a draft, as they wait for the archive.
struct Keywords {
    /// In order, with a plus sign between two.
    words: String,
    /// How often each is in the draft.
    counts: [usize; MOST_KEYWORDS],
}

impl Keywords {
    fn of(arena: &Bump, draft: &str) -> Option<Self> {
        let lower: &mut str = arena.alloc_str(draft);
        lower.make_ascii_lowercase();
        let lower: &str = lower;
        let mut sums = Sums::with_room(arena, words(lower).count());
        for word in words(lower) {
            sums.add(word, 1);
        }
        let kept = sums.largest(MOST_KEYWORDS);
        if kept.is_empty() {
            return None;
        }
        let mut counts = [0; MOST_KEYWORDS];
        for (count, (_, n)) in counts.iter_mut().zip(kept) {
            *count = *n;
        }
        let n_bytes = kept.iter().map(|(word, _)| word.len() + 1).sum();
        let mut words = String::with_capacity(n_bytes);
        for (word, _) in kept {
            if !words.is_empty() {
                words.push('+');
            }
            words.push_str(word);
        }
        Some(Keywords { words, counts })
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.split('+')
    }

    /// How often a keyword is in the draft, if there is one of this number.
    fn count(&self, number: usize) -> Option<usize> {
        self.counts.get(number).copied().filter(|n| *n > 0)
    }
}

/// Numbers for texts: a table in the arena, by open addressing.
struct Sums<'a> {
    /// A draft comes from a stranger, who does not know the keys of this.
    hasher: RandomState,
    /// Places in `sums`, plus one; 0 is free. At most half of them are taken.
    slots: &'a mut [u32],
    sums: ArenaVec<'a, (&'a str, usize)>,
}

impl<'a> Sums<'a> {
    /// A table that never has to grow for so many texts.
    fn with_room(arena: &'a Bump, n_texts: usize) -> Self {
        let n_slots = (2 * n_texts).next_power_of_two().max(2);
        Sums {
            hasher: RandomState::new(),
            slots: arena.alloc_slice_fill_copy(n_slots, 0),
            sums: ArenaVec::with_capacity_in(n_texts, arena),
        }
    }

    /// Adds to the number of a text.
    fn add(&mut self, text: &'a str, n: usize) {
        let last = self.slots.len() - 1;
        let mut slot = self.hasher.hash_one(text) as usize & last;
        loop {
            match self.slots[slot] as usize {
                0 => {
                    self.sums.push((text, n));
                    self.slots[slot] = u32::try_from(self.sums.len()).expect("fewer texts");
                    return;
                }
                place if self.sums[place - 1].0 == text => {
                    self.sums[place - 1].1 += n;
                    return;
                }
                _ => slot = (slot + 1) & last,
            }
        }
    }

    /// The texts with the largest numbers, largest first; of equal ones the alphabet decides.
    fn largest(&mut self, most: usize) -> &[(&'a str, usize)] {
        let sums = self.sums.as_mut_slice();
        sums.sort_unstable_by(|(text, n), (other, m)| m.cmp(n).then_with(|| text.cmp(other)));
        &sums[..sums.len().min(most)]
    }
}

/// The answer, in one piece of just its size.
fn body(arena: &Bump, keywords: &Keywords, found: &[Article]) -> String {
    let mut sums = Sums::with_room(arena, found.len());
    for article in found {
        if let Some(n) = keywords.count(article.about) {
            sums.add(&article.title, n);
        }
    }
    let articles = sums.largest(MOST_ARTICLES);
    let mut json = ArenaString::new_in(arena);
    json.push_str("{\"keywords\":[");
    for (place, word) in keywords.iter().enumerate() {
        json.push_str(if place == 0 { "" } else { "," });
        push_quoted(&mut json, word);
    }
    json.push_str("],\"articles\":[");
    for (place, (title, weight)) in articles.iter().enumerate() {
        json.push_str(if place == 0 { "" } else { "," });
        json.push_str("{\"title\":");
        push_quoted(&mut json, title);
        push_number(&mut json, *weight);
    }
    json.push_str("]}");
    String::from(json.as_str())
}

fn push_number(json: &mut impl fmt::Write, weight: usize) {
    let written = write!(json, ",\"weight\":{weight}}}");
    written.expect("a text takes whatever is written");
}

/// A JSON string, quotes included.
fn push_quoted(json: &mut ArenaString<'_>, text: &str) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            c if c < ' ' => {
                let written = fmt::Write::write_fmt(json, format_args!("\\u{:04x}", u32::from(c)));
                written.expect("a text takes whatever is written");
            }
            c => json.push(c),
        }
    }
    json.push('"');
}
