//! The outline that an editor shows beside a file: each function's full name, and its parameters.
//!
//! ```text
//! mod net {
//!     mod tcp {
//!         fn connect(host: &str, mut port: u16) -> Socket;
//!     }
//! }
//! ```
//! gives `net::tcp::connect` with the parameters `host` and `port`.
//!
//! Correct, but leaking: an editor that shows outlines all day needs more and more memory, although
//! every outline lives in an arena, and every arena is dropped.
//!
//! Yours to change: everything below, types and signatures as well. The tests use `outline` with an
//! arena and a source, the `name` and the `params` of each symbol, and the `line` of an error; names
//! are texts that have an `as_ptr`. All of `src/` is yours, so you may add files.

use bumpalo::Bump;

/// One function of the outline.
#[derive(Debug)]
pub struct Symbol {
    /// With the modules that it is in, such as `net::tcp::connect`.
    pub name: String,
    /// The names of the parameters, without `mut` and without their types.
    pub params: Vec<String>,
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
pub fn outline<'a>(arena: &'a Bump, source: &str) -> Result<Vec<&'a mut Symbol>, OutlineError> {
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
                    name: full_name(&modules, name),
                    params: param_names(params),
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

fn full_name(modules: &[&str], name: &str) -> String {
    let mut full = modules.join("::");
    if !modules.is_empty() {
        full.push_str("::");
    }
    full + name
}

fn param_names(params: &str) -> Vec<String> {
    split_params(params)
        .map(|param| param_name(param).to_string())
        .collect()
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
