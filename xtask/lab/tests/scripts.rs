//! Scripts, and the lab's output. Addresses differ from run to run; sizes are the same on every 64-bit
//! system.
#![cfg(target_pointer_width = "64")]

use expect_test::{Expect, expect, expect_file};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Runs a script. Returns its exit code and its output, with `0x…` for addresses.
fn session(script: &str) -> (Option<i32>, String) {
    let mut lab = Command::new(env!("CARGO_BIN_EXE_lab"))
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the lab can be started");
    let mut stdin = lab.stdin.take().expect("it is a pipe");
    stdin.write_all(script.as_bytes()).expect("the lab reads");
    drop(stdin);
    let output = lab.wait_with_output().expect("it ends");
    let text = String::from_utf8(output.stdout).expect("the lab prints UTF-8");
    (output.status.code(), without_addresses(&text))
}

fn without_addresses(text: &str) -> String {
    let mut parts = text.split("0x");
    let mut stable = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        stable += "0x…";
        stable += part.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    stable
}

#[track_caller]
fn prints(script: &str, expected: &Expect) {
    let (code, text) = session(script);
    expected.assert_eq(&text);
    assert_eq!(code, Some(0));
}

#[test]
fn an_arena_asks_for_a_chunk_when_it_needs_one() {
    prints(
        "show\nalloc 24 8\nalloc 1\nalloc 8 8\nstr hello\nshow\nquit\n",
        &expect![[r#"
            lab › show
            There is no chunk: the arena is empty.
            The global allocator was asked for 0 chunks, 0 B in total; 0 went back to it.
            lab › alloc 24 8
            24 B at 0x…, where the finger is now; 424 B are free below it.
            The arena had no chunk yet: the global allocator was asked for a chunk of 496 B, of which 448 B are usable.
            lab › alloc 1
            1 B at 0x…, where the finger is now; 423 B are free below it.
            lab › alloc 8 8
            8 B at 0x…, where the finger is now, after 7 B of padding; 408 B are free below it.
            lab › str hello
            5 B of text at 0x…, where the finger is now; 403 B are free below it.
            lab › show
            chunk 1, the current one: 448 B usable; a character is 6 or 7 B
              .................................................................sa-aaaa
                                                                       finger ^
              values 38 B, padding 7 B, left behind 0 B, free 403 B

            a s values   . free   - padding   x left behind   ~ unused
            The global allocator was asked for 1 chunk, 496 B in total; 0 went back to it.
            lab › quit
            The arena is dropped, and with it 1 chunk: 496 B went back to the global allocator.
        "#]],
    );
}

#[test]
fn a_vector_grows_in_place_or_leaves_its_buffer_behind() {
    prints(
        "vec v u32\npush v 16\nstr between\npush v\nshow\nchunks\ndrop v\nchunks\n",
        &expect![[r#"
            lab › vec v u32
            v is an empty Vec<u32>: it allocates at the first push.
            lab › push v 16
            v holds 16 u32, and has room for 16 (64 B).
            It grew in place 4 times, as the last allocation: its start moved down each time, by 60 B in all, and its elements with it.
            The arena had no chunk yet: the global allocator was asked for a chunk of 496 B, of which 448 B are usable.
            lab › str between
            7 B of text at 0x…, where the finger is now; 377 B are free below it.
            lab › push v
            v holds 17 u32, and has room for 32 (128 B).
            It moved 1 time, and left its old buffer behind: 64 B.
            lab › show
            chunk 1, the current one: 448 B usable; a character is 6 or 7 B
              ........................................vvvvvvvvvvvvvvvvvvvvvsxxxxxxxxxx
                                              finger ^
              values 135 B, padding 1 B, left behind 64 B, free 248 B

            s v values   . free   - padding   x left behind   ~ unused
            The global allocator was asked for 1 chunk, 496 B in total; 0 went back to it.
            lab › chunks
              chunk  asked for  own footer  values  padding  left behind  free
                  1        496          48     135        1           64   248
            The global allocator was asked for 1 chunk, 496 B in total; 0 went back to it.
            lab › drop v
            v is dropped. It was the last allocation, so the finger moved back by 128 B.
            lab › chunks
              chunk  asked for  own footer  values  padding  left behind  free
                  1        496          48       7        1           64   376
            The global allocator was asked for 1 chunk, 496 B in total; 0 went back to it.
            The arena is dropped, and with it 1 chunk: 496 B went back to the global allocator.
        "#]],
    );
}

#[test]
fn dropping_the_last_allocation_returns_its_memory() {
    prints(
        "vec v u8 100\nvec w u64 2\ndrop v\ndrop w\nchunks\n",
        &expect![[r#"
            lab › vec v u8 100
            v is an empty Vec<u8> with room for 100: 100 B at 0x…, where the finger is now; 348 B are free below it.
            The arena had no chunk yet: the global allocator was asked for a chunk of 496 B, of which 448 B are usable.
            lab › vec w u64 2
            w is an empty Vec<u64> with room for 2: 16 B at 0x…, where the finger is now; 328 B are free below it.
            lab › drop v
            v is dropped. Its 100 B are left behind until the arena is reset: it was not the last allocation.
            lab › drop w
            w is dropped. It was the last allocation, so the finger moved back by 16 B.
            lab › chunks
              chunk  asked for  own footer  values  padding  left behind  free
                  1        496          48       0        4          100   344
            The global allocator was asked for 1 chunk, 496 B in total; 0 went back to it.
            The arena is dropped, and with it 1 chunk: 496 B went back to the global allocator.
        "#]],
    );
}

#[test]
fn a_reset_ends_vectors_and_keeps_the_current_chunk() {
    prints(
        "vec v u8\nvec w u8\nalloc 100 1 9\nreset\nchunks\n# once more\nreset\n",
        &expect![[r#"
            lab › vec v u8
            v is an empty Vec<u8>: it allocates at the first push.
            lab › vec w u8
            w is an empty Vec<u8>: it allocates at the first push.
            lab › alloc 100 1 9
            9 blocks of 100 B at 0x…, where the finger is now; 460 B are free below it.
            On the way, the global allocator was asked for 2 chunks: 496 B, 1 008 B.
            lab › reset
            v, w are dropped first: a vector borrows the arena, and this takes `&mut`.
            All values are forgotten at once. Of 2 chunks, the current one is kept (960 B): the finger is back at its end. 496 B went back to the global allocator, in 1 call.
            lab › chunks
              chunk  asked for  own footer  values  padding  left behind  free
                  1      1 008          48       0        0            0   960
            The global allocator was asked for 2 chunks, 1 504 B in total; 1 went back to it.
            lab › # once more
            lab › reset
            All values are forgotten at once. Of 1 chunk, the current one is kept (960 B): the finger is back at its end. Nothing went back to the global allocator.
            The arena is dropped, and with it 1 chunk: 1 008 B went back to the global allocator.
        "#]],
    );
}

#[test]
fn a_refusal_by_the_limit_is_not_an_error() {
    prints(
        "limit 4K\nalloc 1K 1 5\nvec v u64\npush v 500\nlimit off\npush v 500\n",
        &expect![[r#"
            lab › limit 4K
            All chunks together may have 4 096 B usable; they have 0 B.
            lab › alloc 1K 1 5
            2 blocks of 1 024 B at 0x…, where the finger is now; 960 B are free below it.
            On the way, the global allocator was asked for 2 chunks: 2 032 B, 2 032 B.
            Refused: no chunk that is large enough fits under the limit. The limit is 4 096 B, and the chunks already have 3 968 B usable.
            lab › vec v u64
            v is an empty Vec<u64>: it allocates at the first push.
            lab › push v 500
            v holds 64 u64, and has room for 64 (512 B).
            It grew in place 6 times, as the last allocation: its start moved down each time, by 504 B in all, and its elements with it.
            Then it could not grow; `push` would have panicked. Refused: no chunk that is large enough fits under the limit. The limit is 4 096 B, and the chunks already have 3 968 B usable.
            lab › limit off
            There is no limit.
            lab › push v 500
            v holds 564 u64, and has room for 1024 (8 192 B).
            It grew in place 1 time, as the last allocation: its start moved down by 1 024 B, and its 128 elements with it.
            It moved 3 times, and left its old buffers behind: 512 B, 2 048 B, 4 096 B.
            On the way, the global allocator was asked for 3 chunks: 4 080 B, 8 176 B, 16 368 B.
            The arena is dropped, and with it 5 chunks: 32 688 B went back to the global allocator.
        "#]],
    );
}

#[test]
fn a_capacity_is_allocated_at_once() {
    prints(
        "new 64K\nalloc 1 1 65536\nchunks\nalloc 0\n",
        &expect![[r#"
            lab › new 64K
            A new arena, with a chunk: the global allocator was asked for 69 616 B, of which 69 568 B are usable.
            lab › alloc 1 1 65536
            65 536 blocks of 1 B at 0x…, where the finger is now; 4 032 B are free below it.
            lab › chunks
              chunk  asked for  own footer  values  padding  left behind   free
                  1     69 616          48  65 536        0            0  4 032
            The global allocator was asked for 1 chunk, 69 616 B in total; 0 went back to it.
            lab › alloc 0
            0 B take no memory: the finger does not move.
            The arena is dropped, and with it 1 chunk: 69 616 B went back to the global allocator.
        "#]],
    );
}

#[test]
fn the_tour_runs_through_in_a_script() {
    let (code, text) = session("tour\nalloc 1\n");
    assert_eq!(code, Some(0));
    expect_file!["tour.txt"].assert_eq(&text);
}

#[test]
fn a_wrong_line_is_reported_and_the_rest_is_executed() {
    let (code, text) = session("aloc 24\nalloc 3 3\npush v\nalloc 99999999\nalloc 4\n");
    assert_eq!(code, Some(2));
    expect![[r#"
        lab › aloc 24
        there is no command `aloc`; `help` lists them
        lab › alloc 3 3
        an alignment is a power of two, at most 4096 here; 3 is not
        lab › push v
        there is no vector `v`; make one with `vec v u32`
        lab › alloc 99999999
        99999999 is more than the lab has room for (64M)
        lab › alloc 4
        4 B at 0x…, where the finger is now; 444 B are free below it.
        The arena had no chunk yet: the global allocator was asked for a chunk of 496 B, of which 448 B are usable.
        The arena is dropped, and with it 1 chunk: 496 B went back to the global allocator.
    "#]]
    .assert_eq(&text);
}

#[test]
fn the_help_lists_the_commands() {
    prints(
        "help\n",
        &expect![[r#"
            lab › help
              alloc SIZE [ALIGN [COUNT]] raw memory: alloc 24 8, or 100 times: alloc 24 8 100
              str TEXT                   a copy of the text: str hello
              vec NAME TYPE [CAPACITY]   a vector that lives in the arena: vec v u32
              push NAME [COUNT]          numbers into a vector: push v 100
              drop NAME                  drop a vector before the arena is dropped
              show                       draw the chunks: values, finger, padding, what is left behind
              chunks                     the chunks as a table
              reset                      forget all values, and keep the current chunk
              new [CAPACITY]             another arena; with a capacity: new 64K
              limit SIZE | limit off     the most bytes in all chunks together: limit 64K
              tour                       a guided tour, in eight steps
              help                       this list
              quit                       leave
        "#]],
    );
}
