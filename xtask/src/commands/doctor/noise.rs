//! How noisy this machine is: the same function as A and as B, timed in pairs as exercises are.

use super::Finding;
use crate::facts::{self, Fact, FactsFolder, Speed, Verdict};
use crate::lock;
use crate::meter::Meter;
use crate::process::{self, Ended, Limits};
use crate::program::{self, Program};
use anyhow::{Result, bail};
use catalog::Workbook;
use std::process::Command;
use std::time::Duration;

/// How long pairs are taken at most, in seconds; where the answer is clear earlier, less.
const SECONDS: &str = "2";
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    output: 16 << 10,
};
const PROGRAM: Program<'_> = Program {
    name: "noise",
    what: "the measurement of noise",
    arguments: &["--release", "--package", "yardstick", "--example", "noise"],
    help: "see it whole with `cargo build --release -p yardstick --example noise`",
};

/// What was found, and the figures; none where too little could be timed.
pub(super) fn measure(workbook: &Workbook, meter: &Meter) -> Result<(Finding, Option<Speed>)> {
    let program = program::build(workbook, &PROGRAM, meter)?;
    let folder = FactsFolder::new()?;
    let file = folder.file(0);
    let _alone = lock::take(&workbook.root, "measure.lock", || {
        meter.say("waiting for another run to finish measuring");
    })?;
    meter.begin("timing equal code", 0);
    let mut command = Command::new(program);
    command
        .env(facts::FILE_VARIABLE, &file)
        .env("YARDSTICK_SECONDS", SECONDS);
    let outcome = process::run(command, LIMITS)?;
    if !matches!(outcome.ended, Ended::Exited(status) if status.success()) {
        bail!(
            "the measurement of noise did not come to its end:\n{}\n\
             help: run it alone: `cargo run --release -p yardstick --example noise`",
            process::printable(outcome.stderr.text().trim())
        );
    }
    let taken = facts::read(&file).into_iter().find_map(|fact| match fact {
        Fact::Speed(taken) => taken.speed(),
        _ => None,
    });
    Ok((finding(taken.as_ref()), taken))
}

fn finding(speed: Option<&Speed>) -> Finding {
    let name = "noise";
    let again = "close what else runs, plug a laptop in, and run `cargo xtask doctor` again; counts, and \
                 so all grades, do not depend on it";
    let Some(speed) = speed else {
        return Finding::note(name, "too little could be timed to say anything", again);
    };
    let Speed {
        low, high, verdict, ..
    } = speed;
    // How far from 1.00 the interval reaches.
    let off = (1.0 / low).max(*high) - 1.0;
    let found = format!(
        "equal code differs by less than {:.1} % [{low:.3}, {high:.3}]",
        (off * 100.0).max(0.1)
    );
    match (verdict, &speed.details.reason) {
        (Verdict::NotFaster, _) => {
            Finding::good(name, format!("{found}: speedups can be measured"))
        }
        (Verdict::TooNoisy, Some(reason)) => {
            Finding::note(name, format!("{found}; {reason}"), again)
        }
        (Verdict::TooNoisy | Verdict::Faster, _) => Finding::note(
            name,
            format!("{found}: too much to tell a small gain"),
            again,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Details;
    use crate::report::doctor::State;

    fn speed(low: f64, high: f64, verdict: Verdict) -> Speed {
        Speed {
            ratio: 1.0,
            low,
            high,
            verdict,
            details: Details::default(),
        }
    }

    #[test]
    fn a_quiet_machine_is_good_and_a_noisy_one_is_named() {
        let quiet = finding(Some(&speed(0.995, 1.004, Verdict::NotFaster)));
        assert_eq!(quiet.state, State::Good);
        assert!(quiet.found.contains("less than 0.5 %"), "{}", quiet.found);
        let noisy = finding(Some(&speed(0.8, 1.1, Verdict::TooNoisy)));
        assert_eq!(noisy.state, State::Note);
        assert!(noisy.found.contains("less than 25.0 %"), "{}", noisy.found);
        assert_eq!(finding(None).state, State::Note);
    }
}
