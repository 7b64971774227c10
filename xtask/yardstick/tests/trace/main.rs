//! Real recordings, made in child processes of this binary, since a process writes one trace.

mod recorded;

use bumpalo::Bump;
use recorded::{arena_list, assert_agrees, boxed_list, is_child, recorded, replay, report};
use std::collections::HashMap;
use std::hint::black_box;
use yardstick::Budget;
use yardstick::trace::{HeapEvent, MAX_BYTES, Section};

yardstick::count_allocations!();

#[test]
fn a_boxed_list_and_an_arena_give_the_events_that_were_counted() {
    if is_child() {
        let ((), bad) = yardstick::measure(|| boxed_list(1_000));
        let budget = Budget::named("a list").baseline(bad).process_wide();
        budget.run(|| arena_list(1_000));
        // The counters again, in the same process but without a section.
        Budget::named("counting").process_wide().run(|| {
            report("yours", yardstick::measure(|| arena_list(1_000)).1);
        });
        return report("bad", bad);
    }
    let recorded = recorded("a_boxed_list_and_an_arena_give_the_events_that_were_counted");
    assert!(recorded.output.status.success(), "{:?}", recorded.output);
    assert_agrees(&recorded, "bad");
    assert_agrees(&recorded, "yours");

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
    let is_chunk = |event: &&HeapEvent| matches!(event, HeapEvent::Alloc { chunk: true, .. });
    let n_chunks = yours.events.iter().filter(is_chunk).count();
    // Boxes and chunks are asked for elsewhere; these are the lines that asked for a box, and for a place in the arena.
    for (section, text) in [
        (bad, "Box::new(Node {"),
        (yours, "arena.alloc([value, value])"),
    ] {
        let [site] = &section.sites[..] else {
            panic!("one line allocates: {:?}", section.sites);
        };
        let file = "xtask/yardstick/tests/trace/recorded.rs:";
        assert!(site.place.starts_with(file), "{}", site.place);
        assert!(site.text.contains(text), "{}", site.text);
        let has_site = |event: &HeapEvent| match event {
            HeapEvent::Alloc { site, .. } | HeapEvent::Realloc { site, .. } => *site == Some(0),
            HeapEvent::Free { .. } => true,
        };
        assert!(section.events.iter().all(has_site));
    }
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
fn growing_moving_and_outside_blocks_are_distinguished() {
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
        return report("bad", bad);
    }
    let recorded = recorded("growing_moving_and_outside_blocks_are_distinguished");
    let trace = recorded.trace();
    let bad = trace.section("bad").expect("the section exists");
    let shape: Vec<(&str, u64, Option<u64>)> = bad
        .events
        .iter()
        .map(|event| match *event {
            HeapEvent::Alloc { size, .. } => ("alloc", size, None),
            HeapEvent::Realloc { size, outside, .. } => ("realloc", size, outside),
            HeapEvent::Free { outside, .. } => ("free", 0, outside),
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
    let yours = trace.section("yours").expect("the section exists");
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
            // The arena calls the closure, and the closure allocates on the heap.
            let aligned: &mut Box<Aligned> = arena.alloc_with(|| Box::new(Aligned([1; 64])));
            black_box(aligned.0[0]);
        });
        return;
    }
    let recorded = recorded("only_blocks_that_bumpalo_asks_for_are_chunks");
    let trace = recorded.trace();
    let flags = |label: &str| -> Vec<bool> {
        let section = trace.section(label).expect("the section exists");
        let flags = section.events.iter().filter_map(|event| match event {
            HeapEvent::Alloc { chunk, .. } => Some(*chunk),
            _ => None,
        });
        flags.collect()
    };
    assert_eq!(flags("bad"), [false]);
    assert_eq!(flags("yours"), [true, false]);
}

#[test]
fn other_threads_are_recorded_exactly_if_the_region_counts_them() {
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
        return report("bad", bad);
    }
    let recorded = recorded("other_threads_are_recorded_exactly_if_the_region_counts_them");
    let trace = recorded.trace();
    let sections = ["bad", "yours"].map(|label| {
        let section = trace.section(label).expect("the section exists");
        replay(section);
        section
    });
    let has_size = |section: &Section, wanted: u64| {
        let mut events = section.events.iter();
        events.any(|event| matches!(event, HeapEvent::Alloc { size, .. } if *size == wanted))
    };
    assert!(has_size(sections[0], 3_333) && !has_size(sections[0], 7_777));
    assert!(has_size(sections[1], 3_333) && has_size(sections[1], 7_777));
    assert!(sections[1].events.len() >= 400);
    // The block that the other thread freed is not live at the end.
    let left_over = |section: &Section| {
        let mut live = HashMap::new();
        for event in &section.events {
            match *event {
                HeapEvent::Alloc { at, size, .. } => live.insert(at, size),
                HeapEvent::Realloc { from, .. } => live.remove(&from),
                HeapEvent::Free { at, .. } => live.remove(&at),
            };
        }
        live.values().any(|size| *size == 3_333)
    };
    assert!(!left_over(sections[0]));
}

#[test]
fn the_file_keeps_its_cap_and_counts_what_it_drops() {
    if is_child() {
        let ((), bad) = yardstick::measure(|| boxed_list(1_200_000));
        Budget::named("long")
            .baseline(bad)
            .run(|| boxed_list(1_300_000));
        return;
    }
    let recorded = recorded("the_file_keeps_its_cap_and_counts_what_it_drops");
    let length = recorded.file.as_ref().map_or(0, Vec::len);
    assert!(
        (MAX_BYTES * 9 / 10..=MAX_BYTES).contains(&length),
        "{length}"
    );
    let trace = recorded.trace();
    for (label, n_events) in [("bad", 2_400_000), ("yours", 2_600_000)] {
        let section = trace.section(label).expect("the section exists");
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
    let events =
        ["bad", "yours"].map(|label| trace.section(label).map(|section| section.events.len()));
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
fn a_region_that_panics_leaves_no_trace() {
    if is_child() {
        let ((), bad) = yardstick::measure(|| boxed_list(10));
        Budget::named("yours").baseline(bad).run(|| {
            boxed_list(10);
            panic!("on purpose");
        });
    }
    let recorded = recorded("a_region_that_panics_leaves_no_trace");
    assert!(!recorded.output.status.success());
    assert_eq!(recorded.file, None);
    assert!(!recorded.facts.contains("trace"), "{}", recorded.facts);
}
