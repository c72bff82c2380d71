//! The log: a file, because the screen belongs to the incident.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context, Result};

use crate::domain::text::visible;

/// Writes the log to a file: the screen belongs to the incident. `filter` is a directive such
/// as `info` or `sitroom=debug`.
pub fn log_to(path: &Path, filter: &str) -> Result<()> {
    let file = File::options()
        .create(true)
        .append(true)
        // Errors name what the incident is about.
        .mode(0o600)
        .open(path)
        .with_context(|| format!("open the log {}", path.display()))?;
    let filter = tracing_subscriber::EnvFilter::try_new(filter)
        .with_context(|| format!("read the log filter `{filter}`"))?;
    let logging = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(Mutex::new(Log { file }))
        .with_ansi(false)
        .try_init();
    logging.map_err(|error| anyhow::anyhow!("start the log: {error}"))
}

/// A file whose lines can be looked at in a terminal: errors quote what others wrote.
struct Log<W> {
    file: W,
}

impl<W: Write> Write for Log<W> {
    /// Takes a whole entry: that is how they come.
    fn write(&mut self, entry: &[u8]) -> io::Result<usize> {
        let text = visible(&String::from_utf8_lossy(entry));
        self.file.write_all(text.as_bytes())?;
        Ok(entry.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_an_entry_quotes_does_not_act_on_a_terminal() {
        let mut log = Log { file: Vec::new() };
        log.write_all("a\u{1b}[2J\u{202e}b\tc\n".as_bytes())
            .expect("it is written");
        let written = String::from_utf8(log.file).expect("it is text");
        assert_eq!(written, "a\\u{1b}[2J\\u{202e}b    c\n");
    }

    #[test]
    fn log_is_for_its_owner_alone() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("sitroom.log");
        log_to(&path, "off").expect("the log starts");
        let mode = std::fs::metadata(&path).expect("it is there").permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
    }
}
