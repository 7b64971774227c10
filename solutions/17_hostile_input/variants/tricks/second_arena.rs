//! Reads the items of all open lists into one vector, and copies each list to the arena when it is
//! complete.
//!
//! Not right: the vector is in an arena of its own, with a limit of its own: a message may take the
//! bytes that it is allowed twice, once in the caller's arena and once beside it.
//!
//! Fails in: step4_bytes

use std::fmt;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

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
    let callers = arena.allocation_limit();
    let ours = arena.allocated_bytes().saturating_add(limits.bytes);
    // The smaller of the two counts, but below what the arena holds a limit would be none.
    let limit = callers.map_or(ours, |callers| {
        callers.min(ours).max(arena.allocated_bytes())
    });
    arena.set_allocation_limit(Some(limit));
    let result = message(arena, input, limits);
    arena.set_allocation_limit(callers);
    result
}

fn message<'a>(arena: &'a Bump, input: &'a [u8], limits: Limits) -> Result<Value<'a>, Refused> {
    let scratch = Bump::new();
    scratch.set_allocation_limit(Some(limits.bytes));
    let mut parser = Parser {
        arena,
        open: ArenaVec::new_in(&scratch),
        input,
        position: 0,
    };
    let value = parser.value(limits.depth)?;
    match parser.rest() {
        [] => Ok(value),
        _ => Err(Refused::Malformed("the end of the message")),
    }
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
struct Parser<'i, 's> {
    arena: &'i Bump,
    /// The items of all lists that are open.
    open: ArenaVec<'s, Value<'i>>,
    input: &'i [u8],
    position: usize,
}

impl<'i> Parser<'i, '_> {
    fn value(&mut self, depth: usize) -> Result<Value<'i>, Refused> {
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

    fn list(&mut self, count: usize, depth: usize) -> Result<Value<'i>, Refused> {
        let depth = depth.checked_sub(1).ok_or(Refused::TooDeep)?;
        // The shortest value is `+` and an end of line.
        if count > self.rest().len() / 3 {
            return Err(Refused::Malformed("as many values as announced"));
        }
        let start = self.open.len();
        for _ in 0..count {
            let item = self.value(depth)?;
            self.open.try_reserve(1).map_err(|_| Refused::TooLarge)?;
            self.open.push(item);
        }
        let items = self.arena.try_alloc_slice_copy(&self.open[start..]);
        self.open.truncate(start);
        Ok(Value::List(items.map_err(|_| Refused::TooLarge)?))
    }

    /// Bytes of an announced length, and the end of line after them.
    fn bytes(&mut self, length: usize) -> Result<&'i [u8], Refused> {
        let early = Refused::Malformed("as many bytes as announced");
        let (bytes, rest) = self.rest().split_at_checked(length).ok_or(early)?;
        if !rest.starts_with(b"\r\n") {
            return Err(early);
        }
        self.position += length + 2;
        Ok(bytes)
    }

    /// Everything up to the next end of line.
    fn line(&mut self) -> Result<&'i [u8], Refused> {
        let rest = self.rest();
        let end = rest.windows(2).position(|pair| pair == b"\r\n");
        let end = end.ok_or(Refused::Malformed("an end of line"))?;
        self.position += end + 2;
        Ok(&rest[..end])
    }

    fn rest(&self) -> &'i [u8] {
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
