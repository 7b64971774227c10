//! A session: lines in, commands obeyed, what the arena says out.
//!
//! A vector borrows the arena, and `reset` takes it by `&mut`: no vector can outlive it. So a session is
//! a row of scopes. Vectors live in one of them; a command that needs the arena for itself ends it, and
//! they are gone, as the compiler would have it.

use crate::arena::{Record, Refused};
use crate::command::{Command, TABLE, parse};
use crate::deeds::{Told, Vectors, obey};
use crate::draw;
use crate::input::Input;
use crate::text::{bytes, plain, times, wrapped};
use crate::tour::{self, Stop};
use bumpalo::Bump;
use colored::Colorize;
use std::collections::VecDeque;
use std::io::{Result, Write};

/// What stands before each line.
const PROMPT: &str = "lab › ";

/// Where a session stands.
struct Session<'s> {
    input: &'s mut dyn Input,
    out: &'s mut dyn Write,
    record: Record,
    /// What the tour has yet to say and do.
    tour: VecDeque<Stop>,
    n_mistakes: usize,
}

/// Why a scope ended.
enum Next {
    /// A command that needs the arena for itself.
    Alone(Command),
    /// Nobody says anything any more.
    Quit,
}

/// Runs a session to its end; how many lines could not be obeyed.
///
/// # Errors
/// When what is said cannot be written.
pub fn run(input: &mut dyn Input, out: &mut dyn Write) -> Result<usize> {
    let mut session = Session {
        input,
        out,
        record: Record::default(),
        tour: VecDeque::new(),
        n_mistakes: 0,
    };
    let mut bump = Bump::new();
    loop {
        let next = session.scope(&bump)?;
        let check = session.record.check(&mut bump);
        session.hold(check)?;
        match next {
            Next::Quit => break,
            Next::Alone(Command::Reset) => session.reset(&mut bump)?,
            Next::Alone(Command::New(capacity)) => bump = session.begin(bump, capacity)?,
            Next::Alone(command) => session.look(&command)?,
        }
    }
    session.end(bump)?;
    Ok(session.n_mistakes)
}

impl Session<'_> {
    /// Obeys commands until one needs the arena for itself.
    fn scope(&mut self, bump: &Bump) -> Result<Next> {
        let mut vectors = Vectors::new();
        let next = loop {
            let Some(line) = self.line()? else {
                break Next::Quit;
            };
            match parse(&line) {
                Ok(None) => {}
                Ok(Some(Command::Quit)) => break Next::Quit,
                Ok(Some(Command::Help)) => self.help()?,
                Ok(Some(Command::Tour)) => self.tour = tour::stops(),
                Ok(Some(command @ (Command::Reset | Command::New(_)))) => {
                    break Next::Alone(command);
                }
                Ok(Some(command @ (Command::Show | Command::Chunks))) => {
                    if vectors.is_empty() {
                        break Next::Alone(command);
                    }
                    let check = self.record.check_sums(bump);
                    self.hold(check)?;
                    self.look(&command)?;
                }
                Ok(Some(command)) => {
                    let told = obey(&mut self.record, bump, &mut vectors, command);
                    self.tell(told)?;
                }
                Err(mistake) => self.tell(Err(mistake))?,
            }
        };
        if !vectors.is_empty() && !matches!(next, Next::Quit) {
            let names: Vec<&str> = vectors.keys().map(String::as_str).collect();
            let they = if names.len() == 1 { "is" } else { "are" };
            self.say(&format!(
                "{} {they} gone first: a vector borrows the arena, and this takes `&mut`.",
                names.join(", ")
            ))?;
        }
        drop(vectors);
        self.record.ask(bump);
        Ok(next)
    }

    /// The next line: the tour's, or what is typed.
    fn line(&mut self) -> Result<Option<String>> {
        while let Some(stop) = self.tour.pop_front() {
            match stop {
                Stop::Say(text) => {
                    writeln!(self.out)?;
                    self.say(text)?;
                    writeln!(self.out)?;
                }
                Stop::Do(line) => {
                    writeln!(self.out, "{}{line}", PROMPT.dimmed())?;
                    return Ok(Some(line.to_owned()));
                }
                Stop::Pause => {
                    let answer = self.input.pause("Enter goes on, q ends the tour › ");
                    if answer.is_none_or(|answer| answer.trim() == "q") {
                        self.tour.clear();
                    }
                }
            }
        }
        self.out.flush()?;
        let line = self.input.line(PROMPT);
        // The output of a script reads as a session does.
        if let (Some(line), true) = (&line, self.input.is_script()) {
            writeln!(self.out, "{PROMPT}{line}")?;
        }
        Ok(line)
    }

    /// What the record and the arena differ in, if they do.
    fn hold(&mut self, check: Told<()>) -> Result<()> {
        match check {
            Ok(()) => Ok(()),
            Err(difference) => writeln!(
                self.out,
                "The lab is wrong about the arena ({difference}). Please report this."
            ),
        }
    }

    fn tell(&mut self, told: Told<String>) -> Result<()> {
        match told {
            Ok(text) => self.say(&text),
            Err(mistake) => {
                self.n_mistakes += 1;
                let mistake = wrapped(&mistake, self.width());
                writeln!(self.out, "{}", mistake.red())
            }
        }
    }

    fn say(&mut self, text: &str) -> Result<()> {
        let text = wrapped(text, self.width());
        writeln!(self.out, "{text}")
    }

    /// Columns that text takes: long lines are hard to read, however wide the screen is. In the output of a
    /// script, each says one thing.
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

    fn look(&mut self, command: &Command) -> Result<()> {
        let width = self.input.width();
        let text = match command {
            Command::Chunks => draw::chunks(&self.record),
            _ => draw::show(&self.record, width),
        };
        write!(self.out, "{}", plain(&text))
    }

    fn reset(&mut self, bump: &mut Bump) -> Result<()> {
        let n_chunks = self.record.chunks.len();
        let (returns, size) = self.record.reset(bump);
        let text = match self.record.chunks.last() {
            None => "There is no chunk yet: nothing to reset.".to_owned(),
            Some(chunk) => format!(
                "All values are forgotten, at once. Of {n_chunks} {}, the current one is kept ({}): the \
                 finger is back at its end. {}",
                if n_chunks == 1 { "chunk" } else { "chunks" },
                bytes(chunk.room.len()),
                match returns {
                    0 => "Nothing went back to the global allocator.".to_owned(),
                    n => format!(
                        "{} went back to the global allocator, in {}.",
                        bytes(size as usize),
                        times(n as usize, "call")
                    ),
                }
            ),
        };
        self.say(&text)
    }

    fn begin(&mut self, old: Bump, capacity: Option<usize>) -> Result<Bump> {
        self.end(old)?;
        let (bump, text) = match self.record.begin(capacity) {
            Ok(bump) => {
                let text = match self.record.chunks.last() {
                    None => "A new arena. It has asked for nothing yet.".to_owned(),
                    Some(chunk) => format!(
                        "A new arena, with a chunk: the global allocator was asked for {}, of which {} are to \
                         give out.",
                        bytes(chunk.asked),
                        bytes(chunk.room.len())
                    ),
                };
                (bump, text)
            }
            Err(Refused) => (Bump::new(), "The global allocator refused.".to_owned()),
        };
        self.say(&text)?;
        Ok(bump)
    }

    fn end(&mut self, bump: Bump) -> Result<()> {
        match self.record.end(bump) {
            (0, _) => Ok(()),
            (returns, size) => self.say(&format!(
                "The arena goes, and with it {}: {} went back to the global allocator.",
                times(returns as usize, "chunk"),
                bytes(size as usize)
            )),
        }
    }
}
