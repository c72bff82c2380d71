//! `sitroom man`: the manual pages, made from the same definition as the help.

use std::path::{Path, PathBuf};

use clap_mangen::Man;

use super::error::CliError;
use super::exit::Exit;
use super::output;

/// Print the manual page, or write the pages of every command into a directory
///
/// For example: sitroom man --out ~/.local/share/man/man1; then `man sitroom-lead-move`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write a page for the program and one for each command into this directory
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let mut command = super::definition().disable_help_subcommand(true);
    command.build();
    let Some(dir) = &args.out else {
        output::content(&String::from_utf8_lossy(&page(command)?))?;
        return Ok(Exit::Done);
    };
    std::fs::create_dir_all(dir).map_err(|source| of_file(dir, source))?;
    let count = write_all(&command, dir)?;
    output::tell(&format!("sitroom: {count} pages are in {}", dir.display()));
    Ok(Exit::Done)
}

/// Writes the page of a command and of all below it, and returns how many there are.
fn write_all(command: &clap::Command, dir: &Path) -> Result<usize, CliError> {
    let mut count = 1;
    for below in command
        .get_subcommands()
        .filter(|below| !below.is_hide_set())
    {
        count += write_all(below, dir)?;
    }
    let name = command.get_display_name().unwrap_or(command.get_name());
    let path = dir.join(format!("{name}.1"));
    std::fs::write(&path, page(command.clone())?).map_err(|source| of_file(&path, source))?;
    Ok(count)
}

fn page(command: clap::Command) -> Result<Vec<u8>, CliError> {
    let mut page = Vec::new();
    let man = Man::new(command).manual("sitroom");
    man.render(&mut page)
        .map_err(|source| CliError::Output { source })?;
    Ok(page)
}

fn of_file(path: &Path, source: std::io::Error) -> CliError {
    CliError::File {
        path: path.to_owned(),
        source,
    }
}
