//! Messages: those of a recorded session, and others generated from a seed. The tests and the bench
//! share them.

use fastrand::Rng;

/// The messages of `session.txt`, each with its title, as they come over the wire.
pub(crate) fn of_a_session() -> Vec<(&'static str, Vec<u8>)> {
    let sections = include_str!("session.txt").split("=== ").skip(1);
    let message = |section: &'static str| {
        // A checkout may have converted the file to Windows line endings; `lines` accepts both.
        let mut lines = section.lines();
        let title = lines.next().unwrap_or_default();
        let text: String = lines.map(|line| format!("{line}\r\n")).collect();
        // So that a text in a file of lines can contain line ends and zeros.
        let text = text.replace("|0|", "\0").replace("||", "\r\n");
        (title, text.into_bytes())
    };
    sections.map(message).collect()
}

/// A value made of `n_values` values, itself included.
pub(crate) fn random(rng: &mut Rng, n_values: usize) -> Vec<u8> {
    let mut message = Vec::new();
    write(rng, n_values, 16, &mut message);
    message
}

fn write(rng: &mut Rng, n_values: usize, depth: usize, out: &mut Vec<u8>) {
    if n_values < 2 || depth == 0 {
        return write_simple(rng, out);
    }
    let mut left = n_values - 1;
    let mut sizes = Vec::new();
    while left > 0 {
        let size = if depth == 1 { 1 } else { rng.usize(1..=left) };
        left -= size;
        sizes.push(size);
    }
    out.extend(format!("*{}\r\n", sizes.len()).bytes());
    for size in sizes {
        write(rng, size, depth - 1, out);
    }
}

fn write_simple(rng: &mut Rng, out: &mut Vec<u8>) {
    match rng.u8(..8) {
        0 => out.extend(b"$-1\r\n"),
        1 => out.extend(b"*0\r\n"),
        2 => out.extend(b"+OK\r\n"),
        3 => out.extend(b"-ERR no such key\r\n"),
        4 | 5 => out.extend(format!(":{}\r\n", rng.i64(-5_000..5_000)).bytes()),
        _ => {
            let length = rng.usize(..40);
            out.extend(format!("${length}\r\n").bytes());
            out.extend((0..length).map(|_| rng.u8(..)));
            out.extend(b"\r\n");
        }
    }
}

/// `n_entries` entries of a stream, each with a number and four texts.
pub(crate) fn entries(rng: &mut Rng, n_entries: usize) -> Vec<u8> {
    let mut message = format!("*{n_entries}\r\n");
    for number in 0..n_entries {
        let (hall, temp) = (rng.u8(1..9), rng.u16(100..300));
        message += &format!("*2\r\n:{number}\r\n*4\r\n$6\r\nsensor\r\n$6\r\nhall-{hall}\r\n");
        message += &format!("$4\r\ntemp\r\n$3\r\n{temp}\r\n");
    }
    message.into_bytes()
}

/// A list of `n_values` one-digit numbers: as many values per byte as possible.
pub(crate) fn digits(n_values: usize) -> Vec<u8> {
    let mut message = format!("*{n_values}\r\n").into_bytes();
    message.extend(b":7\r\n".repeat(n_values));
    message
}

/// A text of an announced length, one that ends with its line, and an error, of `n_bytes` bytes each,
/// between two numbers.
pub(crate) fn long_lines(n_bytes: usize) -> Vec<u8> {
    let text = "x".repeat(n_bytes);
    format!("*5\r\n:1\r\n${n_bytes}\r\n{text}\r\n+{text}\r\n-{text}\r\n:2\r\n").into_bytes()
}

/// `n_lists` lists, each inside the one before it, and a number in the innermost.
pub(crate) fn nested(n_lists: usize) -> Vec<u8> {
    let mut message = b"*1\r\n".repeat(n_lists);
    message.extend(b":1\r\n");
    message
}
