//! What is said of an error beside its own text.

use std::error::Error;
use std::io;

use super::CliError;
use crate::domain::gate::Found;
use crate::domain::import::{Cause, Problem};

/// Returns the first of many problems, and how many more there are.
pub(super) fn told(problems: &[Problem]) -> String {
    const SHOWN: usize = 10;
    let shown = problems.iter().take(SHOWN).map(ToString::to_string);
    let mut lines: Vec<String> = shown.collect();
    if problems.len() > SHOWN {
        lines.push(format!("and {} more", problems.len() - SHOWN));
    }
    lines.join("\n  ")
}

/// Returns what to do about a file that may be something else than its name says.
pub(super) fn of_form(error: &CliError) -> Vec<String> {
    let CliError::NotImported {
        path,
        is_guessed: true,
        problems,
        ..
    } = error
    else {
        return Vec::new();
    };
    let may_be_another = problems.iter().any(|problem| {
        matches!(
            problem.cause,
            Cause::Orphan | Cause::NoTable(_) | Cause::NoColumn { .. }
        )
    });
    let hint = if path.extension().is_some() {
        "the ending of its name says so; if it is something else, say what with --from csv, \
         --from chat or --from json"
    } else {
        "its name has no ending that says what it is, and so it was read as chat; say what it is: \
         --from csv for a table, --from json for a record that sitroom exported, --from chat"
    };
    may_be_another
        .then(|| hint.to_owned())
        .into_iter()
        .collect()
}

/// Returns what to do about what may not leave: what it is, and the ways on.
pub(super) fn of_gate(found: &[Found]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for found in found {
        let advice = format!("{}: {}", found.finding.rule, found.finding.advice);
        if !said.contains(&advice) {
            said.push(advice);
        }
    }
    let ways = if found.iter().all(Found::can_be_held) {
        "repeat it with --redact to hold back what was found, with --local to keep all of the text \
         on this machine, or with --override REASON to let it leave"
    } else {
        "a name is not held back: repeat it with another, or with --override REASON to let it leave"
    };
    said.push(ways.to_owned());
    said
}

/// Returns the text with the causes behind it, each said once: some texts quote their cause.
pub(super) fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let said = cause.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        next = cause.source();
    }
    text
}

pub(super) fn lacks_terminal(error: &anyhow::Error) -> bool {
    let cause = error.root_cause().downcast_ref::<io::Error>();
    cause.is_some_and(|cause| cause.kind() == io::ErrorKind::Unsupported)
}
