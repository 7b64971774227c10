//! A server on this machine, with as much of HTTP as the tests need. It does with a request what
//! axum's does: it spawns a task for each connection, and drops the request when the client hangs up.

use std::future::poll_fn;
use std::io::{ErrorKind, Result};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use async_requests::{Desk, LONGEST, answer};
use tokio::net::{TcpListener, TcpStream};

/// Answers whoever connects, until it is dropped with its runtime.
pub(crate) async fn serve<D: Desk>(listener: TcpListener, desk: Arc<D>) -> Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        // A client who goes away is no error of the server's.
        tokio::spawn(converse(stream, desk.clone()));
    }
}

/// Answers one request after the other, until the client hangs up.
async fn converse<D: Desk>(stream: TcpStream, desk: Arc<D>) -> Result<()> {
    let mut unread = Vec::new();
    loop {
        let Some(message) = Message::parse(&unread) else {
            // Too much for a draft, head and all.
            let is_hostile = unread.len() > 2 * LONGEST;
            let n_read = poll_fn(|context| poll_read(&stream, &mut unread, context)).await?;
            if n_read == 0 || is_hostile {
                return Ok(());
            }
            continue;
        };
        let (n_bytes, draft) = (message.n_bytes, String::from_utf8(message.body.to_vec()));
        unread.drain(..n_bytes);
        let (status, body) = match draft {
            Ok(draft) => {
                let mut request = pin!(answer(desk.clone(), draft));
                let answered = poll_fn(|context| {
                    if let Poll::Ready(answered) = request.as_mut().poll(context) {
                        return Poll::Ready(Some(answered));
                    }
                    // Nothing more can come but the next request, or the end.
                    loop {
                        match ready!(poll_read(&stream, &mut unread, context)) {
                            Ok(0) | Err(_) => return Poll::Ready(None),
                            Ok(_) => {}
                        }
                    }
                });
                let Some(answered) = answered.await else {
                    return Ok(());
                };
                answered
            }
            Err(_) => (400, "the draft is no text".to_owned()),
        };
        let n_bytes = body.len();
        let response = format!("HTTP/1.1 {status} \r\ncontent-length: {n_bytes}\r\n\r\n{body}");
        write(&stream, response.as_bytes()).await?;
    }
}

/// A whole request or response, and the bytes that it has.
pub(crate) struct Message<'b> {
    pub(crate) first_line: &'b str,
    pub(crate) body: &'b [u8],
    pub(crate) n_bytes: usize,
}

impl<'b> Message<'b> {
    /// The first message of these bytes. None if some of it is missing.
    pub(crate) fn parse(bytes: &'b [u8]) -> Option<Self> {
        let n_head = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = str::from_utf8(&bytes[..n_head]).ok()?;
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, value)| value.trim().parse().ok())
            .unwrap_or(0);
        let body = bytes[n_head + 4..].get(..length)?;
        Some(Self {
            first_line: head.lines().next()?,
            body,
            n_bytes: n_head + 4 + length,
        })
    }
}

/// Appends what can be read. Ready with 0 at the end of the connection.
pub(crate) fn poll_read(
    stream: &TcpStream,
    unread: &mut Vec<u8>,
    context: &mut Context<'_>,
) -> Poll<Result<usize>> {
    let mut bytes = [0; 4_096];
    loop {
        ready!(stream.poll_read_ready(context))?;
        match stream.try_read(&mut bytes) {
            Ok(n_read) => {
                unread.extend_from_slice(&bytes[..n_read]);
                return Poll::Ready(Ok(n_read));
            }
            // It was not ready after all, and says so when it is.
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Poll::Ready(Err(error)),
        }
    }
}

/// Writes all of it.
pub(crate) async fn write(stream: &TcpStream, bytes: &[u8]) -> Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        stream.writable().await?;
        match stream.try_write(rest) {
            Ok(n_written) => rest = &rest[n_written..],
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
