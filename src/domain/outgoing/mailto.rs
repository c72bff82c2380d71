//! A message as a link that opens as a draft (RFC 6068).

use std::fmt::Write as _;

use super::address::MailAddress;
use super::message::{Outgoing, RenderError};

/// The longest link that is safe, in bytes: what opens it may cut off more without a word, as
/// Windows does at 2,083 characters.
pub const LONGEST_MAILTO: usize = 2_000;

/// Returns the link. It has addresses without names, subject and text, all percent-encoded.
pub fn mailto(outgoing: &Outgoing) -> Result<String, RenderError> {
    let list = |addresses: &[MailAddress]| {
        let encoded = addresses
            .iter()
            .map(|address| format!("{}@{}", encode(address.local()), encode(address.domain())));
        encoded.collect::<Vec<_>>().join(",")
    };
    let text = outgoing.text().replace('\n', "\r\n");
    let fields = [
        ("cc", list(&outgoing.cc)),
        ("subject", encode(&outgoing.subject_line())),
        ("body", encode(&text)),
    ];
    let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let fields: Vec<String> = fields
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let uri = format!("mailto:{}?{}", list(&outgoing.to), fields.join("&"));
    if uri.len() > LONGEST_MAILTO {
        return Err(RenderError::TooLong {
            what: "link",
            length: uri.len(),
            most: LONGEST_MAILTO,
            instead: "use the .eml file, or copy the text",
        });
    }
    Ok(uri)
}

/// Encodes every byte but the unreserved ones of RFC 3986.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
