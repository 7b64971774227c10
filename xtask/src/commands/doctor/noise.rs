//! How noisy this machine is: the same function as A and as B, timed in pairs like exercises.

use crate::commands::shared::build_program;
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report::doctor::Finding;
use anyhow::Result;
use grader::measure::alone;
use grader::process::{self, Ended, Limits};
use grader::program::Program;
use grader::protocol::{
    self, FACTS_VARIABLE, Fact, FactsFolder, SECONDS_VARIABLE, Speed, SpeedVerdict,
};
use grader::text::printable;
use std::process::Command;
use std::time::Duration;
use workbook::{Problem, Workbook};

/// The longest time to take pairs, in seconds; it ends earlier once the answer is clear.
const SECONDS: &str = "2";
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    output: 16 << 10,
};
pub(super) const PROGRAM: Program<'_> = Program {
    name: "noise",
    what: "the measurement of noise",
    arguments: &["--release", "--package", "yardstick", "--example", "noise"],
    help: "see the full output with `cargo build --release -p yardstick --example noise`",
};

/// The finding, and the figures; `None` if too few pairs could be timed.
pub(super) fn measure(workbook: &Workbook, bar: &ProgressBar) -> Result<(Finding, Option<Speed>)> {
    let program = build_program(workbook, &PROGRAM, bar)?;
    let folder = FactsFolder::new()?;
    let file = folder.file(0);
    let _alone = bar.follow(None, |control| alone(workbook, control))?;
    bar.begin("timing equal code", 0);
    let mut command = Command::new(program);
    command
        .env(FACTS_VARIABLE, &file)
        .env(SECONDS_VARIABLE, SECONDS);
    let outcome = process::run(command, LIMITS, interrupt::program())?;
    if !matches!(outcome.ended, Ended::Exited(status) if status.success()) {
        let stderr = printable(outcome.stderr.text().trim());
        return Err(Problem::general(
            format!("the measurement of noise failed:\n{stderr}"),
            "run it alone: `cargo run --release -p yardstick --example noise`",
        )
        .into());
    }
    let taken = protocol::read(&file)
        .into_iter()
        .find_map(|fact| match fact {
            Fact::Speed(taken) => taken.speed(),
            _ => None,
        });
    Ok((finding(taken.as_ref()), taken))
}

fn finding(speed: Option<&Speed>) -> Finding {
    let name = "noise";
    let again = "close other programs, plug a laptop in, and run `cargo xtask doctor` again; \
                 counts, and so all grades, do not depend on noise";
    let Some(speed) = speed else {
        return Finding::note(name, "too few pairs could be timed for a result", again);
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
        (SpeedVerdict::AsFast, _) => {
            Finding::good(name, format!("{found}: speedups can be measured"))
        }
        (SpeedVerdict::TooNoisy, Some(reason)) => {
            Finding::note(name, format!("{found}; {reason}"), again)
        }
        (SpeedVerdict::TooNoisy | SpeedVerdict::Faster | SpeedVerdict::Slower, _) => Finding::note(
            name,
            format!("{found}: too much to see a small gain"),
            again,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::doctor::FindingState;
    use grader::protocol::SpeedDetails;

    fn speed(low: f64, high: f64, verdict: SpeedVerdict) -> Speed {
        Speed {
            ratio: 1.0,
            low,
            high,
            verdict,
            details: SpeedDetails::default(),
        }
    }

    #[test]
    fn a_quiet_machine_is_good_and_a_noisy_machine_is_noted() {
        let quiet = finding(Some(&speed(0.995, 1.004, SpeedVerdict::AsFast)));
        assert_eq!(quiet.state, FindingState::Good);
        assert!(quiet.found.contains("less than 0.5 %"), "{}", quiet.found);
        let noisy = finding(Some(&speed(0.8, 1.1, SpeedVerdict::TooNoisy)));
        assert_eq!(noisy.state, FindingState::Note);
        assert!(noisy.found.contains("less than 25.0 %"), "{}", noisy.found);
        assert_eq!(finding(None).state, FindingState::Note);
    }
}
