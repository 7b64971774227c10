//! Names, parameters and lists are in the arena; a parameter's name is the last word before its
//! type.
//!
//! Not right: the starter takes off `&` and one `mut `, and no more, so a parameter such as `&'a
//! self` or `ref x: u8` has another name there (`'a self`, `ref x`) than here (`self`, `x`).
//!
//! Fails in: step1_answers

use bumpalo::Bump;
use bumpalo::collections::{CollectIn, String as ArenaString, Vec as ArenaVec};

/// One function of the outline.
#[derive(Clone, Copy, Debug)]
pub struct Symbol<'a> {
    /// With the modules that it is in, such as `net::tcp::connect`.
    pub name: &'a str,
    /// The names of the parameters, without `mut` and without their types.
    pub params: &'a [&'a str],
}

/// Where a source is malformed.
#[derive(Debug)]
pub struct OutlineError {
    /// Counted from 1.
    pub line: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// The functions of a source, in source order.
///
/// The source is the editor's buffer. It changes with the next keystroke, so the outline must not
/// point into it.
pub fn outline<'a>(arena: &'a Bump, source: &str) -> Result<Vec<&'a mut Symbol<'a>>, OutlineError> {
    let mut symbols = Vec::new();
    let mut modules = Vec::new();
    for (line, text) in (1..).zip(source.lines()) {
        let error = |expected| OutlineError { line, expected };
        match read_line(text).map_err(error)? {
            Line::Blank => {}
            Line::Module(name) => modules.push(name),
            Line::End if modules.pop().is_none() => return Err(error("no `}`: no module is open")),
            Line::End => {}
            Line::Function { name, params } => {
                let symbol = Symbol {
                    name: full_name(arena, &modules, name),
                    params: param_names(arena, params),
                };
                symbols.push(arena.alloc(symbol));
            }
        }
    }
    match modules.last() {
        None => Ok(symbols),
        Some(_) => Err(OutlineError {
            line: source.lines().count(),
            expected: "`}` for every module",
        }),
    }
}

fn full_name<'a>(arena: &'a Bump, modules: &[&str], name: &str) -> &'a str {
    let len = modules.iter().map(|module| module.len() + 2).sum::<usize>() + name.len();
    let mut full = ArenaString::with_capacity_in(len, arena);
    for module in modules {
        full.push_str(module);
        full.push_str("::");
    }
    full.push_str(name);
    full.into_bump_str()
}

fn param_names<'a>(arena: &'a Bump, params: &str) -> &'a [&'a str] {
    split_params(params)
        .map(|param| &*arena.alloc_str(param_name(param)))
        .collect_in::<ArenaVec<'_, _>>(arena)
        .into_bump_slice()
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
    // Whatever is before the name, the name is the last word before the type.
    let pattern = param.split(':').next().unwrap_or_default();
    let word = pattern.split_whitespace().next_back().unwrap_or_default();
    word.trim_start_matches('&')
}
