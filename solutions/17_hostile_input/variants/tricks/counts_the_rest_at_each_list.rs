//! Whether a count is a lie is asked of the rest of the message: it must have as many ends of line
//! as values are announced.
//! A trick: each list reads the whole rest of the message, so a megabyte of `*0` takes minutes:
//! memory is limited, and the time that a stranger can spend is quadratic.
//! Fails in: optimised
use std::fmt;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// One value of a message, with all that is in it. `'a` ends with the arena or with the input,
/// whichever is first to go.
#[derive(Debug)]
pub enum Value<'a> {
    /// `$-1` or `*-1`: there is nothing.
    Null,
    /// `:42`
    Integer(i64),
    /// `+OK`, or bytes of a length that was told: `$5` and `hello`.
    ///
    /// A piece of the input and no copy: the less a value costs, the less a stranger can make of
    /// it.
    Text(&'a [u8]),
    /// `-ERR unknown command`
    Error(&'a [u8]),
    /// `*2`, and two values.
    List(&'a [Value<'a>]),
}

/// How much one message may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes by which the arena may grow for it, whatever it held before.
    pub bytes: usize,
    /// How many lists may lie inside one another.
    pub depth: usize,
}

/// Why a message is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It breaks the protocol's grammar, or ends early. What was expected is said.
    Malformed(&'static str),
    /// It needs more memory than it may have.
    TooLarge,
    /// Its lists are nested more deeply than they may be.
    TooDeep,
}

/// Reads one message. The whole input must be used up.
///
/// A message that is refused may leave parts of it in the arena, until the caller resets it.
pub fn parse<'a>(arena: &'a Bump, input: &'a [u8], limits: Limits) -> Result<Value<'a>, Refused> {
    // An arena's limit counts from its first byte, and one that holds more than its limit already
    // is not held back at all. So the limit is set on top of what the arena holds now.
    let held = arena.allocated_bytes();
    let limit = held.saturating_add(limits.bytes);
    let callers = arena.allocation_limit();
    // The caller's own limit counts if it is smaller. Below what is held it would be none; at what
    // is held, the arena gives what is left of its chunk and no more.
    let limit = callers.map_or(limit, |callers| callers.clamp(held, limit));
    arena.set_allocation_limit(Some(limit));
    let outcome = read(arena, input, limits.depth);
    // The caller goes on with this arena. With our limit still there, its next `alloc` might panic.
    arena.set_allocation_limit(callers);
    outcome
}

fn read<'a>(arena: &'a Bump, input: &'a [u8], depth: usize) -> Result<Value<'a>, Refused> {
    let mut parser = Parser {
        arena,
        input,
        position: 0,
    };
    let value = parser.value(depth)?;
    match parser.rest() {
        [] => Ok(value),
        _ => Err(Refused::Malformed("the end of the message")),
    }
}

impl Value<'_> {
    /// Calls `see` with this value and all that are in it: each once, and a list before its items.
    ///
    /// It recurses, and needs no limit for that: a value that is too deep was never made.
    pub fn visit(&self, see: &mut dyn FnMut(&Value<'_>)) {
        see(self);
        if let Value::List(items) = self {
            for item in *items {
                item.visit(see);
            }
        }
    }
}

/// As in the store's own shell, on one line.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => write!(f, "(nil)"),
            Value::Integer(number) => write!(f, "{number}"),
            Value::Text(bytes) => write!(f, "\"{}\"", bytes.escape_ascii()),
            Value::Error(bytes) => write!(f, "(error) {}", bytes.escape_ascii()),
            Value::List(items) => {
                write!(f, "[")?;
                for (position, item) in items.iter().enumerate() {
                    let separator = if position == 0 { "" } else { ", " };
                    write!(f, "{separator}{item}")?;
                }
                write!(f, "]")
            }
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Malformed(expected) => write!(f, "expected {expected}"),
            Refused::TooLarge => write!(f, "the message needs more memory than it may have"),
            Refused::TooDeep => write!(f, "the message is nested too deeply"),
        }
    }
}

impl std::error::Error for Refused {}

/// A place in the input, and where values go.
struct Parser<'a> {
    arena: &'a Bump,
    input: &'a [u8],
    position: usize,
}

impl<'a> Parser<'a> {
    /// Reads a value with at most `depth` lists inside one another.
    fn value(&mut self, depth: usize) -> Result<Value<'a>, Refused> {
        let Some((kind, rest)) = self.line()?.split_first() else {
            return Err(Refused::Malformed("a value"));
        };
        match kind {
            b'+' => Ok(Value::Text(rest)),
            b'-' => Ok(Value::Error(rest)),
            b':' => Ok(Value::Integer(number(rest)?)),
            b'$' => match length(rest)? {
                None => Ok(Value::Null),
                Some(length) => Ok(Value::Text(self.bytes(length)?)),
            },
            b'*' => match length(rest)? {
                None => Ok(Value::Null),
                Some(count) => self.list(count, depth),
            },
            _ => Err(Refused::Malformed("one of + - : $ *")),
        }
    }

    fn list(&mut self, count: usize, depth: usize) -> Result<Value<'a>, Refused> {
        // Before anything else: a stack that overflows cannot be caught, and a limit of the arena
        // does not see it.
        let depth = depth.checked_sub(1).ok_or(Refused::TooDeep)?;
        // A count is a promise. One that the rest of the input cannot keep is not even tried.
        // Each value has an end of line, so there must be as many of these.
        let ends = self.rest().windows(2).filter(|pair| *pair == b"\r\n");
        if count > ends.count() {
            return Err(Refused::Malformed("as many values as were told"));
        }
        let mut items = ArenaVec::new_in(self.arena);
        // One that it can keep may still cost more than it may. `with_capacity_in` and `push` would
        // panic then; this asks. After it, no `push` needs more room, so none can fail.
        let has_room = items.try_reserve_exact(count);
        has_room.map_err(|_| Refused::TooLarge)?;
        for _ in 0..count {
            items.push(self.value(depth)?);
        }
        Ok(Value::List(items.into_bump_slice()))
    }

    /// Bytes of a length that was told, with the end of line after them.
    fn bytes(&mut self, length: usize) -> Result<&'a [u8], Refused> {
        let early = Refused::Malformed("as many bytes as were told");
        let (bytes, rest) = self.rest().split_at_checked(length).ok_or(early)?;
        if !rest.starts_with(b"\r\n") {
            return Err(early);
        }
        self.position += length + 2;
        Ok(bytes)
    }

    /// All up to the next end of line.
    fn line(&mut self) -> Result<&'a [u8], Refused> {
        let rest = self.rest();
        let end = rest.windows(2).position(|pair| pair == b"\r\n");
        let end = end.ok_or(Refused::Malformed("an end of line"))?;
        self.position += end + 2;
        Ok(&rest[..end])
    }

    fn rest(&self) -> &'a [u8] {
        &self.input[self.position..]
    }
}

fn number(digits: &[u8]) -> Result<i64, Refused> {
    let digits = str::from_utf8(digits).ok();
    let number = digits.and_then(|digits| digits.parse().ok());
    number.ok_or(Refused::Malformed("a number of 64 bits"))
}

/// A length or a count. -1 stands for nothing at all.
fn length(digits: &[u8]) -> Result<Option<usize>, Refused> {
    match number(digits)? {
        -1 => Ok(None),
        number => match usize::try_from(number) {
            Ok(length) => Ok(Some(length)),
            Err(_) => Err(Refused::Malformed("a length")),
        },
    }
}
