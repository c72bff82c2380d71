//! The clipboard, by the terminal's own sequence (OSC 52), which also works over ssh.

use std::io::{self, Write};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

/// Asks the terminal to put text on the clipboard. Terminals do not answer, and some do not
/// obey; tmux passes it on with `set -g set-clipboard on`.
pub fn copy(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    execute!(out, CopyToClipboard::to_clipboard_from(text))?;
    out.flush()
}
