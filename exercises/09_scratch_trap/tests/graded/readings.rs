//! Readings like those of a vibration sensor, generated from a seed. The tests and the bench share
//! them.

use fastrand::Rng;

/// A batch of `n_readings` readings: a machine that hums and knocks as it turns, and some noise.
pub(crate) fn batch(rng: &mut Rng, n_readings: usize) -> Vec<i32> {
    let rest = rng.i32(-20_000..20_000);
    let hum = rng.usize(20..60);
    let readings = (0..n_readings).map(|at| {
        // A triangle wave, since a sine is not the same on every platform.
        let phase = (at % hum * 4_000 / hum) as i32;
        let wave = if phase < 2_000 {
            phase - 1_000
        } else {
            3_000 - phase
        };
        let knock = if at % 512 < 8 { 250_000 } else { 0 };
        rest + wave * 50 + knock + rng.i32(-900..900)
    });
    readings.collect()
}
