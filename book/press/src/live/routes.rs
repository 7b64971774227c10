//! The server's side: a stream of events for each page, and its wishes.

use super::desk::{Desk, Letter};
use super::guard::{self, is_own, knows};
use super::now::{Now, Shown, Snapshot};
use super::trace;
use super::wire::{Card, Claims};
use super::wish::{Prediction, Wish};
use crate::Checkout;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::stream::{self, Stream};
use grader::cancellation::Cancellation;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use tutor::predictions::is_key;
use workbook::Workbook;

/// More pages than anyone has open.
const MAX_PAGES: usize = 200;
/// More bytes than any wish has.
const MAX_BODY: usize = 4 << 10;
/// More exercises than any page shows.
const MAX_CARDS: usize = 30;

/// What happens at the exercises while the book is served. Clones share it.
#[derive(Clone)]
pub struct Live {
    now: Now,
    letters: Arc<Mutex<Sender<Letter>>>,
    secret: Arc<str>,
    n_pages: Arc<AtomicUsize>,
    root: Arc<std::path::Path>,
    /// Ends the jobs when the last clone is dropped.
    _end: Arc<End>,
}

/// Cancels what is running when it is dropped.
struct End(Cancellation);

impl Drop for End {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Live {
    /// Starts to watch the exercises of a checkout.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn start(checkout: &Checkout) -> anyhow::Result<Self> {
        let workbook = Workbook::load(checkout.root().to_owned())?;
        let (sender, letters) = channel();
        let (now, program) = (Now::new(), Cancellation::new());
        let desk = Desk::new(
            workbook,
            now.clone(),
            sender.clone(),
            letters,
            program.clone(),
        );
        std::thread::spawn(move || desk.work());
        Ok(Self {
            now,
            letters: Arc::new(Mutex::new(sender)),
            secret: guard::secret().into(),
            n_pages: Arc::default(),
            root: checkout.root().into(),
            _end: Arc::new(End(program)),
        })
    }

    /// The book was built anew.
    pub fn rebuilt(&self) {
        self.send(Letter::Rebuilt);
        self.now.next_generation();
    }

    fn send(&self, letter: Letter) {
        let letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        // The desk is there as long as this is.
        let _ = letters.send(letter);
    }
}

/// Answers below `/live`.
pub fn router(live: Live) -> Router {
    Router::new()
        .route("/live/events", get(events))
        .route("/live/wish", post(wish))
        .route("/live/trace/{id}", get(recorded))
        .route("/live/prediction", post(predict))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(live)
}

async fn events(State(live): State<Live>, uri: Uri, headers: HeaderMap) -> Response {
    if !is_own(&headers) {
        return (
            StatusCode::FORBIDDEN,
            "Only pages of this server may listen.\n",
        )
            .into_response();
    }
    let Some(page) = Page::open(&live.n_pages) else {
        let text = "Too many pages are open: close some.\n";
        return (StatusCode::SERVICE_UNAVAILABLE, text).into_response();
    };
    let ids = ids(uri.query().unwrap_or_default());
    let receiver = live.now.follow();
    let generation = receiver.borrow().generation;
    let hello = json!({ "secret": &*live.secret, "generation": generation });
    let listener = Listener {
        receiver,
        told: Snapshot {
            generation,
            ..Snapshot::default()
        },
        ids: ids.clone(),
        told_claims: None,
        shows_claims: shows_claims(uri.query().unwrap_or_default()),
        queue: VecDeque::from([event("hello", &hello)]),
        _shown: live.now.show(ids.clone()),
        _page: page,
    };
    live.send(Letter::Shown(ids));
    Sse::new(listener.events())
        .keep_alive(KeepAlive::default())
        .into_response()
}

/// The exercises that a page shows: ids with commas between them, which have no character that is written otherwise in an
/// address. What is not known stays without a card.
fn ids(query: &str) -> Vec<String> {
    let parts = query.split('&');
    let ids = parts.filter_map(|part| part.strip_prefix("cards="));
    let ids = ids.flat_map(|ids| ids.split(','));
    let ids = ids.filter(|id| !id.is_empty()).take(MAX_CARDS);
    ids.map(str::to_owned).collect()
}

/// Whether a page shows the published claims.
fn shows_claims(query: &str) -> bool {
    query.split('&').any(|part| part == "claims")
}

async fn wish(State(live): State<Live>, headers: HeaderMap, body: Bytes) -> Response {
    forward(&live, &headers, &body, |wish: Wish| {
        let is_known = !wish.what.is_about_an_exercise() || live.now.card(&wish.id).is_some();
        is_known
            .then_some(Letter::Wish(wish))
            .ok_or("No such exercise: reload the page.\n")
    })
}

async fn predict(State(live): State<Live>, headers: HeaderMap, body: Bytes) -> Response {
    forward(&live, &headers, &body, |prediction: Prediction| {
        is_key(&prediction.key)
            .then_some(Letter::Predicted(prediction))
            .ok_or("No such question: reload the page.\n")
    })
}

/// Takes what a page of this server sends to the desk.
fn forward<T: DeserializeOwned>(
    live: &Live,
    headers: &HeaderMap,
    body: &[u8],
    letter: impl FnOnce(T) -> Result<Letter, &'static str>,
) -> Response {
    if !is_own(headers) || !knows(headers, &live.secret) {
        let text = "Only pages of this server may ask for something: reload the page.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    match serde_json::from_slice(body).map(letter) {
        Ok(Ok(letter)) => {
            live.send(letter);
            StatusCode::NO_CONTENT.into_response()
        }
        Ok(Err(text)) => (StatusCode::NOT_FOUND, text).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response(),
    }
}

/// The trace that is kept for an exercise.
async fn recorded(
    State(live): State<Live>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    if !is_own(&headers) || !knows(&headers, &live.secret) {
        let text = "Only pages of this server may read a trace: reload the page.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    match live.now.card(&id) {
        Some(_) => trace::answer(&live.root, &id),
        None => {
            let text = "No such exercise: reload the page.\n";
            (StatusCode::NOT_FOUND, text).into_response()
        }
    }
}

/// One of the pages that listen, until this is dropped.
struct Page(Arc<AtomicUsize>);

impl Page {
    fn open(n_pages: &Arc<AtomicUsize>) -> Option<Self> {
        let page = Self(Arc::clone(n_pages));
        (n_pages.fetch_add(1, SeqCst) < MAX_PAGES).then_some(page)
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

/// A page that listens: it is told what differs from what it was told before.
struct Listener {
    receiver: watch::Receiver<Snapshot>,
    told: Snapshot,
    ids: Vec<String>,
    /// `None` until it was told anything about the claims.
    told_claims: Option<Arc<Claims>>,
    shows_claims: bool,
    queue: VecDeque<Event>,
    _shown: Shown,
    _page: Page,
}

impl Listener {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut listener| async move {
            loop {
                if let Some(event) = listener.queue.pop_front() {
                    return Some((Ok(event), listener));
                }
                listener.receiver.changed().await.ok()?;
                let snapshot = listener.receiver.borrow_and_update().clone();
                listener.compare(snapshot);
            }
        })
    }

    fn compare(&mut self, snapshot: Snapshot) {
        if snapshot.generation != self.told.generation {
            let generation = json!({ "generation": snapshot.generation });
            self.queue.push_back(event("book", &generation));
        }
        if snapshot.overview != self.told.overview {
            self.queue.push_back(event("overview", &*snapshot.overview));
        }
        for id in &self.ids {
            let (before, card) = (self.told.cards.get(id), snapshot.cards.get(id));
            if let Some(card) =
                card.filter(|card| before.is_none_or(|before| is_other(before, card)))
            {
                self.queue.push_back(event("card", &**card));
            }
        }
        if self.shows_claims && self.told_claims.as_ref() != Some(&snapshot.claims) {
            self.queue.push_back(event("claims", &*snapshot.claims));
            self.told_claims = Some(Arc::clone(&snapshot.claims));
        }
        self.told = Snapshot {
            cards: BTreeMap::from_iter(
                snapshot
                    .cards
                    .into_iter()
                    .filter(|(id, _)| self.ids.contains(id)),
            ),
            ..snapshot
        };
    }
}

fn is_other(before: &Arc<Card>, card: &Arc<Card>) -> bool {
    !Arc::ptr_eq(before, card)
}

fn event(name: &str, data: &impl serde::Serialize) -> Event {
    // What is sent has no map whose keys are no text, so it can always be written.
    let data = serde_json::to_string(data).unwrap_or_default();
    Event::default().event(name).data(data)
}
