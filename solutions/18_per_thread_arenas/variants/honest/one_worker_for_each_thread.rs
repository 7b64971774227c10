//! `rayon::broadcast`: one worker and one arena for each thread of the pool, which take logs by a
//! shared counter until none is left.

use std::sync::atomic::{AtomicUsize, Ordering};

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
    let parts = rayon::broadcast(|_| {
        // A worker that comes too late borrows nothing.
        let mut worker = None;
        let mut part = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(log) = logs.get(number) else {
                return part;
            };
            let worker = worker.get_or_insert_with(|| Worker::new(herd));
            part.push((number, worker.read_log(log, &network_of)));
        }
    });
    let empty = Report {
        hits: &[],
        malformed: 0,
    };
    let mut reports = vec![empty; logs.len()];
    for (number, report) in parts.into_iter().flatten() {
        reports[number] = report;
    }
    reports
}

/// What a worker keeps from one log to the next.
struct Worker<'a> {
    arena: Member<'a>,
    hits: Vec<Hit<'a>>,
    path: String,
}

impl<'a> Worker<'a> {
    fn new(herd: &'a Herd) -> Self {
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
