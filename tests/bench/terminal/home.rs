//! A home with one incident of a certain length in it, and no settings, token or mirror.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::Command;

use chrono::{TimeDelta, Utc};
use portable_pty::CommandBuilder;
use sitroom::domain::chain::{self, Digest};
use sitroom::domain::event::{Entry, Event, Origin, Visibility};
use sitroom::domain::ids::EntryId;
use sitroom::domain::time::When;

const SITROOM: &str = env!("CARGO_BIN_EXE_sitroom");

/// What is declared and done before the notes: something to move between in each view.
const BEGINNING: &[&[&str]] = &[
    &["new", "The chickens have escaped", "--aware", "20m ago"],
    &["lead", "add", "which gate was open?"],
    &["lead", "add", "who saw the fox?"],
    &["fix", "add", "mend the fence"],
    &["fix", "add", "count the hens"],
    &[
        "evidence",
        "add",
        "--what",
        "tuft of fur",
        "--where",
        "the shed",
    ],
    &[
        "evidence",
        "add",
        "--what",
        "gate log",
        "--where",
        "the office",
    ],
    &["people", "add", "Farmer Dave"],
    &["people", "add", "Spot the Dog"],
    &["sent", "initial-sitrep"],
    &["sent", "gsa-notice"],
];

/// Directories that are gone when it is dropped.
pub(crate) struct Home {
    root: tempfile::TempDir,
    /// How many entries its record has.
    pub(crate) entries: usize,
}

impl Home {
    /// Makes one with a record of at least so many entries.
    pub(crate) fn with(entries: usize) -> io::Result<Self> {
        let mut home = Self {
            root: tempfile::tempdir()?,
            entries,
        };
        for args in BEGINNING {
            home.runs(args)?;
        }
        home.entries = home.lengthen(entries)?;
        home.runs(&["note", "the last one"])?;
        home.entries += 1;
        Ok(home)
    }

    /// Ends its incident, so that no clock runs.
    pub(crate) fn ends(&self) -> io::Result<()> {
        for state in ["false alarm", "closed"] {
            self.runs(&["state", state, "--because", "the fox was the dog"])?;
        }
        Ok(())
    }

    /// Returns the program on this home, as a command for a terminal.
    pub(crate) fn screen(&self) -> CommandBuilder {
        let mut command = CommandBuilder::new(SITROOM);
        command.env_clear();
        for (name, value) in self.variables() {
            command.env(name, value);
        }
        command.cwd(self.root.path());
        command
    }

    fn runs(&self, args: &[&str]) -> io::Result<()> {
        let mut command = Command::new(SITROOM);
        command.args(args).env_clear().envs(self.variables());
        let output = command.current_dir(self.root.path()).output()?;
        if output.status.success() {
            return Ok(());
        }
        let cause = String::from_utf8_lossy(&output.stderr);
        Err(io::Error::other(format!("sitroom {args:?}: {cause}")))
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        let dir = |name: &str| self.root.path().join(name).display().to_string();
        vec![
            ("HOME", dir("")),
            ("XDG_DATA_HOME", dir("data")),
            ("XDG_CONFIG_HOME", dir("config")),
            ("XDG_STATE_HOME", dir("state")),
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("TERM", "xterm-256color".to_owned()),
            ("SITROOM_NAME", "Farmer Jane".to_owned()),
        ]
    }

    fn journal(&self) -> io::Result<PathBuf> {
        let all = self.root.path().join("data/sitroom/incidents");
        let mut found = fs::read_dir(all)?;
        let first = found
            .next()
            .ok_or_else(|| io::Error::other("no incident"))?;
        Ok(first?.path().join("journal.jsonl"))
    }

    /// Appends notes as the program would, without the cost of syncing each to the disk, and
    /// returns how many entries there are then.
    fn lengthen(&self, until: usize) -> io::Result<usize> {
        let path = self.journal()?;
        let mut text = fs::read_to_string(&path)?;
        let there = text.lines().count();
        let last = text.lines().last().unwrap_or_default().to_owned();
        let mut prev = Digest::of(last.as_bytes());
        let now = Utc::now();
        for n in there + 1..until {
            let at = now + TimeDelta::milliseconds(i64::try_from(n).unwrap_or_default());
            let entry = Entry {
                seq: n as u64,
                id: EntryId::new(at, n as u128),
                happened: When::exact(at),
                recorded: at,
                actor: "Farmer Jane".to_owned(),
                device: "farm".to_owned(),
                origin: Origin::Local,
                event: Event::Noted {
                    text: format!("hen {n} was seen by the gate, and counted"),
                    visibility: Visibility::Shared,
                },
            };
            let line = chain::encode_line(&entry, &prev).map_err(io::Error::other)?;
            prev = Digest::of(line.as_bytes());
            text.push_str(&line);
            text.push('\n');
        }
        fs::write(&path, &text)?;
        Ok(text.lines().count())
    }
}
