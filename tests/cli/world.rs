//! A machine of its own for each test.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use sitroom::practice::{Options, PracticeGithub};
use tempfile::TempDir;

use crate::program::program;

/// The incident that most tests are about.
pub(crate) const ID: &str = "2026-11-22-the-chickens-have-escaped";

/// A home, and the time there.
pub(crate) struct World {
    root: TempDir,
    now: String,
    variables: Vec<(String, String)>,
}

impl World {
    /// Returns a machine without any incident; it is 09:02 in New York.
    pub(crate) fn new() -> Self {
        Self {
            root: tempfile::tempdir().unwrap(),
            now: "2026-11-22T14:02:00Z".to_owned(),
            variables: Vec::new(),
        }
    }

    /// Returns a machine with the one incident.
    pub(crate) fn declared() -> Self {
        let world = Self::new();
        assert_eq!(world.ok(&["new", "The chickens have escaped"]).trim(), ID);
        world
    }

    /// Returns a machine with the one incident, which syncs with a practice GitHub.
    pub(crate) fn mirrored(github: &PracticeGithub) -> Self {
        let mut world = Self::declared();
        world
            .set("SITROOM_GITHUB_API_URL", &github.url())
            .set("SITROOM_GITHUB_REPOSITORY", Options::REPOSITORY)
            .set("GH_TOKEN", Options::TOKEN);
        world
    }

    /// Sets the time.
    pub(crate) fn at(&mut self, now: &str) -> &mut Self {
        now.clone_into(&mut self.now);
        self
    }

    /// Sets an environment variable.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.path().join(below)
    }

    /// Returns the directory of an incident.
    pub(crate) fn incident(&self, id: &str) -> PathBuf {
        self.path("data/sitroom/incidents").join(id)
    }

    /// Writes a file of the user's settings.
    pub(crate) fn configure(&self, name: &str, text: &str) {
        let path = self.path("config/sitroom").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Returns the program with nothing of the machine that runs the test.
    pub(crate) fn program(&self) -> std::process::Command {
        let mut command = program(self.root.path(), &self.now);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs it with some text on standard input.
    pub(crate) fn run_with(&self, args: &[&str], stdin: &str) -> Output {
        assert_cmd::Command::from_std(self.program())
            .args(args)
            .write_stdin(stdin)
            .output()
            .unwrap()
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.run_with(args, "")
    }

    /// Runs it, expects it to be done, and returns what it said.
    #[track_caller]
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
        stdout(&output)
    }

    /// Runs it, expects an exit code and nothing on standard output, and returns why.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32, args: &[&str]) -> String {
        let output = self.run(args);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
        assert_eq!(stdout(&output), "", "{args:?}");
        said
    }

    /// Runs it and reads what it said as JSON.
    #[track_caller]
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(args)).unwrap()
    }
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Changes a text file.
pub(crate) fn change(path: &Path, with: impl FnOnce(String) -> String) {
    let text = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, with(text)).unwrap();
}
