//! The desk of the tests. It counts its arenas, and its archive answers, fails, or keeps its callers
//! waiting, as a test wants it. Nothing in here asks the heap while a request is answered.

use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bumpalo::Bump;

use super::drafts;

/// An arena that holds more than this is not kept: it is more than the longest draft needs.
const KEEP: usize = 4 << 20;

/// What the archive does when it is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Archive {
    /// Answers at once.
    Answers,
    /// Keeps its callers waiting, until this is changed.
    Waits,
    /// Is not there.
    Fails,
    /// Panics, as a bug in its client would.
    Panics,
}

/// A desk whose archive has articles of this type: yours, or Bad's.
pub(crate) struct TestDesk<A> {
    archive: Mutex<Archive>,
    /// Its possible answers. The words that were asked for decide which it is.
    found: Vec<Arc<[A]>>,
    arenas: Mutex<Vec<Bump>>,
    n_made: AtomicUsize,
    n_taken: AtomicUsize,
    n_put_back: AtomicUsize,
    /// What the largest arena that came back held, in bytes.
    most_bytes: AtomicUsize,
    n_waiting: AtomicUsize,
    /// Those who wait for the archive.
    callers: Mutex<Vec<Waker>>,
    /// Who waits in `until`.
    watcher: Mutex<Option<Waker>>,
}

impl<A> TestDesk<A> {
    fn with(answers: Vec<Vec<(String, usize)>>, article: fn(String, usize) -> A) -> Arc<Self> {
        let found = answers.into_iter().map(|articles| {
            let articles = articles.into_iter();
            articles
                .map(|(title, about)| article(title, about))
                .collect()
        });
        Arc::new(Self {
            archive: Mutex::new(Archive::Answers),
            found: found.collect(),
            arenas: Mutex::new(Vec::with_capacity(2_048)),
            n_made: AtomicUsize::new(0),
            n_taken: AtomicUsize::new(0),
            n_put_back: AtomicUsize::new(0),
            most_bytes: AtomicUsize::new(0),
            n_waiting: AtomicUsize::new(0),
            callers: Mutex::new(Vec::with_capacity(64)),
            watcher: Mutex::new(None),
        })
    }

    /// From now on the archive does this. Whoever waits for it looks again.
    pub(crate) fn archive(&self, does: Archive) {
        *lock(&self.archive) = does;
        let callers: Vec<Waker> = lock(&self.callers).drain(..).collect();
        callers.into_iter().for_each(Waker::wake);
    }

    /// How many requests wait for the archive.
    pub(crate) fn n_waiting(&self) -> usize {
        self.n_waiting.load(Ordering::SeqCst)
    }

    /// How many arenas were made, as none was there to lend.
    pub(crate) fn n_made(&self) -> usize {
        self.n_made.load(Ordering::SeqCst)
    }

    /// How many times an arena was taken.
    pub(crate) fn n_taken(&self) -> usize {
        self.n_taken.load(Ordering::SeqCst)
    }

    /// How many times an arena was put back.
    pub(crate) fn n_put_back(&self) -> usize {
        self.n_put_back.load(Ordering::SeqCst)
    }

    /// What the largest arena that came back held, in bytes.
    pub(crate) fn most_bytes(&self) -> usize {
        self.most_bytes.load(Ordering::SeqCst)
    }

    /// Asserts that each arena that was taken came back, and that there are few of them.
    #[track_caller]
    pub(crate) fn assert_all_back(&self, what: &str) {
        let (taken, back) = (self.n_taken(), self.n_put_back());
        assert_eq!(
            back, taken,
            "{what}: arenas that came back to the desk, of {taken} taken"
        );
        let made = self.n_made();
        assert!(
            made <= 4,
            "{what}: {made} arenas were made, where 4 are plenty for one request at a time"
        );
    }

    /// Waits until this holds. What happens at the desk makes it look again, and so does what wakes
    /// `also`, which ends the wait too.
    pub(crate) async fn until(
        &self,
        holds: impl Fn(&Self) -> bool,
        mut also: impl FnMut(&mut Context<'_>) -> Poll<()>,
    ) {
        poll_fn(|context| {
            *lock(&self.watcher) = Some(context.waker().clone());
            match holds(self) {
                true => Poll::Ready(()),
                false => also(context),
            }
        })
        .await;
    }

    fn changed(&self) {
        let watcher = lock(&self.watcher).take();
        watcher.into_iter().for_each(Waker::wake);
    }

    fn lend(&self) -> Bump {
        self.n_taken.fetch_add(1, Ordering::SeqCst);
        let waiting = lock(&self.arenas).pop();
        waiting.unwrap_or_else(|| {
            self.n_made.fetch_add(1, Ordering::SeqCst);
            Bump::new()
        })
    }

    fn take_back(&self, mut arena: Bump) {
        self.n_put_back.fetch_add(1, Ordering::SeqCst);
        let n_bytes = arena.allocated_bytes();
        self.most_bytes.fetch_max(n_bytes, Ordering::SeqCst);
        arena.reset();
        if arena.allocated_bytes() <= KEEP {
            lock(&self.arenas).push(arena);
        }
        self.changed();
    }

    /// Whether the archive's last answer is the one to these words.
    pub(crate) fn has_last_answer(&self, words: &str) -> bool {
        self.answer_to(words) == self.found.len() - 1
    }

    fn answer_to(&self, words: &str) -> usize {
        let mut hasher = DefaultHasher::new();
        words.hash(&mut hasher);
        let n_found = self.found.len() as u64;
        usize::try_from(hasher.finish() % n_found).unwrap_or_default()
    }

    /// The archive's answer to these words. None if it does not answer.
    fn ask(&self, words: &str) -> Asked<'_, A> {
        Asked {
            desk: self,
            found: &self.found[self.answer_to(words)],
            n_polls: 0,
        }
    }
}

/// A question to the archive.
struct Asked<'d, A> {
    desk: &'d TestDesk<A>,
    found: &'d Arc<[A]>,
    n_polls: usize,
}

impl<A> Future for Asked<'_, A> {
    type Output = Option<Arc<[A]>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let archive = *lock(&self.desk.archive);
        match archive {
            Archive::Answers => Poll::Ready(Some(self.found.clone())),
            Archive::Fails => Poll::Ready(None),
            // Not a panic that anyone reports.
            Archive::Panics => resume_unwind(Box::new(())),
            Archive::Waits => {
                self.n_polls += 1;
                if self.n_polls == 1 {
                    self.desk.n_waiting.fetch_add(1, Ordering::SeqCst);
                }
                assert!(
                    self.n_polls < 10_000,
                    "the archive was asked {} times in a row whether it is done: a request waits \
                     with `.await`",
                    self.n_polls
                );
                let mut callers = lock(&self.desk.callers);
                if !callers.iter().any(|waker| waker.will_wake(context.waker())) {
                    callers.push(context.waker().clone());
                }
                drop(callers);
                self.desk.changed();
                Poll::Pending
            }
        }
    }
}

impl<A> Drop for Asked<'_, A> {
    fn drop(&mut self) {
        if self.n_polls > 0 {
            self.desk.n_waiting.fetch_sub(1, Ordering::SeqCst);
            self.desk.changed();
        }
    }
}

/// A panic in a test that expects one leaves nothing half done behind these locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Both crates have a trait of their own, and mean the same by it.
macro_rules! desk_of {
    ($name:ident, $name_with:ident, $crate_name:ident) => {
        pub(crate) fn $name() -> Arc<TestDesk<$crate_name::Article>> {
            $name_with(drafts::articles())
        }

        /// Its archive has these answers.
        pub(crate) fn $name_with(
            answers: Vec<Vec<(String, usize)>>,
        ) -> Arc<TestDesk<$crate_name::Article>> {
            TestDesk::with(answers, |title, about| $crate_name::Article { title, about })
        }

        impl $crate_name::Desk for TestDesk<$crate_name::Article> {
            fn take_arena(&self) -> Bump {
                self.lend()
            }

            fn put_back(&self, arena: Bump) {
                self.take_back(arena);
            }

            fn look_up(
                &self,
                words: &str,
            ) -> impl Future<Output = Result<Arc<[$crate_name::Article]>, $crate_name::Unavailable>>
            + Send {
                let asked = self.ask(words);
                async move { asked.await.ok_or($crate_name::Unavailable) }
            }
        }
    };
}

desk_of!(yours, yours_with, async_requests);
desk_of!(of_bad, of_bad_with, bad);
