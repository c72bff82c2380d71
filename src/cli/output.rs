//! The one way to standard output, and the one to standard error.
//!
//! Text from a record passes through [`visible`] on the way: what a terminal would obey is
//! shown, not sent.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use super::error::CliError;
use super::words;
pub(super) use crate::domain::text::visible;
use crate::domain::text::visible_json;
use crate::tui::Terminal;

/// Writes text to standard output, its last line with a line end. A reader that went away is no
/// error: it has what it wanted.
pub(super) fn text(text: &str) -> Result<(), CliError> {
    let mut text = visible(text);
    if !text.is_empty() && !text.ends_with('\n') {
        text += "\n";
    }
    raw(&text)
}

/// Writes a value as JSON with a line end.
pub(super) fn json<T: Serialize>(value: &T) -> Result<(), CliError> {
    raw(&json_text(value)?)
}

/// Returns a value as JSON with a line end. What cannot be shown, and marks that pile up on
/// one letter, are in their escaped form, which says the same.
pub(super) fn json_text<T: Serialize>(value: &T) -> Result<String, CliError> {
    let text = serde_json::to_string_pretty(value).map_err(|source| CliError::Encode { source })?;
    Ok(visible_json(&text) + "\n")
}

/// Writes the content of a file of another program, which keeps its line ends.
pub(super) fn content(text: &str) -> Result<(), CliError> {
    raw(text)
}

/// Writes text to standard output, broken between words to the width of a terminal.
pub(super) fn page(page: &str) -> Result<(), CliError> {
    text(&folded(page, width()))
}

/// Returns how many columns the terminal has that is written to; none where it is another program
/// or a file, which gets its lines whole.
pub(super) fn width() -> Option<u16> {
    width_if(io::stdout().is_terminal())
}

fn width_if(is_read_by_people: bool) -> Option<u16> {
    is_read_by_people.then(|| Terminal::size().0.clamp(40, 250))
}

fn folded(text: &str, width: Option<u16>) -> String {
    width.map_or_else(|| text.to_owned(), |width| words::folded(text, width))
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

/// Writes lines about the work to standard error, broken between words to the width of a terminal.
pub(super) fn tell_page(lines: &str) {
    let width = width_if(io::stderr().is_terminal());
    tell(folded(lines, width).trim_end());
}

/// Writes a question to standard error; the answer goes behind it.
pub(super) fn prompt(question: &str) {
    let mut stderr = io::stderr().lock();
    let question = folded(question, width_if(stderr.is_terminal()));
    let question = visible(question.trim_end());
    let _ = write!(stderr, "{question} ").and_then(|()| stderr.flush());
}

/// Warns of something that does not stop the work.
pub(super) fn warn(warning: &impl std::fmt::Display) {
    tell(&format!("sitroom: warning: {warning}"));
}

/// Returns the text as one visible line.
pub(super) fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    visible(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::is_unshowable;

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        assert_eq!(visible("a\u{1b}[2Jb\tc\nd"), "a\\u{1b}[2Jb    c\nd");
        assert_eq!(visible("\u{9b}1m\u{202e}"), "\\u{9b}1m\\u{202e}");
        assert_eq!(line("a\n b\u{7}"), "a b\\u{7}");
        let piled = format!("a{}", "\u{301}".repeat(6));
        assert_eq!(
            visible(&piled),
            format!("a{}\\u{{301}}\\u{{301}}", "\u{301}".repeat(4))
        );
        assert_eq!(visible("👩\u{200d}🌾 é 鶏"), "👩\u{200d}🌾 é 鶏");
    }

    #[test]
    fn json_says_the_same_without_it() {
        let piled = "\u{301}".repeat(9);
        let text = format!("\u{1b}\u{9b}\u{7f}\u{feff}\u{200b}\u{e0001}\n ä{piled}\t");
        let written = json_text(&text).unwrap();
        let shown = written.trim_end();
        assert!(!shown.contains(is_unshowable), "{written}");
        assert!(!shown.contains(&"\u{301}".repeat(5)), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}

/// A line about work that goes on, over itself; where nobody watches, nothing.
#[derive(Debug, Default)]
pub(super) struct Progress {
    is_shown: bool,
}

impl Progress {
    /// Shows how far it is.
    pub(super) fn show(&mut self, line: &str) {
        let mut stderr = io::stderr().lock();
        if stderr.is_terminal() {
            let _ = write!(stderr, "\r\x1b[K{}", visible(line));
            let _ = stderr.flush();
            self.is_shown = true;
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}
