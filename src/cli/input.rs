//! Text as it is given: words behind a command, or standard input for `-`.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::error::CliError;

/// The longest text that is read. An issue takes far less, and a journal line more than this
/// is a mistake.
const MOST: u64 = 1024 * 1024;

/// The longest file that is read. A journal of ten thousand entries takes a tenth of that.
const MOST_OF_A_FILE: u64 = 64 * 1024 * 1024;

/// Returns the text of a file, or standard input for `-`.
pub(super) fn file(path: &Path) -> Result<String, CliError> {
    let unread = |source| CliError::Unread {
        path: path.to_owned(),
        source,
    };
    let reader: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(unread)?)
    };
    let mut text = String::new();
    let most = MOST_OF_A_FILE;
    let read = reader.take(most + 1).read_to_string(&mut text);
    read.map_err(unread)?;
    if text.len() as u64 > most {
        return Err(CliError::FileTooLong {
            path: path.to_owned(),
            most,
        });
    }
    Ok(text)
}

/// Returns the words as one text, or standard input for a single `-`.
pub(super) fn text(words: &[String], what: &'static str) -> Result<String, CliError> {
    let text = match words {
        [dash] if dash == "-" => standard_input()?,
        words => words.join(" "),
    };
    if text.trim().is_empty() {
        return Err(CliError::Empty { what });
    }
    Ok(text)
}

/// Returns a text that may be empty, or standard input for `-`.
pub(super) fn optional(text: &str) -> Result<String, CliError> {
    if text == "-" {
        standard_input()
    } else {
        Ok(text.to_owned())
    }
}

fn standard_input() -> Result<String, CliError> {
    let mut text = String::new();
    std::io::stdin()
        .lock()
        .take(MOST + 1)
        .read_to_string(&mut text)
        .map_err(|source| CliError::Input { source })?;
    if text.len() as u64 > MOST {
        return Err(CliError::TooLong { most: MOST });
    }
    Ok(text)
}
