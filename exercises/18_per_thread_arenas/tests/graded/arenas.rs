//! The arenas of a herd, and which of them holds an address.

use bumpalo_herd::Herd;
use yardstick::Chunks;

use per_thread_arenas::Report;

/// More arenas than a herd has in any test: it has one for each worker, or for each share of the work.
const MOST: usize = 512;

/// The chunks of each arena of the herd. A herd hands out existing arenas before it makes new ones.
pub(crate) fn of(herd: &Herd) -> Vec<Chunks> {
    let members: Vec<_> = (0..MOST).map(|_| herd.get()).collect();
    let arenas = members.iter().map(|member| Chunks::of(member.as_bump()));
    arenas.filter(|arena| arena.used_bytes() > 0).collect()
}

/// Which of them holds this address.
pub(crate) fn holding(arenas: &[Chunks], address: usize) -> Option<usize> {
    arenas.iter().position(|arena| arena.contains(address))
}

/// The addresses of a report's hits and their texts.
pub(crate) fn addresses(report: &Report<'_>) -> Vec<usize> {
    let texts = report
        .hits
        .iter()
        .flat_map(|hit| [hit.client, hit.path, hit.agent])
        .map(|text| text.as_ptr().addr());
    texts.chain([report.hits.as_ptr().addr()]).collect()
}
