//! The lab for the pages of the book: the functions that a page calls in WebAssembly, by their names.
//!
//! A page asks for room with [`lab_room`], writes a line there, and has it executed with [`lab_line`]; or it goes on with
//! the tour ([`lab_tour`]). What the lab says is then at [`lab_output`], [`lab_output_length`] bytes of UTF-8 in the form
//! of `wire`. A panic ends the instance with a trap, after it has put its message there: the page starts another.
//!
//! `book/theme/lab.js` is the other side.

mod heap;
mod wire;

use lab_core::session::Session;
use std::cell::{Cell, RefCell};
use std::sync::Once;

thread_local! {
    static SESSION: RefCell<Session> = RefCell::new(Session::new(heap::measure));
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUTPUT: RefCell<String> = const { RefCell::new(String::new()) };
    static WIDTH: Cell<usize> = const { Cell::new(80) };
}

/// The longest line, in bytes. A longer one is cut.
const MAX_LINE: usize = 1 << 16;

/// Makes room for a line of `length` bytes, and returns where.
#[allow(
    unsafe_code,
    reason = "the page finds it by this name, which no other function has"
)]
#[unsafe(no_mangle)]
pub extern "C" fn lab_room(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        input.clear();
        input.resize(length.min(MAX_LINE), b' ');
        input.as_mut_ptr()
    })
}

/// Sets how many columns a drawing may have.
#[allow(
    unsafe_code,
    reason = "the page finds it by this name, which no other function has"
)]
#[unsafe(no_mangle)]
pub extern "C" fn lab_width(columns: usize) {
    WIDTH.set(columns);
}

/// Executes the line that was written where [`lab_room`] said.
#[allow(
    unsafe_code,
    reason = "the page finds it by this name, which no other function has"
)]
#[unsafe(no_mangle)]
pub extern "C" fn lab_line() {
    let line = INPUT.take();
    let line = String::from_utf8_lossy(&line);
    work(|session, width| {
        // As at the prompt of `cargo xtask lab`, between two steps of the tour.
        if session.is_on_tour() && line.trim() == "q" {
            session.end_tour();
            return String::new();
        }
        wire::write(&session.line(&line, width))
    });
}

/// Shows the tour up to its next pause.
#[allow(
    unsafe_code,
    reason = "the page finds it by this name, which no other function has"
)]
#[unsafe(no_mangle)]
pub extern "C" fn lab_tour() {
    work(|session, width| wire::write(&session.tour_on(width)));
}

/// What the lab waits for: 0 for a line, 1 to go on with the tour, 2 for nothing any more: the person quit.
#[allow(
    unsafe_code,
    reason = "the page finds it by this name, which no other function has"
)]
#[unsafe(no_mangle)]
pub extern "C" fn lab_state() -> u32 {
    SESSION.with_borrow(|session| match (session.is_over(), session.is_on_tour()) {
        (true, _) => 2,
        (false, true) => 1,
        (false, false) => 0,
    })
}

/// Where the output is.
#[allow(
    unsafe_code,
    reason = "the page finds it by this name, which no other function has"
)]
#[unsafe(no_mangle)]
pub extern "C" fn lab_output() -> *const u8 {
    OUTPUT.with_borrow(|output| output.as_ptr())
}

/// How long it is, in bytes.
#[allow(
    unsafe_code,
    reason = "the page finds it by this name, which no other function has"
)]
#[unsafe(no_mangle)]
pub extern "C" fn lab_output_length() -> usize {
    OUTPUT.with_borrow(String::len)
}

/// Lets the session work, and keeps what it said. A panic leaves its message instead.
fn work(work: impl FnOnce(&mut Session, usize) -> String) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        std::panic::set_hook(Box::new(|panic| OUTPUT.set(panic.to_string())));
    });
    // Memory that is refused is reported by no hook.
    OUTPUT.set(String::new());
    let said = SESSION.with_borrow_mut(|session| work(session, WIDTH.get()));
    OUTPUT.set(said);
}
