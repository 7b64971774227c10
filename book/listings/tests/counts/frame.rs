//! Frames: both sides find the same contacts, and from the third frame on the arena asks the heap for nothing.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::frame::{in_arena, on_the_heap};

const N_CELLS: usize = 100;

fn balls() -> Vec<usize> {
    let n_balls = yardstick::size(1000, 50);
    (0..n_balls).map(|n| n * 7 % N_CELLS).collect()
}

#[test]
fn both_find_the_same_contacts() {
    let arena = Bump::new();
    let found = on_the_heap::contacts(&balls(), N_CELLS);
    assert_eq!(
        found,
        in_arena::contacts(&arena, &balls(), N_CELLS)
    );
    let three = [1, 0, 1];
    let found = in_arena::contacts(&arena, &three, 2);
    assert_eq!(found, [(0, 2)]);
    let mut frame = Bump::new();
    let n_frames = 5;
    assert_eq!(
        on_the_heap::run(&mut balls(), N_CELLS, n_frames),
        in_arena::run(
            &mut frame,
            &mut balls(),
            N_CELLS,
            n_frames
        )
    );
}

#[test]
fn frames_cost_what_the_text_says() {
    let (mut left, mut right) = (balls(), balls());
    let mut frame = Bump::new();
    let mut rows = Vec::<String>::new();
    for n in 1..=4 {
        let (_, heap) = yardstick::measure(|| {
            on_the_heap::run(&mut left, N_CELLS, 1)
        });
        let (_, arena) = yardstick::measure(|| {
            in_arena::run(&mut frame, &mut right, N_CELLS, 1)
        });
        let row = format!(
            "| {n} | {} | {} |",
            thousands(heap.heap_calls()),
            arena.heap_calls()
        );
        println!("{row}");
        rows.push(row);
    }
    for row in rows {
        prose::says("reset.md", &row);
    }
}
