//! A first pass checks the message and counts its values, without memory; a second one fills a
//! slice of as many. A bomb costs no heap call at all.

use std::fmt;

use bumpalo::Bump;

/// One value of a message, with everything in it.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// `$-1` or `*-1`: no value.
    Null,
    /// `:42`
    Integer(i64),
    /// `+OK`, or bytes of an announced length: `$5` and `hello`.
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
pub fn parse<'a>(arena: &'a Bump, input: &'a [u8], limits: Limits) -> Result<Value<'a>, Refused> {
    let mut first = Parser { input, position: 0 };
    let n_values = first.count(limits.depth)?;
    if !first.rest().is_empty() {
        return Err(Refused::Malformed("the end of the message"));
    }
    let mut second = Parser { input, position: 0 };
    // The outermost value is not in any list.
    second.fill(&mut room(arena, n_values - 1, limits.bytes)?)
}

/// Room for so many values, or a refusal: the one request of a message.
fn room<'a>(arena: &'a Bump, n: usize, bytes: usize) -> Result<&'a mut [Value<'a>], Refused> {
    let callers = arena.allocation_limit();
    let held = arena.allocated_bytes();
    let ours = held.saturating_add(bytes);
    let limit = callers.map_or(ours, |callers| callers.clamp(held, ours));
    arena.set_allocation_limit(Some(limit));
    let room = arena.try_alloc_slice_fill_copy(n, Value::Null);
    arena.set_allocation_limit(callers);
    room.map_err(|_| Refused::TooLarge)
}

impl Value<'_> {
    /// Calls `see` with this value and all values in it: each once, and a list before its items.
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

/// A position in the input.
struct Parser<'a> {
    input: &'a [u8],
    position: usize,
}

/// A value without its items.
enum Head<'a> {
    Plain(Value<'a>),
    List(usize),
}

impl<'a> Parser<'a> {
    /// The number of values in the next one, itself included. It is checked to the end.
    fn count(&mut self, depth: usize) -> Result<usize, Refused> {
        let Head::List(count) = self.head()? else {
            return Ok(1);
        };
        let depth = depth.checked_sub(1).ok_or(Refused::TooDeep)?;
        let mut n_values = 1;
        // However many are announced: the first that is missing ends it.
        for _ in 0..count {
            n_values += self.count(depth)?;
        }
        Ok(n_values)
    }

    /// The next value. What is in it takes places off the front of `room`.
    fn fill(&mut self, room: &mut &'a mut [Value<'a>]) -> Result<Value<'a>, Refused> {
        match self.head()? {
            Head::Plain(value) => Ok(value),
            Head::List(count) => {
                let (items, rest) = std::mem::take(room).split_at_mut(count);
                *room = rest;
                for item in items.iter_mut() {
                    *item = self.fill(room)?;
                }
                Ok(Value::List(items))
            }
        }
    }

    fn head(&mut self) -> Result<Head<'a>, Refused> {
        let Some((kind, rest)) = self.line()?.split_first() else {
            return Err(Refused::Malformed("a value"));
        };
        let value = match kind {
            b'+' => Value::Text(rest),
            b'-' => Value::Error(rest),
            b':' => Value::Integer(number(rest)?),
            b'$' => match length(rest)? {
                None => Value::Null,
                Some(length) => Value::Text(self.bytes(length)?),
            },
            b'*' => match length(rest)? {
                None => Value::Null,
                Some(count) => return Ok(Head::List(count)),
            },
            _ => return Err(Refused::Malformed("one of + - : $ *")),
        };
        Ok(Head::Plain(value))
    }

    /// Bytes of an announced length, and the end of line after them.
    fn bytes(&mut self, length: usize) -> Result<&'a [u8], Refused> {
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
