//! The completions of a word on the shell's line: commands, exercises, flags, and values of flags.
//!
//! All of them come from the command table, so a new command or flag is known here at once.

use crate::cli::Cli;
use clap::{Arg, Command, CommandFactory};

/// Words that only the shell knows.
const BUILT_IN: [&str; 3] = ["clear", "help", "quit"];
/// The argument that names exercises in the command table.
const EXERCISE: &str = "what";

/// The command table, and the exercises of this workbook.
pub(super) struct Words {
    table: Command,
    ids: Vec<String>,
}

/// The word under the cursor, and those before it.
struct Place<'l> {
    before: Vec<&'l str>,
    word: &'l str,
    start: usize,
}

impl<'l> Place<'l> {
    fn of(line: &'l str) -> Self {
        let start = line.rfind(char::is_whitespace);
        let start = start.map_or(0, |at| at + 1);
        let mut before: Vec<&str> = line[..start].split_whitespace().collect();
        // A command that a report suggests can be pasted as it is.
        if before.starts_with(&["cargo", "xtask"]) {
            before.drain(..2);
        }
        Self {
            before,
            word: &line[start..],
            start,
        }
    }
}

impl Words {
    pub(super) fn new(ids: Vec<String>) -> Self {
        Self {
            table: Cli::command(),
            ids,
        }
    }

    /// The completions of the last word of this line, and where it begins.
    pub(super) fn complete(&self, line: &str) -> (usize, Vec<String>) {
        let place = Place::of(line);
        let all = self.candidates(&place);
        let fitting = all.into_iter().filter(|word| word.starts_with(place.word));
        (place.start, fitting.collect())
    }

    /// The arguments of the command, if the line holds only its name and a blank.
    pub(super) fn usage(&self, line: &str) -> Option<String> {
        let place = Place::of(line);
        let (command, []) = self.command(&place.before)? else {
            return None;
        };
        if !place.word.is_empty() {
            return None;
        }
        let mut words: Vec<String> = command.get_positionals().map(placeholder).collect();
        let below: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        if !below.is_empty() {
            words.push(below.join("|"));
        }
        if flags(command).next().is_some() {
            words.push("[--…]".to_owned());
        }
        let about = command.get_about()?;
        words.push(format!(" {about}"));
        Some(words.join(" "))
    }

    fn candidates(&self, place: &Place<'_>) -> Vec<String> {
        if let [] | ["help", ..] = place.before.as_slice() {
            return self.commands();
        }
        let Some((command, rest)) = self.command(&place.before) else {
            return Vec::new();
        };
        if let Some(values) = rest.last().and_then(|last| values_of(command, last)) {
            return values;
        }
        if let Some((flag, _)) = place.word.split_once('=') {
            let values = values_of(command, flag).unwrap_or_default();
            return values
                .iter()
                .map(|value| format!("{flag}={value}"))
                .collect();
        }
        if place.word.starts_with('-') {
            let unused = flags(command).filter(|flag| !rest.contains(&flag.as_str()));
            return unused.collect();
        }
        if command.has_subcommands() {
            let below = command.get_subcommands();
            return below.map(|command| command.get_name().to_owned()).collect();
        }
        let mut positionals = command.get_positionals();
        match positionals.any(|arg| arg.get_id() == EXERCISE) {
            true => self.ids.clone(),
            false => Vec::new(),
        }
    }

    /// The command that these words name, or one below it, and the words after its name.
    fn command<'w>(&self, words: &'w [&'w str]) -> Option<(&Command, &'w [&'w str])> {
        let (name, mut rest) = words.split_first()?;
        let mut command = self.table.find_subcommand(name)?;
        while let Some((name, after)) = rest.split_first()
            && let Some(below) = command.find_subcommand(name)
        {
            (command, rest) = (below, after);
        }
        Some((command, rest))
    }

    fn commands(&self) -> Vec<String> {
        let listed = self
            .table
            .get_subcommands()
            .filter(|command| !command.is_hide_set());
        let names = listed.map(|command| command.get_name().to_owned());
        names.chain(BUILT_IN.map(str::to_owned)).collect()
    }
}

/// A positional argument, as usage lines show it.
fn placeholder(argument: &Arg) -> String {
    let name = argument.get_id().as_str().to_uppercase();
    let several = argument.get_num_args().is_some_and(|n| n.max_values() > 1);
    let name = if several { format!("{name}…") } else { name };
    match argument.is_required_set() {
        true => name,
        false => format!("[{name}]"),
    }
}

fn flags(command: &Command) -> impl Iterator<Item = String> {
    let options = command.get_arguments().filter(|arg| !arg.is_hide_set());
    options.filter_map(|arg| Some(format!("--{}", arg.get_long()?)))
}

/// The values that a flag accepts; `None` if the word is not a flag, or takes no value.
fn values_of(command: &Command, word: &str) -> Option<Vec<String>> {
    let name = word.strip_prefix("--")?;
    let mut arguments = command.get_arguments();
    let flag = arguments.find(|arg| arg.get_long() == Some(name))?;
    if !flag.get_action().takes_values() {
        return None;
    }
    let values = flag.get_possible_values();
    let values = values.iter().map(|value| value.get_name().to_owned());
    Some(values.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete(line: &str) -> Vec<String> {
        let ids = ["parse-tree", "request-scope", "reset-and-reuse"];
        let words = Words::new(ids.map(str::to_owned).to_vec());
        let (start, candidates) = words.complete(line);
        let lines = candidates
            .iter()
            .map(|word| format!("{}{word}", &line[..start]));
        lines.collect()
    }

    #[test]
    fn each_place_has_its_own_words() {
        assert_eq!(complete("ch"), ["check"]);
        assert_eq!(complete("he"), ["help"]);
        assert_eq!(complete("help wa"), ["help watch"]);
        assert_eq!(
            complete("check re"),
            ["check request-scope", "check reset-and-reuse"]
        );
        assert_eq!(
            complete("check parse-tree re"),
            complete_after("check parse-tree ")
        );
        assert_eq!(complete("check --no"), ["check --no-speed"]);
        assert_eq!(
            complete("check --format j"),
            ["check --format json", "check --format junit"]
        );
        assert_eq!(
            complete("check --format=j"),
            ["check --format=json", "check --format=junit"]
        );
        assert_eq!(
            complete("cargo xtask open p"),
            ["cargo xtask open parse-tree"]
        );
        assert_eq!(complete("new "), ["new exercise", "new chapter"]);
        assert_eq!(complete("new exercise --c"), ["new exercise --chapter"]);
        assert_eq!(complete("nothing like"), Vec::<String>::new());
        assert_eq!(complete("list p"), Vec::<String>::new());
    }

    fn complete_after(before: &str) -> Vec<String> {
        let ids = ["request-scope", "reset-and-reuse"];
        ids.iter().map(|id| format!("{before}{id}")).collect()
    }

    #[test]
    fn hidden_flags_stay_hidden_and_used_ones_are_not_offered_again() {
        let flags = complete("check --strict --");
        assert!(
            flags.contains(&"check --strict --timeout".to_owned()),
            "{flags:?}"
        );
        for unwanted in ["--measure-all", "--strict --strict"] {
            assert!(
                !flags.iter().any(|flag| flag.contains(unwanted)),
                "{flags:?}"
            );
        }
    }

    #[test]
    fn a_command_alone_shows_its_arguments() {
        let words = Words::new(Vec::new());
        let usage = words.usage("solution ").expect("a command");
        assert!(
            usage.starts_with("WHAT [--…]  Show the solution"),
            "{usage}"
        );
        let usage = words.usage("new ").expect("a command");
        assert!(
            usage.starts_with("exercise|chapter  For authors"),
            "{usage}"
        );
        let usage = words.usage("new exercise ").expect("a command");
        assert!(usage.starts_with("ID [--…]  Add an exercise"), "{usage}");
        assert_eq!(words.usage("solution"), None);
        assert_eq!(words.usage("solution 2 "), None);
    }
}
