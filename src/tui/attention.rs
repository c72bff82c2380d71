//! Calls for attention as bytes: the bell, a notification, the title of the window.
//!
//! What is called out holds what people typed, here and on the issue. A terminal takes what
//! stands within a sequence as data, up to the first control character: so none goes in.

use crate::app::Alert;
use crate::domain::text::{MOST_MARKS, is_mark, is_unshowable, shorten};

/// How much of a text a notification or a title shows.
const MOST: usize = 120;

const BELL: &[u8] = b"\x07";
/// The end of a sequence.
const END: &[u8] = b"\x1b\\";
/// Keeps the title that the window has, until [`GIVE_TITLE_BACK`].
pub(super) const KEEP_TITLE: &[u8] = b"\x1b[22;2t";
/// Gives the window its title back.
pub(super) const GIVE_TITLE_BACK: &[u8] = b"\x1b[23;2t";

/// How a terminal is told of a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notifier {
    /// By OSC 9, as `iTerm2`, `WezTerm`, kitty and Windows Terminal have it.
    pub osc9: bool,
    /// By OSC 777, as rxvt and the terminals of GNOME have it.
    pub osc777: bool,
    /// Through tmux, which lets it pass with `set -g allow-passthrough on`.
    pub through_tmux: bool,
}

impl Notifier {
    /// Tells a terminal nothing.
    pub const SILENT: Self = Self {
        osc9: false,
        osc777: false,
        through_tmux: false,
    };

    /// Returns the bytes of a call.
    #[must_use]
    pub fn bytes(self, alert: &Alert) -> Vec<u8> {
        let mut bytes = Vec::new();
        if alert.bell {
            bytes.extend_from_slice(BELL);
        }
        let Some(words) = &alert.words else {
            return bytes;
        };
        let words = harmless(words);
        // With words in front it cannot be taken for the progress bar, which is `9;4;`.
        if self.osc9 {
            self.put(&format!("9;sitroom: {words}"), &mut bytes);
        }
        if self.osc777 {
            let words = words.replace(';', ",");
            self.put(&format!("777;notify;sitroom;{words}"), &mut bytes);
        }
        bytes
    }

    fn put(self, text: &str, bytes: &mut Vec<u8>) {
        let mut sequence = b"\x1b]".to_vec();
        sequence.extend_from_slice(text.as_bytes());
        sequence.extend_from_slice(END);
        if !self.through_tmux {
            bytes.append(&mut sequence);
            return;
        }
        bytes.extend_from_slice(b"\x1bPtmux;");
        for byte in sequence {
            if byte == b'\x1b' {
                bytes.push(byte);
            }
            bytes.push(byte);
        }
        bytes.extend_from_slice(END);
    }
}

/// Returns the bytes that set the title of the window.
pub(super) fn title(text: &str) -> Vec<u8> {
    let mut bytes = b"\x1b]2;".to_vec();
    bytes.extend_from_slice(harmless(text).as_bytes());
    bytes.extend_from_slice(END);
    bytes
}

/// Returns text in one short line without anything that a terminal would obey, that turns the
/// reading direction around, or that piles up on a letter.
fn harmless(text: &str) -> String {
    let mut marks = 0;
    let shown = text.chars().filter_map(|c| {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        match c {
            c if c.is_whitespace() => Some(' '),
            c if is_unshowable(c) => Some('\u{fffd}'),
            _ if marks > MOST_MARKS => None,
            c => Some(c),
        }
    });
    // Looking no further than may be seen: nobody bounds what others write.
    let shown: String = shown.take(MOST * 8).collect();
    let words: Vec<&str> = shown.split(' ').filter(|word| !word.is_empty()).collect();
    shorten(&words.join(" "), MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(words: &str) -> Alert {
        Alert {
            bell: true,
            words: Some(words.to_owned()),
            clocks: Vec::new(),
        }
    }

    fn written(notifier: Notifier, alert: &Alert) -> String {
        String::from_utf8(notifier.bytes(alert)).unwrap()
    }

    const OSC9: Notifier = Notifier {
        osc9: true,
        ..Notifier::SILENT
    };
    const OSC777: Notifier = Notifier {
        osc777: true,
        ..Notifier::SILENT
    };

    #[test]
    fn each_kind_of_terminal_is_told_in_its_own_way() {
        let due = alert("GSA notice is due; send it");
        assert_eq!(written(Notifier::SILENT, &due), "\x07");
        let plain = written(OSC9, &due);
        assert_eq!(
            plain,
            "\x07\x1b]9;sitroom: GSA notice is due; send it\x1b\\"
        );
        let fields = written(OSC777, &due);
        assert_eq!(
            fields,
            "\x07\x1b]777;notify;sitroom;GSA notice is due, send it\x1b\\"
        );
    }

    #[test]
    fn tmux_is_asked_to_pass_it_on() {
        let through = Notifier {
            through_tmux: true,
            ..OSC9
        };
        let quiet = Alert {
            bell: false,
            ..alert("late")
        };
        assert_eq!(
            written(through, &quiet),
            "\x1bPtmux;\x1b\x1b]9;sitroom: late\x1b\x1b\\\x1b\\"
        );
    }

    #[test]
    fn a_bell_alone_has_no_words() {
        let bell = Alert {
            bell: true,
            words: None,
            clocks: Vec::new(),
        };
        assert_eq!(written(OSC9, &bell), "\x07");
    }

    #[test]
    fn nothing_that_a_terminal_obeys_gets_into_a_sequence() {
        let hostile = "a\x1b]0;b\x07c\x1b\\d\u{9c}e\u{9d}f\u{202e}g\nh\u{0}i\tj\u{7f}";
        let piled = format!("x{}", "\u{301}".repeat(400));
        for text in [hostile, &piled, &"long ".repeat(100_000)] {
            let sequences = [
                written(
                    OSC9,
                    &Alert {
                        bell: false,
                        ..alert(text)
                    },
                ),
                written(
                    OSC777,
                    &Alert {
                        bell: false,
                        ..alert(text)
                    },
                ),
                String::from_utf8(title(text)).unwrap(),
            ];
            for sequence in sequences {
                let inner = sequence.strip_prefix("\x1b]").unwrap();
                let inner = inner.strip_suffix("\x1b\\").unwrap();
                assert!(!inner.contains(is_unshowable), "{inner:?}");
                assert!(inner.chars().count() <= 2 * MOST, "{inner:?}");
            }
        }
    }

    #[test]
    fn a_title_is_shown_as_it_is() {
        let set = title("HIGH - 鶏  are out é");
        assert_eq!(set, "\x1b]2;HIGH - 鶏 are out é\x1b\\".as_bytes());
    }
}
