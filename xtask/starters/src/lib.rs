//! Every starter that is timed, compiled as what it is compared with is compiled: as a library.
//!
//! A function that lies in the benchmark's own crate may be inlined into what times it; one of a
//! library is not, unless it is generic. With Bad in the one place and yours in the other, equal code
//! differed by up to 8 % (exercises `cyclic-graph`, `interner`, `hostile-input`; 2-core Linux machine,
//! 2026-11-22). So Bad comes from here.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "the files are documented where they stand: in the exercises"
)]

#[path = "../../../exercises/05_arena_collections/bad.rs"]
pub mod arena_collections;
#[path = "../../../exercises/15_cyclic_graph/bad.rs"]
pub mod cyclic_graph;
#[path = "../../../exercises/06_growth_waste/bad.rs"]
pub mod growth_waste;
#[path = "../../../exercises/17_hostile_input/bad.rs"]
pub mod hostile_input;
#[path = "../../../exercises/16_interner/bad.rs"]
pub mod interner;
#[path = "../../../exercises/20_json_capstone/bad.rs"]
pub mod json_capstone;
#[path = "../../../exercises/03_leaky_nodes/bad.rs"]
pub mod leaky_nodes;
#[path = "../../../exercises/19_owned_document/bad.rs"]
pub mod owned_document;
#[path = "../../../exercises/02_parse_tree/bad.rs"]
pub mod parse_tree;
#[cfg(feature = "per-thread-arenas")]
#[path = "../../../exercises/18_per_thread_arenas/bad.rs"]
pub mod per_thread_arenas;
#[path = "../../../exercises/12_pick_the_tool/bad.rs"]
pub mod pick_the_tool;
#[path = "../../../exercises/07_request_scope/bad.rs"]
pub mod request_scope;
#[path = "../../../exercises/08_reset_and_reuse/bad.rs"]
pub mod reset_and_reuse;
#[path = "../../../exercises/09_scratch_trap/bad.rs"]
pub mod scratch_trap;
