//! `update`, in real clones and in folders without git: a learner's sources stay, all else becomes new, and `--undo` brings
//! everything back.

#[path = "../common/mod.rs"]
mod common;

mod clones;
mod folders;
mod git;
mod mistakes;
