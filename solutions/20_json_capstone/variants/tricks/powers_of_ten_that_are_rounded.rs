//! A right reader with a quick way for whole numbers with a power of ten: one multiplication.
//!
//! A trick: above 10^22 a power of ten is itself rounded, and the product may be the wrong neighbour
//! (`3e23`), where `parse` is always as close as an `f64` can be.
//! Fails in: step1_documents

use bumpalo::collections::Vec as ArenaVec;
use bumpalo::{AllocErr, Bump};

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

/// A JSON value: a few words, and references into the text and the arena.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a>(Node<'a>);

/// A member of an object.
type Member<'a> = (&'a str, Value<'a>);

/// All of it is `Copy`, so nothing in the arena needs a drop that never comes.
#[derive(Clone, Copy, Debug)]
enum Node<'a> {
    Null,
    Bool(bool),
    Number(f64),
    String(&'a str),
    Array(&'a [Value<'a>]),
    /// In the order of the text. Most objects have a handful of members, where a linear search
    /// beats hashing; one with thousands, queried thousands of times, would want a map.
    Object(&'a [Member<'a>]),
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

/// Reads a document. What cannot be borrowed from `text` is allocated in `arena`, and stays there until a
/// reset, even if the document is refused. Documents that take more than a quarter of `limits.bytes` may
/// leave several chunks: replace them by one of their size, which a reset keeps.
pub fn read<'a>(arena: &'a Bump, text: &'a str, limits: Limits) -> Result<Value<'a>, Error> {
    // An arena that holds more than its limit is not limited at all: the rest of the limit is then
    // negative, which bumpalo takes for "no limit". So the limit is never set below that.
    let limit = limits.bytes.max(arena.allocated_bytes());
    let callers = arena.allocation_limit();
    arena.set_allocation_limit(Some(limit));
    let outcome = read_to(arena, text, limits.depth);
    // The arena is the caller's, who goes on using it.
    arena.set_allocation_limit(callers);
    outcome
}

fn read_to<'a>(arena: &'a Bump, text: &'a str, depth: usize) -> Result<Value<'a>, Error> {
    let mut reader = Reader {
        arena,
        text,
        position: 0,
        depth_left: depth,
        items: ArenaVec::new_in(arena),
        members: ArenaVec::new_in(arena),
    };
    let value = reader.value()?;
    let is_end = reader.peek().is_none().then_some(value);
    is_end.ok_or_else(|| reader.refuse("nothing may follow the document"))
}

/// A position in the text. One method per rule of the grammar.
struct Reader<'a> {
    arena: &'a Bump,
    text: &'a str,
    position: usize,
    /// How many more arrays and objects may be opened.
    depth_left: usize,
    /// The items of all open arrays, the innermost last. When an array ends, its own items move to
    /// a slice of exact length. A vector for each array would grow between the vectors of its inner
    /// arrays, and leave a copy behind at each step.
    items: ArenaVec<'a, Value<'a>>,
    /// The same for objects.
    members: ArenaVec<'a, Member<'a>>,
}

impl<'a> Reader<'a> {
    fn value(&mut self) -> Result<Value<'a>, Error> {
        let node = match self.peek() {
            Some(b'n') if self.word("null") => Node::Null,
            Some(b't') if self.word("true") => Node::Bool(true),
            Some(b'f') if self.word("false") => Node::Bool(false),
            Some(b'"') => Node::String(self.string()?),
            Some(b'[') => self.deeper(Self::array)?,
            Some(b'{') => self.deeper(Self::object)?,
            Some(b'-' | b'0'..=b'9') => Node::Number(self.number()?),
            _ => return Err(self.refuse("expected a value")),
        };
        Ok(Value(node))
    }

    /// Reads an array or an object, if one more level is allowed.
    fn deeper(
        &mut self,
        read: fn(&mut Self) -> Result<Node<'a>, Error>,
    ) -> Result<Node<'a>, Error> {
        // Each level is a few stack frames, and a stack overflow kills the process.
        let left = self.depth_left.checked_sub(1);
        self.depth_left = left.ok_or_else(|| self.refuse("deeper than allowed"))?;
        let node = read(self)?;
        self.depth_left += 1;
        Ok(node)
    }

    fn word(&mut self, word: &str) -> bool {
        let is_next = self.text[self.position..].starts_with(word);
        self.position += if is_next { word.len() } else { 0 };
        is_next
    }

    fn array(&mut self) -> Result<Node<'a>, Error> {
        self.position += 1;
        let start = self.items.len();
        if !self.take(b']') {
            loop {
                let item = self.value()?;
                // `push` alone would panic if the arena may not grow.
                self.items.try_reserve(1).map_err(|_| self.too_large())?;
                self.items.push(item);
                if self.take(b']') {
                    break;
                }
                self.expect(b',', "expected a comma or `]`")?;
            }
        }
        let items = self.arena.try_alloc_slice_copy(&self.items[start..]);
        self.items.truncate(start);
        items.map_or(Err(self.too_large()), |items| Ok(Node::Array(items)))
    }

    fn object(&mut self) -> Result<Node<'a>, Error> {
        self.position += 1;
        let start = self.members.len();
        if !self.take(b'}') {
            loop {
                if self.peek() != Some(b'"') {
                    return Err(self.refuse("expected a name"));
                }
                let name = self.string()?;
                self.expect(b':', "expected a colon")?;
                let value = self.value()?;
                self.members.try_reserve(1).map_err(|_| self.too_large())?;
                self.members.push((name, value));
                if self.take(b'}') {
                    break;
                }
                self.expect(b',', "expected a comma or `}`")?;
            }
        }
        let members = self.arena.try_alloc_slice_copy(&self.members[start..]);
        self.members.truncate(start);
        members.map_or(Err(self.too_large()), |members| Ok(Node::Object(members)))
    }

    fn string(&mut self) -> Result<&'a str, Error> {
        self.position += 1;
        let start = self.position;
        let plain = self.plain();
        if self.skip(b'"') {
            // Nothing to unescape: the text itself will do.
            return Ok(plain);
        }
        self.position = start;
        // Its length with escapes, which is an upper bound without them. So it is allocated once,
        // and never moves.
        let most = self.end_of_string() - start;
        let place = self.arena.try_alloc_slice_fill_copy(most, 0);
        let place = place.map_err(|AllocErr| self.too_large())?;
        let mut n_bytes = 0;
        loop {
            let plain = self.plain().as_bytes();
            place[n_bytes..n_bytes + plain.len()].copy_from_slice(plain);
            n_bytes += plain.len();
            match self.next() {
                Some(b'"') => break,
                Some(b'\\') => {
                    n_bytes += self.escape()?.encode_utf8(&mut place[n_bytes..]).len();
                }
                _ => return Err(self.refuse("a string that contains a line end, or has no end")),
            }
        }
        let text = std::str::from_utf8(&place[..n_bytes]);
        Ok(text.expect("pieces of a `str` and encoded characters"))
    }

    /// The offset of the closing quote, or of the end of the text.
    fn end_of_string(&self) -> usize {
        let mut end = self.position;
        while let Some(byte) = self.text.as_bytes().get(end) {
            match byte {
                b'"' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        end.min(self.text.len())
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
        let text = &self.text[start..self.position];
        let quick = text.split_once(['e', 'E']).and_then(|(digits, power)| {
            let digits: u32 = digits.parse().ok()?;
            let power = power.parse().ok().filter(|power| (0..29).contains(power))?;
            Some(f64::from(digits) * 10_f64.powi(power))
        });
        let number = quick.map_or_else(|| text.parse(), Ok);
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
