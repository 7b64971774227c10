//! Bad tuned without an arena: texts borrow from the input, and all values of a message are in one vector, the items of a
//! list side by side, with numbers in the place of references. One block grows instead of one for each list and text, and it
//! is freed without a look at the values. A list's items are found through the message, not through the list alone. A count
//! that the input cannot keep asks for no memory any more; still, nothing limits what a message may cost.
//!
//! ```text
//! value = "+" text CRLF | "-" error CRLF | ":" integer CRLF
//!       | "$" length CRLF bytes CRLF | "$-1" CRLF
//!       | "*" count CRLF value…      | "*-1" CRLF
//! ```

use std::fmt;

use bumpalo::Bump;

/// The bytes of the shortest values, such as an empty text: its kind and an end of line.
const SHORTEST: usize = 3;

/// A message: the outermost value, and the items of all lists.
#[derive(Debug)]
pub struct Message<'i> {
    value: Value<'i>,
    items: Vec<Value<'i>>,
}

/// One value of a message. The items of a list are not in it, but in the message.
#[derive(Clone, Copy, Debug)]
pub enum Value<'i> {
    /// `$-1` or `*-1`: no value.
    Null,
    /// `:42`
    Integer(i64),
    /// `+OK`, or bytes of an announced length: `$5` and `hello`.
    Text(&'i [u8]),
    /// `-ERR unknown command`
    Error(&'i [u8]),
    /// `*2`, and two values.
    List(Items),
}

/// Where the values of a list are.
#[derive(Clone, Copy, Debug)]
pub struct Items {
    start: usize,
    count: usize,
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
pub fn parse<'i>(_arena: &Bump, input: &'i [u8], _limits: Limits) -> Result<Message<'i>, Refused> {
    let mut parser = Parser {
        input,
        position: 0,
        // A guess, and bounded by what was sent: few values take less than eight bytes.
        items: Vec::with_capacity(input.len() / 8),
    };
    let value = parser.value()?;
    match parser.rest() {
        [] => Ok(Message {
            value,
            items: parser.items,
        }),
        _ => Err(Refused::Malformed("the end of the message")),
    }
}

impl<'i> Message<'i> {
    /// Calls `see` with all values: each once, and a list before its items.
    pub fn visit(&self, see: &mut dyn FnMut(&Value<'_>)) {
        self.visit_from(&self.value, see);
    }

    fn visit_from(&self, value: &Value<'_>, see: &mut dyn FnMut(&Value<'_>)) {
        see(value);
        for item in self.items(value) {
            self.visit_from(item, see);
        }
    }

    /// The values of a list; none for anything else.
    pub fn items(&self, list: &Value<'_>) -> &[Value<'i>] {
        match list {
            Value::List(items) => &self.items[items.start..items.start + items.count],
            _ => &[],
        }
    }

    fn show(&self, value: &Value<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match value {
            Value::Null => write!(f, "(nil)"),
            Value::Integer(number) => write!(f, "{number}"),
            Value::Text(bytes) => write!(f, "\"{}\"", bytes.escape_ascii()),
            Value::Error(bytes) => write!(f, "(error) {}", bytes.escape_ascii()),
            Value::List(_) => {
                write!(f, "[")?;
                for (position, item) in self.items(value).iter().enumerate() {
                    write!(f, "{}", if position == 0 { "" } else { ", " })?;
                    self.show(item, f)?;
                }
                write!(f, "]")
            }
        }
    }
}

impl Items {
    /// The number of values in the list.
    #[allow(clippy::len_without_is_empty, reason = "no caller needs it")]
    pub fn len(&self) -> usize {
        self.count
    }
}

/// As in the store's own shell, on one line.
impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show(&self.value, f)
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
struct Parser<'i> {
    input: &'i [u8],
    position: usize,
    items: Vec<Value<'i>>,
}

impl<'i> Parser<'i> {
    fn value(&mut self) -> Result<Value<'i>, Refused> {
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
                Some(count) => self.list(count),
            },
            _ => Err(Refused::Malformed("one of + - : $ *")),
        }
    }

    fn list(&mut self, count: usize) -> Result<Value<'i>, Refused> {
        if count > self.rest().len() / SHORTEST {
            return Err(Refused::Malformed("as many values as announced"));
        }
        let start = self.items.len();
        // Their places are taken before the first is read, so that they are side by side.
        self.items.resize(start + count, Value::Null);
        for at in start..start + count {
            self.items[at] = self.value()?;
        }
        Ok(Value::List(Items { start, count }))
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
