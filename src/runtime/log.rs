//! The log: a file, because the screen belongs to the incident.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context, Result};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt, registry};

use crate::domain::text::visible;

/// Writes the log to a file: the screen belongs to the incident. `filter` is a level such as
/// `debug`, or several with whose they are, such as `sitroom=debug,octocrab=info`.
pub fn log_to(path: &Path, filter: &str) -> Result<()> {
    let file = File::options()
        .create(true)
        .append(true)
        // Errors name what the incident is about.
        .mode(0o600)
        .open(path)
        .with_context(|| format!("open the log {}", path.display()))?;
    // Without the directives for spans and fields of `EnvFilter`: it takes long to start, and there
    // are none here.
    let filter: Targets = filter
        .parse()
        .with_context(|| format!("read the log filter `{filter}`"))?;
    let entries = fmt::layer()
        .with_writer(Mutex::new(Log { file }))
        .with_ansi(false);
    let logging = registry().with(entries.with_filter(filter)).try_init();
    logging.context("start the log")
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
    fn a_filter_that_cannot_be_read_is_named() {
        let dir = tempfile::tempdir().expect("a directory");
        let error = log_to(&dir.path().join("sitroom.log"), "sitroom=loud");
        let told = format!("{:#}", error.expect_err("there is no such level"));
        assert!(
            told.contains("read the log filter `sitroom=loud`"),
            "{told}"
        );
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
