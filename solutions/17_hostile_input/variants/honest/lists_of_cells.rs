//! A list is a slice of cells, filled as values come; open lists are a chain in the arena.
//! Honest: `visit` shows copies of the values, which are `Copy`.

use std::cell::Cell;
use std::fmt;

use bumpalo::Bump;

/// One value of a message, with everything in it. It can be copied: it owns nothing.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// `$-1` or `*-1`: no value.
    Null,
    /// `:42`
    Integer(i64),
    /// `+OK`, or bytes of an announced length: `$5` and `hello`. A piece of the input.
    Text(&'a [u8]),
    /// `-ERR unknown command`, also a piece of the input.
    Error(&'a [u8]),
    /// `*2`, and two values.
    List(List<'a>),
}

/// The values of a list. They do not change any more once `parse` has returned.
#[derive(Clone, Copy)]
pub struct List<'a>(&'a [Cell<Value<'a>>]);

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
    let _limited = Limited::new(arena, limits.bytes);
    let mut reader = Reader { arena, rest: input };
    let value = reader.message(limits.depth)?;
    match reader.rest {
        [] => Ok(value),
        _ => Err(Refused::Malformed("the end of the message")),
    }
}

/// While this lives, the arena may grow by so much. Then it has the limit that it had.
struct Limited<'a> {
    arena: &'a Bump,
    callers: Option<usize>,
}

impl<'a> Limited<'a> {
    fn new(arena: &'a Bump, bytes: usize) -> Limited<'a> {
        let held = arena.allocated_bytes();
        let callers = arena.allocation_limit();
        let most = held.saturating_add(bytes);
        // A limit below what is held would not limit at all.
        let most = callers.map_or(most, |callers| most.min(callers.max(held)));
        arena.set_allocation_limit(Some(most));
        Limited { arena, callers }
    }
}

impl Drop for Limited<'_> {
    fn drop(&mut self) {
        self.arena.set_allocation_limit(self.callers);
    }
}

impl<'a> List<'a> {
    /// The number of values.
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The values, in order.
    pub fn iter(self) -> impl Iterator<Item = Value<'a>> {
        self.0.iter().map(Cell::get)
    }
}

impl fmt::Debug for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Value<'_> {
    /// Calls `see` with this value and all values in it: each once, and a list before its items.
    ///
    /// As deep as `parse` has allowed, and no deeper.
    pub fn visit(&self, see: &mut dyn FnMut(&Value<'_>)) {
        see(self);
        if let Value::List(items) = self {
            items.iter().for_each(|item| item.visit(see));
        }
    }
}

/// As in the store's own shell, on one line.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("(nil)"),
            Value::Integer(number) => write!(f, "{number}"),
            Value::Text(bytes) => write!(f, "\"{}\"", bytes.escape_ascii()),
            Value::Error(bytes) => write!(f, "(error) {}", bytes.escape_ascii()),
            Value::List(items) => {
                let mut separator = "";
                f.write_str("[")?;
                for item in items.iter() {
                    write!(f, "{separator}{item}")?;
                    separator = ", ";
                }
                f.write_str("]")
            }
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Malformed(expected) => write!(f, "expected {expected}"),
            Refused::TooLarge => f.write_str("the message needs more memory than allowed"),
            Refused::TooDeep => f.write_str("the message is nested too deeply"),
        }
    }
}

impl std::error::Error for Refused {}

/// A list that still waits for values, and the one around it.
#[derive(Clone, Copy)]
struct Open<'a> {
    places: &'a [Cell<Value<'a>>],
    outer: Option<&'a Cell<Open<'a>>>,
    /// How many lists may still be opened within.
    depth_left: usize,
}

/// What a line begins.
enum Begun<'a> {
    Value(Value<'a>),
    /// So many values follow.
    List(usize),
}

/// What is left of the input.
struct Reader<'a> {
    arena: &'a Bump,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// One value. Lists are filled from the outside inwards, in the order of the input.
    fn message(&mut self, depth: usize) -> Result<Value<'a>, Refused> {
        // The message is the only place of a list that nobody has sent.
        let message: Cell<Value<'a>> = Cell::new(Value::Null);
        let first = match self.begin()? {
            Begun::Value(value) => return Ok(value),
            Begun::List(count) => self.open(count, depth, None)?,
        };
        message.set(Value::List(List(first.places)));
        let mut innermost = Some(first);
        // Links whose lists have gone on, for the next: there are never more than levels.
        let mut spare: Option<&'a Cell<Open<'a>>> = None;
        while let Some(mut list) = innermost {
            let Some((place, places)) = list.places.split_first() else {
                innermost = list.outer.map(Cell::get);
                if let Some(link) = list.outer {
                    list.outer = spare.replace(link);
                    link.set(list);
                }
                continue;
            };
            list.places = places;
            innermost = Some(list);
            match self.begin()? {
                Begun::Value(value) => place.set(value),
                Begun::List(count) => {
                    // What has no values left to wait for need not be remembered, and a list of one
                    // list of one list … takes no chain.
                    let outer = match list.places {
                        [] => list.outer,
                        _ => Some(match spare {
                            Some(link) => {
                                spare = link.replace(list).outer;
                                link
                            }
                            None => {
                                let link = self.arena.try_alloc(Cell::new(list));
                                &*link.map_err(|_| Refused::TooLarge)?
                            }
                        }),
                    };
                    let opened = self.open(count, list.depth_left, outer)?;
                    place.set(Value::List(List(opened.places)));
                    innermost = Some(opened);
                }
            }
        }
        Ok(message.get())
    }

    /// Makes room for a list.
    fn open(
        &self,
        count: usize,
        depth: usize,
        outer: Option<&'a Cell<Open<'a>>>,
    ) -> Result<Open<'a>, Refused> {
        let depth_left = depth.checked_sub(1).ok_or(Refused::TooDeep)?;
        // The shortest value has a kind and an end of line. A larger count is a lie, for which
        // nobody need ask the arena.
        if count > self.rest.len() / 3 {
            return Err(Refused::Malformed("as many values as announced"));
        }
        let places = self
            .arena
            .try_alloc_slice_fill_with(count, |_| Cell::new(Value::Null))
            .map_err(|_| Refused::TooLarge)?;
        Ok(Open {
            places,
            outer,
            depth_left,
        })
    }

    fn begin(&mut self) -> Result<Begun<'a>, Refused> {
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
                Some(count) => return Ok(Begun::List(count)),
            },
            _ => return Err(Refused::Malformed("one of + - : $ *")),
        };
        Ok(Begun::Value(value))
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
        let (line, rest) = self.rest.split_at(end);
        self.rest = &rest[2..];
        Ok(line)
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
        number => usize::try_from(number)
            .map(Some)
            .map_err(|_| Refused::Malformed("a length")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOMY: Limits = Limits {
        bytes: 1 << 20,
        depth: 3,
    };

    #[test]
    fn lists_in_lists() {
        let arena = Bump::new();
        let input = b"*3\r\n*2\r\n:1\r\n*0\r\n+two\r\n*1\r\n$-1\r\n";
        let value = parse(&arena, input, ROOMY).expect("it is well-formed");
        assert_eq!(value.to_string(), "[[1, []], \"two\", [(nil)]]");
    }

    #[test]
    fn depth() {
        let arena = Bump::new();
        assert!(parse(&arena, b"*1\r\n*1\r\n*0\r\n", ROOMY).is_ok());
        let refused = parse(&arena, b"*1\r\n*1\r\n*1\r\n*0\r\n", ROOMY);
        assert_eq!(refused.err(), Some(Refused::TooDeep));
    }

    #[test]
    fn the_callers_limit_comes_back() {
        let arena = Bump::new();
        arena.set_allocation_limit(Some(123_456));
        assert!(parse(&arena, b"*2\r\n:1\r\n", ROOMY).is_err());
        assert_eq!(arena.allocation_limit(), Some(123_456));
    }
}
