//! What leaves this machine for people: a message and its recipients, how it reads on each
//! channel, how a send can end, and how far it got.
//!
//! Values only: `deliver` carries them out, the journal says that it happened. An [`Outgoing`]
//! is what somebody wants to send; what is carried is a [`Leaving`], which the gate let out.

mod address;
mod build;
mod dispatch;
mod header;
mod leaving;
mod mail;
mod mailto;
mod message;
mod outcome;
mod server;
mod slack;

pub use address::{AddressError, AddressFault, MailAddress};
pub use build::{Batch, batches, draft_mail, outgoing};
pub use dispatch::{DISPATCH_FORMAT, Dispatch, DispatchError, Ruling, SendState};
pub use leaving::{Leaving, leaving};
pub use mail::{mail, mail_file, message_id};
pub use mailto::{LONGEST_MAILTO, mailto};
pub use message::{Channel, KeyError, Outgoing, RenderError, SendKey};
pub use outcome::{Again, Doubt, NotSent, Outcome, RefusedRecipient, Stage, words_of};
pub use server::{MailServer, SecretSource, Security, SignIn, SlackHook, is_loopback};
pub use slack::{LONGEST_SLACK_TEXT, slack_mrkdwn, slack_paste, slack_payload};
