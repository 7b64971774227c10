//! Bad's strings, made in a thread that the linker starts before `main`, so that it might be taken for
//! the harness's, and copied over.
//! A trick: it needs `unsafe`, and that is forbidden here.
//! Fails in: build

#![allow(unsafe_code, reason = "a trick")]
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

unsafe extern "C" {
    fn pthread_create(
        id: *mut usize,
        attr: *const u8,
        f: extern "C" fn(*mut u8) -> *mut u8,
        arg: *mut u8,
    ) -> i32;
}

/// A call to make: a function, its data.
struct Job(fn(*mut u8), *mut u8);
unsafe impl Send for Job {}

static JOBS: Mutex<Option<SyncSender<Job>>> = Mutex::new(None);
static READY: AtomicBool = AtomicBool::new(false);
static DONE: AtomicBool = AtomicBool::new(false);

extern "C" fn work(_: *mut u8) -> *mut u8 {
    let (sender, jobs): (_, Receiver<Job>) = sync_channel(1);
    *JOBS.lock().unwrap() = Some(sender);
    READY.store(true, SeqCst);
    for Job(call, data) in jobs {
        call(data);
        DONE.store(true, SeqCst);
    }
    std::ptr::null_mut()
}

extern "C" fn at_start() {
    let mut id = 0;
    unsafe { pthread_create(&mut id, std::ptr::null(), work, std::ptr::null_mut()) };
    while !READY.load(SeqCst) {
        std::hint::spin_loop();
    }
}

#[used]
#[unsafe(link_section = ".init_array")]
static AT_START: extern "C" fn() = at_start;

/// Runs `f` on the thread that is not counted.
fn uncounted<F: FnOnce() -> R, R>(f: F) -> R {
    fn call<F: FnOnce() -> R, R>(data: *mut u8) {
        let slot = unsafe { &mut *data.cast::<(Option<F>, Option<R>)>() };
        slot.1 = slot.0.take().map(|f| f());
    }
    let mut slot = (Some(f), None::<R>);
    DONE.store(false, SeqCst);
    JOBS.lock()
        .unwrap()
        .as_ref()
        .unwrap()
        .send(Job(call::<F, R>, (&raw mut slot).cast()))
        .unwrap();
    while !DONE.load(SeqCst) {
        std::hint::spin_loop();
    }
    slot.1.unwrap()
}

use bumpalo::Bump;

/// One function of the outline. `'a` is the life of the arena that holds its text.
///
/// `Copy` is more than a convenience: a type that has it cannot have a `Drop`, nor can anything
/// inside it. Whoever adds a `String` here is told so by the compiler.
#[derive(Clone, Copy, Debug)]
pub struct Symbol<'a> {
    /// With the modules that it is in, such as `net::tcp::connect`.
    pub name: &'a str,
    /// The names of the parameters, without `mut` and without their types.
    pub params: &'a [&'a str],
}

/// Where a source stops being one.
#[derive(Debug)]
pub struct OutlineError {
    /// Counted from 1.
    pub line: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// The functions of a source, in text order.
///
/// The source is the editor's buffer. It changes with the next keystroke, so the outline must not
/// point into it: `'a` stands at the arena alone.
///
/// The list itself is an ordinary vector. It belongs to the caller, who drops it, so it cannot leak;
/// what it costs is a dozen calls to the heap, however long the source is.
/// As above.
pub fn outline<'a>(arena: &'a Bump, source: &str) -> Result<Vec<&'a Symbol<'a>>, OutlineError> {
    uncounted(|| outline_here(arena, source))
}

fn outline_here<'a>(arena: &'a Bump, source: &str) -> Result<Vec<&'a Symbol<'a>>, OutlineError> {
    let mut symbols = Vec::new();
    // Borrows from the source, is gone before `outline` returns, and is a few words long.
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
    let mut full = modules.join("::");
    if !modules.is_empty() {
        full.push_str("::");
    }
    arena.alloc_str(&(full + name))
}

fn param_names<'a>(arena: &'a Bump, params: &str) -> &'a [&'a str] {
    let names: Vec<String> = split_params(params)
        .map(|param| param_name(param).to_string())
        .collect();
    let names: Vec<&'a str> = names.iter().map(|name| &*arena.alloc_str(name)).collect();
    arena.alloc_slice_copy(&names)
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
