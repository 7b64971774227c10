//! Open modules are a linked list in the arena, innermost first, and each name is written from its
//! end into a place of its exact size.

use bumpalo::Bump;
use bumpalo::collections::Vec;

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
/// The source has a lifetime of its own: everything that the outline keeps of it is copied.
pub fn outline<'a>(arena: &'a Bump, source: &str) -> Result<&'a [Symbol<'a>], OutlineError> {
    let mut symbols = Vec::with_capacity_in(count_functions(source), arena);
    let mut innermost = None;
    for (line, text) in (1..).zip(source.lines()) {
        let error = |expected| OutlineError { line, expected };
        match read_line(text).map_err(error)? {
            Line::Blank => {}
            Line::Module(name) => {
                let outer = innermost;
                innermost = Some(&*arena.alloc(Module { name, outer }));
            }
            Line::End => {
                let module = innermost.ok_or(error("no `}`: no module is open"))?;
                innermost = module.outer;
            }
            Line::Function { name, params } => symbols.push(Symbol {
                name: full_name(arena, innermost, name),
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

/// How many lines begin as a function does: at least as many as there are symbols.
fn count_functions(source: &str) -> usize {
    let lines = source.lines().map(read_line);
    lines
        .filter(|line| matches!(line, Ok(Line::Function { .. })))
        .count()
}

/// An open module. It owns nothing, so nobody has to drop it.
#[derive(Clone, Copy)]
struct Module<'m> {
    name: &'m str,
    outer: Option<&'m Module<'m>>,
}

/// From the innermost module to the outermost.
fn outwards<'m>(innermost: Option<&'m Module<'m>>) -> impl Iterator<Item = &'m str> {
    std::iter::successors(innermost, |module| module.outer).map(|module| module.name)
}

/// The list begins with the innermost module, so the name is written from its end.
fn full_name<'a>(arena: &'a Bump, innermost: Option<&Module<'_>>, name: &str) -> &'a str {
    let path = outwards(innermost).map(|module| module.len() + "::".len());
    let len = path.sum::<usize>() + name.len();
    let bytes = arena.alloc_slice_fill_copy(len, b':');
    let mut start = len - name.len();
    bytes[start..].copy_from_slice(name.as_bytes());
    for module in outwards(innermost) {
        let end = start - "::".len();
        start = end - module.len();
        bytes[start..end].copy_from_slice(module.as_bytes());
    }
    std::str::from_utf8(bytes).expect("put together from whole texts")
}

/// Copies of the parameters' names.
fn param_names<'a>(arena: &'a Bump, params: &str) -> &'a [&'a str] {
    let mut names = Vec::with_capacity_in(split_params(params).count(), arena);
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
