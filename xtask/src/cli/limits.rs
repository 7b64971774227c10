//! How long things may take: options of every command that builds and runs.

use clap::Args;
use std::time::Duration;

/// How long things may take.
#[derive(Args, Clone, Copy)]
pub struct TimeLimits {
    /// How long one test may run, in seconds; a fifth of that once another test of its exercise did not end in time
    #[arg(long, value_name = "S", default_value = "10", value_parser = seconds)]
    pub timeout: Duration,
    /// How long the compiler may report nothing, in seconds (default: by how fast it was here so far)
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub build_timeout: Option<Duration>,
}

/// A time limit of a hundredth of a second to a day.
fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.01..=86_400.0).contains(&seconds) => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("give seconds, from 0.01 to 86400".to_owned()),
    }
}
