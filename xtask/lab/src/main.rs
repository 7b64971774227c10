//! Opens the lab: at a prompt on a terminal, or with the commands on standard input.

use lab::input::{Input, Script, Terminal};
use lab::play;
use std::env::var_os;
use std::io::{ErrorKind, IsTerminal, stdin, stdout};
use std::process::ExitCode;

yardstick::count_allocations!();

fn main() -> ExitCode {
    // Inside an editor, colour codes would be shown literally.
    if var_os("TERM").is_some_and(|term| term == "dumb") {
        colored::control::set_override(false);
    }
    let is_at_terminal = stdin().is_terminal() && stdout().is_terminal();
    let mut input: Box<dyn Input> = match is_at_terminal {
        false => Box::new(Script::new(stdin().lock())),
        true => match Terminal::new() {
            Ok(terminal) => Box::new(terminal),
            Err(error) => {
                eprintln!("error: cannot read the terminal: {error}");
                return ExitCode::from(2);
            }
        },
    };
    if is_at_terminal {
        println!("A real bumpalo::Bump. Type `tour` for a guided tour, `help`, or `quit`.");
    }
    match play::run(&mut *input, &mut stdout()) {
        // A person has read what was wrong with a line. A script needs an exit code.
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) if is_at_terminal => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(2),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: cannot write to standard output: {error}");
            ExitCode::from(2)
        }
    }
}
