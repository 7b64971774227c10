//! Values that own a `String`.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;

pub(crate) const SCENE: Source = Source {
    name: "drop-skipped",
    row: 64,
    vary: None,
    file: include_str!("drop_skipped.rs"),
    left: ("Box", "drops what it owns", left),
    right: ("Bump", "frees its chunks, and drops nothing", right),
    lesson: "the arena freed its chunk without looking into it, and the texts of the names are lost",
};

struct User {
    name: String,
}

const NAMES: [&str; 3] = ["Ada Lovelace", "Grace Hopper", "Barbara Liskov"];

fn left(tape: &mut Tape) {
    let mut users = [const { None }; 3];
    let mut letters = 0;
    tape.idle("`Bump::new()`");
    // ANCHOR: left
    for (at, name) in NAMES.into_iter().enumerate() {
        let text = String::from(name);
        tape.heap(format_args!("{name:?}"));
        tape.step(format_args!("The text {name:?}"));
        users[at] = Some(Box::new(User { name: text }));
        tape.heap(format_args!("User {}", at + 1));
        tape.step("The user that owns it");
    }
    // ANCHOR_END: left
    for user in users.iter().flatten() {
        letters += user.name.len();
    }
    // ANCHOR: left
    drop(users);
    tape.step("The boxes and the arena are dropped");
    // ANCHOR_END: left
    tape.answer(letters);
}

fn right(tape: &mut Tape) {
    let mut users: [Option<&User>; 3] = [None; 3];
    let mut letters = 0;
    // ANCHOR: right
    let arena = Bump::new();
    tape.step("`Bump::new()`");
    for (at, name) in NAMES.into_iter().enumerate() {
        let text = String::from(name);
        tape.heap(format_args!("{name:?}"));
        tape.step(format_args!("The text {name:?}"));
        let user = arena.alloc(User { name: text });
        tape.put(format_args!("User {}", at + 1), user);
        tape.step("The user that owns it");
        users[at] = Some(user);
    }
    // ANCHOR_END: right
    for user in users.iter().flatten() {
        letters += user.name.len();
    }
    // ANCHOR: right
    drop(arena);
    tape.lost();
    tape.step("The boxes and the arena are dropped");
    // ANCHOR_END: right
    tape.answer(letters);
}
