//! Executing the commands that share the arena with living vectors: allocating, and dropping a
//! vector.

use crate::arena::{Content, Record, Refused, Step};
use crate::command::Command;
use crate::text::{bytes, counted};
use crate::vectors::{Vector, vector};
use bumpalo::Bump;
use std::alloc::Layout;
use std::collections::BTreeMap;

/// The most bytes that one arena may hold.
const MAX_ARENA_BYTES: usize = 256 << 20;

/// The result of a command, or why it could not be executed, in sentences.
pub(crate) type Reply = Result<String, String>;

/// The vectors of a scope, by name.
pub(crate) type Vectors<'a> = BTreeMap<String, Box<dyn Vector + 'a>>;

/// Executes a command that does not need the arena for itself.
pub(crate) fn execute<'a>(
    record: &mut Record,
    bump: &'a Bump,
    vectors: &mut Vectors<'a>,
    command: Command,
) -> Reply {
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
        // The session handles these.
        other => Err(format!("{other:?} is handled by the session")),
    }
}

fn alloc(record: &mut Record, bump: &Bump, size: usize, align: usize, count: usize) -> Reply {
    let layout = Layout::from_size_align(size, align).map_err(|error| error.to_string())?;
    if size == 0 {
        return Ok("0 B take no memory: the finger does not move.".to_owned());
    }
    let mut steps = Vec::new();
    let mut refused = None;
    while steps.len() < count {
        check_room(bump, size)?;
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
        record.note(address..address + size, Content::Value('a'));
    }
    let what = match steps.len() {
        1 => bytes(size),
        n => format!("{} of {}", counted(n, "block"), bytes(size)),
    };
    Ok(match (refused, steps.as_slice()) {
        (None, steps) => describe_steps(record, &what, steps),
        (Some(refusal), []) => refusal,
        (Some(refusal), steps) => format!("{}\n{refusal}", describe_steps(record, &what, steps)),
    })
}

fn str(record: &mut Record, bump: &Bump, text: &str) -> Reply {
    check_room(bump, text.len())?;
    let step = record.step(bump, text.len(), |bump| {
        let copy = bump.try_alloc_str(text);
        copy.map(|copy| copy.as_ptr().addr()).map_err(|_| Refused)
    });
    let Ok(step) = step else {
        return Ok(refusal(bump));
    };
    let place = step.address..step.address + text.len();
    record.note(place, Content::Value('s'));
    let what = format!("{} of text", bytes(text.len()));
    Ok(describe_steps(record, &what, &[step]))
}

fn vec<'a>(
    record: &mut Record,
    bump: &'a Bump,
    vectors: &mut Vectors<'a>,
    name: String,
    element: &str,
    capacity: usize,
) -> Reply {
    if vectors.contains_key(&name) {
        return Err(format!(
            "there is already a vector `{name}`; `drop {name}` drops it"
        ));
    }
    let mut vector = vector(element, bump).ok_or("there is no such type")?;
    let mut text = format!("{name} is an empty Vec<{element}>");
    if capacity == 0 {
        text += ": it allocates at the first push.";
    } else {
        check_room(bump, capacity * 16)?;
        let step = record.step(bump, 0, |_| vector.reserve(capacity));
        let Ok(step) = step else {
            return Ok(refusal(bump));
        };
        record.note(vector.buffer(), Content::Value(letter(&name)));
        let buffer = bytes(vector.buffer().len());
        text = format!(
            "{text} with room for {capacity}: {}",
            describe_steps(record, &buffer, &[step])
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
) -> Reply {
    let vector = vectors.get_mut(name).ok_or_else(|| unknown(name))?;
    let (mut left, mut steps) = (count, Vec::new());
    let (mut in_place, mut given_up) = (Vec::new(), Vec::new());
    let mut refused = None;
    while left > 0 {
        if vector.count() == vector.capacity() {
            let old = vector.buffer();
            check_room(bump, old.len() * 2)?;
            match record.step(bump, 0, |_| vector.grow()) {
                Ok(step) => steps.push(step),
                Err(Refused) => {
                    refused = Some(refusal(bump));
                    break;
                }
            }
            let new = vector.buffer();
            record.note_move(&old, &new);
            record.note(new.clone(), Content::Value(letter(name)));
            match (old.is_empty(), new.contains(&old.start)) {
                (true, _) => {}
                (false, true) => in_place.push((vector.count(), old.start - new.start)),
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
    text += &describe_growth_in_place(&in_place);
    if !given_up.is_empty() {
        text += &format!(
            "\nIt moved {}, and left its old {} behind: {}.",
            counted(given_up.len(), "time"),
            if given_up.len() == 1 {
                "buffer"
            } else {
                "buffers"
            },
            given_up.join(", ")
        );
    }
    text += &describe_chunks(record, &steps);
    match refused {
        None => Ok(text),
        Some(refusal) => Ok(format!(
            "{text}\nThen it could not grow; `push` would have panicked. {refusal}"
        )),
    }
}

fn drop(record: &mut Record, bump: &Bump, vectors: &mut Vectors<'_>, name: &str) -> Reply {
    let vector = vectors.remove(name).ok_or_else(|| unknown(name))?;
    let buffer = vector.buffer();
    let before = bump.chunk_capacity();
    std::mem::drop(vector);
    record.note_move(&buffer, &(0..0));
    record.update_finger(bump);
    let gained = bump.chunk_capacity() - before;
    Ok(match (buffer.len(), gained) {
        (0, _) => format!("{name} is dropped; it had no buffer."),
        (_, 0) => format!(
            "{name} is dropped. Its {} are left behind until the arena is reset: it was not the last \
             allocation.",
            bytes(buffer.len())
        ),
        (_, gained) => format!(
            "{name} is dropped. It was the last allocation, so the finger moved back by {}.",
            bytes(gained)
        ),
    })
}

/// How often a vector grew as the last allocation: for each time, how many elements it held, and by how
/// many bytes its start moved.
fn describe_growth_in_place(times: &[(usize, usize)]) -> String {
    let moved = bytes(times.iter().map(|(_, moved)| moved).sum());
    let grew = format!(
        "\nIt grew in place {}, as the last allocation",
        counted(times.len(), "time")
    );
    match times {
        [] => String::new(),
        [(n_elements, _)] => format!(
            "{grew}: its start moved down by {moved}, and its {} with it.",
            counted(*n_elements, "element")
        ),
        _ => format!(
            "{grew}: its start moved down each time, by {moved} in all, and its elements with it."
        ),
    }
}

/// The result of allocations.
fn describe_steps(record: &Record, what: &str, steps: &[Step]) -> String {
    let (Some(chunk), Some(last)) = (record.chunks.last(), steps.last()) else {
        return format!("{what}: that takes no memory.");
    };
    let free = chunk.finger - chunk.usable.start;
    let padding: usize = steps.iter().map(|step| step.padding).sum();
    let padding = match padding {
        0 => String::new(),
        n => format!(", after {} of padding", bytes(n)),
    };
    let text = format!(
        "{what} at {:#x}, where the finger is now{padding}; {} are free below it.",
        last.address,
        bytes(free)
    );
    text + &describe_chunks(record, steps)
}

/// The chunks that the steps asked for, if any.
fn describe_chunks(record: &Record, steps: &[Step]) -> String {
    let requested: Vec<usize> = steps.iter().filter_map(|step| step.requested).collect();
    match (requested.as_slice(), record.chunks.last()) {
        ([], _) | (_, None) => String::new(),
        ([size], Some(chunk)) => format!(
            "\n{}: the global allocator was asked for a chunk of {}, of which {} are usable.",
            match record.chunks.len() {
                1 => "The arena had no chunk yet",
                _ => "There was no room for it",
            },
            bytes(*size),
            bytes(chunk.usable.len())
        ),
        (sizes, Some(_)) => {
            let sizes: Vec<String> = sizes.iter().map(|size| bytes(*size)).collect();
            format!(
                "\nOn the way, the global allocator was asked for {} chunks: {}.",
                sizes.len(),
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
            "All chunks together may have {} usable; they have {}.",
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
             already have {held} usable.",
            bytes(limit)
        ),
        None => format!("Refused by the global allocator; the chunks have {held} usable."),
    }
}

/// Refuses to fill the machine's memory.
fn check_room(bump: &Bump, size: usize) -> Result<(), String> {
    match bump.allocated_bytes().saturating_add(size) > MAX_ARENA_BYTES {
        true => Err(format!(
            "that would be more than {} in one arena, which is enough for a lab; `new` creates another",
            bytes(MAX_ARENA_BYTES)
        )),
        false => Ok(()),
    }
}

fn unknown(name: &str) -> String {
    format!("there is no vector `{name}`; make one with `vec {name} u32`")
}

/// The letter that a vector's buffer is drawn as.
fn letter(name: &str) -> char {
    name.chars().next().unwrap_or('v')
}
