//! Load: a compiler on every core, restarted until the load is dropped.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread::JoinHandle;

/// Compilers that run in the background.
pub(crate) struct Load {
    is_over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Load {
    /// Starts as many compilers as there are cores.
    pub(crate) fn on_every_core() -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = (0..cores).map(|core| {
            let is_over = Arc::clone(&is_over);
            std::thread::spawn(move || {
                while !is_over.load(SeqCst) {
                    compile(core);
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
