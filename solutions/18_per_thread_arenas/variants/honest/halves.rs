//! Halves the logs by `rayon::join` until there is a share for each thread, and reads each share with an
//! arena of its own.
//!
//! Honest: the halves are borrowed, and so are the places for their reports.

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
pub fn read_logs<'a>(
    herd: &'a Herd,
    logs: &[String],
    network_of: impl Fn(&str) -> u32 + Sync,
) -> Vec<Report<'a>> {
    let mut reports = vec![
        Report {
            hits: &[],
            malformed: 0
        };
        logs.len()
    ];
    let share = logs.len().div_ceil(rayon::current_num_threads()).max(1);
    halve(herd, logs, &mut reports, &network_of, share);
    reports
}

fn halve<'a>(
    herd: &'a Herd,
    logs: &[String],
    reports: &mut [Report<'a>],
    network_of: &(impl Fn(&str) -> u32 + Sync),
    share: usize,
) {
    if logs.len() <= share {
        let mut worker = Worker::new(herd);
        for (log, report) in logs.iter().zip(reports) {
            *report = worker.read(log, network_of);
        }
        return;
    }
    let middle = logs.len() / 2;
    let (left, right) = reports.split_at_mut(middle);
    rayon::join(
        || halve(herd, &logs[..middle], left, network_of, share),
        || halve(herd, &logs[middle..], right, network_of, share),
    );
}

/// What a worker keeps from one log to the next.
struct Worker<'a> {
    arena: Member<'a>,
    path: String,
    hits: Vec<Hit<'a>>,
}

impl<'a> Worker<'a> {
    fn new(herd: &'a Herd) -> Worker<'a> {
        Worker {
            arena: herd.get(),
            path: String::new(),
            hits: Vec::new(),
        }
    }

    fn read(&mut self, log: &str, network_of: impl Fn(&str) -> u32) -> Report<'a> {
        self.hits.clear();
        let mut malformed = 0;
        for line in log.lines() {
            let Some(read) = Line::parse(line, &mut self.path) else {
                malformed += 1;
                continue;
            };
            self.hits.push(Hit {
                client: self.arena.alloc_str(read.client),
                network: network_of(read.client),
                path: self.arena.alloc_str(&self.path),
                status: read.status,
                bytes: read.bytes,
                agent: self.arena.alloc_str(read.agent),
            });
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
