//! Compares the pages' model of an arena with a real `Bump`: random sequences, and every recorded scene.

use bumpalo::Bump;
use bumpalo::collections::Vec as BumpVec;
use fastrand::Rng;
use serde_json::{Value, json};
use std::alloc::Layout;
use std::path::{Path, PathBuf};
use std::process::Command;

const SEQUENCES: u64 = 200;
const ROUNDS: usize = 4;
const OPERATIONS: usize = 40;

/// The arguments of `replay.js`: random sequences with what a real arena did, and the scenes.
pub(crate) fn observed() -> (Value, Value) {
    let start = Rng::new().u64(..1 << 40);
    let sequences: Vec<_> = (start..start + SEQUENCES).map(sequence).collect();
    (json!(sequences), json!(scenes()))
}

fn theme(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../theme")
        .join(file)
}

fn scenes() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenes/recorded");
    let files = std::fs::read_dir(folder).expect("the scenes");
    let scenes: Vec<_> = files
        .map(|file| file.expect("an entry").path())
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a scene");
            let scene: Value = serde_json::from_str(&text).expect("JSON");
            json!({ "name": path.file_stem().map(|name| name.to_string_lossy()), "scene": scene })
        })
        .collect();
    assert!(scenes.len() > 4, "{} scenes", scenes.len());
    scenes
}

fn sequence(seed: u64) -> Value {
    let mut rng = Rng::with_seed(seed);
    let capacity = [0, 0, rng.usize(1..10_000)][rng.usize(..3)];
    let mut arena = Bump::with_capacity(capacity);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(round(&mut rng, &arena));
        arena.reset();
    }
    json!({ "seed": seed, "capacity": capacity, "rounds": rounds })
}

/// Vectors of items of different sizes.
enum Vector<'a> {
    Bytes(BumpVec<'a, u8>),
    Triples(BumpVec<'a, [u16; 3]>),
    Words(BumpVec<'a, u64>),
    Wide(BumpVec<'a, u128>),
}

/// Does the same with a vector of any item type.
macro_rules! with {
    ($vector:expr, $name:ident => $work:expr) => {
        match $vector {
            Vector::Bytes($name) => $work,
            Vector::Triples($name) => $work,
            Vector::Words($name) => $work,
            Vector::Wide($name) => $work,
        }
    };
}

/// Pushes one item.
fn push<T: Default>(vector: &mut BumpVec<'_, T>) {
    vector.push(T::default());
}

fn layout_of_items<T>(_: &BumpVec<'_, T>) -> Layout {
    Layout::new::<T>()
}

fn round(rng: &mut Rng, arena: &Bump) -> Vec<Value> {
    let mut vectors: Vec<Option<Vector<'_>>> = Vec::new();
    let mut operations = Vec::new();
    for _ in 0..OPERATIONS {
        let id = rng.usize(..vectors.len().max(1));
        let live = vectors.get_mut(id).and_then(Option::as_mut);
        let mut operation = match (rng.u8(..8), live) {
            (0, _) => {
                let vector = match rng.u8(..4) {
                    0 => Vector::Bytes(BumpVec::new_in(arena)),
                    1 => Vector::Triples(BumpVec::new_in(arena)),
                    2 => Vector::Words(BumpVec::new_in(arena)),
                    _ => Vector::Wide(BumpVec::new_in(arena)),
                };
                let layout = with!(&vector, vector => layout_of_items(vector));
                vectors.push(Some(vector));
                json!({ "is": "vector", "size": layout.size(), "align": layout.align() })
            }
            (1..=3, Some(vector)) => {
                with!(vector, vector => push(vector));
                json!({ "is": "push", "id": id, "capacity": with!(vector, vector => vector.capacity()) })
            }
            (4, Some(vector)) => {
                let count = rng.usize(..300);
                with!(vector, vector => vector.reserve_exact(count));
                let capacity = with!(vector, vector => vector.capacity());
                json!({ "is": "reserve", "id": id, "count": count, "capacity": capacity })
            }
            (5, Some(_)) => {
                vectors[id] = None;
                json!({ "is": "drop", "id": id })
            }
            _ => {
                let size = [rng.usize(..40), rng.usize(..5_000)][usize::from(rng.u8(..6) == 0)];
                let align = 1 << rng.u32(..=4);
                arena.alloc_layout(Layout::from_size_align(size, align).expect("a layout"));
                json!({ "is": "alloc", "size": size, "align": align })
            }
        };
        operation["free"] = json!(arena.chunk_capacity());
        operation["asked"] = json!(arena.allocated_bytes_including_metadata());
        operations.push(operation);
    }
    operations
}

#[test]
#[cfg(target_pointer_width = "64")]
fn the_model_does_what_a_bump_does() {
    let node = Command::new("node").arg("--version").output();
    if !node.is_ok_and(|output| output.status.success()) {
        // The browser tests check the same.
        return;
    }
    let (sequences, scenes) = observed();
    let model = std::fs::read_to_string(theme("bump-model.js")).expect("the model");
    let replay = include_str!("browser/replay.js");
    let script = format!(
        "{model}\nconst different = {replay}({sequences}, {scenes});\nconsole.log(JSON.stringify(different));\n"
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("replay.js");
    std::fs::write(&file, script).expect("a script");
    let output = Command::new("node").arg(file).output().expect("node runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        stdout.trim(),
        "[]",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
