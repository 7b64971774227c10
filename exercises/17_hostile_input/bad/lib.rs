//! Messages of a key-value store's protocol (RESP), as a server reads them from any client.
//!
//! Correct for well-meaning clients. But an attacker can write `*1000000000`, and the parser
//! allocates space for as many values before it has seen one. Or nest lists until the stack
//! overflows, or send small values until memory runs out. Each of these can bring the whole
//! server down.
//!
//! ```text
//! value = "+" text CRLF | "-" error CRLF | ":" integer CRLF
//!       | "$" length CRLF bytes CRLF | "$-1" CRLF
//!       | "*" count CRLF value…      | "*-1" CRLF
//! ```
//!
//! Yours to change: everything below but `Limits` and `Refused`; `src` may have more files. The
//! tests use `parse`, `visit` and `Display`. The benchmark also matches on the five kinds of
//! `Value`: a number, and anything that has a `len`.

use std::fmt;

use bumpalo::Bump;

/// One value of a message, with everything in it.
#[derive(Debug)]
pub enum Value {
    /// `$-1` or `*-1`: no value.
    Null,
    /// `:42`
    Integer(i64),
    /// `+OK`, or bytes of an announced length: `$5` and `hello`.
    Text(Vec<u8>),
    /// `-ERR unknown command`
    Error(Vec<u8>),
    /// `*2`, and two values.
    List(Vec<Value>),
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
pub fn parse(_arena: &Bump, input: &[u8], _limits: Limits) -> Result<Value, Refused> {
    let mut parser = Parser { input, position: 0 };
    let value = parser.value()?;
    match parser.rest() {
        [] => Ok(value),
        _ => Err(Refused::Malformed("the end of the message")),
    }
}

impl Value {
    /// Calls `see` with this value and all values in it: each once, and a list before its items.
    pub fn visit(&self, see: &mut dyn FnMut(&Value)) {
        see(self);
        if let Value::List(items) = self {
            for item in items {
                item.visit(see);
            }
        }
    }
}

/// As in the store's own shell, on one line.
impl fmt::Display for Value {
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
struct Parser<'i> {
    input: &'i [u8],
    position: usize,
}

impl<'i> Parser<'i> {
    fn value(&mut self) -> Result<Value, Refused> {
        let Some((kind, rest)) = self.line()?.split_first() else {
            return Err(Refused::Malformed("a value"));
        };
        match kind {
            b'+' => Ok(Value::Text(rest.to_vec())),
            b'-' => Ok(Value::Error(rest.to_vec())),
            b':' => Ok(Value::Integer(number(rest)?)),
            b'$' => match length(rest)? {
                None => Ok(Value::Null),
                Some(length) => Ok(Value::Text(self.bytes(length)?.to_vec())),
            },
            b'*' => match length(rest)? {
                None => Ok(Value::Null),
                Some(count) => self.list(count),
            },
            _ => Err(Refused::Malformed("one of + - : $ *")),
        }
    }

    fn list(&mut self, count: usize) -> Result<Value, Refused> {
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            items.push(self.value()?);
        }
        Ok(Value::List(items))
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
