//! Counting and timing.
