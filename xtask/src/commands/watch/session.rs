//! One watch, from its beginning to its end: what is asked for, and when it is done.

use super::job::{self, Job, Told};
use super::saves::{LONG_PAUSE, PAUSE, Saves};
use super::view::View;
use crate::commands::{self, Finish};
use crate::meter::Meter;
use crate::progress::Progress;
use crate::stop::{self, Interrupted};
use crate::terminal::{self, Key, Keys};
use anyhow::{Error, Result};
use catalog::{Exercise, Workbook};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// What happens to a watch from outside.
enum Event {
    Key(Key),
    /// A line of input, where keys cannot be read.
    Line(String),
    EndOfInput,
    Done(std::thread::Result<Result<Told>>),
}

/// A job under way.
struct Running {
    job: Job,
    meter: Meter,
    thread: JoinHandle<()>,
    /// Its result is not wanted any more.
    is_cancelled: bool,
}

/// Whether to go on.
#[derive(PartialEq, Eq)]
pub(super) enum Flow {
    GoOn,
    Quit,
}

/// One watch.
pub(super) struct Session {
    pub(super) workbook: Arc<Workbook>,
    /// The exercise's place among all.
    pub(super) at: usize,
    timeout: f64,
    pub(super) view: View,
    sender: Sender<Event>,
    events: Receiver<Event>,
    pub(super) keys: Option<Keys>,
    pub(super) saves: Saves,
    running: Option<Running>,
    /// Each job once.
    waiting: Vec<Job>,
    /// Digits of an exercise's number, as far as they were typed.
    pub(super) number: String,
    /// Reset was asked for, and the answer is not there yet.
    pub(super) asks_for_reset: bool,
    is_ending: bool,
    /// What was asked for since the last result was drawn: the next one must not wipe it away.
    meanwhile: Vec<String>,
}

impl Session {
    /// Takes the terminal, where there is one.
    ///
    /// # Errors
    /// When the terminal refuses, or the exercise is not there.
    pub(super) fn new(workbook: Workbook, id: &str, timeout: f64) -> Result<Self> {
        let (sender, events) = channel();
        let at = place(&workbook, id);
        let mut session = Self {
            saves: Saves::of(&workbook.exercises[at].folder),
            workbook: Arc::new(workbook),
            at,
            timeout,
            view: View::new(terminal::is_there() && !terminal::is_dumb()),
            sender,
            events,
            keys: None,
            running: None,
            waiting: vec![Job::Grade],
            number: String::new(),
            asks_for_reset: false,
            is_ending: false,
            meanwhile: Vec::new(),
        };
        session.listen()?;
        Ok(session)
    }

    /// Goes on until someone ends it.
    pub(super) fn run(mut self) -> Result<Finish> {
        let exercise = self.exercise();
        let folder = self.workbook.show(&exercise.folder);
        self.view
            .line(None, &format!("watching {}: {folder}", exercise.id));
        loop {
            self.start_next();
            let pause = match self.running {
                None => PAUSE,
                Some(_) => LONG_PAUSE,
            };
            if let Ok(event) = self.events.recv_timeout(pause)
                && self.take(event)? == Flow::Quit
            {
                self.leave();
                return Ok(Finish::Passes);
            }
            if stop::requested() {
                self.leave();
                return Ok(Finish::Interrupted);
            }
            let is_idle = self.running.is_none() && self.waiting.is_empty();
            if self.view.is_gone() || self.is_ending && is_idle {
                self.leave();
                return Ok(Finish::Passes);
            }
            let saved = self.saves.look();
            if !saved.is_empty() {
                self.saved(&saved);
            }
        }
    }

    /// Ends what is under way, with all its processes.
    pub(super) fn leave(&mut self) {
        if let Some(running) = self.running.take() {
            stop::cancel();
            // What came of it no longer matters.
            let _ = running.thread.join();
            stop::forget_cancel();
            running.meter.clear();
        }
    }

    fn take(&mut self, event: Event) -> Result<Flow> {
        match event {
            Event::Key(key) => return self.press(key),
            Event::Line(line) => return self.obey(line.trim()),
            Event::EndOfInput => self.is_ending = true,
            Event::Done(result) => self.done(result),
        }
        Ok(Flow::GoOn)
    }

    fn saved(&mut self, files: &[PathBuf]) {
        let names: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        self.line(&format!("saved {}", names.join(", ").replace('\\', "/")));
        let is_catalogue = |file: &PathBuf| file.extension().is_some_and(|end| end == "toml");
        if files.iter().any(is_catalogue) {
            self.reload();
        }
        self.call_off_what_is_long();
        self.waiting.retain(|job| *job != Job::Grade);
        self.waiting.insert(0, Job::Grade);
    }

    /// What is under way is about the version before this save, and who saves waits for a verdict on
    /// the new one: a grade of the old takes a moment, all else is called off.
    fn call_off_what_is_long(&mut self) {
        let Some(running) = &self.running else {
            return;
        };
        if running.is_cancelled {
            return;
        }
        let (what, key) = match running.job {
            Job::Grade => return,
            Job::All => ("checking all", 'c'),
            Job::Measure => ("measuring", 'b'),
        };
        self.add(&format!(
            "You saved, so {what} was called off: press {key} to begin it again."
        ));
        self.call_off();
    }

    /// Has what is under way end, and its result forgotten.
    fn call_off(&mut self) {
        if let Some(running) = &mut self.running {
            running.is_cancelled = true;
            stop::cancel();
        }
    }

    pub(super) fn want(&mut self, job: Job) {
        if !self.waiting.contains(&job) {
            self.waiting.push(job);
        }
    }

    fn start_next(&mut self) {
        if self.running.is_some() || self.waiting.is_empty() {
            return;
        }
        let job = self.waiting.remove(0);
        let meter = Meter::new();
        let (workbook, at, timeout) = (Arc::clone(&self.workbook), self.at, self.timeout);
        let (sender, of_thread) = (self.sender.clone(), meter.clone());
        let thread = std::thread::spawn(move || {
            let exercise = &workbook.exercises[at];
            let work = || job::run(job, &workbook, exercise, timeout, &of_thread);
            // The watch waits for an end, whatever it is.
            let result = catch_unwind(AssertUnwindSafe(work));
            let _ = sender.send(Event::Done(result));
        });
        self.running = Some(Running {
            job,
            meter,
            thread,
            is_cancelled: false,
        });
    }

    fn done(&mut self, result: std::thread::Result<Result<Told>>) {
        let Some(running) = self.running.take() else {
            return;
        };
        let _ = running.thread.join();
        running.meter.clear();
        if running.is_cancelled {
            stop::forget_cancel();
            return;
        }
        match result {
            Err(panic) => resume_unwind(panic),
            Ok(Ok(told)) => self.show(&told, running.job),
            Ok(Err(error)) if error.is::<Interrupted>() => {}
            Ok(Err(error)) => self.complain(&error),
        }
    }

    fn show(&mut self, told: &Told, job: Job) {
        if !self.view.is_screen() {
            return self.view.add(None, &told.lines.join("\n"));
        }
        let progress = Progress::load(&self.workbook);
        let n_passed = commands::n_passed(&self.workbook, &progress);
        let progress = format!("{n_passed} of {} pass", self.workbook.exercises.len());
        let mut text = told.screen.clone();
        if job != Job::Grade {
            let back = format!("\n\n  back   press r: {} alone\n", self.exercise().id);
            text = text.trim_end().to_owned() + &back;
        }
        for one in self.meanwhile.drain(..) {
            text += &format!("\n{one}\n");
        }
        self.view.draw(self.exercise(), &progress, &text);
        // What waits for a key must not be wiped away either.
        if self.asks_for_reset {
            self.ask(&self.reset_question());
        } else if !self.number.is_empty() {
            self.ask(&self.number_so_far());
        }
    }

    pub(super) fn exercise(&self) -> &Exercise {
        &self.workbook.exercises[self.at]
    }

    fn meter(&self) -> Option<&Meter> {
        self.running.as_ref().map(|running| &running.meter)
    }

    /// Shows a text, and again after the result that is on its way.
    pub(super) fn add(&mut self, text: &str) {
        self.view.add(self.meter(), text);
        if self.running.is_some() || !self.waiting.is_empty() {
            self.meanwhile.push(text.trim_end().to_owned());
        }
    }

    pub(super) fn line(&self, text: &str) {
        self.view.line(self.meter(), text);
    }

    pub(super) fn ask(&self, text: &str) {
        self.view.ask(self.meter(), text);
    }

    pub(super) fn complain(&mut self, error: &Error) {
        self.add(&commands::explain(error));
    }

    /// Goes to another exercise, and calls off what was under way for this one.
    pub(super) fn turn_to(&mut self, id: &str) {
        self.reload();
        self.at = place(&self.workbook, id);
        self.saves = Saves::of(&self.exercise().folder);
        self.call_off();
        self.waiting = vec![Job::Grade];
        self.meanwhile.clear();
        let folder = self.workbook.show(&self.exercise().folder);
        self.line(&format!("watching {id}: {folder}"));
    }

    /// Reads the catalogue again; while it is wrong, what is known of it holds.
    fn reload(&mut self) {
        match Workbook::load(self.workbook.root.clone()) {
            Ok(workbook) => {
                self.at = place(&workbook, &self.exercise().id);
                self.workbook = Arc::new(workbook);
            }
            Err(problem) => self.complain(&problem.into()),
        }
    }

    pub(super) fn listen(&mut self) -> Result<()> {
        let sender = self.sender.clone();
        if self.view.is_screen() {
            let keys = Keys::read(move |key| sender.send(Event::Key(key)).is_ok());
            self.keys = Some(keys?);
        } else {
            std::thread::spawn(move || {
                let lines = std::io::stdin().lines().map_while(Result::ok);
                // Nobody listens once the watch has ended.
                for line in lines {
                    let _ = sender.send(Event::Line(line));
                }
                let _ = sender.send(Event::EndOfInput);
            });
        }
        Ok(())
    }
}

/// The place of this exercise among all; the first one's where it is gone.
fn place(workbook: &Workbook, id: &str) -> usize {
    let mut exercises = workbook.exercises.iter();
    exercises
        .position(|exercise| exercise.id == id)
        .unwrap_or(0)
}
