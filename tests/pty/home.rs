//! A home of its own for every test: no settings, no tokens, no incidents but its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use portable_pty::CommandBuilder;

use crate::terminal::Terminal;

/// The program.
pub(crate) const SITROOM: &str = env!("CARGO_BIN_EXE_sitroom");

/// The id of the incident, but for the day it begins with.
const ID: &str = "the-chickens-have-escaped";

/// Directories that are gone after the test.
pub(crate) struct Home {
    root: tempfile::TempDir,
}

impl Home {
    /// Returns a home in which the chickens have escaped.
    pub(crate) fn declared() -> Self {
        let home = Self::empty();
        home.says(&["new", "The chickens have escaped"]);
        home
    }

    /// Returns a home with nothing in it.
    pub(crate) fn empty() -> Self {
        Self {
            root: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// The directory of the incident.
    pub(crate) fn dir(&self) -> PathBuf {
        let all = self.root().join("data/sitroom/incidents");
        let mut found = std::fs::read_dir(all).unwrap().flatten();
        found
            .find(|entry| entry.file_name().to_string_lossy().ends_with(ID))
            .unwrap()
            .path()
    }

    pub(crate) fn journal(&self) -> String {
        std::fs::read_to_string(self.dir().join("journal.jsonl")).unwrap()
    }

    /// Returns every variable that the program sees.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        let root = self.root();
        let dir = |name: &str| root.join(name).display().to_string();
        let path = std::env::var("PATH").unwrap_or_default();
        [
            ("HOME", root.display().to_string()),
            ("XDG_DATA_HOME", dir("data")),
            ("XDG_CONFIG_HOME", dir("config")),
            ("XDG_STATE_HOME", dir("state")),
            ("PATH", path),
            ("TERM", "xterm-256color".to_owned()),
            ("SITROOM_NAME", "Farmer Jane".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// Returns the program as a command without a terminal.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(SITROOM);
        command
            .args(args)
            .env_clear()
            .envs(self.variables())
            .current_dir(self.root());
        command
    }

    /// Runs a command that must go well, and returns what it said.
    pub(crate) fn says(&self, args: &[&str]) -> String {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(args).output().unwrap();
        let cried = String::from_utf8_lossy(&stderr);
        assert!(status.success(), "{args:?}: {cried}");
        String::from_utf8(stdout).unwrap()
    }

    /// Returns a program as a command for a terminal.
    pub(crate) fn on_terminal(&self, program: &str, args: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        for (name, value) in self.variables() {
            command.env(name, value);
        }
        command.cwd(self.root());
        command
    }

    /// Opens the screen and waits for it.
    pub(crate) fn screen(&self) -> Terminal {
        let mut terminal = Terminal::start(self.on_terminal(SITROOM, &[]));
        terminal.shows("NEXT");
        terminal.shows("The chickens have escaped");
        terminal
    }

    /// Expects a record to which nothing happened.
    pub(crate) fn is_sound(&self) {
        self.says(&["verify"]);
    }
}
