//! What is read before and after a sample: the time that this process had a processor, and its page faults; or the time
//! that passed, and how often its threads waited.
//!
//! On a busy machine wall time counts other programs' turns as well, and the longer a sample lasts, the more of them.
//! So it favours the faster side: with three busy loops on two cores, a ratio of 2.46 was measured as 3.92 by wall time, and
//! as 2.61 by CPU time (exercise 15, 2-core Linux VM). It is the process's, not the thread's: a benchmark may do its work on
//! a thread that it starts. Windows counts CPU time in steps of 15 ms, which is too coarse; there it is wall time. Where
//! several threads work at once, only wall time tells when they are done.

use super::stats;
use crate::protocol::Clock;
use std::time::{Duration, Instant};

/// The finest clock that this system has for work on one thread at a time.
pub(super) const CLOCK: Clock = match cfg!(unix) {
    true => Clock::Cpu,
    false => Clock::Wall,
};

/// How often this process had to wait for the system to map a page, without reading it from a disk, so far; `None`
/// where the system does not say.
#[cfg(unix)]
fn page_faults() -> Option<u64> {
    u64::try_from(usage()?.ru_minflt).ok()
}

#[cfg(not(unix))]
fn page_faults() -> Option<u64> {
    None
}

/// How often a thread of this process gave up its processor because it had to wait, so far; `None` where the system
/// does not say.
#[cfg(unix)]
fn waits() -> Option<u64> {
    u64::try_from(usage()?.ru_nvcsw).ok()
}

#[cfg(not(unix))]
fn waits() -> Option<u64> {
    None
}

/// What this process has used so far.
#[cfg(unix)]
fn usage() -> Option<libc::rusage> {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::uninit();
    #[allow(unsafe_code, reason = "only the system knows")]
    // SAFETY: the call writes a whole `rusage` to the place it is given, or returns an error.
    let usage = unsafe {
        if libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr()) != 0 {
            return None;
        }
        usage.assume_init()
    };
    Some(usage)
}

/// How long this process has had a processor.
#[cfg(unix)]
fn cpu_time() -> Option<Duration> {
    let mut time = std::mem::MaybeUninit::<libc::timespec>::uninit();
    #[allow(unsafe_code, reason = "only the system knows")]
    // SAFETY: the call writes a whole `timespec` to the place it is given, or returns an error.
    let time = unsafe {
        if libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, time.as_mut_ptr()) != 0 {
            return None;
        }
        time.assume_init()
    };
    let seconds = u64::try_from(time.tv_sec).ok()?;
    let nanoseconds = u32::try_from(time.tv_nsec).ok()?;
    Some(Duration::new(seconds, nanoseconds))
}

#[cfg(not(unix))]
fn cpu_time() -> Option<Duration> {
    None
}

/// The cost of some calls.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    pub(super) time: Duration,
    /// Minor page faults of this process, where the system tells; only by CPU time.
    pub(super) faults: Option<u64>,
    /// How often a thread of this process had to wait, where the system tells; only by wall time.
    pub(super) waits: Option<u64>,
}

/// What running `work` costs, by this clock.
pub(super) fn cost_of(clock: Clock, work: impl FnOnce()) -> Cost {
    match clock {
        Clock::Cpu => cost_by_cpu(work),
        Clock::Wall => cost_by_wall(work),
    }
}

fn cost_by_cpu(work: impl FnOnce()) -> Cost {
    // The clock is read last before the work and first after it, so that only its own reading is in the time.
    let faults = page_faults();
    let wall = Instant::now();
    let cpu = cpu_time();
    work();
    let cpu_after = cpu_time();
    let wall = wall.elapsed();
    let cpu = cpu.zip(cpu_after).map(|(from, to)| to.saturating_sub(from));
    let faults = faults.zip(page_faults());
    Cost {
        time: cpu.unwrap_or(wall),
        faults: faults.map(|(from, to)| to.saturating_sub(from)),
        waits: None,
    }
}

fn cost_by_wall(work: impl FnOnce()) -> Cost {
    let waits_before = waits();
    let wall = Instant::now();
    work();
    let time = wall.elapsed();
    let waits = waits_before.zip(waits());
    Cost {
        time,
        faults: None,
        waits: waits.map(|(from, to)| to.saturating_sub(from)),
    }
}

/// What one page fault costs here, in nanoseconds: fresh memory is written, one byte a page. `None` where faults are
/// not counted, or too few happened.
pub(super) fn fault_ns() -> Option<f64> {
    /// The median of an odd number of tries.
    const TRIES: usize = 5;
    let tries: Option<Vec<f64>> = (0..TRIES).map(|_| try_fault_ns()).collect();
    Some(stats::median(&mut tries?))
}

fn try_fault_ns() -> Option<f64> {
    /// Larger than what an allocator keeps for later: for glibc, 32 MB.
    const BYTES: usize = 40 << 20;
    const PAGE: usize = 4096;
    let mut block: Vec<u8> = Vec::new();
    // Without the memory there is no figure.
    block.try_reserve_exact(BYTES).ok()?;
    let first = cost_of(CLOCK, || touch(&mut block, BYTES, PAGE));
    let again = cost_of(CLOCK, || touch(&mut block, BYTES, PAGE));
    let faults = first.faults?.checked_sub(again.faults?)?;
    let time = first.time.saturating_sub(again.time);
    (faults > 100).then(|| time.as_secs_f64() * 1e9 / faults as f64)
}

/// Writes one byte of each page.
fn touch(block: &mut Vec<u8>, bytes: usize, page: usize) {
    for place in block.spare_capacity_mut()[..bytes].iter_mut().step_by(page) {
        std::hint::black_box(place.write(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn sleep_takes_no_cpu_time() {
        let nap = Duration::from_millis(60);
        let cost = cost_of(CLOCK, || std::thread::sleep(nap));
        assert!(cost.time < nap / 2, "{cost:?}");
    }

    #[test]
    fn sleep_takes_wall_time_and_is_a_wait() {
        let nap = Duration::from_millis(60);
        let cost = cost_of(Clock::Wall, || std::thread::sleep(nap));
        assert!(cost.time >= nap, "{cost:?}");
        assert_eq!(cost.faults, None);
        assert_eq!(cost.waits.is_some(), cfg!(unix));
        assert!(cost.waits.is_none_or(|waits| waits >= 1), "{cost:?}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn fresh_memory_is_faulted_in_page_by_page() {
        let mut block: Vec<u8> = Vec::with_capacity(64 << 20);
        let cost = cost_of(CLOCK, || touch(&mut block, 64 << 20, 4096));
        // With huge pages, 32; with small ones, 16 384.
        assert!(cost.faults.is_some_and(|faults| faults >= 30), "{cost:?}");
    }
}
