//! Runs every scene on a real `Bump`, and compares what it did with the file that the book shows.
//!
//! In its own process: the allocator of this binary records every call. Sizes are those of a 64-bit target; the files
//! are the same on all of them.
#![cfg(target_pointer_width = "64")]

mod recording_allocator;

mod scene_recorder;

mod scenes;

use expect_test::expect_file;

#[global_allocator]
static ALLOCATOR: recording_allocator::RecordingAllocator = recording_allocator::RecordingAllocator;

#[test]
fn a_bump_against_boxes() {
    expect_file!["../../recorded/bump.json"].assert_eq(&scenes::bump().write());
}

#[test]
fn alignment_in_two_orders() {
    expect_file!["../../recorded/alignment.json"].assert_eq(&scenes::alignment().write());
}

#[test]
fn skipped_drops() {
    expect_file!["../../recorded/drop-skipped.json"].assert_eq(&scenes::drop_skipped().write());
}

#[test]
fn alternating_growth() {
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
        assert_eq!(scene.narration().len(), scene.steps.len());
    }
}
