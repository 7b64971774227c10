//! The arenas of a herd, and where an address lies in them.

use bumpalo_herd::Herd;
use yardstick::Chunks;

use per_thread_arenas::Report;

/// More than any test lets a herd have: it has one for each worker.
const MOST: usize = 64;

/// The chunks of each arena that the herd has. A herd hands out those before it makes new ones.
pub(crate) fn of(herd: &Herd) -> Vec<Chunks> {
    let members: Vec<_> = (0..MOST).map(|_| herd.get()).collect();
    members
        .iter()
        .map(|member| Chunks::of(member.as_bump()))
        .collect()
}

/// Which of them holds this address.
pub(crate) fn holding(arenas: &[Chunks], address: usize) -> Option<usize> {
    arenas.iter().position(|arena| arena.contains(address))
}

/// Where a report's hits and their texts lie.
pub(crate) fn addresses(report: &Report<'_>) -> Vec<usize> {
    let texts = report
        .hits
        .iter()
        .flat_map(|hit| [hit.client, hit.path, hit.agent])
        .map(|text| text.as_ptr().addr());
    texts.chain([report.hits.as_ptr().addr()]).collect()
}
