//! Serves the book on this machine, and builds it again whenever a source is saved.
//!
//! Each build goes into a folder of its own, a generation. Requests are answered from the last generation that was
//! built without a mistake; the folder of an older one is deleted when its last request has ended.

use crate::watch::{self, Snapshot};
use crate::{Workbook, build};
use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, RwLock, Weak};
use std::time::Instant;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower_http::services::{ServeDir, ServeFile};

/// The port that is tried first when none was asked for.
pub const DEFAULT_PORT: u16 = 4173;
/// How many ports after the first are tried.
const TRIES: u16 = 20;

/// Nothing may be loaded from, or sent to, another host. Tables have styles in their cells; no page has a script in it.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; \
                      frame-ancestors 'self'";

/// What the reader asked for.
pub struct Choice {
    /// A port, or any that is free.
    pub port: Option<u16>,
    /// Whether to open a browser.
    pub open: bool,
}

/// Builds, serves, opens the browser, and builds again on every save until Ctrl-C.
pub fn serve_until_interrupted(workbook: Workbook, choice: Choice) -> Result<()> {
    let started = Instant::now();
    let site = Site::new(Generation::build(&workbook)?);
    println!(
        "Built the book in {:.1} s.",
        started.elapsed().as_secs_f32()
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = bind(choice.port).await?;
        let url = format!("http://{}/", listener.local_addr()?);
        println!("Read it at {url}  (Ctrl-C ends it)");
        if choice.open {
            open_browser(&url);
        }
        rebuild_on_save(workbook, Arc::downgrade(&site.0));
        tokio::select! {
            served = serve(listener, site) => served,
            interrupted = interrupted() => interrupted,
        }
    })
}

/// One build of the book. Its folder is deleted when it is dropped.
pub struct Generation(TempDir);

impl Generation {
    /// Builds the book into a new temporary folder.
    pub fn build(workbook: &Workbook) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("arena-workbook-")
            .tempdir()
            .context("cannot make a temporary folder for the pages")?;
        build::build(workbook, folder.path())?;
        Ok(Self(folder))
    }
}

/// The generation that readers see.
#[derive(Clone)]
pub struct Site(Arc<Shown>);

/// Replaced as a whole: a request keeps the generation it began with.
type Shown = RwLock<Arc<Generation>>;

impl Site {
    /// A site that shows `generation`.
    pub fn new(generation: Generation) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(generation))))
    }

    /// Shows `generation` from the next request on.
    pub fn show(&self, generation: Generation) {
        *self
            .0
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = Arc::new(generation);
    }

    fn current(&self) -> Arc<Generation> {
        Arc::clone(
            &self
                .0
                .read()
                .unwrap_or_else(|poisoned| poisoned.into_inner()),
        )
    }
}

/// Listens on the loopback address only. A port that was asked for and is taken is an error.
pub async fn bind(port: Option<u16>) -> Result<TcpListener> {
    let ports = match port {
        Some(port) => port..=port,
        None => DEFAULT_PORT..=DEFAULT_PORT + TRIES,
    };
    let mut last = None;
    for port in ports.clone() {
        match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some((port, error)),
        }
    }
    match last {
        Some((taken, error)) if port.is_some() && error.kind() == ErrorKind::AddrInUse => {
            bail!(
                "port {taken} is taken\nhelp: ask for another with `--port`, or leave `--port` out to get a free one"
            )
        }
        Some((port, error)) => Err(error).context(format!(
            "cannot listen on 127.0.0.1, ports {} to {port}\nhelp: ask for another with `--port`",
            ports.start()
        )),
        None => bail!("there is no port to listen on"),
    }
}

/// Answers requests for ever.
pub async fn serve(listener: TcpListener, site: Site) -> Result<()> {
    let port = listener.local_addr()?.port();
    let pages = Pages { site, port };
    let router = Router::new().fallback(answer).with_state(pages);
    Ok(axum::serve(listener, router).await?)
}

#[derive(Clone)]
struct Pages {
    site: Site,
    port: u16,
}

async fn answer(State(pages): State<Pages>, request: Request) -> Response {
    // Another site's page may point its own name at 127.0.0.1. The browser still says that name here.
    if !is_ours(request.headers().get(header::HOST), pages.port) {
        let text = "This server answers to 127.0.0.1 and localhost only.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return (
            StatusCode::METHOD_NOT_ALLOWED,
            [(header::ALLOW, "GET, HEAD")],
        )
            .into_response();
    }
    let generation = pages.site.current();
    let folder = generation.0.path();
    let missing = ServeFile::new(folder.join("404.html"));
    // `ServeDir` refuses paths that leave its folder.
    let served = ServeDir::new(folder)
        .not_found_service(missing)
        .try_call(request)
        .await;
    let mut response = match served {
        Ok(response) => response.map(Body::new),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    };
    guard(&mut response);
    response
}

fn is_ours(host: Option<&HeaderValue>, port: u16) -> bool {
    let host = host.map(HeaderValue::as_bytes).unwrap_or_default();
    ["127.0.0.1", "localhost"]
        .iter()
        .any(|name| host == format!("{name}:{port}").as_bytes())
}

fn guard(response: &mut Response) {
    let headers: [(HeaderName, &'static str); 3] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // A page that is reloaded after a save must be the new one.
        (header::CACHE_CONTROL, "no-cache"),
    ];
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
}

/// A browser that does not open is no failure: the address is printed.
fn open_browser(url: &str) {
    if open::that_detached(url).is_err() {
        eprintln!("No browser could be opened. Open the address above yourself.");
    }
}

/// Returns when the reader ends the program. A closed terminal counts too: the pages are to be deleted then as well.
#[cfg(unix)]
async fn interrupted() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hangup = signal(SignalKind::hangup())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
        _ = hangup.recv() => Ok(()),
        _ = terminate.recv() => Ok(()),
    }
}

/// Returns when the reader ends the program.
#[cfg(not(unix))]
async fn interrupted() -> Result<()> {
    Ok(tokio::signal::ctrl_c().await?)
}

/// In a thread of its own: mdBook's types stay on the thread that made them, and a build must not delay a request.
///
/// The thread does not own the site. It is cut off when `main` returns, and what it owned would never be dropped: the
/// folder of the last generation would stay.
fn rebuild_on_save(workbook: Workbook, site: Weak<Shown>) {
    std::thread::spawn(move || {
        let mut seen = Snapshot::take(&workbook);
        loop {
            std::thread::sleep(watch::PAUSE);
            let now = Snapshot::take(&workbook);
            if now == seen {
                continue;
            }
            seen = now;
            let built = Generation::build(&workbook);
            let Some(shown) = site.upgrade() else {
                return;
            };
            report(built, &Site(shown));
        }
    });
}

fn report(built: Result<Generation>, site: &Site) {
    match built {
        Ok(generation) => {
            site.show(generation);
            println!("Built the book again. Reload the page.");
        }
        Err(error) => eprintln!("{error:#}\nThe pages are those of the last good build."),
    }
}
