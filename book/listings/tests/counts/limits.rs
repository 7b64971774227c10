//! Limits: what a promised length costs, what an arena does at its limit, and when a limit has no
//! effect.

use crate::alone::alone;
use crate::prose::{self, thousands};
use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use hashbrown::{DefaultHashBuilder, HashMap};
use listings::limits::good::Refused;
use listings::limits::{after_the_limit, bad, good};
use std::panic::{
    AssertUnwindSafe, catch_unwind, resume_unwind,
};

/// A picture that claims to have this width and height, and has these pixels.
fn picture(size: [u32; 2], pixels: &[u32]) -> Vec<u8> {
    let numbers = [&size, pixels].concat();
    numbers
        .into_iter()
        .flat_map(u32::to_be_bytes)
        .collect()
}

#[test]
fn both_read_honest_pictures() {
    let arena = Bump::new();
    for (size, pixels) in [
        ([0, 9], &[][..]),
        ([1, 1], &[7]),
        ([3, 2], &[1, 2, 3, 4, 5, u32::MAX]),
    ] {
        let bytes = picture(size, pixels);
        assert_eq!(
            bad::pixels(&bytes).as_deref(),
            Some(pixels)
        );
        assert_eq!(good::pixels(&arena, &bytes), Ok(pixels));
    }
    let short = picture([3, 1], &[1, 2]);
    assert_eq!(bad::pixels(&short), None);
    assert_eq!(
        good::pixels(&arena, &short),
        Err(Refused::Malformed)
    );
    let huge = picture([u32::MAX; 2], &[7]);
    assert_eq!(
        good::pixels(&arena, &huge),
        Err(Refused::TooLarge)
    );
    for (text, depth) in
        [("[]", 1), ("[[][[]]]", 3), ("[[[[]]]]", 4)]
    {
        assert_eq!(bad::nesting(text), Some((depth, "")));
        assert_eq!(
            good::nesting(text, depth),
            Ok((depth, ""))
        );
        assert_eq!(
            good::nesting(text, depth - 1),
            Err(Refused::TooDeep)
        );
    }
    for text in ["[[]", "]", "", "[x]"] {
        assert_eq!(
            good::nesting(text, 9),
            Err(Refused::Malformed)
        );
        assert_eq!(bad::nesting(text), None);
    }
    assert_eq!(
        bad::nesting("[]]"),
        good::nesting("[]]", 9).ok()
    );
}

#[test]
fn one_side_allocates_what_a_picture_claims() {
    let bytes = picture([10_000, 5_000], &[7]);
    assert_eq!(bytes.len(), 12);
    let (read, usage) =
        yardstick::measure(|| bad::pixels(&bytes));
    assert_eq!(read, None);
    assert_eq!(usage.bytes, 200_000_000);
    let arena = Bump::new();
    let (read, usage) = yardstick::measure(|| {
        good::limited(&arena, 1_000_000, || {
            good::pixels(&arena, &bytes)
        })
    });
    assert_eq!(read, Err(Refused::TooLarge));
    assert_eq!(usage.bytes, 0);
    prose::says(
        "limits.md",
        "The Bad side asks for 200,000,000 bytes. The Good side asks for none",
    );
}

#[test]
fn a_million_lists_are_too_deep() {
    let text = "[".repeat(1_000_000);
    assert_eq!(
        good::nesting(&text, 100),
        Err(Refused::TooDeep)
    );
}

#[test]
fn a_limit_that_is_already_exceeded_has_no_effect() {
    assert_eq!(after_the_limit(&Bump::new()), 7_000);
    let arena = Bump::new();
    arena.alloc_slice_fill_copy(100_000, 0_u8);
    assert_eq!(after_the_limit(&arena), 1_000_000);
    let mut arena = Bump::new();
    arena.alloc_slice_fill_copy(100_000, 0_u8);
    arena.reset();
    assert_eq!(after_the_limit(&arena), 1_000_000);
    prose::says("limits.md", "| new | 7,000 |");
    prose::says(
        "limits.md",
        "| holds 100,000 bytes | 1,000,000 |",
    );
    prose::says(
        "limits.md",
        "| held 100,000 bytes, and was reset | 1,000,000 |",
    );
}

#[test]
fn a_limit_above_what_is_allocated_takes_effect() {
    let arena = Bump::new();
    arena.alloc_slice_fill_copy(100_000, 0_u8);
    let before = arena.allocated_bytes();
    let is_too_large = good::limited(&arena, 10_000, || {
        arena.try_alloc([0_u8; 20_000]).is_err()
    });
    assert!(is_too_large);
    assert!(arena.allocated_bytes() <= before + 10_000);
    assert_eq!(arena.allocation_limit(), None);
}

#[test]
fn an_arenas_own_limit_returns_and_counts_if_it_is_smaller() {
    let arena = Bump::new();
    arena.set_allocation_limit(Some(5_000));
    let is_too_large = good::limited(&arena, 10_000, || {
        arena.try_alloc([0_u8; 8_000]).is_err()
    });
    assert!(is_too_large);
    assert_eq!(arena.allocation_limit(), Some(5_000));
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        good::limited(&arena, 1_000, || {
            resume_unwind(Box::new(()))
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(arena.allocation_limit(), Some(5_000));
    // A smaller limit than what is held would be none.
    arena.set_allocation_limit(None);
    arena.alloc([0_u8; 100_000]);
    arena.set_allocation_limit(Some(50_000));
    let is_too_large = good::limited(&arena, 10_000, || {
        arena.try_alloc([0_u8; 60_000]).is_err()
    });
    assert!(is_too_large);
}

#[test]
fn a_limit_equal_to_what_is_allocated_refuses_chunks() {
    let arena = Bump::new();
    arena.alloc_slice_fill_copy(100_000, 0_u8);
    let allocated = arena.allocated_bytes();
    arena.set_allocation_limit(Some(allocated));
    assert!(arena.try_alloc([0_u8; 200_000]).is_err());
    arena.set_allocation_limit(Some(allocated - 1));
    assert!(arena.try_alloc([0_u8; 200_000]).is_ok());
}

#[test]
fn a_small_limit_is_not_used_up() {
    let arena = Bump::new();
    arena.set_allocation_limit(Some(1_000));
    let n_bytes = (0..)
        .take_while(|_| arena.try_alloc(0_u8).is_ok())
        .count();
    let text = format!(
        "under a limit of 1,000 bytes you get {}",
        thousands(n_bytes as u64)
    );
    prose::says("limits.md", &text);
}

#[test]
fn a_value_that_would_fit_may_be_refused() {
    let arena = Bump::with_capacity(64_000);
    arena.set_allocation_limit(Some(
        arena.allocated_bytes() + 100 * 1024,
    ));
    arena.alloc_slice_fill_copy(arena.chunk_capacity(), 0_u8);
    let gets_in = |kilobytes: usize| {
        arena
            .try_alloc_slice_fill_copy(kilobytes * 1024, 0_u8)
            .is_ok()
    };
    assert!(!gets_in(70));
    assert!(gets_in(60));
    prose::says(
        "limits.md",
        "the newest chunk has 64 KB, and that 100 KB are left. A value of 70 KB does not get in",
    );
}

#[test]
fn over_the_limit_some_panic_and_some_return() {
    let limited = || {
        let arena = Bump::new();
        arena.set_allocation_limit(Some(1_000));
        arena
    };
    let panics = |work: &dyn Fn(&Bump)| {
        let arena = limited();
        catch_unwind(AssertUnwindSafe(|| work(&arena)))
            .is_err()
    };
    assert!(panics(&|arena| {
        arena.alloc([0_u8; 5_000]);
    }));
    assert!(panics(&|arena| {
        let mut numbers = ArenaVec::new_in(arena);
        (0..5_000).for_each(|number| numbers.push(number));
    }));
    let long = "x".repeat(5_000);
    assert!(panics(&|arena| {
        arena.alloc_str(&long);
    }));
    assert!(panics(&|arena| {
        arena.alloc_slice_copy(long.as_bytes());
    }));
    assert!(panics(&|arena| {
        ArenaVec::<u64>::with_capacity_in(5_000, arena);
    }));
    assert!(panics(&|arena| {
        bumpalo::format!(in arena, "{}", long);
    }));
    let arena = limited();
    assert!(arena.try_alloc([0_u8; 5_000]).is_err());
    assert!(arena.try_alloc_str(&long).is_err());
    assert!(
        arena
            .try_alloc_slice_copy(long.as_bytes())
            .is_err()
    );
    let mut numbers = ArenaVec::<u64>::new_in(&arena);
    assert!(numbers.try_reserve(5_000).is_err());
    assert!(numbers.try_reserve_exact(5_000).is_err());
    let mut map = Map::new_in(&arena);
    assert!(map.try_reserve(5_000).is_err());
}

type Map<'a> =
    HashMap<u32, u32, DefaultHashBuilder, &'a Bump>;

/// Set in the process that will abort.
const CHILD: &str = "LISTINGS_ABORTS";

/// Runs the test of this name in a process of its own, where it grows something over its arena's limit by `grow`; and
/// requires that this ends the process.
fn aborts(name: &str, grow: impl FnOnce(&Bump)) {
    if std::env::var_os(CHILD).is_some() {
        let arena = Bump::new();
        arena.set_allocation_limit(Some(1_000));
        let caught =
            catch_unwind(AssertUnwindSafe(|| grow(&arena)));
        println!("caught: {caught:?}");
        std::process::exit(0);
    }
    let output = alone(name, CHILD, "1");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{stderr}");
    assert!(
        stderr.contains("memory allocation of"),
        "{stderr}"
    );
}

#[test]
fn a_table_that_grows_over_the_limit_aborts_the_process() {
    let name = "limits::a_table_that_grows_over_the_limit_aborts_the_process";
    aborts(name, |arena| {
        let mut map = Map::new_in(arena);
        map.extend((0..5_000).map(|number| (number, number)));
    });
}

#[test]
fn a_vector_of_allocator_api2_that_grows_over_the_limit_aborts_the_process()
 {
    let name = "limits::a_vector_of_allocator_api2_that_grows_over_the_limit_aborts_the_process";
    aborts(name, |arena| {
        let mut numbers =
            allocator_api2::vec::Vec::new_in(arena);
        numbers.extend(0..5_000);
    });
}
