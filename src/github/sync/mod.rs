//! The mirror: one task that keeps the issue true.
//!
//! A round reads the issue, merges what people did there into the record, writes what the
//! record says, and sends the comments that wait. Everything it decides is decided by
//! `domain::sync_plan`; everything it keeps is kept through the [`Ledger`], before each step,
//! so that a program that ends anywhere goes on where it was.
//!
//! * `mirror` is the round; `run` says when the next one is due.
//! * `exchange` reads and writes the issue, `import` takes over what changed there.
//! * `write` and `history` find what a write covered, `doubt` settles writes whose answer was
//!   lost, `recover` brings back what was covered, `stale` knows who undid ours unawares,
//!   `title` does the same for the title.
//! * `queue` makes operations of entries, `send` and `issue_state` send each of them once,
//!   `lookup` finds what a lost answer left behind. `create` and `attach` make sure that there
//!   is one issue, and which.
//! * `tracking` files what is left to do as issues of their own.
//! * `overflow` posts what the body has no room for.
//! * `reading` reads the comments, `comments` takes them in, `gone` notices what is missing.

mod access;
mod attach;
mod both;
mod comments;
mod create;
mod digest;
mod doubt;
mod exchange;
mod gone;
mod ground;
mod heard;
mod hidden_lists;
mod history;
mod import;
mod issue_state;
mod known;
mod ledger;
mod lineage;
mod lookup;
mod mirror;
mod options;
mod outbound;
mod overflow;
mod pause;
mod queue;
mod reading;
mod recover;
mod run;
mod send;
mod stale;
mod title;
mod tracking;
mod trouble;
mod write;

pub use ledger::{Ledger, LedgerError};
pub use mirror::Mirror;
pub use options::{Options, Pace};
pub use run::{Nudge, Stopped, run};
pub use trouble::Trouble;
