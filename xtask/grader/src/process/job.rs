//! Windows' job objects: processes with all that they start.
//!
//! The runner has the only handle of a job, and the system ends the processes of a job whose last handle is closed:
//! they end with the runner, however it ends. A process is started suspended and resumed in its job, so that nothing
//! that it starts can be outside.

#![allow(unsafe_code, reason = "std has no safe calls for job objects")]

use super::awake::within;
use std::ffi::c_void;
use std::io::{Error, ErrorKind, Result};
use std::mem::size_of;
use std::os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle};
use std::os::windows::process::CommandExt as _;
use std::process::{Child, Command};
use std::ptr::{null, null_mut};
use std::time::Duration;
use windows_sys::Win32::Foundation::{HANDLE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, TH32CS_SNAPTHREAD, THREADENTRY32, Thread32First, Thread32Next,
};
use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT,
    JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, JOBOBJECT_BASIC_ACCOUNTING_INFORMATION,
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectBasicAccountingInformation,
    JobObjectExtendedLimitInformation, QueryInformationJobObject, SetInformationJobObject,
    TerminateJobObject,
};
use windows_sys::Win32::System::Threading::{
    CREATE_SUSPENDED, OpenThread, ResumeThread, THREAD_SUSPEND_RESUME,
};

/// A job object. Its processes end when this is dropped, unless they were released.
pub(super) struct Job {
    /// Not inherited by any process, and never duplicated.
    handle: OwnedHandle,
}

impl Job {
    /// Starts a command in a job of its own.
    ///
    /// # Errors
    /// When it cannot be started, or not in a job; then it has not run.
    pub(super) fn spawn(command: &mut Command) -> Result<(Child, Self)> {
        let job = Self::new()?;
        let mut child = command.creation_flags(CREATE_SUSPENDED).spawn()?;
        let started = job.assign(&child).and_then(|()| resume(child.id()));
        if let Err(error) = started {
            let _ = child.kill();
            return Err(error);
        }
        Ok((child, job))
    }

    fn new() -> Result<Self> {
        // SAFETY: both arguments are optional. Without attributes, no child inherits the handle.
        let handle = unsafe { CreateJobObjectW(null(), null()) };
        if handle.is_null() {
            return Err(Error::last_os_error());
        }
        // SAFETY: the handle is valid, and nothing else owns it.
        let handle = unsafe { OwnedHandle::from_raw_handle(handle) };
        let job = Self { handle };
        job.limit(JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE)?;
        Ok(job)
    }

    fn raw(&self) -> HANDLE {
        self.handle.as_raw_handle()
    }

    /// Sets what is limited, in place of what was.
    fn limit(&self, flags: JOB_OBJECT_LIMIT) -> Result<()> {
        let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
        limits.BasicLimitInformation.LimitFlags = flags;
        let class = JobObjectExtendedLimitInformation;
        let (pointer, size) = ((&raw const limits).cast(), size_of_val(&limits) as u32);
        // SAFETY: `pointer` is to what this class of information is, of that size.
        succeeded(unsafe { SetInformationJobObject(self.raw(), class, pointer, size) })
    }

    fn assign(&self, child: &Child) -> Result<()> {
        // SAFETY: both handles are open.
        succeeded(unsafe { AssignProcessToJobObject(self.raw(), child.as_raw_handle()) })
    }

    /// Lets its processes go on when this is dropped.
    pub(super) fn release(&self) -> Result<()> {
        self.limit(0)
    }

    /// Ends all its processes.
    pub(super) fn end(&self) -> Result<()> {
        // SAFETY: the handle is open.
        succeeded(unsafe { TerminateJobObject(self.raw(), 1) })
    }

    /// How many of its processes are running.
    fn n_running(&self) -> Result<u32> {
        let mut counts = JOBOBJECT_BASIC_ACCOUNTING_INFORMATION::default();
        let class = JobObjectBasicAccountingInformation;
        let (pointer, size) = (
            (&raw mut counts).cast::<c_void>(),
            size_of_val(&counts) as u32,
        );
        // SAFETY: `pointer` is to what this class of information is, of that size; the size that was
        // written need not be returned.
        succeeded(unsafe {
            QueryInformationJobObject(self.raw(), class, pointer, size, null_mut())
        })?;
        Ok(counts.ActiveProcesses)
    }

    /// Waits until no process of the job is running, for `limit` at most. A job that cannot be asked
    /// counts as empty: it is ended when its handle is closed.
    pub(super) fn is_empty_within(&self, limit: Duration) -> bool {
        let is_empty = || !self.n_running().is_ok_and(|n_running| n_running > 0);
        within(limit, is_empty)
    }
}

/// Resumes the only thread of a process that was started suspended. `std` keeps no handle of it, so
/// it is looked up among all threads.
fn resume(process: u32) -> Result<()> {
    // SAFETY: all threads are listed, so no process is named.
    let snapshot = unsafe { CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0) };
    if snapshot == INVALID_HANDLE_VALUE {
        return Err(Error::last_os_error());
    }
    // SAFETY: the handle is valid, and nothing else owns it.
    let snapshot = unsafe { OwnedHandle::from_raw_handle(snapshot) };
    let mut entry = THREADENTRY32 {
        dwSize: size_of::<THREADENTRY32>() as u32,
        ..THREADENTRY32::default()
    };
    // SAFETY: the snapshot is open, and the entry says its size.
    let mut has_entry = unsafe { Thread32First(snapshot.as_raw_handle(), &raw mut entry) };
    while has_entry != 0 {
        if entry.th32OwnerProcessID == process {
            return resume_thread(entry.th32ThreadID);
        }
        // SAFETY: as before.
        has_entry = unsafe { Thread32Next(snapshot.as_raw_handle(), &raw mut entry) };
    }
    Err(Error::new(
        ErrorKind::NotFound,
        "the process has no thread to resume",
    ))
}

fn resume_thread(id: u32) -> Result<()> {
    // SAFETY: an id that is not a thread's is an error.
    let thread = unsafe { OpenThread(THREAD_SUSPEND_RESUME, 0, id) };
    if thread.is_null() {
        return Err(Error::last_os_error());
    }
    // SAFETY: the handle is valid, and nothing else owns it.
    let thread = unsafe { OwnedHandle::from_raw_handle(thread) };
    // SAFETY: the handle is open, with the right to resume.
    match unsafe { ResumeThread(thread.as_raw_handle()) } {
        u32::MAX => Err(Error::last_os_error()),
        _ => Ok(()),
    }
}

/// The error of a call that returned 0.
fn succeeded(result: i32) -> Result<()> {
    match result {
        0 => Err(Error::last_os_error()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::path::{Path, PathBuf};
    use std::process::Stdio;

    /// Says what the processes that a test starts are to do.
    const ROLE: &str = "JOB_TEST_ROLE";
    /// The folder where the last of them locks one file, then creates another, and goes on while that
    /// exists.
    const FOLDER: &str = "JOB_TEST_FOLDER";
    const LOCKED: &str = "locked";
    const GO_ON: &str = "go-on";
    const LIMIT: Duration = Duration::from_secs(20);

    /// This test again, in that role.
    fn again(role: &str, folder: &Path) -> Command {
        let mut command = Command::new(std::env::current_exe().expect("tests are files"));
        command
            .args(["--exact", "process::job::tests::as_parent_or_child"])
            .env(ROLE, role)
            .env(FOLDER, folder)
            .stdout(Stdio::null());
        command
    }

    #[test]
    fn as_parent_or_child() {
        let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else {
            return;
        };
        if std::env::var_os(ROLE).is_some_and(|role| role == "parent") {
            #[expect(clippy::zombie_processes, reason = "it is to be left behind")]
            again("child", &folder).spawn().expect("it can be started");
            return;
        }
        let file = File::create(folder.join(LOCKED)).expect("writable");
        file.lock().expect("nobody else has it");
        std::fs::write(folder.join(GO_ON), "").expect("writable");
        within(LIMIT, || !folder.join(GO_ON).exists());
    }

    /// A job of which only the child is left.
    fn job_with_a_child(folder: &Path) -> Job {
        let spawned = Job::spawn(&mut again("parent", folder));
        let (mut parent, job) = spawned.expect("it can be started");
        assert!(parent.wait().expect("it ends").success());
        assert!(within(LIMIT, || folder.join(GO_ON).exists()));
        job
    }

    /// The system releases the locks of a process that has ended.
    fn has_ended(folder: &Path) -> bool {
        let file = File::open(folder.join(LOCKED)).expect("the child created it");
        file.try_lock().is_ok()
    }

    #[test]
    fn what_is_left_of_a_job_is_counted_and_ended() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let job = job_with_a_child(folder.path());
        assert!(!job.is_empty_within(Duration::from_millis(50)));
        assert_eq!(job.n_running().ok(), Some(1));
        job.end().expect("it is ours");
        assert!(job.is_empty_within(LIMIT));
        assert!(within(LIMIT, || has_ended(folder.path())));
    }

    #[test]
    fn a_job_ends_with_its_last_handle() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let job = job_with_a_child(folder.path());
        assert!(!has_ended(folder.path()));
        drop(job);
        assert!(within(LIMIT, || has_ended(folder.path())));
    }

    #[test]
    fn a_released_job_goes_on() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let job = job_with_a_child(folder.path());
        job.release().expect("it is ours");
        drop(job);
        std::thread::sleep(Duration::from_millis(300));
        assert!(!has_ended(folder.path()));
        std::fs::remove_file(folder.path().join(GO_ON)).expect("it exists");
        assert!(within(LIMIT, || has_ended(folder.path())));
    }
}
