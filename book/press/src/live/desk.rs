//! Notices saves, takes wishes, and starts jobs, one at a time; on a thread of its own.

use super::act;
use super::history::Measurements;
use super::job::{self, Task};
use super::now::Now;
use super::view;
use super::wire::{Card, Claims};
use super::wish::{Prediction, What, Wish};
use anyhow::Result;
use grader::cancellation::{Cancellation, Interrupted};
use grader::history;
use grader::state::State;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};
use tutor::predictions;
use tutor::saves::{LONG_PAUSE, PAUSE, Saves};
use tutor::words::explain;
use workbook::Workbook;
use workbook::snapshot::Snapshot;

/// How often exercises that are on no page, and the saved state, are looked at.
const REST: Duration = Duration::from_millis(300);

/// In the place of an id: the task is about no exercise.
const NONE: &str = "";

/// What reaches the desk.
pub(super) enum Letter {
    /// A page wishes something.
    Wish(Wish),
    /// A reader guesses.
    Predicted(Prediction),
    /// A page shows these exercises.
    Shown(Vec<String>),
    /// The sources of the book have changed, and with them perhaps the catalogue.
    Rebuilt,
    /// The job has ended, with what to say about it.
    Done(Result<Option<String>>),
}

/// A running job.
struct Running {
    id: String,
    task: Task,
    cancellation: Cancellation,
}

/// All that the thread works with.
pub(super) struct Desk {
    workbook: Arc<Workbook>,
    now: Now,
    letters: Receiver<Letter>,
    sender: Sender<Letter>,
    saves: HashMap<String, Saves>,
    /// When all exercises and the saved state were last looked at.
    rested: Instant,
    /// The saved state as it was then.
    progress: Snapshot,
    running: Option<Running>,
    waiting: Vec<(String, Task)>,
    /// How often something was said.
    n_said: u64,
    program: Cancellation,
}

impl Desk {
    pub(super) fn new(
        workbook: Workbook,
        now: Now,
        sender: Sender<Letter>,
        letters: Receiver<Letter>,
        program: Cancellation,
    ) -> Self {
        let mut desk = Self {
            workbook: Arc::new(workbook),
            now,
            letters,
            sender,
            saves: HashMap::new(),
            rested: Instant::now(),
            progress: Snapshot::new(),
            running: None,
            waiting: Vec::new(),
            n_said: 0,
            program,
        };
        desk.load();
        desk
    }

    /// Works until nobody can send letters any more, or the program ends.
    pub(super) fn work(mut self) {
        while !self.program.is_cancelled() {
            self.start_next();
            let pause = match (&self.running, self.now.shown().is_empty()) {
                (Some(_), _) => LONG_PAUSE,
                (None, false) => PAUSE,
                (None, true) => REST,
            };
            match self.letters.recv_timeout(pause) {
                Ok(letter) => self.read(letter),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.look_around();
        }
        if let Some(running) = &self.running {
            running.cancellation.cancel();
        }
    }

    /// Takes the catalogue as it is now, with what is saved.
    fn load(&mut self) {
        let mut before = std::mem::take(&mut self.saves);
        for exercise in &self.workbook.exercises {
            let folder = exercise.folder.join("src");
            // What was saved since it was last looked at is still to be noticed.
            let known = before.remove(&exercise.id);
            let known = known.filter(|saves| saves.is_of(&folder));
            let saves = known.unwrap_or_else(|| Saves::of(&folder));
            self.saves.insert(exercise.id.clone(), saves);
        }
        self.progress = self.snapshot_of_state();
        self.refresh();
    }

    fn snapshot_of_state(&self) -> Snapshot {
        let mut snapshot = Snapshot::new();
        snapshot.add(&self.workbook.root.join(".arena/progress.json"));
        snapshot.add(&self.workbook.root.join(".arena/traces"));
        snapshot.add(&history::file(&self.workbook.root));
        snapshot.add(&history::by_threads::file(&self.workbook.root));
        snapshot
    }

    /// Shows what the saved state says.
    fn refresh(&self) {
        let state = State::peek(&self.workbook);
        let measurements = Measurements::load(&self.workbook.root);
        for exercise in &self.workbook.exercises {
            let card = match self.now.card(&exercise.id) {
                Some(card) => {
                    let before = self.now.recorded(&exercise.id);
                    let mut card = Card::clone(&card);
                    let looked_at = card.standing;
                    view::update(&mut card, &self.workbook, exercise, &state, &measurements);
                    // What a look has found is newer than what was recorded before it.
                    if (card.failure.is_some() || !card.steps.is_empty()) && before == card.standing
                    {
                        card.standing = looked_at;
                    }
                    card
                }
                None => view::card(&self.workbook, exercise, &state, &measurements),
            };
            self.now.set_card(card);
        }
        self.now
            .set_overview(view::overview(&self.workbook, &state, &measurements));
    }

    fn look_around(&mut self) {
        let all = self.rested.elapsed() >= REST;
        let shown = self.now.shown();
        let saved: Vec<String> = self
            .saves
            .iter_mut()
            .filter(|(id, _)| all || shown.contains(id))
            .filter_map(|(id, saves)| (!saves.poll().is_empty()).then(|| id.clone()))
            .collect();
        for id in saved {
            self.want(&id, Task::Grade);
        }
        if all {
            self.rested = Instant::now();
            let progress = self.snapshot_of_state();
            if progress != self.progress {
                self.progress = progress;
                self.refresh();
            }
        }
    }

    fn read(&mut self, letter: Letter) {
        match letter {
            Letter::Wish(wish) => self.grant(&wish),
            Letter::Predicted(Prediction { key, guess }) => {
                let mut state = State::load(&self.workbook);
                predictions::keep(&mut state, &key, guess.as_deref(), &self.program);
                self.refresh();
            }
            Letter::Shown(ids) => {
                let state = State::peek(&self.workbook);
                for id in ids {
                    let has_steps = self
                        .now
                        .card(&id)
                        .is_some_and(|card| !card.steps.is_empty());
                    let entry = state.of(&id);
                    if !has_steps && entry.standing.is_some() {
                        self.want(&id, Task::Look);
                    }
                }
            }
            Letter::Rebuilt => {
                // In the middle of a change, the last good catalogue stays.
                if let Ok(workbook) = Workbook::load(self.workbook.root.clone()) {
                    self.workbook = Arc::new(workbook);
                    self.load();
                }
            }
            Letter::Done(result) => self.done(result),
        }
    }

    /// A save is graded before anything else; a measurement of what was saved since has no meaning.
    fn want(&mut self, id: &str, task: Task) {
        if task == Task::Grade
            && let Some(running) = &self.running
            && (running.id == id || running.task != Task::Grade)
        {
            running.cancellation.cancel();
            // Somebody waits for them: a trace is recorded of what was saved.
            let again = (running.id.clone(), running.task);
            let is_awaited = match running.task {
                Task::Trace => true,
                Task::Look => running.id != id,
                Task::Grade | Task::Measure | Task::Claims => false,
            };
            // A second save may come before it has ended.
            if is_awaited && !self.waiting.contains(&again) {
                self.waiting.push(again);
            }
        }
        let is_waiting = |(waiting, waits): &(String, Task)| waiting == id && waits.includes(task);
        if task == Task::Look && self.waiting.iter().any(is_waiting) {
            return;
        }
        self.waiting
            .retain(|(waiting, waits)| waiting != id || !task.includes(*waits));
        self.waiting.push((id.to_owned(), task));
        self.waiting.sort_by_key(|(_, task)| *task);
    }

    fn start_next(&mut self) {
        if self.running.is_some() || self.waiting.is_empty() {
            return;
        }
        let (id, task) = self.waiting.remove(0);
        let (workbook, now) = (Arc::clone(&self.workbook), self.now.clone());
        let cancellation = self.program.child();
        self.set_busy(&id, Some(task.name()));
        self.running = Some(Running {
            id: id.clone(),
            task,
            cancellation: cancellation.clone(),
        });
        let sender = self.sender.clone();
        std::thread::spawn(move || {
            let work = || match (task, workbook.find(&id)) {
                (Task::Claims, _) => job::try_claims(&workbook, &now, &cancellation).map(|()| None),
                (_, Ok(exercise)) => job::run(task, &workbook, exercise, &now, cancellation),
                (_, Err(problem)) => Err(problem.into()),
            };
            let done = catch_unwind(AssertUnwindSafe(work));
            let done = done
                .unwrap_or_else(|_| Err(anyhow::anyhow!("the check panicked: see the terminal")));
            // The desk may be gone.
            let _ = sender.send(Letter::Done(done));
        });
    }

    fn done(&mut self, result: Result<Option<String>>) {
        let Some(running) = self.running.take() else {
            return;
        };
        self.set_busy(&running.id, None);
        match result {
            Ok(_) if running.task == Task::Claims => {
                self.say_of_claims("Measured.".to_owned());
            }
            Ok(None) => {}
            Ok(Some(text)) => {
                self.refresh();
                self.say(&running.id, text);
            }
            Err(error) if error.is::<Interrupted>() && running.task == Task::Claims => {
                let text =
                    "Stopped, and nothing was kept. A save stops it as well: it is graded at once.";
                self.say_of_claims(text.to_owned());
            }
            Err(error) if error.is::<Interrupted>() => {}
            Err(error) if running.task == Task::Claims => self.say_of_claims(explain(&error)),
            Err(error) => self.say(&running.id, explain(&error)),
        }
    }

    /// Says what came of a run that tried the published claims.
    fn say_of_claims(&mut self, text: String) {
        self.n_said += 1;
        self.now.set_claims(Claims {
            said: Some((self.n_said, text)),
            ..Claims::default()
        });
    }

    /// Lets the published claims be tried once nothing else is to be done, unless they are being tried.
    fn want_claims(&mut self) {
        let is_running = |running: &Running| running.task == Task::Claims;
        if self
            .running
            .as_ref()
            .is_none_or(|running| !is_running(running))
        {
            self.want(NONE, Task::Claims);
            self.now.set_claims(Claims {
                busy: Some("waiting for what is running".to_owned()),
                ..Claims::clone(&self.now.claims())
            });
        }
    }

    fn stop_claims(&mut self) {
        let n_waiting = self.waiting.len();
        self.waiting.retain(|(_, task)| *task != Task::Claims);
        if self.waiting.len() < n_waiting {
            self.say_of_claims("Stopped.".to_owned());
        }
        if let Some(running) = self
            .running
            .as_ref()
            .filter(|running| running.task == Task::Claims)
        {
            running.cancellation.cancel();
        }
    }

    fn set_busy(&self, id: &str, busy: Option<&str>) {
        if let Some(card) = self.now.card(id) {
            self.now.set_card(Card {
                busy: busy.map(str::to_owned),
                ..Card::clone(&card)
            });
        }
    }

    fn say(&mut self, id: &str, text: String) {
        self.n_said += 1;
        if let Some(card) = self.now.card(id) {
            self.now.set_card(Card {
                said: Some((self.n_said, text)),
                ..Card::clone(&card)
            });
        }
    }

    fn grant(&mut self, wish: &Wish) {
        match wish.what {
            What::Claims => return self.want_claims(),
            What::StopClaims => return self.stop_claims(),
            _ => {}
        }
        let workbook = Arc::clone(&self.workbook);
        // A page may be of an earlier catalogue.
        let Some(exercise) = workbook.exercises.iter().find(|other| other.id == wish.id) else {
            return;
        };
        match wish.what {
            What::Check => self.want(&exercise.id, Task::Grade),
            What::Measure => self.want(&exercise.id, Task::Measure),
            What::Trace => self.want(&exercise.id, Task::Trace),
            other => {
                let said =
                    act::carry_out(&self.workbook, &self.now, exercise, other, &self.program);
                let said = said.unwrap_or_else(|error| explain(&error));
                self.say(&exercise.id, said);
                self.refresh();
            }
        }
    }
}
