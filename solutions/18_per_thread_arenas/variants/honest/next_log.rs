//! As many tasks as the pool has threads, and no more: each borrows one arena, and takes the next
//! log until none is left. The reports are put in order at the end.

use std::sync::atomic::{AtomicUsize, Ordering};

use bumpalo_herd::Herd;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

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
    let n_tasks = rayon::current_num_threads().min(logs.len());
    let shares: Vec<Vec<(usize, Report<'a>)>> = (0..n_tasks)
        .into_par_iter()
        .with_max_len(1)
        .map(|_| read_share(herd, logs, &next, &network_of))
        .collect();
    let mut reports = Vec::with_capacity(logs.len());
    reports.extend(shares.into_iter().flatten());
    reports.sort_unstable_by_key(|(number, _)| *number);
    reports.into_iter().map(|(_, report)| report).collect()
}

/// Reads logs that no other task has taken, for as long as there are any.
fn read_share<'a>(
    herd: &'a Herd,
    logs: &[String],
    next: &AtomicUsize,
    network_of: impl Fn(&str) -> u32,
) -> Vec<(usize, Report<'a>)> {
    let mut reports = Vec::new();
    let Some((mut number, mut log)) = take(logs, next) else {
        return reports;
    };
    let arena = herd.get();
    // Hits are built here, and copied to the arena when their log is complete.
    let mut hits = Vec::new();
    let mut path = String::new();
    loop {
        hits.clear();
        let mut malformed = 0;
        for line in log.lines() {
            let Some(read) = Line::parse(line, &mut path) else {
                malformed += 1;
                continue;
            };
            hits.push(Hit {
                client: arena.alloc_str(read.client),
                network: network_of(read.client),
                path: arena.alloc_str(&path),
                status: read.status,
                bytes: read.bytes,
                agent: arena.alloc_str(read.agent),
            });
        }
        let hits = arena.alloc_slice_copy(&hits);
        reports.push((number, Report { hits, malformed }));
        match take(logs, next) {
            Some(other) => (number, log) = other,
            None => return reports,
        }
    }
}

/// The next log that nobody has taken.
fn take<'l>(logs: &'l [String], next: &AtomicUsize) -> Option<(usize, &'l str)> {
    let number = next.fetch_add(1, Ordering::Relaxed);
    logs.get(number).map(|log| (number, log.as_str()))
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
