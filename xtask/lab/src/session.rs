//! A session: lines in, commands executed, the arena's answers out.
//!
//! A vector borrows the arena, and `reset` takes it by `&mut`, so no vector can outlive a reset. A
//! session is therefore a sequence of scopes. Vectors live in one of them; a command that needs the arena
//! for itself ends the scope, and drops them, as the borrow checker requires.

use crate::arena::{Record, Refused};
use crate::command::{Command, TABLE, parse};
use crate::draw;
use crate::execute::{Reply, Vectors, execute};
use crate::input::Input;
use crate::text::{bytes, counted, plain, wrap};
use crate::tour::{self, TourStep};
use bumpalo::Bump;
use colored::Colorize;
use std::collections::VecDeque;
use std::io::{Result, Write};

/// Printed before each line.
const PROMPT: &str = "lab › ";

/// The state of a session.
struct Session<'s> {
    input: &'s mut dyn Input,
    out: &'s mut dyn Write,
    record: Record,
    /// The steps that remain of the tour.
    tour: VecDeque<TourStep>,
    n_errors: usize,
}

/// Why a scope ended.
enum ScopeEnd {
    /// A command needs the arena for itself.
    Exclusive(Command),
    /// The input ended, or the person quit.
    Quit,
}

/// Runs a session to its end. Returns how many lines were wrong.
///
/// # Errors
/// When the output cannot be written.
pub fn run(input: &mut dyn Input, out: &mut dyn Write) -> Result<usize> {
    let mut session = Session {
        input,
        out,
        record: Record::default(),
        tour: VecDeque::new(),
        n_errors: 0,
    };
    let mut bump = Bump::new();
    loop {
        let end = session.scope(&bump)?;
        let check = session.record.check(&mut bump);
        session.report_difference(check)?;
        match end {
            ScopeEnd::Quit => break,
            ScopeEnd::Exclusive(Command::Reset) => session.reset(&mut bump)?,
            ScopeEnd::Exclusive(Command::New(capacity)) => {
                bump = session.new_arena(bump, capacity)?
            }
            ScopeEnd::Exclusive(command) => session.show(&command)?,
        }
    }
    session.drop_arena(bump)?;
    Ok(session.n_errors)
}

impl Session<'_> {
    /// Executes commands until one needs the arena for itself.
    fn scope(&mut self, bump: &Bump) -> Result<ScopeEnd> {
        let mut vectors = Vectors::new();
        let end = loop {
            let Some(line) = self.line()? else {
                break ScopeEnd::Quit;
            };
            match parse(&line) {
                Ok(None) => {}
                Ok(Some(Command::Quit)) => break ScopeEnd::Quit,
                Ok(Some(Command::Help)) => self.help()?,
                Ok(Some(Command::Tour)) => self.tour = tour::steps(),
                Ok(Some(command @ (Command::Reset | Command::New(_)))) => {
                    break ScopeEnd::Exclusive(command);
                }
                Ok(Some(command @ (Command::Show | Command::Chunks))) => {
                    if vectors.is_empty() {
                        break ScopeEnd::Exclusive(command);
                    }
                    let check = self.record.check_sums(bump);
                    self.report_difference(check)?;
                    self.show(&command)?;
                }
                Ok(Some(command)) => {
                    let reply = execute(&mut self.record, bump, &mut vectors, command);
                    self.print_reply(reply)?;
                }
                Err(error) => self.print_reply(Err(error))?,
            }
        };
        if !vectors.is_empty() && !matches!(end, ScopeEnd::Quit) {
            let names: Vec<&str> = vectors.keys().map(String::as_str).collect();
            let verb = if names.len() == 1 { "is" } else { "are" };
            self.print(&format!(
                "{} {verb} dropped first: a vector borrows the arena, and this takes `&mut`.",
                names.join(", ")
            ))?;
        }
        drop(vectors);
        self.record.update_finger(bump);
        Ok(end)
    }

    /// The next line: from the tour, or from the input.
    fn line(&mut self) -> Result<Option<String>> {
        while let Some(step) = self.tour.pop_front() {
            match step {
                TourStep::Text(text) => {
                    writeln!(self.out)?;
                    self.print(text)?;
                    writeln!(self.out)?;
                }
                TourStep::Command(line) => {
                    writeln!(self.out, "{}{line}", PROMPT.dimmed())?;
                    return Ok(Some(line.to_owned()));
                }
                TourStep::Pause => {
                    let answer = self.input.pause("Enter continues, q ends the tour › ");
                    if answer.is_none_or(|answer| answer.trim() == "q") {
                        self.tour.clear();
                    }
                }
            }
        }
        self.out.flush()?;
        let line = self.input.line(PROMPT);
        // The output of a script reads like a session.
        if let (Some(line), true) = (&line, self.input.is_script()) {
            writeln!(self.out, "{PROMPT}{line}")?;
        }
        Ok(line)
    }

    /// Prints how the record and the arena differ, if they do.
    fn report_difference(&mut self, check: std::result::Result<(), String>) -> Result<()> {
        match check {
            Ok(()) => Ok(()),
            Err(difference) => writeln!(
                self.out,
                "The lab is wrong about the arena ({difference}). Please report this."
            ),
        }
    }

    fn print_reply(&mut self, reply: Reply) -> Result<()> {
        match reply {
            Ok(text) => self.print(&text),
            Err(error) => {
                self.n_errors += 1;
                let error = wrap(&error, self.width());
                writeln!(self.out, "{}", error.red())
            }
        }
    }

    fn print(&mut self, text: &str) -> Result<()> {
        let text = wrap(text, self.width());
        writeln!(self.out, "{text}")
    }

    /// Columns for text: long lines are hard to read, however wide the screen is. A script's output is
    /// not wrapped, so that each line is one statement.
    fn width(&mut self) -> usize {
        match self.input.is_script() {
            true => usize::MAX,
            false => self.input.width().clamp(20, 90),
        }
    }

    fn help(&mut self) -> Result<()> {
        for (form, what) in TABLE {
            writeln!(self.out, "  {form:<27}{what}")?;
        }
        Ok(())
    }

    fn show(&mut self, command: &Command) -> Result<()> {
        let width = self.input.width();
        let text = match command {
            Command::Chunks => draw::chunks(&self.record),
            _ => draw::show(&self.record, width),
        };
        write!(self.out, "{}", plain(&text))
    }

    fn reset(&mut self, bump: &mut Bump) -> Result<()> {
        let n_chunks = self.record.chunks.len();
        let (n_frees, size) = self.record.reset(bump);
        let text = match self.record.chunks.last() {
            None => "There is no chunk yet: nothing to reset.".to_owned(),
            Some(chunk) => format!(
                "All values are forgotten at once. Of {n_chunks} {}, the current one is kept ({}): the \
                 finger is back at its end. {}",
                if n_chunks == 1 { "chunk" } else { "chunks" },
                bytes(chunk.usable.len()),
                match n_frees {
                    0 => "Nothing went back to the global allocator.".to_owned(),
                    n => format!(
                        "{} went back to the global allocator, in {}.",
                        bytes(size as usize),
                        counted(n as usize, "call")
                    ),
                }
            ),
        };
        self.print(&text)
    }

    fn new_arena(&mut self, old: Bump, capacity: Option<usize>) -> Result<Bump> {
        self.drop_arena(old)?;
        let (bump, text) = match self.record.new_arena(capacity) {
            Ok(bump) => {
                let text = match self.record.chunks.last() {
                    None => "A new arena. It has asked for nothing yet.".to_owned(),
                    Some(chunk) => format!(
                        "A new arena, with a chunk: the global allocator was asked for {}, of which {} are \
                         usable.",
                        bytes(chunk.requested),
                        bytes(chunk.usable.len())
                    ),
                };
                (bump, text)
            }
            Err(Refused) => (Bump::new(), "The global allocator refused.".to_owned()),
        };
        self.print(&text)?;
        Ok(bump)
    }

    fn drop_arena(&mut self, bump: Bump) -> Result<()> {
        match self.record.drop_arena(bump) {
            (0, _) => Ok(()),
            (n_frees, size) => self.print(&format!(
                "The arena is dropped, and with it {}: {} went back to the global allocator.",
                counted(n_frees as usize, "chunk"),
                bytes(size as usize)
            )),
        }
    }
}
