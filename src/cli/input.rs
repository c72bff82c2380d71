//! Text as it is given: words behind a command, or standard input for `-`.

use std::io::Read;
use std::path::Path;

use super::error::CliError;

/// The longest text that is read. An issue takes far less, and a journal line more than this
/// is a mistake.
const MOST: u64 = 1024 * 1024;

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

/// Returns the text of a file, or standard input for `-`.
pub(super) fn file(path: &Path) -> Result<String, CliError> {
    if path == Path::new("-") {
        return standard_input();
    }
    let unread = |source| CliError::Unread {
        path: path.to_owned(),
        source,
    };
    let file = std::fs::File::open(path).map_err(unread)?;
    let mut text = String::new();
    file.take(MOST + 1)
        .read_to_string(&mut text)
        .map_err(unread)?;
    if text.len() as u64 > MOST {
        return Err(CliError::TooLong { most: MOST });
    }
    Ok(text)
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
