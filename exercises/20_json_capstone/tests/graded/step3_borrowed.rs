//! Strings with escapes are in the arena, all others in the text.
//!
//! "Zero-copy" is true for most strings of most documents, but cannot be true for all: `"a\nb"` has
//! four bytes between its quotes, and its text has three. A reader that copies all of them is
//! simple and slow; one that borrows all of them gives wrong answers, or makes its callers
//! unescape.
//!
//! The test checks the address of each string. Names count as well. So do the values themselves:
//! they are in the arena.
//! Before moving on: what does a borrowed string keep alive, and for how long? When is a copy
//! better?

use bumpalo::Bump;
use fastrand::Rng;
use json_capstone::{Limits, Value, read};
use yardstick::Chunks;

use super::documents;

#[test]
fn each_string_is_in_the_text_or_in_the_arena() {
    let seed = yardstick::seed();
    let text = documents::page(&mut Rng::with_seed(seed), 200);
    let arena = Bump::new();
    let (bytes, depth) = (16 << 20, 64);
    let value = read(&arena, &text, Limits { bytes, depth }).expect("a page is a valid document");
    // Taken before the value is looked at: what that would still put into the arena is too late.
    let chunks = Chunks::of(&arena);
    let (mut strings, mut values) = (Vec::new(), Vec::new());
    parts_of(&value, &mut strings, &mut values);
    let of_text = text.as_bytes().as_ptr_range();
    let of_text = of_text.start.addr()..of_text.end.addr();
    let (mut copied, mut made) = (Vec::new(), Vec::new());
    for (address, string) in &strings {
        // In these documents a line end, a quote and an `é` at the end are written as escapes.
        let has_escapes = string.contains('\n');
        match (has_escapes, of_text.contains(address)) {
            (true, _) => made.push(*address),
            (false, true) => {}
            (false, false) => copied.push(string),
        }
    }
    assert!(
        copied.is_empty(),
        "yours: {} of {} strings contain no escape, but were copied all the same. The first is {:?}",
        copied.len(),
        strings.len(),
        copied[0]
    );
    chunks.assert_holds("strings with escapes", made);
    chunks.assert_holds("values in arrays and objects", values);
}

#[allow(elided_lifetimes_in_paths, reason = "the starter's type has none")]
fn parts_of(value: &Value, strings: &mut Vec<(usize, String)>, values: &mut Vec<usize>) {
    let mut see = |text: &str| strings.push((text.as_ptr().addr(), text.to_owned()));
    if let Some(text) = value.as_str() {
        see(text);
    }
    value.members().for_each(|(name, _)| see(name));
    let inside = value.items().chain(value.members().map(|(_, value)| value));
    inside.for_each(|value| {
        values.push(std::ptr::from_ref(value).addr());
        parts_of(value, strings, values);
    });
}
