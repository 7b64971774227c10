//! White space is what `u8::is_ascii_whitespace` says, which has one more than JSON: the form feed.
//!
//! A trick: a text that is no document is read.
//! Fails in: step1_documents

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// How much a document may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many bytes the arena may hold after the document has been read, including what it held
    /// before. An arena that already holds more may use what it has, but not grow.
    pub bytes: usize,
    /// How deep arrays and objects may be nested.
    pub depth: usize,
}

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// The byte offset of the error.
    pub position: usize,
    /// What is wrong there.
    pub reason: &'static str,
}

/// A JSON value.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a>(Node<'a>);

#[derive(Clone, Copy, Debug)]
enum Node<'a> {
    Null,
    Bool(bool),
    Number(f64),
    String(&'a str),
    Array(&'a [Value<'a>]),
    Object(&'a [(&'a str, Value<'a>)]),
}

impl<'a> Value<'a> {
    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.0, Node::Null)
    }

    /// Whether this is an array.
    pub fn is_array(&self) -> bool {
        matches!(self.0, Node::Array(_))
    }

    /// Whether this is an object.
    pub fn is_object(&self) -> bool {
        matches!(self.0, Node::Object(_))
    }

    /// The value of `true` or `false`.
    pub fn as_bool(&self) -> Option<bool> {
        match self.0 {
            Node::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The value of a number, as close as an `f64` can be.
    pub fn as_number(&self) -> Option<f64> {
        match self.0 {
            Node::Number(value) => Some(value),
            _ => None,
        }
    }

    /// The text of a string, unescaped.
    pub fn as_str(&self) -> Option<&'a str> {
        match self.0 {
            Node::String(text) => Some(text),
            _ => None,
        }
    }

    /// The values of an array, in order. Empty for anything else.
    pub fn items(&self) -> impl Iterator<Item = &'a Value<'a>> {
        match self.0 {
            Node::Array(items) => items.iter(),
            _ => [].iter(),
        }
    }

    /// The names and values of an object, in any order. Empty for anything else.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, &'a Value<'a>)> {
        let members = match self.0 {
            Node::Object(members) => members,
            _ => &[],
        };
        members.iter().map(|(name, value)| (*name, value))
    }

    /// The value of this name in an object. Of two with the same name, the later counts.
    pub fn get(&self, name: &str) -> Option<&'a Value<'a>> {
        match self.0 {
            Node::Object(members) => members
                .iter()
                .rev()
                .find_map(|(own, value)| (*own == name).then_some(value)),
            _ => None,
        }
    }
}

/// While this lives, the arena has the reader's limit. Then it has its own again.
struct Limited<'a> {
    arena: &'a Bump,
    callers: Option<usize>,
}

impl<'a> Limited<'a> {
    fn new(arena: &'a Bump, bytes: usize) -> Limited<'a> {
        let callers = arena.allocation_limit();
        // Below what the arena holds it would be no limit.
        arena.set_allocation_limit(Some(bytes.max(arena.allocated_bytes())));
        Limited { arena, callers }
    }
}

impl Drop for Limited<'_> {
    fn drop(&mut self) {
        self.arena.set_allocation_limit(self.callers);
    }
}

/// Reads a document. Whatever cannot be borrowed from `text` is allocated in `arena`.
pub fn read<'a>(arena: &'a Bump, text: &'a str, limits: Limits) -> Result<Value<'a>, Error> {
    let _limited = Limited::new(arena, limits.bytes);
    let mut reader = Reader {
        arena,
        text,
        position: 0,
        depth_left: limits.depth,
    };
    let value = reader.value()?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(reader.refuse("nothing may follow the document")),
    }
}

/// A position in the text. One method per rule of the grammar.
struct Reader<'t> {
    arena: &'t Bump,
    text: &'t str,
    position: usize,
    /// How many more lists may be opened.
    depth_left: usize,
}

impl<'t> Reader<'t> {
    fn value(&mut self) -> Result<Value<'t>, Error> {
        let node = match self.peek() {
            Some(b'n') if self.word("null") => Node::Null,
            Some(b't') if self.word("true") => Node::Bool(true),
            Some(b'f') if self.word("false") => Node::Bool(false),
            Some(b'"') => Node::String(self.string()?),
            Some(b'[') => self.array()?,
            Some(b'{') => self.object()?,
            Some(b'-' | b'0'..=b'9') => Node::Number(self.number()?),
            _ => return Err(self.refuse("expected a value")),
        };
        Ok(Value(node))
    }

    fn word(&mut self, word: &str) -> bool {
        let is_next = self.text[self.position..].starts_with(word);
        self.position += if is_next { word.len() } else { 0 };
        is_next
    }

    fn array(&mut self) -> Result<Node<'t>, Error> {
        self.open()?;
        let mut items = ArenaVec::new_in(self.arena);
        if !self.take(b']') {
            loop {
                let item = self.value()?;
                items.try_reserve(1).map_err(|_| self.too_large())?;
                items.push(item);
                if self.take(b']') {
                    break;
                }
                self.expect(b',', "expected a comma or `]`")?;
            }
        }
        self.depth_left += 1;
        Ok(Node::Array(items.into_bump_slice()))
    }

    fn object(&mut self) -> Result<Node<'t>, Error> {
        self.open()?;
        let mut members = ArenaVec::new_in(self.arena);
        if !self.take(b'}') {
            loop {
                if self.peek() != Some(b'"') {
                    return Err(self.refuse("expected a name"));
                }
                let name = self.string()?;
                self.expect(b':', "expected a colon")?;
                let value = self.value()?;
                members.try_reserve(1).map_err(|_| self.too_large())?;
                members.push((name, value));
                if self.take(b'}') {
                    break;
                }
                self.expect(b',', "expected a comma or `}`")?;
            }
        }
        self.depth_left += 1;
        Ok(Node::Object(members.into_bump_slice()))
    }

    /// Takes the bracket or brace.
    fn open(&mut self) -> Result<(), Error> {
        let left = self.depth_left.checked_sub(1);
        self.depth_left = left.ok_or_else(|| self.refuse("too deep"))?;
        self.position += 1;
        Ok(())
    }

    fn too_large(&self) -> Error {
        self.refuse("the document needs more memory than allowed")
    }

    fn string(&mut self) -> Result<&'t str, Error> {
        self.position += 1;
        let start = self.position;
        let plain = self.plain();
        if self.skip(b'"') {
            return Ok(plain);
        }
        // No escape is shorter than what it stands for, so the text between the quotes is room
        // enough.
        self.position = start;
        self.unescape(|_| ())?;
        let room = self.position - start;
        self.position = start;
        let mut text = ArenaVec::new_in(self.arena);
        text.try_reserve_exact(room).map_err(|_| self.too_large())?;
        self.unescape(|piece| text.extend_from_slice_copy(piece.as_bytes()))?;
        let text: &'t [u8] = text.into_bump_slice();
        str::from_utf8(text).map_err(|_| self.refuse("no text"))
    }

    /// Reads a string up to its end, piece by piece.
    fn unescape(&mut self, mut keep: impl FnMut(&str)) -> Result<(), Error> {
        loop {
            let plain = self.plain();
            keep(plain);
            match self.next() {
                Some(b'"') => return Ok(()),
                Some(b'\\') => {
                    let escape = self.escape()?;
                    keep(escape.encode_utf8(&mut [0; 4]));
                }
                _ => return Err(self.refuse("a string that contains a line end, or has no end")),
            }
        }
    }

    /// The text up to a quote, a backslash, a control character or the end.
    fn plain(&mut self) -> &'t str {
        let rest = &self.text[self.position..];
        let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
        let n_bytes = rest.bytes().position(|byte| !is_plain(byte));
        let plain = &rest[..n_bytes.unwrap_or(rest.len())];
        self.position += plain.len();
        plain
    }

    /// The escape after a backslash.
    fn escape(&mut self) -> Result<char, Error> {
        match self.next() {
            Some(byte @ (b'"' | b'\\' | b'/')) => Ok(char::from(byte)),
            Some(b'b') => Ok('\u{8}'),
            Some(b'f') => Ok('\u{c}'),
            Some(b'n') => Ok('\n'),
            Some(b'r') => Ok('\r'),
            Some(b't') => Ok('\t'),
            Some(b'u') => self.unicode(),
            _ => Err(self.refuse("no such escape")),
        }
    }

    /// The digits after `\u`, and the second half of a pair where there must be one.
    fn unicode(&mut self) -> Result<char, Error> {
        let mut code = self.four_digits()?;
        if (0xd800..0xdc00).contains(&code) && self.text[self.position..].starts_with("\\u") {
            self.position += 2;
            let low = self.four_digits()?;
            if !(0xdc00..0xe000).contains(&low) {
                return Err(self.refuse("half of a surrogate pair"));
            }
            code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
        char::from_u32(code).ok_or_else(|| self.refuse("half of a surrogate pair"))
    }

    fn four_digits(&mut self) -> Result<u32, Error> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.next().and_then(|byte| char::from(byte).to_digit(16));
            code = code * 16 + digit.ok_or_else(|| self.refuse("expected four hex digits"))?;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<f64, Error> {
        let start = self.position;
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?;
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        let number = self.text[start..self.position].parse();
        number.map_err(|_| self.refuse("expected a number"))
    }

    /// At least one digit.
    fn digits(&mut self) -> Result<(), Error> {
        let rest = &self.text.as_bytes()[self.position..];
        let n_digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.position += n_digits;
        match n_digits {
            0 => Err(self.refuse("expected a digit")),
            _ => Ok(()),
        }
    }

    /// The next byte, whatever it is.
    fn next(&mut self) -> Option<u8> {
        let byte = self.text.as_bytes().get(self.position).copied();
        self.position += usize::from(byte.is_some());
        byte
    }

    /// Takes the next byte if it is this one.
    fn skip(&mut self, byte: u8) -> bool {
        let is_next = self.text.as_bytes().get(self.position) == Some(&byte);
        self.position += usize::from(is_next);
        is_next
    }

    /// The next byte that is not whitespace, without taking it.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while bytes
            .get(self.position)
            .is_some_and(u8::is_ascii_whitespace)
        {
            self.position += 1;
        }
        bytes.get(self.position).copied()
    }

    /// Takes the next byte that is not whitespace if it is this one.
    fn take(&mut self, byte: u8) -> bool {
        self.peek() == Some(byte) && self.skip(byte)
    }

    fn expect(&mut self, byte: u8, reason: &'static str) -> Result<(), Error> {
        match self.take(byte) {
            true => Ok(()),
            false => Err(self.refuse(reason)),
        }
    }

    fn refuse(&self, reason: &'static str) -> Error {
        Error {
            position: self.position,
            reason,
        }
    }
}
