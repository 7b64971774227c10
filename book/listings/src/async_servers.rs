//! The chapter "Arenas in async servers": receipts of a shop.
//! An order is read, prices are asked for, which takes a
//! while, and the receipt is written.
//!
//! A reference to an arena (here the one in an arena's `Vec`)
//! that is held across an `.await` makes a future that no
//! runtime with several threads takes:
//!
//! ```compile_fail
//! use bumpalo::Bump;
//! use bumpalo::collections::Vec;
//! use listings::async_servers::{Prices, spawn};
//!
//! fn start(prices: impl Prices, order: String) {
//! // ANCHOR: held
//! spawn(async move {
//!     let arena = Bump::new();
//!     let mut items = Vec::new_in(&arena);
//!     for name in order.split(',') {
//!         items.push((1, name));
//!     }
//!     prices.of(&items).await
//! });
//! // ANCHOR_END: held
//! }
//! ```

use bumpalo::Bump;
use std::mem;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many, and of what.
pub type Item<'a> = (u32, &'a str);

/// The price list: another server, or a database.
pub trait Prices: Send + Sync + 'static {
    /// The price of each item, in cents.
    fn of(
        &self,
        items: &[Item<'_>],
    ) -> impl Future<Output = Vec<u32>> + Send;
}

/// Stands for `tokio::spawn`: asks the same of a future, and
/// drops it.
pub fn spawn<F: Future + Send + 'static>(_: F) {}

// ANCHOR: sendable
fn sendable<F: Future + Send>(future: F) -> F {
    future
}
// ANCHOR_END: sendable

/// Stands for `tokio::task::spawn_blocking`, which would run
/// the work on a thread for such work.
pub async fn spawn_blocking<R>(
    work: impl FnOnce() -> R + Send + 'static,
) -> R {
    work()
}

// ANCHOR: pool
/// Arenas that wait for a request.
#[derive(Default)]
pub struct Pool {
    arenas: Mutex<Vec<Bump>>,
}

/// An arena on loan: a request owns it until it is dropped.
pub struct Loan {
    arena: Bump,
    pool: Arc<Pool>,
}

impl Pool {
    /// Lends one that waits, or a new one.
    pub fn lend(self: &Arc<Self>) -> Loan {
        let arena = self.arenas().pop();
        Loan {
            arena: arena.unwrap_or_default(),
            pool: self.clone(),
        }
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        let mut arena = mem::take(&mut self.arena);
        arena.reset();
        if arena.allocated_bytes() <= KEEP {
            self.pool.arenas().push(arena);
        }
    }
}
// ANCHOR_END: pool

/// An arena that holds more is not kept, in bytes.
const KEEP: usize = 1 << 20;

impl Pool {
    /// How many arenas wait.
    pub fn n_waiting(&self) -> usize {
        self.arenas().len()
    }

    /// No panic leaves the list half changed.
    fn arenas(&self) -> MutexGuard<'_, Vec<Bump>> {
        let arenas = self.arenas.lock();
        arenas.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deref for Loan {
    type Target = Bump;

    fn deref(&self) -> &Bump {
        &self.arena
    }
}

/// Owned strings.
pub mod bad {
    use super::Prices;

    // ANCHOR: bad_receipt
    /// Answers an order such as `2 tea, 1 Milk`.
    pub async fn receipt(
        prices: &impl Prices,
        order: &str,
    ) -> String {
        let items = read(order);
        let asked: Vec<_> = items
            .iter()
            .map(|(n, name)| (*n, name.as_str()))
            .collect();
        let cents = prices.of(&asked).await;
        write(&items, &cents)
    }

    fn read(order: &str) -> Vec<(u32, String)> {
        let mut items = Vec::new();
        for item in order.split(',') {
            let item = item.trim().to_ascii_lowercase();
            let (n, name) =
                item.split_once(' ').unwrap_or(("1", &item));
            let n = n.parse().unwrap_or(1);
            items.push((n, name.to_owned()));
        }
        items.sort();
        items
    }

    fn write(
        items: &[(u32, String)],
        cents: &[u32],
    ) -> String {
        let mut lines = Vec::new();
        for ((n, name), cents) in items.iter().zip(cents) {
            let price = n * cents;
            lines.push(format!("{n} x {name}: {price}"));
        }
        lines.join("\n")
    }
    // ANCHOR_END: bad_receipt
}

/// The request owns an arena.
pub mod good {
    use super::{Item, Loan, Prices};
    use bumpalo::Bump;
    use bumpalo::collections::{String as Text, Vec};
    use std::fmt::Write;

    // ANCHOR: good_receipt
    /// Answers an order such as `2 tea, 1 Milk`.
    pub async fn receipt(
        prices: &impl Prices,
        loan: Loan,
        order: &str,
    ) -> String {
        let items = read(&loan, order);
        let cents = prices.of(items).await;
        write(&loan, items, &cents)
    }

    pub(super) fn read<'a>(
        arena: &'a Bump,
        order: &str,
    ) -> &'a [Item<'a>] {
        let mut items = Vec::new_in(arena);
        let order = arena.alloc_str(order);
        order.make_ascii_lowercase();
        for item in order.split(',') {
            let item = item.trim();
            let (n, name) =
                item.split_once(' ').unwrap_or(("1", item));
            items.push((n.parse().unwrap_or(1), name));
        }
        items.sort_unstable();
        items.into_bump_slice()
    }

    pub(super) fn write(
        arena: &Bump,
        items: &[Item<'_>],
        cents: &[u32],
    ) -> String {
        let mut text = Text::new_in(arena);
        for ((n, name), cents) in items.iter().zip(cents) {
            let end = if text.is_empty() { "" } else { "\n" };
            let price = n * cents;
            // Writing to a text in memory cannot fail.
            let _ =
                write!(text, "{end}{n} x {name}: {price}");
        }
        text.as_str().to_owned()
    }
    // ANCHOR_END: good_receipt
}

/// The order is read on a thread for long work.
pub mod blocking {
    use super::{
        Loan, Prices, good, sendable, spawn_blocking,
    };

    /// Answers an order such as `2 tea, 1 Milk`.
    pub async fn receipt(
        prices: &impl Prices,
        loan: Loan,
        order: String,
    ) -> String {
        // ANCHOR: blocking
        let (loan, order) = spawn_blocking(move || {
            let sorted = sort(&loan, &order);
            (loan, sorted)
        })
        .await;
        // ANCHOR_END: blocking
        sendable(good::receipt(prices, loan, &order)).await
    }

    /// The items of an order in their order: long work, for a
    /// very long one.
    fn sort(arena: &bumpalo::Bump, order: &str) -> String {
        let mut items =
            bumpalo::collections::Vec::new_in(arena);
        items.extend(order.split(','));
        items.sort_unstable();
        items.join(",")
    }
}

/// An arena before the wait, and an arena after it: what
/// crosses it is owned. Not in the chapter; its tests compare.
pub mod lean {
    use super::{Item, Pool, Prices, good};
    use std::sync::Arc;

    /// Answers an order such as `2 tea, 1 Milk`.
    pub async fn receipt(
        prices: &impl Prices,
        pool: &Arc<Pool>,
        order: &str,
    ) -> String {
        let (names, ends) =
            owned(good::read(&pool.lend(), order));
        let cents = {
            let items = shown(&names, &ends);
            prices.of(&items).await
        };
        let items = shown(&names, &ends);
        good::write(&pool.lend(), &items, &cents)
    }

    /// All names in one text; for each, how many, and where it
    /// ends.
    fn owned(
        items: &[Item<'_>],
    ) -> (String, Vec<(u32, usize)>) {
        let n_bytes =
            items.iter().map(|(_, name)| name.len());
        let mut names = String::with_capacity(n_bytes.sum());
        let mut ends = Vec::with_capacity(items.len());
        for (n, name) in items {
            names.push_str(name);
            ends.push((*n, names.len()));
        }
        (names, ends)
    }

    fn shown<'n>(
        names: &'n str,
        ends: &[(u32, usize)],
    ) -> Vec<Item<'n>> {
        let mut start = 0;
        let mut items = Vec::with_capacity(ends.len());
        for (n, end) in ends {
            items.push((*n, &names[start..*end]));
            start = *end;
        }
        items
    }
}

/// The arena of a thread, held while a request waits.
#[allow(
    clippy::await_holding_refcell_ref,
    reason = "the chapter shows what comes of it"
)]
pub mod shared {
    use super::{Prices, good};
    use bumpalo::Bump;
    use std::cell::RefCell;
    use std::rc::Rc;

    // ANCHOR: shared
    thread_local! {
        static PAD: Rc<RefCell<Bump>> = Rc::default();
    }

    /// Answers an order, if no other is being answered.
    pub async fn receipt(
        prices: &impl Prices,
        order: &str,
    ) -> String {
        let pad = PAD.with(Rc::clone);
        let mut arena = pad.borrow_mut();
        arena.reset();
        let items = good::read(&arena, order);
        let cents = prices.of(items).await;
        good::write(&arena, items, &cents)
    }
    // ANCHOR_END: shared
}
