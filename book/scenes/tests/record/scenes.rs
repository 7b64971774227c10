//! The scenes. What the harness itself needs is allocated before a side is watched, or outside of it.

use crate::stage::Stage;
use bumpalo::Bump;
use bumpalo::collections::Vec as BumpVec;
use scenes::Scene;

/// A sum of twelve numbers as a tree: 23 nodes, and so the second chunk of an arena.
pub(crate) fn bump() -> Scene {
    let sides = [
        ("Box", "each node on the heap"),
        ("Bump", "each node in one arena"),
    ];
    let mut stage = Stage::new(64, Some("nodes"), sides);
    let arena = stage.right.arena(Bump::new);
    stage.step("`Bump::new()`");
    let (mut boxed, mut lent) = (None, None);
    for n in 1..=12_u32 {
        let (line, name) = (n, n.to_string());
        let number = stage
            .left
            .heap(&name, || Box::new(Boxed::Number(line, n.into())));
        let lent_number = stage.right.put(&name, &arena, |arena| {
            arena.alloc(Lent::Number(line, n.into()))
        });
        stage.step(&format!("The node of the number {n}"));
        (boxed, lent) = match (boxed, lent) {
            (Some(sum), Some(lent_sum)) => {
                let sum = stage
                    .left
                    .heap("+", || Box::new(Boxed::Add(line, sum, number)));
                let lent_sum = stage.right.put("+", &arena, |arena| {
                    arena.alloc(Lent::Add(line, lent_sum, lent_number))
                });
                stage.step("The node of the sum so far");
                (Some(sum), Some(lent_sum))
            }
            _ => (Some(number), Some(lent_number)),
        };
    }
    assert_eq!(boxed.as_deref().map(Boxed::sum), lent.map(Lent::sum));
    stage.left.heap("", || drop(boxed));
    stage.right.heap("", || drop(arena));
    stage.end("The tree is dropped, and the arena")
}

/// A node with the line that it stands in: 24 bytes, on both sides.
enum Boxed {
    Number(u32, f64),
    Add(u32, Box<Boxed>, Box<Boxed>),
}

impl Boxed {
    /// What it comes to, and the last line that it was read from.
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
    /// What it comes to, and the last line that it was read from.
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
    let mut stage = Stage::new(16, None, sides);
    let (left, right) = (stage.left.arena(Bump::new), stage.right.arena(Bump::new));
    stage.step("`Bump::new()`, twice");
    let as_they_come = ["u8", "u64", "u8", "u32", "u16", "u64", "u8", "u32", "u16"];
    let mut sorted = as_they_come;
    sorted.sort_by_key(|name| std::cmp::Reverse(size_of_type(name)));
    for (first, second) in as_they_come.into_iter().zip(sorted) {
        for (actor, arena, name) in [
            (&mut stage.left, &left, first),
            (&mut stage.right, &right, second),
        ] {
            match name {
                "u8" => drop(actor.put(name, arena, |arena| arena.alloc(0_u8))),
                "u16" => drop(actor.put(name, arena, |arena| arena.alloc(0_u16))),
                "u32" => drop(actor.put(name, arena, |arena| arena.alloc(0_u32))),
                _ => drop(actor.put(name, arena, |arena| arena.alloc(0_u64))),
            }
        }
        stage.step(&match first == second {
            true => format!("`alloc` of a `{first}`"),
            false => format!("`alloc` of a `{first}`, and of a `{second}`"),
        });
    }
    stage.left.heap("", || drop(left));
    stage.right.heap("", || drop(right));
    stage.end("Both arenas are dropped")
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
    let mut stage = Stage::new(64, None, sides);
    let arena = stage.right.arena(Bump::new);
    stage.step("`Bump::new()`");
    let mut users = Vec::with_capacity(3);
    for name in ["Ada Lovelace", "Grace Hopper", "Barbara Liskov"] {
        let first = name.split(' ').next().unwrap_or(name);
        let text = format!("{name:?}");
        let left = stage.left.heap(&text, || String::from(name));
        let right = stage.right.heap(&text, || String::from(name));
        stage.step(&format!("`String::from({name:?})`"));
        let user = format!("User {first}");
        users.push(stage.left.heap(&user, || Box::new(User { name: left })));
        let lent = stage
            .right
            .put(&user, &arena, |arena| arena.alloc(User { name: right }));
        assert_eq!(lent.name, name);
        stage.step("`Box::new(User { name })`, and `arena.alloc(User { name })`");
    }
    for user in users {
        stage.left.heap("", || drop(user));
    }
    stage.right.heap("", || drop(arena));
    stage.end("The boxes are dropped, and the arena")
}

/// Two vectors that grow in one arena, alone and by turns, and two that were given their capacity.
pub(crate) fn growth() -> Scene {
    let sides = [
        ("From nothing", "two vectors that grow"),
        ("Capacity first", "two vectors that need not grow"),
    ];
    let mut stage = Stage::new(64, Some("vectors"), sides);
    let (left, right) = (stage.left.arena(Bump::new), stage.right.arena(Bump::new));
    let mut grown =
        [("a", None), ("b", None)].map(|(name, id)| (name, id, BumpVec::<u64>::new_in(&left)));
    let mut given =
        [("a", None), ("b", None)].map(|(name, id)| (name, id, BumpVec::<u64>::new_in(&right)));
    for ((name, id, vector), capacity) in given.iter_mut().zip([9, 6]) {
        stage
            .right
            .vector(name, id, vector, |vector| vector.reserve_exact(capacity));
    }
    stage.step("`Vec::new_in(&arena)`, twice; and `Vec::with_capacity_in(9, &arena)`, then 6");
    // First `a` is alone, then both have their turns.
    for at in [0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0] {
        let n = grown[at].2.len() as u64 + 1;
        let (name, id, vector) = &mut grown[at];
        stage.left.vector(name, id, vector, |vector| vector.push(n));
        let (name, id, vector) = &mut given[at];
        stage
            .right
            .vector(name, id, vector, |vector| vector.push(n));
        stage.step(&format!("`{name}.push({n})`"));
    }
    assert!(
        grown
            .iter()
            .zip(&given)
            .all(|(left, right)| left.2 == right.2)
    );
    drop((grown, given));
    stage.left.heap("", || drop(left));
    stage.right.heap("", || drop(right));
    stage.end("Both arenas are dropped")
}

/// Three documents, each in a new arena, and all in one that is reset.
pub(crate) fn reset() -> Scene {
    const NODES: usize = 6;
    let sides = [
        ("A new arena each time", "three documents"),
        ("One arena, reset", "three documents"),
    ];
    let mut stage = Stage::new(64, Some("rounds"), sides);
    let mut kept = stage.right.arena(Bump::new);
    for document in 1..=3 {
        let fresh = stage.left.arena(Bump::new);
        for node in 1..=NODES {
            let name = format!("{document}.{node}");
            stage
                .left
                .put(&name, &fresh, |arena| arena.alloc([0_u64; 16]));
            stage
                .right
                .put(&name, &kept, |arena| arena.alloc([0_u64; 16]));
            stage.step(&format!("Document {document}: node {node}"));
        }
        stage.left.heap("", || drop(fresh));
        stage.right.reset(&mut kept);
        stage.step("`drop(arena)`, and `arena.reset()`");
    }
    stage.right.heap("", || drop(kept));
    stage.end("The arena that was kept is dropped")
}
