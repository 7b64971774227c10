//! Words of two texts, for two threads: one arena behind a lock, or one each. Recorded in turn.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;
use std::sync::Mutex;

pub(crate) const SCENE: Source = Source {
    name: "threads",
    row: 32,
    vary: None,
    file: include_str!("threads.rs"),
    left: ("One arena", "behind a lock", left),
    right: ("Two arenas", "one for each thread", right),
    lesson: "behind the lock each word is copied once more, since what the arena lends ends with the guard, and two arenas pay with a chunk each",
};

/// The thread, and its word.
const WORDS: [(usize, &str); 4] = [(0, "tea"), (1, "milk"), (0, "cups"), (1, "tins")];

fn left(tape: &mut Tape) {
    let mut kept = [const { String::new() }; 4];
    // ANCHOR: left
    let arena = Mutex::new(Bump::new());
    tape.step("No word yet");
    for (at, (thread, word)) in WORDS.into_iter().enumerate() {
        let guard = arena.lock().expect("no thread panics");
        let lent = guard.alloc_str(word);
        tape.put(word, lent);
        kept[at] = lent.to_owned();
        tape.heap(word);
        tape.step(format_args!("Thread {thread} reads {word:?}"));
    }
    tape.answer(kept.iter().map(String::len).sum::<usize>());
    drop((kept, arena));
    tape.step("All is dropped");
    // ANCHOR_END: left
}

fn right(tape: &mut Tape) {
    let mut kept = [""; 4];
    // ANCHOR: right
    let arenas = [Bump::new(), Bump::new()];
    tape.step("No word yet");
    for (at, (thread, word)) in WORDS.into_iter().enumerate() {
        let arena = &arenas[thread];
        kept[at] = arena.alloc_str(word);
        tape.arena(thread);
        tape.put(word, kept[at]);
        tape.step(format_args!("Thread {thread} reads {word:?}"));
    }
    tape.answer(kept.iter().map(|word| word.len()).sum::<usize>());
    drop(arenas);
    tape.step("All is dropped");
    // ANCHOR_END: right
}
