//! A message for Slack: through its interface, and as text that a person pastes.
//!
//! The two differ. Through the interface `&`, `<` and `>` have a meaning and are written as
//! entities; in the field a person types into, entities would be seen as such. In both,
//! nobody is called by accident: `@here` in a record is a word and not a call.

use serde_json::json;

use super::message::{Outgoing, RenderError};

/// The longest text Slack takes, in characters; it cuts off the rest.
pub const LONGEST_SLACK_TEXT: usize = 40_000;

/// What calls everybody in a channel. `<!here>` and its like are undone by escaping.
const CALLS: [&str; 4] = ["here", "channel", "everyone", "group"];

/// Joins what it stands between, and is not seen.
const WORD_JOINER: char = '\u{2060}';

/// Returns the text for Slack's interface: subject, text, `mrkdwn` escaped.
pub fn slack_mrkdwn(outgoing: &Outgoing) -> Result<String, RenderError> {
    fits(escape(&slack_paste(outgoing)?))
}

/// Returns the text for a person to paste into Slack: subject, then text.
pub fn slack_paste(outgoing: &Outgoing) -> Result<String, RenderError> {
    let (subject, text) = (outgoing.subject_line(), outgoing.text());
    if text.is_empty() {
        return Err(RenderError::NoText);
    }
    let whole = if subject.is_empty() {
        text
    } else {
        format!("{subject}\n{text}")
    };
    fits(call_nobody(&whole))
}

/// Returns the body of a call of the webhook, as JSON. Names are not made into mentions, and
/// Slack does not fetch what is linked: an address in a record is nobody else's business.
pub fn slack_payload(outgoing: &Outgoing) -> Result<String, RenderError> {
    let text = slack_mrkdwn(outgoing)?;
    let payload = json!({
        "text": text,
        "mrkdwn": true,
        "link_names": false,
        "unfurl_links": false,
        "unfurl_media": false,
    });
    Ok(payload.to_string())
}

fn fits(text: String) -> Result<String, RenderError> {
    let length = text.chars().count();
    if length > LONGEST_SLACK_TEXT {
        return Err(RenderError::TooLong {
            what: "text for Slack",
            length,
            most: LONGEST_SLACK_TEXT,
            instead: "shorten it, and link to the issue for the rest",
        });
    }
    Ok(text)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Breaks up what would call everybody, in a way that is not seen.
fn call_nobody(text: &str) -> String {
    let mut parts = text.split('@');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push('@');
        if calls(part) {
            out.push(WORD_JOINER);
        }
        out.push_str(part);
    }
    out
}

/// Returns whether what stands behind an `@` is one of the calls, not a longer name.
fn calls(text: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    CALLS
        .iter()
        .any(|call| text[..end].eq_ignore_ascii_case(call))
}
