//! Whether a type is `Send` or `Sync`, as a value.

use std::marker::PhantomData;

/// A type under test. Where it has the trait, the method here
/// is chosen; elsewhere, that of [`Otherwise`].
pub(crate) struct Traits<T>(PhantomData<T>);

impl<T> Traits<T> {
    pub(crate) fn of() -> Self {
        Self(PhantomData)
    }

    pub(crate) fn of_value(_: &T) -> Self {
        Self::of()
    }
}

impl<T: Send> Traits<T> {
    pub(crate) fn is_send(&self) -> bool {
        true
    }
}

impl<T: Sync> Traits<T> {
    pub(crate) fn is_sync(&self) -> bool {
        true
    }
}

pub(crate) trait Otherwise {
    fn is_send(&self) -> bool {
        false
    }

    fn is_sync(&self) -> bool {
        false
    }
}

impl<T> Otherwise for Traits<T> {}
