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

/// No arena of bytes: two vectors, and indices of types of their
/// own.
pub mod indexed {
    use la_arena::{Arena, ArenaMap, Idx};
    use std::collections::VecDeque;
    use std::iter::successors;

    // ANCHOR: indexed
    /// A station's number. It fits nothing else.
    pub type StationId<'s> = Idx<Station<'s>>;

    /// All stations, and all tracks.
    #[derive(Clone, PartialEq, Eq)]
    pub struct Network<'s> {
        stations: Arena<Station<'s>>,
        tracks: Arena<Track<'s>>,
    }

    /// A station, and its last track.
    #[derive(Clone, PartialEq, Eq)]
    pub struct Station<'s> {
        name: &'s str,
        last_track: Option<Idx<Track<'s>>>,
    }

    #[derive(Clone, PartialEq, Eq)]
    struct Track<'s> {
        to: StationId<'s>,
        before: Option<Idx<Track<'s>>>,
    }

    impl<'s> Network<'s> {
        /// Lays a track, in both directions.
        pub fn join(
            &mut self,
            one: StationId<'s>,
            other: StationId<'s>,
        ) {
            for (from, to) in [(one, other), (other, one)] {
                let from = &mut self.stations[from];
                let before = from.last_track;
                let track = Track { to, before };
                let track = self.tracks.alloc(track);
                from.last_track = Some(track);
            }
        }
        // ANCHOR_END: indexed

        /// A line that ends where it begins.
        pub fn ring(names: &[&'s str]) -> Self {
            let n_stations = names.len();
            let mut network = Network {
                stations: Arena::with_capacity(n_stations),
                tracks: Arena::with_capacity(2 * n_stations),
            };
            let (first, others) = names
                .split_first()
                .expect("a ring has stations");
            let first = network.add(first);
            let mut last = first;
            for name in others {
                let station = network.add(name);
                network.join(last, station);
                last = station;
            }
            network.join(last, first);
            network
        }

        /// Adds a station without tracks.
        fn add(&mut self, name: &'s str) -> StationId<'s> {
            let last_track = None;
            self.stations
                .alloc(Station { name, last_track })
        }

        /// The numbers of all stations, in order.
        pub fn ids(
            &self,
        ) -> impl Iterator<Item = StationId<'s>> {
            self.stations.iter().map(|(id, _)| id)
        }

        /// The name of a station.
        pub fn name(
            &self,
            station: StationId<'s>,
        ) -> &'s str {
            self.stations[station].name
        }

        /// The stations that a train can go to next.
        pub fn next(
            &self,
            station: StationId<'s>,
        ) -> impl Iterator<Item = StationId<'s>> {
            let last = self.stations[station].last_track;
            successors(last, |track| {
                self.tracks[*track].before
            })
            .map(|track| self.tracks[track].to)
        }
    }

    // ANCHOR: good_stops
    /// How far each station is from `start`, in stops.
    pub fn stops_from<'s>(
        network: &Network<'s>,
        start: StationId<'s>,
    ) -> ArenaMap<StationId<'s>, u32> {
        let mut stops = ArenaMap::default();
        let mut ahead = VecDeque::from([(start, 0)]);
        while let Some((here, n)) = ahead.pop_front() {
            if stops.contains_idx(here) {
                continue;
            }
            stops.insert(here, n);
            let next = network.next(here);
            ahead.extend(next.map(|next| (next, n + 1)));
        }
        stops
    }
    // ANCHOR_END: good_stops

    // ANCHOR: moved
    /// The stations that a new track has brought nearer, of those
    /// that could be reached before.
    pub fn nearer<'s>(
        network: &Network<'s>,
        (one, other): (StationId<'s>, StationId<'s>),
        start: StationId<'s>,
    ) -> Vec<StationId<'s>> {
        let mut changed = network.clone();
        changed.join(one, other);
        let before = stops_from(network, start);
        let after = stops_from(&changed, start);
        network
            .ids()
            .filter(|id| after.get(*id) < before.get(*id))
            .collect()
    }
    // ANCHOR_END: moved
}

/// What is known of a station, by the station's address.
pub mod addressed {
    use super::good::Station;
    use std::collections::{HashMap, VecDeque};
    use std::ptr;

    // ANCHOR: bad_stops
    /// How far each station is from `start`, in stops.
    pub fn stops_from<'a>(
        start: &'a Station<'a>,
    ) -> HashMap<*const Station<'a>, u32> {
        let mut stops = HashMap::new();
        let mut ahead = VecDeque::from([(start, 0)]);
        while let Some((here, n)) = ahead.pop_front() {
            if stops.contains_key(&ptr::from_ref(here)) {
                continue;
            }
            stops.insert(ptr::from_ref(here), n);
            let next = here.next();
            ahead.extend(next.map(|next| (next, n + 1)));
        }
        stops
    }
    // ANCHOR_END: bad_stops
}
