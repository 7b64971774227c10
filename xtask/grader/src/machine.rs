//! The machine's own trouble: a full disk, no memory, too many files or processes. It is nobody's
//! mistake, so it ends a run, and nothing is recorded.

use std::io::Error;
use std::path::Path;
use workbook::Problem;

const DISK: &str = "free some space (`cargo clean` removes what was built), or set \
                    CARGO_TARGET_DIR to a folder on another disk, then run this again; nothing was \
                    recorded";
#[cfg(not(windows))]
const MEMORY: &str = "close other programs, or raise the limit (`ulimit -v`), then run this again; nothing was \
                      recorded";
#[cfg(not(windows))]
const FILES: &str = "raise the limit (`ulimit -n 4096`), then run this again; nothing was recorded";
#[cfg(not(windows))]
const PROCESSES: &str = "close other programs, or raise the limit (`ulimit -u`), then run this again; nothing was \
                         recorded";
#[cfg(windows)]
const MEMORY: &str = "close other programs, then run this again; nothing was recorded";
#[cfg(windows)]
const FILES: &str = MEMORY;
#[cfg(windows)]
const PROCESSES: &str = MEMORY;
const FULL: &str = "the disk is full";
const QUOTA: &str = "the disk quota is used up";
const NO_MEMORY: &str = "there is not enough memory";
const TOO_MANY_FILES: &str = "too many files are open";
const TOO_MANY_PROCESSES: &str = "no more processes or threads can be started";

/// What a test may use of the address space, and more than any test should need.
const MEMORY_OF_A_TEST: usize = 512 << 20;
/// What a compiler may need of the address space, with all that it maps.
const MEMORY_OF_A_COMPILER: usize = if usize::BITS < 64 { 512 << 20 } else { 2 << 30 };
/// How many files a test may open at once.
const FILES_OF_A_TEST: usize = 16;

/// The numbers of the system's errors where the machine is the reason, what they mean, and what to do.
#[cfg(not(windows))]
const ERRORS: &[(i32, &str, &str)] = &[
    (28, FULL, DISK),
    (
        if cfg!(target_os = "macos") { 69 } else { 122 },
        QUOTA,
        DISK,
    ),
    (12, NO_MEMORY, MEMORY),
    (24, TOO_MANY_FILES, FILES),
    // Of the whole system, where the other is one process's limit.
    (23, TOO_MANY_FILES, FILES),
    (
        if cfg!(target_os = "macos") { 35 } else { 11 },
        TOO_MANY_PROCESSES,
        PROCESSES,
    ),
];
/// The same on Windows, where several numbers mean one thing.
#[cfg(windows)]
const ERRORS: &[(i32, &str, &str)] = &[
    (112, FULL, DISK),
    (39, FULL, DISK),
    (1295, QUOTA, DISK),
    (8, NO_MEMORY, MEMORY),
    (14, NO_MEMORY, MEMORY),
    (1455, NO_MEMORY, MEMORY),
    (4, TOO_MANY_FILES, FILES),
    (1450, TOO_MANY_PROCESSES, PROCESSES),
];

/// The trouble that this error of the system's means, if it means one.
#[must_use]
pub fn of_error(error: &Error) -> Option<Problem> {
    let number = error.raw_os_error()?;
    let (_, what, help) = ERRORS.iter().find(|(known, ..)| *known == number)?;
    Some(Problem::general(*what, *help).because(error))
}

/// The trouble that a text reports, as Rust's programs print the system's errors.
pub(crate) fn of_text(text: &str) -> Option<Problem> {
    ERRORS.iter().find_map(|(number, what, help)| {
        let mark = format!("(os error {number})");
        let line = text.lines().find(|line| line.contains(&mark))?;
        Some(Problem::general(format!("{what}: {}", line.trim()), *help))
    })
}

/// The trouble of a linker that has no room for its output.
pub(crate) fn full_disk(detail: &str) -> Problem {
    Problem::general(format!("{FULL}: {detail}"), DISK)
}

/// Whether what a test printed may be the machine's doing: it was refused something that the machine, or the
/// test itself, may have used up.
pub(crate) fn may_have_caused(text: &str) -> bool {
    let is_named = ERRORS.iter().any(|(number, ..)| {
        text.contains(&format!("(os error {number})"))
            || text.contains(&format!("Os {{ code: {number},"))
    });
    is_named || text.contains("memory allocation of ")
}

/// What the machine refuses at this moment, though it is little; `folder` is where tests report.
pub(crate) fn trouble_now(folder: &Path) -> Option<Problem> {
    if std::fs::write(folder.join("probe"), [0; 1 << 16]).is_err() {
        let help = "free some space where temporary files are, or set TMPDIR to a folder on another disk, then \
                    run this again; nothing was recorded";
        let what = format!("{FULL}: a test could not report what it did");
        return Some(Problem::general(what, help));
    }
    let open = || std::fs::File::open(folder.join("probe"));
    let files: Result<Vec<_>, Error> = (0..FILES_OF_A_TEST).map(|_| open()).collect();
    let thread = std::thread::Builder::new().spawn(|| ());
    let thread = thread.map(std::thread::JoinHandle::join);
    let refused = files.err().or(thread.err());
    // It goes with the folder otherwise.
    let _ = std::fs::remove_file(folder.join("probe"));
    if let Some(problem) = refused.as_ref().and_then(of_error) {
        return Some(problem);
    }
    no_memory(MEMORY_OF_A_TEST)
}

/// Whether the compiler would be refused memory.
pub(crate) fn trouble_for_a_compiler() -> Option<Problem> {
    no_memory(MEMORY_OF_A_COMPILER)
}

fn no_memory(bytes: usize) -> Option<Problem> {
    let is_refused = Vec::<u8>::new().try_reserve_exact(bytes).is_err();
    is_refused.then(|| Problem::general(NO_MEMORY, MEMORY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_systems_errors_are_told_from_others() {
        let of = |number| of_error(&Error::from_raw_os_error(number));
        let files = of(24).expect("too many files");
        assert!(
            files.what.starts_with("too many files are open: "),
            "{files}"
        );
        assert!(files.help.contains("ulimit -n"), "{files}");
        assert_eq!(of(2), None);
    }

    #[cfg(windows)]
    #[test]
    fn the_systems_errors_are_told_from_others() {
        let of = |number| of_error(&Error::from_raw_os_error(number));
        let quota = of(1295).expect("a quota");
        assert!(quota.what.starts_with("the disk quota is used up: "));
        assert!(!of(4).expect("too many files").help.contains("ulimit"));
        // A buffer that is too small: Linux's number for the quota.
        assert_eq!(of(122), None);
    }

    #[test]
    fn a_machine_in_order_has_no_trouble() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(trouble_now(folder.path()), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_test_prints_may_be_the_machines_doing() {
        let full = "called `Result::unwrap()` on an `Err` value: Os { code: 28, kind: StorageFull, message: \"\" }";
        assert!(may_have_caused(full));
        assert!(may_have_caused("cannot write: x (os error 24)"));
        assert!(may_have_caused("memory allocation of 100 bytes failed"));
        assert!(!may_have_caused("left: 28\nright: 24"));
    }
}
