//! How fast the screen is, beside a minimal program of the same make, in one run.
//!
//! `cargo bench --bench terminal` prints a table with a verdict a line, and ends with an error
//! when a line fails. Times of one machine say little, so what is judged are ratios: the
//! minimal program (`minimal.rs`: ratatui, crossterm's event stream and tokio, a list and a
//! frame) plays every round beside sitroom. Wake-ups, bytes and memory are judged as they are.
//! Linux only: they are read from `/proc`.
//!
//! The program that is measured is the one that people build, so it is built once more: what cargo
//! builds beside a bench has in it what the libraries of the tests ask of those they share with it,
//! such as the Unicode tables of `regex-syntax`, which every start would read.

mod figures;
mod home;
mod minimal;
mod program;

use std::io::Write;
use std::process::{Command, ExitCode};

use figures::Table;
use home::Home;

/// Says that this process is the minimal program; it is measured from one file with the rest.
const MINIMAL: &str = "minimal";

/// How many entries the records have.
const SIZES: [usize; 3] = [10, 1_000, 10_000];

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    if args.next().as_deref() == Some(MINIMAL) {
        return minimal::run();
    }
    match measure() {
        Ok(table) => {
            let _ = std::io::stdout().write_all(table.to_string().as_bytes());
            if table.holds() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "not measured: {error}");
            ExitCode::from(2)
        }
    }
}

/// Builds the program as people build it, in the place of the one that was built for the bench.
fn build() -> std::io::Result<()> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--release", "--bin", "sitroom"]);
    let built = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).status()?;
    if built.success() {
        return Ok(());
    }
    Err(std::io::Error::other(format!(
        "cargo build --release: {built}"
    )))
}

fn measure() -> std::io::Result<Table> {
    build()?;
    let homes = [
        Home::with(SIZES[0])?,
        Home::with(SIZES[1])?,
        Home::with(SIZES[2])?,
    ];
    let mut table = Table::default();
    figures::start(&mut table, &homes)?;
    figures::keys(&mut table, &homes)?;
    figures::idle(&mut table, &homes)?;
    figures::memory(&mut table, &homes)?;
    Ok(table)
}
