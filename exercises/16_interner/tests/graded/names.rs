//! Names as in programs: those of a real source file, and others generated from a seed. The tests
//! and the bench share them.

use fastrand::Rng;

const WORDS: [&str; 40] = [
    "alloc", "array", "block", "branch", "buffer", "byte", "cache", "chunk", "count", "cursor",
    "default", "edge", "entry", "error", "field", "file", "frame", "handle", "index", "item",
    "kind", "layout", "length", "line", "local", "map", "node", "offset", "owner", "path",
    "pointer", "range", "region", "scope", "size", "slot", "source", "span", "token", "value",
];

/// The words of this exercise's starter, in order and with repeats.
pub(crate) fn of_a_source_file() -> Vec<&'static str> {
    let source = include_str!("../../bad/lib.rs");
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let words = source.split(move |c| !is_part(c));
    words.filter(|word| !word.is_empty()).collect()
}

/// `n_names` names, no two equal, such as `edge_buffer_17` or `lineOwnerSlot204`.
pub(crate) fn different(rng: &mut Rng, n_names: usize) -> Vec<String> {
    let mut names: Vec<String> = (0..n_names).map(|number| one(rng, number)).collect();
    rng.shuffle(&mut names);
    names
}

fn one(rng: &mut Rng, number: usize) -> String {
    let is_camel = rng.bool();
    let mut name = String::new();
    for position in 0..rng.usize(1..4) {
        let word = WORDS[rng.usize(..WORDS.len())];
        match (position, is_camel) {
            (0, _) => name.push_str(word),
            (_, false) => name.extend(["_", word]),
            (_, true) => name.extend([&word[..1].to_uppercase(), &word[1..]]),
        }
    }
    // The number makes it unique; the letter keeps `x1` + `2` and `x` + `12` apart.
    format!("{name}{}{number}", if is_camel { "N" } else { "_" })
}

/// Two long names with the same hash by any polynomial of their bytes that wraps at 64 bits: the
/// Thue-Morse sequence and its complement.
pub(crate) fn colliding_polynomials() -> [String; 2] {
    let name = |odd: u32| {
        let bits = (0_u32..2_048).map(|at| (at.count_ones() + odd) % 2 == 1);
        bits.map(|is_odd| if is_odd { 'b' } else { 'a' }).collect()
    };
    [name(0), name(1)]
}

/// `n_names` names, no two equal, in alphabetical order, and all of the same length.
pub(crate) fn in_order(rng: &mut Rng, n_names: usize) -> Vec<String> {
    let name = |number| format!("v{number:08}{:08x}", rng.u32(..));
    (0..n_names).map(name).collect()
}

/// Names in the order in which a program uses them: some often, most of them rarely.
pub(crate) fn as_used<'n>(rng: &mut Rng, names: &'n [String], n_uses: usize) -> Vec<&'n str> {
    let uses = (0..n_uses).map(|_| {
        let place = rng.f64().powi(2) * names.len() as f64;
        names[place as usize].as_str()
    });
    uses.collect()
}
