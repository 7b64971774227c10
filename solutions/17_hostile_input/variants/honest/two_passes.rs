//! Reads the message twice: once without keeping anything, to be sure of it, and once into slices of the
//! lengths that it announced. Honest: every count is true by then.

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
    let caller = arena.allocation_limit();
    let held = arena.allocated_bytes();
    let ours = held.saturating_add(limits.bytes);
    arena.set_allocation_limit(Some(caller.map_or(ours, |caller| caller.clamp(held, ours))));
    let read = Parser { input, position: 0 }
        .check(limits.depth)
        .and_then(|()| Parser { input, position: 0 }.build(arena));
    arena.set_allocation_limit(caller);
    read
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

/// A position in the input. It is read twice: once to be sure of it, and once to keep it.
struct Parser<'a> {
    input: &'a [u8],
    position: usize,
}

impl<'a> Parser<'a> {
    /// Whether this is a message, and not too deep. Allocates nothing but the counts of open lists.
    fn check(&mut self, depth: usize) -> Result<(), Refused> {
        self.pass(depth)?;
        match self.rest() {
            [] => Ok(()),
            _ => Err(Refused::Malformed("the end of the message")),
        }
    }

    fn pass(&mut self, depth: usize) -> Result<(), Refused> {
        if let Head::List(count) = self.head()? {
            let depth = depth.checked_sub(1).ok_or(Refused::TooDeep)?;
            for _ in 0..count {
                self.pass(depth)?;
            }
        }
        Ok(())
    }

    /// The same again. Every count is true by now.
    fn build(&mut self, arena: &'a Bump) -> Result<Value<'a>, Refused> {
        match self.head()? {
            Head::Value(value) => Ok(value),
            Head::List(count) => {
                let items = arena
                    .try_alloc_slice_fill_copy(count, Value::Null)
                    .map_err(|_| Refused::TooLarge)?;
                for item in items.iter_mut() {
                    *item = self.build(arena)?;
                }
                Ok(Value::List(items))
            }
        }
    }

    fn head(&mut self) -> Result<Head<'a>, Refused> {
        let Some((kind, rest)) = self.line()?.split_first() else {
            return Err(Refused::Malformed("a value"));
        };
        Ok(match kind {
            b'+' => Head::Value(Value::Text(rest)),
            b'-' => Head::Value(Value::Error(rest)),
            b':' => Head::Value(Value::Integer(number(rest)?)),
            b'$' => Head::Value(match length(rest)? {
                None => Value::Null,
                Some(length) => Value::Text(self.bytes(length)?),
            }),
            b'*' => length(rest)?.map_or(Head::Value(Value::Null), Head::List),
            _ => return Err(Refused::Malformed("one of + - : $ *")),
        })
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

/// What a line announces.
enum Head<'a> {
    Value(Value<'a>),
    List(usize),
}
