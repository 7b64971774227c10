//! Honest: the document is read twice, first to check it and to note the size of each list and of
//! each text without its escapes, then into slices of exactly these sizes, all of it in the arena
//! and within its limit.

use bumpalo::collections::Vec as ArenaVec;
use bumpalo::{AllocErr, Bump};

/// How much a document may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many bytes the arena may hold afterwards.
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

/// A JSON value: a few words, and references into the text and the arena.
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
    /// The names and values of an object. Empty for anything else.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, &'a Value<'a>)> {
        let members = match self.0 {
            Node::Object(members) => members,
            _ => &[],
        };
        members.iter().map(|(name, value)| (*name, value))
    }
    /// The value of this name in an object. Of two with the same name, the later counts.
    pub fn get(&self, name: &str) -> Option<&'a Value<'a>> {
        let Node::Object(members) = self.0 else {
            return None;
        };
        let member = members.iter().rev().find(|member| member.0 == name);
        member.map(|(_, value)| value)
    }
}

/// Reads a document into `arena`, as far as it cannot be borrowed from `text`.
pub fn read<'a>(arena: &'a Bump, text: &'a str, limits: Limits) -> Result<Value<'a>, Error> {
    let limit = limits.bytes.max(arena.allocated_bytes());
    let callers = arena.allocation_limit();
    arena.set_allocation_limit(Some(limit));
    let outcome = read_to(arena, text, limits.depth);
    arena.set_allocation_limit(callers);
    outcome
}

fn read_to<'a>(arena: &'a Bump, text: &'a str, depth: usize) -> Result<Value<'a>, Error> {
    let mut reader = Reader {
        arena,
        text,
        position: 0,
        depth_left: depth,
        sizes: ArenaVec::new_in(arena),
        n_sizes_used: 0,
    };
    reader.check()?;
    if reader.peek().is_some() {
        return Err(reader.refuse("nothing may follow the document"));
    }
    reader.position = 0;
    reader.build()
}

struct Reader<'a> {
    arena: &'a Bump,
    text: &'a str,
    position: usize,
    depth_left: usize,
    sizes: ArenaVec<'a, usize>,
    n_sizes_used: usize,
}

impl<'a> Reader<'a> {
    fn check(&mut self) -> Result<(), Error> {
        match self.peek() {
            Some(b'n') if self.word("null") => Ok(()),
            Some(b't') if self.word("true") => Ok(()),
            Some(b'f') if self.word("false") => Ok(()),
            Some(b'"') => self.check_string(),
            Some(b'[') => self.check_list(b']', "expected a comma or `]`", Self::check),
            Some(b'{') => self.check_list(b'}', "expected a comma or `}`", Self::check_member),
            Some(b'-' | b'0'..=b'9') => self.number().map(|_| ()),
            _ => Err(self.refuse("expected a value")),
        }
    }
    fn check_member(&mut self) -> Result<(), Error> {
        if self.peek() != Some(b'"') {
            return Err(self.refuse("expected a name"));
        }
        self.check_string()?;
        self.expect(b':', "expected a colon")?;
        self.check()
    }
    fn check_list(
        &mut self,
        end: u8,
        expected: &'static str,
        check_one: fn(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let left = self.depth_left.checked_sub(1);
        self.depth_left = left.ok_or_else(|| self.refuse("deeper than allowed"))?;
        self.position += 1;
        let place = self.sizes.len();
        self.note(0)?;
        let mut n_inside = 0;
        if !self.take(end) {
            loop {
                check_one(self)?;
                n_inside += 1;
                if self.take(end) {
                    break;
                }
                self.expect(b',', expected)?;
            }
        }
        self.sizes[place] = n_inside;
        self.depth_left += 1;
        Ok(())
    }
    fn check_string(&mut self) -> Result<(), Error> {
        self.position += 1;
        let mut n_bytes = self.plain().len();
        if self.skip(b'"') {
            return Ok(());
        }
        loop {
            match self.next() {
                Some(b'"') => break,
                Some(b'\\') => n_bytes += self.escape()?.len_utf8(),
                _ => return Err(self.refuse("a string that contains a line end, or has no end")),
            }
            n_bytes += self.plain().len();
        }
        self.note(n_bytes)
    }
    fn note(&mut self, size: usize) -> Result<(), Error> {
        self.sizes.try_reserve(1).map_err(|_| self.too_large())?;
        self.sizes.push(size);
        Ok(())
    }
    fn build(&mut self) -> Result<Value<'a>, Error> {
        let node = match self.peek() {
            Some(b'n') if self.word("null") => Node::Null,
            Some(b't') if self.word("true") => Node::Bool(true),
            Some(b'f') if self.word("false") => Node::Bool(false),
            Some(b'"') => Node::String(self.string()?),
            Some(b'[') => self.array()?,
            Some(b'{') => self.object()?,
            _ => Node::Number(self.number()?),
        };
        Ok(Value(node))
    }

    fn size(&mut self) -> usize {
        self.n_sizes_used += 1;
        self.sizes[self.n_sizes_used - 1]
    }

    fn pass(&mut self) {
        self.peek();
        self.position += 1;
    }

    fn word(&mut self, word: &str) -> bool {
        let is_next = self.text[self.position..].starts_with(word);
        self.position += if is_next { word.len() } else { 0 };
        is_next
    }

    fn array(&mut self) -> Result<Node<'a>, Error> {
        self.position += 1;
        let n_items = self.size();
        let null = Value(Node::Null);
        let items = self.arena.try_alloc_slice_fill_copy(n_items, null);
        let items = items.map_err(|AllocErr| self.too_large())?;
        for item in items.iter_mut() {
            *item = self.build()?;
            self.pass();
        }
        if n_items == 0 {
            self.pass();
        }
        Ok(Node::Array(items))
    }

    fn object(&mut self) -> Result<Node<'a>, Error> {
        self.position += 1;
        let n_members = self.size();
        let null = ("", Value(Node::Null));
        let members = self.arena.try_alloc_slice_fill_copy(n_members, null);
        let members = members.map_err(|AllocErr| self.too_large())?;
        for member in members.iter_mut() {
            self.peek();
            let name = self.string()?;
            self.pass();
            *member = (name, self.build()?);
            self.pass();
        }
        if n_members == 0 {
            self.pass();
        }
        Ok(Node::Object(members))
    }

    fn string(&mut self) -> Result<&'a str, Error> {
        self.position += 1;
        let mut plain = self.plain();
        if self.skip(b'"') {
            return Ok(plain);
        }
        let n_bytes = self.size();
        let place = self.arena.try_alloc_slice_fill_copy(n_bytes, 0_u8);
        let place = place.map_err(|AllocErr| self.too_large())?;
        let mut at = 0;
        loop {
            place[at..at + plain.len()].copy_from_slice(plain.as_bytes());
            at += plain.len();
            match self.next() {
                Some(b'\\') => at += self.escape()?.encode_utf8(&mut place[at..]).len(),
                _ => break,
            }
            plain = self.plain();
        }
        let text: &'a [u8] = place;
        Ok(std::str::from_utf8(text).expect("pieces of a `str` and encoded characters"))
    }

    fn plain(&mut self) -> &'a str {
        let rest = &self.text[self.position..];
        let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
        let n_bytes = rest.bytes().position(|byte| !is_plain(byte));
        let plain = &rest[..n_bytes.unwrap_or(rest.len())];
        self.position += plain.len();
        plain
    }

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
        let is_there = (n_digits > 0).then_some(());
        is_there.ok_or_else(|| self.refuse("expected a digit"))
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

    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = bytes.get(self.position) {
            self.position += 1;
        }
        bytes.get(self.position).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        self.peek() == Some(byte) && self.skip(byte)
    }

    fn expect(&mut self, byte: u8, reason: &'static str) -> Result<(), Error> {
        let is_next = self.take(byte);
        is_next.then_some(()).ok_or_else(|| self.refuse(reason))
    }

    fn too_large(&self) -> Error {
        self.refuse("more memory than allowed")
    }

    fn refuse(&self, reason: &'static str) -> Error {
        Error {
            position: self.position,
            reason,
        }
    }
}
