//! The chapter "Evidence from the Roc compiler": three designs of
//! one thread-local scratchpad, in the order of that compiler's
//! history, and a guard. The code is ours; the designs are theirs.

/// The number in the middle, once sorted. 0 if there is none.
fn middle_of(numbers: &mut [i64]) -> i64 {
    numbers.sort_unstable();
    let middle = numbers.get(numbers.len() / 2);
    middle.copied().unwrap_or(0)
}

/// Whoever takes the arena leaves a new one in its place.
pub mod replaced {
    use super::middle_of;
    use bumpalo::Bump;
    use bumpalo::collections::Vec;
    use std::cell::RefCell;
    use std::num::ParseIntError;

    // ANCHOR: replaced
    thread_local! {
        static PAD: RefCell<Bump> =
            RefCell::new(Bump::new());
    }

    fn take() -> Bump {
        PAD.replace(Bump::new())
    }

    fn put(pad: Bump) {
        PAD.replace(pad);
    }
    // ANCHOR_END: replaced

    // ANCHOR: middle
    /// The number in the middle of a line, once sorted.
    pub fn middle(line: &str) -> Result<i64, ParseIntError> {
        let mut pad = take();
        let mut numbers = Vec::new_in(&pad);
        for word in line.split_whitespace() {
            numbers.push(word.parse()?);
        }
        let middle = middle_of(&mut numbers);
        drop(numbers);
        pad.reset();
        put(pad);
        Ok(middle)
    }
    // ANCHOR_END: middle

    // ANCHOR: middle_of_lines
    /// The middle of all lines' middles.
    pub fn middle_of_lines(
        text: &str,
    ) -> Result<i64, ParseIntError> {
        let mut pad = take();
        let mut middles = Vec::new_in(&pad);
        for line in text.lines() {
            middles.push(middle(line)?);
        }
        let middle = middle_of(&mut middles);
        drop(middles);
        pad.reset();
        put(pad);
        Ok(middle)
    }
    // ANCHOR_END: middle_of_lines
}

/// Whoever takes the arena leaves nothing.
pub mod option {
    use super::middle_of;
    use bumpalo::Bump;
    use bumpalo::collections::Vec;
    use std::cell::RefCell;
    use std::num::ParseIntError;

    // ANCHOR: option
    thread_local! {
        static PAD: RefCell<Option<Bump>> =
            RefCell::new(Some(Bump::new()));
    }

    fn take() -> Bump {
        PAD.take().unwrap()
    }

    fn put(pad: Bump) {
        PAD.replace(Some(pad));
    }
    // ANCHOR_END: option

    // ANCHOR: bad_guard
    /// The number in the middle of a line, once sorted.
    pub fn middle(line: &str) -> Result<i64, ParseIntError> {
        let mut pad = take();
        let mut numbers = Vec::new_in(&pad);
        for word in line.split_whitespace() {
            numbers.push(word.parse()?);
        }
        let middle = middle_of(&mut numbers);
        drop(numbers);
        pad.reset();
        put(pad);
        Ok(middle)
    }
    // ANCHOR_END: bad_guard

    /// The middle of all lines' middles.
    pub fn middle_of_lines(
        text: &str,
    ) -> Result<i64, ParseIntError> {
        let mut pad = take();
        let mut middles = Vec::new_in(&pad);
        for line in text.lines() {
            middles.push(middle(line)?);
        }
        let middle = middle_of(&mut middles);
        drop(middles);
        pad.reset();
        put(pad);
        Ok(middle)
    }

    // ANCHOR: passed
    /// The same as `middle`, in an arena that is passed.
    pub fn middle_in(
        pad: &Bump,
        line: &str,
    ) -> Result<i64, ParseIntError> {
        let mut numbers = Vec::new_in(pad);
        for word in line.split_whitespace() {
            numbers.push(word.parse()?);
        }
        Ok(middle_of(&mut numbers))
    }

    /// Takes the scratchpad once, and passes it down.
    pub fn middle_of_lines_passed(
        text: &str,
    ) -> Result<i64, ParseIntError> {
        let mut pad = take();
        let mut middles = Vec::new_in(&pad);
        for line in text.lines() {
            middles.push(middle_in(&pad, line)?);
        }
        let middle = middle_of(&mut middles);
        drop(middles);
        pad.reset();
        put(pad);
        Ok(middle)
    }
    // ANCHOR_END: passed
}

/// Whoever takes the arena owns a value that puts it back.
pub mod guard {
    use super::middle_of;
    use bumpalo::Bump;
    use bumpalo::collections::Vec;
    use std::cell::Cell;
    use std::num::ParseIntError;
    use std::ops::Deref;

    // ANCHOR: guard
    thread_local! {
        static PAD: Cell<Option<Bump>> =
            const { Cell::new(None) };
    }

    /// This thread's arena, until it is dropped.
    pub struct Pad(Bump);

    impl Pad {
        /// A new arena, where the thread's is taken.
        pub fn take() -> Self {
            Self(PAD.take().unwrap_or_default())
        }
    }

    impl Drop for Pad {
        fn drop(&mut self) {
            let mut pad = std::mem::take(&mut self.0);
            pad.reset();
            PAD.set(Some(pad));
        }
    }

    impl Deref for Pad {
        type Target = Bump;

        fn deref(&self) -> &Bump {
            &self.0
        }
    }
    // ANCHOR_END: guard

    // ANCHOR: good_guard
    /// The number in the middle of a line, once sorted.
    pub fn middle(line: &str) -> Result<i64, ParseIntError> {
        let pad = Pad::take();
        let mut numbers = Vec::new_in(&pad);
        for word in line.split_whitespace() {
            numbers.push(word.parse()?);
        }
        Ok(middle_of(&mut numbers))
    }
    // ANCHOR_END: good_guard

    /// The middle of all lines' middles.
    pub fn middle_of_lines(
        text: &str,
    ) -> Result<i64, ParseIntError> {
        let pad = Pad::take();
        let mut middles = Vec::new_in(&pad);
        for line in text.lines() {
            middles.push(middle(line)?);
        }
        Ok(middle_of(&mut middles))
    }

    /// Takes the scratchpad once, and passes it down.
    pub fn middle_of_lines_passed(
        text: &str,
    ) -> Result<i64, ParseIntError> {
        let pad = Pad::take();
        let mut middles = Vec::new_in(&pad);
        for line in text.lines() {
            middles
                .push(super::option::middle_in(&pad, line)?);
        }
        Ok(middle_of(&mut middles))
    }
}
