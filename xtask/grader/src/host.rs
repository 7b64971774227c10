//! This machine, as reports name it.

use serde::{Deserialize, Serialize};
use std::process::Command;

/// What a measured figure belongs to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Host {
    /// The operating system, as Rust calls it.
    pub os: String,
    /// The processor's name, or its architecture where the system does not say.
    pub cpu: String,
    /// Threads that can run at once.
    pub cores: usize,
    /// The compiler's version; empty where it cannot be run.
    pub rustc: String,
}

impl Host {
    /// Asks the system.
    #[must_use]
    pub fn this() -> Self {
        Self {
            os: std::env::consts::OS.to_owned(),
            cpu: cpu(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            rustc: rustc().unwrap_or_default(),
        }
    }

    /// What a cached measurement is valid for: machine and system. The compiler is not part of it,
    /// since another compiler makes another executable.
    #[must_use]
    pub fn key() -> String {
        format!("{}/{}", std::env::consts::OS, cpu())
    }
}

/// Where Windows keeps what its first processor says of itself.
const PROCESSOR_KEY: &str = r"HKLM\HARDWARE\DESCRIPTION\System\CentralProcessor\0";
const PROCESSOR_NAME: &str = "ProcessorNameString";

fn cpu() -> String {
    cpu_name().unwrap_or_else(|| std::env::consts::ARCH.to_owned())
}

fn cpu_name() -> Option<String> {
    let name = match std::env::consts::OS {
        "linux" => {
            let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            line.split_once(':')?.1.to_owned()
        }
        "macos" => output_of(Command::new("sysctl").args(["-n", "machdep.cpu.brand_string"]))?,
        // PROCESSOR_IDENTIFIER names only the family.
        "windows" => registry_text(&output_of(Command::new("reg").args([
            "query",
            PROCESSOR_KEY,
            "/v",
            PROCESSOR_NAME,
        ]))?)?
        .to_owned(),
        _ => return None,
    };
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// The text in the answer of `reg query`: name, type and value are in one line, which blanks divide.
fn registry_text(answer: &str) -> Option<&str> {
    let mut lines = answer.lines().map(str::trim_start);
    let rest = lines.find_map(|line| line.strip_prefix(PROCESSOR_NAME))?;
    rest.trim_start().strip_prefix("REG_SZ")
}

/// `1.95.0`, of `rustc 1.95.0 (… …)`.
fn rustc() -> Option<String> {
    let program = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let line = output_of(Command::new(program).arg("--version"))?;
    line.split_whitespace().nth(1).map(str::to_owned)
}

fn output_of(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processors_name_is_read_with_its_blanks() {
        let answer = |value: &str| {
            format!("\r\n{PROCESSOR_KEY}\r\n    {PROCESSOR_NAME}    REG_SZ    {value}\r\n\r\n")
        };
        let name = "Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz";
        let text = answer(&format!("{name}   "));
        assert_eq!(registry_text(&text).map(str::trim), Some(name));
        assert_eq!(registry_text("ERROR: no such key\r\n"), None);
    }

    #[cfg(windows)]
    #[test]
    fn the_processor_has_a_name_of_its_own() {
        let family = std::env::var("PROCESSOR_IDENTIFIER").unwrap_or_default();
        let name = cpu_name().expect("every processor has a name");
        assert_ne!(name, family);
    }
}
