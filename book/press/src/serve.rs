//! Serves the book on this machine, and rebuilds it whenever a source is saved.
//!
//! Each build goes into a folder of its own, a generation. Requests are answered from the last generation that was
//! built without a mistake; the folder of an older one is deleted when its last request has ended.

use crate::watch::{self, snapshot, sources};
use crate::{Checkout, build};
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

/// The first port to try unless one is asked for.
pub const DEFAULT_PORT: u16 = 4173;
/// How many ports to try after the first.
const MORE_PORTS: u16 = 20;

/// Nothing may be loaded from, or sent to, another host. Table cells have inline styles; no page has an inline script.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; \
                      frame-ancestors 'self'";

/// What the reader asked for.
pub struct Options {
    /// The port; `None` for any free one.
    pub port: Option<u16>,
    /// Whether to open a browser.
    pub open: bool,
}

/// Builds, serves, opens the browser, and rebuilds on every save, until Ctrl-C.
pub fn serve_until_interrupted(checkout: Checkout, options: Options) -> Result<()> {
    let started = Instant::now();
    let site = Site::new(Generation::build(&checkout)?);
    println!(
        "Built the book in {:.1} s.",
        started.elapsed().as_secs_f32()
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = bind(options.port).await?;
        let url = format!("http://{}/", listener.local_addr()?);
        println!("Read it at {url}  (Ctrl-C to stop)");
        if options.open {
            open_browser(&url);
        }
        rebuild_on_save(checkout, Arc::downgrade(&site.0));
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
    pub fn build(checkout: &Checkout) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("arena-workbook-")
            .tempdir()
            .context("cannot make a temporary folder for the pages")?;
        build::build(checkout, folder.path())?;
        Ok(Self(folder))
    }
}

/// The generation that readers see.
#[derive(Clone)]
pub struct Site(Arc<CurrentGeneration>);

/// Replaced as a whole: a request keeps the generation that it started with.
type CurrentGeneration = RwLock<Arc<Generation>>;

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
        None => DEFAULT_PORT..=DEFAULT_PORT + MORE_PORTS,
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
                "port {taken} is taken\nhelp: choose another with `--port`, or omit it to get a free one"
            )
        }
        Some((port, error)) => Err(error).context(format!(
            "cannot listen on 127.0.0.1, ports {} to {port}\nhelp: choose another with `--port`",
            ports.start()
        )),
        None => bail!("there is no port to listen on"),
    }
}

/// Answers requests, and returns only with an error.
pub async fn serve(listener: TcpListener, site: Site) -> Result<()> {
    let port = listener.local_addr()?.port();
    let state = ServerState { site, port };
    let router = Router::new().fallback(answer).with_state(state);
    Ok(axum::serve(listener, router).await?)
}

#[derive(Clone)]
struct ServerState {
    site: Site,
    port: u16,
}

async fn answer(State(state): State<ServerState>, request: Request) -> Response {
    // Another site may point its own name at 127.0.0.1 (DNS rebinding). The browser still sends that name as the host.
    if !is_allowed_host(request.headers().get(header::HOST), state.port) {
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
    let generation = state.site.current();
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
    set_headers(&mut response);
    response
}

fn is_allowed_host(host: Option<&HeaderValue>, port: u16) -> bool {
    let host = host.map(HeaderValue::as_bytes).unwrap_or_default();
    ["127.0.0.1", "localhost"]
        .iter()
        .any(|name| host == format!("{name}:{port}").as_bytes())
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

/// A browser that does not open is not a failure: the address is printed.
fn open_browser(url: &str) {
    if open::that_detached(url).is_err() {
        eprintln!("Could not open a browser. Open the address above yourself.");
    }
}

/// Returns when the program is asked to end. A closed terminal counts too: the pages must be deleted then as well.
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

/// Returns when the program is asked to end.
#[cfg(not(unix))]
async fn interrupted() -> Result<()> {
    Ok(tokio::signal::ctrl_c().await?)
}

/// On its own thread: mdBook's types cannot leave theirs, and a build must not delay a request.
///
/// The thread does not own the site: it is cut off when `main` returns, without dropping what it owns, and the folder
/// of the last generation would remain.
fn rebuild_on_save(checkout: Checkout, site: Weak<CurrentGeneration>) {
    std::thread::spawn(move || {
        let mut seen = snapshot(&sources(&checkout));
        loop {
            std::thread::sleep(watch::INTERVAL);
            let now = snapshot(&sources(&checkout));
            if now == seen {
                continue;
            }
            seen = now;
            let built = Generation::build(&checkout);
            let Some(current) = site.upgrade() else {
                return;
            };
            report(built, &Site(current));
        }
    });
}

fn report(built: Result<Generation>, site: &Site) {
    match built {
        Ok(generation) => {
            site.show(generation);
            println!("Rebuilt the book. Reload the page.");
        }
        Err(error) => eprintln!("{error:#}\nThe pages are those of the last good build."),
    }
}
