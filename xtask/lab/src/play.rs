//! A session at a prompt, from its first line to its last.

use crate::input::Input;
use crate::paint::paint;
use lab_core::arena::HeapUse;
use lab_core::output::Output;
use lab_core::session::Session;
use std::io::{Result, Write};

/// Printed before each line.
const PROMPT: &str = "lab › ";

/// Runs a session to its end. Returns how many lines were wrong.
///
/// # Errors
/// When the output cannot be written.
pub fn run(input: &mut dyn Input, out: &mut dyn Write) -> Result<usize> {
    let mut session = Session::new(measure);
    while !session.is_over() {
        if session.is_on_tour() {
            let width = input.width();
            print(&session.tour_on(width), input, out)?;
            if session.is_on_tour() {
                let answer = input.pause("Enter continues, q ends the tour › ");
                if answer.is_none_or(|answer| answer.trim() == "q") {
                    session.end_tour();
                }
            }
            continue;
        }
        out.flush()?;
        let Some(line) = input.line(PROMPT) else {
            break;
        };
        // The output of a script reads like a session.
        if input.is_script() {
            writeln!(out, "{PROMPT}{line}")?;
        }
        let width = input.width();
        print(&session.line(&line, width), input, out)?;
    }
    if !session.is_over() {
        print(&session.end(), input, out)?;
    }
    Ok(session.n_mistakes())
}

fn print(output: &Output, input: &mut dyn Input, out: &mut dyn Write) -> Result<()> {
    // Long lines are hard to read, however wide the screen is. A script's output is not wrapped, so that each line is one
    // statement.
    let width = match input.is_script() {
        true => usize::MAX,
        false => input.width().clamp(20, 90),
    };
    for block in &output.0 {
        out.write_all(paint(block, width, PROMPT).as_bytes())?;
    }
    Ok(())
}

/// What yardstick counts.
fn measure(work: &mut dyn FnMut()) -> HeapUse {
    let ((), usage) = yardstick::measure(work);
    HeapUse {
        calls: usage.heap_calls(),
        bytes: usage.bytes,
        frees: usage.deallocations,
        freed_bytes: usage.bytes.saturating_add_signed(-usage.live),
    }
}
