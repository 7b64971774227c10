//! Async servers: three versions of one request, what each asks of the heap, what it holds while it
//! waits, and who has the arena when a request is dropped.

use crate::auto_traits::{Otherwise as _, Traits};
use crate::prose;
use listings::async_servers::{
    Item, Pool, Prices, bad, blocking, good, lean, shared,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use yardstick::measure_process;

/// A price list that answers when it is told to. It makes one call to the heap, for the answer.
#[derive(Default)]
struct Shop {
    waits: AtomicBool,
}

impl Prices for Shop {
    async fn of(&self, items: &[Item<'_>]) -> Vec<u32> {
        std::future::poll_fn(|_| {
            match self.waits.load(Ordering::SeqCst) {
                true => Poll::Pending,
                false => Poll::Ready(()),
            }
        })
        .await;
        let cents = items
            .iter()
            .map(|(_, name)| 100 + name.len() as u32);
        cents.collect()
    }
}

fn waiting() -> Shop {
    let shop = Shop::default();
    shop.waits.store(true, Ordering::SeqCst);
    shop
}

fn poll<T>(
    future: Pin<&mut impl Future<Output = T>>,
) -> Option<T> {
    match future.poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(result) => Some(result),
        Poll::Pending => None,
    }
}

fn finish<T>(future: impl Future<Output = T>) -> T {
    poll(pin!(future)).expect("the shop answers at once")
}

const ORDER: &str =
    "2 tea, 1 Milk, 3 brown sugar, 1 lemon, 6 cups, bread";

#[test]
fn all_versions_write_the_same_receipt() {
    let (shop, pool) =
        (Shop::default(), Arc::new(Pool::default()));
    for order in ["", "tea", "2 tea", " x , 4  y ,,", ORDER] {
        let expected = finish(bad::receipt(&shop, order));
        assert_eq!(
            finish(good::receipt(&shop, pool.lend(), order)),
            expected
        );
        assert_eq!(
            finish(lean::receipt(&shop, &pool, order)),
            expected
        );
        assert_eq!(
            finish(shared::receipt(&shop, order)),
            expected
        );
        let order = order.to_owned();
        let on_a_thread =
            blocking::receipt(&shop, pool.lend(), order);
        assert_eq!(finish(on_a_thread), expected);
    }
    assert_eq!(
        finish(bad::receipt(&shop, "2 Tea, milk")),
        "1 x milk: 104\n2 x tea: 206"
    );
}

#[test]
fn a_warm_arena_leaves_two_calls() {
    let (shop, pool) =
        (Shop::default(), Arc::new(Pool::default()));
    let (_, owned) = measure_process(|| {
        finish(bad::receipt(&shop, ORDER))
    });
    let rounds = [(); 4].map(|()| {
        let (_, usage) = measure_process(|| {
            finish(good::receipt(&shop, pool.lend(), ORDER))
        });
        usage.heap_calls()
    });
    println!("{owned:?} {rounds:?}");
    assert_eq!(
        rounds[2..],
        [2, 2],
        "the receipt and the prices"
    );
    prose::says(
        "async.md",
        &format!(
            "| owned strings | {} |",
            owned.heap_calls()
        ),
    );
    prose::says(
        "async.md",
        &format!(
            "| an arena, every later request | {} |",
            rounds[2]
        ),
    );
}

#[test]
fn a_dropped_request_gives_its_arena_back() {
    let (shop, pool) = (waiting(), Arc::new(Pool::default()));
    let mut requests: Vec<_> = (0..1_000)
        .map(|_| {
            Box::pin(good::receipt(&shop, pool.lend(), ORDER))
        })
        .collect();
    for request in &mut requests {
        assert!(poll(request.as_mut()).is_none());
    }
    assert_eq!(pool.n_waiting(), 0);
    requests.truncate(600);
    assert_eq!(pool.n_waiting(), 400);
    shop.waits.store(false, Ordering::SeqCst);
    for mut request in requests {
        assert!(poll(request.as_mut()).is_some());
    }
    assert_eq!(pool.n_waiting(), 1_000);
}

/// An order of this many items.
fn order(n_items: usize) -> String {
    let items = (0..n_items)
        .map(|n| format!("{} Article No {n}", n % 7 + 1));
    items.collect::<Vec<_>>().join(", ")
}

/// What each of a thousand requests holds while all of them wait, in bytes, and what was prepared for
/// it.
fn held<F: Future<Output = String>>(
    prepare: impl FnOnce(),
    request: impl Fn() -> F,
) -> u64 {
    let mut requests = Vec::with_capacity(1_000);
    let ((), usage) = measure_process(|| {
        prepare();
        for _ in 0..1_000 {
            let mut request = Box::pin(request());
            assert!(poll(request.as_mut()).is_none());
            requests.push(request);
        }
    });
    u64::try_from(usage.live).unwrap_or_default() / 1_000
}

#[test]
fn what_a_thousand_waiting_requests_hold() {
    let (order, large) = (order(100), order(1_000));
    let shop = waiting();
    let pool = Arc::new(Pool::default());
    let old_pool = Arc::new(Pool::default());
    let open = Shop::default();
    let lend_all = || {
        (0..1_000)
            .map(|_| old_pool.lend())
            .collect::<Vec<_>>()
    };
    // The pool's own list is no request's.
    drop(lend_all());
    let serve_large_orders = || {
        for loan in lend_all() {
            finish(good::receipt(&open, loan, &large));
        }
    };
    let strings = held(|| {}, || bad::receipt(&shop, &order));
    let arena = held(
        || {},
        || good::receipt(&shop, pool.lend(), &order),
    );
    let old = held(serve_large_orders, || {
        good::receipt(&shop, old_pool.lend(), &order)
    });
    // Nor is the arena that all of these use one after another.
    finish(lean::receipt(&open, &pool, &order));
    let owned =
        held(|| {}, || lean::receipt(&shop, &pool, &order));
    println!("{strings} {arena} {old} {owned}");
    for (what, bytes) in [
        ("strings", strings),
        ("its arena, a new one", arena),
        (
            "an arena of the pool that once served a request for 1,000 items",
            old,
        ),
        (
            "a copy outside of the arena: one text, a list of numbers, and the items for the price list",
            owned,
        ),
    ] {
        let bytes = prose::thousands(bytes);
        prose::says(
            "async.md",
            &format!("| {what} | {bytes} |"),
        );
    }
    let list =
        prose::thousands(100 * size_of::<Item<'_>>() as u64);
    prose::says(
        "async.md",
        &format!(
            "makes up {list} bytes of the first row and of the last"
        ),
    );
}

#[test]
fn which_futures_are_send() {
    let (shop, pool) =
        (Shop::default(), Arc::new(Pool::default()));
    assert!(
        Traits::of_value(&bad::receipt(&shop, ORDER))
            .is_send()
    );
    assert!(
        Traits::of_value(&good::receipt(
            &shop,
            pool.lend(),
            ORDER
        ))
        .is_send()
    );
    assert!(
        Traits::of_value(&lean::receipt(&shop, &pool, ORDER))
            .is_send()
    );
    assert!(
        !Traits::of_value(&shared::receipt(&shop, ORDER))
            .is_send()
    );
}

#[test]
fn the_arena_of_a_thread_is_borrowed_while_a_request_waits() {
    let shop = waiting();
    let mut first = Box::pin(shared::receipt(&shop, ORDER));
    assert!(poll(first.as_mut()).is_none());
    let second = catch_unwind(AssertUnwindSafe(|| {
        poll(Box::pin(shared::receipt(&shop, ORDER)).as_mut())
    }));
    assert!(second.is_err(), "already borrowed");
}
