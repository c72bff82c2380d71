//! The two calls that need GraphQL: writing a body so that a lost update shows, and reading
//! the revisions again.
//!
//! GitHub has no "write only if unchanged" for issues. What it has is the list of revisions,
//! and one mutation can write and return it.

use std::time::Duration;

use http::{Method, Uri};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Client;
use super::answer::one_line;
use super::failure::{
    AmbiguousCause, Failure, Outcome, Rejection, RejectionKind, Reply, ReplyMeta,
};
use super::transport::{Api, Call};
use super::verbs::typed;
use crate::domain::gate::Released;
use crate::github::wire::{Titles, VerifiedBody};

/// How many revisions come with a write; each of them may have the full length of a body.
const FEW: u32 = 10;

/// How many revisions GitHub gives at once.
const MOST: u32 = 100;

const WRITE_BODY: &str = "\
mutation WriteBody($id: ID!, $body: String!, $op: String!) {
  updateIssue(input: {id: $id, body: $body, clientMutationId: $op}) {
    clientMutationId
    issue {
      body
      updatedAt
      userContentEdits(first: 10) {
        totalCount
        nodes { id editedAt deletedAt editor { login } diff }
      }
    }
  }
}";

const READ_TITLES: &str = "\
query ReadTitles($id: ID!) {
  node(id: $id) {
    ... on Issue {
      title
      timelineItems(last: 10, itemTypes: [RENAMED_TITLE_EVENT]) {
        nodes { ... on RenamedTitleEvent { previousTitle currentTitle actor { login } } }
      }
    }
  }
}";

/// Reads the newest revisions; how many stands in the query itself.
fn read_history(first: u32) -> String {
    format!(
        "\
query ReadHistory($id: ID!) {{
  node(id: $id) {{
    ... on Issue {{
      body
      updatedAt
      userContentEdits(first: {first}) {{
        totalCount
        nodes {{ id editedAt deletedAt editor {{ login }} diff }}
      }}
    }}
  }}
}}"
    )
}

impl Client {
    /// Writes an issue's body and returns the revisions that led to it, in one step.
    ///
    /// The one after ours in the list is the text our write covered. `operation` is echoed
    /// by GitHub and nothing more: sending it twice writes twice.
    pub async fn write_body_verified(
        &self,
        node_id: &str,
        body: &Released,
        operation: &str,
    ) -> Outcome<VerifiedBody> {
        let variables = json!({ "id": node_id, "body": body, "op": operation });
        let path = "/data/updateIssue/issue";
        self.graphql(WRITE_BODY, &variables, path).await
    }

    /// Reads an issue's body and its newest revisions, as many as a write returns.
    pub async fn body_history(&self, node_id: &str) -> Outcome<VerifiedBody> {
        self.history(node_id, FEW).await
    }

    /// Reads an issue's body and as many of its revisions as GitHub gives at once.
    pub async fn long_body_history(&self, node_id: &str) -> Outcome<VerifiedBody> {
        self.history(node_id, MOST).await
    }

    async fn history(&self, node_id: &str, first: u32) -> Outcome<VerifiedBody> {
        let variables = json!({ "id": node_id });
        let query = read_history(first);
        self.graphql(&query, &variables, "/data/node").await
    }

    /// Reads an issue's title and the last changes of it: a body has revisions, a title has
    /// these.
    pub async fn titles(&self, node_id: &str) -> Outcome<Titles> {
        let variables = json!({ "id": node_id });
        self.graphql(READ_TITLES, &variables, "/data/node").await
    }

    async fn graphql<T: DeserializeOwned>(
        &self,
        query: &str,
        variables: &Value,
        path: &str,
    ) -> Outcome<T> {
        let sent = self.send_call(Call {
            api: Api::Graphql,
            method: Method::POST,
            path: Uri::from_static("/graphql"),
            body: Some(json!({ "query": query, "variables": variables })),
            if_none_match: None,
        });
        let reply = sent.await?;
        // With an error somewhere else in the answer the part that is wanted still counts.
        match reply.value.pointer(path).filter(|value| !value.is_null()) {
            Some(value) => typed(Reply {
                value: value.clone(),
                meta: reply.meta,
            }),
            None => Err(refused(&reply)),
        }
    }
}

/// Reads the errors of an answer without data.
fn refused(reply: &Reply) -> Failure {
    let status = reply.meta.status;
    let errors = reply.value.get("errors").and_then(Value::as_array);
    let Some(error) = errors.and_then(|errors| errors.first()) else {
        return AmbiguousCause::Unreadable(status).into();
    };
    let message = error.get("message").and_then(Value::as_str);
    let message = one_line(message.unwrap_or_default());
    let Some(kind) = kind(error, &message) else {
        // "Something went wrong while executing your query": perhaps after the write.
        return AmbiguousCause::QueryFailed.into();
    };
    Failure::from(Box::new(Rejection {
        status,
        wait: (kind == RejectionKind::PrimaryRateLimit)
            .then(|| until_reset(&reply.meta))
            .flatten(),
        message,
        ..Rejection::of(kind)
    }))
}

/// Tells the kind of an error; `None` where it is not known to have had no effect.
fn kind(error: &Value, message: &str) -> Option<RejectionKind> {
    let lower = message.to_ascii_lowercase();
    if lower.contains("secondary rate limit") || lower.contains("submitted too quickly") {
        return Some(RejectionKind::SecondaryRateLimit);
    }
    if lower.contains("archived") {
        return Some(RejectionKind::Archived);
    }
    match error.get("type").and_then(Value::as_str) {
        Some("NOT_FOUND") => Some(RejectionKind::NotFound),
        Some("FORBIDDEN" | "INSUFFICIENT_SCOPES") if lower.contains("saml") => {
            Some(RejectionKind::Sso)
        }
        Some("FORBIDDEN" | "INSUFFICIENT_SCOPES") => Some(RejectionKind::Forbidden),
        Some("RATE_LIMITED" | "RATE_LIMIT") => Some(RejectionKind::PrimaryRateLimit),
        Some("UNPROCESSABLE") => Some(RejectionKind::Unprocessable),
        Some(_) => Some(RejectionKind::Other),
        // A query that does not fit the schema, as on an old server, is never carried out.
        None => error
            .pointer("/extensions/code")
            .map(|_| RejectionKind::Other),
    }
}

fn until_reset(meta: &ReplyMeta) -> Option<Duration> {
    let rate = meta.rate.filter(|rate| rate.remaining == 0)?;
    let left = rate.resets_at - meta.date?;
    Some(left.to_std().unwrap_or_default() + Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::missing(json!({"type": "NOT_FOUND"}), Some(RejectionKind::NotFound))]
    #[case::forbidden(json!({"type": "FORBIDDEN", "message": "no"}), Some(RejectionKind::Forbidden))]
    #[case::sso(
        json!({"type": "FORBIDDEN", "message": "Resource protected by organization SAML enforcement."}),
        Some(RejectionKind::Sso)
    )]
    #[case::limit(json!({"type": "RATE_LIMITED"}), Some(RejectionKind::PrimaryRateLimit))]
    #[case::too_long(json!({"type": "UNPROCESSABLE"}), Some(RejectionKind::Unprocessable))]
    #[case::old_server(json!({"extensions": {"code": "undefinedField"}}), Some(RejectionKind::Other))]
    #[case::something_went_wrong(json!({"message": "Something went wrong"}), None)]
    fn graphql_errors_are_told_apart(#[case] error: Value, #[case] wanted: Option<RejectionKind>) {
        let message = error.get("message").and_then(Value::as_str);
        assert_eq!(kind(&error, message.unwrap_or_default()), wanted);
    }

    fn reply(value: Value) -> Reply {
        let meta = ReplyMeta {
            status: 200,
            ..ReplyMeta::default()
        };
        Reply { value, meta }
    }

    #[test]
    fn error_that_says_nothing_leaves_a_write_in_doubt() {
        let error = json!({ "message": "Something went wrong while executing your query" });
        let failure = refused(&reply(json!({ "data": null, "errors": [error] })));
        assert_eq!(failure, AmbiguousCause::QueryFailed.into());
        let failure = refused(&reply(json!({ "data": null })));
        assert_eq!(failure, AmbiguousCause::Unreadable(200).into());
    }
}
