//! "Reset and reuse", the section about frames: what a frame of
//! a simulation needs for itself, on the heap and in an arena.

/// Where a ball is: in one of the cells that the floor is cut
/// into.
pub type Cell = usize;

/// Moves each ball on, and away from those that it meets.
fn step(balls: &mut [Cell], n_cells: usize) {
    for (n, ball) in balls.iter_mut().enumerate() {
        *ball = (*ball + 1 + n % 3) % n_cells;
    }
}

/// Each frame makes its lists anew.
pub mod on_the_heap {
    use super::Cell;

    // ANCHOR: bad_contacts
    /// Pairs of balls in one cell, by their numbers.
    pub fn contacts(
        balls: &[Cell],
        n_cells: usize,
    ) -> Vec<(u32, u32)> {
        let mut cells = vec![Vec::new(); n_cells];
        let mut contacts = Vec::new();
        for (n, ball) in (0..).zip(balls) {
            for met in &cells[*ball] {
                contacts.push((*met, n));
            }
            cells[*ball].push(n);
        }
        contacts
    }
    // ANCHOR_END: bad_contacts

    /// Counts the contacts of so many frames.
    pub fn run(
        balls: &mut [Cell],
        n_cells: usize,
        n_frames: u32,
    ) -> usize {
        let mut n_contacts = 0;
        for _ in 0..n_frames {
            n_contacts += contacts(balls, n_cells).len();
            super::step(balls, n_cells);
        }
        n_contacts
    }
}

/// What a frame needs is in its arena.
pub mod in_arena {
    use super::Cell;
    use bumpalo::Bump;
    use bumpalo::collections::{CollectIn, Vec};

    // ANCHOR: good_contacts
    /// Pairs of balls in one cell, by their numbers.
    pub fn contacts<'a>(
        arena: &'a Bump,
        balls: &[Cell],
        n_cells: usize,
    ) -> &'a [(u32, u32)] {
        let cells = (0..n_cells).map(|_| Vec::new_in(arena));
        let mut cells: Vec<'_, _> = cells.collect_in(arena);
        let mut contacts = Vec::new_in(arena);
        for (n, ball) in (0..).zip(balls) {
            for met in &cells[*ball] {
                contacts.push((*met, n));
            }
            cells[*ball].push(n);
        }
        contacts.into_bump_slice()
    }
    // ANCHOR_END: good_contacts

    // ANCHOR: frames
    /// Counts the contacts of so many frames.
    pub fn run(
        frame: &mut Bump,
        balls: &mut [Cell],
        n_cells: usize,
        n_frames: u32,
    ) -> usize {
        let mut n_contacts = 0;
        for _ in 0..n_frames {
            frame.reset();
            let contacts = contacts(frame, balls, n_cells);
            n_contacts += contacts.len();
            super::step(balls, n_cells);
        }
        n_contacts
    }
    // ANCHOR_END: frames
}
