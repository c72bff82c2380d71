//! What may not leave this machine: secrets, personal data, markings; and what to look at twice.
//!
//! [`scan`] looks at a text, and says what it holds, where, why that may not leave, and what to
//! do. [`redact`] takes findings out and leaves `[held: H3]`; [`codenames`] calls people and
//! things by other names. All of it is values in, values out: the caller asks, and keeps what
//! is held.
//!
//! Texts pass twice. [`admit`] stands before the record: whoever writes into the journal has
//! the events looked through, and a request without a [`Clearance`] is refused. [`release`]
//! stands before every way out: what carries a text away takes a [`Released`], and nothing else
//! makes one. In between the mirror sees the record through a [`Guise`]: by codenames, and with
//! `[held: H0]` where something was recorded before anybody looked. It compares that with the
//! issue, so a codename there is no edit, and what it imports is read back.
//!
//! [`Clearance`]: crate::domain::command::Clearance
//!
//! ```
//! use sitroom::domain::gate::{Allowed, Level, Rules, redact, scan};
//! use sitroom::domain::ids::HeldId;
//!
//! let text = "The feed password is oats4all! and the barn is 10.0.0.7.";
//! let findings = scan(text, &Rules::shipped(), &Allowed::default());
//! assert_eq!(findings[0].level, Level::Block);
//! assert_eq!(findings[1].level, Level::Warn);
//! let redacted = redact(text, &findings[..1], HeldId(3));
//! assert_eq!(redacted.text, "The feed password is [held: H3] and the barn is 10.0.0.7.");
//! ```
//!
//! # What it promises
//!
//! * What a rule of `config/gate.toml` describes is found, also with zero-width characters or
//!   look-alike separators in it, in other widths, and, for rules that say `split`, broken over
//!   lines. The place is that of the text as it was given, on character boundaries.
//! * A finding holds nothing of a secret but the beginning that all of its kind share: it may be
//!   shown and logged. So may everything here but [`Held::original`].
//! * A text whose blocked findings are redacted has none, whatever it was.
//! * No lists of a user let a secret pass; [`Allowed`] quiets warnings only.
//! * It ends: work grows linearly with the text. No pattern repeats without end, and files that
//!   try are refused.
//!
//! # How often it is wrong
//!
//! Measured on 2026-11-26. Of the two published incident guides (455 lines) and a file of facts
//! of real incidents (316 lines) nothing is blocked, and 4 mail addresses are warned of. Of the
//! 202 lines of ordinary writing in `tests/data/gate/prose.md` nothing is blocked, and 16 things
//! are warned of; a test keeps that count. 162 planted secrets and 10 markings are found.
//!
//! # What it cannot
//!
//! * It knows shapes, not secrets. A password without a word that says so, a name, a diagnosis,
//!   a vulnerability that is not public: only people see those.
//! * It does not read what is encrypted, compressed, in a picture or behind a link, nor base64
//!   within base64, percent signs or entities, but for private keys encoded once more.
//! * A token with blanks between its characters, in two messages, or put together by code, is
//!   not one to it.
//! * A value that reads like words is taken for words: `password: rotated`. Short passwords in
//!   small letters are seen only behind `=`, in quotes or in an address.
//! * The id of an incident is made of its first title and leaves as it is: codenames come too
//!   late for it, and [`crate::domain::decide`] says so.
//! * That nothing was found is no proof. R17 holds all the same: what may be sensitive belongs
//!   into the folder for it, not into a text that leaves.
//!
//! # Levels
//!
//! [`Level::Warn`] may leave when somebody looked; [`Level::Block`] leaves redacted, stays here,
//! or leaves with a typed reason, and what was let through is remembered; [`Level::Stop`] is a
//! marking of classified or controlled information (R19): everything that leaves stops until
//! the Incident Commander says why it may go on.
//!
//! What came from the issue is out already: it is recorded as it is, remembered as let through,
//! and never written over.
//!
//! Codenames go first and the gate after them, so that what is looked at is what leaves.
//!
//! # Where things are
//!
//! `file` reads rules, `rules` has them ready; `fold` and `plain` make text comparable; `scan`
//! searches, with `near`, `check` and `extend` as judges; `finding` is what comes out, and
//! `found` what people see of it. `admit`, `release` and `guise` are the doors. A new
//! shape is a rule in the file. Only what no pattern can say, such as a check digit, is code.

mod admit;
mod allowed;
mod check;
mod codename;
mod extend;
mod file;
mod finding;
mod fold;
mod found;
mod guise;
mod near;
mod plain;
mod redact;
mod release;
mod rules;
mod scan;
mod setup;
mod shared;
mod standing;

pub use admit::{Admitted, admit, stop_of_refusal};
pub use allowed::Allowed;
pub use codename::{CodenameError, Codenames, codenames, reveal};
pub use file::{Bounds, Cause, FORMAT, Problem, RuleErrors, SHIPPED};
pub use finding::{Finding, Level};
pub use found::{Found, looked_at};
pub use guise::{Guise, seen_outside, texts_held_back};
pub use redact::{Held, Redacted, redact, restore};
pub use release::{
    NotReleased, Released, may_leave, release, release_among, release_covered, stays_here,
};
pub use rules::Rules;
pub use scan::scan;
pub use setup::Gate;
pub use shared::{shared_entries, shared_state};
pub use standing::is_marked;
