//! No vectors: values of an array are linked forwards, and members of an object backwards. A
//! string with escapes is read twice, for its exact size.

use std::cell::Cell;

use bumpalo::Bump;

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
    /// The first of its items, which knows the next.
    Array(Option<&'a Item<'a>>),
    /// The last of its members, which knows the one before.
    Object(Option<&'a Member<'a>>),
}

#[derive(Debug)]
struct Item<'a> {
    value: Value<'a>,
    next: Cell<Option<&'a Item<'a>>>,
}

#[derive(Debug)]
struct Member<'a> {
    name: &'a str,
    value: Value<'a>,
    before: Option<&'a Member<'a>>,
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
        let first = match self.0 {
            Node::Array(first) => first,
            _ => None,
        };
        std::iter::successors(first, |item| item.next.get()).map(|item| &item.value)
    }

    /// The names and values of an object, in any order: of equal names all, or only the last. Empty
    /// for anything else.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, &'a Value<'a>)> {
        let last = match self.0 {
            Node::Object(last) => last,
            _ => None,
        };
        let members = std::iter::successors(last, |member| member.before);
        members.map(|member| (member.name, &member.value))
    }

    /// The value of this name in an object. Of two with the same name, the later counts.
    pub fn get(&self, name: &str) -> Option<&'a Value<'a>> {
        // The later one comes first.
        let found = self.members().find(|(other, _)| *other == name);
        found.map(|(_, value)| value)
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
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Result<Value<'a>, Error> {
        let node = match self.peek() {
            Some(b'n') if self.word("null") => Node::Null,
            Some(b't') if self.word("true") => Node::Bool(true),
            Some(b'f') if self.word("false") => Node::Bool(false),
            Some(b'"') => Node::String(self.string()?),
            Some(b'[') => self.array(self.below(depth)?)?,
            Some(b'{') => self.object(self.below(depth)?)?,
            Some(b'-' | b'0'..=b'9') => Node::Number(self.number()?),
            _ => return Err(self.refuse("expected a value")),
        };
        Ok(Value(node))
    }

    /// How many levels are left below this one.
    fn below(&self, depth: usize) -> Result<usize, Error> {
        let too_deep = self.refuse("the document is nested too deeply");
        depth.checked_sub(1).ok_or(too_deep)
    }

    /// Moves a part of the document into the arena, if there is room.
    fn keep<T>(&self, part: T) -> Result<&'a T, Error> {
        match self.arena.try_alloc(part) {
            Ok(part) => Ok(part),
            Err(_) => Err(self.too_large()),
        }
    }

    fn too_large(&self) -> Error {
        self.refuse("the document needs more memory than allowed")
    }

    fn word(&mut self, word: &str) -> bool {
        let is_next = self.text[self.position..].starts_with(word);
        self.position += if is_next { word.len() } else { 0 };
        is_next
    }

    fn array(&mut self, depth: usize) -> Result<Node<'a>, Error> {
        self.position += 1;
        let (mut first, mut last): (_, Option<&'a Item<'a>>) = (None, None);
        if !self.take(b']') {
            loop {
                let value = self.value(depth)?;
                let next = Cell::new(None);
                let item = self.keep(Item { value, next })?;
                match last {
                    None => first = Some(item),
                    Some(last) => last.next.set(Some(item)),
                }
                last = Some(item);
                if self.take(b']') {
                    break;
                }
                self.expect(b',', "expected a comma or `]`")?;
            }
        }
        Ok(Node::Array(first))
    }

    fn object(&mut self, depth: usize) -> Result<Node<'a>, Error> {
        self.position += 1;
        let mut before = None;
        if !self.take(b'}') {
            loop {
                if self.peek() != Some(b'"') {
                    return Err(self.refuse("expected a name"));
                }
                let name = self.string()?;
                self.expect(b':', "expected a colon")?;
                let value = self.value(depth)?;
                before = Some(self.keep(Member {
                    name,
                    value,
                    before,
                })?);
                if self.take(b'}') {
                    break;
                }
                self.expect(b',', "expected a comma or `}`")?;
            }
        }
        Ok(Node::Object(before))
    }

    fn string(&mut self) -> Result<&'a str, Error> {
        self.position += 1;
        let first = self.plain();
        if self.skip(b'"') {
            return Ok(first);
        }
        // Once to find what is wrong, and how many bytes are needed; then once more to write them.
        let start = self.position;
        let mut n_bytes = first.len();
        self.pieces(|piece| n_bytes += piece.len())?;
        let end = self.position;
        let Ok(unescaped) = self.arena.try_alloc_slice_fill_copy(n_bytes, 0) else {
            return Err(self.too_large());
        };
        let (head, mut free) = unescaped.split_at_mut(first.len());
        head.copy_from_slice(first.as_bytes());
        self.position = start;
        self.pieces(|piece| {
            let (place, rest) = std::mem::take(&mut free).split_at_mut(piece.len());
            place.copy_from_slice(piece.as_bytes());
            free = rest;
        })?;
        debug_assert_eq!(self.position, end);
        Ok(str::from_utf8(unescaped).expect("made of characters"))
    }

    /// The rest of a string, up to and with its closing quote.
    fn pieces(&mut self, mut see: impl FnMut(&str)) -> Result<(), Error> {
        loop {
            match self.next() {
                Some(b'"') => return Ok(()),
                Some(b'\\') => see(self.escape()?.encode_utf8(&mut [0; 4])),
                _ => return Err(self.refuse("a string that contains a line end, or has no end")),
            }
            see(self.plain());
        }
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
