//! When the arena goes, the log goes with it, even after an error.
//!
//! The same holds when many logs are read. Leaked columns, or columns in an arena of the reader's
//! own, would stay.
//! Before moving on: the first test of this step resets its arena after each log. After which one
//! does it need no more heap calls?

use bumpalo::Bump;
use fastrand::Rng;
use growth_waste::read;
use yardstick::Budget;

use super::{logs, unusual};

#[test]
fn nothing_is_left_of_logs_already_read() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let sources: Vec<String> = (0..5)
        .map(|_| logs::log(&mut rng, yardstick::size(2_000, 64), 3))
        .collect();
    Budget::named("five logs, read in one arena, and all dropped")
        .live(0)
        .process_wide()
        .run(|| {
            let mut arena = Bump::new();
            for source in &sources {
                assert!(read(&arena, source).is_ok(), "a well-formed log is refused");
                arena.reset();
            }
        });
}

#[test]
fn nothing_is_left_after_an_error_late_in_a_log() {
    let mut source = logs::log(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(2_000, 64),
        3,
    );
    source.push_str("20000,12x,\n");
    Budget::named("a log with a wrong last line, and its arena, dropped")
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            let line = read(&arena, &source).err().map(|malformed| malformed.line);
            assert_eq!(
                line,
                Some(yardstick::size(2_000, 64) + 2),
                "the line of the error"
            );
        });
}

#[test]
fn nothing_is_left_of_unusual_logs() {
    let long = unusual::long(300).map(|(_, source)| source);
    let short = unusual::SHORT.map(str::to_owned);
    for source in short.iter().chain(&long) {
        Budget::named(format!("{source:.60?}, read and dropped, or refused"))
            .live(0)
            .process_wide()
            .run(|| {
                let arena = Bump::new();
                let _log = read(&arena, source);
            });
    }
}
