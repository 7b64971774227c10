//! One watch, from start to end: which jobs are asked for, and when they run.

use super::job::{self, Job, Output};
use super::view::View;
use crate::cli::TimeLimits;
use crate::commands::shared::Finish;
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report::unwritten;
use crate::terminal::{self, Key, Keys};
use anyhow::{Error, Result};
use grader::cancellation::{Cancellation, Interrupted};
use grader::text::printable_line;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Instant;
use tutor::saves::{LONG_PAUSE, PAUSE, Saves};
use tutor::words::explain;
use workbook::{Exercise, Workbook};

/// What reaches a watch from outside.
enum Input {
    Key(Key),
    /// A line of input, where keys cannot be read, and when it was.
    Line(String, Instant),
    /// The end of that input.
    Closed,
    Done(std::thread::Result<Result<Output>>),
    /// The same result, written anew for a screen of another size.
    Redrawn(Result<Output>),
}

/// A running job.
pub(super) struct Running {
    job: Job,
    bar: ProgressBar,
    thread: JoinHandle<()>,
    cancellation: Cancellation,
    redraw: Sender<()>,
}

/// The result on the screen.
pub(super) struct Shown {
    pub(super) job: Job,
    /// Asks the job's thread, which keeps what it found, to write it anew.
    pub(super) redraw: Sender<()>,
}

/// A text below the result.
pub(super) struct Below {
    pub(super) text: String,
    /// Whether a job was running or about to: its result must not erase the text.
    pub(super) is_kept: bool,
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
    /// The exercise's index.
    pub(super) at: usize,
    limits: TimeLimits,
    pub(super) view: View,
    sender: Sender<Input>,
    events: Receiver<Input>,
    pub(super) keys: Option<Keys>,
    pub(super) saves: Saves,
    pub(super) running: Option<Running>,
    pub(super) shown: Option<Shown>,
    /// The jobs to run next, each kind once.
    pub(super) waiting: Vec<Job>,
    /// While the exercise is missing: when it was last looked for.
    pub(super) away: Option<Instant>,
    /// The digits of an exercise's number typed so far.
    pub(super) number: String,
    /// Whether a reset was asked for and is not confirmed yet.
    pub(super) asks_for_reset: bool,
    /// Whether a guess was asked for, and the first check waits for it.
    pub(super) asks_for_guess: bool,
    /// Whether the source of each exercise that is gone to is opened.
    pub(super) opens: bool,
    is_ending: bool,
    /// When it was asked for.
    pub(super) asked: Option<Instant>,
    /// What was shown below the result.
    pub(super) below: Vec<Below>,
    /// The screen's size, and when it was last asked for.
    pub(super) size: (Option<(u16, u16)>, Instant),
}

impl Session {
    /// Takes over the terminal, if there is one.
    ///
    /// # Errors
    /// When the terminal's mode cannot be set.
    pub(super) fn new(
        workbook: Workbook,
        id: &str,
        limits: TimeLimits,
        opens: bool,
    ) -> Result<Self> {
        let (sender, events) = channel();
        // The id comes from this workbook.
        let at = place(&workbook, id).unwrap_or(0);
        let mut session = Self {
            saves: Saves::of(&workbook.exercises[at].folder),
            workbook: Arc::new(workbook),
            at,
            limits,
            view: View::new(terminal::is_interactive() && !terminal::is_dumb()),
            sender,
            events,
            keys: None,
            running: None,
            shown: None,
            waiting: vec![Job::Grade],
            away: None,
            number: String::new(),
            asks_for_reset: false,
            asks_for_guess: false,
            opens,
            is_ending: false,
            asked: None,
            below: Vec::new(),
            size: (terminal::size(), Instant::now()),
        };
        session.listen()?;
        Ok(session)
    }

    /// Runs until it is ended.
    pub(super) fn run(mut self) -> Result<Finish> {
        let exercise = self.exercise();
        let folder = self.workbook.show(&exercise.folder);
        self.view
            .line(None, &format!("watching {}: {folder}", exercise.id));
        self.arrive()?;
        loop {
            self.start_next();
            let pause = match self.running {
                None => PAUSE,
                Some(_) => LONG_PAUSE,
            };
            if let Ok(input) = self.events.recv_timeout(pause)
                && self.take(input)? == Flow::Quit
            {
                self.leave();
                return Ok(Finish::Passes);
            }
            if interrupt::program().is_cancelled() {
                self.leave();
                return Ok(Finish::Interrupted);
            }
            if self.view.is_gone() {
                self.leave();
                return self.unwritten();
            }
            let is_idle = self.running.is_none() && self.waiting.is_empty();
            if self.is_ending && is_idle {
                self.leave();
                return Ok(Finish::Passes);
            }
            self.follow_size();
            self.look_for_it();
            let saved = self.saves.poll();
            if !saved.is_empty() {
                self.saved(&saved);
            }
        }
    }

    /// Ends the watch of which nothing can be seen. A reader that has closed the pipe has seen enough.
    fn unwritten(&self) -> Result<Finish> {
        match self.view.take_error() {
            Some(error) if error.kind() != ErrorKind::BrokenPipe => Err(unwritten(error)),
            _ => Ok(Finish::Passes),
        }
    }

    /// Ends the running job, with all its processes.
    pub(super) fn leave(&mut self) {
        if let Some(running) = self.running.take() {
            running.cancellation.cancel();
            drop(running.redraw);
            // Its result no longer matters.
            let _ = running.thread.join();
            running.bar.clear();
        }
    }

    fn take(&mut self, input: Input) -> Result<Flow> {
        match input {
            Input::Key(key) => return self.press(key),
            Input::Line(line, read) => return self.execute_line(line.trim(), read),
            Input::Closed => self.is_ending = true,
            Input::Done(result) => self.done(result),
            Input::Redrawn(Ok(output)) => self.draw(&output.screen),
            // It could be written before.
            Input::Redrawn(Err(_)) => {}
        }
        Ok(Flow::GoOn)
    }

    fn saved(&mut self, files: &[PathBuf]) {
        if !self.is_there() {
            return self.go_away();
        }
        if self.away.is_some() {
            // All of it is read anew once it is back.
            return;
        }
        // Who has begun needs no guess any more.
        self.asks_for_guess = false;
        let names = files.iter().map(|file| file.to_string_lossy());
        let names: Vec<_> = names.map(|name| printable_line(&name)).collect();
        self.line(&format!("saved {}", names.join(", ").replace('\\', "/")));
        self.cancel_long_job();
        self.waiting.retain(|job| *job != Job::Grade);
        self.waiting.insert(0, Job::Grade);
        // With the grade on its way, a mistake in the catalogue is shown again below it.
        let is_catalogue = |file: &PathBuf| file.extension().is_some_and(|end| end == "toml");
        if files.iter().any(is_catalogue) {
            self.reload();
        }
    }

    /// A learner who saves waits for a verdict on the new version. A grade of the old one takes a
    /// moment; anything longer is cancelled.
    fn cancel_long_job(&mut self) {
        let Some(running) = &self.running else {
            return;
        };
        if running.cancellation.is_cancelled() {
            return;
        }
        let (what, key) = match running.job {
            Job::Grade => return,
            Job::All => ("checking all", 'c'),
            Job::Measure => ("measuring", 'b'),
        };
        self.add(&format!(
            "You saved, so {what} was cancelled: press {key} to start it again."
        ));
        self.cancel_job();
    }

    /// Cancels the running job; its result will be dropped.
    pub(super) fn cancel_job(&self) {
        if let Some(running) = &self.running {
            running.cancellation.cancel();
        }
    }

    pub(super) fn want(&mut self, job: Job) {
        if self.away.is_some() {
            let folder = self.workbook.show(&self.exercise().folder);
            return self.add(&format!(
                "{folder} is still missing: press n for another exercise."
            ));
        }
        if !self.waiting.contains(&job) {
            self.waiting.push(job);
        }
    }

    fn start_next(&mut self) {
        if self.running.is_some() || self.waiting.is_empty() || self.asks_for_guess {
            return;
        }
        let job = self.waiting.remove(0);
        let bar = ProgressBar::new();
        let cancellation = interrupt::program().child();
        let (workbook, at, limits) = (Arc::clone(&self.workbook), self.at, self.limits);
        let (sender, bar_of_job) = (self.sender.clone(), bar.clone());
        let cancellation_of_job = cancellation.clone();
        let (redraw, requests) = channel();
        let thread = std::thread::spawn(move || {
            let exercise = &workbook.exercises[at];
            // The watch may have ended, here and below.
            let deliver = |write: &dyn Fn() -> Result<Output>| {
                let _ = sender.send(Input::Done(Ok(write())));
                for () in requests {
                    let _ = sender.send(Input::Redrawn(write()));
                }
            };
            let work = || {
                bar_of_job.follow_until(cancellation_of_job, limits.build_timeout, |control| {
                    job::run(job, &workbook, exercise, limits.timeout, control, deliver)
                })
            };
            // The watch waits for a result, even if the job panics.
            match catch_unwind(AssertUnwindSafe(work)) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => drop(sender.send(Input::Done(Ok(Err(error))))),
                Err(panic) => drop(sender.send(Input::Done(Err(panic)))),
            }
        });
        self.running = Some(Running {
            job,
            bar,
            thread,
            cancellation,
            redraw,
        });
    }

    fn done(&mut self, result: std::thread::Result<Result<Output>>) {
        let Some(running) = self.running.take() else {
            return;
        };
        running.bar.clear();
        // Ctrl-C ends the watch elsewhere; a job that was cancelled on its own has no result.
        if running.cancellation.is_cancelled() {
            return;
        }
        match result {
            Err(panic) => resume_unwind(panic),
            Ok(Ok(output)) => {
                self.shown = Some(Shown {
                    job: running.job,
                    redraw: running.redraw,
                });
                self.show(&output);
            }
            Ok(Err(error)) if error.is::<Interrupted>() => {}
            Ok(Err(error)) => self.complain(&error),
        }
    }

    pub(super) fn exercise(&self) -> &Exercise {
        &self.workbook.exercises[self.at]
    }

    pub(super) fn bar(&self) -> Option<&ProgressBar> {
        self.running.as_ref().map(|running| &running.bar)
    }

    pub(super) fn line(&self, text: &str) {
        self.view.line(self.bar(), text);
    }

    pub(super) fn ask(&self, text: &str) {
        self.view.ask(self.bar(), text);
    }

    pub(super) fn complain(&mut self, error: &Error) {
        self.add(&explain(error));
    }

    /// Reads the catalogue again; while it has a mistake, the last good one stays.
    pub(super) fn reload(&mut self) {
        match Workbook::load(self.workbook.root.clone()) {
            Ok(workbook) => match place(&workbook, &self.exercise().id) {
                Some(at) => {
                    self.at = at;
                    self.workbook = Arc::new(workbook);
                }
                None => self.go_away(),
            },
            Err(problem) => self.complain(&problem.into()),
        }
    }

    pub(super) fn listen(&mut self) -> Result<()> {
        let sender = self.sender.clone();
        if self.view.is_screen() {
            let keys = Keys::read(move |key| sender.send(Input::Key(key)).is_ok());
            self.keys = Some(keys?);
        } else {
            std::thread::spawn(move || {
                let lines = std::io::stdin().lines().map_while(Result::ok);
                // The receiver is gone once the watch has ended.
                for line in lines {
                    let _ = sender.send(Input::Line(line, Instant::now()));
                }
                let _ = sender.send(Input::Closed);
            });
        }
        Ok(())
    }
}

/// The index of this exercise; `None` if it no longer exists.
pub(super) fn place(workbook: &Workbook, id: &str) -> Option<usize> {
    let mut exercises = workbook.exercises.iter();
    exercises.position(|exercise| exercise.has_id(id))
}
