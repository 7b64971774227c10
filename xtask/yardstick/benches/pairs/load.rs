//! Load: what keeps the processor busy while a row is measured, until it is dropped.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread::JoinHandle;

/// What runs beside a measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Nothing,
    /// One loop more than there are cores: the measurement has to share, and the loops touch no memory.
    Loops,
    /// A compiler on every core, restarted for ever: bursts, and much memory.
    Compilers,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Nothing => "as it is",
            Kind::Loops => "cores + 1 loops",
            Kind::Compilers => "compiles on all",
        }
    }
}

/// What runs in the background.
pub(crate) struct Load {
    is_over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Load {
    /// Starts it.
    pub(crate) fn start(kind: Kind) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let n_threads = match kind {
            Kind::Nothing => 0,
            Kind::Loops => cores + 1,
            Kind::Compilers => cores,
        };
        let threads = (0..n_threads).map(|number| {
            let is_over = Arc::clone(&is_over);
            std::thread::spawn(move || {
                while !is_over.load(SeqCst) {
                    match kind {
                        Kind::Compilers => compile(number),
                        Kind::Nothing | Kind::Loops => std::hint::spin_loop(),
                    }
                }
            })
        });
        Self {
            threads: threads.collect(),
            is_over,
        }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.is_over.store(true, SeqCst);
        for thread in self.threads.drain(..) {
            // A compiler that could not be started has panicked with a message.
            let _ = thread.join();
        }
    }
}

/// Compiles, optimised, a source that takes about a second.
fn compile(core: usize) {
    let folder = std::env::temp_dir().join(format!("yardstick-load-{}-{core}", std::process::id()));
    let mut child = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()))
        .args([
            "-",
            "--crate-type=lib",
            "--crate-name=load",
            "-O",
            "--emit=obj",
        ])
        .arg("--out-dir")
        .arg(&folder)
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the load needs a compiler: is `rustc` on the path?");
    if let Some(mut stdin) = child.stdin.take() {
        // A compiler that exits early is started again.
        let _ = stdin.write_all(source().as_bytes());
    }
    let _ = child.wait();
    let _ = std::fs::remove_dir_all(&folder);
}

fn source() -> String {
    let functions = (0..60).map(|n| {
        format!(
            "pub fn f{n}(words: &[String]) -> std::collections::BTreeMap<String, Vec<usize>> {{\n\
             let mut map = std::collections::BTreeMap::<String, Vec<usize>>::new();\n\
             for (at, word) in words.iter().enumerate() {{ map.entry(word.repeat({n})).or_default().push(at); }}\n\
             map.retain(|_, places| places.len() > {n}); map }}\n"
        )
    });
    functions.collect()
}
