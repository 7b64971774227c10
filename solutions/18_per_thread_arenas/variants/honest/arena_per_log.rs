//! Asks the herd once per log, not once per worker.
//!
//! Honest: while a log is read, its arena belongs to one worker. One short lock per log causes no
//! queue.

use bumpalo_herd::{Herd, Member};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// One request, as a server logged it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The client's address.
    pub client: &'a str,
    /// The network that the address belongs to.
    pub network: u32,
    /// The requested path: decoded, and without its query.
    pub path: &'a str,
    /// Such as 200 or 404.
    pub status: u16,
    /// The length of the response.
    pub bytes: u64,
    /// The client's program.
    pub agent: &'a str,
}

/// The contents of one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report<'a> {
    /// Its requests, in log order.
    pub hits: &'a [Hit<'a>],
    /// The number of lines that could not be parsed.
    pub malformed: usize,
}

/// Reads all logs.
pub fn read_logs<'a>(
    herd: &'a Herd,
    logs: &[String],
    network_of: impl Fn(&str) -> u32 + Sync,
) -> Vec<Report<'a>> {
    logs.par_iter()
        .map(|log| read_log(&herd.get(), log, &network_of))
        .collect()
}

fn read_log<'a>(arena: &Member<'a>, log: &str, network_of: impl Fn(&str) -> u32) -> Report<'a> {
    let mut path = String::new();
    // With the number of lines known, one block holds all hits.
    let mut hits = Vec::with_capacity(log.lines().count());
    let mut malformed = 0;
    for line in log.lines() {
        match Line::parse(line, &mut path) {
            Some(read) => hits.push(Hit {
                client: arena.alloc_str(read.client),
                network: network_of(read.client),
                path: arena.alloc_str(&path),
                status: read.status,
                bytes: read.bytes,
                agent: arena.alloc_str(read.agent),
            }),
            None => malformed += 1,
        }
    }
    let hits = arena.alloc_slice_copy(&hits);
    Report { hits, malformed }
}

/// The fields of a line in the combined log format.
struct Line<'l> {
    client: &'l str,
    status: u16,
    bytes: u64,
    agent: &'l str,
}

impl<'l> Line<'l> {
    /// Parses a line. The decoded path goes into `path`.
    fn parse(line: &'l str, path: &mut String) -> Option<Line<'l>> {
        let mut quoted = line.split('"');
        let (before, request, numbers) = (quoted.next()?, quoted.next()?, quoted.next()?);
        let (_referrer, _, agent) = (quoted.next()?, quoted.next()?, quoted.next()?);
        let (client, _) = before.split_once(' ')?;
        let target = request.split(' ').nth(1)?;
        let (status, bytes) = numbers.trim().split_once(' ')?;
        decode(target.split('?').next()?, path)?;
        Some(Line {
            client,
            status: status.parse().ok()?,
            bytes: bytes.parse().ok()?,
            agent,
        })
    }
}

/// Decodes percent-encoding: `/caf%C3%A9` is `/café`. Two slashes become one.
fn decode(target: &str, path: &mut String) -> Option<()> {
    let mut decoded = std::mem::take(path).into_bytes();
    decoded.clear();
    let mut bytes = target.bytes();
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'%' => hex_digit(bytes.next()?)? * 16 + hex_digit(bytes.next()?)?,
            other => other,
        };
        if byte != b'/' || decoded.last() != Some(&b'/') {
            decoded.push(byte);
        }
    }
    *path = String::from_utf8(decoded).ok()?;
    Some(())
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
