//! A client that speaks just enough HTTP, and hangs up when it likes.

use std::future::poll_fn;
use std::io::{ErrorKind, Result};
use std::net::SocketAddr;
use std::task::{Context, Poll};

use tokio::net::TcpStream;

use super::server;

/// A connection to the service.
pub(crate) struct Client {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        Ok(Self {
            stream,
            unread: Vec::new(),
        })
    }

    /// Sends a request with this draft, and says that it has as many bytes as `n_bytes`.
    pub(crate) async fn send(&self, draft: &[u8], n_bytes: usize) -> Result<()> {
        let head = format!(
            "POST /related HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\n\
             content-length: {n_bytes}\r\n\r\n"
        );
        server::write(&self.stream, &[head.as_bytes(), draft].concat()).await
    }

    /// Reads an answer: its status and its body.
    pub(crate) async fn receive(&mut self) -> Result<(u16, String)> {
        loop {
            if let Some((answer, n_bytes)) = parse(&self.unread) {
                self.unread.drain(..n_bytes);
                return Ok(answer);
            }
            if poll_fn(|context| server::poll_read(&self.stream, &mut self.unread, context)).await?
                == 0
            {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// Whether an answer, or the connection's end, can be read.
    pub(crate) fn poll_answered(&self, context: &mut Context<'_>) -> Poll<()> {
        self.stream.poll_read_ready(context).map(|_| ())
    }
}

/// Status and body of a whole answer, and how many bytes it has. None if some are missing.
fn parse(bytes: &[u8]) -> Option<((u16, String), usize)> {
    let message = server::Message::parse(bytes)?;
    let status = message.first_line.split(' ').nth(1)?.parse().ok()?;
    let body = String::from_utf8_lossy(message.body).into_owned();
    Some(((status, body), message.n_bytes))
}
