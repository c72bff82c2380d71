//! A program on a terminal of its own: when what it wrote arrived, and what it cost.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// What stands in the last line of both programs, so that it is painted when all is.
pub(crate) const READY: &str = "? help";

/// How long nothing must come for a frame to be over.
const QUIET: Duration = Duration::from_millis(25);

/// How long anything may take at all.
const LIMIT: Duration = Duration::from_secs(20);

const SIZE: PtySize = PtySize {
    rows: 40,
    cols: 120,
    pixel_width: 0,
    pixel_height: 0,
};

/// Something that was written, and when it was read.
type Chunk = (Instant, Vec<u8>);

/// How often each thread of a program gave up the processor of its own accord, by its number.
pub(crate) struct Waits(BTreeMap<OsString, u64>);

impl Waits {
    /// Returns how often that was since then. What a thread did that has ended is not known.
    pub(crate) fn since(&self, before: &Self) -> u64 {
        let then = |thread| before.0.get(thread).copied().unwrap_or(0);
        self.0.iter().map(|(thread, now)| now - then(thread)).sum()
    }
}

/// A program that runs.
pub(crate) struct Program {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Chunk>,
    parser: vt100::Parser,
    started: Instant,
    /// How many bytes it wrote.
    pub(crate) written: usize,
}

impl Program {
    /// Starts it on a new terminal of 120x40.
    pub(crate) fn start(command: CommandBuilder) -> io::Result<Self> {
        let pair = native_pty_system()
            .openpty(SIZE)
            .map_err(io::Error::other)?;
        let mut reader = pair.master.try_clone_reader().map_err(io::Error::other)?;
        let writer = pair.master.take_writer().map_err(io::Error::other)?;
        let (chunks, output) = channel();
        thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
                if chunks.send((Instant::now(), bytes[..n].to_vec())).is_err() {
                    break;
                }
            }
        });
        let started = Instant::now();
        let child = pair
            .slave
            .spawn_command(command)
            .map_err(io::Error::other)?;
        Ok(Self {
            child,
            master: pair.master,
            writer,
            output,
            parser: vt100::Parser::new(count(SIZE.rows), count(SIZE.cols), 0),
            started,
            written: 0,
        })
    }

    /// Waits until all is painted, and returns how long that took since it was started.
    pub(crate) fn until_ready(&mut self) -> io::Result<Duration> {
        self.until(READY).map(|at| at - self.started)
    }

    /// Waits until a text is on the screen, and returns when it came.
    pub(crate) fn until(&mut self, text: &str) -> io::Result<Instant> {
        loop {
            let at = self.takes(LIMIT)?.ok_or_else(|| {
                io::Error::other(format!("never seen: {text}\n{}", self.screen()))
            })?;
            if self.screen().contains(text) {
                return Ok(at);
            }
        }
    }

    /// What is on the screen.
    pub(crate) fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// Takes what comes until nothing does.
    pub(crate) fn settles(&mut self) -> io::Result<()> {
        while self.takes(QUIET * 4)?.is_some() {}
        Ok(())
    }

    /// Types something.
    pub(crate) fn types(&mut self, keys: &str) -> io::Result<()> {
        self.writer.write_all(keys.as_bytes())?;
        self.writer.flush()
    }

    /// Presses a key, and returns when the last of what it changed came; none if nothing did.
    pub(crate) fn presses(&mut self, key: &str) -> io::Result<Option<Duration>> {
        let pressed = Instant::now();
        self.types(key)?;
        let mut last = None;
        let mut patience = QUIET * 8;
        while let Some(at) = self.takes(patience)? {
            last = Some(at - pressed);
            patience = QUIET;
        }
        Ok(last)
    }

    /// Waits for the next thing that it writes by itself, if there is one in time.
    pub(crate) fn ticks(&mut self, within: Duration) -> io::Result<()> {
        self.takes(within).map(|_| ())
    }

    /// Leaves it alone for a while; what it writes is counted.
    pub(crate) fn is_left_alone(&mut self, time: Duration) -> io::Result<()> {
        let until = Instant::now() + time;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            self.takes(left)?;
        }
    }

    /// Takes one piece of what was written, and returns when it came.
    fn takes(&mut self, within: Duration) -> io::Result<Option<Instant>> {
        match self.output.recv_timeout(within) {
            Ok((at, bytes)) => {
                self.written += bytes.len();
                self.parser.process(&bytes);
                Ok(Some(at))
            }
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => {
                Err(io::Error::other(format!("it ended:\n{}", self.screen())))
            }
        }
    }

    /// Returns how often each of its threads has waited so far.
    pub(crate) fn waits(&self) -> io::Result<Waits> {
        let mut waits = BTreeMap::new();
        for task in fs::read_dir(self.place("task"))? {
            let task = task?;
            let status = fs::read_to_string(task.path().join("status"))?;
            let waited = field(&status, "voluntary_ctxt_switches:");
            waits.insert(task.file_name(), waited);
        }
        Ok(Waits(waits))
    }

    /// Returns its memory in KiB.
    pub(crate) fn resident(&self) -> io::Result<u64> {
        Ok(field(&fs::read_to_string(self.place("status"))?, "VmRSS:"))
    }

    fn place(&self, file: &str) -> PathBuf {
        let id = self.child.process_id().unwrap_or_default();
        PathBuf::from(format!("/proc/{id}")).join(file)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // The master's end stays open until here: a hangup is not what is measured.
        let _ = self.master.get_size();
    }
}

fn count(cells: u16) -> NonZero<u16> {
    NonZero::new(cells).unwrap_or(NonZero::<u16>::MIN)
}

fn field(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|rest| rest.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}
