//! What opens a page in a browser here: the commands in `BROWSER`, and then the system's own.
//!
//! The book's server starts them, and `doctor` says which it would start.

use std::path::Path;

/// Browsers that need a terminal, which the server keeps for its messages.
const IN_TERMINAL: [&str; 7] = [
    "browsh",
    "elinks",
    "links",
    "links2",
    "lynx",
    "w3m",
    "www-browser",
];

/// A command that opens an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opener {
    /// The program.
    pub program: String,
    /// Its arguments, with the address.
    pub arguments: Vec<String>,
}

impl Opener {
    /// Whether it needs a terminal of its own.
    #[must_use]
    pub fn is_in_terminal(&self) -> bool {
        let name = Path::new(&self.program).file_stem().unwrap_or_default();
        IN_TERMINAL.contains(&&*name.to_string_lossy())
    }
}

/// The commands in `BROWSER` for this address, in the order in which they are tried.
#[must_use]
pub fn named(address: &str) -> Vec<Opener> {
    let value = std::env::var("BROWSER").unwrap_or_default();
    parse(&value, address)
}

/// Whether windows can be opened here, as far as the environment says. WSL opens those of Windows.
#[must_use]
pub fn has_display() -> bool {
    let is_set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.trim().is_empty());
    let variables = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"];
    cfg!(any(windows, target_os = "macos")) || variables.iter().any(is_set)
}

/// Reads `BROWSER` as xdg-open and Python's `webbrowser` do: commands separated as in `PATH`, each
/// with `%s` where the address goes, which is otherwise the last argument.
fn parse(value: &str, address: &str) -> Vec<Opener> {
    let commands = value.split(if cfg!(windows) { ';' } else { ':' });
    commands
        .filter_map(|command| opener(command.trim(), address))
        .collect()
}

fn opener(command: &str, address: &str) -> Option<Opener> {
    let mut words = words(command)?;
    // For a shell; no command is waited for here.
    words.pop_if(|word| word == "&");
    let is_template = words
        .iter()
        .any(|word| word.replace("%%", "").contains("%s"));
    if is_template {
        for word in &mut words {
            let parts: Vec<_> = word
                .split("%%")
                .map(|part| part.replace("%s", address))
                .collect();
            *word = parts.join("%");
        }
    } else {
        words.push(address.to_owned());
    }
    let mut words = words.into_iter();
    let program = words.next().filter(|program| program != address)?;
    Some(Opener {
        program,
        arguments: words.collect(),
    })
}

/// The words of a command, unless all of it is the path of a program, which may contain blanks.
fn words(command: &str) -> Option<Vec<String>> {
    if Path::new(command).is_file() {
        return Some(vec![command.to_owned()]);
    }
    match cfg!(windows) {
        // No escapes there: paths have backslashes.
        true => shlex::split(&command.replace('\\', "\\\\")),
        false => shlex::split(command),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "http://127.0.0.1:4173/";

    #[track_caller]
    fn check(value: &str, expected: &[&[&str]]) {
        let value = if cfg!(windows) {
            value.replace(':', ";")
        } else {
            value.to_owned()
        };
        let found: Vec<_> = parse(&value, ADDRESS)
            .into_iter()
            .map(|opener| [vec![opener.program], opener.arguments].concat())
            .collect();
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn the_address_is_appended_or_takes_its_place() {
        check("firefox", &[&["firefox", ADDRESS]]);
        check("firefox -P work", &[&["firefox", "-P", "work", ADDRESS]]);
        let app = format!("--app={ADDRESS}");
        check("chromium --app=%s", &[&["chromium", &app]]);
        check(
            "sh -c 'open \"$0\"' %s &",
            &[&["sh", "-c", "open \"$0\"", ADDRESS]],
        );
        check("x 100%% %s", &[&["x", "100%", ADDRESS]]);
        check("x %%s", &[&["x", "%%s", ADDRESS]]);
    }

    #[test]
    fn a_list_is_tried_in_order_and_blanks_are_nothing() {
        check("", &[]);
        check(" ", &[]);
        check("%s", &[]);
        check(": :a:b %s:", &[&["a", ADDRESS], &["b", ADDRESS]]);
        // A quote that is not closed.
        check("'a:b", &[&["b", ADDRESS]]);
    }

    #[test]
    fn browsers_in_a_terminal_are_known() {
        let is_in_terminal = |value| parse(value, ADDRESS)[0].is_in_terminal();
        assert!(is_in_terminal("/usr/bin/lynx"));
        assert!(!is_in_terminal("firefox"));
    }
}
