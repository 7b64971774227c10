//! The two sides of the format, checked against each other.

use super::format::{HeapEvent, PAGE, Section, Site, Trace};
use super::read::{ReadError, read};
use super::write::{self, Encoded, Encoder};
use crate::protocol::{TRACE_MAGIC, TRACE_VERSION};
use fastrand::Rng;

/// The lines that made them.
const PLACES: [&str; 3] = ["src/lib.rs:4", "bad/lib.rs:12", "über.rs:1"];

fn sites() -> Vec<Site> {
    let site = |place: &str| Site {
        place: place.to_owned(),
        text: format!("Box::new(\"{place}\")"),
    };
    PLACES.map(site).to_vec()
}

/// Events as a heap could produce them, at the addresses of small blocks and of mapped ones.
fn random_events(rng: &mut Rng, n_events: usize) -> Vec<HeapEvent> {
    let mut address = || match rng.u8(..8) {
        0 => 0x7f3a_0000_0000 + rng.u64(..1 << 30),
        _ => 0x5581_0000_0000 + rng.u64(..1 << 16) * 8,
    };
    let addresses: Vec<(u64, u64)> = (0..n_events).map(|_| (address(), address())).collect();
    let events = addresses.into_iter().map(|(at, to)| {
        let bits = rng.u32(1..40);
        let size = rng.u64(..1 << bits);
        let outside = rng.bool().then(|| rng.u64(..1 << 20));
        let site = rng.u32(..4).checked_sub(1);
        match rng.u8(..3) {
            0 => HeapEvent::Alloc {
                at,
                size,
                align_log2: rng.u32(..13),
                chunk: rng.bool(),
                site,
            },
            1 => HeapEvent::Realloc {
                from: at,
                to,
                size,
                outside,
                site,
            },
            _ => HeapEvent::Free { at, outside },
        }
    });
    events.collect()
}

fn encode(events: &[HeapEvent], room: usize) -> Encoded {
    let mut encoder = Encoder::new(room);
    for (index, site) in sites().iter().enumerate() {
        assert_eq!(encoder.site(site), Some(index as u32));
        assert_eq!(encoder.site(site), Some(index as u32), "again");
    }
    for event in events {
        encoder.push(*event);
    }
    encoder.finish(1_000, 100)
}

/// The event as it is in the file: with addresses that count from `base`.
fn relative(event: HeapEvent, base: u64) -> HeapEvent {
    match event {
        HeapEvent::Alloc {
            at,
            size,
            align_log2,
            chunk,
            site,
        } => HeapEvent::Alloc {
            at: at - base,
            size,
            align_log2,
            chunk,
            site,
        },
        HeapEvent::Realloc {
            from,
            to,
            size,
            outside,
            site,
        } => HeapEvent::Realloc {
            from: from - base,
            to: to - base,
            size,
            outside,
            site,
        },
        HeapEvent::Free { at, outside } => HeapEvent::Free {
            at: at - base,
            outside,
        },
    }
}

fn expected(label: &str, events: &[HeapEvent]) -> Section {
    let addresses = events.iter().flat_map(|event| match *event {
        HeapEvent::Alloc { at, .. } | HeapEvent::Free { at, .. } => [at, at],
        HeapEvent::Realloc { from, to, .. } => [from, to],
    });
    let base = addresses.min().unwrap_or(0) / PAGE * PAGE;
    let is_chunk = |event: &&HeapEvent| matches!(event, HeapEvent::Alloc { chunk: true, .. });
    Section {
        label: label.to_owned(),
        chunks: events.iter().filter(is_chunk).count() as u64,
        sites: sites(),
        events: events.iter().map(|event| relative(*event, base)).collect(),
        dropped: 0,
        bytes: 1_000,
        peak: 100,
    }
}

#[test]
fn what_was_written_is_read() {
    let seed = crate::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..300 {
        let sizes = [rng.usize(..200), rng.usize(..200)];
        let [bad, yours] = sizes.map(|n_events| random_events(&mut rng, n_events));
        let sections = [&bad, &yours].map(|events| encode(events, usize::MAX));
        let file = write::file(&[("bad", &sections[0]), ("yours", &sections[1])]);
        let trace = read(&file).unwrap_or_else(|error| panic!("{error} (seed {seed})"));
        assert_eq!(
            trace.sections,
            [expected("bad", &bad), expected("yours", &yours)],
            "seed {seed}"
        );
        assert_eq!(trace.section("yours"), Some(&trace.sections[1]));
        assert_eq!(
            write::write(&trace),
            file,
            "a trace is written as it was read"
        );
    }
}

#[test]
fn sites_without_room_are_left_out() {
    let mut encoder = Encoder::new(usize::MAX);
    let site = |number: usize| Site {
        place: format!("src/lib.rs:{number}"),
        text: "x".repeat(200),
    };
    let kept = (0..1_000).filter_map(|number| encoder.site(&site(number)));
    let kept = kept.count();
    assert!((200..400).contains(&kept), "{kept}");
    assert_eq!(encoder.site(&site(7)), Some(7), "what is known stays");
    let read = read(&write::file(&[("bad", &encoder.finish(0, 0))])).expect("it was just written");
    assert_eq!(read.sections[0].sites.len(), kept);
}

#[test]
fn addresses_far_apart_are_kept() {
    let events = [u64::MAX, 0, 1 << 63].map(|at| HeapEvent::Free { at, outside: None });
    let file = write::file(&[("bad", &encode(&events, usize::MAX))]);
    let trace = read(&file).expect("it was just written");
    assert_eq!(trace.sections, [expected("bad", &events)]);
}

fn small_file() -> Vec<u8> {
    let mut rng = Rng::with_seed(crate::seed());
    let [bad, yours] = [60, 40].map(|n_events| {
        let events = random_events(&mut rng, n_events);
        encode(&events, usize::MAX)
    });
    write::file(&[("bad", &bad), ("yours", &yours)])
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let file = small_file();
    assert_eq!(read(&[]), Err(ReadError::Foreign));
    for length in 1..file.len() {
        assert_eq!(
            read(&file[..length]),
            Err(ReadError::Truncated { length }),
            "the first {length} bytes"
        );
    }
}

#[test]
fn a_file_changed_anywhere_never_panics() {
    let file = small_file();
    for at in 0..file.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut changed = file.clone();
            changed[at] ^= change;
            // Many changes result in another valid trace.
            let _ = read(&changed);
        }
    }
    let mut longer = file;
    longer.push(0);
    let error = read(&longer).expect_err("nothing may follow");
    assert!(matches!(error, ReadError::Damaged { .. }), "{error}");
}

#[test]
fn a_foreign_file_and_a_newer_one_are_named() {
    let foreign = read(b"\x7fELF...").expect_err("this is a program");
    assert_eq!(
        foreign.to_string(),
        "this is not a trace\nhelp: record the trace again with `cargo xtask trace`"
    );
    let version = |version: u64| [TRACE_MAGIC.as_slice(), &[version as u8]].concat();
    let newer = read(&version(TRACE_VERSION + 1)).expect_err("what follows is unknown");
    assert_eq!(
        newer.to_string(),
        "the trace has version 3 of the format, but this program reads version 2\n\
         help: update this checkout, or record the trace again with `cargo xtask trace`"
    );
    let older = read(&version(1)).expect_err("it had no sites");
    assert_eq!(
        older.to_string(),
        "the trace has version 1 of the format, but this program reads version 2\n\
         help: record the trace again with `cargo xtask trace`"
    );
    let none = read(&version(0)).expect_err("versions count from 1");
    assert!(matches!(none, ReadError::Damaged { .. }), "{none}");
}

#[test]
fn events_without_room_are_counted_and_the_beginning_stays() {
    let mut rng = Rng::with_seed(crate::seed());
    let events = random_events(&mut rng, 2_000);
    for room in [0, 1, 100, 5_000] {
        let encoded = encode(&events, room);
        let counts = encoded.counts;
        assert_eq!(counts.events + counts.dropped, 2_000);
        let file = write::file(&[("yours", &encoded)]);
        assert!(file.len() <= room + 250, "{} for {room}", file.len());
        let trace = read(&file).expect("it was just written");
        let kept = &events[..counts.events as usize];
        let mut expected = expected("yours", kept);
        expected.dropped = counts.dropped;
        assert_eq!(trace.sections, [expected]);
    }
}

/// The layout of the bytes, so that a reader in another language can be checked against it.
#[test]
fn the_bytes_are_as_documented() {
    let events = [
        HeapEvent::Alloc {
            at: 0x5000_1010,
            size: 24,
            align_log2: 3,
            chunk: false,
            site: Some(0),
        },
        HeapEvent::Alloc {
            at: 0x5000_1030,
            size: 512,
            align_log2: 4,
            chunk: true,
            site: None,
        },
        HeapEvent::Realloc {
            from: 0x5000_1010,
            to: 0x5000_1018,
            size: 8,
            outside: None,
            site: Some(0),
        },
        HeapEvent::Free {
            at: 0x5000_1008,
            outside: Some(7),
        },
    ];
    let site = Site {
        place: "a.rs:7".to_owned(),
        text: "f();".to_owned(),
    };
    let section = Section {
        label: "bad".to_owned(),
        sites: vec![site],
        events: events.to_vec(),
        dropped: 0,
        chunks: 1,
        bytes: 1_000,
        peak: 100,
    };
    let file = write::write(&Trace {
        sections: vec![section],
    });
    let documented: Vec<u8> = [
        b"YRDTRACE".as_slice(),
        // Version, sections, the section's length.
        &[2, 1, 41],
        // The label.
        &[3, b'b', b'a', b'd'],
        // Events, dropped, chunks, bytes (1000), peak, start.
        &[4, 0, 1, 0xe8, 0x07, 100, 0x10],
        // Sites: a place, and a text.
        &[1, 6, b'a', b'.', b'r', b's', b':', b'7'],
        &[4, b'f', b'(', b')', b';'],
        // Allocation, aligned to 8: difference 0, 24 bytes, the first site.
        &[0x30, 0, 24, 1],
        // Allocation of a chunk, aligned to 16: 32 further, 512 bytes, no site.
        &[0x48, 0x40, 0x80, 0x04, 0],
        // Reallocation: 32 back, then 8 further, 8 bytes, the first site.
        &[1, 0x3f, 0x10, 8, 1],
        // Free of a block from outside: 16 back, 7 bytes.
        &[6, 0x1f, 7],
    ]
    .concat();
    assert_eq!(file, documented);
}
