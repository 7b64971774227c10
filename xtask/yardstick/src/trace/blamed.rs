//! Which line of source is blamed for a block: the same as in the report of a missed budget.

use super::format::Site;
use crate::sites::current_stack;
use crate::source_line::{is_blamed, source_line_of};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A place and a text are cut off after this many bytes.
const MAX_TEXT: usize = 200;

/// Return address → its line. Few places in a program call the allocator.
static KNOWN: Mutex<Option<HashMap<usize, Arc<Site>>>> = Mutex::new(None);

/// The line that is blamed for what is being allocated. Call it in a quiet section, and without a
/// lock: backtraces have a lock of their own, which another thread may hold while it allocates.
pub(super) fn site_here() -> Option<Arc<Site>> {
    if std::thread::panicking() {
        return None;
    }
    let ip = current_stack(true).pop().filter(|&ip| is_blamed(ip))?;
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let before = known().get_or_insert_default().get(&ip).cloned();
    before.or_else(|| {
        let line = source_line_of(ip)?;
        let site = Arc::new(Site {
            place: cut(line.position()),
            text: cut(line.text()),
        });
        known()
            .get_or_insert_default()
            .insert(ip, Arc::clone(&site));
        Some(site)
    })
}

fn cut(mut text: String) -> String {
    let mut end = MAX_TEXT.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}
