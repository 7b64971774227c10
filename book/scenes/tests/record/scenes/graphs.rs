//! Two stations, and a track between them in both directions.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

pub(crate) const SCENE: Source = Source {
    name: "graphs",
    row: 64,
    vary: None,
    file: include_str!("graphs.rs"),
    left: ("Counted", "Rc in both directions", left),
    right: ("Arena", "linked by references", right),
    lesson: "the counted stations leak, since each keeps the other one alive, and the arena frees all at once and asks nobody",
};

struct Counted<'s> {
    name: &'s str,
    tracks: RefCell<Vec<Rc<Counted<'s>>>>,
}

impl<'s> Counted<'s> {
    fn new(name: &'s str) -> Rc<Self> {
        Rc::new(Self {
            name,
            tracks: RefCell::default(),
        })
    }
}

struct Station<'a> {
    name: &'a str,
    tracks: Cell<Option<&'a Track<'a>>>,
}

struct Track<'a> {
    to: &'a Station<'a>,
    before: Option<&'a Track<'a>>,
}

impl<'a> Station<'a> {
    fn new(name: &'a str) -> Self {
        Self {
            name,
            tracks: Cell::default(),
        }
    }

    fn track_to(&self, to: &'a Station<'a>) -> Track<'a> {
        Track {
            to,
            before: self.tracks.get(),
        }
    }

    /// Where the newest track goes, and how many there are.
    fn newest(&self) -> Option<(&'a str, usize)> {
        let newest = self.tracks.get()?;
        Some((
            newest.to.name,
            std::iter::successors(Some(newest), |track| track.before).count(),
        ))
    }
}

fn left(tape: &mut Tape) {
    tape.idle("The arena");
    // ANCHOR: left
    let ulm = Counted::new("Ulm");
    tape.heap("Ulm");
    tape.step("The station Ulm");
    let augsburg = Counted::new("Augsburg");
    tape.heap("Augsburg");
    tape.step("The station Augsburg");
    ulm.tracks.borrow_mut().push(augsburg.clone());
    tape.heap("Ulm's tracks");
    tape.refer("Ulm", "Ulm's tracks");
    tape.refer("Ulm's tracks", "Augsburg");
    tape.step("A track from Ulm to Augsburg");
    augsburg.tracks.borrow_mut().push(ulm.clone());
    tape.heap("Augsburg's tracks");
    tape.refer("Augsburg", "Augsburg's tracks");
    tape.refer("Augsburg's tracks", "Ulm");
    tape.step("A track from Augsburg to Ulm");
    tape.answer(ulm.tracks.borrow()[0].name);
    drop((ulm, augsburg));
    tape.lost();
    tape.step("The stations are let go");
    // ANCHOR_END: left
}

fn right(tape: &mut Tape) {
    // ANCHOR: right
    let arena = Bump::new();
    tape.step("The arena");
    let ulm = &*arena.alloc(Station::new("Ulm"));
    tape.put("Ulm", ulm);
    tape.step("The station Ulm");
    let augsburg = &*arena.alloc(Station::new("Augsburg"));
    tape.put("Augsburg", augsburg);
    tape.step("The station Augsburg");
    let track = &*arena.alloc(ulm.track_to(augsburg));
    ulm.tracks.set(Some(track));
    tape.put("Ulm's track", track);
    tape.refer("Ulm", "Ulm's track");
    tape.refer("Ulm's track", "Augsburg");
    tape.step("A track from Ulm to Augsburg");
    let track = &*arena.alloc(augsburg.track_to(ulm));
    augsburg.tracks.set(Some(track));
    tape.put("Augsburg's track", track);
    tape.refer("Augsburg", "Augsburg's track");
    tape.refer("Augsburg's track", "Ulm");
    tape.step("A track from Augsburg to Ulm");
    tape.answer(ulm.newest().map_or("", |(name, _)| name));
    drop(arena);
    tape.step("The stations are let go");
    // ANCHOR_END: right
}
