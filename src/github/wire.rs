//! The fields read from GitHub's answers, and no others.
//!
//! GitHub adds fields and enum values without notice and leaves out what is gone, such as
//! a deleted account. A strict structure would turn each of these into a failed call, so
//! everything here that can be missing has a stand-in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The login shown for an account that no longer exists.
pub const GHOST: &str = "ghost";

/// An account, or the stand-in for one that was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct User {
    /// The name the account goes by.
    pub login: String,
    /// The account's number, which survives a change of name; 0 for a deleted account.
    #[serde(default)]
    pub id: u64,
}

impl User {
    /// Returns the stand-in for a deleted account.
    #[must_use]
    pub fn ghost() -> Self {
        Self {
            login: GHOST.to_owned(),
            id: 0,
        }
    }
}

impl Default for User {
    fn default() -> Self {
        Self::ghost()
    }
}

/// A repository, as far as deciding whether anything may be written to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Repository {
    /// The repository's number, which survives a change of name.
    pub id: u64,
    /// Owner and name, as GitHub spells them today.
    pub full_name: String,
    /// Whether only chosen people can read it. Not said means not private.
    #[serde(default)]
    pub private: bool,
    /// Whether it is closed for writing.
    #[serde(default)]
    pub archived: bool,
    /// Whether it has issues at all; taken for granted where it is not said.
    #[serde(default = "yes")]
    pub has_issues: bool,
    /// What whoever asks may do there; nothing where it is not said.
    #[serde(default)]
    pub permissions: Option<Permissions>,
}

/// What somebody may do in a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Permissions {
    /// Sorting issues: changing those of others, labels.
    #[serde(default)]
    pub triage: bool,
    /// Writing.
    #[serde(default)]
    pub push: bool,
}

fn yes() -> bool {
    true
}

/// Whether an issue is open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IssueState {
    /// The issue is open.
    #[default]
    Open,
    /// The issue is closed.
    Closed,
    /// A state this program has not heard of, as GitHub spelt it.
    #[serde(untagged)]
    Other(String),
}

/// An issue.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Issue {
    /// The issue's number among all issues, which survives a transfer of its repository.
    pub id: u64,
    /// The name GraphQL knows the issue by.
    #[serde(default)]
    pub node_id: String,
    /// The number people use.
    pub number: u64,
    /// The title.
    pub title: String,
    /// The body exactly as stored, carriage returns included; empty where GitHub has none.
    #[serde(default, deserialize_with = "null_is_default")]
    pub body: String,
    /// Whether it is open.
    #[serde(default)]
    pub state: IssueState,
    /// Why it is in that state, in GitHub's word for it.
    #[serde(default)]
    pub state_reason: Option<String>,
    /// Who opened it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub user: User,
    /// The names of its labels.
    #[serde(default, deserialize_with = "label_names")]
    pub labels: Vec<String>,
    /// Whether its conversation is locked.
    #[serde(default)]
    pub locked: bool,
    /// How many comments it has: what a list of comments is checked against.
    #[serde(default)]
    pub comments: u64,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When anything about it last changed; moves for comments and labels too.
    pub updated_at: DateTime<Utc>,
    /// When it was closed.
    #[serde(default)]
    pub closed_at: Option<DateTime<Utc>>,
    /// The page people open.
    #[serde(default)]
    pub html_url: String,
    /// Whether this is a pull request, which GitHub lists among the issues.
    #[serde(default, rename = "pull_request", deserialize_with = "is_present")]
    pub is_pull_request: bool,
}

/// A comment on an issue.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Comment {
    /// The comment's number; later comments have higher ones.
    pub id: u64,
    /// The text exactly as stored.
    #[serde(default, deserialize_with = "null_is_default")]
    pub body: String,
    /// Who wrote it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub user: User,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was last edited.
    pub updated_at: DateTime<Utc>,
    /// The page people open.
    #[serde(default)]
    pub html_url: String,
}

/// The revisions of an issue's body, newest first.
///
/// A body that was never edited has none. Otherwise the oldest one is the original.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct BodyHistory {
    /// How many revisions there are; [`Self::edits`] holds only the newest few.
    #[serde(default, rename = "totalCount")]
    pub total: u64,
    /// The newest revisions, newest first.
    #[serde(default, rename = "nodes", deserialize_with = "null_is_default")]
    pub edits: Vec<BodyEdit>,
}

/// One revision of an issue's body.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BodyEdit {
    /// The revision's own name.
    #[serde(default)]
    pub id: String,
    /// When it was saved.
    pub edited_at: DateTime<Utc>,
    /// When its text was removed from the history, if it was.
    #[serde(default)]
    pub deleted_at: Option<DateTime<Utc>>,
    /// Who saved it; nobody when the account is gone or hidden.
    #[serde(default)]
    pub editor: Option<User>,
    /// The *whole* body of this revision, in spite of what GitHub calls the field.
    #[serde(default, rename = "diff")]
    pub body: Option<String>,
}

/// An issue's title, and the last changes of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Titles {
    /// The title as GitHub has it.
    #[serde(default)]
    pub title: String,
    /// The last changes, the oldest first.
    #[serde(
        default,
        rename = "timelineItems",
        deserialize_with = "null_is_default"
    )]
    pub timeline: Renames,
}

/// The last changes of a title, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Renames {
    /// The changes.
    #[serde(default, deserialize_with = "null_is_default")]
    pub nodes: Vec<Rename>,
}

/// A change of an issue's title.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rename {
    /// What it was.
    #[serde(default)]
    pub previous_title: String,
    /// What it became.
    #[serde(default)]
    pub current_title: String,
    /// Who changed it; nobody when the account is gone.
    #[serde(default)]
    pub actor: Option<User>,
}

/// The answer to writing a body: what stands there now, and the revisions that led to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifiedBody {
    /// The body as GitHub has it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub body: String,
    /// When the issue last changed.
    pub updated_at: DateTime<Utc>,
    /// The newest revisions.
    #[serde(
        default,
        rename = "userContentEdits",
        deserialize_with = "null_is_default"
    )]
    pub history: BodyHistory,
}

fn null_is_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn is_present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(Option::<Value>::deserialize(deserializer)?.is_some())
}

/// Reads labels, which GitHub documents as objects or bare names.
fn label_names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let labels: Vec<Value> = null_is_default(deserializer)?;
    let name = |label: &Value| {
        let name = label.get("name").unwrap_or(label);
        name.as_str().map(ToOwned::to_owned)
    };
    Ok(labels.iter().filter_map(name).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const T: &str = "2026-11-05T10:00:00Z";

    #[test]
    fn issue_of_a_deleted_account_with_unknown_state_is_read() {
        let issue: Issue = serde_json::from_value(json!({
            "id": 1, "number": 2, "title": "t", "body": null, "user": null,
            "state": "hibernating", "state_reason": "moonlight", "labels": ["a", {"name": "b"}, {}],
            "created_at": T, "updated_at": T, "closed_at": null, "pull_request": {"url": "x"},
        }))
        .expect("it is read");
        assert_eq!(issue.user.login, GHOST);
        assert_eq!(issue.body, "");
        assert_eq!(issue.state, IssueState::Other("hibernating".into()));
        assert_eq!(issue.labels, ["a", "b"]);
        assert!(issue.is_pull_request);
    }

    #[test]
    fn repository_that_does_not_say_private_is_taken_for_public() {
        let repository: Repository =
            serde_json::from_value(json!({"id": 1, "full_name": "a/b"})).expect("it is read");
        assert!(!repository.private);
    }

    #[test]
    fn history_without_editor_and_text_is_read() {
        let verified: VerifiedBody = serde_json::from_value(json!({
            "body": "b", "updatedAt": T,
            "userContentEdits": {"totalCount": 1, "nodes": [
                {"id": "e", "editedAt": T, "deletedAt": T, "editor": null, "diff": null}
            ]},
        }))
        .expect("it is read");
        assert_eq!(verified.history.edits[0].editor, None);
        assert_eq!(verified.history.edits[0].body, None);
    }

    #[test]
    fn states_are_spelt_as_github_spells_them() {
        assert_eq!(
            serde_json::to_value(IssueState::Closed).expect("it is read"),
            json!("closed")
        );
        assert_eq!(
            serde_json::to_value(IssueState::Other("x".into())).expect("it is read"),
            json!("x")
        );
    }
}
