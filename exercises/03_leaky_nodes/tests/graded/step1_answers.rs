//! The outline matches the source, and outlives it. The starter passes this step.
//!
//! The tests read `name` and iterate over `params`; which types these have is yours to choose. The
//! source is an editor's buffer, and changes with the next key. If a test does not compile (E0505),
//! your symbols borrow from the source, which is dropped first.
//!
//! Before moving on: count the allocations that belong to one symbol of the starter. Which of them
//! are in the arena?

use fastrand::Rng;
use leaky_nodes::outline;

use super::plain::symbols;
use super::{sources, unusual};

/// The outline of a source as plain values, in an arena of its own; or the line of the error. In this
/// file, so that symbols that borrow from the source are refused here, in step 1.
macro_rules! plain {
    ($outline:path, $source:expr) => {{
        let arena = bumpalo::Bump::new();
        let source = String::from($source);
        let result = $outline(&arena, &source);
        drop(source); // The buffer goes first: no symbol may borrow from it.
        match result {
            Ok(symbols) => Ok(symbols!(symbols)),
            Err(error) => Err(error.line),
        }
    }};
}

#[test]
fn names_include_their_modules_and_parameters_have_no_types() {
    let source = "
        mod net {
            mod tcp {
                fn connect(host: &str, mut port: u16) -> Socket;
            }
            fn load(&mut self, from: Option<&Path>);
        }
        fn main();
    ";
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let expected = vec![
        ("net::tcp::connect".to_string(), names(&["host", "port"])),
        ("net::load".to_string(), names(&["self", "from"])),
        ("main".to_string(), names(&[])),
    ];
    assert_eq!(
        plain!(outline, source),
        Ok(expected),
        "name and parameters of each function of:{source}"
    );
}

#[test]
fn commas_without_a_parameter_are_treated_as_in_bad() {
    for source in [
        "fn gap(a: u8,, b: u8);",
        "fn first(, a: u8);",
        "fn last(a: u8, ,);",
        "fn only(,);",
    ] {
        let expected: Result<_, usize> = plain!(bad::outline, source);
        assert_eq!(
            plain!(outline, source),
            expected,
            "the outline of `{source}`"
        );
    }
}

#[test]
fn parameters_of_every_form_are_named_as_in_bad() {
    for param in [
        "&'a self",
        "&'a mut self",
        "mut self",
        "self: Box<Self>",
        "ref x: u8",
        "ref mut x: u8",
        "&mut x: &mut u8",
        "&&x: &&u8",
        "mut  x : u8",
        "_: u8",
        "x::y: u8",
        "mut",
        "mutable: bool",
        ": u8",
        "&: u8",
    ] {
        let source = format!("fn one({param});\nfn two({param}, b: {param});");
        let expected: Result<_, usize> = plain!(bad::outline, source.as_str());
        assert_eq!(
            plain!(outline, source.as_str()),
            expected,
            "the outline of two functions with the parameter `{param}`"
        );
    }
}

#[test]
fn a_recorded_source_gives_the_same_outline_as_in_bad() {
    let expected: Result<_, usize> = plain!(bad::outline, sources::RECORDED);
    assert_eq!(
        plain!(outline, sources::RECORDED),
        expected,
        "name and parameters of each function of `tests/graded/api.txt`"
    );
}

#[test]
fn random_sources_give_the_same_outline_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for n_functions in 0..yardstick::size(60, 6) {
        let source = sources::random(&mut rng, n_functions);
        let expected: Result<_, usize> = plain!(bad::outline, source.as_str());
        assert_eq!(
            plain!(outline, source.as_str()),
            expected,
            "the outline of this source (seed {seed}):\n{source}"
        );
    }
}

#[test]
fn unusual_sources_give_the_same_outline_as_in_bad() {
    let n = if cfg!(miri) { 10 } else { 300 };
    for (what, source) in unusual::sources(n) {
        let yours: Result<_, usize> = plain!(outline, source.as_str());
        assert!(
            yours == plain!(bad::outline, source.as_str()),
            "yours: the outline of {what}, {n} times, is not that of Bad"
        );
    }
}

/// A generated source may have very many functions in one module.
#[test]
fn a_source_may_have_very_many_lines() {
    const N_FUNCTIONS: usize = yardstick::size(yardstick::thorough(2_000, 100_000), 20);
    let functions = (0..N_FUNCTIONS).map(|number| format!("fn f{number}(a: u8);\n"));
    let source = format!("mod all {{\n{}}}\n", functions.collect::<String>());
    let yours: Result<_, usize> = plain!(outline, source.as_str());
    assert!(
        yours == plain!(bad::outline, source.as_str()),
        "yours: the outline of {N_FUNCTIONS} functions in one module is not that of Bad"
    );
}

#[test]
fn modules_of_few_names_give_the_same_outline_as_in_bad() {
    let of_one_name =
        "mod a {\nmod b {\nmod t {\nfn f();\n}\n}\nmod c {\nmod t {\nfn g();\n}\n}\n}\n";
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let random = (0..yardstick::size(100, 6)).map(|_| unusual::few_names(&mut rng, 40));
    for source in std::iter::once(of_one_name.to_owned()).chain(random) {
        let expected: Result<_, usize> = plain!(bad::outline, source.as_str());
        assert_eq!(
            plain!(outline, source.as_str()),
            expected,
            "the outline of this source (seed {seed}):\n{source}"
        );
    }
}

#[test]
fn malformed_sources_are_refused_at_the_same_line_as_in_bad() {
    for source in unusual::MALFORMED {
        let yours: Result<_, usize> = plain!(outline, source);
        assert!(
            yours.is_err(),
            "yours: this source is accepted, although it is malformed:\n{source}"
        );
        assert_eq!(
            yours,
            plain!(bad::outline, source),
            "the line of the error in:\n{source}"
        );
    }
}
