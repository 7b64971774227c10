//! Two vectors of `u32` that grow alternately in an arena: the places that they have, and those that they have left. A real
//! arena says where they are.

use super::drawing::{Drawing, Lane, Piece, counted, thousands};
use super::parts::{Slider, legend, told};
use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use std::ops::RangeInclusive;

/// How many numbers each vector may be given.
pub const NUMBERS: RangeInclusive<usize> = 1..=16;
/// The chapter's picture.
const AT_FIRST: usize = 9;
/// The strips show this many bytes at the end of the arena's chunk: all that the largest setting uses.
const SHOWN: usize = 256;
const NAMES: [&str; 2] = ["even", "odd"];
const NUMBER: usize = size_of::<u32>();

/// A place that a vector has, or had.
struct Place {
    vector: usize,
    capacity: usize,
    /// Bytes from its start to the end of the chunk.
    depth: usize,
}

/// What a real arena does when two vectors get this many numbers each, alternately.
struct Growth {
    numbers: usize,
    places: Vec<Place>,
    /// What as many numbers use up that are allocated at once.
    at_once: usize,
}

impl Growth {
    fn of(numbers: usize) -> Self {
        let arena = Bump::with_capacity(2 * SHOWN);
        let mut vectors = NAMES.map(|_| ArenaVec::<u32>::new_in(&arena));
        let mut places: Vec<Place> = Vec::new();
        let mut end = 0;
        for n in 0..2 * numbers {
            let vector = &mut vectors[n % 2];
            let before = vector.capacity();
            vector.push(0);
            let start = vector.as_ptr().addr();
            if n == 0 {
                end = start + NUMBER;
            }
            if vector.capacity() > before {
                places.push(Place {
                    vector: n % 2,
                    capacity: vector.capacity(),
                    depth: end - start,
                });
            }
        }
        let arena = Bump::with_capacity(2 * SHOWN);
        let free = arena.chunk_capacity();
        arena.alloc_slice_fill_copy(2 * numbers, 0_u32);
        Self {
            numbers,
            places,
            at_once: free - arena.chunk_capacity(),
        }
    }

    /// What the arena has used up.
    fn used_up(&self) -> usize {
        self.places.last().map_or(0, |place| place.depth)
    }

    /// Whether a vector still has this place.
    fn is_newest(&self, at: usize) -> bool {
        let vector = self.places[at].vector;
        self.places[at + 1..]
            .iter()
            .all(|later| later.vector != vector)
    }

    /// The room that each vector has.
    fn capacity(&self) -> usize {
        self.places.last().map_or(0, |place| place.capacity)
    }

    /// The bytes of the places that both have, in use or not.
    fn room(&self) -> usize {
        2 * self.capacity() * NUMBER
    }

    /// The bytes of the places that both have left.
    fn left_behind(&self) -> usize {
        self.used_up() - self.room()
    }

    /// The bytes of the places that one vector has left, the latest first.
    fn left(&self) -> Vec<usize> {
        let places = self.places.iter().enumerate();
        let left = places.filter(|(at, place)| place.vector == 0 && !self.is_newest(*at));
        let mut left: Vec<_> = left.map(|(_, place)| place.capacity * NUMBER).collect();
        left.reverse();
        left
    }

    fn grown(&self) -> Lane {
        let mut pieces = Vec::new();
        // The lowest address first.
        for (at, place) in self.places.iter().enumerate().rev() {
            let start = SHOWN - place.depth;
            let size = place.capacity * NUMBER;
            if !self.is_newest(at) {
                let text = match size {
                    16.. => format!("{size} B"),
                    8.. => size.to_string(),
                    _ => String::new(),
                };
                pieces.push(Piece::new("left", start, size, text));
                continue;
            }
            let used = self.numbers * NUMBER;
            let text = if used >= 24 { NAMES[place.vector] } else { "" };
            pieces.push(Piece::new("used", start, used, text));
            if used < size {
                pieces.push(Piece::new("room", start + used, size - used, ""));
            }
        }
        let room = self.room();
        let mut groups = Vec::new();
        if room >= 64 {
            let start = SHOWN - self.used_up();
            groups = vec![
                Piece::new("group", start, room, format!("their room: {room} bytes")),
                Piece::new(
                    "group",
                    start + room,
                    self.left_behind(),
                    format!("left behind: {} bytes", self.left_behind()),
                ),
            ];
        }
        Lane {
            name: "Two vectors that grow".to_owned(),
            note: format!(
                "use up {} bytes; ← the arena fills this way",
                self.used_up()
            ),
            of: SHOWN,
            finger: Some(SHOWN - self.used_up()),
            groups: Some(groups),
            columns: Vec::new(),
            pieces,
            ticks: Vec::new(),
        }
    }

    fn at_once(&self) -> Lane {
        let text = if self.at_once >= 56 { "even, odd" } else { "" };
        Lane {
            name: "One place for both, of the right size".to_owned(),
            note: format!("uses up {} bytes", self.at_once),
            of: SHOWN,
            finger: Some(SHOWN - self.at_once),
            groups: None,
            columns: Vec::new(),
            pieces: vec![
                Piece::new("way", 0, SHOWN - self.at_once, "← fills this way"),
                Piece::new("used", SHOWN - self.at_once, self.at_once, text),
            ],
            ticks: ticks(),
        }
    }

    fn said(&self) -> String {
        let left = self.left();
        let room = format!(
            "Each vector has room for {}, {} bytes,",
            counted(self.capacity(), "number"),
            self.capacity() * NUMBER
        );
        let left = match &left[..] {
            [] => return format!("{room} and has left behind nothing yet."),
            [one] => format!("a place of {one}"),
            left => {
                let terms: Vec<_> = left.iter().map(usize::to_string).collect();
                let sum: usize = left.iter().sum();
                format!("places of {} = {sum}", terms.join(" + "))
            }
        };
        format!("{room} and has left behind {left} bytes: {NUMBER} bytes less than its room.")
    }
}

/// Bytes from the end of the chunk; the last label has the unit.
fn ticks() -> Vec<(usize, String)> {
    let ticks = (0..=SHOWN).step_by(64).map(|at| {
        let unit = if at == SHOWN { " bytes" } else { "" };
        (at, format!("{}{unit}", SHOWN - at))
    });
    ticks.collect()
}

/// The figure for two vectors of this many numbers.
pub fn drawing(numbers: usize) -> Drawing {
    let growth = Growth::of(numbers);
    let held = 2 * numbers * NUMBER;
    let fact = |name: &str, bytes: usize| (name.to_owned(), format!("{} bytes", thousands(bytes)));
    Drawing {
        lanes: vec![growth.grown(), growth.at_once()],
        facts: vec![
            fact("numbers", held),
            fact("still empty", growth.room() - held),
            fact("left behind", growth.left_behind()),
        ],
        sums: Vec::new(),
        said: growth.said(),
    }
}

/// The figure in words, before and after some of the doublings.
fn table() -> Vec<Vec<String>> {
    let head = [
        "Numbers in each",
        "Their room",
        "Left behind",
        "They use up",
        "One place uses up",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for numbers in [1, 2, 4, 5, 8, 9, 16] {
        let growth = Growth::of(numbers);
        rows.push(vec![
            numbers.to_string(),
            format!("{} bytes", growth.room()),
            format!("{} bytes", growth.left_behind()),
            format!("{} bytes", growth.used_up()),
            format!("{} bytes", growth.at_once),
        ]);
    }
    rows
}

/// The figure as the chapter shows it.
pub(super) fn html() -> String {
    let slider = Slider {
        before: "Two vectors of `u32` grow alternately. Each holds",
        after: "numbers.",
        name: "Numbers in each vector",
        min: *NUMBERS.start(),
        max: *NUMBERS.end(),
        step: 1,
        value: AT_FIRST,
        shown: AT_FIRST.to_string(),
        stops: &[],
    };
    let kinds = [
        ("used", "numbers"),
        ("room", "still empty"),
        ("left", "left behind until the arena is reset or dropped"),
        ("tip", "the finger, which moves to the left"),
    ];
    slider.html()
        + &drawing(AT_FIRST).html()
        + &legend(&kinds)
        + &told("The same in numbers", &table())
}
