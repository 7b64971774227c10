//! Operations, and how they are drawn at random.

use crate::variants::{VARIANTS, Variant};
use proptest::prelude::*;
use proptest::sample::select;

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
const OLD_WAYS: [Way; 5] = [
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
                Way::Older | Way::OlderInPlace | Way::Newer | Way::SameStamp | Way::Link | Way::FolderLink
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

/// Sequences of operations.
pub fn sequences() -> impl Strategy<Value = Vec<Op>> {
    proptest::collection::vec(op(), 3..=10)
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        24 => save().prop_map(Op::Save),
        7 => (at(), select(OLD_WAYS.to_vec())).prop_map(|(at, way)| Op::Undo(at, way)),
        16 => check().prop_map(Op::Check),
        6 => watch(),
        4 => proptest::option::of(at()).prop_map(Op::Hint),
        2 => Just(Op::List),
        2 => Just(Op::Next),
        4 => at().prop_map(Op::Reset),
        7 => (at(), edit()).prop_map(|(at, edit)| Op::Edit(at, edit)),
        8 => (at(), place(), foreign()).prop_map(|(at, place, kind)| Op::Foreign(at, place, kind)),
        5 => select(vec![Clock::Fingerprints, Clock::Target, Clock::Sources]).prop_map(Op::Clock),
        8 => damage().prop_map(Op::Damage),
        5 => part().prop_map(Op::Target),
        2 => at().prop_map(Op::Away),
        3 => at().prop_map(Op::Back),
        10 => (check(), signal(), 0..700_u32)
            .prop_map(|(check, signal, after_ms)| Op::Interrupt { check, signal, after_ms }),
        8 => (check(), save(), 0..500_u32)
            .prop_map(|(check, save, after_ms)| Op::SaveDuring { check, save, after_ms }),
        8 => (check(), other(), 0..300_u32)
            .prop_map(|(check, other, after_ms)| Op::Two { check, other, after_ms }),
    ]
}

fn at() -> impl Strategy<Value = At> {
    0..2_usize
}

fn way() -> impl Strategy<Value = Way> {
    select(WAYS.to_vec())
}

fn variant() -> impl Strategy<Value = Variant> {
    // Passing and failing are what most faults confuse.
    prop_oneof![
        3 => select(VARIANTS[..3].to_vec()),
        2 => select(VARIANTS.to_vec()),
    ]
}

fn save() -> impl Strategy<Value = Save> {
    (at(), variant(), way()).prop_map(|(at, variant, way)| Save { at, variant, way })
}

fn check() -> impl Strategy<Value = Check> {
    let rarely = || proptest::bool::weighted(0.25);
    let flags = (rarely(), rarely(), rarely(), rarely(), rarely());
    let flags = flags.prop_map(|(rerun, strict, no_speed, human, inside)| Flags {
        rerun,
        strict,
        no_speed,
        human,
        inside,
    });
    (proptest::option::of(at()), flags).prop_map(|(at, flags)| Check { at, flags })
}

fn watch() -> impl Strategy<Value = Op> {
    // A watch goes by size and time, so a save that keeps both is left to the next check.
    let ways: Vec<Way> = WAYS.into_iter().filter(|way| *way != Way::SameStamp).collect();
    let saves = proptest::collection::vec((variant(), select(ways)), 0..=2);
    let keys = proptest::collection::vec(select(vec!['l', 'h', 'c', 'r']), 0..=2);
    (at(), any::<bool>(), saves, keys).prop_map(|(at, after_verdict, saves, keys)| Op::Watch {
        at,
        after_verdict,
        saves,
        keys,
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    select(vec![
        Edit::Restore,
        Edit::Comment,
        Edit::RenameTest,
        Edit::RemoveMain,
        Edit::BreakBaseline,
    ])
}

fn place() -> impl Strategy<Value = Place> {
    select(vec![
        Place::Exercises,
        Place::Folder,
        Place::Source,
        Place::Tests,
        Place::Graded,
        Place::Bad,
    ])
}

fn foreign() -> impl Strategy<Value = Foreign> {
    let mut kinds = vec![
        Foreign::SwapFile,
        Foreign::DsStore,
        Foreign::Backup,
        Foreign::Number,
        Foreign::Hashes,
        Foreign::EmacsLock,
        Foreign::Dangling,
        Foreign::Parent,
        Foreign::Fifo,
        Foreign::NotText,
        Foreign::HiddenFolder,
        Foreign::Folder,
        Foreign::CopyOfExercise,
    ];
    // Elsewhere, file systems refuse such names.
    if cfg!(target_os = "linux") {
        kinds.push(Foreign::NotUtf8Name);
    }
    select(kinds)
}

fn damage() -> impl Strategy<Value = Damage> {
    select(vec![
        Damage::NoArena,
        Damage::NoProgress,
        Damage::Truncated,
        Damage::Garbage,
        Damage::Emptied,
        Damage::ReadOnly,
        Damage::NoTests,
        Damage::GarbageTests,
        Damage::LockFolders,
        Damage::FileForArena,
        Damage::FolderForProgress,
        // TEMP Damage::FifoForProgress,
        Damage::Unblock,
        Damage::Unblock,
    ])
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        3 => at().prop_map(Part::Fingerprints),
        3 => at().prop_map(Part::Libraries),
        2 => Just(Part::TestBinaries),
        2 => Just(Part::Incremental),
        3 => Just(Part::Contents),
        3 => Just(Part::EmptyContents),
        1 => Just(Part::Yardstick),
    ]
}

fn signal() -> impl Strategy<Value = Signal> {
    select(vec![Signal::Kill, Signal::Kill, Signal::Int, Signal::Term])
}

fn other() -> impl Strategy<Value = Other> {
    prop_oneof![
        2 => proptest::option::of(at()).prop_map(Other::Check),
        1 => at().prop_map(Other::Hint),
        1 => at().prop_map(Other::Reset),
    ]
}
