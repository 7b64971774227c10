//! No recursion in the reader: the lists that are open are in a vector of the arena. A guard puts
//! the caller's limit back.

use std::fmt;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// The bytes of the shortest values, such as an empty text: its kind and an end of line.
const SHORTEST: usize = 3;

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
    let _limited = Limited::new(arena, limits.bytes);
    let mut input = Input { rest: input };
    let value = value(arena, &mut input, limits.depth)?;
    match input.rest {
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

/// A list whose end has not come yet.
struct Open<'a> {
    items: ArenaVec<'a, Value<'a>>,
    /// How many items are still to come.
    left: usize,
}

/// What begins at a place of the input.
enum Start<'a> {
    Complete(Value<'a>),
    List(usize),
}

/// Reads one value without calling itself: the lists that are open are in a vector of the arena,
/// which counts for the limit like everything else.
fn value<'a>(arena: &'a Bump, input: &mut Input<'a>, depth: usize) -> Result<Value<'a>, Refused> {
    let mut open: ArenaVec<'a, Open<'a>> = ArenaVec::new_in(arena);
    loop {
        let mut value = match input.start()? {
            Start::Complete(value) => value,
            Start::List(count) => {
                if open.len() >= depth {
                    return Err(Refused::TooDeep);
                }
                // A promise that the rest of the input cannot keep.
                if count > input.rest.len() / SHORTEST {
                    return Err(Refused::Malformed("as many values as announced"));
                }
                let mut items = ArenaVec::new_in(arena);
                let has_room = items.try_reserve_exact(count);
                has_room.map_err(|_| Refused::TooLarge)?;
                if count > 0 {
                    open.try_reserve(1).map_err(|_| Refused::TooLarge)?;
                    open.push(Open { items, left: count });
                    continue;
                }
                Value::List(&[])
            }
        };
        // It may complete the innermost list, which may complete the one around it.
        loop {
            let Some(list) = open.last_mut() else {
                return Ok(value);
            };
            list.items.push(value);
            list.left -= 1;
            if list.left > 0 {
                break;
            }
            match open.pop() {
                Some(complete) => value = Value::List(complete.items.into_bump_slice()),
                None => break,
            }
        }
    }
}

/// Puts the caller's limit back, however this ends.
struct Limited<'a> {
    arena: &'a Bump,
    callers: Option<usize>,
}

impl<'a> Limited<'a> {
    /// From now on the arena may grow by so many bytes, and not beyond the caller's own limit.
    fn new(arena: &'a Bump, bytes: usize) -> Self {
        let held = arena.allocated_bytes();
        let callers = arena.allocation_limit();
        let most = callers.unwrap_or(usize::MAX);
        // Below what is held it would be no limit.
        let limit = held.saturating_add(bytes).min(most).max(held);
        arena.set_allocation_limit(Some(limit));
        Limited { arena, callers }
    }
}

impl Drop for Limited<'_> {
    fn drop(&mut self) {
        self.arena.set_allocation_limit(self.callers);
    }
}

/// What is left of the input.
struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    fn start(&mut self) -> Result<Start<'a>, Refused> {
        let Some((kind, line)) = self.line()?.split_first() else {
            return Err(Refused::Malformed("a value"));
        };
        let value = match kind {
            b'+' => Value::Text(line),
            b'-' => Value::Error(line),
            b':' => Value::Integer(number(line)?),
            b'$' => match length(line)? {
                None => Value::Null,
                Some(length) => Value::Text(self.bytes(length)?),
            },
            b'*' => match length(line)? {
                None => Value::Null,
                Some(count) => return Ok(Start::List(count)),
            },
            _ => return Err(Refused::Malformed("one of + - : $ *")),
        };
        Ok(Start::Complete(value))
    }

    /// Bytes of an announced length, and the end of line after them.
    fn bytes(&mut self, length: usize) -> Result<&'a [u8], Refused> {
        let early = Refused::Malformed("as many bytes as announced");
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or(early)?;
        self.rest = rest.strip_prefix(b"\r\n").ok_or(early)?;
        Ok(bytes)
    }

    /// Everything up to the next end of line.
    fn line(&mut self) -> Result<&'a [u8], Refused> {
        let end = self.rest.windows(2).position(|pair| pair == b"\r\n");
        let end = end.ok_or(Refused::Malformed("an end of line"))?;
        let line = &self.rest[..end];
        self.rest = &self.rest[end + 2..];
        Ok(line)
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
