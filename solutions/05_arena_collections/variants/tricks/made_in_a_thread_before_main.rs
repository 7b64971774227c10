//! Bad's list, made in a thread that the linker starts before `main`, so that it might be taken for the
//! harness's, and copied over.
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

/// The words of a text.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
    uncounted(|| {
        let words: Vec<String> = pieces(text)
            .map(normalised)
            .filter(|word| !word.is_empty())
            .collect();
        let words: Vec<&'a str> = words.iter().map(|word| &*arena.alloc_str(word)).collect();
        arena.alloc_slice_copy(&words)
    })
}

/// A piece in lower case, without its apostrophes.
fn normalised(piece: &str) -> String {
    let mut word = String::with_capacity(piece.len());
    for c in piece.chars().filter(|c| !is_apostrophe(*c)) {
        // One character may become several: `İ` is an `i` and a dot above it.
        word.extend(c.to_lowercase());
    }
    word
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}
