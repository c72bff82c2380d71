//! Taking the terminal and giving it back, on every way out.
//!
//! `ratatui::Terminal` is not used: its `drop` prints to the standard error when the terminal
//! is gone, and the program then ends with 101. Everything here that gives back ignores
//! errors, because there may be nobody left to read them.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::mem;
use std::os::fd::AsFd;
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::thread::{self, ThreadId};

use crossterm::terminal as mode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use super::attention::{self, GIVE_TITLE_BACK, KEEP_TITLE};
use super::paint;

/// Whether the terminal is ours now; the panic hook has no other way to know.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the title of the window is ours now.
static TITLED: AtomicBool = AtomicBool::new(false);

/// What must not be printed on a screen that goes on: kept until the terminal is given back.
static KEPT: Mutex<Kept> = Mutex::new(Kept {
    owner: None,
    messages: Vec::new(),
});

struct Kept {
    /// The thread that paints; without it there is no screen.
    owner: Option<ThreadId>,
    messages: Vec<String>,
}

/// Alternate screen, bracketed paste, no cursor, a clean sheet.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[m\x1b[2J";

/// What another program may have left behind when it broke: keys that are coded otherwise, a part
/// of the screen that scrolls alone, focus and mouse that are reported.
const TIDY: &[u8] =
    b"\x1b[>4m\x1b[?1l\x1b>\x1b[r\x1b[?6l\x1b[?7h\x1b[4l\x1b[?1002l\x1b[?1003l\x1b[?1004l";

/// Has clicks and the wheel sent here.
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";

/// The way back: any frame ended, plain style, cursor, paste, screen.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[m\x1b[?25h\x1b[?2004l\x1b[?1049l";

const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
const END_FRAME: &[u8] = b"\x1b[?2026l";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";
const HIDE_CURSOR: &[u8] = b"\x1b[?25l";

/// The size that is drawn for when the terminal does not say its own.
const FALLBACK: (u16, u16) = (80, 24);

/// The terminal while it is ours; given back when dropped.
#[derive(Debug)]
pub struct Terminal {
    out: File,
    bytes: Vec<u8>,
    shown: Buffer,
    cursor: Option<Position>,
    title: String,
    mouse: bool,
    /// How the terminal was set before it was ever ours: a program that broke may have set it
    /// otherwise, and that must not be what is given back in the end.
    before: Option<Termios>,
}

impl Terminal {
    /// Says why there is no terminal to show anything on, if there is none. Ask before anything
    /// is read from it.
    pub fn is_fit() -> io::Result<()> {
        if !io::stdout().is_terminal() {
            return Err(unfit("the standard output is not a terminal"));
        }
        if std::env::var_os("TERM").is_some_and(|kind| kind == "dumb") {
            return Err(unfit("a dumb terminal (TERM=dumb) has no screen"));
        }
        Ok(())
    }

    /// Takes the terminal, with the mouse or without.
    pub fn take(mouse: bool) -> io::Result<Self> {
        Self::is_fit()?;
        let stdout = io::stdout();
        // A file of its own writes a frame at once; the standard output would cut it at a
        // line end, and holds back the rest.
        let out = File::from(stdout.as_fd().try_clone_to_owned()?);
        let mut terminal = Self {
            out,
            bytes: Vec::with_capacity(16 * 1024),
            shown: Buffer::default(),
            cursor: None,
            title: String::new(),
            mouse,
            before: tcgetattr(stdout.as_fd()).ok(),
        };
        terminal.own()?;
        Ok(terminal)
    }

    /// Takes the terminal again after [`Self::suspend`].
    pub fn resume(&mut self) -> io::Result<()> {
        if let Some(before) = &self.before {
            let _ = tcsetattr(&self.out, OptionalActions::Now, before);
        }
        self.out.write_all(TIDY)?;
        self.own()
    }

    fn own(&mut self) -> io::Result<()> {
        mode::enable_raw_mode()?;
        kept(|kept| kept.owner = Some(thread::current().id()));
        TAKEN.store(true, Ordering::SeqCst);
        self.cursor = None;
        self.title.clear();
        self.forget();
        self.out.write_all(ENTER)?;
        if self.mouse {
            self.out.write_all(MOUSE)?;
        }
        Ok(())
    }

    /// Gives the terminal back for a while, to run another program in it.
    pub fn suspend(&mut self) {
        give_back();
    }

    /// Returns the columns and rows. This asks the system, never the terminal: a terminal
    /// that does not answer would cost two seconds.
    #[must_use]
    pub fn size() -> (u16, u16) {
        let size = mode::window_size().map(|size| (size.columns, size.rows));
        Self::fit(size.unwrap_or_default())
    }

    /// Returns the size to draw for: a terminal without columns or rows does not know its own.
    pub(super) fn fit((columns, rows): (u16, u16)) -> (u16, u16) {
        if columns > 0 && rows > 0 {
            (columns, rows)
        } else {
            FALLBACK
        }
    }

    /// Shows a frame, in one write, and leaves in its place an older one to be drawn over;
    /// nothing is written when nothing changed. An error means that the terminal is gone.
    pub fn show(
        &mut self,
        frame: &mut Buffer,
        cursor: Option<Position>,
        title: Option<&str>,
    ) -> io::Result<()> {
        if !TAKEN.load(Ordering::SeqCst) {
            self.resume()?;
        }
        self.bytes.clear();
        self.bytes.extend_from_slice(BEGIN_FRAME);
        if let Some(title) = title.filter(|title| *title != self.title) {
            self.name(title);
        }
        let is_new = self.shown.area != frame.area;
        if is_new {
            self.bytes.extend_from_slice(b"\x1b[2J");
        }
        if self.cursor.is_some() && cursor.is_none() {
            self.bytes.extend_from_slice(HIDE_CURSOR);
        }
        let before = self.bytes.len();
        if is_new {
            paint::whole(frame, &mut self.bytes);
        } else {
            paint::changes(&self.shown, frame, &mut self.bytes);
        }
        let is_painted = self.bytes.len() > before;
        if let Some(place) = cursor.filter(|_| is_painted || cursor != self.cursor) {
            paint::go(place, &mut self.bytes);
        }
        if self.cursor.is_none() && cursor.is_some() {
            self.bytes.extend_from_slice(SHOW_CURSOR);
        }
        self.cursor = cursor;
        // Not copied: a frame has some two hundred kilobytes.
        mem::swap(&mut self.shown, frame);
        if self.bytes.len() == BEGIN_FRAME.len() {
            return Ok(());
        }
        self.bytes.extend_from_slice(END_FRAME);
        self.out.write_all(&self.bytes)
    }

    /// Gives the window a title, after the one it has was kept.
    fn name(&mut self, title: &str) {
        if !TITLED.swap(true, Ordering::SeqCst) {
            self.bytes.extend_from_slice(KEEP_TITLE);
        }
        self.bytes.extend_from_slice(&attention::title(title));
        title.clone_into(&mut self.title);
    }

    /// Writes what is no part of a frame, at once.
    pub(super) fn call(&mut self, bytes: &[u8]) -> io::Result<()> {
        if TAKEN.load(Ordering::SeqCst) {
            self.out.write_all(bytes)?;
        }
        Ok(())
    }

    /// Forgets what is shown; the next frame is painted whole.
    pub(super) fn forget(&mut self) {
        self.shown = Buffer::default();
    }

    /// Returns the area of a screen of some size.
    pub(super) fn area((columns, rows): (u16, u16)) -> Rect {
        Rect::new(0, 0, columns, rows)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn unfit(cause: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, cause)
}

/// Gives the terminal back if it is ours, then prints the messages that were kept for this
/// moment. Never fails, and does nothing the second time.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    if let Ok(out) = io::stdout().as_fd().try_clone_to_owned() {
        let mut out = File::from(out);
        if TITLED.swap(false, Ordering::SeqCst) {
            let _ = out.write_all(GIVE_TITLE_BACK);
        }
        let _ = out.write_all(LEAVE);
    }
    let _ = mode::disable_raw_mode();
    print_kept();
}

fn print_kept() {
    for message in kept(|kept| mem::take(&mut kept.messages)) {
        let _ = writeln!(io::stderr(), "{message}");
    }
}

/// Sees to it that the message of a panic is neither lost nor printed over the screen.
/// Installing it again does nothing.
///
/// A panic of the thread that paints ends the program: the terminal is given back first, or
/// the message would vanish with the alternate screen. The program outlives a panic of any
/// other thread; its message is kept until the terminal is given back, because what is
/// printed beside the frames stays there until they change.
pub fn install_panic_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if TAKEN.load(Ordering::SeqCst) && !is_owner() {
                let message = describe(panic);
                kept(|kept| kept.messages.push(message));
                // It may have been given back in between.
                if !TAKEN.load(Ordering::SeqCst) {
                    print_kept();
                }
                return;
            }
            give_back();
            print(panic);
        }));
    });
}

fn is_owner() -> bool {
    let me = thread::current().id();
    kept(|kept| kept.owner == Some(me))
}

fn kept<T>(act: impl FnOnce(&mut Kept) -> T) -> T {
    act(&mut KEPT.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Returns what the usual hook would print.
fn describe(panic: &PanicHookInfo<'_>) -> String {
    let thread = thread::current();
    let message = format!("thread '{}' {panic}", thread.name().unwrap_or("unnamed"));
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        format!("{message}\n{trace}")
    } else {
        message
    }
}
