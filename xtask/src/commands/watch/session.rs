//! One watch, from start to end: which jobs are asked for, and when they run.

use super::job::{self, Job, Output};
use super::saves::{LONG_PAUSE, PAUSE, Saves};
use super::view::View;
use crate::cli::TimeLimits;
use crate::commands::shared::{Finish, explain, load_state, n_passed};
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::terminal::{self, Key, Keys};
use anyhow::{Error, Result};
use grader::cancellation::{Cancellation, Interrupted};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use workbook::{Exercise, Workbook};

/// What reaches a watch from outside.
enum Input {
    Key(Key),
    /// A line of input, where keys cannot be read.
    Line(String),
    /// The end of that input.
    Closed,
    Done(std::thread::Result<Result<Output>>),
}

/// A running job.
struct Running {
    job: Job,
    bar: ProgressBar,
    thread: JoinHandle<()>,
    cancellation: Cancellation,
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
    running: Option<Running>,
    /// The jobs to run next, each kind once.
    waiting: Vec<Job>,
    /// The digits of an exercise's number typed so far.
    pub(super) number: String,
    /// Whether a reset was asked for and is not confirmed yet.
    pub(super) asks_for_reset: bool,
    is_ending: bool,
    /// Texts shown since the last result was drawn: the next result must not erase them.
    meanwhile: Vec<String>,
}

impl Session {
    /// Takes over the terminal, if there is one.
    ///
    /// # Errors
    /// When the terminal's mode cannot be set.
    pub(super) fn new(workbook: Workbook, id: &str, limits: TimeLimits) -> Result<Self> {
        let (sender, events) = channel();
        let at = place(&workbook, id);
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
            waiting: vec![Job::Grade],
            number: String::new(),
            asks_for_reset: false,
            is_ending: false,
            meanwhile: Vec::new(),
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
            let is_idle = self.running.is_none() && self.waiting.is_empty();
            if self.view.is_gone() || self.is_ending && is_idle {
                self.leave();
                return Ok(Finish::Passes);
            }
            let saved = self.saves.poll();
            if !saved.is_empty() {
                self.saved(&saved);
            }
        }
    }

    /// Ends the running job, with all its processes.
    pub(super) fn leave(&mut self) {
        if let Some(running) = self.running.take() {
            running.cancellation.cancel();
            // Its result no longer matters.
            let _ = running.thread.join();
            running.bar.clear();
        }
    }

    fn take(&mut self, input: Input) -> Result<Flow> {
        match input {
            Input::Key(key) => return self.press(key),
            Input::Line(line) => return self.execute_line(line.trim()),
            Input::Closed => self.is_ending = true,
            Input::Done(result) => self.done(result),
        }
        Ok(Flow::GoOn)
    }

    fn saved(&mut self, files: &[PathBuf]) {
        let names: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
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
    fn cancel_job(&self) {
        if let Some(running) = &self.running {
            running.cancellation.cancel();
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
        let bar = ProgressBar::new();
        let cancellation = interrupt::program().child();
        let (workbook, at, limits) = (Arc::clone(&self.workbook), self.at, self.limits);
        let (sender, bar_of_job) = (self.sender.clone(), bar.clone());
        let cancellation_of_job = cancellation.clone();
        let thread = std::thread::spawn(move || {
            let exercise = &workbook.exercises[at];
            let work = || {
                bar_of_job.follow_until(cancellation_of_job, limits.build_timeout, |control| {
                    job::run(job, &workbook, exercise, limits.timeout, control)
                })
            };
            // The watch waits for a result, even if the job panics.
            let result = catch_unwind(AssertUnwindSafe(work));
            let _ = sender.send(Input::Done(result));
        });
        self.running = Some(Running {
            job,
            bar,
            thread,
            cancellation,
        });
    }

    fn done(&mut self, result: std::thread::Result<Result<Output>>) {
        let Some(running) = self.running.take() else {
            return;
        };
        let _ = running.thread.join();
        running.bar.clear();
        // Ctrl-C ends the watch elsewhere; a job that was cancelled on its own has no result.
        if running.cancellation.is_cancelled() {
            return;
        }
        match result {
            Err(panic) => resume_unwind(panic),
            Ok(Ok(output)) => self.show(&output, running.job),
            Ok(Err(error)) if error.is::<Interrupted>() => {}
            Ok(Err(error)) => self.complain(&error),
        }
    }

    fn show(&mut self, output: &Output, job: Job) {
        if !self.view.is_screen() {
            return self.view.add(None, &output.lines.join("\n"));
        }
        let state = load_state(&self.workbook);
        let n_passed = n_passed(&self.workbook, &state);
        let progress = format!("{n_passed} of {} pass", self.workbook.exercises.len());
        let mut text = output.screen.clone();
        if job != Job::Grade {
            let back = format!(
                "\n\n  back   press r to grade only {}\n",
                self.exercise().id
            );
            text = text.trim_end().to_owned() + &back;
        }
        for shown in self.meanwhile.drain(..) {
            text += &format!("\n{shown}\n");
        }
        self.view.draw(self.exercise(), &progress, &text);
        // A question that waits for a key must not be erased either.
        if self.asks_for_reset {
            self.ask(&self.reset_question());
        } else if !self.number.is_empty() {
            self.ask(&self.number_so_far());
        }
    }

    pub(super) fn exercise(&self) -> &Exercise {
        &self.workbook.exercises[self.at]
    }

    fn bar(&self) -> Option<&ProgressBar> {
        self.running.as_ref().map(|running| &running.bar)
    }

    /// Shows a text, now and again below the next result.
    pub(super) fn add(&mut self, text: &str) {
        self.view.add(self.bar(), text);
        if self.running.is_some() || !self.waiting.is_empty() {
            self.meanwhile.push(text.trim_end().to_owned());
        }
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

    /// Goes to another exercise, and cancels what was running for this one.
    pub(super) fn turn_to(&mut self, id: &str) {
        self.reload();
        self.at = place(&self.workbook, id);
        self.saves = Saves::of(&self.exercise().folder);
        self.cancel_job();
        self.waiting = vec![Job::Grade];
        self.meanwhile.clear();
        let folder = self.workbook.show(&self.exercise().folder);
        self.line(&format!("watching {id}: {folder}"));
    }

    /// Reads the catalogue again; while it has a mistake, the last good one stays.
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
            let keys = Keys::read(move |key| sender.send(Input::Key(key)).is_ok());
            self.keys = Some(keys?);
        } else {
            std::thread::spawn(move || {
                let lines = std::io::stdin().lines().map_while(Result::ok);
                // The receiver is gone once the watch has ended.
                for line in lines {
                    let _ = sender.send(Input::Line(line));
                }
                let _ = sender.send(Input::Closed);
            });
        }
        Ok(())
    }
}

/// The index of this exercise; that of the first if it no longer exists.
fn place(workbook: &Workbook, id: &str) -> usize {
    let mut exercises = workbook.exercises.iter();
    exercises
        .position(|exercise| exercise.id == id)
        .unwrap_or(0)
}
