//! A terminal: it shows what the program writes, and sends it keys.
//!
//! Nothing here waits for a time to pass. What is waited for is seen on the screen or is the
//! end of the program; the time limit is only there for when neither comes.

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// How long anything may take, on a machine with much else to do.
pub(crate) const LIMIT: Duration = Duration::from_secs(20);

/// What ends a frame.
const END_FRAME: &[u8] = b"\x1b[?2026l";

const SIZE: PtySize = PtySize {
    rows: 40,
    cols: 120,
    pixel_width: 0,
    pixel_height: 0,
};

/// A terminal with a program on it.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    /// The end that a terminal holds; none once the terminal went away.
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    name: PathBuf,
    before: String,
    output: Receiver<Vec<u8>>,
    is_let_go: Arc<AtomicBool>,
    parser: vt100::Parser,
    written: Vec<u8>,
    frames: usize,
    is_over: bool,
}

impl Terminal {
    /// Starts a program on a terminal that controls it: it hears of a new size and of the
    /// terminal's end by signals.
    pub(crate) fn start(command: CommandBuilder) -> Self {
        let pair = native_pty_system().openpty(SIZE).unwrap();
        let name = pair.master.tty_name().unwrap();
        keep_what_is_written(&name);
        let before = attributes(&name);
        let reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let is_let_go = Arc::new(AtomicBool::new(false));
        Self {
            child,
            master: Some(pair.master),
            writer: Some(writer),
            name,
            before,
            output: read(reader, Arc::clone(&is_let_go)),
            is_let_go,
            parser: vt100::Parser::new(count(SIZE.rows), count(SIZE.cols), 0),
            written: Vec::new(),
            frames: 0,
            is_over: false,
        }
    }

    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    pub(crate) fn text(&self) -> String {
        self.screen().contents()
    }

    /// Everything that was written to the terminal.
    pub(crate) fn written(&self) -> String {
        String::from_utf8_lossy(&self.written).into_owned()
    }

    /// Returns true when the last frame is there as a whole.
    pub(crate) fn is_whole(&self) -> bool {
        self.written.ends_with(END_FRAME)
    }

    /// How many frames were shown.
    pub(crate) fn frames(&self) -> usize {
        self.frames
    }

    pub(crate) fn types(&mut self, keys: &str) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    pub(crate) fn pastes(&mut self, text: &str) {
        self.types(&format!("\x1b[200~{text}\x1b[201~"));
    }

    pub(crate) fn resizes(&mut self, cols: u16, rows: u16) {
        let size = PtySize { rows, cols, ..SIZE };
        self.master.as_ref().unwrap().resize(size).unwrap();
        self.parser.screen_mut().set_size(count(rows), count(cols));
    }

    /// Has the terminal say that it has no columns and no rows, as a serial line does.
    pub(crate) fn loses_its_size(&mut self) {
        let (rows, cols) = (0, 0);
        let size = PtySize { rows, cols, ..SIZE };
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    pub(crate) fn signals(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    pub(crate) fn pid(&self) -> Pid {
        let id = self.child.process_id().unwrap();
        Pid::from_raw(id.try_into().unwrap()).unwrap()
    }

    /// Takes in what comes within some time; returns false when nothing does.
    pub(crate) fn takes_in(&mut self, within: Duration) -> bool {
        match self.output.recv_timeout(within) {
            Ok(bytes) => {
                self.parser.process(&bytes);
                let from = self.written.len().saturating_sub(END_FRAME.len() - 1);
                self.written.extend(bytes);
                let news = self.written[from..].windows(END_FRAME.len());
                self.frames += news.filter(|bytes| *bytes == END_FRAME).count();
                true
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                self.is_over = true;
                false
            }
        }
    }

    /// Waits until something was written that no cell shows.
    pub(crate) fn writes(&mut self, what: &str) {
        let limit = Instant::now() + LIMIT;
        while !self.written().contains(what) {
            let left = limit.saturating_duration_since(Instant::now());
            assert!(self.takes_in(left), "never written: {what:?}");
        }
    }

    /// Waits until the screen is as it should be.
    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let limit = Instant::now() + LIMIT;
        while !is_so(self.screen()) {
            let left = limit.saturating_duration_since(Instant::now());
            assert!(
                self.takes_in(left),
                "never seen: {what}; the screen{}:\n{}",
                if self.is_over { " at its end" } else { "" },
                self.text()
            );
        }
    }

    /// Waits until more frames were shown than so many.
    pub(crate) fn until_frame(&mut self, before: usize) {
        let limit = Instant::now() + LIMIT;
        while self.frames <= before {
            let left = limit.saturating_duration_since(Instant::now());
            assert!(self.takes_in(left), "no frame came:\n{}", self.text());
        }
    }

    /// Waits for the end of the program, however that is.
    pub(crate) fn is_over_soon(&mut self) {
        let limit = Instant::now() + LIMIT;
        while !self.is_over {
            let left = limit.saturating_duration_since(Instant::now());
            let more = self.takes_in(left);
            assert!(more || self.is_over, "it does not end:\n{}", self.text());
        }
        self.child.wait().unwrap();
    }

    pub(crate) fn shows(&mut self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until Farmer Jane's text stands in the timeline.
    pub(crate) fn logs(&mut self, text: &str) {
        let what = format!("in the timeline: {text}");
        let cols = |screen: &vt100::Screen| screen.size().1.get();
        self.until(&what, |screen| {
            let mut rows = screen.rows(0, cols(screen));
            rows.any(|row| row.contains("Farmer Jane") && row.contains(text))
        });
    }

    pub(crate) fn hides(&mut self, text: &str) {
        let what = format!("the end of {text}");
        self.until(&what, |screen| !screen.contents().contains(text));
    }

    /// Waits for the program's end and returns its exit code.
    pub(crate) fn ends(&mut self) -> u32 {
        let limit = Instant::now() + LIMIT;
        while !self.is_over {
            let left = limit.saturating_duration_since(Instant::now());
            let more = self.takes_in(left);
            assert!(more || self.is_over, "it does not end:\n{}", self.text());
        }
        let status = self.child.wait().unwrap();
        assert_eq!(status.signal(), None, "it was killed:\n{}", self.text());
        status.exit_code()
    }

    /// Expects the terminal to be as it was before the program.
    pub(crate) fn is_given_back(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "{}", self.text());
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste is on");
        assert_eq!(attributes(&self.name), self.before);
        let (screen, plain) = (self.screen(), vt100::Color::Default);
        assert_eq!((screen.fgcolor(), screen.bold()), (plain, false));
    }

    /// Takes the terminal away. `key` makes the program write, so that nobody is left in the
    /// middle of a wait for its output, holding the line.
    pub(crate) fn goes_away(&mut self, key: &str) {
        self.is_let_go.store(true, Ordering::SeqCst);
        self.types(key);
        while !self.is_over {
            assert!(self.takes_in(LIMIT) || self.is_over, "nothing was written");
        }
        self.writer = None;
        self.master = None;
    }

    /// Ends the program at once, and takes in what it wrote before.
    pub(crate) fn kills(&mut self) {
        kill_process(self.pid(), Signal::KILL).unwrap();
        while !self.is_over {
            self.takes_in(LIMIT);
        }
        self.child.wait().unwrap();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn count(cells: u16) -> NonZero<u16> {
    NonZero::new(cells).unwrap()
}

/// Reads until the program's end, or until the terminal is to be let go.
fn read(mut reader: Box<dyn Read + Send>, is_let_go: Arc<AtomicBool>) -> Receiver<Vec<u8>> {
    let (sender, output) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            if is_let_go.load(Ordering::SeqCst) || sender.send(bytes[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    output
}

/// Has ctrl-c drop nothing that was written. The kernel drops it after it sent the signal (`NOFLSH`
/// in termios(3)), and with it what the program answers at once.
fn keep_what_is_written(name: &PathBuf) {
    let line = File::open(name).unwrap();
    let mut attributes = tcgetattr(&line).unwrap();
    attributes.local_modes |= LocalModes::NOFLSH;
    tcsetattr(&line, OptionalActions::Now, &attributes).unwrap();
}

/// Returns the attributes of a terminal, in words that can be compared.
fn attributes(name: &PathBuf) -> String {
    let line = File::open(name).unwrap();
    let Termios {
        input_modes,
        output_modes,
        control_modes,
        local_modes,
        special_codes,
        ..
    } = tcgetattr(line).unwrap();
    format!("{input_modes:?} {output_modes:?} {control_modes:?} {local_modes:?} {special_codes:?}")
}
