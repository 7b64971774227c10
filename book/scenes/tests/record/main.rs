//! Runs every scene on a real `Bump` and a real heap, and compares what it did with the file that the book shows.
//!
//! Each side runs in a process of its own, whose allocator records every call: so the heap is new, and holds nothing but
//! what the side asked for. Addresses differ from run to run; those in a file are of one recording, which the others must
//! agree with in all else. Sizes are those of a 64-bit target; they are the same on all of them.
#![cfg(target_pointer_width = "64")]

mod recording_allocator;

mod listing;

mod tape;

mod scenes;

use ::scenes::{Scene, SceneEvent, Side, Step};
use expect_test::expect_file;
use listing::Listing;
use scenes::{SCENES, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use tape::{Recording, Tape};

#[global_allocator]
static ALLOCATOR: recording_allocator::RecordingAllocator = recording_allocator::RecordingAllocator;

/// Tells a process which side of which scene it is to record.
const VARIABLE: &str = "ARENA_SCENE";
const MARK: &str = "recording: ";

#[test]
fn each_scene_does_what_its_file_says() {
    for source in SCENES {
        let scene = record(source);
        let file = expect_file![format!(
            "{}/recorded/{}.json",
            env!("CARGO_MANIFEST_DIR"),
            source.name
        )];
        let is_as_recorded = Scene::read(&file.data())
            .is_ok_and(|old| old.without_addresses() == scene.clone().without_addresses());
        if !is_as_recorded {
            file.assert_eq(&scene.write());
        }
    }
}

#[test]
fn each_file_has_a_scene() {
    let folder = format!("{}/recorded", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).expect("the recorded scenes");
    let files: BTreeSet<_> = files
        .map(|file| {
            file.expect("an entry")
                .path()
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let names: BTreeSet<_> = SCENES.iter().map(|source| source.name.to_owned()).collect();
    assert_eq!(
        files, names,
        "`UPDATE_EXPECT=1 cargo test -p scenes` writes missing files; delete what has no scene"
    );
}

/// Nothing at once in two places: what a file says was possible.
#[test]
fn what_is_alive_at_the_same_time_does_not_overlap() {
    for source in SCENES {
        let scene = read(source);
        for side in 0..2 {
            let mut alive = BTreeMap::new();
            for event in scene.steps.iter().flat_map(|step| &step.events[side]) {
                follow(&mut alive, event);
                let mut spans: Vec<_> = alive.values().copied().collect();
                spans.sort_unstable();
                assert!(
                    spans
                        .windows(2)
                        .all(|pair| pair[0].0 + pair[0].1 <= pair[1].0),
                    "{}, side {side}, {event:?}: {spans:?}",
                    source.name
                );
            }
        }
    }
}

/// Keeps the address and the size of each block and chunk that is alive.
fn follow(alive: &mut BTreeMap<(bool, usize), (usize, usize)>, event: &SceneEvent) {
    match *event {
        SceneEvent::Block {
            block,
            address,
            size,
            ..
        }
        | SceneEvent::Resize {
            block,
            address,
            size,
        } => {
            alive.insert((false, block), (address, size));
        }
        SceneEvent::Chunk {
            chunk,
            address,
            asked,
            ..
        } => {
            alive.insert((true, chunk), (address, asked));
        }
        SceneEvent::Free { block } => drop(alive.remove(&(false, block))),
        SceneEvent::FreeChunk { chunk } => drop(alive.remove(&(true, chunk))),
        _ => {}
    }
}

#[test]
fn a_scene_is_read_as_it_was_written() {
    for source in SCENES {
        let scene = read(source);
        assert_eq!(Scene::read(&scene.write()).expect("a scene"), scene);
        assert_eq!(scene.narration().len(), scene.steps.len());
    }
}

fn read(source: &Source) -> Scene {
    let file = format!(
        "{}/recorded/{}.json",
        env!("CARGO_MANIFEST_DIR"),
        source.name
    );
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
    Scene::read(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Records both sides of a scene, which must do the same steps and get the same answer.
fn record(source: &Source) -> Scene {
    let [left, right] = [0, 1].map(|side| record_in_another_process(source.name, side));
    let name = source.name;
    assert_eq!(
        left.answer, right.answer,
        "{name}: both sides compute the same"
    );
    let whats = |side: &Recording| -> Vec<_> {
        side.moments
            .iter()
            .map(|moment| moment.what.clone())
            .collect()
    };
    assert_eq!(
        whats(&left),
        whats(&right),
        "{name}: both sides have the same steps"
    );
    let sides =
        [(&left, source.left), (&right, source.right)].map(|(recording, (name, note, _))| Side {
            name: name.to_owned(),
            note: note.to_owned(),
            base: format!("{:#x}", recording.base),
            code: recording.code.clone(),
        });
    let moments = left.moments.into_iter().zip(right.moments);
    let steps = moments.map(|(left, right)| Step {
        what: left.what,
        lines: [left.lines, right.lines],
        events: [left.events, right.events],
    });
    Scene {
        row: source.row,
        vary: source.vary.map(str::to_owned),
        lesson: source.lesson.to_owned(),
        sides,
        steps: steps.collect(),
    }
}

fn record_in_another_process(name: &str, side: usize) -> Recording {
    let output = Command::new(std::env::current_exe().expect("this test binary"))
        .args([
            "--exact",
            "a_side_is_recorded_for_the_parent",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(VARIABLE, format!("{name} {side}"))
        .output()
        .expect("this test binary runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let json = text.lines().find_map(|line| Some(line.split_once(MARK)?.1));
    let json = json.unwrap_or_else(|| {
        panic!(
            "{name}, side {side}, was not recorded:\n{text}{}",
            String::from_utf8_lossy(&output.stderr)
        )
    });
    serde_json::from_str(json).expect("a recording")
}

#[test]
fn a_side_is_recorded_for_the_parent() {
    let Ok(wanted) = std::env::var(VARIABLE) else {
        return;
    };
    let (name, side) = wanted.split_once(' ').expect("a scene and a side");
    let source = SCENES
        .iter()
        .find(|source| source.name == name)
        .expect("a scene");
    let (anchor, (_, _, run)) = match side {
        "0" => ("left", source.left),
        _ => ("right", source.right),
    };
    let recording = Tape::record(Listing::cut(source.file, anchor), run);
    println!(
        "{MARK}{}",
        serde_json::to_string(&recording).expect("a recording is JSON")
    );
}
