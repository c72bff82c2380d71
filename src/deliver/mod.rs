//! Carries messages out of this machine: by SMTP, to a Slack webhook, as a file.
//!
//! Each way out says how it ended, in the three words of [`Outcome`]: sent, not sent, or
//! nobody knows. None tries again by itself, none asks anybody anything, and none decides
//! whether a text may leave: the servers are given what the gate let out, a [`Leaving`], and
//! nothing else. [`queue`] keeps every send on disk, a step ahead of what is done,
//! so that a crash loses nothing and repeats nothing.
//!
//! [`Outcome`]: crate::domain::outgoing::Outcome
//! [`Leaving`]: crate::domain::outgoing::Leaving

mod claim;
mod disk;
pub mod files;
pub mod queue;
pub mod secret;
pub mod slack;
pub mod smtp;
