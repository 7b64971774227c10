//! Operations.

use crate::variants::Variant;

/// The index of an exercise.
pub type At = usize;

/// How a program puts new content in the place of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Empties the file and writes it.
    InPlace,
    /// Writes another file and renames it.
    Rename,
    /// Renames the old file to a backup, then writes a new one.
    Backup,
    /// Removes the old file, then writes a new one.
    Remove,
    /// Empties the file, and writes it a moment later.
    Slowly,
    /// Renames a file over it whose time is years ago, as `tar` and `rsync` do.
    Older,
    /// Writes it, and sets a time years ago, as `cp -p` does.
    OlderInPlace,
    /// A time that has not come yet.
    Newer,
    /// Keeps size and time.
    SameStamp,
    /// Puts a link to another file in its place.
    Link,
    /// Puts a link to another folder in the place of `src`.
    FolderLink,
}

pub const WAYS: [Way; 11] = [
    Way::InPlace,
    Way::Rename,
    Way::Backup,
    Way::Remove,
    Way::Slowly,
    Way::Older,
    Way::OlderInPlace,
    Way::Newer,
    Way::SameStamp,
    Way::Link,
    Way::FolderLink,
];

/// The ways that leave a time long past, or the time as it was.
pub const OLD_WAYS: [Way; 5] = [
    Way::Older,
    Way::OlderInPlace,
    Way::SameStamp,
    Way::Link,
    Way::FolderLink,
];

/// A new source for an exercise.
#[derive(Clone, Copy, Debug)]
pub struct Save {
    pub at: At,
    pub variant: Variant,
    pub way: Way,
}

/// Something done to the graded tests or the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    Comment,
    RenameTest,
    RemoveMain,
    BreakBaseline,
    Restore,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Exercises,
    Folder,
    Source,
    Tests,
    Graded,
    Bad,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    SwapFile,
    DsStore,
    Backup,
    Number,
    Hashes,
    EmacsLock,
    Dangling,
    Parent,
    Fifo,
    NotUtf8Name,
    NotText,
    HiddenFolder,
    Folder,
    CopyOfExercise,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Cargo's fingerprints are from the future.
    Fingerprints,
    /// All that was built is from the future.
    Target,
    /// The sources are from the future.
    Sources,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    NoArena,
    NoProgress,
    Truncated,
    Garbage,
    Emptied,
    ReadOnly,
    NoTests,
    GarbageTests,
    LockFolders,
    /// A file is where `.arena` should be.
    FileForArena,
    /// A folder is where the saved progress should be.
    FolderForProgress,
    FifoForProgress,
    /// Whatever was in the way is gone.
    Unblock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Fingerprints(At),
    Libraries(At),
    TestBinaries,
    Incremental,
    Contents,
    EmptyContents,
    Yardstick,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    Kill,
    Int,
    Term,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Flags {
    pub rerun: bool,
    pub strict: bool,
    pub no_speed: bool,
    pub human: bool,
    /// From inside an exercise's folder.
    pub inside: bool,
}

/// A check: of one exercise, or of all.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    pub at: Option<At>,
    pub flags: Flags,
}

/// A command that runs beside a check.
#[derive(Clone, Copy, Debug)]
pub enum Other {
    Check(Option<At>),
    Hint(At),
    Reset(At),
}

#[derive(Clone, Debug)]
pub enum Op {
    Save(Save),
    /// What was there before the last save, with a time long past: a backup is moved back.
    Undo(At, Way),
    Check(Check),
    /// The saves come after the first verdict, or as soon as it watches; then keys, then the end of
    /// input.
    Watch {
        at: At,
        after_verdict: bool,
        saves: Vec<(Variant, Way)>,
        keys: Vec<char>,
    },
    Hint(Option<At>),
    List,
    Next,
    Reset(At),
    Edit(At, Edit),
    Foreign(At, Place, Foreign),
    Clock(Clock),
    Damage(Damage),
    Target(Part),
    /// The folder of an exercise goes away, or comes back.
    Away(At),
    Back(At),
    Interrupt {
        check: Check,
        signal: Signal,
        after_ms: u32,
    },
    SaveDuring {
        check: Check,
        save: Save,
        after_ms: u32,
        /// Whether, and how, the save is undone after the check.
        undo: Option<Way>,
    },
    Two {
        check: Check,
        other: Other,
        after_ms: u32,
    },
}

impl Op {
    /// Its name in the counts.
    pub fn kind(&self) -> String {
        match self {
            Op::Save(save) => format!("save {:?}", save.way),
            Op::Undo(_, way) => format!("undo {way:?}"),
            Op::Check(_) => "check".to_owned(),
            Op::Watch { .. } => "watch".to_owned(),
            Op::Hint(_) => "hint".to_owned(),
            Op::List => "list".to_owned(),
            Op::Next => "next".to_owned(),
            Op::Reset(_) => "reset".to_owned(),
            Op::Edit(_, edit) => format!("edit {edit:?}"),
            Op::Foreign(_, _, kind) => format!("foreign {kind:?}"),
            Op::Clock(clock) => format!("clock {clock:?}"),
            Op::Damage(damage) => format!("damage {damage:?}"),
            Op::Target(part) => format!("target {part:?}"),
            Op::Away(_) => "away".to_owned(),
            Op::Back(_) => "back".to_owned(),
            Op::Interrupt { signal, .. } => format!("interrupt {signal:?}"),
            Op::SaveDuring { .. } => "save during a check".to_owned(),
            Op::Two { .. } => "two runners".to_owned(),
        }
    }

    /// Whether it is a fault: what no ordinary use would do, or only with bad luck.
    pub fn is_fault(&self) -> bool {
        match self {
            Op::Save(save) => matches!(
                save.way,
                Way::Older
                    | Way::OlderInPlace
                    | Way::Newer
                    | Way::SameStamp
                    | Way::Link
                    | Way::FolderLink
            ),
            Op::Edit(_, edit) => *edit != Edit::Restore,
            Op::Damage(damage) => *damage != Damage::Unblock,
            Op::Foreign(..)
            | Op::Undo(..)
            | Op::Clock(_)
            | Op::Target(_)
            | Op::Away(_)
            | Op::Interrupt { .. }
            | Op::SaveDuring { .. }
            | Op::Two { .. } => true,
            _ => false,
        }
    }
}
