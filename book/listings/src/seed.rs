//! "Parsing into an arena", the section about serde: a seed that
//! carries the arena to where the values are made.

use crate::parsing::good::Sexp;
use bumpalo::Bump;
use bumpalo::collections::Vec;
use serde::de::{
    DeserializeSeed, Deserializer, Error, SeqAccess, Visitor,
};
use std::fmt;

// ANCHOR: seed
/// Reads strings and lists, as in `["copy", ["from", "a"]]`.
#[derive(Clone, Copy)]
pub struct Seed<'a>(pub &'a Bump);

impl<'de, 'a> DeserializeSeed<'de> for Seed<'a> {
    type Value = Sexp<'a>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        source: D,
    ) -> Result<Sexp<'a>, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de, 'a> Visitor<'de> for Seed<'a> {
    type Value = Sexp<'a>;

    fn expecting(
        &self,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        f.write_str("a string or a list")
    }

    fn visit_str<E: Error>(
        self,
        word: &str,
    ) -> Result<Sexp<'a>, E> {
        Ok(Sexp::Word(self.0.alloc_str(word)))
    }

    fn visit_seq<A: SeqAccess<'de>>(
        self,
        mut source: A,
    ) -> Result<Sexp<'a>, A::Error> {
        let mut items = Vec::with_capacity_in(4, self.0);
        while let Some(item) =
            source.next_element_seed(self)?
        {
            items.push(item);
        }
        Ok(Sexp::List(items.into_bump_slice()))
    }
}
// ANCHOR_END: seed
