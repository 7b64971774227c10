//! One text in the arena for the whole outline, cut up when it is complete.
//! Honest: it grows while nothing else does, and no name has a string of its own.

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// One function of the outline. `'a` is the life of the arena that holds its text.
///
/// `Copy` is more than a convenience: a type that has it cannot have a `Drop`, nor can anything
/// inside it. Whoever adds a `String` here is told so by the compiler.
#[derive(Clone, Copy, Debug)]
pub struct Symbol<'a> {
    /// With the modules that it is in, such as `net::tcp::connect`.
    pub name: &'a str,
    /// The names of the parameters, without `mut` and without their types.
    pub params: &'a [&'a str],
}

/// Where a source stops being one.
#[derive(Debug)]
pub struct OutlineError {
    /// Counted from 1.
    pub line: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// The functions of a source, in text order.
///
/// The source is the editor's buffer. It changes with the next keystroke, so the outline must not
/// point into it: `'a` stands at the arena alone.
///
/// The list itself is an ordinary vector. It belongs to the caller, who drops it, so it cannot leak;
/// what it costs is a dozen calls to the heap, however long the source is.
pub fn outline<'a>(
    arena: &'a Bump,
    source: &str,
) -> Result<ArenaVec<'a, Symbol<'a>>, OutlineError> {
    // All text in one string of the arena, and where each piece ends.
    let mut text_of_all = ArenaString::with_capacity_in(2 * source.len(), arena);
    let mut ends = Vec::new();
    let mut lengths = Vec::new();
    let mut prefix = String::new();
    let mut modules = Vec::new();
    for (line, text) in (1..).zip(source.lines()) {
        let error = |expected| OutlineError { line, expected };
        match read_line(text).map_err(error)? {
            Line::Blank => {}
            Line::Module(name) => {
                modules.push(prefix.len());
                prefix.push_str(name);
                prefix.push_str("::");
            }
            Line::End => match modules.pop() {
                Some(length) => prefix.truncate(length),
                None => return Err(error("no `}`: no module is open")),
            },
            Line::Function { name, params } => {
                text_of_all.push_str(&prefix);
                text_of_all.push_str(name);
                ends.push(text_of_all.len());
                let before = ends.len();
                for param in split_params(params) {
                    text_of_all.push_str(param_name(param));
                    ends.push(text_of_all.len());
                }
                lengths.push(ends.len() - before);
            }
        }
    }
    if !modules.is_empty() {
        return Err(OutlineError {
            line: source.lines().count(),
            expected: "`}` for every module",
        });
    }
    let text: &'a str = text_of_all.into_bump_str();
    let mut start = 0;
    let mut pieces = ends.into_iter().map(|end| {
        let piece = &text[start..end];
        start = end;
        piece
    });
    let mut symbols = ArenaVec::with_capacity_in(lengths.len(), arena);
    for n_params in lengths {
        let name = pieces.next().unwrap_or_default();
        let params = arena.alloc_slice_fill_with(n_params, |_| pieces.next().unwrap_or_default());
        symbols.push(Symbol { name, params });
    }
    Ok(symbols)
}

/// What one line says. The parts borrow from the line.
enum Line<'s> {
    Blank,
    Module(&'s str),
    End,
    Function { name: &'s str, params: &'s str },
}

fn read_line(text: &str) -> Result<Line<'_>, &'static str> {
    let text = text.trim();
    if text.is_empty() || text.starts_with("//") {
        return Ok(Line::Blank);
    }
    if text == "}" {
        return Ok(Line::End);
    }
    let text = text.strip_prefix("pub ").unwrap_or(text);
    if let Some(module) = text.strip_prefix("mod ") {
        let name = module.strip_suffix('{').ok_or("`{` after a module")?;
        return Ok(Line::Module(name.trim()));
    }
    let function = text.strip_prefix("fn ").ok_or("`mod`, `fn` or `}`")?;
    let (name, rest) = function.split_once('(').ok_or("`(` after a name")?;
    let (params, _) = rest.split_once(')').ok_or("`)` after the parameters")?;
    Ok(Line::Function { name, params })
}

/// The parameters, types included. No type has a comma in it.
fn split_params(params: &str) -> impl Iterator<Item = &str> {
    params
        .split(',')
        .map(str::trim)
        .filter(|param| !param.is_empty())
}

/// `port` from `mut port: u16`, and `self` from `&mut self`.
fn param_name(param: &str) -> &str {
    let name = param.split(':').next().unwrap_or_default().trim();
    let name = name.trim_start_matches('&');
    name.strip_prefix("mut ").unwrap_or(name).trim()
}
