//! The guided tour: what is said, what is done. Every figure on the way is the arena's own answer.

use std::collections::VecDeque;

/// One stop.
pub(crate) enum Stop {
    /// Something to read.
    Say(&'static str),
    /// A command, obeyed as if it were typed.
    Do(&'static str),
    /// Time to look.
    Pause,
}

use Stop::{Do, Pause, Say};

/// The whole tour.
pub(crate) fn stops() -> VecDeque<Stop> {
    VecDeque::from([
        Say("1. An arena that was never used has asked for nothing.\n\
             `Bump::new()` costs no call to the global allocator."),
        Do("new"),
        Do("show"),
        Pause,
        Say(
            "2. The first value makes it ask, for a whole chunk. The chunk is given out from its end \
             downwards: the finger is an address, and an allocation moves it. The arena keeps a footer at \
             the end of each chunk for itself.",
        ),
        Do("alloc 24 8"),
        Do("show"),
        Pause,
        Say(
            "3. A value begins at a multiple of its alignment. After one byte, the next u64 leaves some \
             bytes of padding. What order would leave fewer?",
        ),
        Do("alloc 1"),
        Do("alloc 8 8"),
        Do("show"),
        Pause,
        Say(
            "4. From now on an allocation is a subtraction, until the chunk is full. Then the arena asks for \
             one that is about twice as large. What was free in the old one is left behind.",
        ),
        Do("alloc 40 8 20"),
        Do("chunks"),
        Pause,
        Say(
            "5. A vector in the arena grows in place for as long as it is the last allocation. As soon as \
             something lies below it, growing means moving, and the old buffer is lost until the reset.",
        ),
        Do("new"),
        Do("vec v u32"),
        Do("push v 32"),
        Do("str between"),
        Do("push v 32"),
        Do("show"),
        Pause,
        Say(
            "6. Dropping a vector gives its buffer back only where that is the last allocation. Which of these \
             two is?",
        ),
        Do("vec w u32 10"),
        Do("drop v"),
        Do("drop w"),
        Do("show"),
        Pause,
        Say(
            "7. A reset forgets every value, in one call. The newest chunk is kept, the others go back. Watch \
             the same work, round by round: soon one chunk holds all of it, and nothing is asked for.",
        ),
        Do("alloc 100 8 60"),
        Do("reset"),
        Do("alloc 100 8 60"),
        Do("reset"),
        Do("alloc 100 8 60"),
        Do("chunks"),
        Pause,
        Say(
            "8. A limit holds for all chunks together. Where no chunk fits under it any more, `try_alloc` \
             says so, and `alloc` panics.",
        ),
        Do("new"),
        Do("limit 4K"),
        Do("alloc 1K 1 5"),
        Do("limit off"),
        Do("alloc 1K"),
        Say("That was the tour. The arena is yours: `help` lists the commands, `quit` leaves."),
    ])
}
