//! The outline that an editor shows beside a file: Bad tuned without an arena. The text of all names is in one string, and
//! two lists say where each name is in it, and which names belong to a function. Three blocks instead of two or more
//! for each function. The outline then owns its symbols, and makes them when they are read.

use std::ops::Range;

use bumpalo::Bump;

/// The functions of a source.
#[derive(Debug)]
pub struct Outline {
    text: String,
    /// Where each name is in `text`.
    names: Vec<Range<usize>>,
    /// Which names belong to each function: its own, and those of its parameters.
    functions: Vec<Range<usize>>,
}

/// One function of the outline.
#[derive(Clone, Copy, Debug)]
pub struct Symbol<'o> {
    /// With the modules that it is in, such as `net::tcp::connect`.
    pub name: &'o str,
    /// The names of the parameters, without `mut` and without their types.
    pub params: Params<'o>,
}

/// The parameters of one function.
#[derive(Clone, Copy, Debug)]
pub struct Params<'o> {
    text: &'o str,
    names: &'o [Range<usize>],
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
pub fn outline(_arena: &Bump, source: &str) -> Result<Outline, OutlineError> {
    // Guesses: full names may be longer than the source, and names may be shorter than 16 bytes.
    let mut outline = Outline {
        text: String::with_capacity(source.len()),
        names: Vec::with_capacity(source.len() / 16),
        functions: Vec::with_capacity(source.len() / 64),
    };
    // The open modules, each with `::` behind it, and how long this was before each.
    let (mut prefix, mut modules) = (String::new(), Vec::new());
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
                let first = outline.names.len();
                outline.push(&[&prefix, name]);
                for param in split_params(params) {
                    outline.push(&[param_name(param)]);
                }
                outline.functions.push(first..outline.names.len());
            }
        }
    }
    match modules.last() {
        None => Ok(outline),
        Some(_) => Err(OutlineError {
            line: source.lines().count(),
            expected: "`}` for every module",
        }),
    }
}

impl Outline {
    /// The functions, in source order.
    pub fn iter(&self) -> impl Iterator<Item = Symbol<'_>> {
        self.functions.iter().map(|function| {
            let text = self.text.as_str();
            let names = &self.names[function.clone()];
            Symbol {
                name: &text[names[0].clone()],
                params: Params {
                    text,
                    names: &names[1..],
                },
            }
        })
    }

    /// Adds a name, put together from its parts.
    fn push(&mut self, parts: &[&str]) {
        let start = self.text.len();
        for part in parts {
            self.text.push_str(part);
        }
        self.names.push(start..self.text.len());
    }
}

impl<'o> Params<'o> {
    /// The names, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'o str> {
        let Params { text, names } = *self;
        names.iter().map(|name| &text[name.clone()])
    }

    /// Whether the function has no parameters.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Where the list is.
    pub fn as_ptr(&self) -> *const Range<usize> {
        self.names.as_ptr()
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
