//! The scenes. The harness allocates for itself only while no side is recorded.

use crate::scene_recorder::SceneRecorder;
use bumpalo::Bump;
use bumpalo::collections::Vec as BumpVec;
use scenes::Scene;

/// The sum of twelve numbers as a tree: 23 nodes, which take a second chunk of the arena.
pub(crate) fn bump() -> Scene {
    let sides = [
        ("Box", "each node on the heap"),
        ("Bump", "each node in one arena"),
    ];
    let mut recorder = SceneRecorder::new(64, Some("nodes"), sides);
    let arena = recorder.right.arena(Bump::new);
    recorder.step("`Bump::new()`");
    let (mut boxed, mut lent) = (None, None);
    for n in 1..=12_u32 {
        let (line, name) = (n, n.to_string());
        let number = recorder
            .left
            .heap(&name, || Box::new(Boxed::Number(line, n.into())));
        let lent_number = recorder.right.put(&name, &arena, |arena| {
            arena.alloc(Lent::Number(line, n.into()))
        });
        recorder.step(&format!("A node for the number {n}"));
        (boxed, lent) = match (boxed, lent) {
            (Some(sum), Some(lent_sum)) => {
                let sum = recorder
                    .left
                    .heap("+", || Box::new(Boxed::Add(line, sum, number)));
                let lent_sum = recorder.right.put("+", &arena, |arena| {
                    arena.alloc(Lent::Add(line, lent_sum, lent_number))
                });
                recorder.step("A node for the sum so far");
                (Some(sum), Some(lent_sum))
            }
            _ => (Some(number), Some(lent_number)),
        };
    }
    assert_eq!(boxed.as_deref().map(Boxed::sum), lent.map(Lent::sum));
    recorder.left.heap("", || drop(boxed));
    recorder.right.heap("", || drop(arena));
    recorder.finish("The tree and the arena are dropped")
}

/// A node with its line number: 24 bytes, on both sides.
enum Boxed {
    Number(u32, f64),
    Add(u32, Box<Boxed>, Box<Boxed>),
}

impl Boxed {
    /// Its value, and its last line.
    fn sum(&self) -> (f64, u32) {
        match self {
            Self::Number(line, n) => (*n, *line),
            Self::Add(line, a, b) => (a.sum().0 + b.sum().0, a.sum().1.max(*line)),
        }
    }
}

enum Lent<'a> {
    Number(u32, f64),
    Add(u32, &'a Lent<'a>, &'a Lent<'a>),
}

impl Lent<'_> {
    /// Its value, and its last line.
    fn sum(&self) -> (f64, u32) {
        match self {
            Self::Number(line, n) => (*n, *line),
            Self::Add(line, a, b) => (a.sum().0 + b.sum().0, a.sum().1.max(*line)),
        }
    }
}

/// The same nine values in two orders.
pub(crate) fn alignment() -> Scene {
    let sides = [
        ("As they come", "an arena"),
        ("Largest alignment first", "an arena"),
    ];
    let mut recorder = SceneRecorder::new(16, None, sides);
    let (left, right) = (
        recorder.left.arena(Bump::new),
        recorder.right.arena(Bump::new),
    );
    recorder.step("`Bump::new()`, twice");
    let as_they_come = ["u8", "u64", "u8", "u32", "u16", "u64", "u8", "u32", "u16"];
    let mut sorted = as_they_come;
    sorted.sort_by_key(|name| std::cmp::Reverse(size_of_type(name)));
    for (first, second) in as_they_come.into_iter().zip(sorted) {
        for (side, arena, name) in [
            (&mut recorder.left, &left, first),
            (&mut recorder.right, &right, second),
        ] {
            match name {
                "u8" => drop(side.put(name, arena, |arena| arena.alloc(0_u8))),
                "u16" => drop(side.put(name, arena, |arena| arena.alloc(0_u16))),
                "u32" => drop(side.put(name, arena, |arena| arena.alloc(0_u32))),
                _ => drop(side.put(name, arena, |arena| arena.alloc(0_u64))),
            }
        }
        recorder.step(&match first == second {
            true => format!("`alloc` of a `{first}`"),
            false => format!("`alloc` of a `{first}`, and of a `{second}`"),
        });
    }
    recorder.left.heap("", || drop(left));
    recorder.right.heap("", || drop(right));
    recorder.finish("Both arenas are dropped")
}

fn size_of_type(name: &str) -> usize {
    match name {
        "u8" => 1,
        "u16" => 2,
        "u32" => 4,
        _ => 8,
    }
}

/// Nodes that own a `String`.
pub(crate) fn drop_skipped() -> Scene {
    struct User {
        name: String,
    }
    let sides = [
        ("Box", "drops what it owns"),
        ("Bump", "frees its chunks, and drops nothing"),
    ];
    let mut recorder = SceneRecorder::new(64, None, sides);
    let arena = recorder.right.arena(Bump::new);
    recorder.step("`Bump::new()`");
    let mut users = Vec::with_capacity(3);
    for name in ["Ada Lovelace", "Grace Hopper", "Barbara Liskov"] {
        let first = name.split(' ').next().unwrap_or(name);
        let text = format!("{name:?}");
        let left = recorder.left.heap(&text, || String::from(name));
        let right = recorder.right.heap(&text, || String::from(name));
        recorder.step(&format!("`String::from({name:?})`"));
        let user = format!("User {first}");
        users.push(recorder.left.heap(&user, || Box::new(User { name: left })));
        let lent = recorder
            .right
            .put(&user, &arena, |arena| arena.alloc(User { name: right }));
        assert_eq!(lent.name, name);
        recorder.step("`Box::new(User { name })`, and `arena.alloc(User { name })`");
    }
    for user in users {
        recorder.left.heap("", || drop(user));
    }
    recorder.right.heap("", || drop(arena));
    recorder.finish("The boxes and the arena are dropped")
}

/// Two vectors that grow in one arena, first alone and then alternately, and two that start with their capacity.
pub(crate) fn growth() -> Scene {
    let sides = [
        ("From nothing", "two vectors that grow"),
        ("Capacity first", "two vectors that need not grow"),
    ];
    let mut recorder = SceneRecorder::new(64, Some("vectors"), sides);
    let (left, right) = (
        recorder.left.arena(Bump::new),
        recorder.right.arena(Bump::new),
    );
    let mut grown =
        [("a", None), ("b", None)].map(|(name, id)| (name, id, BumpVec::<u64>::new_in(&left)));
    let mut given =
        [("a", None), ("b", None)].map(|(name, id)| (name, id, BumpVec::<u64>::new_in(&right)));
    for ((name, id, vector), capacity) in given.iter_mut().zip([9, 6]) {
        recorder
            .right
            .vector(name, id, vector, |vector| vector.reserve_exact(capacity));
    }
    recorder.step("`Vec::new_in(&arena)`, twice; and `Vec::with_capacity_in(9, &arena)`, then 6");
    // At first only `a` grows, then both alternate.
    for at in [0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0] {
        let n = grown[at].2.len() as u64 + 1;
        let (name, id, vector) = &mut grown[at];
        recorder
            .left
            .vector(name, id, vector, |vector| vector.push(n));
        let (name, id, vector) = &mut given[at];
        recorder
            .right
            .vector(name, id, vector, |vector| vector.push(n));
        recorder.step(&format!("`{name}.push({n})`"));
    }
    assert!(
        grown
            .iter()
            .zip(&given)
            .all(|(left, right)| left.2 == right.2)
    );
    drop((grown, given));
    recorder.left.heap("", || drop(left));
    recorder.right.heap("", || drop(right));
    recorder.finish("Both arenas are dropped")
}

/// Three documents: each in a new arena, or all in one that is reset.
pub(crate) fn reset() -> Scene {
    const NODES: usize = 6;
    let sides = [
        ("A new arena each time", "three documents"),
        ("One arena, reset", "three documents"),
    ];
    let mut recorder = SceneRecorder::new(64, Some("rounds"), sides);
    let mut kept = recorder.right.arena(Bump::new);
    for document in 1..=3 {
        let fresh = recorder.left.arena(Bump::new);
        for node in 1..=NODES {
            let name = format!("{document}.{node}");
            recorder
                .left
                .put(&name, &fresh, |arena| arena.alloc([0_u64; 16]));
            recorder
                .right
                .put(&name, &kept, |arena| arena.alloc([0_u64; 16]));
            recorder.step(&format!("Document {document}: node {node}"));
        }
        recorder.left.heap("", || drop(fresh));
        recorder.right.reset(&mut kept);
        recorder.step("`drop(arena)`, and `arena.reset()`");
    }
    recorder.right.heap("", || drop(kept));
    recorder.finish("The arena that was kept is dropped")
}
