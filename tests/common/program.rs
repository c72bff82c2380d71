//! The program, with nothing of the machine that runs the test.

use std::path::Path;
use std::process::Command;

/// Returns it with its directories below `root`, where its clock stands at `now`.
pub(crate) fn program(root: &Path, now: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sitroom"));
    command
        .env_clear()
        .env("HOME", root.join("home"))
        .env("XDG_DATA_HOME", root.join("data"))
        .env("XDG_CONFIG_HOME", root.join("config"))
        .env("XDG_STATE_HOME", root.join("state"))
        .env("TZ", "UTC")
        .env("SITROOM_NAME", "Farmer Jane")
        .env("SITROOM_NOW", now)
        .current_dir(root);
    command
}
