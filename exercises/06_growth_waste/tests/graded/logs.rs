//! Logs like those of a river gauge, generated from a seed. The tests and the bench share them.

use std::fmt::Write;

use fastrand::Rng;

/// What people note beside a reading. About half of the notes have quotes inside.
const NOTES: [&str; 8] = [
    "ice at the banks",
    "\"float cleaned, zero checked\"",
    "\"mill at \"\"Untere Au\"\" lets water through\"",
    "\"battery changed (was 11,4 V)\"",
    "\"\"\"doubtful\"\": driftwood against the gauge\"",
    "Hochwasserwarnung, Stufe 2",
    "\"read by hand; logger showed \"\"E3\"\"\"",
    "\"weeds cut between the weir and the bridge, see \"\"Unterhalt 24/7\"\"\"",
];

/// A log of `n_rows` readings, ten minutes apart. On average, one in `every` has a remark; none if
/// `every` is 0.
pub(crate) fn log(rng: &mut Rng, n_rows: usize, every: usize) -> String {
    let mut source = String::from("minute,level,remark\n");
    let mut level = rng.i32(-200..2_000);
    for row in 0..n_rows {
        level += rng.i32(-9..10);
        let note = match every > 0 && rng.usize(..every) == 0 {
            true => rng.choice(NOTES).unwrap_or_default(),
            false => "",
        };
        writeln!(source, "{},{level},{note}", row * 10).expect("writing to a string cannot fail");
    }
    source
}
