//! Builds and serves the book.
fn main() {}
