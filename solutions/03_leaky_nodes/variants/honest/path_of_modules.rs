//! Keeps the path of the open modules as one text, appends each function's name for a moment, and
//! copies the whole to the arena at once; parameters are counted first, so that their list has its
//! final length from the start.

use bumpalo::Bump;

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
pub fn outline<'a>(arena: &'a Bump, source: &str) -> Result<Vec<Symbol<'a>>, OutlineError> {
    let mut symbols = Vec::new();
    // `net::tcp::`, and how long it was before each of the open modules.
    let mut path = String::new();
    let mut lengths = Vec::new();
    for (line, text) in (1..).zip(source.lines()) {
        let error = |expected| OutlineError { line, expected };
        match read_line(text).map_err(error)? {
            Line::Blank => {}
            Line::Module(name) => {
                lengths.push(path.len());
                path.push_str(name);
                path.push_str("::");
            }
            Line::End => match lengths.pop() {
                Some(length) => path.truncate(length),
                None => return Err(error("no `}`: no module is open")),
            },
            Line::Function { name, params } => {
                let length = path.len();
                path.push_str(name);
                symbols.push(Symbol {
                    name: arena.alloc_str(&path),
                    params: param_names(arena, params),
                });
                path.truncate(length);
            }
        }
    }
    if lengths.is_empty() {
        return Ok(symbols);
    }
    Err(OutlineError {
        line: source.lines().count(),
        expected: "`}` for every module",
    })
}

fn param_names<'a>(arena: &'a Bump, params: &str) -> &'a [&'a str] {
    let names = arena.alloc_slice_fill_copy(split_params(params).count(), "");
    for (name, param) in names.iter_mut().zip(split_params(params)) {
        *name = arena.alloc_str(param_name(param));
    }
    names
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
