//! Reads the message twice: first to check and count it, then into one arena slice allocated in one
//! call. Honest: the second pass knows what the first one saw.

use std::fmt;

use bumpalo::Bump;

/// One value of a message, with everything in it. `'a` ends with the arena or with the input,
/// whichever goes first.
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
/// A refused message may leave parts behind in the arena, until the caller resets it.
pub fn parse<'a>(arena: &'a Bump, input: &'a [u8], limits: Limits) -> Result<Value<'a>, Refused> {
    let mut counter = Parser { input, position: 0 };
    let n_values = counter.count(limits.depth)?;
    if !counter.rest().is_empty() {
        return Err(Refused::Malformed("the end of the message"));
    }
    // Memory that does not fit is not requested. A chunk is never more than twice the size
    // requested.
    let n_bytes = n_values.saturating_mul(size_of::<Value<'_>>());
    if n_bytes > limits.bytes / 2 {
        return Err(Refused::TooLarge);
    }
    let callers = arena.allocation_limit();
    let held = arena.allocated_bytes();
    let limit = held.saturating_add(limits.bytes);
    let limit = callers.map_or(limit, |callers| callers.clamp(held, limit));
    arena.set_allocation_limit(Some(limit));
    let slab = arena.try_alloc_slice_fill_copy(n_values, Value::Null);
    arena.set_allocation_limit(callers);
    let slab = slab.map_err(|_| Refused::TooLarge)?;
    let mut parser = Parser { input, position: 0 };
    parser.value(&mut Slab(slab))
}

/// The slots that are not yet taken.
struct Slab<'a>(&'a mut [Value<'a>]);

impl<'a> Slab<'a> {
    fn take(&mut self, count: usize) -> &'a mut [Value<'a>] {
        let (taken, left) = std::mem::take(&mut self.0).split_at_mut(count);
        self.0 = left;
        taken
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

/// A position in the input.
struct Parser<'a> {
    input: &'a [u8],
    position: usize,
}

impl<'a> Parser<'a> {
    /// The number of values in the next one, itself not included.
    fn count(&mut self, depth: usize) -> Result<usize, Refused> {
        let Some((kind, rest)) = self.line()?.split_first() else {
            return Err(Refused::Malformed("a value"));
        };
        match kind {
            b'+' | b'-' => Ok(0),
            b':' => number(rest).map(|_| 0),
            b'$' => match length(rest)? {
                None => Ok(0),
                Some(length) => self.bytes(length).map(|_| 0),
            },
            b'*' => {
                let Some(count) = length(rest)? else {
                    return Ok(0);
                };
                let depth = depth.checked_sub(1).ok_or(Refused::TooDeep)?;
                let mut n_values = count;
                for _ in 0..count {
                    n_values = n_values.saturating_add(self.count(depth)?);
                }
                Ok(n_values)
            }
            _ => Err(Refused::Malformed("one of + - : $ *")),
        }
    }

    /// The next value of a message that was counted.
    fn value(&mut self, slab: &mut Slab<'a>) -> Result<Value<'a>, Refused> {
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
            _ => {
                let Some(count) = length(rest)? else {
                    return Ok(Value::Null);
                };
                let items = slab.take(count);
                for item in items.iter_mut() {
                    *item = self.value(slab)?;
                }
                Ok(Value::List(items))
            }
        }
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
