//! The chapter "Why arenas": a route, step by step, as boxes, as
//! a plain vector, and in an arena.
//!
//! A box has one owner. Two steps cannot own the step before
//! them (E0382):
//!
//! ```compile_fail,E0382
//! use listings::why::bad::Step;
//!
//! // ANCHOR: two_owners
//! fn fork(last: Box<Step>) -> [Box<Step>; 2] {
//!     let before = Some(last);
//!     [
//!         Box::new(Step { place: 1, before }),
//!         Box::new(Step { place: 2, before }),
//!     ]
//! }
//! // ANCHOR_END: two_owners
//! ```
//!
//! What is in use cannot be taken back (E0502):
//!
//! ```compile_fail,E0502
//! use bumpalo::Bump;
//! use listings::why::good::route;
//!
//! // ANCHOR: in_use
//! fn two_routes(arena: &mut Bump) -> usize {
//!     let first = route(arena, &[1, 2, 3]);
//!     arena.reset();
//!     first.map_or(0, |step| step.steps())
//! }
//! // ANCHOR_END: in_use
//! ```

use bumpalo::Bump;

/// One box for each step.
pub mod bad {
    // ANCHOR: bad_route
    /// A step of a route, and the way to it.
    #[derive(Debug)]
    pub struct Step {
        /// Where it leads.
        pub place: u32,
        /// The step before it.
        pub before: Option<Box<Step>>,
    }

    /// A route through these places: its last step.
    pub fn route(places: &[u32]) -> Option<Box<Step>> {
        let mut last = None;
        for &place in places {
            let step = Step {
                place,
                before: last,
            };
            last = Some(Box::new(step));
        }
        last
    }

    impl Step {
        /// How many steps it takes.
        pub fn steps(&self) -> usize {
            let way = self.before.as_ref();
            1 + way.map_or(0, |step| step.steps())
        }
    }
    // ANCHOR_END: bad_route
}

/// Every step in one arena.
pub mod good {
    use bumpalo::Bump;

    // ANCHOR: good_route
    /// A step of a route, and the way to it.
    #[derive(Debug)]
    pub struct Step<'a> {
        /// Where it leads.
        pub place: u32,
        /// The step before it.
        pub before: Option<&'a Step<'a>>,
    }

    /// A route through these places: its last step.
    pub fn route<'a>(
        arena: &'a Bump,
        places: &[u32],
    ) -> Option<&'a Step<'a>> {
        let mut last = None;
        for &place in places {
            let step = Step {
                place,
                before: last,
            };
            last = Some(&*arena.alloc(step));
        }
        last
    }

    impl Step<'_> {
        /// How many steps it takes.
        pub fn steps(&self) -> usize {
            let way = self.before.as_ref();
            1 + way.map_or(0, |step| step.steps())
        }
    }
    // ANCHOR_END: good_route

    // ANCHOR: fork
    /// Two ways on from the same step.
    pub fn fork<'a>(
        arena: &'a Bump,
        last: &'a Step<'a>,
    ) -> [&'a Step<'a>; 2] {
        let before = Some(last);
        [
            arena.alloc(Step { place: 1, before }),
            arena.alloc(Step { place: 2, before }),
        ]
    }
    // ANCHOR_END: fork
}

// ANCHOR: plain
/// A route through these places.
pub fn route(places: &[u32]) -> Vec<u32> {
    places.to_vec()
}
// ANCHOR_END: plain

// ANCHOR: distances
/// How far below the first value the other two begin.
pub fn distances(arena: &Bump) -> [usize; 2] {
    let byte = std::ptr::from_ref(arena.alloc(1_u8));
    let word = std::ptr::from_ref(arena.alloc(2_u32));
    let half = std::ptr::from_ref(arena.alloc(3_u16));
    [byte.addr() - word.addr(), byte.addr() - half.addr()]
}
// ANCHOR_END: distances
