//! Every name gets a room of 512 bytes, and every list 16 bytes for each byte of the parameters.
//! A trick: no vector ever grows, but nearly all of the arena is room that nothing comes to fill.
//! Fails in: step4_in_the_arena

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

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
                    name: full_name(arena, source, &modules, name),
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

fn full_name<'a>(arena: &'a Bump, source: &str, modules: &[&str], name: &str) -> &'a str {
    // No name is longer than this, so it is never moved while it grows.
    let mut full = ArenaString::with_capacity_in(source.len().min(512), arena);
    for module in modules {
        full.push_str(module);
        full.push_str("::");
    }
    full.push_str(name);
    full.into_bump_str()
}

fn param_names<'a>(arena: &'a Bump, params: &str) -> &'a [&'a str] {
    // A parameter has at least one byte, so this is always enough.
    let mut names = ArenaVec::with_capacity_in(params.len(), arena);
    for param in split_params(params) {
        let mut name = ArenaString::with_capacity_in(params.len(), arena);
        name.push_str(param_name(param));
        names.push(name.into_bump_str());
    }
    names.into_bump_slice()
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
