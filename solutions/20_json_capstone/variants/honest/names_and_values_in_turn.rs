//! Reads without recursion: one vector has a place for each open list, another the values of all of them; an
//! object is one slice in which names and values take turns.

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
    /// Names, as strings, and values in turn.
    Object(&'a [Value<'a>]),
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
    pub fn items(&self) -> impl Iterator<Item = &'a Value<'a>> + use<'a> {
        match self.0 {
            Node::Array(items) => items.iter(),
            _ => [].iter(),
        }
    }

    /// The names and values of an object, in any order: of equal names all, or only the last. Empty
    /// for anything else.
    pub fn members(&self) -> impl DoubleEndedIterator<Item = (&'a str, &'a Value<'a>)> + use<'a> {
        let pairs: &'a [Value<'a>] = match self.0 {
            Node::Object(pairs) => pairs,
            _ => &[],
        };
        pairs.chunks_exact(2).map(|pair| match pair {
            [Value(Node::String(name)), value] => (*name, value),
            _ => unreachable!("a name is a string"),
        })
    }

    /// The value of this name in an object. Of two with the same name, the later counts.
    pub fn get(&self, name: &str) -> Option<&'a Value<'a>> {
        let mut latest_first = self.members().rev();
        latest_first.find_map(|(other, value)| (other == name).then_some(value))
    }
}

/// Reads a document. Whatever cannot be borrowed from `text` is allocated in `arena`.
pub fn read<'a>(arena: &'a Bump, text: &'a str, limits: Limits) -> Result<Value<'a>, Error> {
    let _limited = Limited::new(arena, limits.bytes);
    let mut reader = Reader {
        arena,
        text,
        position: 0,
    };
    let value = reader.document(limits.depth)?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(reader.refuse("nothing may follow the document")),
    }
}

/// An arena with another limit. It gets its own back at the end, however that is reached.
struct Limited<'a> {
    arena: &'a Bump,
    before: Option<usize>,
}

impl<'a> Limited<'a> {
    fn new(arena: &'a Bump, bytes: usize) -> Self {
        let before = arena.allocation_limit();
        // Below what the arena holds, a limit would be none.
        arena.set_allocation_limit(Some(bytes.max(arena.allocated_bytes())));
        Limited { arena, before }
    }
}

impl Drop for Limited<'_> {
    fn drop(&mut self) {
        self.arena.set_allocation_limit(self.before);
    }
}

/// A position in the text. One method per rule of the grammar.
struct Reader<'a> {
    arena: &'a Bump,
    text: &'a str,
    position: usize,
}

/// An array or an object that has begun.
#[derive(Clone, Copy)]
struct Open {
    /// How many values of outer lists come before its own.
    start: usize,
    is_object: bool,
}

impl<'a> Reader<'a> {
    /// One value, with all that is in it.
    fn document(&mut self, depth: usize) -> Result<Value<'a>, Error> {
        let mut open: ArenaVec<'a, Open> = ArenaVec::new_in(self.arena);
        // Of all lists that are open, the outermost first.
        let mut values: ArenaVec<'a, Value<'a>> = ArenaVec::new_in(self.arena);
        loop {
            let mut value = match self.peek() {
                Some(bracket @ (b'[' | b'{')) => {
                    if open.len() >= depth {
                        return Err(self.refuse("nested too deeply"));
                    }
                    self.position += 1;
                    let is_object = bracket == b'{';
                    let start = values.len();
                    if !self.take(if is_object { b'}' } else { b']' }) {
                        self.push(&mut open, Open { start, is_object })?;
                        if is_object {
                            let name = self.name()?;
                            self.push(&mut values, name)?;
                        }
                        continue;
                    }
                    match is_object {
                        true => Value(Node::Object(&[])),
                        false => Value(Node::Array(&[])),
                    }
                }
                _ => self.scalar()?,
            };
            // Here a value has ended, and with it perhaps the list that it is in, and so on.
            loop {
                let Some(&Open { start, is_object }) = open.last() else {
                    return Ok(value);
                };
                self.push(&mut values, value)?;
                if !self.take(if is_object { b'}' } else { b']' }) {
                    break;
                }
                let list = self.arena.try_alloc_slice_copy(&values[start..]);
                let list = list.map_err(|_| self.full())?;
                values.truncate(start);
                open.pop();
                value = Value(match is_object {
                    true => Node::Object(list),
                    false => Node::Array(list),
                });
            }
            if open.last().is_some_and(|open| open.is_object) {
                self.expect(b',', "expected a comma or `}`")?;
                let name = self.name()?;
                self.push(&mut values, name)?;
            } else {
                self.expect(b',', "expected a comma or `]`")?;
            }
        }
    }

    fn push<T>(&self, list: &mut ArenaVec<'a, T>, item: T) -> Result<(), Error> {
        list.try_reserve(1).map_err(|_| self.full())?;
        list.push(item);
        Ok(())
    }

    /// A member's name, and the colon after it.
    fn name(&mut self) -> Result<Value<'a>, Error> {
        if self.peek() != Some(b'"') {
            return Err(self.refuse("expected a name"));
        }
        let name = self.string()?;
        self.expect(b':', "expected a colon")?;
        Ok(Value(Node::String(name)))
    }

    fn scalar(&mut self) -> Result<Value<'a>, Error> {
        let node = match self.peek() {
            Some(b'n') if self.word("null") => Node::Null,
            Some(b't') if self.word("true") => Node::Bool(true),
            Some(b'f') if self.word("false") => Node::Bool(false),
            Some(b'"') => Node::String(self.string()?),
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

    fn string(&mut self) -> Result<&'a str, Error> {
        self.position += 1;
        let first = self.plain();
        if self.skip(b'"') {
            return Ok(first);
        }
        let mut bytes = ArenaVec::new_in(self.arena);
        self.append(&mut bytes, first)?;
        loop {
            match self.next() {
                Some(b'"') => break,
                Some(b'\\') => {
                    let letter = self.escape()?;
                    self.append(&mut bytes, letter.encode_utf8(&mut [0; 4]))?;
                }
                _ => return Err(self.refuse("a string that contains a line end, or has no end")),
            }
            let plain = self.plain();
            self.append(&mut bytes, plain)?;
        }
        let text = str::from_utf8(bytes.into_bump_slice());
        text.map_err(|_| self.refuse("text that is no text"))
    }

    fn append(&self, bytes: &mut ArenaVec<'a, u8>, text: &str) -> Result<(), Error> {
        bytes.try_reserve(text.len()).map_err(|_| self.full())?;
        bytes.extend_from_slice_copy(text.as_bytes());
        Ok(())
    }

    fn full(&self) -> Error {
        self.refuse("the document needs more memory than allowed")
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

    fn digits(&mut self) -> Result<(), Error> {
        let rest = &self.text.as_bytes()[self.position..];
        let n_digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.position += n_digits;
        match n_digits {
            0 => Err(self.refuse("expected a digit")),
            _ => Ok(()),
        }
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.text.as_bytes().get(self.position).copied();
        self.position += usize::from(byte.is_some());
        byte
    }

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
