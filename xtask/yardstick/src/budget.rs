//! Budgets: how much of the heap a region may use, and which lines are to blame if it uses more.

use crate::counters::{Scope, Usage, quietly};
use crate::digits::grouped;
use crate::facts;
use crate::protocol::{Allocations, BudgetKind, BudgetUse, Fact};
use crate::region::{Keep, Region};
use crate::sites::{Blame, Sites};
use crate::trace::TraceRole;

/// How much of the heap a region may use.
///
/// A missed budget panics with the lines that allocated, most costly first.
///
/// ```should_panic
/// yardstick::count_allocations!();
/// # fn main() {
/// yardstick::Budget::named("a sum").allocations(0).run(|| vec![1, 2, 3].iter().sum::<i32>());
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a budget is checked by `run`"]
pub struct Budget {
    name: String,
    scope: Scope,
    limits: Vec<Limit>,
    baseline: Option<Usage>,
}

#[derive(Clone, Copy, Debug)]
struct Limit {
    kind: BudgetKind,
    most: u64,
}

impl BudgetKind {
    fn used(self, usage: &Usage) -> i64 {
        let amount = match self {
            BudgetKind::Allocations => usage.heap_calls(),
            BudgetKind::Bytes => usage.bytes,
            BudgetKind::Peak => usage.peak,
            BudgetKind::Live => return usage.live,
        };
        i64::try_from(amount).unwrap_or(i64::MAX)
    }

    fn blame(self) -> Blame {
        match self {
            BudgetKind::Allocations => Blame::Calls,
            BudgetKind::Bytes | BudgetKind::Peak => Blame::Bytes,
            BudgetKind::Live => Blame::Leaks,
        }
    }

    fn miss(self, used: u64, most: u64) -> String {
        let (calls, bytes) = match used {
            1 => ("allocation", "byte"),
            _ => ("allocations", "bytes"),
        };
        let used = grouped(used);
        let enough = match most {
            0 => "none is needed".to_owned(),
            _ => format!("at most {} will do", grouped(most)),
        };
        match self {
            BudgetKind::Allocations => format!("{used} heap {calls}, where {enough}"),
            BudgetKind::Bytes => format!("{used} {bytes} asked of the heap, where {enough}"),
            BudgetKind::Peak => format!("{used} {bytes} live at once, where {enough}"),
            BudgetKind::Live => {
                let most = match most {
                    0 => "none".to_owned(),
                    _ => format!("at most {}", grouped(most)),
                };
                format!("{used} {bytes} still live at the end, where {most} may be")
            }
        }
    }

    fn heading(self) -> &'static str {
        match self {
            BudgetKind::Allocations => "the lines that allocated, most calls first:",
            BudgetKind::Bytes | BudgetKind::Peak => "the lines that allocated, most bytes first:",
            BudgetKind::Live => "the lines that allocated what was never freed, most bytes first:",
        }
    }
}

impl Budget {
    /// A budget without limits, counted for the current thread. Messages call the region `name`.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            scope: Scope::Thread,
            limits: Vec::new(),
            baseline: None,
        }
    }

    /// Allows at most `most` heap calls: allocations and reallocations together.
    pub fn allocations(self, most: u64) -> Self {
        self.limit(BudgetKind::Allocations, most)
    }

    /// Allows at most `most` bytes asked for in all, freed meanwhile or not.
    pub fn bytes(self, most: u64) -> Self {
        self.limit(BudgetKind::Bytes, most)
    }

    /// Allows at most `most` bytes live at once, above those live at the start.
    pub fn peak(self, most: u64) -> Self {
        self.limit(BudgetKind::Peak, most)
    }

    /// Allows at most `most` bytes live at the end, above those live at the start. The closure's
    /// result is still live then: for a leak check, return nothing that owns memory.
    pub fn live(self, most: u64) -> Self {
        self.limit(BudgetKind::Live, most)
    }

    /// Counts all threads, for code that could hide its work in another one. Unrelated threads are
    /// counted too, so give such a test its own process.
    pub fn process_wide(mut self) -> Self {
        self.scope = Scope::Process;
        self
    }

    /// Sets what the baseline used for the same work. It is reported beside this region's own usage,
    /// as the fact `allocations`.
    pub fn baseline(mut self, bad: Usage) -> Self {
        self.baseline = Some(bad);
        self
    }

    fn limit(mut self, kind: BudgetKind, most: u64) -> Self {
        self.limits.push(Limit { kind, most });
        self
    }

    /// Runs `f` as a region, and checks it against the budget.
    ///
    /// # Panics
    /// When a limit is exceeded: the message names each such limit, and for the first of them the
    /// allocation sites as `count × size`, `file:line` and source line. Also when
    /// [`measure`](crate::measure) does.
    #[track_caller]
    pub fn run<R>(self, f: impl FnOnce() -> R) -> R {
        let role = match self.baseline {
            Some(baseline) => TraceRole::Yours { baseline },
            None => TraceRole::None,
        };
        quietly(|| {
            facts::emit(&Fact::BudgetBegan {
                name: self.name.clone(),
            });
        });
        let region = Region::start(self.scope, Keep::CountsAndSites, role);
        let result = f();
        let (usage, sites) = region.end();
        quietly(|| self.emit(&usage));
        if let Some(failure) = self.failure(&usage, &sites) {
            panic!("{failure}");
        }
        result
    }

    fn emit(&self, usage: &Usage) {
        if let Some(bad) = &self.baseline {
            facts::emit(&Fact::Allocations(Allocations {
                bad: bad.heap_calls(),
                yours: usage.heap_calls(),
                bad_bytes: bad.bytes,
                yours_bytes: usage.bytes,
                bad_peak: bad.peak,
                yours_peak: usage.peak,
            }));
        }
        for limit in &self.limits {
            facts::emit(&Fact::Budget(BudgetUse {
                name: self.name.clone(),
                kind: limit.kind,
                limit: limit.most,
                used: limit.kind.used(usage),
            }));
        }
        facts::emit(&Fact::BudgetEnded {
            name: self.name.clone(),
        });
    }

    /// The message if a limit is exceeded.
    fn failure(&self, usage: &Usage, sites: &Sites) -> Option<String> {
        let missed = self.limits.iter().filter_map(|limit| {
            let used = u64::try_from(limit.kind.used(usage)).unwrap_or(0);
            (used > limit.most).then_some((limit.kind, used, limit.most))
        });
        let missed: Vec<_> = missed.collect();
        let first = missed.first()?.0;
        let name = &self.name;
        let lines = missed
            .iter()
            .map(|(kind, used, most)| format!("{name}, yours: {}\n", kind.miss(*used, *most)));
        let mut text: String = lines.collect();
        if first == BudgetKind::Allocations && usage.reallocations > 0 {
            let reallocations = grouped(usage.reallocations);
            text += &format!("({reallocations} of them grew or shrank a block)\n");
        }
        let report = sites.report(first.blame());
        if !report.is_empty() {
            text += &format!("\n{}\n{report}", first.heading());
        }
        Some(text)
    }
}

/// The rounds in which [`steady`] lets the code warm up.
const WARM_UP: usize = 2;

/// Runs `round` this many times, with the round's number, from 1, and asserts that from the third
/// round on it leaves the heap alone, in every thread, like an arena that is reset and reused.
///
/// # Panics
/// When a later round allocates, with the lines that did; when there is no later round; and when
/// [`measure`](crate::measure) does.
#[track_caller]
pub fn steady(name: &str, rounds: usize, mut round: impl FnMut(usize)) {
    assert!(
        rounds > WARM_UP,
        "{name}: {rounds} rounds leave none to check after the {WARM_UP} that warm up"
    );
    for number in 1..=WARM_UP {
        round(number);
    }
    for number in WARM_UP + 1..=rounds {
        Budget::named(format!("{name}, round {number}"))
            .allocations(0)
            .process_wide()
            .run(|| round(number));
    }
}
