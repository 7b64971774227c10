//! Whether a block is a chunk of an arena: the call stack shows who asks for it.
//!
//! It is a chunk if the innermost frame outside the standard library and yardstick is bumpalo's. A
//! closure that an arena calls (`alloc_with`) has bumpalo in its stack too, but further out.

use std::alloc::Layout;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// bumpalo aligns every chunk to this, in bytes. Hardly any other block is aligned to as much, so
/// hardly any other block's stack is walked.
const CHUNK_ALIGN: usize = 16;

/// bumpalo calls the allocator itself, so its frame is among the first.
const MAX_FRAMES: usize = 24;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// The standard library's, yardstick's, or unknown: its caller decides.
    Transparent,
    Arena,
    Other,
}

/// Return address → its frame. Few places in a program call the allocator.
static KNOWN: Mutex<Option<HashMap<usize, Frame>>> = Mutex::new(None);

/// Whether the caller asks for a chunk. Call it in a quiet section, and without a lock: backtraces
/// have a lock of their own, which another thread may hold while it allocates.
pub(super) fn is_chunk(layout: Layout) -> bool {
    if layout.align() < CHUNK_ALIGN || std::thread::panicking() {
        return false;
    }
    let mut frames = Vec::with_capacity(MAX_FRAMES);
    backtrace::trace(|frame| {
        frames.push(frame.ip().addr());
        frames.len() < MAX_FRAMES
    });
    let mut frames = frames.into_iter().map(frame_at);
    frames.find(|frame| *frame != Frame::Transparent) == Some(Frame::Arena)
}

fn frame_at(ip: usize) -> Frame {
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let before = known().get_or_insert_default().get(&ip).copied();
    before.unwrap_or_else(|| {
        let frame = resolve(ip);
        known().get_or_insert_default().insert(ip, frame);
        frame
    })
}

/// Several inlined calls may share one address; the innermost comes first.
fn resolve(ip: usize) -> Frame {
    let mut found = Frame::Transparent;
    backtrace::resolve(std::ptr::without_provenance_mut(ip), |symbol| {
        if found == Frame::Transparent {
            let name = symbol.name().map(|name| name.to_string());
            found = classify(&name.unwrap_or_default(), symbol.filename());
        }
    });
    found
}

/// Classifies by the file, since an inlined call's name has no path; by the name where the file is
/// not known.
fn classify(name: &str, file: Option<&Path>) -> Frame {
    let Some(file) = file else {
        let path = name.trim_start_matches(['<', '&']);
        return match path.starts_with("bumpalo::") {
            true => Frame::Arena,
            false => Frame::Transparent,
        };
    };
    let file = file.to_string_lossy().replace('\\', "/");
    let transparent = ["/rustc/", "/rustlib/src/", "/yardstick/src/", "/backtrace-"];
    if is_of_bumpalo(&file) {
        Frame::Arena
    } else if transparent.iter().any(|part| file.contains(part)) || file.starts_with("library/") {
        Frame::Transparent
    } else {
        Frame::Other
    }
}

/// Whether the folder around `src` is bumpalo's: with a version in a registry, without when vendored.
fn is_of_bumpalo(file: &str) -> bool {
    let package = file.rsplit_once("/src/").map_or("", |(before, _)| before);
    let folder = package.rsplit('/').next().unwrap_or_default();
    let version = folder.strip_prefix("bumpalo-").unwrap_or_default();
    folder == "bumpalo" || version.starts_with(|first: char| first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_classified_by_file_or_name() {
        let registry = "/home/x/.cargo/registry/src/index/bumpalo-3.20.4/src/collections/vec.rs";
        let cases = [
            ("new_chunk", registry, Frame::Arena),
            (
                "new_chunk",
                "D:\\vendor\\bumpalo\\src\\lib.rs",
                Frame::Arena,
            ),
            (
                "alloc",
                "/rustc/0123/library/alloc/src/alloc.rs",
                Frame::Transparent,
            ),
            (
                "allocated",
                "C:\\w\\yardstick\\src\\alloc.rs",
                Frame::Transparent,
            ),
            (
                "parse",
                "/home/bumpalo-3/exercises/02_parse_tree/src/lib.rs",
                Frame::Other,
            ),
            (
                "get",
                "/registry/src/index/bumpalo-herd-0.1.2/src/lib.rs",
                Frame::Other,
            ),
        ];
        for (name, file, expected) in cases {
            assert!(classify(name, Some(Path::new(file))) == expected, "{name}");
        }
        assert!(classify("__rust_alloc", None) == Frame::Transparent);
        assert!(classify("<bumpalo::Bump<_>>::new_chunk", None) == Frame::Arena);
    }
}
