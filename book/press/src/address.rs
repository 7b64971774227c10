//! The address at which the book is published: `homepage` in the root `Cargo.toml`, unless another one is given.

use crate::{Checkout, Problem};
use std::str::FromStr;

/// An absolute address, with a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The workbook's own, if it has one.
    pub fn of(checkout: &Checkout) -> Result<Option<Self>, Problem> {
        let file = checkout.root().join("Cargo.toml");
        let shown = checkout.show(&file);
        let read = std::fs::read_to_string(&file).map_err(|error| error.to_string());
        let manifest: toml::Table = read
            .and_then(|text| toml::from_str(&text).map_err(|error| error.to_string()))
            .map_err(|error| Problem::new(&shown, "cannot be read", "restore it").because(error))?;
        let package = manifest.get("workspace").and_then(|it| it.get("package"));
        let Some(homepage) = package.and_then(|package| package.get("homepage")) else {
            return Ok(None);
        };
        let parsed = homepage.as_str().unwrap_or_default().parse();
        parsed.map(Some).map_err(|error: String| {
            Problem::new(&shown, format!("`homepage` {error}"), "correct it, or remove it")
        })
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its path on the host, from the first slash to the last.
    pub fn path(&self) -> &str {
        let (_, rest) = self.0.split_once("://").unwrap_or_default();
        rest.find('/').map_or("/", |at| &rest[at..])
    }
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rest = ["https://", "http://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))
            .ok_or("must start with https://")?;
        if rest.is_empty() || rest.starts_with('/') {
            return Err("names no host".to_owned());
        }
        // What follows ends up in HTML and in XML as it is.
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-._~:/%@+".contains(letter);
        if let Some(other) = text.chars().find(|letter| !is_plain(*letter)) {
            return Err(format!("contains `{other}`, which the address of a folder does not have"));
        }
        let slash = if text.ends_with('/') { "" } else { "/" };
        Ok(Self(format!("{text}{slash}")))
    }
}
