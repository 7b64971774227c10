//! Records what two figures of the book show: which drops run, and where a reset compiles.
//! `UPDATE_EXPECT=1 cargo test -p listings figures` writes the files anew.

use bumpalo::Bump;
use bumpalo::boxed::Box as ArenaBox;
use bumpalo::collections::Vec as ArenaVec;
use expect_test::expect_file;
use std::cell::Cell;
use yardstick::compiler::Snippet;

/// Owns text on the heap.
struct User<'c> {
    _name: String,
    drops: &'c Cell<u32>,
}

impl Drop for User<'_> {
    fn drop(&mut self) {
        self.drops.set(self.drops.get() + 1);
    }
}

/// A place for a user: its name in the text, the variable, what is in the arena, and the code.
/// The variable ends with the code.
type Case = (
    &'static str,
    &'static str,
    &'static [&'static str],
    fn(&Bump, User<'_>),
);

const CASES: [Case; 5] = [
    (
        "`arena.alloc(user)`",
        "&User",
        &["User"],
        |arena, user| {
            let _yours = arena.alloc(user);
        },
    ),
    (
        "a `bumpalo::boxed::Box`, itself in `arena.alloc`",
        "&Box",
        &["Box", "User"],
        |arena, user| {
            let boxed = ArenaBox::new_in(user, arena);
            let _yours = arena.alloc(boxed);
        },
    ),
    (
        "a `bumpalo::collections::Vec`, turned into a slice by `into_bump_slice`",
        "&[User]",
        &["User"],
        |arena, user| {
            let mut users = ArenaVec::new_in(arena);
            users.push(user);
            let _yours = users.into_bump_slice();
        },
    ),
    (
        "a `bumpalo::boxed::Box` that you own",
        "Box",
        &["User"],
        |arena, user| {
            let _yours = ArenaBox::new_in(user, arena);
        },
    ),
    (
        "a `bumpalo::collections::Vec` that you own",
        "Vec",
        &["User"],
        |arena, user| {
            let mut yours = ArenaVec::new_in(arena);
            yours.push(user);
        },
    ),
];

#[test]
fn owners_decide_which_drops_run() {
    let cases = CASES.map(|(name, yours, in_arena, keep)| {
        let drops = Cell::new(0);
        let (before_the_arena_goes, usage) =
            yardstick::measure(|| {
                let arena = Bump::new();
                let user = User {
                    _name: "Ada".to_owned(),
                    drops: &drops,
                };
                keep(&arena, user);
                drops.get()
            });
        assert_eq!(drops.get(), before_the_arena_goes);
        format!(
            "{{\"name\":\"{name}\",\"yours\":\"{yours}\",\"in_arena\":{in_arena:?},\"dropped\":{},\"left\":{}}}",
            before_the_arena_goes > 0,
            usage.live
        )
    });
    expect_file!["../../recorded/owners.json"]
        .assert_eq(&format!("[\n{}\n]\n", cases.join(",\n")));
}

/// Where a reset may be tried in each of `LOOPS`.
const PLACES: [&str; 5] = [
    "before the loop",
    "before the vector is filled",
    "while the words are in use",
    "after the last use of the words",
    "after the loop",
];

/// A loop: its name, its lines with the numbers of `PLACES` between them, where the compiler
/// refuses a reset, and why it is just there.
type Loop =
    (&'static str, &'static str, [bool; 5], &'static str);

const LOOPS: [Loop; 3] = [
    (
        "`std`'s vector, made once and cleared",
        "let mut words = Vec::new();\n0\nfor page in pages {\n1\n    words.extend(copies(arena, page));\n2\n    \
         println!(\"{words:?}\");\n    words.clear();\n3\n}\n4",
        [false, true, true, true, false],
        "The next round uses it, so the borrow goes round the loop.",
    ),
    (
        "`std`'s vector, made in the loop",
        "0\nfor page in pages {\n    let mut words = Vec::new();\n1\n    words.extend(copies(arena, page));\n2\n    \
         println!(\"{words:?}\");\n3\n}\n4",
        [false, false, true, false, false],
        "The borrow ends with the last use.",
    ),
    (
        "An arena's vector, made in the loop",
        "0\nfor page in pages {\n    let mut words = Vec::new_in(arena);\n1\n    words.extend(copies(arena, page));\n2\n    \
         println!(\"{words:?}\");\n3\n}\n4",
        [false, true, true, true, false],
        "It has a `Drop`, which uses it at the end of the body.",
    ),
];

/// The loop with a reset at one place.
fn with_reset(code: &str, place: usize) -> Snippet {
    let body = code.lines().map(|line| {
        match line.parse::<usize>() {
            Ok(here) if place == here => "arena.reset();",
            Ok(_) => "",
            Err(_) => line,
        }
    });
    let body: Vec<_> = body.collect();
    let vector = if code.contains("new_in") {
        "use bumpalo::collections::Vec;"
    } else {
        ""
    };
    let name = std::any::type_name_of_val(
        &listings::scratch::copies,
    );
    Snippet::using(name).source(&format!(
        "use listings::{{bumpalo, bumpalo::Bump, scratch::copies}};\n{vector}\n\
         pub fn show(arena: &mut Bump, pages: &[&[&str]]) {{\n{}\n}}\n",
        body.join("\n")
    ))
}

#[test]
fn a_reset_compiles_where_no_borrow_crosses_it() {
    for (name, code, refused, _) in LOOPS {
        for (place, refused) in
            refused.into_iter().enumerate()
        {
            println!("{name}: {}", PLACES[place]);
            let snippet = with_reset(code, place);
            if refused {
                snippet.assert_fails_with("E0502");
            } else {
                snippet.assert_compiles();
            }
        }
    }
    let loops = LOOPS.map(|(name, code, refused, why)| {
        format!(
            "{{\"name\":{name:?},\"code\":{code:?},\"refused\":{refused:?},\"why\":{why:?}}}"
        )
    });
    expect_file!["../../recorded/borrows.json"].assert_eq(
        &format!(
            "{{\"places\":{PLACES:?},\"loops\":[\n{}\n]}}\n",
            loops.join(",\n")
        ),
    );
}
