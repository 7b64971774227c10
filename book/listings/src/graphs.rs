//! The chapter "Graphs and cycles": a railway network, counted,
//! in an arena, and by index.
//!
//! A shared station cannot be written to (E0594):
//!
//! ```compile_fail,E0594
//! // ANCHOR: behind_shared
//! struct Station<'a> {
//!     name: &'a str,
//!     next: Option<&'a Station<'a>>,
//! }
//!
//! fn join<'a>(from: &'a Station<'a>, to: &'a Station<'a>) {
//!     from.next = Some(to);
//! }
//! // ANCHOR_END: behind_shared
//! ```
//!
//! A station that dies earlier cannot join the network (E0597):
//!
//! ```compile_fail,E0597
//! use bumpalo::Bump;
//! use listings::graphs::good::{Station, join};
//!
//! // ANCHOR: too_short
//! let arena = Bump::new();
//! let ulm = arena.alloc(Station::new("Ulm"));
//! {
//!     let halt = Station::new("a halt for one summer");
//!     join(&arena, ulm, &halt);
//! }
//! println!("{}", ulm.name);
//! // ANCHOR_END: too_short
//! ```
//!
//! Nor can the network leave a function that owns the arena
//! (E0515):
//!
//! ```compile_fail,E0515
//! use bumpalo::Bump;
//! use listings::graphs::good::{Station, ring};
//!
//! fn load<'a>() -> &'a Station<'a> {
//!     let arena = Bump::new();
//!     ring(&arena, &["Ulm", "Augsburg"])
//! }
//! ```

/// Each station counted by those that lead to it.
pub mod bad {
    use std::cell::RefCell;
    use std::rc::Rc;

    // ANCHOR: bad_network
    /// A station, and where trains go from it.
    pub struct Station<'s> {
        /// As on the sign.
        pub name: &'s str,
        tracks: RefCell<Vec<Rc<Station<'s>>>>,
    }

    impl<'s> Station<'s> {
        /// A station without tracks.
        pub fn new(name: &'s str) -> Rc<Self> {
            let tracks = RefCell::default();
            Rc::new(Station { name, tracks })
        }

        /// The stations that a train can go to next.
        pub fn next(&self) -> Vec<Rc<Station<'s>>> {
            self.tracks.borrow().clone()
        }
    }

    /// Lays a track, in both directions.
    pub fn join<'s>(
        one: &Rc<Station<'s>>,
        other: &Rc<Station<'s>>,
    ) {
        let track = Rc::clone(other);
        one.tracks.borrow_mut().push(track);
        let track = Rc::clone(one);
        other.tracks.borrow_mut().push(track);
    }
    // ANCHOR_END: bad_network

    /// A line that ends where it begins: its first station.
    pub fn ring<'s>(names: &[&'s str]) -> Rc<Station<'s>> {
        let (first, others) = names
            .split_first()
            .expect("a ring has stations");
        let first = Station::new(first);
        let mut last = Rc::clone(&first);
        for name in others {
            let station = Station::new(name);
            join(&last, &station);
            last = station;
        }
        join(&last, &first);
        first
    }
}

/// All stations and tracks in one arena.
pub mod good {
    use bumpalo::Bump;
    use std::cell::Cell;
    use std::iter::successors;

    // ANCHOR: good_network
    /// A station, and where trains go from it.
    pub struct Station<'a> {
        /// As on the sign.
        pub name: &'a str,
        tracks: Cell<Option<&'a Track<'a>>>,
    }

    /// One of a station's tracks, and the one before it.
    struct Track<'a> {
        to: &'a Station<'a>,
        before: Option<&'a Track<'a>>,
    }

    impl<'a> Station<'a> {
        /// A station without tracks.
        pub fn new(name: &'a str) -> Self {
            let tracks = Cell::default();
            Station { name, tracks }
        }

        /// The stations that a train can go to next.
        pub fn next(
            &self,
        ) -> impl Iterator<Item = &'a Station<'a>> + use<'a>
        {
            successors(self.tracks.get(), |track| {
                track.before
            })
            .map(|track| track.to)
        }
    }

    /// Lays a track, in both directions.
    pub fn join<'a>(
        arena: &'a Bump,
        one: &'a Station<'a>,
        other: &'a Station<'a>,
    ) {
        for (from, to) in [(one, other), (other, one)] {
            let before = from.tracks.get();
            let track = arena.alloc(Track { to, before });
            from.tracks.set(Some(track));
        }
    }
    // ANCHOR_END: good_network

    /// A line that ends where it begins: its first station.
    pub fn ring<'a>(
        arena: &'a Bump,
        names: &[&'a str],
    ) -> &'a Station<'a> {
        let (first, others) = names
            .split_first()
            .expect("a ring has stations");
        let first = &*arena.alloc(Station::new(first));
        let mut last = first;
        for name in others {
            let station = arena.alloc(Station::new(name));
            join(arena, last, station);
            last = station;
        }
        join(arena, last, first);
        first
    }
}

/// No arena: a vector, and indices into it.
pub mod indexed {
    // ANCHOR: indexed
    /// All stations, and all tracks.
    pub struct Network<'s> {
        stations: Vec<Station<'s>>,
        tracks: Vec<Track>,
    }

    struct Station<'s> {
        name: &'s str,
        last_track: Option<u32>,
    }

    struct Track {
        to: u32,
        before: Option<u32>,
    }

    impl<'s> Network<'s> {
        /// Lays a track, in both directions.
        pub fn join(&mut self, one: u32, other: u32) {
            for (from, to) in [(one, other), (other, one)] {
                let track = self.tracks.len() as u32;
                let from = &mut self.stations[from as usize];
                let before = from.last_track.replace(track);
                self.tracks.push(Track { to, before });
            }
        }
        // ANCHOR_END: indexed

        /// A line that ends where it begins.
        pub fn ring(names: &[&'s str]) -> Self {
            let station = |name: &&'s str| Station {
                name,
                last_track: None,
            };
            let mut network = Network {
                stations: names.iter().map(station).collect(),
                tracks: Vec::with_capacity(2 * names.len()),
            };
            let n_stations = names.len() as u32;
            for at in 0..n_stations {
                network.join(at, (at + 1) % n_stations);
            }
            network
        }

        /// The names of those that a train can go to next.
        pub fn next(&self, station: u32) -> Vec<&'s str> {
            let mut names = Vec::new();
            let station = &self.stations[station as usize];
            let mut track = station.last_track;
            while let Some(at) = track {
                let here = &self.tracks[at as usize];
                let to = &self.stations[here.to as usize];
                names.push(to.name);
                track = here.before;
            }
            names
        }
    }
}
