//! The gate of this machine: the rules that are compiled in, and the user's own behind them.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use crate::domain::gate::{Allowed, Gate, RuleErrors, Rules};

/// The user's rules, in the directory of the settings.
const FILE: &str = "gate.toml";

/// Why the user's rules are not in force. The text finishes "failed to ...".
#[derive(Debug, Error)]
pub enum GateError {
    /// The file cannot be read.
    #[error("read the rules {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file has mistakes; each is named by file, line and key.
    #[error("use rules that have mistakes\n{0}")]
    Invalid(RuleErrors),
}

/// Returns the gate of a user whose settings lie in a directory, quiet about what is allowed.
/// Rules that cannot be used leave those that are compiled in, whole.
pub(super) fn gate_of_user(config: &Path, allowed: &Allowed) -> (Arc<Gate>, Option<GateError>) {
    match own(&config.join(FILE)) {
        Ok(Some(rules)) => (Arc::new(Gate::new(rules, allowed.clone())), None),
        Ok(None) => (Gate::allowing(allowed), None),
        Err(error) => (Gate::allowing(allowed), Some(error)),
    }
}

fn own(path: &Path) -> Result<Option<Rules>, GateError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            let path = path.to_owned();
            return Err(GateError::Unreadable { path, source });
        }
    };
    let name = path.display().to_string();
    let rules = Rules::read(Some((&name, &text))).map_err(GateError::Invalid)?;
    Ok(Some(rules))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const FEED: &str = r#"format = 1
version = "farm"

[[rule]]
id = "feed-code"
kind = "token"
name = "feed code"
pattern = 'feed-[0-9]{6}'
"#;

    /// A key that the compiled-in rules know, put together so that it stands nowhere.
    fn shipped_secret() -> String {
        ["AKIA", "QYLPMN5HFIQR7XYA"].concat()
    }

    fn with(text: &str) -> (Arc<Gate>, Option<String>) {
        let config = tempfile::tempdir().unwrap();
        std::fs::write(config.path().join(FILE), text).unwrap();
        let (gate, problem) = gate_of_user(config.path(), &Allowed::default());
        (gate, problem.map(|problem| problem.to_string()))
    }

    #[test]
    fn rules_of_the_user_stand_behind_those_that_are_compiled_in() {
        let (gate, problem) = with(FEED);
        assert_eq!(problem, None);
        assert_eq!(gate.look("feed-123456").len(), 1);
        assert_eq!(gate.look(&shipped_secret()).len(), 1);
        assert!(gate.version().ends_with("+farm"), "{}", gate.version());
    }

    #[rstest]
    #[case::no_toml("format = ", "gate.toml:1: file: ")]
    #[case::a_rule(
        "format = 1\nversion = \"1\"\n[[rule]]\nid = \"x\"\n",
        "gate.toml:3: rule.x.kind: the key is missing"
    )]
    #[case::half_of_it_is_good(
        "format = 1\nversion = \"1\"\noff = [\"aws-access-key\", \"no-such-rule\"]\n",
        "gate.toml:3: off: there is no rule `no-such-rule`"
    )]
    fn rules_that_cannot_be_used_are_told_and_weaken_nothing(
        #[case] text: &str,
        #[case] told: &str,
    ) {
        let (gate, problem) = with(text);
        let problem = problem.unwrap_or_default();
        assert!(problem.contains(told), "{problem}");
        assert_eq!(gate.version(), Gate::shipped().version());
        assert_eq!(gate.look(&shipped_secret()).len(), 1);
    }

    #[test]
    fn without_a_file_the_rules_are_those_that_are_compiled_in() {
        let config = tempfile::tempdir().unwrap();
        let (gate, problem) = gate_of_user(config.path(), &Allowed::default());
        assert!(problem.is_none());
        assert!(Arc::ptr_eq(&gate, &Gate::shipped()));
    }
}
