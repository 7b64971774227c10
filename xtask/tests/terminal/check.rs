//! `check` on a terminal: the verdict first, and figures in the place that was kept for them.

use super::common::Plan;
use super::screen::Terminal;

/// A learner who waits for a measurement knows already that the exercise passes.
#[test]
fn the_verdict_is_shown_before_speed_is_measured_and_the_figures_take_its_place() {
    let file = "exercises/01_faster/benches/speed.rs";
    let call = "    yardstick::speed::compare(";
    // The benchmark does not end before the test says so.
    let waits = "    while !std::path::Path::new(\"go\").exists() {\n        \
                 std::thread::sleep(std::time::Duration::from_millis(20));\n    }\n";
    let checkout = Plan::of("timed")
        .edit(file, call, &format!("{waits}{call}"))
        .lay_out();
    let mut command = checkout.command(&["check", "1"]);
    command.env("YARDSTICK_SECONDS", "0.1");
    let terminal = Terminal::start(command);
    terminal.shows(&["measuring…", "faster passes.", "0/2 faster"]);
    assert!(!terminal.text().contains("×"), "{}", terminal.text());
    for folder in ["exercises/01_faster", "solutions/01_faster"] {
        checkout.write(&format!("{folder}/go"), "");
    }
    terminal.shows(&["faster passes", "× ["]);
    let text = terminal.text();
    assert_eq!(text.matches("speedup [99 %]").count(), 1, "{text}");
    assert!(!text.contains("measuring…"), "{text}");
    terminal.ends_with(0);
}
