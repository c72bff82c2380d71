//! What a server's answers and a connection's errors say, made fit to be shown and kept.

use std::error::Error as StdError;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;
use secrecy::{ExposeSecret, SecretString};

use crate::domain::outgoing::words_of;

/// An answer with its number.
#[derive(Debug)]
pub(super) struct Answer {
    /// The number, such as 550.
    pub(super) code: u16,
    /// The words behind it.
    pub(super) words: String,
}

impl Answer {
    /// Returns whether the same may be answered otherwise another time.
    pub(super) fn is_passing(&self) -> bool {
        (400..500).contains(&self.code)
    }
}

/// Returns the server's no, if an error is one.
pub(super) fn refusal(error: &Error) -> Option<Answer> {
    let code = u16::from(error.status()?);
    let words = error.source().map(ToString::to_string);
    Some(Answer {
        code,
        words: words_of(&words.unwrap_or_default()),
    })
}

/// Returns an answer on one line, with its number.
pub(super) fn line(response: &Response) -> String {
    let lines: Vec<&str> = response.message().collect();
    words_of(&format!("{} {}", response.code(), lines.join(" ")))
}

/// Returns the innermost reason for an error, which is what the system said.
pub(super) fn innermost(error: &Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text = error.to_string();
        next = error.source();
    }
    words_of(&text)
}

/// Returns whether an error is a certificate's that is not trusted.
pub(super) fn is_untrusted(error: &Error) -> bool {
    let mut next = error.source();
    while let Some(error) = next {
        let inner = error.downcast_ref::<std::io::Error>();
        let inner = inner.and_then(|error| error.get_ref());
        let found = inner.and_then(|error| error.downcast_ref::<rustls::Error>());
        if matches!(found, Some(rustls::Error::InvalidCertificate(_))) {
            return true;
        }
        next = error.source();
    }
    false
}

/// Takes a password out of a server's words, in each form in which it was sent: there are
/// servers that answer with the line they did not like.
pub(super) fn without_secret(words: &str, user: &str, password: &SecretString) -> String {
    let secret = password.expose_secret();
    let bearer = format!("user={user}\x01auth=Bearer {secret}\x01\x01");
    let forms = [
        STANDARD.encode(format!("\0{user}\0{secret}")),
        STANDARD.encode(bearer),
        STANDARD.encode(secret),
        secret.to_owned(),
    ];
    let mut words = words.to_owned();
    for form in forms {
        words = words.replace(&form, "…");
    }
    words
}
