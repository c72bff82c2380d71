//! A question on a line, and the line that answers it.

use std::io::{self, BufRead};

use super::super::error::CliError;
use super::super::output;
use super::error::InitError;

/// Asks, or takes what is usual where nobody is to be asked.
pub(super) struct Prompt {
    is_silent: bool,
}

impl Prompt {
    pub(super) fn new(is_silent: bool) -> Self {
        Self { is_silent }
    }

    /// Returns whether nobody is asked.
    pub(super) fn is_silent(&self) -> bool {
        self.is_silent
    }

    /// Asks for a line; an empty one takes what stands in brackets.
    pub(super) fn ask(question: &str, usual: &str) -> Result<String, CliError> {
        output::prompt(&format!("{question} [{usual}]"));
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        let read = read.map_err(|source| CliError::Input { source })?;
        if read == 0 {
            output::tell("");
            return Err(InitError::Unanswered.into());
        }
        let line = line.trim();
        Ok(if line.is_empty() { usual } else { line }.to_owned())
    }

    /// Asks until it is said whether to go on; nobody who is not asked says no.
    pub(super) fn confirms(&self, question: &str) -> Result<bool, CliError> {
        if self.is_silent {
            return Ok(true);
        }
        loop {
            match Self::ask(question, "yes")?.to_lowercase().as_str() {
                "y" | "yes" => return Ok(true),
                "n" | "no" => return Ok(false),
                _ => output::tell("sitroom: answer yes or no"),
            }
        }
    }
}
