//! A text in the editor of the person, in place of the screen.
//!
//! Whatever that program does, the text that was here stays: it is replaced by what came back,
//! which can be taken back, or not at all.

use std::io::{self, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};

use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::app::Level;

/// What a shell ends with when there is no such program, and when it cannot be run.
const NOT_FOUND: i32 = 127;
const NOT_RUN: i32 = 126;

/// The file that is edited: people know by it what they edit, editors that it is Markdown.
const FILE: &str = "sitroom.md";

/// A text that is being edited by another program.
pub(super) struct Outside {
    /// The editor on the screen that it was taken from.
    pub(super) editor: u64,
    command: String,
    before: String,
    /// Gone with everything in it, backups of the other program too, once it is done.
    dir: TempDir,
    child: Child,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edited {
    /// The text that came back, where it is another one.
    pub(super) text: Option<String>,
    /// What is to be said.
    pub(super) told: Option<(Level, String)>,
}

impl Outside {
    /// Starts the program on a file with the text, in a directory that only the person can read.
    ///
    /// The command is read by a shell, as git does: it may have arguments and quotes.
    pub(super) fn start(command: &str, near: &Path, editor: u64, text: &str) -> io::Result<Self> {
        let dir = tempfile::Builder::new()
            .prefix(".editing-")
            .tempdir_in(near)?;
        let path = dir.path().join(FILE);
        let mut file = std::fs::File::create(&path)?;
        file.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            file.write_all(b"\n")?;
        }
        let child = Command::new("sh")
            .arg("-c")
            .arg(format!("{command} \"$@\""))
            .arg("sh")
            .arg(&path)
            .stdin(Stdio::inherit())
            .stdout(Stdio::inherit())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()?;
        Ok(Self {
            editor,
            command: command.to_owned(),
            before: text.to_owned(),
            dir,
            child,
        })
    }

    /// Waits for the program's end.
    pub(super) async fn wait(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Reads what came back.
    pub(super) fn finish(self, status: io::Result<ExitStatus>) -> Edited {
        let read = std::fs::read(self.dir.path().join(FILE));
        edited(&self.command, &self.before, status, read)
    }
}

/// Says what came back from the program.
fn edited(
    command: &str,
    before: &str,
    status: io::Result<ExitStatus>,
    read: io::Result<Vec<u8>>,
) -> Edited {
    let trouble = trouble(command, status);
    let after = read.map(|bytes| String::from_utf8(bytes).map(|text| ended(before, text)));
    let (text, told) = match (after, trouble) {
        (Ok(Ok(text)), None) if text == before => (None, None),
        (Ok(Ok(text)), None) if !text.trim().is_empty() || before.trim().is_empty() => {
            let told = "the text is that of your editor; ctrl-z takes it back".to_owned();
            (Some(text), Some((Level::Info, told)))
        }
        (Ok(Ok(text)), Some(trouble)) if text != before && !text.trim().is_empty() => {
            let told = format!("{trouble}; what it had saved is here, ctrl-z takes it back");
            (Some(text), Some((Level::Error, told)))
        }
        (Ok(Ok(_)), Some(trouble)) => {
            let told = format!("{trouble}; the text is as it was before");
            (None, Some((Level::Error, told)))
        }
        (Ok(Ok(_)), None) => {
            let told = "your editor left no text; the one from before is kept here".to_owned();
            (None, Some((Level::Error, told)))
        }
        (Ok(Err(_)), _) => {
            let told = "your editor left what is no UTF-8; the text is as it was before";
            (None, Some((Level::Error, told.to_owned())))
        }
        (Err(error), trouble) => {
            let trouble = trouble.unwrap_or_else(|| format!("your editor left no file: {error}"));
            let told = format!("{trouble}; the text is as it was before");
            (None, Some((Level::Error, told)))
        }
    };
    Edited { text, told }
}

/// Takes away the line end that editors put behind the last line.
fn ended(before: &str, mut after: String) -> String {
    if !before.ends_with('\n') && after.ends_with('\n') {
        after.pop();
        if after.ends_with('\r') {
            after.pop();
        }
    }
    after
}

/// Returns what went wrong with the program, and what can be done about it.
fn trouble(command: &str, status: io::Result<ExitStatus>) -> Option<String> {
    const OTHER: &str = "set VISUAL or EDITOR to one that can";
    let status = match status {
        Ok(status) if status.success() => return None,
        Ok(status) => status,
        Err(error) => return Some(format!("nobody knows how `{command}` ended: {error}")),
    };
    // A shell says by 128 and a number that a signal ended what it ran.
    let signal = status.signal().or(status
        .code()
        .filter(|code| *code > 128)
        .map(|code| code - 128));
    Some(match (signal, status.code()) {
        (Some(signal), _) => format!("`{command}` was ended by signal {signal}"),
        (None, Some(NOT_FOUND)) => format!("there is no program `{command}`; {OTHER} be found"),
        (None, Some(NOT_RUN)) => format!("`{command}` cannot be run; {OTHER}"),
        (None, code) => {
            let code = code.unwrap_or_default();
            format!("`{command}` ended with {code}")
        }
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const TAKEN: &str = "the text is that of your editor; ctrl-z takes it back";

    #[rstest]
    #[case::changed(0, Some("b\n"), Some("b"), Some(TAKEN))]
    #[case::left_as_it_was(0, Some("a\n"), None, None)]
    #[case::left_without_a_line_end(0, Some("a"), None, None)]
    #[case::emptied(
        0,
        Some("\n"),
        None,
        Some("your editor left no text; the one from before is kept here")
    )]
    #[case::failed(
        1,
        Some("a\n"),
        None,
        Some("`vi` ended with 1; the text is as it was before")
    )]
    #[case::failed_after_saving(
        1,
        Some("b\n"),
        Some("b"),
        Some("`vi` ended with 1; what it had saved is here, ctrl-z takes it back")
    )]
    #[case::emptied_and_failed(
        1,
        Some(""),
        None,
        Some("`vi` ended with 1; the text is as it was before")
    )]
    #[case::killed_within_the_shell(
        137,
        Some("a\n"),
        None,
        Some("`vi` was ended by signal 9; the text is as it was before")
    )]
    #[case::not_found(
        127,
        Some("a\n"),
        None,
        Some(
            "there is no program `vi`; set VISUAL or EDITOR to one that can be found; \
              the text is as it was before"
        )
    )]
    #[case::removed(
        0,
        None,
        None,
        Some("your editor left no file: entity not found; the text is as it was before")
    )]
    fn what_comes_back_of_another_program(
        #[case] code: i32,
        #[case] left: Option<&str>,
        #[case] text: Option<&str>,
        #[case] told: Option<&str>,
    ) {
        let read = left.map(|text| text.as_bytes().to_vec());
        let read = read.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound));
        let came = edited("vi", "a", Ok(ExitStatus::from_raw(code << 8)), read);
        assert_eq!(came.text.as_deref(), text);
        let level = match told {
            Some(TAKEN) => Level::Info,
            _ => Level::Error,
        };
        assert_eq!(came.told, told.map(|told| (level, told.to_owned())));
    }

    #[test]
    fn a_text_that_is_no_text_is_not_taken() {
        let came = edited("vi", "a", Ok(ExitStatus::from_raw(0)), Ok(vec![0xff]));
        assert_eq!(came.text, None);
    }
}
