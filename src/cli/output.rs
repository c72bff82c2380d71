//! The one way to standard output, and the one to standard error.
//!
//! Text from a record passes through [`visible`] on the way: what a terminal would obey is
//! shown, not sent.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::error::CliError;

/// Writes text to standard output. A reader that went away is no error: it has what it
/// wanted.
pub(super) fn text(text: &str) -> Result<(), CliError> {
    raw(&visible(text))
}

/// Writes a value as JSON with a line end.
pub(super) fn json<T: Serialize>(value: &T) -> Result<(), CliError> {
    raw(&json_text(value)?)
}

/// Returns a value as JSON with a line end, without any character that acts on a terminal.
pub(super) fn json_text<T: Serialize>(value: &T) -> Result<String, CliError> {
    let text = serde_json::to_string_pretty(value).map_err(|source| CliError::Encode { source })?;
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c == '\n' || !acts(c) {
            out.push(c);
        } else {
            // Only ever within a string: serde_json writes no such character elsewhere.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        }
    }
    out.push('\n');
    Ok(out)
}

fn raw(text: &str) -> Result<(), CliError> {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CliError::Output { source: error })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes a line about the work to standard error.
pub(super) fn tell(line: &str) {
    // Where nobody listens there is nobody to tell.
    let _ = writeln!(io::stderr().lock(), "{}", visible(line));
}

/// Warns of something that does not stop the work.
pub(super) fn warn(warning: &impl std::fmt::Display) {
    tell(&format!("sitroom: warning: {warning}"));
}

/// Returns the text with every character that acts on a terminal, or turns the reading
/// direction around, in its escaped form.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if acts(c) && !matches!(c, '\n' | '\t') {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns the text as one visible line.
pub(super) fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    visible(&words.join(" "))
}

fn acts(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        assert_eq!(visible("a\u{1b}[2Jb\tc\nd"), "a\\u{1b}[2Jb\tc\nd");
        assert_eq!(visible("\u{9b}1m\u{202e}"), "\\u{9b}1m\\u{202e}");
        assert_eq!(line("a\n b\u{7}"), "a b\\u{7}");
    }

    #[test]
    fn json_says_the_same_without_it() {
        let text = "\u{1b}\u{9b}\u{7f}\u{feff}\n ä";
        let written = json_text(&text).unwrap();
        assert!(written.trim_end().chars().all(|c| !acts(c)), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
