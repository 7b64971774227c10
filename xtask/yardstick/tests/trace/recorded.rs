//! Recording in a child process, replaying what was recorded, and the work to record: a list in
//! boxes, and one in an arena.

use bumpalo::Bump;
use std::collections::HashMap;
use std::fs::OpenOptions;
use std::hint::black_box;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output};
use yardstick::Usage;
use yardstick::protocol::{FACTS_VARIABLE, TRACE_VARIABLE};
use yardstick::trace::{HeapEvent, Section, Trace};

const ROLE: &str = "YARDSTICK_TEST_ROLE";

/// What a child process left behind.
pub(crate) struct Recorded {
    pub(crate) output: Output,
    pub(crate) facts: String,
    /// The file, if there is one.
    pub(crate) file: Option<Vec<u8>>,
}

impl Recorded {
    pub(crate) fn trace(&self) -> Trace {
        let file = self.file.as_deref();
        let file = file.unwrap_or_else(|| panic!("no trace: {:?}", self.output));
        yardstick::trace::read(file).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The counters that a child reported under this label, by name.
    pub(crate) fn usage(&self, label: &str) -> HashMap<String, i128> {
        let start = format!("usage {label} ");
        let line = self
            .facts
            .lines()
            .find_map(|line| line.strip_prefix(&start));
        let line = line.unwrap_or_else(|| panic!("no usage of {label} in {}", self.facts));
        let counters = line.split(' ').filter_map(|counter| {
            let (name, value) = counter.split_once('=')?;
            Some((name.to_owned(), value.parse().ok()?))
        });
        counters.collect()
    }
}

/// Runs the test of this name again in a process that records.
pub(crate) fn recorded(test: &str) -> Recorded {
    let file = |kind: &str| -> PathBuf {
        std::env::temp_dir().join(format!("yardstick-{kind}-{test}-{}", std::process::id()))
    };
    let (facts, trace) = (file("facts"), file("trace"));
    let output = Command::new(std::env::current_exe().expect("this binary has a path"))
        .args(["--exact", test, "--nocapture"])
        .env(ROLE, "child")
        .env(FACTS_VARIABLE, &facts)
        .env(TRACE_VARIABLE, &trace)
        .output()
        .expect("this binary starts");
    let recorded = Recorded {
        output,
        facts: std::fs::read_to_string(&facts).unwrap_or_default(),
        file: std::fs::read(&trace).ok(),
    };
    let _ = std::fs::remove_file(&facts);
    let _ = std::fs::remove_file(&trace);
    recorded
}

pub(crate) fn is_child() -> bool {
    std::env::var_os(ROLE).is_some()
}

/// Reports the counters to the parent, as a line of its own among the facts.
pub(crate) fn report(label: &str, usage: Usage) {
    let Usage {
        allocations,
        reallocations,
        deallocations,
        bytes,
        peak,
        ..
    } = usage;
    let line = format!(
        "usage {label} allocations={allocations} reallocations={reallocations} \
         deallocations={deallocations} bytes={bytes} peak={peak}\n"
    );
    let path = std::env::var_os(FACTS_VARIABLE).expect("the parent names the file");
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|mut file| file.write_all(line.as_bytes()))
        .expect("the file can be written");
}

struct Node {
    _value: u64,
    next: Option<Box<Node>>,
}

pub(crate) fn boxed_list(n_nodes: u64) {
    let mut list = None;
    for value in 0..n_nodes {
        let node = Box::new(Node {
            _value: value,
            next: list,
        });
        list = Some(black_box(node));
    }
    // Node by node: dropping a whole list recurses, and needs a stack as deep as the list is long.
    while let Some(node) = list {
        list = node.next;
    }
}

pub(crate) fn arena_list(n_nodes: u64) {
    let arena = Bump::new();
    for value in 0..n_nodes {
        black_box(arena.alloc([value, value]));
    }
}

/// Replays the events, and asserts that each is possible after those before it. Returns allocations,
/// reallocations, frees, and the peak in bytes.
pub(crate) fn replay(section: &Section) -> [u64; 4] {
    let mut live: HashMap<u64, u64> = HashMap::new();
    let (mut counts, mut now, mut peak) = ([0; 3], 0i64, 0);
    for event in &section.events {
        match *event {
            HeapEvent::Alloc {
                at,
                size,
                align_log2,
                ..
            } => {
                counts[0] += 1;
                assert_eq!(at % (1 << align_log2), 0, "{event:?}");
                assert_eq!(live.insert(at, size), None, "{event:?}");
                now += size as i64;
            }
            HeapEvent::Realloc {
                from,
                to,
                size,
                outside,
                ..
            } => {
                counts[1] += 1;
                let old = live.remove(&from);
                assert_eq!(old.is_none(), outside.is_some(), "{event:?}");
                assert_eq!(live.insert(to, size), None, "{event:?}");
                now += size as i64 - old.or(outside).unwrap_or(0) as i64;
            }
            HeapEvent::Free { at, outside } => {
                counts[2] += 1;
                let old = live.remove(&at);
                assert_eq!(old.is_none(), outside.is_some(), "{event:?}");
                now -= old.or(outside).unwrap_or(0) as i64;
            }
        }
        peak = peak.max(now);
    }
    let [allocations, reallocations, frees] = counts;
    [allocations, reallocations, frees, peak.unsigned_abs()]
}

/// Asserts that a section has exactly what the counters counted.
pub(crate) fn assert_agrees(recorded: &Recorded, label: &str) {
    let trace = recorded.trace();
    let section = trace.section(label).expect("the section exists");
    let usage = recorded.usage(label);
    let counted = ["allocations", "reallocations", "deallocations", "peak"]
        .map(|name| u64::try_from(usage[name]).expect("it is not negative"));
    assert_eq!(replay(section), counted, "{label}");
    assert_eq!(section.dropped, 0);
    assert_eq!(i128::from(section.bytes), usage["bytes"]);
    assert_eq!(i128::from(section.peak), usage["peak"]);
}
