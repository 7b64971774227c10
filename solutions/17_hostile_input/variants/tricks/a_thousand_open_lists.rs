//! Has room for 1 024 open lists, on the stack.
//! A trick: a message may be as deep as the caller allows, and this one is called too deep.
//! Fails in: optimised

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

/// No message of ours comes near. Each level takes a place on the stack.
const DEEPEST: usize = 1024;

/// Reads one message. The whole input must be used up.
pub fn parse<'a>(arena: &'a Bump, input: &'a [u8], limits: Limits) -> Result<Value<'a>, Refused> {
    let callers = arena.allocation_limit();
    let held = arena.allocated_bytes();
    let limit = held.saturating_add(limits.bytes);
    let limit = callers.map_or(limit, |callers| limit.min(callers.max(held)));
    arena.set_allocation_limit(Some(limit));
    let value = message(arena, input, limits.depth.min(DEEPEST));
    arena.set_allocation_limit(callers);
    value
}

fn message<'a>(arena: &'a Bump, input: &'a [u8], depth: usize) -> Result<Value<'a>, Refused> {
    let mut parser = Parser { input, position: 0 };
    // The values of all lists that are open, side by side.
    let mut items: ArenaVec<'a, Value<'a>> = ArenaVec::new_in(arena);
    let mut open = [Open::default(); DEEPEST];
    let mut n_open = 0;
    let value = loop {
        let mut value = match parser.value()? {
            Read::Value(value) => value,
            Read::List(count) => {
                if n_open == depth {
                    return Err(Refused::TooDeep);
                }
                if count > parser.rest().len() / 3 {
                    return Err(Refused::Malformed("as many values as announced"));
                }
                open[n_open] = Open {
                    start: items.len(),
                    missing: count,
                };
                n_open += 1;
                if count > 0 {
                    continue;
                }
                n_open -= 1;
                Value::List(&[])
            }
        };
        // A value may be the last one of its list, and that list of the next.
        loop {
            let Some(innermost) = n_open.checked_sub(1) else {
                break;
            };
            items.try_reserve(1).map_err(|_| Refused::TooLarge)?;
            items.push(value);
            let list = &mut open[innermost];
            list.missing -= 1;
            if list.missing > 0 {
                break;
            }
            let kept = arena.try_alloc_slice_copy(&items[list.start..]);
            value = Value::List(kept.map_err(|_| Refused::TooLarge)?);
            items.truncate(list.start);
            n_open = innermost;
        }
        if n_open == 0 {
            break value;
        }
    };
    match parser.rest() {
        [] => Ok(value),
        _ => Err(Refused::Malformed("the end of the message")),
    }
}

/// A list of which values are still missing.
#[derive(Clone, Copy, Default)]
struct Open {
    /// Where its values begin.
    start: usize,
    missing: usize,
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

/// A value, or the beginning of a list.
enum Read<'a> {
    Value(Value<'a>),
    List(usize),
}

impl<'a> Parser<'a> {
    fn value(&mut self) -> Result<Read<'a>, Refused> {
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
                Some(count) => return Ok(Read::List(count)),
            },
            _ => return Err(Refused::Malformed("one of + - : $ *")),
        };
        Ok(Read::Value(value))
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
