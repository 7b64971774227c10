//! The code that questions of the book are about: what does it
//! print, does it compile, which line leaks?
//!
//! A thread must not share an arena (E0277); `collect` must not
//! be given exclusive references for shared ones (E0277):
//!
//! ```compile_fail,E0277
//! use bumpalo::Bump;
//! use listings::advice::Node;
//!
//! // ANCHOR: collected
//! fn parse<'a>(arena: &'a Bump, text: &str) -> Vec<&'a Node> {
//!     text.split_whitespace()
//!         .map(|word| arena.alloc(Node::new(word)))
//!         .collect()
//! }
//! // ANCHOR_END: collected
//! ```
//!
//! An arena's vector has a `Drop`, so it is in use to the end of
//! its scope (E0502):
//!
//! ```compile_fail,E0502
//! use bumpalo::Bump;
//! use bumpalo::collections::Vec;
//!
//! // ANCHOR: emptied
//! fn longest(arena: &mut Bump, pages: &[&str]) {
//!     for page in pages {
//!         let mut words = Vec::new_in(arena);
//!         words.extend(page.split_whitespace());
//!         println!("{}", words.len());
//!         arena.reset();
//!     }
//! }
//! // ANCHOR_END: emptied
//! ```

use std::cell::RefCell;
use std::fmt::Write;

thread_local! {
    static PRINTED: RefCell<String> =
        const { RefCell::new(String::new()) };
}

/// What `work` prints.
pub fn printed(work: impl FnOnce()) -> String {
    PRINTED.with_borrow_mut(String::clear);
    work();
    PRINTED.with_borrow(|text| text.trim_end().to_owned())
}

fn print_line(line: std::fmt::Arguments<'_>) {
    PRINTED.with_borrow_mut(|text| {
        let _ = writeln!(text, "{line}");
    });
}

/// Hides the one that tests cannot look at.
macro_rules! println {
    ($($part:tt)*) => {
        print_line(format_args!($($part)*))
    };
}

/// Two values in one arena, both exclusive.
pub fn two_values() -> i32 {
    use bumpalo::Bump;

    // ANCHOR: two_values
    let arena = Bump::new();
    let first = arena.alloc(1);
    let second = arena.alloc(2);
    *first += *second;
    // ANCHOR_END: two_values
    *first
}

/// One node, twice in its parent.
pub mod shared {
    use bumpalo::Bump;

    // ANCHOR: twice
    enum Tree<'a> {
        Leaf(u32),
        Pair(&'a Tree<'a>, &'a Tree<'a>),
    }

    fn twice<'a>(arena: &'a Bump, n: u32) -> Tree<'a> {
        let leaf = arena.alloc(Tree::Leaf(n));
        Tree::Pair(leaf, leaf)
    }
    // ANCHOR_END: twice

    /// The sum of a tree with the same leaf twice.
    pub fn sum_of_twice(n: u32) -> u32 {
        fn sum(tree: &Tree<'_>) -> u32 {
            match tree {
                Tree::Leaf(n) => *n,
                Tree::Pair(a, b) => sum(a) + sum(b),
            }
        }
        sum(&twice(&Bump::new(), n))
    }
}

/// Which of them says that it is dropped?
pub fn bells() {
    use bumpalo::{Bump, boxed::Box};

    // ANCHOR: bells
    struct Bell(&'static str);

    impl Drop for Bell {
        fn drop(&mut self) {
            println!("{}", self.0);
        }
    }

    let arena = Bump::new();
    arena.alloc(Bell("first"));
    let second = Box::new_in(Bell("second"), &arena);
    arena.alloc(Box::new_in(Bell("third"), &arena));
    drop(second);
    drop(arena);
    // ANCHOR_END: bells
}

/// A line, and what one of its lines leaks.
pub fn timetable() {
    use bumpalo::Bump;

    // ANCHOR: timetable
    let arena = Bump::new();
    let name = arena.alloc_str("ring line");
    let stops = arena.alloc_slice_copy(&[3, 5, 8]);
    let notes = arena.alloc(vec!["daily", "by night"]);
    let late: Vec<_> = stops.iter().map(|n| n + 1).collect();
    println!("{name}: {late:?}, {notes:?}");
    // ANCHOR_END: timetable
}

/// A table of seats whose arena only grows.
pub fn seats(visits: &[(u32, &str)]) -> usize {
    use bumpalo::Bump;
    use std::collections::HashMap;

    // ANCHOR: seats
    let arena = Bump::new();
    let mut seats = HashMap::new();
    for (seat, visitor) in visits {
        let length = visitor.len();
        let name = arena.alloc_str(visitor);
        seats.insert(seat, (name, length));
        seats.retain(|other, _| *other == seat);
    }
    // ANCHOR_END: seats
    arena.allocated_bytes()
}

/// How often two stations are counted.
pub fn counted() {
    use std::cell::RefCell;
    use std::rc::Rc;

    // ANCHOR: counted
    struct Stop {
        next: RefCell<Option<Rc<Stop>>>,
    }

    let new = || {
        Rc::new(Stop {
            next: RefCell::new(None),
        })
    };
    let (ulm, augsburg) = (new(), new());
    *ulm.next.borrow_mut() = Some(augsburg.clone());
    *augsburg.next.borrow_mut() = Some(ulm.clone());
    drop(augsburg);
    println!("{}", Rc::strong_count(&ulm));
    // ANCHOR_END: counted
    // The test is to leak nothing.
    let augsburg = ulm.next.take();
    drop(augsburg);
}

/// A key whose value is gone, and whose place is taken.
pub fn slots() {
    use slotmap::SlotMap;

    // ANCHOR: slots
    let mut names = SlotMap::new();
    let first = names.insert("Ada");
    names.remove(first);
    let second = names.insert("Ben");
    println!("{}", names.contains_key(first));
    assert_eq!(names[second], "Ben");
    // ANCHOR_END: slots
}

/// A limit, and the room that an arena has already.
pub fn room() {
    use bumpalo::Bump;

    // ANCHOR: room
    let arena = Bump::with_capacity(4_000);
    arena.set_allocation_limit(Some(1_000));
    let bytes = arena.try_alloc_slice_fill_copy(3_000, 0_u8);
    println!("{}", bytes.is_ok());
    // ANCHOR_END: room
}

/// A moved arena.
pub fn moved() -> usize {
    use bumpalo::Bump;

    // ANCHOR: moved
    let arena = Bump::new();
    let worker = std::thread::spawn(move || {
        arena.alloc_str("in another thread").len()
    });
    // ANCHOR_END: moved
    worker.join().unwrap_or_default()
}

/// Keys that are made for each use.
pub mod keys {
    use bumpalo::Bump;
    use std::collections::HashMap;

    // ANCHOR: keys
    /// Counts the words of `text`.
    pub fn count<'a>(
        arena: &'a Bump,
        counts: &mut HashMap<&'a str, u32>,
        text: &str,
    ) {
        for word in text.split_whitespace() {
            let key = arena.alloc_str(word);
            *counts.entry(key).or_insert(0) += 1;
        }
    }
    // ANCHOR_END: keys
}

/// What leaves the closure of the trap.
pub fn leaves() -> usize {
    use crate::scratch::trap::with_scratch;

    // ANCHOR: leaves
    let length = with_scratch(|arena| {
        let word = arena.alloc_str("scratch");
        word.make_ascii_uppercase();
        word.len()
    });
    // ANCHOR_END: leaves
    length
}

/// An owned index that is moved while nothing borrows from it.
pub fn boxed_index() -> usize {
    use crate::owning::good::Index;

    // ANCHOR: boxed_index
    let index = Index::new("to be or not to be");
    let first = index.words().len();
    let boxed = Box::new(index);
    let second = boxed.words().len();
    // ANCHOR_END: boxed_index
    first + second
}

/// The words of a text, counted with one arena.
pub fn rounds(arena: &mut bumpalo::Bump, pages: &[&str]) {
    // ANCHOR: rounds
    for page in pages {
        let words: Vec<&str> = page
            .split_whitespace()
            .map(|word| &*arena.alloc_str(word))
            .collect();
        println!("{}", words.len());
        arena.reset();
    }
    // ANCHOR_END: rounds
}
