//! Writing facts to the file that the environment names. [`protocol`](crate::protocol) defines them.

use crate::protocol::{FACTS_VARIABLE, Fact};
use std::fs::OpenOptions;
use std::io::Write as _;

/// Appends the fact to the file that [`FACTS_VARIABLE`] names, in one write, so that lines of
/// several threads do not mix. Does nothing where the variable is not set.
///
/// # Panics
/// When the file cannot be written: a result that is lost in silence would be worse.
pub(crate) fn emit(fact: &Fact) {
    let Some(path) = std::env::var_os(FACTS_VARIABLE) else {
        return;
    };
    let line = fact.to_line() + "\n";
    let file = OpenOptions::new().append(true).create(true).open(&path);
    let written = file.and_then(|mut file| file.write_all(line.as_bytes()));
    if let Err(error) = written {
        let path = path.display();
        panic!("{path}: cannot write the facts of this run: {error}");
    }
}
