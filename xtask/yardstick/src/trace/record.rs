//! Recording: which regions become sections, and the events that the allocator passes on.

use super::blamed::site_here;
use super::format::{HeapEvent, SECTION_BYTES, Site};
use super::origin;
use super::write::{Encoded, Encoder, file};
use crate::counters::{Scope, Usage, is_left_out, quietly};
use crate::facts;
use crate::protocol::{Fact, TRACE_VARIABLE, TraceSection};
use std::alloc::Layout;
use std::cell::Cell;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many of the last measured regions are kept, since each may turn out to be a baseline.
const MAX_CANDIDATES: usize = 4;

/// Whether a section is being recorded. While none is, the allocator reads only this.
static RECORDING: AtomicBool = AtomicBool::new(false);

static STATE: Mutex<State> = Mutex::new(State {
    active: None,
    candidates: Vec::new(),
});

thread_local! {
    /// Whether the active section was started on this thread.
    static OWNS: Cell<bool> = const { Cell::new(false) };
}

struct State {
    active: Option<ActiveSection>,
    /// The last measured regions, the latest at the end.
    candidates: Vec<(Usage, Encoded)>,
}

/// A section that is being recorded.
struct ActiveSection {
    scope: Scope,
    encoder: Encoder,
    /// Addresses of the section's live blocks; complete until the encoder is full.
    live: HashSet<usize>,
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a region is to a trace.
#[derive(Clone, Copy)]
pub(crate) enum TraceRole {
    /// It was measured, and is `bad` if it becomes a baseline.
    Candidate,
    /// It is checked against a budget with this baseline.
    Yours { baseline: Usage },
    /// It is not traced.
    None,
}

/// A region that is being recorded. If a panic drops it, it leaves nothing behind.
pub(crate) struct Recording {
    role: TraceRole,
    runs: bool,
}

impl Recording {
    /// `None` where no trace is asked for, or where another region is being recorded: this one is
    /// then part of it, or runs beside it.
    pub(crate) fn start(scope: Scope, role: TraceRole) -> Option<Self> {
        if matches!(role, TraceRole::None) {
            return None;
        }
        quietly(|| {
            std::env::var_os(TRACE_VARIABLE)?;
            let mut state = state();
            if state.active.is_some() {
                return None;
            }
            state.active = Some(ActiveSection {
                scope,
                encoder: Encoder::new(SECTION_BYTES),
                live: HashSet::new(),
            });
            OWNS.set(true);
            RECORDING.store(true, Relaxed);
            Some(Self { role, runs: true })
        })
    }

    /// Ends the section. If it is `yours`, the trace is written.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub(crate) fn end(mut self, usage: Usage) {
        self.runs = false;
        quietly(|| {
            let Some(section) = stop() else {
                return;
            };
            let encoded = section.encoder.finish(usage.bytes, usage.peak);
            match self.role {
                TraceRole::Candidate => state().remember(usage, encoded),
                TraceRole::Yours { baseline } => write(baseline, &encoded),
                TraceRole::None => {}
            }
        });
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        if self.runs {
            quietly(|| drop(stop()));
        }
    }
}

fn stop() -> Option<ActiveSection> {
    RECORDING.store(false, Relaxed);
    OWNS.set(false);
    state().active.take()
}

impl State {
    fn remember(&mut self, usage: Usage, encoded: Encoded) {
        if self.candidates.len() == MAX_CANDIDATES {
            self.candidates.remove(0);
        }
        self.candidates.push((usage, encoded));
    }
}

/// Writes the file, then the facts that announce it. Without a measured region whose usage equals
/// the baseline, there is no `bad`, and so no file.
fn write(baseline: Usage, yours: &Encoded) {
    let Some(path) = std::env::var_os(TRACE_VARIABLE) else {
        return;
    };
    let state = state();
    let mut latest_first = state.candidates.iter().rev();
    let Some((_, bad)) = latest_first.find(|(usage, _)| *usage == baseline) else {
        return;
    };
    let sections = [("bad", bad), ("yours", yours)];
    if let Err(error) = std::fs::write(&path, file(&sections)) {
        let path = std::path::Path::new(&path).display();
        panic!("{path}: cannot write the trace of this run: {error}");
    }
    for (label, encoded) in sections {
        facts::emit(&Fact::Trace(TraceSection {
            label: label.to_owned(),
            counts: encoded.counts,
        }));
    }
}

/// Called by the allocator for each new block.
pub(crate) fn on_alloc(block: usize, layout: Layout) {
    record(|| {
        // The stack is walked without the lock.
        let may_matter = may_matter();
        let chunk = may_matter && origin::is_chunk(layout);
        let site = may_matter.then(site_here).flatten();
        with_active(|section| section.alloc(block, layout, chunk, site.as_deref()));
    });
}

/// Whether what this thread allocates now becomes an event that is kept.
fn may_matter() -> bool {
    let state = state();
    let section = state.active.as_ref();
    section.is_some_and(|section| section.watches_this_thread() && !section.encoder.is_full())
}

/// Called by the allocator just before it frees a block: from then on, another thread may get its
/// address.
pub(crate) fn on_dealloc(block: usize, size: usize) {
    record(|| with_active(|section| section.free(block, size)));
}

/// Called by the allocator to grow or shrink a block, which `reallocate` does. Returns the block's
/// new address, or null on failure. Other threads' events wait meanwhile, since one of them may get
/// the old address at once.
pub(crate) fn on_realloc(
    block: usize,
    old: usize,
    new: usize,
    reallocate: impl FnOnce() -> *mut u8,
) -> *mut u8 {
    if !RECORDING.load(Relaxed) {
        return reallocate();
    }
    quietly(|| {
        let site = may_matter().then(site_here).flatten();
        let mut state = state();
        let moved = reallocate();
        if let (Some(section), false) = (state.active.as_mut(), moved.is_null()) {
            section.realloc(block, old, moved.addr(), new, site.as_deref());
        }
        moved
    })
}

fn record(f: impl FnOnce()) {
    if RECORDING.load(Relaxed) {
        quietly(f);
    }
}

fn with_active(f: impl FnOnce(&mut ActiveSection)) {
    if let Some(section) = state().active.as_mut() {
        f(section);
    }
}

impl ActiveSection {
    fn watches_this_thread(&self) -> bool {
        match self.scope {
            Scope::Thread => OWNS.get(),
            Scope::Process => !is_left_out(),
        }
    }

    fn alloc(&mut self, block: usize, layout: Layout, chunk: bool, site: Option<&Site>) {
        if !self.watches_this_thread() {
            return;
        }
        let site = site.and_then(|site| self.encoder.site(site));
        let has_room = self.encoder.push(HeapEvent::Alloc {
            at: block as u64,
            size: layout.size() as u64,
            align_log2: layout.align().trailing_zeros(),
            chunk,
            site,
        });
        if has_room {
            self.live.insert(block);
        }
    }

    /// A block of the section may also be freed by a thread that is not watched.
    fn free(&mut self, block: usize, size: usize) {
        let is_inside = self.live.remove(&block);
        if is_inside || self.watches_this_thread() {
            let outside = (!is_inside).then_some(size as u64);
            let at = block as u64;
            self.encoder.push(HeapEvent::Free { at, outside });
        }
    }

    fn realloc(&mut self, block: usize, old: usize, moved: usize, new: usize, site: Option<&Site>) {
        let is_inside = self.live.remove(&block);
        if is_inside || self.watches_this_thread() {
            let site = site.and_then(|site| self.encoder.site(site));
            let has_room = self.encoder.push(HeapEvent::Realloc {
                from: block as u64,
                to: moved as u64,
                size: new as u64,
                outside: (!is_inside).then_some(old as u64),
                site,
            });
            if has_room {
                self.live.insert(moved);
            }
        }
    }
}
