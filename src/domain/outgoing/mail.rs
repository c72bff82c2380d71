//! A message as mail (RFC 5322): for the mail server, and as a file that opens as a draft.

use super::header;
use super::message::{Outgoing, RenderError};
use crate::domain::ids::EntryId;

/// The longest line that is left as it is, in bytes: RFC 5322 asks for no more than 78.
const LONGEST_LINE: usize = 78;

/// What a message id ends with where no sender lends his domain; reserved by RFC 2606.
const NO_DOMAIN: &str = "sitroom.invalid";

/// Returns the mail for the server: CRLF line ends, ASCII throughout, the last line ended.
pub fn mail(outgoing: &Outgoing) -> Result<String, RenderError> {
    if outgoing.from.is_none() {
        return Err(RenderError::NoSender);
    }
    if outgoing.everybody().is_empty() {
        return Err(RenderError::NoRecipient);
    }
    let mut fields = head(outgoing)?;
    let (encoding, body) = encode(&outgoing.text());
    fields.push(format!("Content-Transfer-Encoding: {encoding}"));
    Ok(format!("{}\r\n\r\n{body}", fields.join("\r\n")))
}

/// Returns the mail as a file. `X-Unsent` makes mail programs open it to be sent, not as
/// something received; they put in the sender, and recipients can still be added.
pub fn mail_file(outgoing: &Outgoing) -> Result<String, RenderError> {
    let mut fields = head(outgoing)?;
    let (encoding, body) = encode(&outgoing.text());
    fields.push(format!("Content-Transfer-Encoding: {encoding}"));
    fields.push("X-Unsent: 1".to_owned());
    Ok(format!("{}\r\n\r\n{body}", fields.join("\r\n")))
}

/// Returns the id of the mail, without brackets.
///
/// It follows from the entry alone, not from chance and not from the attempt: what is sent
/// twice, or once from here and once from the file, is known for the same mail.
#[must_use]
pub fn message_id(outgoing: &Outgoing) -> String {
    let entry = outgoing.key.entry.to_string().to_ascii_lowercase();
    let domain = outgoing.from.as_ref().map(|from| from.domain().to_owned());
    format!("{entry}.mail@{}", domain.as_deref().unwrap_or(NO_DOMAIN))
}

fn head(outgoing: &Outgoing) -> Result<Vec<String>, RenderError> {
    let subject = outgoing.subject_line();
    if subject.is_empty() {
        return Err(RenderError::NoSubject);
    }
    if outgoing.text().is_empty() {
        return Err(RenderError::NoText);
    }
    let written = outgoing.zone.local(outgoing.written);
    let date = written.format("%a, %d %b %Y %H:%M:%S %z");
    let mut fields = vec![format!("Date: {date}")];
    fields.extend(
        outgoing
            .from
            .iter()
            .map(|from| header::addresses("From", [from])),
    );
    let lists = [("To", &outgoing.to), ("Cc", &outgoing.cc)];
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
    fields.extend(lists.map(|(name, list)| header::addresses(name, list)));
    // Without an entry all drafts would be one mail; a mail program gives them ids of their own.
    if outgoing.key.entry != EntryId::default() {
        fields.push(format!("Message-ID: <{}>", message_id(outgoing)));
    }
    fields.push(header::text("Subject", &subject));
    fields.push("MIME-Version: 1.0".to_owned());
    fields.push("Content-Type: text/plain; charset=utf-8".to_owned());
    Ok(fields)
}

/// Returns the text ready for any server, with the name of how it was made so: as it is where
/// it is short lines of ASCII, else quoted-printable, so that no server must take more.
fn encode(text: &str) -> (&'static str, String) {
    let lines = text.replace('\n', "\r\n");
    if text.split('\n').all(is_plain) {
        return ("7bit", lines + "\r\n");
    }
    let encoded = quoted_printable::encode(lines);
    let encoded = encoded.into_iter().map(char::from).collect::<String>();
    ("quoted-printable", encoded + "\r\n")
}

/// Returns whether a line survives the way as it is: a blank at the end is cut off by some
/// programs, and `From ` at the start is quoted by others.
fn is_plain(line: &str) -> bool {
    let printable = |byte: u8| matches!(byte, b' ' | b'\t') || byte.is_ascii_graphic();
    line.len() <= LONGEST_LINE
        && line.bytes().all(printable)
        && !line.ends_with([' ', '\t'])
        && !line.starts_with("From ")
}
