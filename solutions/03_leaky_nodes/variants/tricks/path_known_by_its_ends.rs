//! The joined modules are kept for the next function, as long as their number, the outermost and
//! the innermost stay the same.
//! A trick, and a mistake easily made: modules of one name in different parents are taken for one.
//! Fails in: step1_answers

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
    let mut prefix = Prefix::default();
    for (line, text) in (1..).zip(source.lines()) {
        let error = |expected| OutlineError { line, expected };
        match read_line(text).map_err(error)? {
            Line::Blank => {}
            Line::Module(name) => modules.push(name),
            Line::End if modules.pop().is_none() => return Err(error("no `}`: no module is open")),
            Line::End => {}
            Line::Function { name, params } => {
                let symbol = Symbol {
                    name: full_name(arena, prefix.of(arena, &modules), name),
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

/// The modules of the last function, joined once for all functions beside it.
#[derive(Default)]
struct Prefix<'a, 's> {
    depth: usize,
    outermost: &'s str,
    innermost: &'s str,
    /// With `::` behind each module.
    joined: &'a str,
}

impl<'a, 's> Prefix<'a, 's> {
    /// Joins the modules, unless they are those of the last call.
    fn of(&mut self, arena: &'a Bump, modules: &[&'s str]) -> &'a str {
        let outermost = modules.first().copied().unwrap_or_default();
        let innermost = modules.last().copied().unwrap_or_default();
        if (modules.len(), outermost, innermost) != (self.depth, self.outermost, self.innermost) {
            let len = modules.iter().map(|module| module.len() + 2).sum();
            let mut joined = ArenaString::with_capacity_in(len, arena);
            for module in modules {
                joined.push_str(module);
                joined.push_str("::");
            }
            *self = Prefix {
                depth: modules.len(),
                outermost,
                innermost,
                joined: joined.into_bump_str(),
            };
        }
        self.joined
    }
}

fn full_name<'a>(arena: &'a Bump, prefix: &str, name: &str) -> &'a str {
    let mut full = ArenaString::with_capacity_in(prefix.len() + name.len(), arena);
    full.push_str(prefix);
    full.push_str(name);
    full.into_bump_str()
}

fn param_names<'a>(arena: &'a Bump, params: &str) -> &'a [&'a str] {
    let mut names = ArenaVec::with_capacity_in(split_params(params).count(), arena);
    for param in split_params(params) {
        names.push(&*arena.alloc_str(param_name(param)));
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
