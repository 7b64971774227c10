//! Judges the whole source first, and counts its functions: a malformed one takes no arena memory.
//! Then every list, that of the symbols too, is a slice of the arena with its final length.
//! Honest: the source is read twice, and nothing in the arena grows.

use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;

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
pub fn outline<'a>(arena: &'a Bump, source: &str) -> Result<&'a [Symbol<'a>], OutlineError> {
    // The first reading refuses a source that is malformed, before the arena holds anything of it.
    let mut n_symbols = 0;
    let mut depth = 0_usize;
    let mut n_lines = 0;
    for (line, text) in (1..).zip(source.lines()) {
        let error = |expected| OutlineError { line, expected };
        match read_line(text).map_err(error)? {
            Line::Blank => {}
            Line::Module(_) => depth += 1,
            Line::End => {
                depth = depth
                    .checked_sub(1)
                    .ok_or(error("no `}`: no module is open"))?
            }
            Line::Function { .. } => n_symbols += 1,
        }
        n_lines = line;
    }
    if depth > 0 {
        return Err(OutlineError {
            line: n_lines,
            expected: "`}` for every module",
        });
    }
    let mut lines = source.lines();
    // The modules that are open, with `::` behind each: it is cut back at the end of each module.
    let mut path = String::new();
    let mut starts = Vec::new();
    let next = |_| {
        for text in lines.by_ref() {
            match read_line(text) {
                Ok(Line::Module(name)) => {
                    starts.push(path.len());
                    path.push_str(name);
                    path.push_str("::");
                }
                Ok(Line::End) => path.truncate(starts.pop().unwrap_or_default()),
                Ok(Line::Function { name, params }) => {
                    return Symbol {
                        name: joined(arena, &path, name),
                        params: param_names(arena, params),
                    };
                }
                Ok(Line::Blank) | Err(_) => {}
            }
        }
        unreachable!("the first reading has counted the functions")
    };
    Ok(arena.alloc_slice_fill_with(n_symbols, next))
}

/// Both texts, one after the other.
fn joined<'a>(arena: &'a Bump, path: &str, name: &str) -> &'a str {
    let mut full = ArenaString::with_capacity_in(path.len() + name.len(), arena);
    full.push_str(path);
    full.push_str(name);
    full.into_bump_str()
}

fn param_names<'a>(arena: &'a Bump, params: &str) -> &'a [&'a str] {
    let mut rest = split_params(params);
    let n_params = split_params(params).count();
    arena.alloc_slice_fill_with(n_params, |_| {
        &*arena.alloc_str(rest.next().map_or("", param_name))
    })
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
