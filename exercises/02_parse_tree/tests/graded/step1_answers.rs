//! The tree means what the formula says, even after its text is gone. The starter passes this step;
//! keep it passing.
//!
//! The tests call `parse`, `eval` and `visit`, and never name a node's type: what a tree and its
//! nodes are is yours to choose. A sheet is read line by line, into one buffer, and its trees stay
//! in use when the buffer already holds the next line. If a test does not compile, read your
//! signature of `parse` as the caller does: what must stay alive, and for how long?
//!
//! Before moving on: how many nodes does `(B2 + 3.5) * -C7 / 100` have, and how many heap calls
//! does the starter make for it?

use bumpalo::Bump;
use fastrand::Rng;
use parse_tree::parse;

use super::formulas;
use super::trees::{assert_same, node_values, values};

#[test]
fn operators_bind_as_in_school() {
    let formulas = [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 4 - 3", 3.0),
        ("8 / 4 / 2", 1.0),
        ("2 * -3 + 10", 4.0),
        ("--4", 4.0),
        ("-(2 + 3) * 2", -10.0),
        ("  0.5*4  ", 2.0),
        ("A1 + A1", 2.0 * formulas::cell(1, 1)),
        ("AB12 / 2", formulas::cell(28, 12) / 2.0),
        ("ZZZ4294967295", formulas::cell(18_278, u32::MAX)),
        ("0.1 + 0.2", 0.1 + 0.2),
        ("123456789012.375 - 1", 123_456_789_011.375),
        (
            "(B2 + 3.5) * -C7 / 100",
            (formulas::cell(2, 2) + 3.5) * -formulas::cell(3, 7) / 100.0,
        ),
    ];
    for (source, expected) in formulas {
        let arena = Bump::new();
        let value = parse(&arena, source).map(|root| root.eval(&formulas::cell));
        match value {
            Ok(value) => assert_eq!(value, expected, "the value of `{source}`"),
            Err(error) => panic!("yours: `{source}` is a formula, but `parse` returned: {error}"),
        }
    }
}

#[test]
fn random_formulas_give_the_same_tree_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..yardstick::size(200, 4) {
        let n_nodes = rng.usize(1..yardstick::size(60, 40));
        let source = formulas::random(&mut rng, n_nodes);
        let (yours, bad) = (values!(parse, &source), values!(bad::parse, &source));
        assert_eq!(
            yours, bad,
            "node values of `{source}`, parents first (seed {seed})"
        );
        let n_visited = yours.map_or(0, |values| values.len());
        assert_eq!(
            n_visited, n_nodes,
            "nodes that `visit` shows for `{source}` (seed {seed})"
        );
    }
}

/// Numbers of more digits than an `f64` has, some of them halfway between two, or near its limits.
const LONG_NUMBERS: [&str; 12] = [
    "0.1234567890123456789",
    "12345678901234567890",
    "9007199254740993",
    "9007199254740992.99999999999999999999",
    "9007199254740993.00000000000000000001",
    "18446744073709551616",
    "340282366920938463463374607431768211457",
    "0.000000000000000000000000000000123456789",
    "1.00000000000000011102230246251565404236316680908203125",
    "1.00000000000000011102230246251565404236316680908203126",
    "00000000000000000000000000000000000000000.10",
    "123456789012345678.",
];

/// A number of up to 45 digits, with a point somewhere among them.
fn long_number(rng: &mut Rng) -> String {
    let n_digits = rng.usize(15..45);
    let mut number: String = (0..n_digits).map(|_| rng.digit(10)).collect();
    number.insert(rng.usize(1..=n_digits), '.');
    number
}

/// A number is the `f64` that is nearest to what is written, however many digits that has.
#[test]
fn numbers_of_any_length_have_the_same_value_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let mut numbers = LONG_NUMBERS.map(str::to_owned).to_vec();
    numbers.push("9".repeat(400));
    numbers.push(format!("0.{}1", "0".repeat(400)));
    numbers.extend((0..yardstick::size(300, 10)).map(|_| long_number(&mut rng)));
    for number in numbers {
        let (yours, bad) = (values!(parse, &number), values!(bad::parse, &number));
        let bits = |values: &Result<Vec<f64>, usize>| match values {
            Ok(values) => Ok(values.iter().map(|value| value.to_bits()).collect()),
            Err(position) => Err(*position),
        };
        let (yours_in_bits, bad_in_bits): (Result<Vec<u64>, usize>, _) = (bits(&yours), bits(&bad));
        assert!(
            yours_in_bits == bad_in_bits,
            "the value of the number `{number}`, bit for bit (seed {seed})\n\
             yours: {yours:?}, in bits {yours_in_bits:x?}\n\
             expected: {bad:?}, in bits {bad_in_bits:x?}"
        );
    }
}

#[test]
fn deep_and_long_formulas_give_the_same_tree_as_in_bad() {
    let n = if cfg!(miri) { 10 } else { 100 };
    let negated = format!("{}7", "-".repeat(n));
    let in_parentheses = format!("{}A1 + 2{}", "(".repeat(n), ")".repeat(n));
    let to_the_right = format!("{}9{}", "1 - (B2 / ".repeat(n), ")".repeat(n));
    let to_the_left = format!("3{}", " - C3 * 2.5".repeat(n));
    for source in [negated, in_parentheses, to_the_right, to_the_left] {
        let (yours, bad) = (values!(parse, &source), values!(bad::parse, &source));
        let start: String = source.chars().take(40).collect();
        let what = format!(
            "a formula of {} bytes that starts with `{start}`",
            source.len()
        );
        match (yours, bad) {
            (Ok(yours), Ok(bad)) => assert_same(&what, &yours, &bad),
            (yours, bad) => assert_eq!(yours, bad, "{what}"),
        }
    }
}

#[test]
fn tens_of_thousands_of_nodes_have_the_same_value_as_in_bad() {
    let n_nodes = if cfg!(miri) { 40 } else { 70_000 };
    let source = formulas::random(&mut Rng::with_seed(yardstick::seed()), n_nodes);
    let (arena, bad_arena) = (Bump::new(), Bump::new());
    let yours = parse(&arena, &source).expect("a formula made for this test is well formed");
    let bad = bad::parse(&bad_arena, &source).expect("Bad reads any formula");
    let mut n_visited = 0;
    yours.visit(&mut |_| n_visited += 1);
    assert_eq!(n_visited, n_nodes, "the nodes that `visit` shows");
    assert_eq!(
        yours.eval(&formulas::cell).to_bits(),
        bad.eval(&formulas::cell).to_bits(),
        "the value of a formula of {n_nodes} nodes, in bits"
    );
}

#[test]
fn a_tree_can_be_evaluated_again_when_the_cells_have_changed() {
    let seed = yardstick::seed();
    let source = formulas::random(&mut Rng::with_seed(seed), 100) + " + A1";
    let changed = |column, row| formulas::cell(column + 1, row + 3);
    let bad_arena = Bump::new();
    let bad = bad::parse(&bad_arena, &source).expect("a formula made for this test");
    // The same text twice: a new tree each time, with nothing left over from the one before.
    for number in 1..=2 {
        let arena = Bump::new();
        let root = parse(&arena, &source).expect("a formula made for this test is well formed");
        for (cells, cell) in [
            (
                "with the first values",
                &formulas::cell as &dyn Fn(u32, u32) -> f64,
            ),
            ("after the cells have changed", &changed),
        ] {
            assert_eq!(
                root.eval(cell),
                bad.eval(cell),
                "the value of tree {number} of `{source}`, {cells} (seed {seed})"
            );
        }
    }
}

#[test]
fn trees_stay_when_the_buffer_of_their_text_is_used_again() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let arena = Bump::new();
    let (mut line, mut roots, mut expected) = (String::new(), Vec::new(), Vec::new());
    for n_nodes in [30, 1, 7] {
        line.replace_range(.., &formulas::random(&mut rng, n_nodes)); // The trees stay in use.
        expected.push(values!(bad::parse, &line));
        roots.push(parse(&arena, &line).expect("a formula made for this test is well formed"));
    }
    for (number, (root, expected)) in (1..).zip(roots.iter().zip(expected)) {
        let yours: Result<_, usize> = Ok(node_values!(root));
        assert_eq!(
            yours, expected,
            "node values of formula {number} of 3, parents first (seed {seed})"
        );
    }
}

#[test]
fn formulas_of_a_thousand_levels_are_read_as_in_bad() {
    let n = yardstick::size(1_000, 20);
    for (open, close) in [
        ("(", ")"),
        ("-", ""),
        ("-(", ")"),
        ("(1-", ")"),
        ("2*(", "/B3)"),
    ] {
        let source = format!("{}A1{}", open.repeat(n), close.repeat(n));
        let (yours, bad) = (values!(parse, &source), values!(bad::parse, &source));
        assert!(
            yours == bad,
            "yours: a formula that starts with {n} times `{open}` is not read as in Bad"
        );
    }
}

#[test]
fn text_that_is_not_a_formula_is_refused_at_the_same_byte_as_in_bad() {
    let malformed = [
        "",
        "  ",
        "1 +",
        "* 2",
        "(1 + 2",
        "1 + 2)",
        "1 2",
        "A",
        "ABCD1",
        "1.2.3",
        "A99999999999",
        "2 ^ 3",
        "b2",
    ];
    for source in malformed {
        let (yours, bad) = (values!(parse, source), values!(bad::parse, source));
        assert!(
            yours.is_err(),
            "yours: `{source}` is accepted, although it is not a formula"
        );
        assert_eq!(yours, bad, "the byte at which `{source}` goes wrong");
    }
}

#[test]
fn formulas_cut_short_are_judged_as_in_bad() {
    let seed = yardstick::seed();
    let source = formulas::random(&mut Rng::with_seed(seed), yardstick::size(30, 8));
    for end in 0..source.len() {
        let cut = &source[..end];
        let (yours, bad) = (values!(parse, cut), values!(bad::parse, cut));
        assert_eq!(
            yours, bad,
            "node values, or the position of the error, for `{cut}` (seed {seed})"
        );
    }
}
