//! A session: a line in, the arena's answers out.
//!
//! A vector borrows the arena, and `reset` takes it by `&mut`, so no vector can outlive a reset. A
//! session is therefore a sequence of scopes. Vectors live in one of them; a command that needs the arena
//! for itself ends the scope, and drops them, as the borrow checker requires. A scope waits for the next
//! line together with the arena that its vectors borrow: `self_cell` keeps the two in one value.

#![allow(
    clippy::mem_forget,
    reason = "`self_cell!` forgets a guard against panics; its expansion is linted here"
)]

use crate::arena::{Measure, Record, Refused};
use crate::command::{Command, TABLE, parse};
use crate::draw;
use crate::execute::{Vectors, execute};
use crate::output::{Block, Kind, Output, Runs};
use crate::text::{bytes, counted};
use crate::tour::{self, TourStep};
use bumpalo::Bump;
use self_cell::self_cell;
use std::collections::VecDeque;

self_cell!(
    struct Scope {
        owner: Bump,

        #[not_covariant]
        dependent: Vectors,
    }
);

/// A scope without vectors yet.
fn scope(bump: Bump) -> Scope {
    Scope::new(bump, |_| Vectors::new())
}

/// The state of a session.
pub struct Session {
    scope: Scope,
    record: Record,
    /// The steps that remain of the tour.
    tour: VecDeque<TourStep>,
    n_mistakes: usize,
    is_over: bool,
}

impl Session {
    /// A session with an arena that was never used. `measure` counts what it asks for.
    #[must_use]
    pub fn new(measure: Measure) -> Self {
        Self {
            scope: scope(Bump::new()),
            record: Record::new(measure),
            tour: VecDeque::new(),
            n_mistakes: 0,
            is_over: false,
        }
    }

    /// How many lines were wrong.
    #[must_use]
    pub fn n_mistakes(&self) -> usize {
        self.n_mistakes
    }

    /// Whether the person quit.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Whether a part of the tour is left: `tour` starts it, and [`tour_on`](Self::tour_on) shows it.
    #[must_use]
    pub fn is_on_tour(&self) -> bool {
        !self.tour.is_empty()
    }

    /// Shows the tour up to the next pause.
    pub fn tour_on(&mut self, width: usize) -> Output {
        let mut out = Output::default();
        while let Some(step) = self.tour.pop_front() {
            match step {
                TourStep::Pause => break,
                TourStep::Text(text) => out.0.push(Block::Tour(text.to_owned())),
                TourStep::Command(line) => {
                    out.0.push(Block::Command(line.to_owned()));
                    self.execute_line(line, width, &mut out);
                }
            }
        }
        out
    }

    /// Forgets what is left of the tour.
    pub fn end_tour(&mut self) {
        self.tour.clear();
    }

    /// Executes a line. Drawings are at most `width` columns wide.
    pub fn line(&mut self, line: &str, width: usize) -> Output {
        let mut out = Output::default();
        self.execute_line(line, width, &mut out);
        out
    }

    /// Drops the arena, as `quit` does.
    pub fn end(&mut self) -> Output {
        let mut out = Output::default();
        self.quit(&mut out);
        out
    }

    fn execute_line(&mut self, line: &str, width: usize, out: &mut Output) {
        match parse(line) {
            Ok(None) => {}
            Ok(Some(command)) => self.execute(command, width, out),
            Err(mistake) => self.note_mistake(mistake, out),
        }
    }

    fn execute(&mut self, command: Command, width: usize, out: &mut Output) {
        match command {
            Command::Quit => self.quit(out),
            Command::Help => help(out),
            Command::Tour => self.tour = tour::steps(),
            Command::Reset => self.exclusively(out, |record, mut bump, out| {
                reset(record, &mut bump, out);
                bump
            }),
            Command::New(capacity) => self.exclusively(out, |record, bump, out| {
                drop_arena(record, bump, out);
                new_arena(record, capacity, out)
            }),
            Command::Show | Command::Chunks => {
                self.check(out);
                match command {
                    Command::Chunks => draw::chunks(&self.record, out),
                    _ => draw::show(&self.record, width, out),
                }
            }
            command => {
                let record = &mut self.record;
                let reply = self
                    .scope
                    .with_dependent_mut(|bump, vectors| execute(record, bump, vectors, command));
                match reply {
                    Ok(text) => out.answer(text),
                    Err(mistake) => self.note_mistake(mistake, out),
                }
            }
        }
    }

    fn note_mistake(&mut self, mistake: String, out: &mut Output) {
        self.n_mistakes += 1;
        out.mistake(mistake);
    }

    fn quit(&mut self, out: &mut Output) {
        self.tour.clear();
        self.is_over = true;
        let mut bump = self.end_scope();
        report_difference(self.record.check(&mut bump), out);
        drop_arena(&mut self.record, bump, out);
    }

    /// Compares the record with the arena. It tells more where no vector borrows it.
    fn check(&mut self, out: &mut Output) {
        let is_borrowed = self.scope.with_dependent(|_, vectors| !vectors.is_empty());
        if is_borrowed {
            report_difference(self.record.check_sums(self.scope.borrow_owner()), out);
        } else {
            let mut bump = self.end_scope();
            report_difference(self.record.check(&mut bump), out);
            self.scope = scope(bump);
        }
    }

    /// Ends the scope, lets `work` have the arena for itself, and starts a scope with the arena that it returns.
    fn exclusively(
        &mut self,
        out: &mut Output,
        work: impl FnOnce(&mut Record, Bump, &mut Output) -> Bump,
    ) {
        let names: Vec<String> = self
            .scope
            .with_dependent(|_, vectors| vectors.keys().cloned().collect());
        if !names.is_empty() {
            let verb = if names.len() == 1 { "is" } else { "are" };
            out.answer(format!(
                "{} {verb} dropped first: a vector borrows the arena, and this takes `&mut`.",
                names.join(", ")
            ));
        }
        let mut bump = self.end_scope();
        report_difference(self.record.check(&mut bump), out);
        self.scope = scope(work(&mut self.record, bump, out));
    }

    /// Drops the vectors, and returns the arena.
    fn end_scope(&mut self) -> Bump {
        let ended = std::mem::replace(&mut self.scope, scope(Bump::new()));
        let bump = ended.into_owner();
        self.record.update_finger(&bump);
        bump
    }
}

/// Says how the record and the arena differ, if they do.
fn report_difference(check: Result<(), String>, out: &mut Output) {
    if let Err(difference) = check {
        out.answer(format!(
            "The lab is wrong about the arena ({difference}). Please report this."
        ));
    }
}

fn help(out: &mut Output) {
    let lines = TABLE.map(|(form, what)| format!("  {form:<27}{what}"));
    let mut runs = Runs::default();
    runs.add(Kind::Plain, &lines.join("\n"));
    out.lines(runs);
}

fn reset(record: &mut Record, bump: &mut Bump, out: &mut Output) {
    let n_chunks = record.chunks.len();
    let (n_frees, size) = record.reset(bump);
    let text = match record.chunks.last() {
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
    out.answer(text);
}

fn new_arena(record: &mut Record, capacity: Option<usize>, out: &mut Output) -> Bump {
    let (bump, text) = match record.new_arena(capacity) {
        Ok(bump) => {
            let text = match record.chunks.last() {
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
    out.answer(text);
    bump
}

fn drop_arena(record: &mut Record, bump: Bump, out: &mut Output) {
    let (n_frees, size) = record.drop_arena(bump);
    if n_frees > 0 {
        out.answer(format!(
            "The arena is dropped, and with it {}: {} went back to the global allocator.",
            counted(n_frees as usize, "chunk"),
            bytes(size as usize)
        ));
    }
}
