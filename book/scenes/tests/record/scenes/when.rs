//! Sessions of a server: people come and go.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;
use std::collections::HashMap;

pub(crate) const SCENE: Source = Source {
    name: "when",
    row: 64,
    vary: None,
    file: include_str!("when.rs"),
    left: ("Arena", "lives as long as the server", left),
    right: ("Heap", "each name owned by the map", right),
    lesson: "what ends one by one leaves holes that the heap uses again, and an arena never does",
};

fn left(tape: &mut Tape) {
    // ANCHOR: left
    let arena = Bump::new();
    let mut names: HashMap<u32, &str> = HashMap::new();
    tape.step("Nobody is logged in");
    names.reserve(3);
    tape.heap("the map");
    names.insert(1, arena.alloc_str("Ada Lovelace"));
    tape.put("Ada", names[&1]);
    tape.step("Ada logs in");
    names.insert(2, arena.alloc_str("Grace Hopper"));
    tape.put("Grace", names[&2]);
    tape.step("Grace logs in");
    names.remove(&1);
    tape.gone("Ada");
    tape.step("Ada logs out");
    names.insert(3, arena.alloc_str("Mary Shaw"));
    tape.put("Mary", names[&3]);
    tape.step("Mary logs in");
    names.remove(&2);
    tape.gone("Grace");
    tape.step("Grace logs out");
    tape.answer(names[&3]);
    drop(names);
    drop(arena);
    tape.step("The server ends");
    // ANCHOR_END: left
}

fn right(tape: &mut Tape) {
    // ANCHOR: right
    let mut names: HashMap<u32, String> = HashMap::new();
    tape.step("Nobody is logged in");
    names.reserve(3);
    tape.heap("the map");
    names.insert(1, "Ada Lovelace".to_string());
    tape.heap("Ada");
    tape.step("Ada logs in");
    names.insert(2, "Grace Hopper".to_string());
    tape.heap("Grace");
    tape.step("Grace logs in");
    names.remove(&1);
    tape.step("Ada logs out");
    names.insert(3, "Mary Shaw".to_string());
    tape.heap("Mary");
    tape.step("Mary logs in");
    names.remove(&2);
    tape.step("Grace logs out");
    tape.answer(&names[&3]);
    drop(names);
    tape.step("The server ends");
    // ANCHOR_END: right
}
