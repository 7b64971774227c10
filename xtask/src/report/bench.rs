//! What `bench` reports, for every format: Bad, Bad tuned without an arena, yours and the solution, side by side.

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

/// One of the versions of an exercise.
pub struct Version {
    /// `bad`, `tuned`, `yours` or `reference`.
    pub name: &'static str,
    /// What people read.
    pub title: &'static str,
    /// The median time of a call, in nanoseconds.
    pub ns: f64,
    /// Page faults of a call, where the system tells.
    pub faults: Option<f64>,
    /// Heap calls, bytes asked for, and peak live bytes; `None` if they were not counted.
    pub heap: Option<[u64; 3]>,
    /// Bad's time over this version's; `None` for Bad.
    pub speed: Option<Speed>,
}

/// The versions of an exercise; none if nothing could be measured.
pub fn versions(benched: &Benched<'_>) -> Vec<Version> {
    let Ok(timing) = &benched.speeds else {
        return Vec::new();
    };
    let (yours, reference) = (&timing.yours, &timing.reference);
    let bad = benched
        .yours
        .map(|heap| [heap.bad, heap.bad_bytes, heap.bad_peak]);
    let of_yours = |heap: Allocations| [heap.yours, heap.yours_bytes, heap.yours_peak];
    let version = |name, title, speed: &Speed, heap| Version {
        name,
        title,
        ns: speed.details.yours_ns,
        faults: speed.details.yours_faults,
        heap,
        speed: Some(speed.clone()),
    };
    let mut all = vec![Version {
        name: "bad",
        title: "Bad",
        ns: yours.details.bad_ns,
        faults: yours.details.bad_faults,
        heap: bad,
        speed: None,
    }];
    let tuned = timing.tuned.iter();
    all.extend(tuned.map(|tuned| version("tuned", "without an arena", tuned, None)));
    let heap = benched.yours.map(of_yours);
    all.push(version("yours", "yours", yours, heap));
    let heap = benched.reference.map(of_yours);
    all.push(version("reference", "reference", reference, heap));
    all
}

/// Time, page faults and heap use of a version, as text.
pub fn figures(version: &Version) -> [String; 5] {
    let heap = |at: usize| {
        version
            .heap
            .map_or("-".to_owned(), |heap| heap[at].to_string())
    };
    let faults = version.faults.map_or("-".to_owned(), faults);
    [duration(version.ns), faults, heap(0), heap(1), heap(2)]
}

/// A speedup, its interval, and the verdict unless it is faster.
pub fn ratio(speed: &Speed) -> String {
    let Speed {
        ratio, low, high, ..
    } = speed;
    let figures = format!("{ratio:.2}× [{low:.2}, {high:.2}]");
    match speed.verdict {
        SpeedVerdict::Faster => figures,
        SpeedVerdict::AsFast => format!("{figures} as fast"),
        SpeedVerdict::Slower => format!("{figures} slower"),
        SpeedVerdict::TooNoisy => format!("{figures} too noisy to say"),
    }
}

/// A number of page faults: exact where it is small.
fn faults(n: f64) -> String {
    match n {
        n if n < 0.05 => "0".to_owned(),
        n if n < 10.0 => format!("{n:.1}"),
        n => format!("{n:.0}"),
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
