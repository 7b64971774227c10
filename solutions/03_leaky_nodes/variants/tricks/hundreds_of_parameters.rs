//! All is the arena's, but for the parameters of a function that has hundreds: their list is
//! leaked. A trick: what is rare leaks, too.
//! Fails in: step2_nothing_left

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// One function of the outline.
#[derive(Debug)]
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
pub fn outline<'a>(arena: &'a Bump, source: &str) -> Result<Vec<&'a Symbol<'a>>, OutlineError> {
    let mut symbols = Vec::new();
    let mut path = Path {
        arena,
        text: ArenaString::new_in(arena),
        starts: ArenaVec::new_in(arena),
    };
    for (line, text) in (1..).zip(source.lines()) {
        let error = |expected| OutlineError { line, expected };
        match read_line(text).map_err(error)? {
            Line::Blank => {}
            Line::Module(name) => path.open(name),
            Line::End if !path.close() => return Err(error("no `}`: no module is open")),
            Line::End => {}
            Line::Function { name, params } => {
                let symbol = Symbol {
                    name: path.name_of(name),
                    params: param_names(arena, params),
                };
                symbols.push(&*arena.alloc(symbol));
            }
        }
    }
    match path.starts.len() {
        0 => Ok(symbols),
        _ => Err(OutlineError {
            line: source.lines().count(),
            expected: "`}` for every module",
        }),
    }
}

/// The modules that are open, as text that ends with `::`.
struct Path<'a> {
    arena: &'a Bump,
    text: ArenaString<'a>,
    /// Where the text of each module starts.
    starts: ArenaVec<'a, usize>,
}

impl<'a> Path<'a> {
    fn open(&mut self, module: &str) {
        self.starts.push(self.text.len());
        self.text.push_str(module);
        self.text.push_str("::");
    }

    /// Whether a module was open.
    fn close(&mut self) -> bool {
        let start = self.starts.pop();
        self.text.truncate(start.unwrap_or_default());
        start.is_some()
    }

    fn name_of(&self, function: &str) -> &'a str {
        bumpalo::format!(in self.arena, "{}{}", self.text, function).into_bump_str()
    }
}

fn param_names<'a>(arena: &'a Bump, params: &str) -> &'a [&'a str] {
    let mut names = ArenaVec::new_in(arena);
    for param in split_params(params) {
        names.push(&*arena.alloc_str(param_name(param)));
    }
    match names.len() {
        0..=256 => names.into_bump_slice(),
        _ => names.to_vec().leak(),
    }
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
