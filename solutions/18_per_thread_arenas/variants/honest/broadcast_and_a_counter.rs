//! A worker on each thread of the pool, by `rayon::broadcast`, and a counter for the next log.
//!
//! Honest: each worker has its own arena, and takes the next log when it is done with one.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use bumpalo_herd::{Herd, Member};

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
    let next = AtomicUsize::new(0);
    // Once on each thread of the pool, for as long as there are logs.
    let parts = rayon::broadcast(|_| {
        let mut worker = Worker::new(herd);
        let mut reports = Vec::new();
        loop {
            let number = next.fetch_add(1, Relaxed);
            let Some(log) = logs.get(number) else {
                return reports;
            };
            reports.push((number, worker.read_log(log, &network_of)));
        }
    });
    let mut reports: Vec<_> = parts.into_iter().flatten().collect();
    reports.sort_unstable_by_key(|(number, _)| *number);
    reports.into_iter().map(|(_, report)| report).collect()
}

/// The private state of one worker. No other thread sees it, so nothing in it needs a lock.
struct Worker<'a> {
    /// `Member` is `Send` but not `Sync`: the compiler would reject sharing it.
    arena: Member<'a>,
    /// Of the current log; cleared and refilled, so that it rarely grows.
    hits: Vec<Hit<'a>>,
    /// Of the current line.
    path: String,
}

impl<'a> Worker<'a> {
    fn new(herd: &'a Herd) -> Self {
        Self {
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
                    // Of the herd's lifetime `'a`: the text stays when the worker goes.
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
        // An arena vector (`Vec::new_in(self.arena.as_bump())`) would borrow the member, and could
        // not leave with the report. A slice copied by the member can.
        let hits = self.arena.alloc_slice_copy(&self.hits);
        Report { hits, malformed }
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
