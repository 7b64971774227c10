//! The reading side of the format. Whatever the bytes are, the result is a trace or an error.

use super::format::{HeapEvent, Section, Site, Trace, head};
use crate::protocol::{TRACE_MAGIC as MAGIC, TRACE_VERSION as VERSION};
use std::fmt;

/// Why bytes cannot be read as a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// They do not start like a trace.
    Foreign,
    /// They were written in a later version of the format.
    Newer {
        /// That version.
        version: u64,
    },
    /// They were written in an earlier version of the format.
    Older {
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
        /// Where, in bytes from the start.
        at: usize,
        /// How.
        what: &'static str,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => write!(out, "this is not a trace"),
            Self::Newer { version } | Self::Older { version } => write!(
                out,
                "the trace has version {version} of the format, but this program reads version {VERSION}"
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
/// When the bytes are not a trace, a later version, cut off, or damaged.
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
    if version == 0 {
        return Err(cursor.damaged("there is no such version"));
    }
    if version < VERSION {
        return Err(ReadError::Older { version });
    }
    let n_sections = cursor.number()?;
    let mut sections = Vec::new();
    for _ in 0..n_sections {
        sections.push(cursor.section()?);
    }
    if cursor.at != bytes.len() {
        return Err(cursor.damaged("bytes follow the last section"));
    }
    Ok(Trace { sections })
}

/// A position in the bytes.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The end of the current section, or of the file.
    end: usize,
}

impl Cursor<'_> {
    fn section(&mut self) -> Result<Section, ReadError> {
        let length = self.number()?;
        self.end = self.at + self.take(length)?.len();
        self.at -= length as usize;
        let label = self.text()?;
        let n_events = self.number()?;
        let mut section = Section {
            label,
            dropped: self.number()?,
            chunks: self.number()?,
            bytes: self.number()?,
            peak: self.number()?,
            ..Section::default()
        };
        let mut here = self.number()?;
        for _ in 0..self.number()? {
            let (place, text) = (self.text()?, self.text()?);
            section.sites.push(Site { place, text });
        }
        for _ in 0..n_events {
            let event = self.event(&mut here, section.sites.len())?;
            section.events.push(event);
        }
        if self.at != self.end {
            return Err(self.damaged("bytes follow the section's last event"));
        }
        self.end = self.bytes.len();
        let is_chunk = |event: &&HeapEvent| matches!(event, HeapEvent::Alloc { chunk: true, .. });
        if section.events.iter().filter(is_chunk).count() as u64 != section.chunks {
            return Err(self.damaged("the section does not have as many chunks as it states"));
        }
        Ok(section)
    }

    fn event(&mut self, here: &mut u64, n_sites: usize) -> Result<HeapEvent, ReadError> {
        let head = self.number()?;
        let (kind, above) = (head & head::KIND, head >> head::ALIGN_SHIFT);
        let is_alloc = kind == head::ALLOC;
        if is_alloc && (head & head::OUTSIDE != 0 || above > 63)
            || !is_alloc && (head & head::CHUNK != 0 || above != 0)
        {
            return Err(self.damaged("the event has a bit that its kind does not use"));
        }
        let at = self.address(here)?;
        if is_alloc {
            return Ok(HeapEvent::Alloc {
                at,
                size: self.number()?,
                align_log2: above as u32,
                chunk: head & head::CHUNK != 0,
                site: self.site(n_sites)?,
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
                site: self.site(n_sites)?,
            }),
            head::FREE => Ok(HeapEvent::Free { at, outside }),
            _ => Err(self.damaged("there is no such kind of event")),
        }
    }

    /// Fields are read in the order in which they are written here.
    fn site(&mut self, n_sites: usize) -> Result<Option<u32>, ReadError> {
        let number = self.number()?;
        if number > n_sites as u64 {
            return Err(self.damaged("the section has no such site"));
        }
        // It fits: no file has as many sites.
        Ok((number as u32).checked_sub(1))
    }

    fn text(&mut self) -> Result<String, ReadError> {
        let length = self.number()?;
        let text = std::str::from_utf8(self.take(length)?).map(str::to_owned);
        text.map_err(|_| self.damaged("a text is not UTF-8"))
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
                false => self.damaged("the section ends within a value"),
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
