//! Summaries of a web server's log, batch by batch, made in a scratch arena of the thread.
//!
//! One place resets the scratch: `with_scratch`, after the closure, when nothing borrows it any
//! more. So every batch starts in the same warm chunk, and nobody has to remember a reset.

use std::cell::RefCell;

use bumpalo::Bump;
use bumpalo::collections::{CollectIn, Vec as ArenaVec};

thread_local! {
    static SCRATCH: RefCell<Bump> = RefCell::new(Bump::new());
}

/// Lends the thread's scratch arena to `f`, and empties it afterwards.
///
/// The arena is lent for a lifetime that `f` cannot choose, so nothing in it leaves with `R`.
///
/// Calls may nest. The inner one shares the arena with the outer one, whose data it must not
/// sweep away; so only the outermost call empties it.
pub fn with_scratch<R>(f: impl FnOnce(&Bump) -> R) -> R {
    SCRATCH.with(|scratch| {
        // The borrow is a temporary of this statement, and ends with it: before the reset, and
        // also when `f` panics.
        let result = f(&scratch.borrow());
        // Fails only in a nested call, where an outer one still borrows. That one resets.
        if let Ok(mut scratch) = scratch.try_borrow_mut() {
            scratch.reset();
        }
        result
    })
}

/// What a batch of log lines comes to. All of it is numbers, so it owns nothing of the scratch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Lines that could be read.
    pub requests: usize,
    /// Lines that could not.
    pub unreadable: usize,
    /// Responses with a status of 500 or more.
    pub failures: usize,
    /// Different addresses that asked.
    pub clients: usize,
    /// Different paths asked for, without regard to case, and without their queries.
    pub pages: usize,
    /// Requests for the page that was asked for most.
    pub busiest: usize,
    /// Half of the requests took no longer, in microseconds.
    pub median: u32,
}

/// Summarises the lines of a log such as `192.0.2.7 GET /cart?step=2 200 1840`: the client's
/// address, the method, the path, the status, and how long it took in microseconds.
pub fn process_batch(log: &str) -> Summary {
    with_scratch(|scratch| {
        let entries: ArenaVec<'_, Entry<'_>> = log
            .lines()
            .filter_map(|line| Entry::parse(scratch, line))
            .collect_in(scratch);
        let unreadable = log.lines().count() - entries.len();
        summarise(scratch, &entries, unreadable)
    })
}

fn summarise(scratch: &Bump, entries: &[Entry<'_>], unreadable: usize) -> Summary {
    let clients = sorted(scratch, entries.iter().map(|entry| entry.client));
    let pages = sorted(scratch, entries.iter().map(|entry| entry.page));
    let durations = sorted(scratch, entries.iter().map(|entry| entry.duration));
    let pages = pages.chunk_by(|a, b| a == b).map(<[&str]>::len);
    Summary {
        requests: entries.len(),
        unreadable,
        failures: entries.iter().filter(|entry| entry.status >= 500).count(),
        clients: clients.chunk_by(|a, b| a == b).count(),
        pages: pages.clone().count(),
        busiest: pages.max().unwrap_or(0),
        median: durations.get(durations.len() / 2).copied().unwrap_or(0),
    }
}

/// A copy of the items in the scratch, in order.
fn sorted<'s, T: Ord>(scratch: &'s Bump, items: impl Iterator<Item = T>) -> ArenaVec<'s, T> {
    let mut items: ArenaVec<'s, T> = items.collect_in(scratch);
    items.sort_unstable();
    items
}

/// One line of the log.
struct Entry<'s> {
    client: &'s str,
    page: &'s str,
    status: u16,
    duration: u32,
}

impl<'s> Entry<'s> {
    fn parse(scratch: &'s Bump, line: &'s str) -> Option<Entry<'s>> {
        let mut words = line.split(' ');
        let client = words.next()?;
        let _method = words.next()?;
        let path = words.next()?;
        let page = scratch.alloc_str(path.split('?').next()?);
        page.make_ascii_lowercase();
        Some(Entry {
            client,
            page,
            status: words.next()?.parse().ok()?,
            duration: words.next()?.parse().ok()?,
        })
    }
}
