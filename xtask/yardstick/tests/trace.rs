//! Real recordings, made in child processes of this very binary, since a process writes one trace.

use bumpalo::Bump;
use std::collections::HashMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::process::{Command, Output};
use yardstick::trace::{Event, MAX_BYTES, Section, Trace};
use yardstick::{Budget, Usage};

yardstick::count_allocations!();

const ROLE: &str = "YARDSTICK_TEST_ROLE";

/// What a child left behind.
struct Recorded {
    output: Output,
    facts: String,
    /// The file, if there is one.
    file: Option<Vec<u8>>,
}

impl Recorded {
    fn trace(&self) -> Trace {
        let file = self.file.as_deref();
        let file = file.unwrap_or_else(|| panic!("no trace: {:?}", self.output));
        yardstick::trace::read(file).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A figure of the `usage` facts that a child emits of its own.
    fn usage(&self, label: &str) -> HashMap<String, i128> {
        let start = format!(r#"{{"fact":"usage","label":"{label}","#);
        let line = self
            .facts
            .lines()
            .find_map(|line| line.strip_prefix(&start));
        let line = line.unwrap_or_else(|| panic!("no usage of {label} in {}", self.facts));
        let members = line.trim_end_matches('}').split(',');
        let members = members.filter_map(|member| {
            let (name, value) = member.split_once(':')?;
            Some((name.trim_matches('"').to_owned(), value.parse().ok()?))
        });
        members.collect()
    }
}

/// Runs the test of this name again in a process that records.
fn recorded(test: &str) -> Recorded {
    let file = |kind: &str| -> PathBuf {
        std::env::temp_dir().join(format!("yardstick-{kind}-{test}-{}", std::process::id()))
    };
    let (facts, trace) = (file("facts"), file("trace"));
    let output = Command::new(std::env::current_exe().expect("this binary has a path"))
        .args(["--exact", test, "--nocapture"])
        .env(ROLE, "child")
        .env(yardstick::facts::FILE_VARIABLE, &facts)
        .env(yardstick::trace::FILE_VARIABLE, &trace)
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

fn is_child() -> bool {
    std::env::var_os(ROLE).is_some()
}

/// Tells the parent what the counters say.
fn tell(label: &str, usage: Usage) {
    yardstick::facts::Fact::new("usage")
        .text("label", label)
        .number("allocations", usage.allocations)
        .number("reallocations", usage.reallocations)
        .number("deallocations", usage.deallocations)
        .number("bytes", usage.bytes)
        .number("peak", usage.peak)
        .emit();
}

struct Node {
    _value: u64,
    next: Option<Box<Node>>,
}

fn boxed_list(n_nodes: u64) {
    let mut list = None;
    for value in 0..n_nodes {
        let node = Box::new(Node {
            _value: value,
            next: list,
        });
        list = Some(black_box(node));
    }
    // One by one: a list that is dropped whole needs a stack as deep as it is long.
    while let Some(node) = list {
        list = node.next;
    }
}

fn arena_list(n_nodes: u64) {
    let arena = Bump::new();
    for value in 0..n_nodes {
        black_box(arena.alloc([value, value]));
    }
}

/// Follows the events, and asks that each makes sense after those before it. Returns allocations,
/// reallocations, frees, and the peak in bytes.
fn replay(section: &Section) -> [u64; 4] {
    let mut live: HashMap<u64, u64> = HashMap::new();
    let (mut counts, mut now, mut peak) = ([0; 3], 0i64, 0);
    for event in &section.events {
        match *event {
            Event::Alloc {
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
            Event::Realloc {
                from,
                to,
                size,
                outside,
            } => {
                counts[1] += 1;
                let old = live.remove(&from);
                assert_eq!(old.is_none(), outside.is_some(), "{event:?}");
                assert_eq!(live.insert(to, size), None, "{event:?}");
                now += size as i64 - old.or(outside).unwrap_or(0) as i64;
            }
            Event::Free { at, outside } => {
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

/// Asks that a section has exactly what the counters counted.
fn agrees(recorded: &Recorded, label: &str) {
    let trace = recorded.trace();
    let section = trace.section(label).expect("the section is there");
    let usage = recorded.usage(label);
    let counted = ["allocations", "reallocations", "deallocations", "peak"]
        .map(|name| u64::try_from(usage[name]).expect("it is no negative number"));
    assert_eq!(replay(section), counted, "{label}");
    assert_eq!(section.dropped, 0);
    assert_eq!(i128::from(section.bytes), usage["bytes"]);
    assert_eq!(i128::from(section.peak), usage["peak"]);
}

#[test]
fn a_boxed_list_and_an_arena_give_the_events_that_were_counted() {
    if is_child() {
        let ((), bad) = yardstick::measure(|| boxed_list(1_000));
        let budget = Budget::named("a list").baseline(bad).process_wide();
        budget.run(|| arena_list(1_000));
        // The counters again, in the same process but without a section.
        Budget::named("counting").process_wide().run(|| {
            tell("yours", yardstick::measure(|| arena_list(1_000)).1);
        });
        return tell("bad", bad);
    }
    let recorded = recorded("a_boxed_list_and_an_arena_give_the_events_that_were_counted");
    assert!(recorded.output.status.success(), "{:?}", recorded.output);
    agrees(&recorded, "bad");
    agrees(&recorded, "yours");

    let trace = recorded.trace();
    let labels: Vec<&str> = trace
        .sections
        .iter()
        .map(|section| &*section.label)
        .collect();
    assert_eq!(labels, ["bad", "yours"]);
    let bad = trace.section("bad").expect("its label was just seen");
    assert_eq!(
        (bad.events.len(), bad.chunks, bad.bytes),
        (2_000, 0, 16_000)
    );
    let yours = trace.section("yours").expect("its label was just seen");
    let is_chunk = |event: &&Event| matches!(event, Event::Alloc { chunk: true, .. });
    let n_chunks = yours.events.iter().filter(is_chunk).count();
    assert_eq!(
        yours.events.len(),
        2 * n_chunks,
        "chunks come and go, and nothing else does"
    );
    assert!((4..=10).contains(&n_chunks), "{yours:?}");
    let fact = format!(
        r#"{{"fact":"trace","label":"yours","events":{},"dropped":0,"chunks":{n_chunks},"bytes":{},"peak":{}}}"#,
        yours.events.len(),
        yours.bytes,
        yours.peak
    );
    assert!(recorded.facts.contains(&fact), "{fact}\n{}", recorded.facts);
}

#[test]
fn blocks_that_grow_move_and_come_from_outside_are_told_apart() {
    if is_child() {
        let mut outside: Vec<u8> = Vec::with_capacity(16);
        let given_back = black_box(vec![0u8; 100]);
        let ((), bad) = yardstick::measure(|| {
            outside.reserve_exact(64);
            drop(given_back);
            let mut inside: Vec<u64> = Vec::with_capacity(4);
            inside.reserve_exact(4_096);
            inside.shrink_to(16);
            drop(black_box(inside));
        });
        Budget::named("nothing").baseline(bad).run(|| ());
        drop(outside);
        return tell("bad", bad);
    }
    let recorded = recorded("blocks_that_grow_move_and_come_from_outside_are_told_apart");
    let trace = recorded.trace();
    let bad = trace.section("bad").expect("the section is there");
    let shape: Vec<(&str, u64, Option<u64>)> = bad
        .events
        .iter()
        .map(|event| match *event {
            Event::Alloc { size, .. } => ("alloc", size, None),
            Event::Realloc { size, outside, .. } => ("realloc", size, outside),
            Event::Free { outside, .. } => ("free", 0, outside),
        })
        .collect();
    let expected = [
        ("realloc", 64, Some(16)),
        ("free", 0, Some(100)),
        ("alloc", 32, None),
        ("realloc", 32_768, None),
        ("realloc", 128, None),
        ("free", 0, None),
    ];
    assert_eq!(shape, expected);
    let [allocations, reallocations, frees, _] = replay(bad);
    let usage = recorded.usage("bad");
    let counted = [
        ("allocations", allocations),
        ("reallocations", reallocations),
        ("deallocations", frees),
    ];
    for (name, n) in counted {
        assert_eq!(usage[name], i128::from(n), "{name}");
    }
    let yours = trace.section("yours").expect("the section is there");
    assert_eq!(yours.events, []);
}

#[test]
fn only_blocks_that_bumpalo_asks_for_are_chunks() {
    #[repr(align(64))]
    struct Aligned([u8; 64]);
    if is_child() {
        let ((), bad) = yardstick::measure(|| drop(black_box(Box::new(Aligned([0; 64])))));
        Budget::named("boxes in an arena").baseline(bad).run(|| {
            let arena = Bump::with_capacity(1_000);
            // The arena calls the closure, and the closure calls the heap.
            let aligned: &mut Box<Aligned> = arena.alloc_with(|| Box::new(Aligned([1; 64])));
            black_box(aligned.0[0]);
        });
        return;
    }
    let recorded = recorded("only_blocks_that_bumpalo_asks_for_are_chunks");
    let trace = recorded.trace();
    let flags = |label: &str| -> Vec<bool> {
        let section = trace.section(label).expect("the section is there");
        let flags = section.events.iter().filter_map(|event| match event {
            Event::Alloc { chunk, .. } => Some(*chunk),
            _ => None,
        });
        flags.collect()
    };
    assert_eq!(flags("bad"), [false]);
    assert_eq!(flags("yours"), [true, false]);
}

#[test]
fn other_threads_are_in_it_exactly_if_the_region_counts_them() {
    let work = || {
        let block = black_box(vec![0u8; 3_333]);
        let thread = std::thread::spawn(move || {
            drop(block);
            boxed_list(200);
            black_box(vec![0u8; 7_777])
        });
        drop(black_box(thread.join()));
    };
    if is_child() {
        let ((), bad) = yardstick::measure(work);
        Budget::named("threads")
            .baseline(bad)
            .process_wide()
            .run(work);
        return tell("bad", bad);
    }
    let recorded = recorded("other_threads_are_in_it_exactly_if_the_region_counts_them");
    let trace = recorded.trace();
    let sections = ["bad", "yours"].map(|label| {
        let section = trace.section(label).expect("the section is there");
        replay(section);
        section
    });
    let has_size = |section: &Section, wanted: u64| {
        let mut events = section.events.iter();
        events.any(|event| matches!(event, Event::Alloc { size, .. } if *size == wanted))
    };
    assert!(has_size(sections[0], 3_333) && !has_size(sections[0], 7_777));
    assert!(has_size(sections[1], 3_333) && has_size(sections[1], 7_777));
    assert!(sections[1].events.len() >= 400);
    // The block that the other thread freed is not left over.
    let left_over = |section: &Section| {
        let mut live = HashMap::new();
        for event in &section.events {
            match *event {
                Event::Alloc { at, size, .. } => live.insert(at, size),
                Event::Realloc { from, .. } => live.remove(&from),
                Event::Free { at, .. } => live.remove(&at),
            };
        }
        live.values().any(|size| *size == 3_333)
    };
    assert!(!left_over(sections[0]));
}

#[test]
fn the_file_keeps_its_cap_and_counts_what_it_drops() {
    if is_child() {
        let ((), bad) = yardstick::measure(|| boxed_list(300_000));
        Budget::named("long")
            .baseline(bad)
            .run(|| boxed_list(400_000));
        return;
    }
    let recorded = recorded("the_file_keeps_its_cap_and_counts_what_it_drops");
    let length = recorded.file.as_ref().map_or(0, Vec::len);
    assert!(
        (MAX_BYTES * 9 / 10..=MAX_BYTES).contains(&length),
        "{length}"
    );
    let trace = recorded.trace();
    for (label, n_events) in [("bad", 600_000), ("yours", 800_000)] {
        let section = trace.section(label).expect("the section is there");
        assert_eq!(section.events.len() as u64 + section.dropped, n_events);
        assert_eq!(section.bytes, n_events / 2 * 16);
        assert_eq!(section.peak, n_events / 2 * 16);
        replay(section);
    }
}

#[test]
fn the_measured_region_that_became_the_baseline_is_bad() {
    if is_child() {
        let ((), bad) = yardstick::measure(|| boxed_list(10));
        let ((), _) = yardstick::measure(|| boxed_list(20));
        Budget::named("another").run(|| boxed_list(30));
        Budget::named("yours").baseline(bad).run(|| boxed_list(40));
        return;
    }
    let recorded = recorded("the_measured_region_that_became_the_baseline_is_bad");
    let trace = recorded.trace();
    let events = ["bad", "yours"].map(|label| trace.section(label).map(|it| it.events.len()));
    assert_eq!(events, [Some(20), Some(80)]);
}

#[test]
fn a_missed_budget_leaves_its_trace() {
    if is_child() {
        let ((), bad) = yardstick::measure(|| boxed_list(10));
        let budget = Budget::named("yours").baseline(bad).allocations(1);
        return budget.run(|| boxed_list(10));
    }
    let recorded = recorded("a_missed_budget_leaves_its_trace");
    assert!(!recorded.output.status.success());
    assert_eq!(recorded.trace().sections.len(), 2);
}

#[test]
fn a_region_that_panics_leaves_none() {
    if is_child() {
        let ((), bad) = yardstick::measure(|| boxed_list(10));
        Budget::named("yours").baseline(bad).run(|| {
            boxed_list(10);
            panic!("on purpose");
        });
    }
    let recorded = recorded("a_region_that_panics_leaves_none");
    assert!(!recorded.output.status.success());
    assert_eq!(recorded.file, None);
    assert!(!recorded.facts.contains("trace"), "{}", recorded.facts);
}
