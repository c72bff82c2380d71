//! What is said of arguments that cannot be read.

use std::error::Error;

use super::issue_ref::IssueRefError;
use super::output;
use crate::domain::ids::IdError;
use crate::domain::incident::WordError;
use crate::domain::outgoing::AddressError;
use crate::domain::time::TimeError;
use crate::github::client::RepoNameError;

/// Writes what the arguments lack, or the help that they ask for. What a value says of itself
/// finishes "failed to ...", which is said before it.
pub(super) fn report(error: &clap::Error) {
    let Some(said) = error.source().filter(|it| is_attempt(*it)) else {
        // Help and version come this way too. Where nobody reads, nothing is lost.
        let _ = error.print();
        return;
    };
    let (said, text) = (format!(": {said}"), error.render().to_string());
    let told = said.replacen(": ", ": failed to ", 1);
    output::tell(text.replacen(&said, &told, 1).trim_end());
}

fn is_attempt(error: &(dyn Error + 'static)) -> bool {
    error.is::<TimeError>()
        || error.is::<WordError>()
        || error.is::<IdError>()
        || error.is::<IssueRefError>()
        || error.is::<AddressError>()
        || error.is::<RepoNameError>()
}
