//! Allocation sites: which source lines went to the heap.
//!
//! While a recording runs, the call stack of each counted allocation is kept too, as addresses only.
//! Names, files and lines are looked up afterwards, and only when a report is written: a region
//! that stays within its budget never pays for that.
//!
//! A site is the innermost frame that is neither in the standard library, nor in a dependency,
//! nor in yardstick: the line that the author of the tested code can change.

use crate::counters::{Scope, quietly};
use crate::digits::grouped;
use crate::source_line::{SourceLine, is_blamed, source_line_of};
use crate::text;
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many frames of a stack are kept, from the innermost. In a debug build, the standard library
/// may have some twenty between `collect` and the allocator.
const MAX_FRAMES: usize = 40;
/// After this many blocks of a recording, stacks are walked only as far as the first line that would
/// be blamed. Finding it takes the debug information, which is slow to load: for a few blocks it is
/// quicker to walk each stack to its end, for thousands it is not.
const MANY_BLOCKS: usize = 1_000;

/// The allocations of one stack.
#[derive(Clone, Default)]
struct Tally {
    calls: u64,
    bytes: u64,
    /// The size of every block, as long as they are all the same.
    size: Option<usize>,
}

struct Block {
    stack: usize,
    size: usize,
    serial: u64,
}

/// Everything recorded since the outermost recording started.
#[derive(Default)]
struct Recorder {
    /// Thread and frames → index into `tallies`.
    stacks: HashMap<(usize, Vec<usize>), usize>,
    tallies: Vec<Tally>,
    /// Blocks that are still live, by address.
    blocks: HashMap<usize, Block>,
    serial: u64,
}

static RECORDER: Mutex<Option<Recorder>> = Mutex::new(None);
/// How many recordings run, in all threads; and how many of these watch every thread.
static RECORDINGS: AtomicUsize = AtomicUsize::new(0);
static PROCESS_RECORDINGS: AtomicUsize = AtomicUsize::new(0);
/// Blocks seen since the outermost recording started.
static SEEN: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// How many recordings watch this thread. Its address also identifies the thread.
    static WATCHED: Cell<u32> = const { Cell::new(0) };
}

fn recorder() -> MutexGuard<'static, Option<Recorder>> {
    RECORDER.lock().unwrap_or_else(PoisonError::into_inner)
}

fn this_thread() -> usize {
    WATCHED.with(|watched| std::ptr::from_ref(watched).addr())
}

fn is_watched() -> bool {
    RECORDINGS.load(SeqCst) > 0 && (WATCHED.get() > 0 || PROCESS_RECORDINGS.load(SeqCst) > 0)
}

/// Called by the allocator for each new block, and for each that was grown or shrunk.
pub(crate) fn on_alloc(address: usize, size: usize) {
    // A panic's message and backtrace are not the code under test.
    if !is_watched() || std::thread::panicking() {
        return;
    }
    quietly(|| {
        let is_one_of_many = SEEN.fetch_add(1, SeqCst) >= MANY_BLOCKS;
        let stack = current_stack(is_one_of_many);
        if let Some(recorder) = recorder().as_mut() {
            recorder.add(address, size, stack);
        }
    });
}

/// Called by the allocator for each block that is freed, by any thread.
pub(crate) fn on_dealloc(address: usize) {
    if RECORDINGS.load(SeqCst) == 0 {
        return;
    }
    quietly(|| {
        if let Some(recorder) = recorder().as_mut() {
            recorder.blocks.remove(&address);
        }
    });
}

/// The addresses of this stack, from the innermost to its end, or to the first that is blamed.
pub(crate) fn current_stack(stops_at_blame: bool) -> Vec<usize> {
    if cfg!(miri) {
        return Vec::new(); // There each frame is looked up by name at once, which takes longer than all the rest.
    }
    let mut frames = Vec::with_capacity(MAX_FRAMES);
    backtrace::trace(|frame| {
        let ip = frame.ip().addr();
        frames.push(ip);
        frames.len() < MAX_FRAMES && !(stops_at_blame && is_blamed(ip))
    });
    frames
}

impl Recorder {
    fn add(&mut self, address: usize, size: usize, frames: Vec<usize>) {
        let next = self.tallies.len();
        let stack = *self.stacks.entry((this_thread(), frames)).or_insert(next);
        if stack == next {
            self.tallies.push(Tally {
                size: Some(size),
                ..Tally::default()
            });
        }
        let tally = &mut self.tallies[stack];
        tally.calls += 1;
        tally.bytes += size as u64;
        tally.size = tally.size.filter(|&known| known == size);
        self.serial += 1;
        let serial = self.serial;
        self.blocks.insert(
            address,
            Block {
                stack,
                size,
                serial,
            },
        );
    }
}

/// A recording in progress. Recordings nest; the end of the outermost empties the recorder.
pub(crate) struct Recording {
    scope: Scope,
    thread: usize,
    /// The tallies when this recording started, and the serial of its first block.
    before: Vec<Tally>,
    first_serial: u64,
}

impl Recording {
    pub(crate) fn start(scope: Scope) -> Self {
        let (before, first_serial) = quietly(|| {
            let mut slot = recorder();
            let recorder = slot.get_or_insert_default();
            (recorder.tallies.clone(), recorder.serial + 1)
        });
        match scope {
            Scope::Thread => WATCHED.set(WATCHED.get() + 1),
            Scope::Process => {
                PROCESS_RECORDINGS.fetch_add(1, SeqCst);
            }
        }
        RECORDINGS.fetch_add(1, SeqCst);
        Self {
            scope,
            thread: this_thread(),
            before,
            first_serial,
        }
    }

    /// Ends the recording, and returns what it saw, as addresses.
    pub(crate) fn end(self) -> Sites {
        quietly(|| {
            let slot = recorder();
            slot.as_ref()
                .map(|recorder| self.collect(recorder))
                .unwrap_or_default()
        })
    }

    fn collect(&self, recorder: &Recorder) -> Sites {
        let mut stacks: Vec<Stack> = Vec::new();
        let mut position: HashMap<usize, usize> = HashMap::new();
        for ((thread, frames), &index) in &recorder.stacks {
            if self.scope == Scope::Thread && *thread != self.thread {
                continue;
            }
            let now = &recorder.tallies[index];
            let before = self.before.get(index).cloned().unwrap_or_default();
            if now.calls > before.calls {
                position.insert(index, stacks.len());
                stacks.push(Stack {
                    frames: frames.clone(),
                    allocated: Cost {
                        calls: now.calls - before.calls,
                        bytes: now.bytes - before.bytes,
                        size: now.size,
                    },
                    live: Cost::default(),
                });
            }
        }
        for block in recorder.blocks.values() {
            if block.serial >= self.first_serial
                && let Some(&at) = position.get(&block.stack)
            {
                stacks[at].live.add(1, block.size as u64, Some(block.size));
            }
        }
        Sites { stacks }
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        match self.scope {
            Scope::Thread => WATCHED.set(WATCHED.get() - 1),
            Scope::Process => {
                PROCESS_RECORDINGS.fetch_sub(1, SeqCst);
            }
        }
        let was_last = RECORDINGS.fetch_sub(1, SeqCst) == 1;
        quietly(|| {
            self.before = Vec::new();
            if was_last {
                SEEN.store(0, SeqCst);
                *recorder() = None;
            }
        });
    }
}

/// Calls and bytes of a stack or of a site.
#[derive(Clone, Copy, Default)]
struct Cost {
    calls: u64,
    bytes: u64,
    size: Option<usize>,
}

impl Cost {
    fn add(&mut self, calls: u64, bytes: u64, size: Option<usize>) {
        self.size = match self.calls {
            0 => size,
            _ => self.size.filter(|known| Some(*known) == size),
        };
        self.calls += calls;
        self.bytes += bytes;
    }
}

struct Stack {
    frames: Vec<usize>,
    allocated: Cost,
    live: Cost,
}

impl Stack {
    /// The innermost line that is blamed.
    fn line(&self) -> Option<SourceLine> {
        self.frames.iter().find_map(|&ip| source_line_of(ip))
    }
}

/// What a recording saw. It is created and dropped in quiet sections only.
#[derive(Default)]
pub(crate) struct Sites {
    stacks: Vec<Stack>,
}

impl Drop for Sites {
    fn drop(&mut self) {
        quietly(|| self.stacks = Vec::new());
    }
}

/// Which cost a report is about, and what it sorts by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blame {
    /// All calls, most calls first.
    Calls,
    /// All bytes, most bytes first.
    Bytes,
    /// Blocks that were not freed, most bytes first.
    Leaks,
}

/// The most sites that a report names.
const MAX_SITES: usize = 8;

impl Sites {
    /// The report: a line for each site, most costly first, and one for the rest.
    pub(crate) fn report(&self, blame: Blame) -> String {
        let mut sites = self.by_line(blame);
        sites.sort_by_key(|(line, cost)| {
            let weight = match blame {
                Blame::Calls => cost.calls,
                Blame::Bytes | Blame::Leaks => cost.bytes,
            };
            (std::cmp::Reverse(weight), line.clone())
        });
        let unknown = || {
            let stacks = self.stacks.iter().filter(|stack| stack.line().is_none());
            SourceLine::unknown(stacks.flat_map(|stack| stack.frames.iter().copied()))
        };
        let rows = sites.iter().take(MAX_SITES).map(|(line, cost)| {
            let amount = match cost.size {
                Some(size) => format!("{} × {} B", grouped(cost.calls), grouped(size as u64)),
                None => format!("{} calls, {} B", grouped(cost.calls), grouped(cost.bytes)),
            };
            let line = line.clone().unwrap_or_else(unknown);
            (amount, line.position(), line.text())
        });
        let mut report = text::columns(rows.collect());
        if sites.len() > MAX_SITES {
            let rest = &sites[MAX_SITES..];
            let calls: u64 = rest.iter().map(|(_, cost)| cost.calls).sum();
            let lines = if rest.len() == 1 { "line" } else { "lines" };
            let calls_in_words = if calls == 1 { "call" } else { "calls" };
            report += &format!(
                "  and {} more {lines} with {} {calls_in_words}\n",
                rest.len(),
                grouped(calls)
            );
        }
        report
    }

    fn by_line(&self, blame: Blame) -> Vec<(Option<SourceLine>, Cost)> {
        let mut known: HashMap<usize, Option<SourceLine>> = HashMap::new();
        let mut costs: HashMap<Option<SourceLine>, Cost> = HashMap::new();
        for stack in &self.stacks {
            let cost = match blame {
                Blame::Leaks => stack.live,
                Blame::Calls | Blame::Bytes => stack.allocated,
            };
            if cost.calls == 0 {
                continue;
            }
            let line = stack.frames.iter().find_map(|&ip| {
                known
                    .entry(ip)
                    .or_insert_with(|| source_line_of(ip))
                    .clone()
            });
            costs
                .entry(line)
                .or_default()
                .add(cost.calls, cost.bytes, cost.size);
        }
        costs.into_iter().collect()
    }
}
