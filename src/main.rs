//! The `sitroom` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    sitroom::cli::run(std::env::args_os())
}
