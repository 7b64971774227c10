//! What can be typed: a line becomes a command, or an error message.

use crate::vectors::TYPES;

/// The largest block or capacity that can be asked for, in bytes.
pub const MAX_BYTES: usize = 64 << 20;
/// The most repetitions of an allocation, and elements of a push.
pub const MAX_COUNT: usize = 1_000_000;

/// One command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Allocate `count` blocks of raw memory.
    Alloc {
        /// Bytes of each.
        size: usize,
        /// Its alignment.
        align: usize,
        /// How many.
        count: usize,
    },
    /// Copy a text into the arena.
    Str(String),
    /// Make a vector.
    Vec {
        /// Its name.
        name: String,
        /// The type of its elements.
        element: String,
        /// How many elements it has room for from the start.
        capacity: usize,
    },
    /// Push elements.
    Push {
        /// The vector.
        name: String,
        /// How many.
        count: usize,
    },
    /// Drop a vector.
    Drop(String),
    /// Reset the arena.
    Reset,
    /// Drop the arena, and create another with this capacity.
    New(Option<usize>),
    /// Set the limit, or remove it.
    Limit(Option<usize>),
    /// List the chunks.
    Chunks,
    /// Draw the chunks.
    Show,
    /// The guided tour.
    Tour,
    /// All commands.
    Help,
    /// Leave.
    Quit,
}

/// Each command with its arguments and what it does.
pub const TABLE: [(&str, &str); 13] = [
    (
        "alloc SIZE [ALIGN [COUNT]]",
        "raw memory: alloc 24 8, or 100 times: alloc 24 8 100",
    ),
    ("str TEXT", "a copy of the text: str hello"),
    (
        "vec NAME TYPE [CAPACITY]",
        "a vector that lives in the arena: vec v u32",
    ),
    ("push NAME [COUNT]", "numbers into a vector: push v 100"),
    ("drop NAME", "drop a vector before the arena is dropped"),
    (
        "show",
        "draw the chunks: values, finger, padding, what is left behind",
    ),
    ("chunks", "the chunks as a table"),
    ("reset", "forget all values, and keep the current chunk"),
    ("new [CAPACITY]", "another arena; with a capacity: new 64K"),
    (
        "limit SIZE | limit off",
        "the most bytes in all chunks together: limit 64K",
    ),
    ("tour", "a guided tour, in eight steps"),
    ("help", "this list"),
    ("quit", "leave"),
];

/// Parses a line; `None` where it is empty, or a comment.
///
/// # Errors
/// When the line is not a command, with a message for the person who typed it.
pub fn parse(line: &str) -> Result<Option<Command>, String> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let words: Vec<&str> = rest.split_whitespace().collect();
    let command = match (word, words.as_slice()) {
        ("alloc", [size]) => alloc(size, "1", "1")?,
        ("alloc", [size, align]) => alloc(size, align, "1")?,
        ("alloc", [size, align, count]) => alloc(size, align, count)?,
        ("str", [_, ..]) => Command::Str(rest.trim().to_owned()),
        ("vec", [name, element]) => vec(name, element, "0")?,
        ("vec", [name, element, capacity]) => vec(name, element, capacity)?,
        ("push", [name]) => push(name, "1")?,
        ("push", [name, count]) => push(name, count)?,
        ("drop", [name]) => Command::Drop((*name).to_owned()),
        ("reset", []) => Command::Reset,
        ("new", []) => Command::New(None),
        ("new", [capacity]) => Command::New(Some(bytes(capacity)?)),
        ("limit", ["off" | "none"]) => Command::Limit(None),
        ("limit", [limit]) => Command::Limit(Some(bytes(limit)?)),
        ("chunks", []) => Command::Chunks,
        ("show", []) => Command::Show,
        ("tour", []) => Command::Tour,
        ("help" | "?", _) => Command::Help,
        ("quit" | "exit" | "q", []) => Command::Quit,
        _ => return Err(usage(word)),
    };
    Ok(Some(command))
}

/// What is wrong with a line that starts with this word.
fn usage(word: &str) -> String {
    let known = TABLE
        .iter()
        .find(|(form, _)| form.split(' ').next() == Some(word));
    match known {
        Some((form, what)) => format!("usage: `{form}`: {what}"),
        None => format!("there is no command `{word}`; `help` lists them"),
    }
}

fn alloc(size: &str, align: &str, count: &str) -> Result<Command, String> {
    let (size, align) = (bytes(size)?, bytes(align)?);
    if !align.is_power_of_two() || align > 4096 {
        return Err(format!(
            "an alignment is a power of two, at most 4096 here; {align} is not"
        ));
    }
    let count = number(count)?;
    Ok(Command::Alloc { size, align, count })
}

fn vec(name: &str, element: &str, capacity: &str) -> Result<Command, String> {
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(format!(
            "a vector's name starts with a letter; `{name}` does not"
        ));
    }
    if !TYPES.contains(&element) {
        let types = TYPES.join(", ");
        return Err(format!(
            "there is no type `{element}` here; the types are {types}"
        ));
    }
    Ok(Command::Vec {
        name: name.to_owned(),
        element: element.to_owned(),
        capacity: number(capacity)?,
    })
}

fn push(name: &str, count: &str) -> Result<Command, String> {
    Ok(Command::Push {
        name: name.to_owned(),
        count: number(count)?,
    })
}

fn number(word: &str) -> Result<usize, String> {
    match word.parse() {
        Ok(number) if number <= MAX_COUNT => Ok(number),
        Ok(_) => Err(format!(
            "{word} is more than the lab does at once ({MAX_COUNT})"
        )),
        Err(_) => Err(format!("`{word}` is not a number")),
    }
}

/// Parses `24`, `64K`, `1M`: K is 1024 bytes, M is 1024 K.
fn bytes(word: &str) -> Result<usize, String> {
    let (digits, unit) = match word.strip_suffix(['K', 'k']) {
        Some(digits) => (digits, 1 << 10),
        None => match word.strip_suffix(['M', 'm']) {
            Some(digits) => (digits, 1 << 20),
            None => (word, 1),
        },
    };
    let bytes = digits.parse::<usize>().ok();
    match bytes.and_then(|number| number.checked_mul(unit)) {
        Some(bytes) if bytes <= MAX_BYTES => Ok(bytes),
        Some(_) => Err(format!("{word} is more than the lab has room for (64M)")),
        None => Err(format!("`{word}` is not a size; write 24, 64K or 1M")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(line: &str) -> String {
        parse(line).expect_err("the line is wrong")
    }

    #[test]
    fn lines_become_commands() {
        let alloc = |size, align, count| Ok(Some(Command::Alloc { size, align, count }));
        assert_eq!(parse(" alloc 24 8 "), alloc(24, 8, 1));
        assert_eq!(parse("alloc 1K 1 100"), alloc(1024, 1, 100));
        assert_eq!(
            parse("str  two words"),
            Ok(Some(Command::Str("two words".to_owned())))
        );
        assert_eq!(parse("limit off"), Ok(Some(Command::Limit(None))));
        assert_eq!(parse("new 64K"), Ok(Some(Command::New(Some(65_536)))));
        assert_eq!(parse("# a comment"), Ok(None));
        assert_eq!(parse(""), Ok(None));
    }

    #[test]
    fn a_wrong_line_has_a_message() {
        assert_eq!(
            error("aloc 24"),
            "there is no command `aloc`; `help` lists them"
        );
        assert!(error("alloc").starts_with("usage: `alloc SIZE [ALIGN [COUNT]]`"));
        assert!(error("alloc 24 3").contains("3 is not"));
        assert!(error("alloc x").contains("`x` is not a size"));
        assert!(error("alloc 65M").contains("more than the lab has room for"));
        assert!(error("alloc 99999999999999999999G").contains("is not a size"));
        assert!(error("vec v String").contains("the types are u8, u16, u32, u64, u128"));
        assert!(error("push v 1000001").contains("more than the lab does at once"));
    }

    #[test]
    fn the_table_lists_every_command() {
        for (form, _) in TABLE {
            let word = form.split(' ').next().unwrap_or_default();
            let known = !usage(word).contains("there is no command");
            assert!(
                known && (parse(word).is_ok() || form.contains(' ')),
                "{form}"
            );
        }
    }
}
