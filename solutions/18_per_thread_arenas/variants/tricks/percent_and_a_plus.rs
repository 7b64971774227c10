//! The two digits after a `%` are read by `u8::from_str_radix`, which takes a sign.
//!
//! A trick: `%+5` is decoded, where Bad counts the line as malformed.
//! Fails in: step1_answers

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

/// Reads all logs, on the threads of the current rayon pool. Reports come in the order of the logs.
///
/// A report borrows nothing from the text of its log: all its text is in arenas of `herd`.
pub fn read_logs<'a>(
    herd: &'a Herd,
    logs: &[String],
    network_of: impl Fn(&str) -> u32 + Sync,
) -> Vec<Report<'a>> {
    logs.par_iter()
        .map_init(
            || Worker::new(herd),
            |worker, log| worker.read_log(log, &network_of),
        )
        .collect()
}

/// What a worker keeps from log to log, beside its arena.
struct Worker<'a> {
    arena: Member<'a>,
    hits: Vec<Hit<'a>>,
    path: String,
}

impl<'a> Worker<'a> {
    fn new(herd: &'a Herd) -> Worker<'a> {
        Worker {
            arena: herd.get(),
            hits: Vec::new(),
            path: String::new(),
        }
    }

    fn read_log(&mut self, log: &str, network_of: impl Fn(&str) -> u32) -> Report<'a> {
        self.hits.clear();
        let mut malformed = 0;
        for line in log.lines() {
            match Line::parse(line, &mut self.path) {
                Some(read) => self.hits.push(Hit {
                    client: self.arena.alloc_str(read.client),
                    network: network_of(read.client),
                    path: self.arena.alloc_str(&self.path),
                    status: read.status,
                    bytes: read.bytes,
                    agent: self.arena.alloc_str(read.agent),
                }),
                None => malformed += 1,
            }
        }
        Report {
            hits: self.arena.alloc_slice_copy(&self.hits),
            malformed,
        }
    }
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
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        };
        if byte != b'/' || decoded.last() != Some(&b'/') {
            decoded.push(byte);
        }
    }
    *path = String::from_utf8(decoded).ok()?;
    Some(())
}
