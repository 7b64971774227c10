//! Each thread of the pool is asked once, takes an arena, and draws the number of the next log.

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
    let tickets = AtomicUsize::new(0);
    let read_by_thread = rayon::broadcast(|_| {
        let mut read: Vec<(usize, Report<'a>)> = Vec::new();
        let mut reader: Option<Reader<'a>> = None;
        // Nothing else is handed over with a ticket, so no stronger order is needed.
        loop {
            let ticket = tickets.fetch_add(1, Ordering::Relaxed);
            let Some(log) = logs.get(ticket) else {
                return read;
            };
            // A thread that finds no log left takes no arena.
            let reader = reader.get_or_insert_with(|| Reader::new(herd));
            read.push((ticket, reader.report(log, &network_of)));
        }
    });
    let mut reports: Vec<(usize, Report<'a>)> = Vec::with_capacity(logs.len());
    reports.extend(read_by_thread.into_iter().flatten());
    reports.sort_unstable_by_key(|(ticket, _)| *ticket);
    reports.into_iter().map(|(_, report)| report).collect()
}

/// What one thread works with, from its first log to its last.
struct Reader<'a> {
    arena: Member<'a>,
    /// The hits of the log that is being read. Cleared, and not freed, before the next.
    hits: Vec<Hit<'a>>,
    /// The path that is being decoded.
    path: Vec<u8>,
}

impl<'a> Reader<'a> {
    fn new(herd: &'a Herd) -> Reader<'a> {
        Reader {
            arena: herd.get(),
            hits: Vec::new(),
            path: Vec::new(),
        }
    }

    fn report(&mut self, log: &str, network_of: impl Fn(&str) -> u32) -> Report<'a> {
        self.hits.clear();
        let mut malformed = 0;
        for line in log.lines() {
            match self.hit(line, &network_of) {
                Some(hit) => self.hits.push(hit),
                None => malformed += 1,
            }
        }
        Report {
            hits: self.arena.alloc_slice_copy(&self.hits),
            malformed,
        }
    }

    /// A line in the combined log format. Nothing of a malformed one goes to the arena.
    fn hit(&mut self, line: &str, network_of: impl Fn(&str) -> u32) -> Option<Hit<'a>> {
        let mut quoted = line.split('"');
        let (before, request, numbers) = (quoted.next()?, quoted.next()?, quoted.next()?);
        let (_referrer, _, agent) = (quoted.next()?, quoted.next()?, quoted.next()?);
        let (client, _) = before.split_once(' ')?;
        let target = request.split(' ').nth(1)?;
        let (status, bytes) = numbers.trim().split_once(' ')?;
        let path = decode(target.split('?').next()?, &mut self.path)?;
        let (status, bytes) = (status.parse().ok()?, bytes.parse().ok()?);
        Some(Hit {
            client: self.arena.alloc_str(client),
            network: network_of(client),
            path: self.arena.alloc_str(path),
            status,
            bytes,
            agent: self.arena.alloc_str(agent),
        })
    }
}

/// Decodes percent-encoding: `/caf%C3%A9` is `/café`. Two slashes become one.
fn decode<'p>(target: &str, path: &'p mut Vec<u8>) -> Option<&'p str> {
    path.clear();
    let mut rest = target.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let (byte, after) = match (first, after) {
            (b'%', [high, low, after @ ..]) => (hex_digit(*high)? * 16 + hex_digit(*low)?, after),
            (b'%', _) => return None,
            _ => (*first, after),
        };
        if byte != b'/' || path.last() != Some(&b'/') {
            path.push(byte);
        }
        rest = after;
    }
    str::from_utf8(path).ok()
}

fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded() {
        let mut path = Vec::new();
        assert_eq!(decode("/caf%C3%A9//x%2F/", &mut path), Some("/café/x/"));
        assert_eq!(decode("/%4", &mut path), None);
        assert_eq!(decode("/%+5", &mut path), None);
        assert_eq!(decode("/%ff", &mut path), None);
    }

    #[test]
    fn reports_come_in_order() {
        let logs: Vec<String> = (0..50)
            .map(|n| format!("10.0.0.{n} - - [x] \"GET /{n} HTTP/1.1\" 200 {n} \"-\" \"cat\"\n?\n"))
            .collect();
        let herd = Herd::new();
        for (n, report) in read_logs(&herd, &logs, |_| 7).iter().enumerate() {
            assert_eq!((report.hits.len(), report.malformed), (1, 1));
            assert_eq!(report.hits[0].bytes, n as u64);
        }
    }
}
