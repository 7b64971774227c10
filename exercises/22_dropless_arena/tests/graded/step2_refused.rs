//! What the arena would leak does not compile.
//!
//! A test of live bytes finds a leak when it runs into it. Another team's leak is in code that you
//! will never test. But each value that is kept has a type, and the compiler knows of each type
//! whether it, or anything in it, has something to drop. So the question can be asked where the
//! answer is certain, and nobody who gets it wrong has a program to run.
//! It is about types, and not about values: an empty `String` owns nothing today, and is refused
//! like any other. It has to be asked wherever a value can be moved in.
//! Before moving on: write `arena.alloc(String::new())` into `read`, and run `cargo check -p
//! dropless-arena`, then `cargo build -p dropless-arena`. Which of them tells you, and why?

use super::another_team::may_not;

#[test]
fn a_text_of_the_heap_is_refused() {
    may_not("", "arena.alloc(String::from(\"owned\"));");
}

#[test]
fn what_is_refused_is_a_type_and_not_a_value() {
    may_not("", "arena.alloc(None::<Box<u8>>);");
}

#[test]
fn a_struct_with_an_owner_deep_inside_is_refused() {
    may_not(
        "pub struct Page { pub number: u32, pub lines: Lines }
        pub struct Lines(pub [Option<(u8, Vec<u64>)>; 2]);",
        "let lines = Lines([None, Some((1, vec![2]))]);
        arena.alloc(Page { number: 1, lines });",
    );
}

#[test]
fn a_type_with_a_drop_of_its_own_is_refused() {
    may_not(
        "pub struct Guard;
        impl Drop for Guard {
            fn drop(&mut self) {}
        }",
        "arena.alloc(Guard);",
    );
}

#[test]
fn a_list_of_owners_is_refused() {
    may_not("", "arena.list([std::rc::Rc::new(1_u32)]);");
}

#[test]
fn an_empty_list_of_owners_is_refused() {
    may_not("", "arena.list(std::iter::empty::<String>());");
}
