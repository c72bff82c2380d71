//! What may not leave this machine: secrets, personal data, markings; and what to look at twice.
//!
//! [`scan`] looks at a text before it leaves by any way, and says what it holds, where, why that
//! may not leave, and what to do. [`redact`] takes findings out and leaves `[held: H3]`;
//! [`codenames`] calls people and things by other names. All of it is values in, values out:
//! the caller asks, keeps what is held, and writes overrides into the record.
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
//! * That nothing was found is no proof. R17 holds all the same: what may be sensitive belongs
//!   into the folder for it, not into a text that leaves.
//!
//! # Levels
//!
//! [`Level::Warn`] may leave when somebody looked; [`Level::Block`] leaves redacted, stays here,
//! or leaves with a typed reason ([`Override`]); [`Level::Stop`] is a marking of classified or
//! controlled information (R19): all drafts stop.
//!
//! Codenames go first and the gate after them, so that what is looked at is what leaves.
//!
//! # Where things are
//!
//! `file` reads rules, `rules` has them ready; `fold` and `plain` make text comparable; `scan`
//! searches, with `near`, `check` and `extend` as judges; `finding` is what comes out. A new
//! shape is a rule in the file. Only what no pattern can say, such as a check digit, is code.

mod allowed;
mod check;
mod codename;
mod extend;
mod file;
mod finding;
mod fold;
mod near;
mod plain;
mod redact;
mod rules;
mod scan;

pub use allowed::Allowed;
pub use codename::{CodenameError, Codenames, codenames, reveal};
pub use file::{Bounds, Cause, FORMAT, Problem, RuleErrors, SHIPPED};
pub use finding::{Finding, Level};
pub use redact::{Held, Override, Redacted, redact, restore};
pub use rules::Rules;
pub use scan::scan;
