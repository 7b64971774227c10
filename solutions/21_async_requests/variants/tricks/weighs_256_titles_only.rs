//! A right server up to the answer of the archive; titles are weighed in a table on the stack, so
//! no second arena is needed.
//! A trick: the table has 256 places. What the archive names after the 256th title is left out,
//! however heavy it is, and the answer is wrong.
//! Fails in: step1_answers

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
    // While the archive is asked, there is no arena: only one text, and some numbers.
    let keywords = with_arena(desk, |arena| Keywords::of(arena, draft));
    let keywords = keywords.ok_or(Refused::NoKeywords)?;
    let found = desk.look_up(&keywords.words).await?;
    Ok(body(&keywords, &found))
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
        let mut all = ArenaVec::with_capacity_in(words(lower).count(), arena);
        all.extend(words(lower).map(|word| (word, 1)));
        let kept = most_frequent(&mut all, MOST_KEYWORDS);
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

/// The texts with the largest sums, largest first; of equal ones the alphabet decides.
fn most_frequent<'t, 'n>(
    numbers: &'n mut [(&'t str, usize)],
    most: usize,
) -> &'n [(&'t str, usize)] {
    // Equal texts side by side become one, with the sum of their numbers.
    numbers.sort_unstable();
    let mut n_texts = 0;
    for at in 0..numbers.len() {
        let (text, n) = numbers[at];
        if n_texts > 0 && numbers[n_texts - 1].0 == text {
            numbers[n_texts - 1].1 += n;
        } else {
            numbers[n_texts] = (text, n);
            n_texts += 1;
        }
    }
    let numbers = &mut numbers[..n_texts];
    numbers.sort_unstable_by(|(text, n), (other, m)| m.cmp(n).then_with(|| text.cmp(other)));
    &numbers[..n_texts.min(most)]
}

/// No more articles of the archive than this are weighed.
const MOST_TITLES: usize = 256;

/// The answer.
fn body(keywords: &Keywords, found: &[Article]) -> String {
    // A table on the stack: for so few titles no arena is needed.
    let mut weights = [("", 0); MOST_TITLES];
    let mut n_titles = 0;
    for article in found {
        let Some(n) = keywords.count(article.about) else {
            continue;
        };
        let title = article.title.as_str();
        let known = weights[..n_titles].iter_mut();
        if let Some((_, weight)) = known.into_iter().find(|(known, _)| *known == title) {
            *weight += n;
        } else if n_titles < MOST_TITLES {
            weights[n_titles] = (title, n);
            n_titles += 1;
        }
    }
    let articles = most_frequent(&mut weights[..n_titles], MOST_ARTICLES);
    let n_bytes = articles
        .iter()
        .map(|(title, _)| title.len() + 64)
        .sum::<usize>();
    let mut json = String::with_capacity(keywords.words.len() + n_bytes + 64);
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
    json
}

fn push_number(json: &mut impl fmt::Write, weight: usize) {
    let written = write!(json, ",\"weight\":{weight}}}");
    written.expect("a text takes whatever is written");
}

/// A JSON string, quotes included.
fn push_quoted(json: &mut String, text: &str) {
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
