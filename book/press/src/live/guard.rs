//! Who may listen and wish: a page of this server, in a browser on this machine, and nobody else.
//!
//! A page of another site can make a browser send requests here. It cannot read the answers, so it never learns the
//! secret that each wish must name; and browsers say where a request comes from, which is looked at as well.

use axum::http::{HeaderMap, header};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};

/// The header with the secret.
pub(super) const SECRET: &str = "arena-secret";

/// A secret for one start of the server: 128 bits that the system chose.
pub(super) fn secret() -> String {
    // Its keys come from the system's generator, and no two states have the same; what SipHash makes of them tells nothing.
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}

/// Whether the request comes from a page of this server, as far as the browser says. Whatever is no browser may listen.
pub(super) fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let is_same_site =
        text("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    let host = text(header::HOST.as_str()).unwrap_or_default();
    let is_own_origin = text(header::ORIGIN.as_str()).is_none_or(|origin| {
        let authority = origin.split_once("://").map(|(_, rest)| rest);
        authority == Some(host)
    });
    is_same_site && is_own_origin
}

/// Whether the request names the secret. How long this takes says nothing about it.
pub(super) fn knows(headers: &HeaderMap, secret: &str) -> bool {
    let Some(given) = headers.get(SECRET) else {
        return false;
    };
    let given = given.as_bytes();
    let pairs = given.iter().zip(secret.as_bytes());
    let difference = pairs.fold(0, |sum, (a, b)| sum | (a ^ b));
    given.len() == secret.len() && difference == 0
}
