//! What `bench` reports, for every format: Bad, yours and the solution, side by side.

use grader::bench::Benched;
use grader::protocol::{Allocations, Speed, SpeedVerdict};

/// The measurements of some exercises.
pub struct BenchReport<'a> {
    /// In teaching order.
    pub exercises: &'a [Benched<'a>],
    /// The name of the allocator that all versions ran under.
    pub allocator: &'a str,
    /// The terminal's width; `None` off a terminal.
    pub columns: Option<usize>,
}

/// One of the three versions of an exercise.
pub struct Version {
    /// `bad`, `yours` or `reference`.
    pub name: &'static str,
    /// The median time of a call, in nanoseconds.
    pub ns: f64,
    /// Heap calls, bytes asked for, and peak live bytes; `None` if they were not counted.
    pub heap: Option<[u64; 3]>,
    /// Bad's time over this version's; `None` for Bad.
    pub speed: Option<Speed>,
}

/// The versions of an exercise; none if nothing could be measured.
pub fn versions(benched: &Benched<'_>) -> Vec<Version> {
    let Ok((yours, reference)) = &benched.speeds else {
        return Vec::new();
    };
    let bad = benched
        .yours
        .map(|heap| [heap.bad, heap.bad_bytes, heap.bad_peak]);
    let of_yours = |heap: Allocations| [heap.yours, heap.yours_bytes, heap.yours_peak];
    vec![
        Version {
            name: "bad",
            ns: yours.details.bad_ns,
            heap: bad,
            speed: None,
        },
        Version {
            name: "yours",
            ns: yours.details.yours_ns,
            heap: benched.yours.map(of_yours),
            speed: Some(yours.clone()),
        },
        Version {
            name: "reference",
            ns: reference.details.yours_ns,
            heap: benched.reference.map(of_yours),
            speed: Some(reference.clone()),
        },
    ]
}

/// Time and heap use of a version, as text.
pub fn figures(version: &Version) -> [String; 4] {
    let heap = |at: usize| {
        version
            .heap
            .map_or("-".to_owned(), |heap| heap[at].to_string())
    };
    [duration(version.ns), heap(0), heap(1), heap(2)]
}

/// A speedup, its interval, and the verdict unless it is faster.
pub fn ratio(speed: &Speed) -> String {
    let Speed {
        ratio, low, high, ..
    } = speed;
    let figures = format!("{ratio:.2}× [{low:.2}, {high:.2}]");
    match speed.verdict {
        SpeedVerdict::Faster => figures,
        SpeedVerdict::NotFaster => format!("{figures} not faster"),
        SpeedVerdict::TooNoisy => format!("{figures} too noisy to say"),
    }
}

/// A number of nanoseconds, in the unit that reads best.
fn duration(ns: f64) -> String {
    match ns {
        ns if ns < 1e3 => format!("{ns:.1} ns"),
        ns if ns < 1e6 => format!("{:.2} µs", ns / 1e3),
        ns if ns < 1e9 => format!("{:.2} ms", ns / 1e6),
        ns => format!("{:.2} s", ns / 1e9),
    }
}
