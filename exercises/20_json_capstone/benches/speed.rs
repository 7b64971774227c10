//! Bad against yours: read pages of orders one after another, look at every value, and free it all.
//!
//! Yours uses one arena, reset after each page inside the measured code; Bad frees its tree there.

use bumpalo::Bump;
use fastrand::Rng;
use json_capstone::{Limits, read};

#[path = "../tests/graded/documents.rs"]
#[allow(
    dead_code,
    reason = "only the tests read samples and documents of any shape"
)]
mod documents;

/// Makes a function that looks at every value and name, in any order.
macro_rules! sum {
    ($name:ident, $value:ty) => {
        #[allow(
            elided_lifetimes_in_paths,
            reason = "your type has a lifetime, Bad's has none"
        )]
        fn $name(value: &$value) -> u64 {
            let own = value.as_str().map_or(0, |text| text.len() as u64)
                + value.as_number().unwrap_or(0.0).to_bits()
                + u64::from(value.as_bool() == Some(true));
            let items = value.items().map($name).fold(own, u64::wrapping_add);
            let members = value.members();
            let members = members.map(|(name, value)| $name(value).wrapping_mul(name.len() as u64));
            members.fold(items, u64::wrapping_add)
        }
    };
}

sum!(sum, json_capstone::Value);
sum!(bad_sum, bad::Value);

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<Vec<String>> = (0..4)
        .map(|_| {
            (0..16)
                .map(|_| {
                    let n_orders = rng.usize(1..60);
                    documents::page(&mut rng, n_orders)
                })
                .collect()
        })
        .collect();
    let (bytes, depth) = (4 << 20, 64);
    // Never used, so it has no chunk: Bad's signature asks for an arena.
    let unused = Bump::new();
    let mut arena = Bump::new();
    yardstick::speed::compare(
        "the responses of an API, document by document",
        &inputs,
        |pages| {
            let sums = pages.iter().map(|page| {
                let value = bad::read(&unused, page, bad::Limits { bytes, depth });
                value.map_or(0, |value| bad_sum(&value))
            });
            sums.fold(0, u64::wrapping_add)
        },
        |pages| {
            let sums = pages.iter().map(|page| {
                let sum =
                    read(&arena, page, Limits { bytes, depth }).map_or(0, |value| sum(&value));
                arena.reset();
                sum
            });
            sums.fold(0, u64::wrapping_add)
        },
    );
}
