//! Spreadsheet-like formulas, generated from a seed. The tests and the bench share them.

use fastrand::Rng;

/// The value of a cell, standing in for a spreadsheet. Never zero, and different for neighbours.
pub(crate) fn cell(column: u32, row: u32) -> f64 {
    f64::from(column % 89 * 7 + row % 97) / 8.0 + 1.0
}

/// A formula whose tree has exactly `n_nodes` nodes, and a depth that grows with their logarithm.
pub(crate) fn random(rng: &mut Rng, n_nodes: usize) -> String {
    let n_nodes = yardstick::size(n_nodes, 40);
    let mut source = String::new();
    write_operand(rng, n_nodes, &mut source);
    source
}

/// Writes an operand of `n_nodes` nodes.
///
/// Parentheses are not nodes, so adding them does not change the count: without them the parser
/// groups by precedence.
fn write_operand(rng: &mut Rng, n_nodes: usize, out: &mut String) {
    match n_nodes {
        0 | 1 => write_atom(rng, out),
        2 => {
            out.push('-');
            write_atom(rng, out);
        }
        _ if rng.u8(..8) == 0 => {
            out.push('-');
            write_operand(rng, n_nodes - 1, out);
        }
        _ if rng.bool() => {
            out.push('(');
            write_binary(rng, n_nodes, out);
            out.push(')');
        }
        _ => write_binary(rng, n_nodes, out),
    }
}

fn write_binary(rng: &mut Rng, n_nodes: usize, out: &mut String) {
    let n_operands = n_nodes - 1;
    if rng.u8(..4) == 0 {
        // Divides by numbers only, as most sheets do: no division by zero turns the answer into
        // NaN.
        write_operand(rng, n_operands - 1, out);
        out.push_str(" / ");
        return write_number(rng, out);
    }
    let n_left = rng.usize(1..n_operands);
    write_operand(rng, n_left, out);
    out.push_str(rng.choice([" + ", " - ", " * ", "+", "*"]).unwrap_or(" + "));
    write_operand(rng, n_operands - n_left, out);
}

fn write_atom(rng: &mut Rng, out: &mut String) {
    if rng.bool() {
        return write_number(rng, out);
    }
    if rng.u8(..4) == 0 {
        out.push(rng.char('A'..='D'));
    }
    out.push(rng.char('A'..='Z'));
    out.push_str(&rng.u32(1..2_000).to_string());
}

fn write_number(rng: &mut Rng, out: &mut String) {
    out.push_str(&rng.u32(1..1_000).to_string());
    if rng.bool() {
        out.push('.');
        out.push_str(&rng.u32(0..100).to_string());
    }
}
