//! How operations are drawn at random.

use crate::op::{
    At, Check, Clock, Damage, Edit, Flags, Foreign, OLD_WAYS, Op, Other, Part, Place, Save, Signal,
    WAYS, Way,
};
use crate::variants::{VARIANTS, Variant};
use proptest::prelude::*;
use proptest::sample::select;

/// Sequences of operations.
pub fn sequences() -> impl Strategy<Value = Vec<Op>> {
    proptest::collection::vec(op(), 1..=12)
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
        10 => save_during(),
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
    let ways: Vec<Way> = WAYS
        .into_iter()
        .filter(|way| *way != Way::SameStamp)
        .collect();
    let saves = proptest::collection::vec((variant(), select(ways)), 0..=2);
    let keys = proptest::collection::vec(select(vec!['l', 't', 'c', 'r']), 0..=2);
    (at(), any::<bool>(), saves, keys).prop_map(|(at, after_verdict, saves, keys)| Op::Watch {
        at,
        after_verdict,
        saves,
        keys,
    })
}

fn save_during() -> impl Strategy<Value = Op> {
    // What is built is read in the beginning of a check.
    let after_ms = prop_oneof![0..100_u32, 0..500_u32];
    let undo = proptest::option::of(select(OLD_WAYS.to_vec()));
    let parts = (check(), save(), after_ms, undo);
    parts.prop_map(|(check, save, after_ms, undo)| Op::SaveDuring {
        check,
        save,
        after_ms,
        undo,
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
        Damage::FifoForProgress,
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
