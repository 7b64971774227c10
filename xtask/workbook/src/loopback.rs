//! Where the book is served: a port of the loopback address, which no other machine reaches.
//!
//! The runner asks for the port before it compiles anything, and the server again when it starts.

use crate::{Problem, Result};
use std::io::{Error, ErrorKind};
use std::net::{Ipv4Addr, TcpListener};
use std::ops::RangeInclusive;

/// The first port to try unless one is asked for.
const DEFAULT_PORT: u16 = 4173;
/// How many ports to try after the first.
const MORE_PORTS: u16 = 20;

/// Listens on this port; without one, on the first free port of a few. Port 0 is any free one.
///
/// # Errors
/// When the port is taken, reserved for others, or this machine has no loopback address.
pub fn listen(port: Option<u16>) -> Result<TcpListener> {
    let ports = match port {
        Some(port) => port..=port,
        None => DEFAULT_PORT..=DEFAULT_PORT + MORE_PORTS,
    };
    let mut refused = None;
    for port in ports.clone() {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => refused.get_or_insert(error),
        };
    }
    // The range is never empty.
    let refused = refused.unwrap_or_else(|| ErrorKind::AddrNotAvailable.into());
    Err(explain(&ports, &refused))
}

/// Why the first of these ports was refused, and what to do.
fn explain(ports: &RangeInclusive<u16>, refused: &Error) -> Problem {
    let (first, last) = (ports.start(), ports.end());
    let is_one = first == last;
    let other = "choose another with `--port`, as in `cargo xtask book --port 8080`";
    match refused.kind() {
        ErrorKind::AddrInUse if is_one => Problem::general(
            format!("port {first} is taken: another program is listening on it"),
            format!("{other}, or leave out `--port` to get a free one"),
        ),
        ErrorKind::AddrInUse => Problem::general(
            format!("ports {first} to {last} are taken: other programs are listening on them"),
            format!("{other}, or end one of those programs"),
        ),
        ErrorKind::PermissionDenied => Problem::general(
            format!("port {first} is reserved: the system does not let you listen on it"),
            "ports below 1024 usually need an administrator: choose a higher one with `--port`, \
             as in `cargo xtask book --port 8080`, or leave out `--port`",
        ),
        _ => Problem::general(
            format!("cannot listen on 127.0.0.1, port {first}: {refused}"),
            "make sure that the loopback interface is up (on Linux, `ip link set lo up`); \
             `cargo xtask book --build` writes pages that need no server",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ports: RangeInclusive<u16>, kind: ErrorKind, what: &str) {
        let problem = explain(&ports, &kind.into());
        assert!(problem.what.starts_with(what), "{problem}");
        assert!(problem.help.contains("cargo xtask book"), "{problem}");
    }

    #[test]
    fn each_reason_has_its_own_words() {
        check(80..=80, ErrorKind::PermissionDenied, "port 80 is reserved");
        check(4173..=4173, ErrorKind::AddrInUse, "port 4173 is taken");
        check(
            4173..=4193,
            ErrorKind::AddrInUse,
            "ports 4173 to 4193 are taken",
        );
        check(
            4173..=4193,
            ErrorKind::AddrNotAvailable,
            "cannot listen on 127.0.0.1",
        );
    }

    #[test]
    fn a_port_is_free_again_once_the_listener_is_dropped() {
        let first = listen(Some(0)).expect("a free port");
        let port = first.local_addr().expect("an address").port();
        let taken = listen(Some(port)).expect_err("the port is taken");
        assert!(
            taken.what.starts_with(&format!("port {port} is taken")),
            "{taken}"
        );
        drop(first);
        assert!(listen(Some(port)).is_ok());
    }
}
