//! A trick, and a mistake easily made: the parameters are counted by their commas, for a slice of
//! the exact length, so a place between two commas becomes a parameter without a name.
//! Fails in: step1_answers

use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;

/// One function of the outline. `'a` is the lifetime of the arena that holds its text.
///
/// `Copy` is more than a convenience: a `Copy` type cannot have a `Drop`, nor can anything inside
/// it. Add a `String` here, and the compiler objects.
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
/// point into it: `'a` is on the arena only.
///
/// The list itself is an ordinary vector. It belongs to the caller, who drops it, so it cannot
/// leak; it costs about a dozen heap calls, even for a long source.
pub fn outline<'a>(arena: &'a Bump, source: &str) -> Result<Vec<&'a Symbol<'a>>, OutlineError> {
    let mut symbols = Vec::new();
    // Borrows from the source, is dropped before `outline` returns, and is a few words long.
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
                symbols.push(&*arena.alloc(symbol));
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
    // The length is known before the first byte is copied, so this text never grows. As the latest
    // allocation it would leave no copy behind, but each growth would move all that is there, and
    // the doubled capacity would end in room that nothing uses.
    let n_bytes = modules.iter().map(|module| module.len() + 2).sum::<usize>() + name.len();
    let mut full = ArenaString::with_capacity_in(n_bytes, arena);
    for module in modules {
        full.push_str(module);
        full.push_str("::");
    }
    full.push_str(name);
    // Freezing gives up the capacity and the pointer to the arena, and keeps a plain `&'a str`.
    full.into_bump_str()
}

fn param_names<'a>(arena: &'a Bump, params: &str) -> &'a [&'a str] {
    // A comma may follow the last parameter.
    let params = params.trim();
    let params = params.strip_suffix(',').unwrap_or(params).trim();
    if params.is_empty() {
        return &[];
    }
    let n_params = params.split(',').count();
    let mut rest = params.split(',');
    arena.alloc_slice_fill_with(n_params, |_| {
        let param = rest.next().unwrap_or_default().trim();
        &*arena.alloc_str(param_name(param))
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

/// `port` from `mut port: u16`, and `self` from `&mut self`.
fn param_name(param: &str) -> &str {
    let name = param.split(':').next().unwrap_or_default().trim();
    let name = name.trim_start_matches('&');
    name.strip_prefix("mut ").unwrap_or(name).trim()
}
