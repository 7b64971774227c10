//! The scenes. Each has a file, whose code is run, recorded and shown.

mod alignment;
mod apart;
mod before;
mod bump;
mod capstone;
mod drop_skipped;
mod graphs;
mod growth;
mod limits;
#[allow(clippy::mem_forget, reason = "`self_cell!` expands to it")]
mod owning;
#[allow(clippy::vec_init_then_push, reason = "as a parser does, item by item")]
mod parsing;
mod requests;
mod reset;
mod roc;
mod scratch;
mod strings;
mod threads;
mod when;

use crate::tape::Tape;

/// A side: its name in a word or two, what it is in a few words, and what it does.
pub(crate) type Side = (&'static str, &'static str, fn(&mut Tape));

/// What a scene is recorded from.
pub(crate) struct Source {
    /// The name of its file, and in `{{#memory NAME | …}}`.
    pub(crate) name: &'static str,
    /// How many bytes are drawn in one row.
    pub(crate) row: usize,
    /// See `Scene::vary`.
    pub(crate) vary: Option<&'static str>,
    /// The file that has the code of both sides, between the anchors `left` and `right`.
    pub(crate) file: &'static str,
    pub(crate) left: Side,
    pub(crate) right: Side,
    /// See `Scene::lesson`.
    pub(crate) lesson: &'static str,
}

pub(crate) const SCENES: &[Source] = &[
    alignment::SCENE,
    apart::SCENE,
    before::SCENE,
    bump::SCENE,
    capstone::SCENE,
    drop_skipped::SCENE,
    graphs::SCENE,
    growth::SCENE,
    limits::SCENE,
    owning::SCENE,
    parsing::SCENE,
    requests::SCENE,
    reset::SCENE,
    roc::SCENE,
    scratch::SCENE,
    strings::SCENE,
    threads::SCENE,
    when::SCENE,
];
