//! Operations as shell commands. The test runs these commands, so the script of a failure is what
//! the test did.

use crate::model::Model;
use crate::op::{
    At, Check, Clock, Damage, Edit, Foreign, Op, Other, Part, Place, Save, Signal, Way,
};
use crate::variants::{EXERCISES, Variant, version};

/// A time in a year that is long past or has not come, and different for each save.
fn time(year: usize, count: usize) -> String {
    format!("{year}{:02}{:02}0000", 1 + count / 28 % 12, 1 + count % 28)
}

/// What the commands use. `run` runs the runner to its end, and keeps what it printed and its exit
/// code; `start` and `finish` do the same for one that runs beside others.
pub const FUNCTIONS: &str = r#"keep() { echo "$2" >"$OUT/$1.code"; cat "$OUT/$1.out" "$OUT/$1.err"; echo "exit code $2"; }
run() { name=$1; shift; echo "\$ cargo xtask $*"; "$RUNNER" "$@" >"$OUT/$name.out" 2>"$OUT/$name.err"; keep "$name" $?; }
start() { name=$1; shift; echo "\$ cargo xtask $* &"; "$RUNNER" "$@" >"$OUT/$name.out" 2>"$OUT/$name.err" & pid=$!; }
finish() { wait "$2"; keep "$1" $?; }
# Waits up to 10 s until this many lines of a file have this beginning.
wait_for() { n=0; while [ "$(grep -c "^$2" "$1" 2>/dev/null)" -lt "$3" ] && [ $n -lt 200 ]; do sleep 0.05; n=$((n + 1)); done; }
"#;

/// The commands of an operation that the model admits.
pub fn commands(op: &Op, model: &Model) -> String {
    match op {
        Op::Save(save) => replace(*save, model.count * 4),
        Op::Undo(at, way) => replace(model.undo(*at, *way), model.count * 4),
        Op::Check(check) => checked("run a", *check),
        Op::Watch {
            at,
            after_verdict,
            saves,
            keys,
        } => watch(model, *at, *after_verdict, saves, keys),
        Op::Hint(None) => "run a hint --step 2".to_owned(),
        Op::Hint(Some(at)) => format!("run a hint {} 2", EXERCISES[*at].id),
        Op::List => "run a list".to_owned(),
        Op::Next => "run a next".to_owned(),
        Op::Reset(at) => format!("run a reset {} --yes", EXERCISES[*at].id),
        Op::Edit(at, edit) => edited(*at, *edit, model.count * 4),
        Op::Foreign(at, place, kind) => foreign(*at, *place, *kind),
        Op::Clock(clock) => clocked(*clock).to_owned(),
        Op::Damage(damage) => damaged(*damage, model),
        Op::Target(part) => without(*part),
        Op::Away(at) => format!("mv {} away-{at}", EXERCISES[*at].folder),
        Op::Back(at) => format!("mv away-{at} {}", EXERCISES[*at].folder),
        Op::Interrupt {
            check,
            signal,
            after_ms,
        } => {
            let signal = match signal {
                Signal::Kill => "KILL",
                Signal::Int => "INT",
                Signal::Term => "TERM",
            };
            let start = checked("start a", *check);
            let pause = pause(*after_ms);
            format!("{start}\n{pause}\nkill -{signal} $pid\nfinish a $pid")
        }
        Op::SaveDuring {
            check,
            save,
            after_ms,
            undo,
        } => {
            let start = checked("start a", *check);
            let (pause, saving) = (pause(*after_ms), replace(*save, model.count * 4));
            let undo = undo.map_or(String::new(), |way| {
                // What the save replaces.
                let variant = model.exercises[save.at].source;
                let before = Save {
                    variant,
                    way,
                    ..*save
                };
                format!("\n{}", replace(before, model.count * 4 + 1))
            });
            format!("{start}\n{pause}\n{saving}\nfinish a $pid{undo}")
        }
        Op::Two {
            check,
            other,
            after_ms,
        } => {
            let start = checked("start a", *check);
            let other = match other {
                Other::Check(at) => checked(
                    "start b",
                    Check {
                        at: *at,
                        ..Check::plain()
                    },
                ),
                Other::Hint(at) => format!("start b hint {} 2", EXERCISES[*at].id),
                Other::Reset(at) => format!("start b reset {} --yes", EXERCISES[*at].id),
            };
            let pause = pause(*after_ms);
            format!("{start}\na=$pid\n{pause}\n{other}\nfinish b $pid\nfinish a $a")
        }
    }
}

fn pause(ms: u32) -> String {
    format!("sleep {}.{:03}", ms / 1_000, ms % 1_000)
}

impl Check {
    /// A check of everything, reported as JSON.
    pub fn plain() -> Self {
        Self {
            at: None,
            flags: crate::op::Flags::default(),
        }
    }
}

/// A check, with the function that starts it.
fn checked(function: &str, check: Check) -> String {
    let Check { at, flags } = check;
    let mut command = format!("{function} check");
    if let Some(at) = at {
        let word = if flags.rerun {
            EXERCISES[at].number
        } else {
            EXERCISES[at].id
        };
        command += &format!(" {word}");
    }
    for (flag, is_given) in [
        (" --rerun", flags.rerun),
        (" --strict", flags.strict),
        (" --no-speed", flags.no_speed),
        (" --format json", !flags.human),
    ] {
        if is_given {
            command += flag;
        }
    }
    match flags.inside {
        // Not in brackets: what is started must be a child of this shell.
        true => format!("cd exercises\n{command}\ncd .."),
        false => command,
    }
}

fn watch(
    model: &Model,
    at: At,
    after_verdict: bool,
    saves: &[(Variant, Way)],
    keys: &[char],
) -> String {
    let id = EXERCISES[at].id;
    let mut input = String::new();
    if !model.is_broken() {
        let line = if after_verdict {
            format!("{id}: ")
        } else {
            "watching ".to_owned()
        };
        input += &format!("  wait_for \"$OUT/a.out\" '{line}' 1\n");
        let mut source = model.exercises[at].source;
        let mut n_seen = 0;
        for (n, (variant, way)) in saves.iter().enumerate() {
            let save = Save {
                at,
                variant: *variant,
                way: *way,
            };
            // Each save has a time of its own.
            for line in replace(save, model.count * 4 + n).lines() {
                input += &format!("  {line}\n");
            }
            if (source, *variant) != (Variant::Missing, Variant::Missing) {
                n_seen += 1;
                input += &format!("  wait_for \"$OUT/a.out\" 'saved ' {n_seen}\n");
            }
            source = *variant;
        }
        for key in keys {
            input += &format!("  echo {key}\n");
        }
    }
    format!(": >\"$OUT/a.out\"\n{{\n{input}  :\n}} | run a watch {id}")
}

fn source(at: At) -> String {
    format!("{}/src/lib.rs", EXERCISES[at].folder)
}

fn replace(save: Save, count: usize) -> String {
    let file = source(save.at);
    match save.variant {
        Variant::Missing => format!("rm -f {file}"),
        variant => put(&variant.file(&EXERCISES[save.at]), &file, save.way, count),
    }
}

/// Commands that put the content of `new` in the place of `file`.
fn put(new: &str, file: &str, way: Way, count: usize) -> String {
    let (old, new_time) = (time(2020, count), time(2034, count));
    match way {
        Way::InPlace => format!("cat {new} >{file}"),
        Way::Rename => format!("cp {new} {file}.tmp && mv -f {file}.tmp {file}"),
        Way::Backup => format!("[ ! -e {file} ] || mv -f {file} {file}~\ncp {new} {file}"),
        Way::Remove => format!("rm -f {file}\ncp {new} {file}"),
        Way::Slowly => format!(": >{file}\nsleep 0.1\ncat {new} >{file}"),
        Way::Older => {
            format!("cp {new} {file}.tmp && touch -t {old} {file}.tmp && mv -f {file}.tmp {file}")
        }
        Way::OlderInPlace => format!("cat {new} >{file} && touch -t {old} {file}"),
        Way::Newer => format!("cat {new} >{file} && touch -t {new_time} {file}"),
        Way::SameStamp => format!(
            "touch -r {file} \"$OUT/stamp\" 2>/dev/null || touch \"$OUT/stamp\"\n\
             cat {new} >{file} && touch -r \"$OUT/stamp\" {file}"
        ),
        Way::Link => {
            let other = format!("elsewhere/{count}.rs");
            format!(
                "mkdir -p elsewhere && cp {new} {other} && touch -t {old} {other}\n\
                 ln -sfn \"$PWD/{other}\" {file}"
            )
        }
        Way::FolderLink => {
            let folder = file.trim_end_matches("/lib.rs");
            let other = format!("elsewhere/{count}");
            format!(
                "mkdir -p {other} && cp {new} {other}/lib.rs && touch -t {old} {other}/lib.rs\n\
                 rm -rf {folder} && ln -s \"$PWD/{other}\" {folder}"
            )
        }
    }
}

fn edited(at: At, edit: Edit, count: usize) -> String {
    let exercise = &EXERCISES[at];
    let folder = exercise.folder;
    let ways = [Way::InPlace, Way::Older, Way::Rename, Way::OlderInPlace];
    let put = |name: &str, file: &str| {
        let way = ways[count / 4 % ways.len()];
        put(
            &version(exercise, name),
            &format!("{folder}/{file}"),
            way,
            count,
        )
    };
    let first = "tests/graded/step1_answers.rs";
    let main = "tests/graded/main.rs";
    match edit {
        Edit::Comment => put("step1_commented", first),
        Edit::RenameTest => put("step1_renamed", first),
        Edit::RemoveMain => format!("rm -f {folder}/{main}"),
        Edit::BreakBaseline => put("syntax", "bad/lib.rs"),
        Edit::Restore => [
            put("step1", first),
            put("main", main),
            put("bad", "bad/lib.rs"),
        ]
        .join("\n"),
    }
}

fn foreign(at: At, place: Place, kind: Foreign) -> String {
    let folder = EXERCISES[at].folder;
    let folder = match place {
        Place::Exercises => "exercises".to_owned(),
        Place::Folder => folder.to_owned(),
        Place::Source => format!("{folder}/src"),
        Place::Tests => format!("{folder}/tests"),
        Place::Graded => format!("{folder}/tests/graded"),
        Place::Bad => format!("{folder}/bad"),
    };
    let bytes = |name: &str| format!("printf '\\377\\376\\000binary' >{folder}/{name}");
    match kind {
        Foreign::SwapFile => bytes(".main.rs.swp"),
        Foreign::DsStore => bytes(".DS_Store"),
        Foreign::Backup => bytes("old.rs~"),
        Foreign::Number => bytes("4913"),
        Foreign::Hashes => bytes("'#lib.rs#'"),
        Foreign::EmacsLock => format!("ln -sfn me@host.1:2 '{folder}/.#lib.rs'"),
        Foreign::Dangling => format!("ln -sfn gone {folder}/dangling"),
        Foreign::Parent => format!("ln -sfn .. {folder}/up"),
        Foreign::Fifo => format!("mkfifo {folder}/pipe 2>/dev/null || :"),
        Foreign::NotUtf8Name => format!("echo x >{folder}/\"$(printf 'odd\\377')\""),
        Foreign::NotText => bytes("notes.bin"),
        Foreign::HiddenFolder => {
            format!("mkdir -p {folder}/.vscode && echo '{{}}' >{folder}/.vscode/settings.json")
        }
        Foreign::Folder => {
            format!("mkdir -p {folder}/notes && echo 'Ask.' >{folder}/notes/monday.md")
        }
        // A crate of the same name.
        Foreign::CopyOfExercise => {
            let copy = format!("{}_old", EXERCISES[at].folder);
            format!(
                "[ -d {copy} ] || [ ! -d {0} ] || cp -R {0} {copy}",
                EXERCISES[at].folder
            )
        }
    }
}

fn clocked(clock: Clock) -> &'static str {
    match clock {
        Clock::Fingerprints => {
            "find target/check -path '*fingerprint*' -type f -exec touch -t 203501010000 {} +"
        }
        Clock::Target => "find target/check -type f -exec touch -t 203501010000 {} +",
        Clock::Sources => "find exercises/ -name '*.rs' -type f -exec touch -t 203501010000 {} +",
    }
}

fn damaged(damage: Damage, model: &Model) -> String {
    let file = ".arena/progress.json";
    match damage {
        Damage::NoArena => "rm -rf .arena".to_owned(),
        Damage::NoProgress => format!("rm -f {file}"),
        Damage::Truncated => {
            format!("head -c 40 {file} >\"$OUT/half\" && cat \"$OUT/half\" >{file}")
        }
        Damage::Garbage => format!("mkdir -p .arena && printf '\\000\\377{{}}' >{file}"),
        Damage::Emptied => format!("mkdir -p .arena && : >{file}"),
        Damage::ReadOnly => format!("chmod 444 {file}"),
        Damage::NoTests => "rm -f .arena/tests.json".to_owned(),
        Damage::GarbageTests => "mkdir -p .arena && echo '{{' >.arena/tests.json".to_owned(),
        Damage::LockFolders => {
            let locks = "progress.lock tests.lock measure.lock";
            format!("mkdir -p .arena && cd .arena && rm -rf {locks} && mkdir {locks}; cd ..")
        }
        Damage::FileForArena => {
            "rm -rf aside && { [ ! -e .arena ] || mv .arena aside; }\n: >.arena".to_owned()
        }
        Damage::FolderForProgress => format!("rm -f {file} && mkdir -p {file}"),
        Damage::FifoForProgress => format!("mkdir -p .arena && rm -f {file} && mkfifo {file}"),
        Damage::Unblock => match model.block {
            Some(Damage::FileForArena) => {
                "rm -f .arena && { [ ! -e aside ] || mv aside .arena; }".to_owned()
            }
            _ => format!("rm -rf {file}"),
        },
    }
}

fn without(part: Part) -> String {
    let debug = "target/check/debug";
    match part {
        Part::Fingerprints(at) => format!("rm -rf {debug}/.fingerprint/{}-*", EXERCISES[at].id),
        Part::Libraries(at) => format!("rm -f {debug}/deps/lib{}*", EXERCISES[at].library),
        Part::TestBinaries => format!("rm -f {debug}/deps/graded-*"),
        Part::Incremental => format!("rm -rf {debug}/incremental"),
        Part::Contents => "rm -rf target/check/contents".to_owned(),
        Part::EmptyContents => "for f in target/check/contents/*; do : >\"$f\"; done".to_owned(),
        Part::Yardstick => format!("rm -f {debug}/deps/libyardstick-*"),
    }
}
