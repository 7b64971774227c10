//! How many bytes of an arena a log takes, and how many are allowed. Two steps use this.

use std::collections::HashSet;

use bumpalo::Bump;
use fastrand::Rng;
use growth_waste::{Log, Remark, read};
use yardstick::{Budget, Chunks, grouped};

/// Allowed arena bytes, in per cent of the columns' own size. It leaves room for an estimated
/// capacity, and for a doubled one: the logs of these tests nearly fill it.
const PER_CENT: usize = 140;

/// Numbers of readings for which a capacity that doubles ends up nearly full, as does one for half of
/// them. They are far apart: a capacity that suits one of them is far too large, or too small, for
/// the others.
pub(crate) fn numbers_of_rows(rng: &mut Rng) -> [usize; 3] {
    let doublings: [u32; 3] = if cfg!(miri) { [5, 6, 7] } else { [13, 14, 15] };
    doublings.map(|doublings| nearly(rng, doublings))
}

/// A few per cent less than `1 << doublings`.
pub(crate) fn nearly(rng: &mut Rng, doublings: u32) -> usize {
    let full = 1 << doublings;
    full - rng.usize(full / 18..full / 12)
}

/// Reads the log in an arena with one large chunk, and asserts that little of it is lost.
pub(crate) fn assert_little_is_lost(what: &str, source: &str) {
    let arena = Bump::with_capacity(8 << 20);
    // All of it belongs in the arena: a vector on the heap would hide the growth, not avoid it.
    let log = Budget::named(format!("{what}, in an arena that is large enough"))
        .allocations(0)
        .process_wide()
        .run(|| read(&arena, source))
        .expect("a log generated for this test is well formed");
    let chunks = Chunks::of(&arena);
    assert_same_as_bad(what, source, &log);
    assert_in_arena(&chunks, &log);
    let (columns, used) = (size_of_columns(&log, &chunks), chunks.used_bytes());
    let most = columns * PER_CENT / 100;
    if used > most {
        show_the_lines(what, source, [columns, used, most]);
    }
}

/// Reads the log once more, in an arena of just the allowed size. A line that makes it ask for more
/// is one that leaves a hole.
fn show_the_lines(what: &str, source: &str, [columns, used, most]: [usize; 3]) {
    let arena = Bump::with_capacity(most);
    let [columns, used, most] = [columns, used, most].map(|bytes| grouped(bytes as u64));
    Budget::named(format!(
        "{what}: yours took {used} bytes of the arena for columns and texts of {columns}; \
         at most {most} are allowed.\n\n\
         In an arena of exactly {most} bytes, the log runs out of room at the line below. (The size is \
         that of the extra chunk; the holes may come from other lines.)\n\
         Reading it there"
    ))
    .allocations(0)
    .run(|| read(&arena, source).is_ok());
    panic!("{what}: yours took {used} bytes of the arena; at most {most} are allowed");
}

#[track_caller]
pub(crate) fn assert_same_as_bad(what: &str, source: &str, log: &Log<'_>) {
    let arena = Bump::new();
    let bad = bad::read(&arena, source).expect("Bad reads any log generated for these tests");
    let remarks = log.remarks.iter().map(|remark| (remark.row, remark.text));
    let bad_remarks = bad.remarks.iter().map(|remark| (remark.row, remark.text));
    for (column, same) in [
        ("minutes", log.minutes == bad.minutes),
        ("levels", log.levels == bad.levels),
        ("remarks", remarks.eq(bad_remarks)),
    ] {
        assert!(same, "{what}: the {column} are not those that Bad reads");
    }
}

fn assert_in_arena(chunks: &Chunks, log: &Log<'_>) {
    let columns = [log.minutes.as_ptr().addr(), log.levels.as_ptr().addr()];
    chunks.assert_holds("the columns of numbers", columns);
    if !log.remarks.is_empty() {
        chunks.assert_holds("the column of remarks", [log.remarks.as_ptr().addr()]);
    }
}

/// A text counts if it is in the arena, and once, however many remarks share it. One that borrows
/// from the source takes no memory.
#[allow(
    clippy::manual_slice_size_calculation,
    reason = "a list may be of another type than a slice"
)]
fn size_of_columns(log: &Log<'_>, chunks: &Chunks) -> usize {
    let texts = log.remarks.iter().map(|remark| remark.text);
    let in_the_arena = texts.filter(|text| chunks.contains(text.as_ptr().addr()));
    let different: HashSet<(usize, usize)> = in_the_arena
        .map(|text| (text.as_ptr().addr(), text.len()))
        .collect();
    log.minutes.len() * size_of::<u32>()
        + log.levels.len() * size_of::<i32>()
        + log.remarks.len() * size_of::<Remark<'_>>()
        + different.iter().map(|(_, length)| length).sum::<usize>()
}
