//! The chapter "Evidence from the Roc compiler": designs of one
//! thread-local scratchpad, in the order of that compiler's
//! history, and a guard for something simpler. The code is ours;
//! the designs are theirs.

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

/// Files that include others, by name.
pub type Files<'f> =
    std::collections::HashMap<&'f str, &'f str>;

/// How many files are open is put right at the end.
pub mod counted {
    use super::Files;
    use std::cell::Cell;

    // ANCHOR: bad_nested
    /// No more files than this are open at once.
    const MOST: usize = 20;

    thread_local! {
        static N_OPEN: Cell<usize> = const { Cell::new(0) };
    }

    /// Lines of a file, with those of files it includes.
    pub fn length(
        files: &Files<'_>,
        name: &str,
    ) -> Option<usize> {
        if N_OPEN.get() == MOST {
            return None;
        }
        N_OPEN.set(N_OPEN.get() + 1);
        let mut n_lines = 0;
        for line in files.get(name)?.lines() {
            n_lines += match line.strip_prefix("include ") {
                Some(other) => length(files, other)?,
                None => 1,
            };
        }
        N_OPEN.set(N_OPEN.get() - 1);
        Some(n_lines)
    }
    // ANCHOR_END: bad_nested
}

/// How many files are open is put right on every way out.
pub mod guarded {
    use super::Files;
    use std::cell::Cell;

    // ANCHOR: good_nested
    /// No more files than this are open at once.
    const MOST: usize = 20;

    thread_local! {
        static N_OPEN: Cell<usize> = const { Cell::new(0) };
    }

    /// A file counts as open until this is dropped.
    struct Open;

    impl Open {
        fn one_more() -> Option<Self> {
            if N_OPEN.get() == MOST {
                return None;
            }
            N_OPEN.set(N_OPEN.get() + 1);
            Some(Self)
        }
    }

    impl Drop for Open {
        fn drop(&mut self) {
            N_OPEN.set(N_OPEN.get() - 1);
        }
    }

    /// Lines of a file, with those of files it includes.
    pub fn length(
        files: &Files<'_>,
        name: &str,
    ) -> Option<usize> {
        let _open = Open::one_more()?;
        let mut n_lines = 0;
        for line in files.get(name)?.lines() {
            n_lines += match line.strip_prefix("include ") {
                Some(other) => length(files, other)?,
                None => 1,
            };
        }
        Some(n_lines)
    }
    // ANCHOR_END: good_nested
}
