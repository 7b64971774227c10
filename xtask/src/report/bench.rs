//! What `bench` reports, for every format: Bad, Bad tuned without an arena, yours and the solution, side by side; their
//! times, or how these scale with threads.

use grader::bench::{Benched, Figures};
use grader::protocol::{Allocations, ScalingPoint, ScalingTimes, Speed, SpeedVerdict};
use grader::results::{Scaling, Timing};

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
    pub heap: Option<Heap>,
    /// Bad's time over this version's; `None` for Bad.
    pub speed: Option<Speed>,
}

/// The versions of an exercise whose speedup was measured; none if there is no speedup.
pub fn versions(benched: &Benched<'_>) -> Vec<Version> {
    let Some(timing) = timing(benched) else {
        return Vec::new();
    };
    let (yours, reference) = (&timing.yours, &timing.reference);
    let [bad, heap_of_yours, heap_of_reference] = heaps(benched);
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
    all.push(version("yours", "yours", yours, heap_of_yours));
    let title = "reference";
    all.push(version(title, title, reference, heap_of_reference));
    all
}

/// The speedup, if that was measured.
pub fn timing<'b>(benched: &'b Benched<'_>) -> Option<&'b Timing> {
    match &benched.figures {
        Ok(Figures::Speed(timing)) => Some(timing),
        Ok(Figures::Scaling(_)) | Err(_) => None,
    }
}

/// Heap calls, bytes asked for, and peak live bytes.
type Heap = [u64; 3];

/// The heap use of Bad, yours and the solution, each `None` if it was not counted.
fn heaps(benched: &Benched<'_>) -> [Option<Heap>; 3] {
    let bad = |heap: Allocations| [heap.bad, heap.bad_bytes, heap.bad_peak];
    let yours = |heap: Allocations| [heap.yours, heap.yours_bytes, heap.yours_peak];
    [
        benched.yours.map(bad),
        benched.yours.map(yours),
        benched.reference.map(yours),
    ]
}

/// What was measured and counted of a version of an exercise that scales with threads.
pub struct Scaled {
    /// `bad`, `yours` or `reference`.
    pub name: &'static str,
    /// What people read.
    pub title: &'static str,
    /// Heap calls, bytes asked for, and peak live bytes; `None` if they were not counted.
    pub heap: Option<Heap>,
    /// By number of threads, the same ones for all versions.
    pub times: Vec<(u64, ScalingTimes)>,
}

/// Bad, yours and the solution of an exercise that scales with threads.
pub fn scaled(benched: &Benched<'_>, scaling: &Scaling) -> [Scaled; 3] {
    let Scaling { yours, reference } = scaling;
    let times = |points: &[ScalingPoint], side: fn(&ScalingPoint) -> ScalingTimes| {
        let times = points.iter().map(|point| (point.threads, side(point)));
        times.collect()
    };
    let [bad_heap, yours_heap, reference_heap] = heaps(benched);
    [
        Scaled {
            name: "bad",
            title: "Bad",
            heap: bad_heap,
            times: times(yours, ScalingPoint::bad),
        },
        Scaled {
            name: "yours",
            title: "yours",
            heap: yours_heap,
            times: times(yours, ScalingPoint::yours),
        },
        Scaled {
            name: "reference",
            title: "reference",
            heap: reference_heap,
            times: times(reference, ScalingPoint::yours),
        },
    ]
}

/// How the figures of [`scaled`] are to be read.
pub const HOW_TO_READ: &str = "How to read it: from the fastest to the slowest process, with the median between; a version \
    scales if its time halves where the threads double, and one whose threads wait for a lock does not; nothing does \
    while other programs use the cores. There is no speedup, since what waiting costs may differ the next time. \
    What is certain is in the graded tests; heap calls vary with how rayon shares the work.";

/// Which inputs the columns of heap use are about.
pub const COUNTED: &str = "Heap calls, bytes and peak are those of the test that counts them, on its input; a timed call has \
    the input that the heading names.";

/// Time, page faults and heap use of a version, as text.
pub fn figures(version: &Version) -> [String; 5] {
    let [calls, bytes, peak] = heap_figures(version.heap);
    let faults = version.faults.map_or("-".to_owned(), per_call);
    [duration(version.ns), faults, calls, bytes, peak]
}

/// Heap calls, bytes and peak, as text.
pub fn heap_figures(heap: Option<Heap>) -> [String; 3] {
    match heap {
        Some(heap) => heap.map(|n| n.to_string()),
        None => ["-"; 3].map(str::to_owned),
    }
}

/// A median with its spread, and how often a thread waited in a call.
pub fn times_and_waits(times: &ScalingTimes) -> [String; 2] {
    let ScalingTimes {
        low_ns,
        ns,
        high_ns,
        waits,
    } = *times;
    let spread = format!("[{}, {}]", duration(low_ns), duration(high_ns));
    [
        format!("{} {spread}", duration(ns)),
        waits.map_or("-".to_owned(), per_call),
    ]
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

/// How often something happens in a call: exact where it is small.
fn per_call(n: f64) -> String {
    match n {
        n if n < 0.05 => "0".to_owned(),
        n if n < 10.0 => format!("{n:.1}"),
        n => format!("{n:.0}"),
    }
}

/// A number of nanoseconds, in the unit that reads best.
pub fn duration(ns: f64) -> String {
    match ns {
        ns if ns < 1e3 => format!("{ns:.1} ns"),
        ns if ns < 1e6 => format!("{:.2} µs", ns / 1e3),
        ns if ns < 1e9 => format!("{:.2} ms", ns / 1e6),
        ns => format!("{:.2} s", ns / 1e9),
    }
}
