//! What participants are given: one archive with the workbook, what cargo needs to build it, and the book, which is set up
//! and works without a network.
//!
//! | module | what it does |
//! |---|---|
//! | [`repository`] | the workbook's repository as a bundle, and a checkout of it |
//! | [`hidden`] | that checkout without its solutions |
//! | [`registry`] | the crates that it depends on, as a registry in a folder |
//! | [`archive`] | the archive: how it is laid out, written and unpacked |
//! | [`trial`] | an archive tried as a participant would, with nothing at home and no network |
//!
//! Everything is made from a clone of what is committed, never from the checkout of whoever packs it.

pub mod repository;

pub mod hidden;

pub mod registry;

pub mod archive;

pub mod trial;
