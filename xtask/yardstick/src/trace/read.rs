//! The reading side of the format. Whatever the bytes are, it answers with a trace or an error.

use super::{HeapEvent, MAGIC, Section, Trace, VERSION, head};
use std::fmt;

/// Why bytes are no trace that can be read here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// They do not begin as a trace does.
    Foreign,
    /// They were written in a later version of the format.
    Newer {
        /// That version.
        version: u64,
    },
    /// They end too early.
    Truncated {
        /// How many bytes there are.
        length: usize,
    },
    /// They contradict the format.
    Damaged {
        /// Where, in bytes from the beginning.
        at: usize,
        /// How.
        what: &'static str,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => write!(out, "this is no trace"),
            Self::Newer { version } => write!(
                out,
                "the trace has version {version} of the format, and this program knows {VERSION}"
            ),
            Self::Truncated { length } => {
                write!(out, "the trace is cut off: it ends after {length} bytes")
            }
            Self::Damaged { at, what } => write!(out, "the trace is damaged at byte {at}: {what}"),
        }?;
        let help = match self {
            Self::Newer { .. } => "update this checkout, or record the trace again",
            _ => "record the trace again",
        };
        write!(out, "\nhelp: {help} with `cargo xtask trace`")
    }
}

impl std::error::Error for ReadError {}

/// Reads a trace.
///
/// # Errors
/// When the bytes are no trace, a later version, cut off, or damaged.
pub fn read(bytes: &[u8]) -> Result<Trace, ReadError> {
    let n_magic = MAGIC.len().min(bytes.len());
    if bytes[..n_magic] != MAGIC[..n_magic] || bytes.is_empty() {
        return Err(ReadError::Foreign);
    }
    let mut cursor = Cursor {
        bytes,
        at: 0,
        end: bytes.len(),
    };
    cursor.take(MAGIC.len() as u64)?;
    let version = cursor.number()?;
    if version > VERSION {
        return Err(ReadError::Newer { version });
    }
    if version != VERSION {
        return Err(cursor.damaged("there is no such version"));
    }
    let n_sections = cursor.number()?;
    let mut sections = Vec::new();
    for _ in 0..n_sections {
        sections.push(cursor.section()?);
    }
    if cursor.at != bytes.len() {
        return Err(cursor.damaged("something stands after the last section"));
    }
    Ok(Trace { sections })
}

/// A place in the bytes.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the section ends, or the file.
    end: usize,
}

impl Cursor<'_> {
    fn section(&mut self) -> Result<Section, ReadError> {
        let length = self.number()?;
        self.end = self.at + self.take(length)?.len();
        self.at -= length as usize;
        let n_label = self.number()?;
        let label = std::str::from_utf8(self.take(n_label)?);
        let Ok(label) = label.map(str::to_owned) else {
            return Err(self.damaged("the label is no UTF-8"));
        };
        let n_events = self.number()?;
        let mut section = Section {
            label,
            dropped: self.number()?,
            chunks: self.number()?,
            bytes: self.number()?,
            peak: self.number()?,
            events: Vec::new(),
        };
        let mut here = self.number()?;
        for _ in 0..n_events {
            section.events.push(self.event(&mut here)?);
        }
        if self.at != self.end {
            return Err(self.damaged("something stands after the section's last event"));
        }
        self.end = self.bytes.len();
        let is_chunk = |event: &&HeapEvent| matches!(event, HeapEvent::Alloc { chunk: true, .. });
        if section.events.iter().filter(is_chunk).count() as u64 != section.chunks {
            return Err(self.damaged("the section has another number of chunks than it says"));
        }
        Ok(section)
    }

    fn event(&mut self, here: &mut u64) -> Result<HeapEvent, ReadError> {
        let head = self.number()?;
        let (kind, above) = (head & head::KIND, head >> head::ALIGN_SHIFT);
        let is_alloc = kind == head::ALLOC;
        if is_alloc && (head & head::OUTSIDE != 0 || above > 63)
            || !is_alloc && (head & head::CHUNK != 0 || above != 0)
        {
            return Err(self.damaged("the event has a bit that its kind does not know"));
        }
        let at = self.address(here)?;
        if is_alloc {
            return Ok(HeapEvent::Alloc {
                at,
                size: self.number()?,
                align_log2: above as u32,
                chunk: head & head::CHUNK != 0,
            });
        }
        let outside = match head & head::OUTSIDE {
            0 => None,
            _ => Some(self.number()?),
        };
        match kind {
            head::REALLOC => Ok(HeapEvent::Realloc {
                from: at,
                to: self.address(here)?,
                size: self.number()?,
                outside,
            }),
            head::FREE => Ok(HeapEvent::Free { at, outside }),
            _ => Err(self.damaged("there is no such kind of event")),
        }
    }

    fn address(&mut self, here: &mut u64) -> Result<u64, ReadError> {
        let coded = self.number()?;
        let difference = (coded >> 1) ^ (coded & 1).wrapping_neg();
        *here = here.wrapping_add(difference);
        Ok(*here)
    }

    fn number(&mut self) -> Result<u64, ReadError> {
        let mut value = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.take(1)?[0];
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                break;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(self.damaged("a number has more than 64 bits"))
    }

    fn take(&mut self, length: u64) -> Result<&[u8], ReadError> {
        if length > (self.end - self.at) as u64 {
            return Err(match self.end == self.bytes.len() {
                true => ReadError::Truncated { length: self.end },
                false => self.damaged("the section ends in the middle of this"),
            });
        }
        let start = self.at;
        // It fits: `length` is at most that of a slice.
        self.at += length as usize;
        Ok(&self.bytes[start..self.at])
    }

    fn damaged(&self, what: &'static str) -> ReadError {
        ReadError::Damaged { at: self.at, what }
    }
}
