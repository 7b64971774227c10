//! A second arena, leaked, in place of the caller's.
//! A trick: few heap calls, but the memory can never be freed.
//! Fails in: step3_nothing_left

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// Copies of the words of a text, in text order.
pub fn words(_arena: &Bump, text: &str) -> ArenaVec<'static, &'static str> {
    let own: &'static Bump = Box::leak(Box::new(Bump::new()));
    let mut words = ArenaVec::new_in(own);
    for word in text.split_whitespace() {
        words.push(&*own.alloc_str(word));
    }
    words
}
