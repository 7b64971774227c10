//! Plays every scene on a real `Bump`, and compares what it did with the file that the book shows.
//!
//! In a process of its own: the allocator of this binary writes down what it is asked. Sizes are those of a 64-bit
//! target; the files are the same on each of them.
#![cfg(target_pointer_width = "64")]

mod recorder;
mod scenes;
mod stage;

use expect_test::expect_file;

#[global_allocator]
static RECORDER: recorder::Recorder = recorder::Recorder;

#[test]
fn a_bump_against_boxes() {
    expect_file!["../../recorded/bump.json"].assert_eq(&scenes::bump().write());
}

#[test]
fn alignment_in_two_orders() {
    expect_file!["../../recorded/alignment.json"].assert_eq(&scenes::alignment().write());
}

#[test]
fn drops_that_are_skipped() {
    expect_file!["../../recorded/drop-skipped.json"].assert_eq(&scenes::drop_skipped().write());
}

#[test]
fn growth_by_turns() {
    expect_file!["../../recorded/growth.json"].assert_eq(&scenes::growth().write());
}

#[test]
fn a_reset_against_new_arenas() {
    expect_file!["../../recorded/reset.json"].assert_eq(&scenes::reset().write());
}

#[test]
fn a_scene_is_read_as_it_was_written() {
    for scene in [scenes::bump(), scenes::growth(), scenes::reset()] {
        assert_eq!(
            ::scenes::Scene::read(&scene.write()).expect("a scene"),
            scene
        );
        assert_eq!(scene.said().len(), scene.steps.len());
    }
}
