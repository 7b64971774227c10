//! Every message is read as before. The starter passes this step; keep it passing.
//!
//! `Limits` and `Refused` stay as they are. The tests use `parse`, `visit` and `Display`.
//! Before moving on: which of the starter's calls allocate memory, and who decides how much?

use bumpalo::Bump;
use fastrand::Rng;
use hostile_input::{Limits, Refused, parse};

use super::messages;

/// More than any message here needs.
const BYTES: usize = 16 << 20;
const DEPTH: usize = 64;

macro_rules! shown {
    ($library:ident, $message:expr) => {{
        let limits = $library::Limits {
            bytes: BYTES,
            depth: DEPTH,
        };
        let arena = Bump::new();
        match $library::parse(&arena, $message, limits) {
            Ok(value) => value.to_string(),
            Err(refused) => refused.to_string(),
        }
    }};
}

#[test]
fn a_session_is_read_as_the_shell_shows_it() {
    let shown = [
        r#"["PING"]"#,
        r#""PONG""#,
        r#"["SET", "session:6f1d0a9", "{\"user\":417,\"cart\":2}", "EX", "3600"]"#,
        "(nil)",
        r#""Zo\xc3\xa9 M\xc3\xbcller""#,
        "(error) WRONGTYPE Operation against a key holding the wrong kind of value",
        "-17",
        r#"["title", "Trail boot", "price", "129.90", "stock", 14, "sizes", [41, 42, 43]]"#,
        r#"[["1718000000000-0", ["sensor", "hall-3", "temp", "21.5"]], ["1718000000250-0", ["sensor", "yard-1", "temp", "18.0"]]]"#,
        r#"["OK", 3, (nil), []]"#,
        r#""one\r\ntwo\x00.""#,
        r#"["196", ["user:1", "user:42", "user:417"]]"#,
    ];
    let session = messages::of_a_session();
    assert_eq!(
        session.len(),
        shown.len(),
        "messages in session.txt, and here"
    );
    for ((title, message), shown) in session.iter().zip(shown) {
        assert_eq!(
            shown!(hostile_input, message),
            shown,
            "what is shown of this message: {title}"
        );
    }
}

#[test]
fn random_messages_are_read_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..yardstick::size(300, 5) {
        let n_values = rng.usize(1..60);
        let message = messages::random(&mut rng, n_values);
        assert_eq!(
            shown!(hostile_input, &message),
            shown!(bad, &message),
            "the value read from {} (seed {seed})",
            message.escape_ascii()
        );
    }
    for (what, message) in [
        (
            "a list of thousands of numbers",
            messages::digits(if cfg!(miri) { 60 } else { 20_000 }),
        ),
        (
            "a list of thousands of entries",
            messages::entries(&mut rng, if cfg!(miri) { 10 } else { 3_000 }),
        ),
        (
            "a list with long texts",
            messages::long_lines(if cfg!(miri) { 300 } else { 70_000 }),
        ),
    ] {
        let is_same = shown!(hostile_input, &message) == shown!(bad, &message);
        assert!(
            is_same,
            "yours: {what} is read, but not as in Bad (seed {seed})"
        );
    }
}

#[test]
fn values_at_the_edges_are_read_as_in_bad() {
    let values: [&[u8]; 24] = [
        b":+5",
        b":-0",
        b":007",
        b":9223372036854775807",
        b":9223372036854775808",
        b":-9223372036854775808",
        b":-9223372036854775809",
        b":\xff",
        b": 1",
        b"$0\r\n",
        b"$-1",
        b"$+3\r\nabc",
        b"$03\r\nabc",
        b"$2\r\n\r\n",
        b"$3\r\n\xff\0\n",
        b"*-1",
        b"*0",
        b"*+1\r\n+",
        b"+",
        b"-",
        b"+one\rline",
        b"-one\nline",
        b"+*3",
        b"$x",
    ];
    for value in values {
        let alone = [value, b"\r\n"].concat();
        // In lists, between others: where one is refused, so is the message.
        let within = [b"*3\r\n:1\r\n*2\r\n", &alone[..], &alone, b"+end\r\n"].concat();
        for message in [alone, within] {
            let (yours, bad) = (shown!(hostile_input, &message), shown!(bad, &message));
            let is_same = yours == bad
                || [&yours, &bad]
                    .iter()
                    .all(|shown| shown.starts_with("expected "));
            assert!(
                is_same,
                "yours: {} is read as `{yours}`; expected: `{bad}`, as in Bad",
                message.escape_ascii()
            );
        }
    }
}

/// Whoever sends many small lists pays for each of them by its bytes, and so should the reader.
#[test]
fn a_message_may_have_very_many_lists() {
    const N_LISTS: usize = yardstick::size(yardstick::thorough(2_000, 300_000), 20);
    let message = format!("*{N_LISTS}\r\n{}", "*0\r\n".repeat(N_LISTS));
    let limits = Limits {
        bytes: 128 << 20,
        depth: DEPTH,
    };
    let arena = Bump::new();
    let shown = parse(&arena, message.as_bytes(), limits).map(|value| value.to_string());
    assert!(
        shown == Ok(format!("[{}]", vec!["[]"; N_LISTS].join(", "))),
        "yours: a list of {N_LISTS} empty lists is not shown as such"
    );
}

#[test]
fn messages_cut_short_or_too_long_are_malformed() {
    let limits = Limits {
        bytes: BYTES,
        depth: DEPTH,
    };
    let assert_malformed = |message: &[u8]| {
        let arena = Bump::new();
        let refused = parse(&arena, message, limits).err();
        let is_malformed = matches!(refused, Some(Refused::Malformed(_)));
        let message = message.escape_ascii();
        assert!(
            is_malformed,
            "yours: {message} is malformed, but {}",
            refused.map_or("was read".to_owned(), |refused| format!(
                "the reason given is {refused:?}"
            ))
        );
    };
    for (_, message) in messages::of_a_session() {
        (0..message.len()).for_each(|end| assert_malformed(&message[..end]));
        assert_malformed(&[&message[..], b"+OK\r\n"].concat());
    }
    let malformed = [
        "",
        "\r\n",
        "PING\r\n",
        ":\r\n",
        ":1x\r\n",
        "$2\r\nabc\r\n",
        "$x\r\n",
        "*1\r\n",
    ];
    for message in malformed {
        assert_malformed(message.as_bytes());
    }
}
