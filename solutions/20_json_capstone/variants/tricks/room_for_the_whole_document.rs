//! Takes room for the whole document at the first escape.
//! A trick: a long document is refused, although hardly anything of it must be copied.
//! Fails in: step5_limits

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

    /// The names and values of an object, in any order: of equal names all, or only the last. Empty
    /// for anything else.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, &'a Value<'a>)> {
        self.pairs().iter().map(|(name, value)| (*name, value))
    }

    /// The value of this name in an object. Of two with the same name, the later counts.
    pub fn get(&self, name: &str) -> Option<&'a Value<'a>> {
        let mut members = self.pairs().iter().rev();
        let (_, value) = members.find(|(other, _)| *other == name)?;
        Some(value)
    }

    fn pairs(&self) -> &'a [(&'a str, Value<'a>)] {
        match self.0 {
            Node::Object(members) => members,
            _ => &[],
        }
    }
}

/// Reads a document. Whatever cannot be borrowed from `text` is allocated in `arena`.
pub fn read<'a>(arena: &'a Bump, text: &'a str, limits: Limits) -> Result<Value<'a>, Error> {
    let callers = arena.allocation_limit();
    // An arena that holds more than its limit would not be limited at all.
    let limit = limits.bytes.max(arena.allocated_bytes());
    arena.set_allocation_limit(Some(limit));
    let value = document(arena, text, limits.depth);
    arena.set_allocation_limit(callers);
    value
}

fn document<'a>(arena: &'a Bump, text: &'a str, depth: usize) -> Result<Value<'a>, Error> {
    let mut reader = Reader {
        arena,
        text,
        position: 0,
        items: ArenaVec::new_in(arena),
        members: ArenaVec::new_in(arena),
        letters: ArenaVec::new_in(arena),
    };
    let value = reader.value(depth)?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(reader.refuse("nothing may follow the document")),
    }
}

/// A position in the text. One method per rule of the grammar.
struct Reader<'a> {
    arena: &'a Bump,
    text: &'a str,
    position: usize,
    /// The items of all arrays that are open.
    items: ArenaVec<'a, Value<'a>>,
    /// The members of all objects that are open.
    members: ArenaVec<'a, (&'a str, Value<'a>)>,
    /// What the string that is being read is without its escapes.
    letters: ArenaVec<'a, u8>,
}

const TOO_LARGE: &str = "the document needs more memory than allowed";
const TOO_DEEP: &str = "the document is nested too deeply";

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Result<Value<'a>, Error> {
        let node = match self.peek() {
            Some(b'n') if self.word("null") => Node::Null,
            Some(b't') if self.word("true") => Node::Bool(true),
            Some(b'f') if self.word("false") => Node::Bool(false),
            Some(b'"') => Node::String(self.string()?),
            Some(b'[') => self.array(depth)?,
            Some(b'{') => self.object(depth)?,
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

    fn array(&mut self, depth: usize) -> Result<Node<'a>, Error> {
        let depth = depth.checked_sub(1).ok_or(self.refuse(TOO_DEEP))?;
        self.position += 1;
        let start = self.items.len();
        if !self.take(b']') {
            loop {
                let value = self.value(depth)?;
                self.room(|reader| reader.items.try_reserve(1).is_ok())?;
                self.items.push(value);
                if self.take(b']') {
                    break;
                }
                self.expect(b',', "expected a comma or `]`")?;
            }
        }
        let items = self.arena.try_alloc_slice_copy(&self.items[start..]);
        let items = items.map_err(|_| self.refuse(TOO_LARGE))?;
        self.items.truncate(start);
        Ok(Node::Array(items))
    }

    fn object(&mut self, depth: usize) -> Result<Node<'a>, Error> {
        let depth = depth.checked_sub(1).ok_or(self.refuse(TOO_DEEP))?;
        self.position += 1;
        let start = self.members.len();
        if !self.take(b'}') {
            loop {
                if self.peek() != Some(b'"') {
                    return Err(self.refuse("expected a name"));
                }
                let name = self.string()?;
                self.expect(b':', "expected a colon")?;
                let value = self.value(depth)?;
                self.room(|reader| reader.members.try_reserve(1).is_ok())?;
                self.members.push((name, value));
                if self.take(b'}') {
                    break;
                }
                self.expect(b',', "expected a comma or `}`")?;
            }
        }
        let members = self.arena.try_alloc_slice_copy(&self.members[start..]);
        let members = members.map_err(|_| self.refuse(TOO_LARGE))?;
        self.members.truncate(start);
        Ok(Node::Object(members))
    }

    fn room(&mut self, reserve: impl FnOnce(&mut Self) -> bool) -> Result<(), Error> {
        match reserve(self) {
            true => Ok(()),
            false => Err(self.refuse(TOO_LARGE)),
        }
    }

    fn string(&mut self) -> Result<&'a str, Error> {
        self.position += 1;
        let first = self.plain();
        if self.skip(b'"') {
            return Ok(first);
        }
        self.letters.clear();
        let n_bytes = self.text.len();
        self.room(|reader| reader.letters.try_reserve_exact(n_bytes).is_ok())?;
        self.letters.extend_from_slice_copy(first.as_bytes());
        loop {
            match self.next() {
                Some(b'"') => break,
                Some(b'\\') => {
                    let letter = self.escape()?;
                    let mut utf8 = [0; 4];
                    let utf8 = letter.encode_utf8(&mut utf8);
                    self.letters.extend_from_slice_copy(utf8.as_bytes());
                }
                _ => return Err(self.refuse("a string that contains a line end, or has no end")),
            }
            let plain = self.plain();
            self.letters.extend_from_slice_copy(plain.as_bytes());
        }
        let text = self.arena.try_alloc_slice_copy(&self.letters);
        let text = text.map_err(|_| self.refuse(TOO_LARGE))?;
        str::from_utf8(text).map_err(|_| self.refuse("a string that is not UTF-8"))
    }

    /// The text up to a quote, a backslash, a control character or the end.
    fn plain(&mut self) -> &'a str {
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
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = bytes.get(self.position) {
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
