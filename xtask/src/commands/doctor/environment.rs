//! What a person works with: an editor, a browser, a terminal.

use crate::report::doctor::Finding;
use crate::terminal;
use std::io::IsTerminal;
use tutor::editor::{Editor, find_program, has_display, variable};
use workbook::browser::{self, Opener};

/// The table of `check` fits into this many columns, unless a verdict is long.
const WIDTH: u16 = 120;

pub(super) fn editor() -> Finding {
    let name = "editor";
    let set = match cfg!(windows) {
        true => "`setx EDITOR code` (for new terminals)",
        false => "`export EDITOR=vim`",
    };
    let help = format!(
        "set VISUAL or EDITOR to your editor, as in {set}; `cargo xtask open` prints the path \
         otherwise"
    );
    match Editor::find() {
        None => Finding::note(name, "none is set", help),
        Some(editor) => match find_program(editor.program()) {
            Some(path) => Finding::good(name, path.display().to_string()),
            None => {
                let found = format!("`{}` is set, but was not found", editor.program());
                Finding::note(name, found, help)
            }
        },
    }
}

pub(super) fn browser() -> Finding {
    let name = "browser";
    let by_hand = "run `cargo xtask book --no-open`, and open the address that it prints; from \
                   another machine, forward the port";
    // As the book's server does: the first one that can be started.
    let mut named = browser::named("ADDRESS").into_iter();
    let can_start =
        |opener: &Opener| !opener.is_in_terminal() && find_program(&opener.program).is_some();
    if let Some(opener) = named.find(can_start) {
        return Finding::good(name, format!("`{}`, from BROWSER", opener.program));
    }
    if cfg!(any(windows, target_os = "macos")) {
        return Finding::good(name, "the system's");
    }
    let is_wsl = variable("WSL_DISTRO_NAME").is_some();
    let windows: &[&str] = if is_wsl { &["powershell.exe"] } else { &[] };
    let desktop = [
        "xdg-open",
        "gio",
        "gnome-open",
        "kde-open6",
        "kde-open5",
        "kde-open",
    ];
    let mut openers = windows.iter().chain(&desktop).copied();
    match openers.find(|opener| find_program(opener).is_some()) {
        Some("powershell.exe") => Finding::good(name, "the one on Windows"),
        Some(opener) if has_display() => {
            Finding::good(name, format!("the system's, by `{opener}`"))
        }
        _ if is_wsl => Finding::note(
            name,
            "no program here opens the one on Windows",
            "let WSL start Windows programs (`[interop]` in /etc/wsl.conf), so that `powershell.exe` is \
             found; until then, open the address that `cargo xtask book` prints",
        ),
        Some(_) => Finding::note(name, "there is no display here", by_hand),
        None => Finding::note(name, "no program here opens one", by_hand),
    }
}

pub(super) fn terminal() -> Finding {
    let name = "terminal";
    if !std::io::stdout().is_terminal() {
        return Finding::good(
            name,
            "standard output is not a terminal: plain lines, no colours",
        );
    }
    let columns = rustyline::DefaultEditor::new().ok();
    let columns = columns.and_then(|mut editor| editor.dimensions());
    let columns = columns.map_or(80, |(columns, _)| columns);
    let colours = match (
        colored::control::SHOULD_COLORIZE.should_colorize(),
        variable("NO_COLOR"),
    ) {
        (true, _) => "colours",
        (false, Some(_)) => "no colours (NO_COLOR is set)",
        (false, None) => "no colours",
    };
    let has_unicode = has_unicode();
    let unicode = if has_unicode { "Unicode" } else { "no Unicode" };
    let found = format!("{columns} columns, {colours}, {unicode}");
    if terminal::is_dumb() {
        let help = "keys and progress need a terminal that can move its cursor: use another, or \
                    `--format`";
        return Finding::note(name, format!("{found}; it declares itself dumb"), help);
    }
    if !has_unicode {
        let help = "tables use symbols such as × and ★: set LANG to a locale that ends in UTF-8";
        return Finding::note(name, found, help);
    }
    match columns < WIDTH {
        true => Finding::note(
            name,
            found,
            format!("below {WIDTH} columns, tables lose columns: make it wider to see all of them"),
        ),
        false => Finding::good(name, found),
    }
}

/// Whether the terminal shows more than ASCII, as far as the environment says.
fn has_unicode() -> bool {
    if cfg!(windows) {
        // The runner writes UTF-16 to a console, whatever its code page is.
        return true;
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(variable);
    // Without a locale, as in many containers, terminals show UTF-8 all the same.
    locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase().replace('-', "");
        locale.contains("utf8")
    })
}
