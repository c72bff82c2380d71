//! The clipboard, by the terminal's own sequence (OSC 52), which also works over ssh.

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

use crate::domain::gate::Released;

/// Returns what asks a terminal to put text on the clipboard. Terminals do not answer, and some
/// do not obey.
///
/// Through tmux it is asked twice: tmux itself, which obeys with `set -g set-clipboard on`, and
/// through it the terminal around it, which tmux lets through with
/// `set -g allow-passthrough on`. To be asked twice for the same does no harm.
#[must_use]
pub fn bytes(text: &Released, through_tmux: bool) -> String {
    sequence(text.as_str(), through_tmux)
}

fn sequence(text: &str, through_tmux: bool) -> String {
    let mut plain = String::new();
    CopyToClipboard::to_clipboard_from(text)
        .write_ansi(&mut plain)
        .expect("a string takes everything");
    if through_tmux {
        let doubled = plain.replace('\x1b', "\x1b\x1b");
        format!("{plain}\x1bPtmux;{doubled}\x1b\\")
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text `hen`, as it stands in the sequence.
    const PLAIN: &str = "\x1b]52;c;aGVu\x1b\\";

    #[test]
    fn a_terminal_is_asked_once() {
        assert_eq!(sequence("hen", false), PLAIN);
    }

    #[test]
    fn through_tmux_the_terminal_around_it_is_asked_too() {
        let around = "\x1bPtmux;\x1b\x1b]52;c;aGVu\x1b\x1b\\\x1b\\";
        assert_eq!(sequence("hen", true), format!("{PLAIN}{around}"));
    }
}
