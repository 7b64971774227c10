//! There is no other way in.
//!
//! A rule that holds at two of three doors is no rule. Whoever finds that `alloc` refuses a type
//! tries what else the arena has, and an editor's completion lists it. What a `Bump` can do, an arena
//! that is made of one need not.
//! The tests try, with a type that would leak, what people would try: other functions of a `Bump`
//! called on an arena, and the `Bump` itself, by the names that it often has. A way in that refuses
//! the type as `alloc` does is no back door.
//! Before moving on: which convenience did your arena lose, and what would it take to offer it again?

use super::another_team::finds_no_way_in;

#[test]
fn no_other_function_of_a_bump_lets_an_owner_in() {
    finds_no_way_in("arena.alloc_with(String::new);");
}

#[test]
fn no_slice_of_owners_gets_in_by_another_function() {
    finds_no_way_in("arena.alloc_slice_fill_with(3, |_| String::new());");
}

#[test]
fn a_copy_of_owners_does_not_get_in() {
    finds_no_way_in("arena.alloc_slice_clone(&[String::new()]);");
}

#[test]
fn an_arena_is_no_bump_behind_a_star() {
    finds_no_way_in("(**arena).alloc(String::new());");
}

#[test]
fn the_bump_is_not_a_field_for_everyone() {
    finds_no_way_in("arena.bump.alloc(String::new());");
    finds_no_way_in("arena.0.alloc(String::new());");
}

#[test]
fn the_bump_is_not_lent() {
    for name in ["bump", "as_bump", "inner", "as_ref", "arena"] {
        finds_no_way_in(&format!("arena.{name}().alloc(String::new());"));
    }
}
