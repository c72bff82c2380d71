//! The record on disk: the journal, the state file, drafts and the mirror's files.
//!
//! The only place that touches these files. An incident is a directory:
//!
//! | File | What | Written |
//! |---|---|---|
//! | `journal.jsonl` | the truth: one entry a line, each with the hash of the line before | append and sync, under `lock`, before anybody hears "saved" |
//! | `incident.toml` | the state, readable by a person | whole, shortly after a change; rebuilt from the journal when in doubt |
//! | `sync.toml`, `outbox/` | what the mirror remembers, what waits to be sent | whole, synced before the next step |
//! | `baton.json` | the record for whoever takes over command, as others may have it | whole, with an offer of command |
//! | `drill.toml` | how the clock of a drill goes; locked while it runs | when it changes |
//! | `drafts/`, `held/` | text being typed, text held back | whole |
//! | `lost/` | texts of the issue that a write of ours covered | whole, never deleted |
//! | `aside/` | what was agreed with an issue that was attached by mistake | never deleted |
//! | `torn/`, `quarantine/` | what a crash cut off, what was found damaged | never deleted |
//!
//! Nothing here decides anything about the process: [`crate::domain`] does.

mod actor;
mod adopt;
mod append;
mod batch;
mod baton;
mod drill;
mod error;
mod evidence;
mod files;
mod finding;
mod held;
mod home;
mod how_far;
mod inbox;
mod journal;
mod lock;
mod mirror;
mod record;
mod recover;
mod restore;
mod state;
mod text_file;
mod verify;
mod watch;

pub use actor::{Clock, Job, Reply, StoreEvent, StoreHandle, run};
pub use adopt::Adopted;
pub use batch::NotAll;
pub use baton::{BatonError, read_baton};
pub use drill::{DrillGait, DrillTime, FollowedDrill, RunningDrill, is_running};
pub use error::{NotSavedCause, ReadOnly, StoreError};
pub use evidence::{EvidenceError, mark_file};
pub use finding::{Damage, Finding, Loaded};
pub use home::{Home, State, Summary, others_of, read_others, states_beside};
pub use how_far::HowFar;
pub use lock::SyncLock;
pub use mirror::MirrorFiles;
pub use record::{History, Record, Recorded};
pub use recover::OpenStats;
pub use restore::restore;
pub use text_file::Draft;
pub use verify::{Verification, verify, verify_telling};
pub use watch::{JournalWatch, WatchError};
