//! The way out of a message: whatever carries one away takes a [`Leaving`], and only
//! [`leaving`] makes one.

use super::address::MailAddress;
use super::message::Outgoing;
use crate::domain::gate::{Gate, NotReleased, release};
use crate::domain::incident::Incident;

/// A message that may leave: with codenames in its subject, its text and the names of people,
/// and nothing else in them that may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving(Outgoing);

impl Leaving {
    /// Returns the message.
    #[must_use]
    pub fn as_outgoing(&self) -> &Outgoing {
        &self.0
    }
}

/// Lets a message out, as the record stands at this moment.
///
/// The addresses of mail and the place of a post stay as they are, in a draft for a mail program
/// and in its link too: under a codename they would reach nobody, or somebody else. Who must
/// not be read from an address is given another one under `[addresses]`.
///
/// What is looked through is what people will read, after control characters are gone and a
/// drill says so: what stands between two halves of a secret must not hide it.
pub fn leaving(
    outgoing: &Outgoing,
    gate: &Gate,
    incident: &Incident,
) -> Result<Leaving, NotReleased> {
    // The word that gives a secret away may stand in the subject, and the secret in the text.
    release(&outgoing.copy(), gate, incident)?;
    let pass = |text: &str| release(text, gate, incident).map(String::from);
    let name = |address: &MailAddress| Ok(address.named(&pass(address.name())?));
    Ok(Leaving(Outgoing {
        from: outgoing.from.as_ref().map(name).transpose()?,
        to: outgoing.to.iter().map(name).collect::<Result<_, _>>()?,
        cc: outgoing.cc.iter().map(name).collect::<Result<_, _>>()?,
        subject: pass(&outgoing.subject_line())?,
        body: pass(&outgoing.text())?,
        ..outgoing.clone()
    }))
}
