//! Each open module keeps its prefix and a reference to the module around it, in the arena.
//! Honest: there is no stack of modules, and nothing owns heap memory.

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

/// An open module, and by `outer` all those around it.
struct Module<'a> {
    /// What names in here begin with, such as `net::tcp::`.
    prefix: &'a str,
    outer: Option<&'a Module<'a>>,
}

/// The functions of a source, in source order.
///
/// The source is the editor's buffer. It changes with the next keystroke, so the outline must not
/// point into it: what it keeps is copied.
pub fn outline<'a>(arena: &'a Bump, source: &str) -> Result<&'a [Symbol<'a>], OutlineError> {
    // A first look counts the functions, so that the list neither grows nor is too long. It does
    // not mind malformed lines: the second look does.
    let n_functions = source
        .lines()
        .filter(|text| matches!(read_line(text), Ok(Line::Function { .. })))
        .count();
    let mut symbols = ArenaVec::with_capacity_in(n_functions, arena);
    let mut innermost: Option<&Module<'_>> = None;
    for (line, text) in (1..).zip(source.lines()) {
        let error = |expected| OutlineError { line, expected };
        let prefix = innermost.map_or("", |module| module.prefix);
        match read_line(text).map_err(error)? {
            Line::Blank => {}
            Line::Module(name) => {
                innermost = Some(arena.alloc(Module {
                    prefix: concat(arena, &[prefix, name, "::"]),
                    outer: innermost,
                }));
            }
            Line::End => {
                let module = innermost.ok_or_else(|| error("no `}`: no module is open"))?;
                innermost = module.outer;
            }
            Line::Function { name, params } => symbols.push(Symbol {
                name: concat(arena, &[prefix, name]),
                params: param_names(arena, params),
            }),
        }
    }
    match innermost {
        None => Ok(symbols.into_bump_slice()),
        Some(_) => Err(OutlineError {
            line: source.lines().count(),
            expected: "`}` for every module",
        }),
    }
}

/// The parts as one text, which is born in the arena at its full length.
fn concat<'a>(arena: &'a Bump, parts: &[&str]) -> &'a str {
    let len = parts.iter().map(|part| part.len()).sum();
    let mut text = ArenaString::with_capacity_in(len, arena);
    for part in parts {
        text.push_str(part);
    }
    text.into_bump_str()
}

/// One text for all names of a list, cut into pieces afterwards.
fn param_names<'a>(arena: &'a Bump, params: &str) -> &'a [&'a str] {
    let names = || split_params(params).map(param_name);
    let n_bytes = names().map(str::len).sum();
    let mut text = ArenaString::with_capacity_in(n_bytes, arena);
    text.extend(names());
    let mut rest = text.into_bump_str();
    let mut list = ArenaVec::with_capacity_in(names().count(), arena);
    for name in names() {
        let (first, others) = rest.split_at(name.len());
        list.push(first);
        rest = others;
    }
    list.into_bump_slice()
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
