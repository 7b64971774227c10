//! A shop's server in axum, and clients that keep it busy.

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use listings::async_servers::{
    Item, Pool, Prices, bad, good,
};
use std::io::{Error, ErrorKind, Result};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// Connections at once.
const N_CLIENTS: usize = 16;

/// Which version of the handler runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Owned strings.
    Bad,
    /// An arena for each request in progress.
    Good,
}

/// How long requests took, from the first byte sent to the last
/// byte received.
#[derive(Default)]
pub struct Times(pub Vec<Duration>);

impl Times {
    /// Those of another round, too.
    pub fn add(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many there are.
    pub fn n_requests(&self) -> usize {
        self.0.len()
    }
}

/// A price list that takes a millisecond.
struct Shop;

impl Prices for Shop {
    async fn of(&self, items: &[Item<'_>]) -> Vec<u32> {
        let cents =
            items.iter().map(|(_, name)| name.len() as u32);
        let cents = cents.collect();
        tokio::time::sleep(Duration::from_millis(1)).await;
        cents
    }
}

/// Orders of 20 to 199 items.
pub fn orders() -> Vec<String> {
    let mut rng = fastrand::Rng::with_seed(20);
    (0..64)
        .map(|_| {
            let items = (0..rng.usize(20..200)).map(|_| {
                let (n, id) =
                    (rng.u32(1..10), rng.u32(..5_000));
                format!("{n} Article Number {id}")
            });
            items.collect::<Vec<_>>().join(", ")
        })
        .collect()
}

/// Starts a server, lets each client send this many orders, and
/// stops the server.
pub fn run(
    side: Side,
    orders: &[String],
    n_orders: usize,
) -> Result<Times> {
    let (stop, stopped) = oneshot::channel::<()>();
    let (tell, address) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let server = scope.spawn(move || {
            serve(side, stopped, |address| {
                let _ = tell.send(address);
            })
        });
        // If there is none, the server's thread says why.
        let times = match address.recv() {
            Ok(address) => clients(address, orders, n_orders),
            Err(_) => Ok(Times::default()),
        };
        drop(stop);
        match server.join() {
            Ok(result) => result?,
            Err(panic) => std::panic::resume_unwind(panic),
        }
        times
    })
}

/// Answers until `stopped`.
fn serve(
    side: Side,
    stopped: oneshot::Receiver<()>,
    tell: impl FnOnce(SocketAddr),
) -> Result<()> {
    let runtime =
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
    runtime.block_on(async {
        let any = (Ipv4Addr::LOCALHOST, 0);
        let listener = TcpListener::bind(any).await?;
        tell(listener.local_addr()?);
        let server = axum::serve(listener, router(side));
        let server = tokio::spawn(server.into_future());
        // Ends with an error when the other end is dropped.
        let _ = stopped.await;
        server.abort();
        Ok(())
    })
}

// ANCHOR: router
fn router(side: Side) -> Router {
    let pool = Arc::new(Pool::default());
    let path = match side {
        Side::Bad => post(async |order: String| {
            bad::receipt(&Shop, &order).await
        }),
        Side::Good => post(
            async |State(pool): State<Arc<Pool>>,
                   order: String| {
                good::receipt(&Shop, pool.lend(), &order)
                    .await
            },
        ),
    };
    Router::new()
        .route("/receipt", path)
        .with_state(pool)
}
// ANCHOR_END: router

/// All clients share a thread, so that the server has another
/// for itself.
fn clients(
    address: SocketAddr,
    orders: &[String],
    n_orders: usize,
) -> Result<Times> {
    let runtime =
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
    let orders: Arc<[String]> = orders.into();
    runtime.block_on(async {
        let clients = (0..N_CLIENTS).map(|at| {
            let orders = orders.clone();
            tokio::spawn(client(
                address, orders, at, n_orders,
            ))
        });
        let clients: Vec<_> = clients.collect();
        let mut times = Times::default();
        for client in clients {
            times.add(client.await.map_err(Error::other)??);
        }
        Ok(times)
    })
}

/// Sends one order after the other on one connection.
async fn client(
    address: SocketAddr,
    orders: Arc<[String]>,
    at: usize,
    n_orders: usize,
) -> Result<Times> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut times = Vec::with_capacity(n_orders);
    for number in 0..n_orders {
        let order = &orders[(number + at) % orders.len()];
        let request = format!(
            "POST /receipt HTTP/1.1\r\nhost: shop\r\n\
             content-type: text/plain\r\n\
             content-length: {}\r\n\r\n{order}",
            order.len()
        );
        let start = Instant::now();
        stream.write_all(request.as_bytes()).await?;
        receive(&mut stream).await?;
        times.push(start.elapsed());
    }
    Ok(Times(times))
}

/// Reads a whole response.
async fn receive(stream: &mut TcpStream) -> Result<()> {
    let mut read = Vec::with_capacity(16 << 10);
    while !is_whole(&read) {
        if stream.read_buf(&mut read).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}

fn is_whole(read: &[u8]) -> bool {
    let text = String::from_utf8_lossy(read);
    let Some((head, body)) = text.split_once("\r\n\r\n")
    else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().ok())?
    });
    length.is_some_and(|length: usize| body.len() >= length)
}
