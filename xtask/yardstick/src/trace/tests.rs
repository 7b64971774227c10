//! The two sides of the format, checked against each other.

use super::format::{HeapEvent, MAGIC, PAGE, Section, VERSION};
use super::read::{ReadError, read};
use super::write::{self, Encoded, Encoder};
use fastrand::Rng;

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
        match rng.u8(..3) {
            0 => HeapEvent::Alloc {
                at,
                size,
                align_log2: rng.u32(..13),
                chunk: rng.bool(),
            },
            1 => HeapEvent::Realloc {
                from: at,
                to,
                size,
                outside,
            },
            _ => HeapEvent::Free { at, outside },
        }
    });
    events.collect()
}

fn encode(events: &[HeapEvent], room: usize) -> Encoded {
    let mut encoder = Encoder::new(room);
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
        } => HeapEvent::Alloc {
            at: at - base,
            size,
            align_log2,
            chunk,
        },
        HeapEvent::Realloc {
            from,
            to,
            size,
            outside,
        } => HeapEvent::Realloc {
            from: from - base,
            to: to - base,
            size,
            outside,
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
    }
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
    let newer = [MAGIC.as_slice(), &[VERSION as u8 + 1]].concat();
    let newer = read(&newer).expect_err("what follows is unknown");
    assert_eq!(
        newer.to_string(),
        "the trace has version 2 of the format, but this program reads version 1\n\
         help: update this checkout, or record the trace again with `cargo xtask trace`"
    );
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
        assert!(file.len() <= room + 100, "{} for {room}", file.len());
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
        },
        HeapEvent::Alloc {
            at: 0x5000_1030,
            size: 512,
            align_log2: 4,
            chunk: true,
        },
        HeapEvent::Realloc {
            from: 0x5000_1010,
            to: 0x5000_1018,
            size: 8,
            outside: None,
        },
        HeapEvent::Free {
            at: 0x5000_1008,
            outside: Some(7),
        },
    ];
    let file = write::file(&[("bad", &encode(&events, usize::MAX))]);
    let documented: Vec<u8> = [
        b"YRDTRACE".as_slice(),
        // Version, sections, the section's length.
        &[1, 1, 25],
        // The label.
        &[3, b'b', b'a', b'd'],
        // Events, dropped, chunks, bytes (1000), peak, start.
        &[4, 0, 1, 0xe8, 0x07, 100, 0x10],
        // Allocation, aligned to 8: difference 0, 24 bytes.
        &[0x30, 0, 24],
        // Allocation of a chunk, aligned to 16: 32 further, 512 bytes.
        &[0x48, 0x40, 0x80, 0x04],
        // Reallocation: 32 back, then 8 further, 8 bytes.
        &[1, 0x3f, 0x10, 8],
        // Free of a block from outside: 16 back, 7 bytes.
        &[6, 0x1f, 7],
    ]
    .concat();
    assert_eq!(file, documented);
}
