//! What a process writes to files, where the system says.

/// The bytes that this process has written so far: to files, pipes and devices. `None` except on
/// Linux.
pub(crate) fn written_bytes() -> Option<u64> {
    // Miri has no such file. Where Linux lends its files to programs of another system, as Wine does, it counts what that
    // system's own work writes.
    if cfg!(miri) || !cfg!(target_os = "linux") {
        return None;
    }
    let counters = std::fs::read_to_string("/proc/self/io").ok()?;
    let written = |line: &str| line.strip_prefix("wchar: ")?.trim().parse().ok();
    counters.lines().find_map(written)
}
