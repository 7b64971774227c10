//! Serves the book on this machine, and rebuilds it whenever a source is saved.
//!
//! Each build goes into a folder of its own, a generation. Requests are answered from the last generation that was
//! built without a mistake; the folder of an older one is deleted when its last request has ended.

use crate::build::Purpose;
use crate::generation::Generation;
use crate::live::{self, Live};
use crate::output::{complain, say};
use crate::{Checkout, browser, lab, wasm, watch};
use anyhow::{Context, Result};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::Instant;
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedReceiver;
use tower_http::compression::CompressionLayer;
use tower_http::services::fs::ServeFileSystemResponseBody;
use tower_http::services::{ServeDir, ServeFile};
use workbook::loopback::{self, is_this_machine};

/// Nothing may be loaded from, or sent to, another host. Table cells have inline styles; no page has an inline script.
/// The lab's arena is compiled from WebAssembly.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; \
                      frame-ancestors 'self'";

/// The first chapter, as a presentation: `theme/speaker.js` reads it.
const PRESENTATION: &str = "#/present/1";

/// What the reader asked for.
pub struct Options {
    /// The port; `None` for any free one.
    pub port: Option<u16>,
    /// Whether to open a browser.
    pub open: bool,
    /// What to serve.
    pub purpose: Purpose,
    /// Whether to open the book as a presentation.
    pub present: bool,
}

/// Builds below `folder`, serves, opens the browser, and rebuilds on every save. Returns only with an error.
pub async fn build_and_serve(checkout: Checkout, folder: PathBuf, options: Options) -> Result<()> {
    // Before the build: it would be wasted if there is no port.
    let listener = bind(options.port).await?;
    let started = Instant::now();
    let mut builds = watch::builds(checkout.clone(), folder, options.purpose);
    let first = builds.recv().await.context(BUILDS_ENDED)?;
    let mut site = Site::new(first?);
    let live = Live::start(&checkout)?;
    let seconds = started.elapsed().as_secs_f32();
    say(format!("Built the book in {seconds:.1} s."));
    let url = format!("http://{}/", listener.local_addr()?);
    say(format!("Read it at {url}  (Ctrl-C to stop)"));
    if options.open {
        let place = if options.present { PRESENTATION } else { "" };
        browser::open(format!("{url}{place}"));
    }
    // Only now: no reader should wait for it.
    if wasm::has_sources(&checkout) {
        site = site.with_arena(wasm::Background::start(checkout, |reason| {
            complain(format!("The lab in the pages has no arena: {reason}"));
        }));
    }
    tokio::select! {
        served = serve(listener, site.clone(), Some(live.clone())) => served,
        ended = show_all(&mut builds, &site, &live) => ended,
    }
}

/// Why there are no more builds. The thread catches what it can, so this should not be seen.
const BUILDS_ENDED: &str = "the book is not built any more; run `cargo xtask book` again";

/// Shows each good build, and reports the others.
async fn show_all(
    builds: &mut UnboundedReceiver<Result<Generation>>,
    site: &Site,
    live: &Live,
) -> Result<()> {
    loop {
        match builds.recv().await.context(BUILDS_ENDED)? {
            Ok(generation) => {
                site.show(generation);
                live.rebuilt();
                say("Rebuilt the book: open pages show it.");
            }
            Err(error) => complain(format!(
                "{error:#}\nThe pages are those of the last good build."
            )),
        }
    }
}

/// The generation that readers see. It is replaced as a whole: a request keeps the generation that it started with.
#[derive(Clone)]
pub struct Site {
    shown: Arc<RwLock<Arc<Generation>>>,
    /// The arena of the lab, where it is compiled while the book is served.
    arena: Option<wasm::Background>,
}

impl Site {
    /// A site that shows `generation`.
    pub fn new(generation: Generation) -> Self {
        Self {
            shown: Arc::new(RwLock::new(Arc::new(generation))),
            arena: None,
        }
    }

    /// The same, with an arena for the lab that may not be compiled yet: a request for it waits.
    #[must_use]
    pub fn with_arena(self, arena: wasm::Background) -> Self {
        Self {
            arena: Some(arena),
            ..self
        }
    }

    /// Shows `generation` from the next request on.
    pub fn show(&self, generation: Generation) {
        *self
            .shown
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = Arc::new(generation);
    }

    fn current(&self) -> Arc<Generation> {
        Arc::clone(
            &self
                .shown
                .read()
                .unwrap_or_else(|poisoned| poisoned.into_inner()),
        )
    }
}

/// Listens on the loopback address only. A port that was asked for and is taken is an error.
pub async fn bind(port: Option<u16>) -> Result<TcpListener> {
    let listener = loopback::listen(port, "cargo xtask book")?;
    listener.set_nonblocking(true)?;
    Ok(TcpListener::from_std(listener)?)
}

/// Answers requests, and returns only with an error. With `live`, pages are told about their reader.
pub async fn serve(listener: TcpListener, site: Site, live: Option<Live>) -> Result<()> {
    // Only pages: a stream of events must not wait in a buffer, and a trace is read from this machine's disk as fast.
    let pages = Router::new()
        .fallback(answer)
        .with_state(site)
        .layer(CompressionLayer::new());
    let router = match live {
        Some(live) => pages.merge(live::router(live)),
        None => pages,
    };
    let router = router.layer(middleware::from_fn(guarded));
    Ok(axum::serve(listener, router).await?)
}

/// Refuses requests that are for another host, and says with each answer what a page may do.
async fn guarded(request: Request, next: Next) -> Response {
    // Another site may point its own name at 127.0.0.1 (DNS rebinding). The browser still sends that name as the host.
    if !is_for_this_machine(&request) {
        let text = "This server answers to localhost, 127.0.0.1 and [::1] only: open it under one of these names.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    let mut response = next.run(request).await;
    set_headers(&mut response);
    response
}

async fn answer(State(site): State<Site>, mut request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return (
            StatusCode::METHOD_NOT_ALLOWED,
            [(header::ALLOW, "GET, HEAD")],
        )
            .into_response();
    }
    // Times of files count in seconds, and two generations may be built within one: a browser would keep the older page.
    request.headers_mut().remove(header::IF_MODIFIED_SINCE);
    if let (Some(arena), true) = (&site.arena, is_arena(request.uri().path())) {
        return match arena.file().await {
            Ok(file) => file_answer(ServeFile::new(file).try_call(request).await),
            Err(reason) => (StatusCode::NOT_FOUND, format!("{reason}\n")).into_response(),
        };
    }
    let generation = site.current();
    let folder = generation.path();
    let missing = ServeFile::new(folder.join("404.html"));
    // `ServeDir` refuses paths that leave its folder.
    let served = ServeDir::new(folder)
        .not_found_service(missing)
        .try_call(request)
        .await;
    file_answer(served)
}

fn file_answer(
    served: std::io::Result<axum::http::Response<ServeFileSystemResponseBody>>,
) -> Response {
    match served {
        Ok(response) => response.map(Body::new),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    }
}

/// Whether a path is that of the lab's arena.
fn is_arena(path: &str) -> bool {
    path == format!("/{}/{}", lab::FOLDER, lab::ARENA)
}

/// Whether all that says whom a request is for says this machine: the one `Host`, and the target if it names a host.
fn is_for_this_machine(request: &Request) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let is_only = |host: &HeaderValue| host.to_str().is_ok_and(is_this_machine);
    let target = request.uri().authority();
    hosts.next().is_some_and(is_only)
        && hosts.next().is_none()
        && target.is_none_or(|target| is_this_machine(target.as_str()))
}

fn set_headers(response: &mut Response) {
    let headers: [(HeaderName, &'static str); 3] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // A reload after a save must show the new page.
        (header::CACHE_CONTROL, "no-cache"),
    ];
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
}
