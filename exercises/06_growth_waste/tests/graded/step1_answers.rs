//! Every log gives the same columns as before. The starter passes this step; keep it passing.
//!
//! `Log`, `Remark` and `Malformed` stay as they are.
//! Before moving on: in which order do the pushes of four rows reach the arena, and which of them
//! make a vector grow?

use bumpalo::Bump;
use fastrand::Rng;
use growth_waste::{Log, Malformed, read};

use super::{logs, unusual};

/// The contents of a log as plain values: yours and Bad's have different types.
macro_rules! columns {
    ($read:path, $source:expr) => {{
        let arena = Bump::new();
        $read(&arena, $source)
            .map(|log| {
                let remarks: Vec<(usize, String)> = log
                    .remarks
                    .iter()
                    .map(|remark| (remark.row, remark.text.to_owned()))
                    .collect();
                (log.minutes.to_vec(), log.levels.to_vec(), remarks)
            })
            .map_err(|malformed| malformed.line)
    }};
}

#[test]
fn a_log_becomes_columns() {
    let source = "minute,level,remark\n\
                  0,1130,\n\
                  10,-45,\"ice, \"\"thick\"\"\"\n\
                  20,7,low, and falling\n\
                  30,8,\"\"\n";
    let arena = Bump::new();
    let log = read(&arena, source).expect("a log of four readings");
    assert_eq!(log.minutes, [0, 10, 20, 30], "minutes");
    assert_eq!(log.levels, [1130, -45, 7, 8], "levels");
    let remarks: Vec<(usize, &str)> = log
        .remarks
        .iter()
        .map(|remark| (remark.row, remark.text))
        .collect();
    let expected = [(1, "ice, \"thick\""), (2, "low, and falling"), (3, "")];
    assert_eq!(remarks, expected, "remarks");
}

#[test]
fn random_logs_give_the_same_columns_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for n_rows in 0..yardstick::size(80, 6) {
        let source = logs::log(&mut rng, n_rows, n_rows % 5);
        let (yours, bad) = (columns!(read, &source), columns!(bad::read, &source));
        assert_eq!(
            yours, bad,
            "minutes, levels and remarks (seed {seed}) of\n{source}"
        );
    }
}

/// A log may have any number of rows. A stack has no room for them, and this one is small.
#[test]
fn a_log_may_have_very_many_rows() {
    const STACK: usize = 128 << 10;
    const N_ROWS: usize = yardstick::size(yardstick::thorough(8_000, 150_000), 20);
    let source = format!("minute,level,remark\n{}", "20,1130,ice\n".repeat(N_ROWS));
    let lengths = yardstick::on_a_small_stack(STACK, || {
        let arena = Bump::new();
        let columns = |log: Log<'_>| (log.minutes.len(), log.levels.len(), log.remarks.len());
        read(&arena, &source).map(columns)
    });
    assert_eq!(
        lengths,
        Ok((N_ROWS, N_ROWS, N_ROWS)),
        "how many minutes, levels and remarks there are in a log of {N_ROWS} rows"
    );
}

#[test]
fn damaged_logs_are_judged_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..yardstick::size(300, 5) {
        let mut source = logs::log(&mut rng, 12, 2);
        for _ in 0..rng.usize(1..3) {
            let place = rng.usize(..source.len());
            let to = *rng.choice(b"\n,\"-x0").unwrap_or(&b' ');
            source.replace_range(place..=place, &char::from(to).to_string());
        }
        let (yours, bad) = (columns!(read, &source), columns!(bad::read, &source));
        assert_eq!(
            yours, bad,
            "columns, or the line of the error (seed {seed}), for\n{source}"
        );
    }
}

#[test]
fn short_and_unusual_logs_are_judged_as_in_bad() {
    let long = unusual::long(if cfg!(miri) { 20 } else { 300 });
    let long = long.iter().map(|(_, source)| source.as_str());
    for source in unusual::SHORT.into_iter().chain(long) {
        let (yours, bad) = (columns!(read, source), columns!(bad::read, source));
        assert!(
            yours == bad,
            "columns, or the line of the error, for {source:.300?}\n\
             yours: {yours:.300?}\nBad's: {bad:.300?}"
        );
    }
}

#[test]
fn quotes_in_every_order_are_judged_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..yardstick::size(2_000, 40) {
        let note: String = (0..rng.usize(..7))
            .map(|_| *rng.choice(&['"', '"', 'a', ',', 'é']).unwrap_or(&'"'))
            .collect();
        let source = format!("h\n0,1,{note}\n10,2,\"fine\"\n");
        let (yours, bad) = (columns!(read, &source), columns!(bad::read, &source));
        assert_eq!(
            yours, bad,
            "columns, or the line of the error (seed {seed}), for\n{source}"
        );
    }
}

#[test]
fn the_error_names_the_first_wrong_line() {
    let wrong = [
        ("minute,level,remark\n0,1,\n10,2\n", 3),
        ("minute,level,remark\n0,1,\"open\n10,x,\n", 2),
        ("minute,level,remark\n0,1,\n\n20,2,\n", 3),
    ];
    for (source, line) in wrong {
        let arena = Bump::new();
        let malformed = read(&arena, source).err();
        assert_eq!(
            malformed,
            Some(Malformed { line }),
            "the line of the error in\n{source}"
        );
    }
}
