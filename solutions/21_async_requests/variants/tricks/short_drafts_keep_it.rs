//! A draft of less than a kilobyte keeps its arena while the archive is asked; longer ones give it
//! back.
//!
//! A trick: each short request that waits holds an arena of the desk.
//! Fails in: step4_waiting

use std::fmt;
use std::fmt::Write as _;
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

/// From so many bytes on, a draft gives its arena back while it waits.
const SHORT: usize = 1 << 10;

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
    let (keywords, kept) = {
        let loan = Loan::take(desk);
        let keywords = keywords(loan.arena(), draft);
        (keywords, (draft.len() < SHORT).then_some(loan))
    };
    if keywords.n == 0 {
        return Err(Refused::NoKeywords);
    }
    let found = desk.look_up(&keywords.joined).await?;
    let loan = kept.unwrap_or_else(|| Loan::take(desk));
    Ok(respond(loan.arena(), &keywords, &found))
}

/// An arena of the desk, which goes back whatever happens.
struct Loan<'d, D: Desk> {
    desk: &'d D,
    arena: Option<Bump>,
}

impl<'d, D: Desk> Loan<'d, D> {
    fn take(desk: &'d D) -> Self {
        let arena = Some(desk.take_arena());
        Loan { desk, arena }
    }

    fn arena(&self) -> &Bump {
        self.arena.as_ref().expect("it goes back last of all")
    }
}

impl<D: Desk> Drop for Loan<'_, D> {
    fn drop(&mut self) {
        if let Some(arena) = self.arena.take() {
            self.desk.put_back(arena);
        }
    }
}

/// What is kept while the archive is asked: the keywords, joined, and how often each was there.
struct Keywords {
    joined: String,
    counts: [usize; MOST_KEYWORDS],
    n: usize,
}

/// A text, and a number.
type Weighed<'a> = (&'a str, usize);

/// Counts the words of a draft.
fn keywords(arena: &Bump, draft: &str) -> Keywords {
    let lower: &str = {
        let lower = arena.alloc_str(draft);
        lower.make_ascii_lowercase();
        lower
    };
    let mut words = ArenaVec::new_in(arena);
    let all = lower.split(|c: char| !c.is_alphanumeric());
    words.extend(
        all.filter(|word| (4..=40).contains(&word.len()))
            .map(|word| (word, 1)),
    );
    let words = heaviest(&mut words, MOST_KEYWORDS);
    let mut kept = Keywords {
        joined: String::with_capacity(words.iter().map(|(word, _)| word.len() + 1).sum()),
        counts: [0; MOST_KEYWORDS],
        n: words.len(),
    };
    for (at, (word, n)) in words.iter().enumerate() {
        if at > 0 {
            kept.joined.push('+');
        }
        kept.joined.push_str(word);
        kept.counts[at] = *n;
    }
    kept
}

/// Weighs the articles, and writes the response.
fn respond(arena: &Bump, keywords: &Keywords, found: &[Article]) -> String {
    let counts = &keywords.counts[..keywords.n];
    let mut titles = ArenaVec::with_capacity_in(found.len(), arena);
    titles.extend(found.iter().filter_map(|article| {
        let weight = counts.get(article.about)?;
        Some((article.title.as_str(), *weight))
    }));
    let mut json = ArenaString::new_in(arena);
    json.push_str("{\"keywords\":[");
    for (at, word) in keywords.joined.split('+').enumerate() {
        json.push_str(if at > 0 { "," } else { "" });
        quote(&mut json, word);
    }
    json.push_str("],\"articles\":[");
    for (at, (title, weight)) in heaviest(&mut titles, MOST_ARTICLES).iter().enumerate() {
        json.push_str(if at > 0 {
            ",{\"title\":"
        } else {
            "{\"title\":"
        });
        quote(&mut json, title);
        // An arena's string takes whatever it is given.
        let _ = write!(json, ",\"weight\":{weight}}}");
    }
    json.push_str("]}");
    json.as_str().to_owned()
}

/// Adds up the numbers of equal texts. The largest come first, and of equal ones the alphabet
/// decides.
fn heaviest<'v, 'a>(texts: &'v mut ArenaVec<'_, Weighed<'a>>, most: usize) -> &'v [Weighed<'a>] {
    texts.sort_unstable_by(|(text, _), (other, _)| text.cmp(other));
    texts.dedup_by(|(text, n), (first, sum)| {
        let is_same = text == first;
        *sum += if is_same { *n } else { 0 };
        is_same
    });
    texts.sort_unstable_by(|(text, n), (other, m)| m.cmp(n).then_with(|| text.cmp(other)));
    texts.truncate(most);
    texts
}

/// A JSON string, quotes included.
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
