//! A flat list in three ways, with which the chapter "Parsing
//! into an arena" opens: a box for each, no box, an arena.

use bumpalo::Bump;

/// What a sensor sent: the minute, and tenths of a degree.
pub type Row = (u32, i32);

/// One reading of a sensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Minutes since midnight.
    pub minute: u32,
    /// Tenths of a degree Celsius.
    pub tenths: i32,
}

impl From<&Row> for Reading {
    fn from(&(minute, tenths): &Row) -> Self {
        Self { minute, tenths }
    }
}

// ANCHOR: boxed
/// A box for each reading.
pub fn boxed(rows: &[Row]) -> Vec<Box<Reading>> {
    rows.iter()
        .map(|row| Box::new(Reading::from(row)))
        .collect()
}
// ANCHOR_END: boxed

// ANCHOR: plain
/// The readings themselves, side by side.
pub fn plain(rows: &[Row]) -> Vec<Reading> {
    rows.iter().map(Reading::from).collect()
}
// ANCHOR_END: plain

// ANCHOR: arena
/// The readings in an arena, and a list of references.
pub fn in_arena<'a>(
    arena: &'a Bump,
    rows: &[Row],
) -> Vec<&'a Reading> {
    rows.iter()
        .map(|row| &*arena.alloc(Reading::from(row)))
        .collect()
}
// ANCHOR_END: arena
