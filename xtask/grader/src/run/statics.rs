//! What an executable keeps in its statics: memory that no budget sees, since no allocator is asked for it.

use crate::text::size;
use object::read::{File, ReadCache};
use object::{Object as _, ObjectSection as _};
use std::path::Path;

/// Bytes that statics may take, those of the standard library and the harness (6 kB on Linux) included. Honest code keeps
/// a lock or the head of an arena there; a table that could hold an exercise's data is larger.
const LIMIT: u64 = 16_000;

/// The sections that hold what code may write to, of the executables of Linux, macOS and Windows. Those whose content is
/// only relocated are not among them.
const WRITABLE: [&str; 10] = [
    ".bss",
    ".data",
    ".tbss",
    ".tdata",
    ".tls",
    "__bss",
    "__common",
    "__data",
    "__thread_bss",
    "__thread_data",
];

/// Why a test with budgets that seems to have passed has not; `None` if its executable keeps little in statics, or cannot
/// be read.
pub(super) fn objection(executable: &Path) -> Option<String> {
    let bytes = bytes(executable)?;
    (bytes > LIMIT).then(|| {
        format!(
            "the program keeps {} in statics, where at most {} will do: what a `static` or a `thread_local!` holds is never \
             freed, and no budget sees it\n\
             help: take that memory from the arena, or from a collection that its user owns, then check again",
            size(bytes),
            size(LIMIT)
        )
    })
}

/// The bytes of an executable's statics, those of each thread once.
fn bytes(executable: &Path) -> Option<u64> {
    let data = ReadCache::new(std::fs::File::open(executable).ok()?);
    let file = File::parse(&data).ok()?;
    let sections = file.sections();
    let writable =
        sections.filter(|section| section.name().is_ok_and(|name| WRITABLE.contains(&name)));
    Some(writable.map(|section| section.size()).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

    static TABLE: [AtomicU8; 1 << 20] = [const { AtomicU8::new(0) }; 1 << 20];

    #[test]
    fn a_static_table_is_counted_as_it_is() {
        // The linker drops what nobody uses.
        TABLE[std::process::id() as usize % TABLE.len()].store(1, Relaxed);
        let own = std::env::current_exe().expect("its own path");
        let bytes = bytes(&own).expect("an executable");
        assert!((1 << 20..(1 << 20) + LIMIT).contains(&bytes), "{bytes}");
        assert!(
            objection(&own)
                .is_some_and(|text| text.starts_with("the program keeps 1.1 MB in statics"))
        );
    }

    #[test]
    fn what_is_no_executable_has_none() {
        assert_eq!(objection(Path::new(file!())), None);
        assert_eq!(objection(Path::new("nowhere")), None);
    }
}
