//! The writing side of the format: events are encoded as they arrive, so that a recording takes no
//! more memory than its part of the file.

use super::format::{HeapEvent, PAGE, SITES_BYTES, Site, Trace, head};
use crate::protocol::{TRACE_MAGIC, TRACE_VERSION, TraceCounts};

/// A section under construction. Events have the addresses of the process.
pub(super) struct Encoder {
    body: Vec<u8>,
    /// The most bytes that `body` may take.
    room: usize,
    first: Option<u64>,
    lowest: u64,
    here: Option<u64>,
    events: u64,
    dropped: u64,
    chunks: u64,
    sites: Vec<Site>,
    sites_bytes: usize,
}

/// A section as it is in the file, after its label.
pub(super) struct Encoded {
    pub(super) counts: TraceCounts,
    bytes: Vec<u8>,
}

impl Encoder {
    pub(super) fn new(room: usize) -> Self {
        Self {
            body: Vec::new(),
            room,
            first: None,
            lowest: u64::MAX,
            here: None,
            events: 0,
            dropped: 0,
            chunks: 0,
            sites: Vec::new(),
            sites_bytes: 0,
        }
    }

    /// The index of a line of source among those of the section; `None` if there is no room for it.
    pub(super) fn site(&mut self, site: &Site) -> Option<u32> {
        let known = self.sites.iter().position(|known| known == site);
        if known.is_none() {
            let bytes = self.sites_bytes + site.place.len() + site.text.len() + 4;
            if bytes > SITES_BYTES {
                return None;
            }
            self.sites_bytes = bytes;
            self.sites.push(site.clone());
        }
        let index = known.unwrap_or(self.sites.len() - 1);
        u32::try_from(index).ok()
    }

    /// Adds an event. Returns whether there was room for it: once there is none, all later events
    /// are dropped.
    pub(super) fn push(&mut self, event: HeapEvent) -> bool {
        let length = self.body.len();
        if self.dropped == 0 {
            self.write(event);
        }
        if self.dropped > 0 || self.body.len() > self.room {
            self.body.truncate(length);
            self.dropped += 1;
            return false;
        }
        self.events += 1;
        for address in addresses(event) {
            self.lowest = self.lowest.min(address);
        }
        self.chunks += u64::from(matches!(event, HeapEvent::Alloc { chunk: true, .. }));
        true
    }

    pub(super) fn is_full(&self) -> bool {
        self.dropped > 0
    }

    fn write(&mut self, event: HeapEvent) {
        match event {
            HeapEvent::Alloc {
                at,
                size,
                align_log2,
                chunk,
                site,
            } => {
                let chunk = if chunk { head::CHUNK } else { 0 };
                let align = u64::from(align_log2) << head::ALIGN_SHIFT;
                number(&mut self.body, head::ALLOC | chunk | align);
                self.go_to(at);
                number(&mut self.body, size);
                self.line(site);
            }
            HeapEvent::Realloc {
                from,
                to,
                size,
                outside,
                site,
            } => {
                self.old_block(head::REALLOC, from, outside);
                self.go_to(to);
                number(&mut self.body, size);
                self.line(site);
            }
            HeapEvent::Free { at, outside } => self.old_block(head::FREE, at, outside),
        }
    }

    fn old_block(&mut self, kind: u64, at: u64, outside: Option<u64>) {
        let bit = if outside.is_some() { head::OUTSIDE } else { 0 };
        number(&mut self.body, kind | bit);
        self.go_to(at);
        if let Some(size) = outside {
            number(&mut self.body, size);
        }
    }

    fn line(&mut self, site: Option<u32>) {
        number(&mut self.body, site.map_or(0, |index| u64::from(index) + 1));
    }

    fn go_to(&mut self, address: u64) {
        let here = self.here.replace(address).unwrap_or(address);
        self.first.get_or_insert(address);
        number(&mut self.body, zigzag(address.wrapping_sub(here)));
    }

    /// Ends the section. The region's bytes and peak come from the counters, which include dropped
    /// events.
    pub(super) fn finish(self, bytes: u64, peak: u64) -> Encoded {
        let counts = TraceCounts {
            events: self.events,
            dropped: self.dropped,
            chunks: self.chunks,
            bytes,
            peak,
        };
        let base = self.lowest / PAGE * PAGE;
        let start = match self.first {
            Some(first) if self.events > 0 => first - base,
            _ => 0,
        };
        let mut encoded = Vec::new();
        for value in [
            counts.events,
            counts.dropped,
            counts.chunks,
            bytes,
            peak,
            start,
            self.sites.len() as u64,
        ] {
            number(&mut encoded, value);
        }
        for site in &self.sites {
            text(&mut encoded, &site.place);
            text(&mut encoded, &site.text);
        }
        encoded.extend_from_slice(&self.body);
        Encoded {
            counts,
            bytes: encoded,
        }
    }
}

/// The file that [`read`](super::read) reads as this trace, but for its addresses, which count anew
/// from the lowest of each section; and `dropped`, which is 0. For tests of what reads traces.
#[must_use]
pub fn write(trace: &Trace) -> Vec<u8> {
    let encoded: Vec<Encoded> = trace
        .sections
        .iter()
        .map(|section| {
            let mut encoder = Encoder::new(usize::MAX);
            for event in &section.events {
                encoder.push(*event);
            }
            encoder.sites.clone_from(&section.sites);
            encoder.finish(section.bytes, section.peak)
        })
        .collect();
    let labels = trace.sections.iter().map(|section| &*section.label);
    file(&labels.zip(&encoded).collect::<Vec<_>>())
}

/// A whole file.
pub(super) fn file(sections: &[(&str, &Encoded)]) -> Vec<u8> {
    let mut file = TRACE_MAGIC.to_vec();
    number(&mut file, TRACE_VERSION);
    number(&mut file, sections.len() as u64);
    for (label, encoded) in sections {
        let mut named = Vec::new();
        text(&mut named, label);
        number(&mut file, (named.len() + encoded.bytes.len()) as u64);
        file.extend_from_slice(&named);
        file.extend_from_slice(&encoded.bytes);
    }
    file
}

fn addresses(event: HeapEvent) -> impl Iterator<Item = u64> {
    let (first, second) = match event {
        HeapEvent::Alloc { at, .. } | HeapEvent::Free { at, .. } => (at, at),
        HeapEvent::Realloc { from, to, .. } => (from, to),
    };
    [first, second].into_iter()
}

pub(super) fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// A difference modulo 2⁶⁴, with its sign in the lowest bit.
fn zigzag(difference: u64) -> u64 {
    (difference << 1) ^ (((difference as i64) >> 63) as u64)
}
