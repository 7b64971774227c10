//! The lab's arena: compiled for the pages, and as it is on this machine.

use fastrand::Rng;
use grader::cancellation::Cancellation;
use lab_core::arena::HeapUse;
use lab_core::session::Session;
use press::{Checkout, wasm};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, OnceLock, PoisonError};

/// Set to `required` where the target must be installed.
const VARIABLE: &str = "ARENA_WASM";

/// The compiled arena of this workbook. `None`, after a line on the terminal, if its tests are skipped.
pub(crate) fn compiled() -> Option<PathBuf> {
    static COMPILED: OnceLock<PathBuf> = OnceLock::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let checkout = Checkout::at(&root).expect("this is the workbook");
    if !wasm::is_installed(checkout.root()) {
        let is_required = std::env::var(VARIABLE).is_ok_and(|value| value == "required");
        let reason = "run `rustup target add wasm32-unknown-unknown`";
        assert!(!is_required, "{VARIABLE}=required, and {reason}");
        static PRINTED: Once = Once::new();
        PRINTED.call_once(|| {
            let _ = writeln!(
                std::io::stderr(),
                "tests of the lab in the page are skipped: {reason}"
            );
        });
        return None;
    }
    let compile = || {
        wasm::compile(&checkout, &Cancellation::new()).unwrap_or_else(|error| panic!("{error:#}"))
    };
    Some(COMPILED.get_or_init(compile).clone())
}

/// Lines that someone might type, at random.
pub(crate) fn lines(count: usize) -> Vec<String> {
    static RNG: Mutex<Option<Rng>> = Mutex::new(None);
    let mut rng = RNG.lock().unwrap_or_else(PoisonError::into_inner);
    let rng = rng.get_or_insert_with(|| Rng::with_seed(yardstick::seed()));
    (0..count).map(|_| line::line(rng)).collect()
}

#[path = "../../../../xtask/lab/tests/line/mod.rs"]
mod line;

/// What the lab of this machine says to each line.
pub(crate) fn native(script: &[String]) -> Vec<String> {
    const PROMPT: &str = "lab › ";
    let mut session = Session::new(measure);
    let mut texts = Vec::new();
    for line in script {
        let mut text = format!("{PROMPT}{line}\n");
        text += &session.line(line, 80).to_text(PROMPT);
        while session.is_on_tour() {
            text += &session.tour_on(80).to_text(PROMPT);
        }
        texts.push(text);
    }
    texts
}

fn measure(work: &mut dyn FnMut()) -> HeapUse {
    let ((), usage) = yardstick::measure(work);
    HeapUse {
        calls: usage.heap_calls(),
        bytes: usage.bytes,
        frees: usage.deallocations,
        freed_bytes: usage.bytes.saturating_add_signed(-usage.live),
    }
}

/// A text with `0x…` for addresses.
pub(crate) fn without_addresses(text: &str) -> String {
    let mut parts = text.split("0x");
    let mut stable = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        stable += "0x…";
        stable += part.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    stable
}
