//! The lab's record against the arena itself, in random sessions.

mod line;

use fastrand::Rng;
use lab::input::Script;
use lab::play;

yardstick::count_allocations!();

#[test]
fn the_record_always_matches_the_arena() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..100 {
        let script: Vec<String> = (0..60).map(|_| line::line(&mut rng)).collect();
        let script = script.join("\n");
        let mut output = Vec::new();
        let result = play::run(&mut Script::new(script.as_bytes()), &mut output);
        result.expect("a vector can be written to");
        let output = String::from_utf8(output).expect("the lab prints UTF-8");
        assert!(!output.contains("The lab is wrong"), "{output}");
        // Every line of the script was read.
        assert!(output.lines().count() >= 60, "{output}");
    }
}
