//! The guided tour: texts and commands. Every number on the way is the arena's own answer.

use std::collections::VecDeque;

/// One step.
pub(crate) enum TourStep {
    /// Something to read.
    Text(&'static str),
    /// A command, executed as if it were typed.
    Command(&'static str),
    /// Time to look.
    Pause,
}

use TourStep::{Command, Pause, Text};

/// The whole tour.
pub(crate) fn steps() -> VecDeque<TourStep> {
    VecDeque::from([
        Text(
            "1. An arena that was never used has asked for nothing.\n\
             `Bump::new()` costs no call to the global allocator.",
        ),
        Command("new"),
        Command("show"),
        Pause,
        Text(
            "2. The first value makes it ask for a whole chunk. The chunk is used from its end \
             downwards: the finger is an address, and an allocation moves it. The arena keeps a footer at \
             the end of each chunk for itself.",
        ),
        Command("alloc 24 8"),
        Command("show"),
        Pause,
        Text(
            "3. A value starts at a multiple of its alignment. After a single byte, the next u64 leaves some \
             bytes of padding. Which order would leave fewer?",
        ),
        Command("alloc 1"),
        Command("alloc 8 8"),
        Command("show"),
        Pause,
        Text(
            "4. From now on an allocation is a subtraction, until the chunk is full. Then the arena asks for \
             one that is about twice as large. What was free in the old one stays unused.",
        ),
        Command("alloc 40 8 20"),
        Command("chunks"),
        Pause,
        Text(
            "5. A vector in the arena grows in place for as long as it is the last allocation: it takes the \
             free bytes below it, and its elements move down. As soon as something else is below it, growing \
             means a new buffer, and the old one is left behind until the reset.",
        ),
        Command("new"),
        Command("vec v u32"),
        Command("push v 32"),
        Command("str between"),
        Command("push v 32"),
        Command("show"),
        Pause,
        Text(
            "6. Dropping a vector gives its buffer back only where that is the last allocation. Which of these \
             two is?",
        ),
        Command("vec w u32 10"),
        Command("drop v"),
        Command("drop w"),
        Command("show"),
        Pause,
        Text(
            "7. A reset forgets every value, in one call. The newest chunk is kept, the others go back. Watch \
             the same work, round by round: soon one chunk holds all of it, and nothing is asked for.",
        ),
        Command("alloc 100 8 60"),
        Command("reset"),
        Command("alloc 100 8 60"),
        Command("reset"),
        Command("alloc 100 8 60"),
        Command("chunks"),
        Pause,
        Text(
            "8. A limit holds for all chunks together. Once no further chunk fits under it, `try_alloc` \
             returns an error, and `alloc` panics.",
        ),
        Command("new"),
        Command("limit 4K"),
        Command("alloc 1K 1 5"),
        Command("limit off"),
        Command("alloc 1K"),
        Text("That was the tour. The arena is yours: `help` lists the commands, `quit` leaves."),
    ])
}
