//! Where the book and a workshop's board are served: a port of the loopback address, which no other machine reaches.
//!
//! The runner asks for the book's port before it compiles anything, and the server again when it starts.

use crate::{Problem, Result};
use std::io::{Error, ErrorKind};
use std::net::{Ipv4Addr, TcpListener};
use std::ops::RangeInclusive;

/// The first port to try unless one is asked for.
const DEFAULT_PORT: u16 = 4173;
/// How many ports to try after the first.
const MORE_PORTS: u16 = 20;

/// What a browser on this machine, or at the other end of a forwarded port, may call it.
const NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// Whether this is a name of this machine, with any port: a forwarded port is another one than the server's. Requests for
/// others are to be refused: a site may point its own name at 127.0.0.1.
#[must_use]
pub fn is_this_machine(host: &str) -> bool {
    NAMES.iter().any(|name| {
        let Some((start, rest)) = host.split_at_checked(name.len()) else {
            return false;
        };
        // A name with a dot at its end is the same name.
        let port = rest.strip_prefix('.').unwrap_or(rest);
        let is_port = |port: &str| port.parse::<u16>().is_ok() && !port.starts_with('+');
        start.eq_ignore_ascii_case(name)
            && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
    })
}

/// Listens on this port; without one, on the first free port of a few. Port 0 is any free one. An error names the command
/// that serves, as `cargo xtask book`.
///
/// # Errors
/// When the port is taken, reserved for others, or this machine has no loopback address.
pub fn listen(port: Option<u16>, command: &str) -> Result<TcpListener> {
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
    Err(explain(&ports, &refused, command))
}

/// Why the first of these ports was refused, and what to do.
fn explain(ports: &RangeInclusive<u16>, refused: &Error, command: &str) -> Problem {
    let (first, last) = (ports.start(), ports.end());
    let is_one = first == last;
    let other = format!("choose another with `--port`, as in `{command} --port 8080`");
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
            format!(
                "ports below 1024 usually need an administrator: choose a higher one with `--port`, \
                 as in `{command} --port 8080`, or leave out `--port`"
            ),
        ),
        _ => Problem::general(
            format!("cannot listen on 127.0.0.1, port {first}: {refused}"),
            format!(
                "make sure that the loopback interface is up (on Linux, `ip link set lo up`), then run `{command}` \
                 again; pages that are written to files (`cargo xtask book --build`, `cargo xtask workshop board`) need no server"
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ports: RangeInclusive<u16>, kind: ErrorKind, what: &str) {
        let problem = explain(&ports, &kind.into(), "cargo xtask book");
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
        let first = listen(Some(0), "serve").expect("a free port");
        let port = first.local_addr().expect("an address").port();
        let taken = listen(Some(port), "serve").expect_err("the port is taken");
        assert!(
            taken.what.starts_with(&format!("port {port} is taken")),
            "{taken}"
        );
        drop(first);
        assert!(listen(Some(port), "serve").is_ok());
    }
}
