//! Vectors of numbers in the arena: real `bumpalo::collections::Vec`s, whatever their type.

use crate::arena::Refused;
use bumpalo::Bump;
use bumpalo::collections::Vec as BumpVec;
use std::ops::Range;

/// The types that a vector can be of.
pub const TYPES: [&str; 5] = ["u8", "u16", "u32", "u64", "u128"];

/// A vector that borrows the arena.
pub(crate) trait Vector {
    /// How many elements it holds.
    fn count(&self) -> usize;
    /// How many it has room for.
    fn capacity(&self) -> usize;
    /// Its buffer's addresses; empty where it has none.
    fn buffer(&self) -> Range<usize>;
    /// The name of its elements' type.
    fn element(&self) -> &'static str;
    /// Makes room as `push` would. Returns the buffer's address.
    ///
    /// # Errors
    /// Where `push` would panic.
    fn grow(&mut self) -> Result<usize, Refused>;
    /// Makes room for exactly `more` elements more, as `with_capacity_in` would. Returns the buffer's
    /// address.
    ///
    /// # Errors
    /// Where that would panic.
    fn reserve(&mut self, more: usize) -> Result<usize, Refused>;
    /// Pushes at most `more` elements into the room there is. Returns how many were pushed.
    fn fill(&mut self, more: usize) -> usize;
}

struct Typed<'a, T> {
    vec: BumpVec<'a, T>,
    element: &'static str,
}

impl<T: Copy + Default> Vector for Typed<'_, T> {
    fn count(&self) -> usize {
        self.vec.len()
    }

    fn capacity(&self) -> usize {
        self.vec.capacity()
    }

    fn buffer(&self) -> Range<usize> {
        let start = self.vec.as_ptr().addr();
        start..start + self.capacity() * size_of::<T>()
    }

    fn element(&self) -> &'static str {
        self.element
    }

    fn grow(&mut self) -> Result<usize, Refused> {
        // `push` too reserves room for one more.
        self.vec.try_reserve(1).map_err(|_| Refused)?;
        Ok(self.vec.as_ptr().addr())
    }

    fn reserve(&mut self, more: usize) -> Result<usize, Refused> {
        self.vec.try_reserve_exact(more).map_err(|_| Refused)?;
        Ok(self.vec.as_ptr().addr())
    }

    fn fill(&mut self, more: usize) -> usize {
        let more = more.min(self.capacity() - self.count());
        (0..more).for_each(|_| self.vec.push(T::default()));
        more
    }
}

/// An empty vector of this type; `None` where there is no such type.
pub(crate) fn vector<'a>(element: &str, bump: &'a Bump) -> Option<Box<dyn Vector + 'a>> {
    fn typed<'a, T: Copy + Default + 'a>(
        element: &'static str,
        bump: &'a Bump,
    ) -> Box<dyn Vector + 'a> {
        let vec = BumpVec::<T>::new_in(bump);
        Box::new(Typed { vec, element })
    }
    let element = TYPES.into_iter().find(|name| *name == element)?;
    Some(match element {
        "u8" => typed::<u8>(element, bump),
        "u16" => typed::<u16>(element, bump),
        "u32" => typed::<u32>(element, bump),
        "u64" => typed::<u64>(element, bump),
        _ => typed::<u128>(element, bump),
    })
}
