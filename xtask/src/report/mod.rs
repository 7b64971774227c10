//! Reports: grades, as people and as programs read them.

pub mod human;
pub mod json;
pub mod table;
