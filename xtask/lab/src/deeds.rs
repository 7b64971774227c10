//! What each command does that leaves the arena to others, too: it allocates, or gives back.

use crate::arena::{Holds, Record, Refused, Step};
use crate::command::Command;
use crate::text::{bytes, times};
use crate::vectors::{Vector, vector};
use bumpalo::Bump;
use std::alloc::Layout;
use std::collections::BTreeMap;

/// More bytes than this, and the lab asks for another arena.
const MOST_BYTES: usize = 256 << 20;

/// What came of a command, or why it could not be obeyed, in sentences.
pub(crate) type Told<T> = Result<T, String>;

/// The vectors of a scope, by name.
pub(crate) type Vectors<'a> = BTreeMap<String, Box<dyn Vector + 'a>>;

/// Obeys a command that leaves the arena to others, too.
pub(crate) fn obey<'a>(
    record: &mut Record,
    bump: &'a Bump,
    vectors: &mut Vectors<'a>,
    command: Command,
) -> Told<String> {
    match command {
        Command::Alloc { size, align, count } => alloc(record, bump, size, align, count),
        Command::Str(text) => str(record, bump, &text),
        Command::Vec {
            name,
            element,
            capacity,
        } => vec(record, bump, vectors, name, &element, capacity),
        Command::Push { name, count } => push(record, bump, vectors, &name, count),
        Command::Drop(name) => drop(record, bump, vectors, &name),
        Command::Limit(limit) => Ok(set_limit(bump, limit)),
        // The scope has dealt with these.
        other => Err(format!("{other:?} is out of place")),
    }
}

fn alloc(
    record: &mut Record,
    bump: &Bump,
    size: usize,
    align: usize,
    count: usize,
) -> Told<String> {
    let layout = Layout::from_size_align(size, align).map_err(|error| error.to_string())?;
    if size == 0 {
        return Ok("0 B take no memory: the finger does not move.".to_owned());
    }
    let mut steps = Vec::new();
    let mut refused = None;
    while steps.len() < count {
        has_room(bump, size)?;
        let step = record.step(bump, size, |bump| {
            let block = bump.try_alloc_layout(layout);
            block.map(|block| block.addr().get()).map_err(|_| Refused)
        });
        match step {
            Ok(step) => steps.push(step),
            Err(Refused) => {
                refused = Some(refusal(bump));
                break;
            }
        }
        let address = steps.last().map_or(0, |step| step.address);
        record.note(address..address + size, Holds::Value('a'));
    }
    let what = match steps.len() {
        1 => bytes(size),
        n => format!("{} of {}", times(n, "block"), bytes(size)),
    };
    Ok(match (refused, steps.as_slice()) {
        (None, steps) => said(record, &what, steps),
        (Some(refusal), []) => refusal,
        (Some(refusal), steps) => format!("{}\n{refusal}", said(record, &what, steps)),
    })
}

fn str(record: &mut Record, bump: &Bump, text: &str) -> Told<String> {
    has_room(bump, text.len())?;
    let step = record.step(bump, text.len(), |bump| {
        let copy = bump.try_alloc_str(text);
        copy.map(|copy| copy.as_ptr().addr()).map_err(|_| Refused)
    });
    let Ok(step) = step else {
        return Ok(refusal(bump));
    };
    let place = step.address..step.address + text.len();
    record.note(place, Holds::Value('s'));
    let what = format!("{} of text", bytes(text.len()));
    Ok(said(record, &what, &[step]))
}

fn vec<'a>(
    record: &mut Record,
    bump: &'a Bump,
    vectors: &mut Vectors<'a>,
    name: String,
    element: &str,
    capacity: usize,
) -> Told<String> {
    if vectors.contains_key(&name) {
        return Err(format!("`{name}` is there already; `drop {name}` drops it"));
    }
    let mut vector = vector(element, bump).ok_or("there is no such type")?;
    let mut text = format!("{name} is an empty Vec<{element}>");
    if capacity == 0 {
        text += ": it allocates when it is pushed to.";
    } else {
        has_room(bump, capacity * 16)?;
        let step = record.step(bump, 0, |_| vector.reserve(capacity));
        let Ok(step) = step else {
            return Ok(refusal(bump));
        };
        record.note(vector.buffer(), Holds::Value(letter(&name)));
        let buffer = bytes(vector.buffer().len());
        text = format!(
            "{text} with room for {capacity}: {}",
            said(record, &buffer, &[step])
        );
    }
    vectors.insert(name, vector);
    Ok(text)
}

fn push(
    record: &mut Record,
    bump: &Bump,
    vectors: &mut Vectors<'_>,
    name: &str,
    count: usize,
) -> Told<String> {
    let vector = vectors.get_mut(name).ok_or_else(|| unknown(name))?;
    let (mut left, mut steps) = (count, Vec::new());
    let (mut n_in_place, mut given_up) = (0, Vec::new());
    let mut refused = None;
    while left > 0 {
        if vector.count() == vector.capacity() {
            let old = vector.buffer();
            has_room(bump, old.len() * 2)?;
            match record.step(bump, 0, |_| vector.grow()) {
                Ok(step) => steps.push(step),
                Err(Refused) => {
                    refused = Some(refusal(bump));
                    break;
                }
            }
            let new = vector.buffer();
            record.moved(&old, &new);
            record.note(new.clone(), Holds::Value(letter(name)));
            match (old.is_empty(), new.contains(&old.start)) {
                (true, _) => {}
                (false, true) => n_in_place += 1,
                (false, false) => given_up.push(bytes(old.len())),
            }
        }
        left -= vector.fill(left);
    }
    let mut text = format!(
        "{name} holds {} {}, and has room for {} ({}).",
        vector.count(),
        vector.element(),
        vector.capacity(),
        bytes(vector.buffer().len())
    );
    if n_in_place > 0 {
        text += &format!(
            "\nIt grew in place {}: it was the last allocation.",
            times(n_in_place, "time")
        );
    }
    if !given_up.is_empty() {
        text += &format!(
            "\nIt moved {}, and left its old {} behind: {}.",
            times(given_up.len(), "time"),
            if given_up.len() == 1 {
                "buffer"
            } else {
                "buffers"
            },
            given_up.join(", ")
        );
    }
    text += &chunks_of(&steps, record.chunks.last().map(|chunk| chunk.room.len()));
    match refused {
        None => Ok(text),
        Some(refusal) => Ok(format!(
            "{text}\nThen it could not grow, where `push` would have panicked. {refusal}"
        )),
    }
}

fn drop(record: &mut Record, bump: &Bump, vectors: &mut Vectors<'_>, name: &str) -> Told<String> {
    let vector = vectors.remove(name).ok_or_else(|| unknown(name))?;
    let buffer = vector.buffer();
    let before = bump.chunk_capacity();
    std::mem::drop(vector);
    record.moved(&buffer, &(0..0));
    record.ask(bump);
    let gained = bump.chunk_capacity() - before;
    Ok(match (buffer.len(), gained) {
        (0, _) => format!("{name} is gone; it had no buffer."),
        (_, 0) => format!(
            "{name} is gone. Its {} stay where they are until the arena is reset: it was not the last \
             allocation.",
            bytes(buffer.len())
        ),
        (_, gained) => format!(
            "{name} is gone. It was the last allocation, so the finger went back by {}.",
            bytes(gained)
        ),
    })
}

/// What came of allocations.
fn said(record: &Record, what: &str, steps: &[Step]) -> String {
    let (Some(chunk), Some(last)) = (record.chunks.last(), steps.last()) else {
        return format!("{what}: no memory is needed for that.");
    };
    let free = chunk.finger - chunk.room.start;
    let padding: usize = steps.iter().map(|step| step.padding).sum();
    let padding = match padding {
        0 => String::new(),
        n => format!(", after {} of padding", bytes(n)),
    };
    let text = format!(
        "{what} at {:#x}, where the finger stands now{padding}; {} are free below it.",
        last.address,
        bytes(free)
    );
    text + &chunks_of(steps, Some(chunk.room.len()))
}

/// The chunks that were asked for on the way, if any.
fn chunks_of(steps: &[Step], current: Option<usize>) -> String {
    let asked: Vec<usize> = steps.iter().filter_map(|step| step.asked).collect();
    match (asked.as_slice(), current) {
        ([], _) | (_, None) => String::new(),
        ([one], Some(room)) => format!(
            "\nThere was no room for it: the global allocator was asked for a chunk of {}, of which {} are to \
             give out.",
            bytes(*one),
            bytes(room)
        ),
        (several, Some(_)) => {
            let sizes: Vec<String> = several.iter().map(|size| bytes(*size)).collect();
            format!(
                "\nOn the way, the global allocator was asked for {} chunks: {}.",
                several.len(),
                sizes.join(", ")
            )
        }
    }
}

fn set_limit(bump: &Bump, limit: Option<usize>) -> String {
    bump.set_allocation_limit(limit);
    match bump.allocation_limit() {
        None => "There is no limit.".to_owned(),
        Some(limit) => format!(
            "The chunks may have {} to give out, all together; they have {}.",
            bytes(limit),
            bytes(bump.allocated_bytes())
        ),
    }
}

/// Why the arena refused.
fn refusal(bump: &Bump) -> String {
    let held = bytes(bump.allocated_bytes());
    match bump.allocation_limit() {
        Some(limit) => format!(
            "Refused: no chunk that is large enough fits under the limit. The limit is {}, and the chunks \
             have {held} to give out already.",
            bytes(limit)
        ),
        None => format!("Refused by the global allocator; the chunks have {held} to give out."),
    }
}

/// The lab is no place to fill a machine's memory.
fn has_room(bump: &Bump, size: usize) -> Told<()> {
    match bump.allocated_bytes().saturating_add(size) > MOST_BYTES {
        true => Err(format!(
            "that would be more than {} in one arena, which is enough for a lab; `new` begins another",
            bytes(MOST_BYTES)
        )),
        false => Ok(()),
    }
}

fn unknown(name: &str) -> String {
    format!("there is no vector `{name}`; make one with `vec {name} u32`")
}

/// Under what a vector's buffer is drawn.
fn letter(name: &str) -> char {
    name.chars().next().unwrap_or('v')
}
