//! `sitroom`: a terminal deputy and scribe for the Incident Commander of a security incident.
//!
//! It keeps the record, watches the clocks, says what comes next, and mirrors the record to
//! an issue that the rest of the team reads and edits. The record on this machine is the
//! truth; the network is never waited for.
//!
//! ```text
//! ┌ CONFIRMED  HIGH  The chickens have escaped       IC Farmer Jane   sitrep in 42:10 ┐  header
//! │ 1 Now  2 Checklist  3 Leads  4 Remediation  5 Timeline  6 People  7 Comms         │  tabs
//! │ NEXT  Send the initial sitrep                              x do it   s sitrep     │  next
//! │ REMEDIATE 3/9                      │ CLOCKS                                       │
//! │ [x] M1 Track every lead            │ ! Sitrep           -02:10                    │  panes:
//! │ [ ] M2 Track remediation           │   IC shift: Jane  1:12:44                    │  a list
//! │ LEADS                              │ REMEDIATION                                  │  each,
//! │ ? L1 who opened the gate?   @Dave  │ o R1 close the gate                          │  with its
//! │ . L2 where is the fox?             │ . R2 mend the fence                          │  selection
//! └ synced 14:02    space tick  a add  n note  u undo  : palette  ? help              ┘  footer
//! ```
//!
//! # Where things go
//!
//! What stands higher knows what stands lower, never the other way round, and neighbours do
//! not know each other. `tests/architecture.rs` reads the sources and holds to this.
//!
//! ```text
//! main ─> cli ─> runtime ─> tui │ store │ github │ deliver │ practice ─> app ─> domain
//!           └─> session, settings
//! ```
//!
//! * [`domain`]: the process and the record as values: what an incident is, what a request
//!   means for it ([`domain::decide`]), what an entry does to it ([`domain::apply`]), which
//!   clocks run, what comes next, how it reads as an issue and how two edits of it merge, in
//!   which forms it leaves ([`domain::export`]) and comes in ([`domain::import`]) as a file.
//!   No file, socket, clock, environment, task or terminal: the time is an argument.
//! * [`app`]: the screen as a state machine. [`app::update`] takes an event and gives effects
//!   to be carried out. It draws nothing and waits for nothing.
//! * [`tui`]: what the state looks like, a file a region; the terminal, and its keys made
//!   the same whatever terminal they come from.
//! * [`store`]: the journal and the files around it. One writer; an entry is on disk before
//!   anybody is told that it is.
//! * [`github`]: the client, and the mirror that reads, merges and writes the issue.
//! * [`deliver`]: the other ways out: mail, a Slack webhook, files; and the sends on disk, a
//!   step ahead of what is done.
//! * [`practice`]: what drills run on, and most tests: a GitHub on this machine, the scenarios
//!   and replays that are played on it, and a clock of their own.
//! * [`runtime`]: the loop that joins them: wait for one thing, handle it, draw. It owns
//!   every task; tasks talk to it by channel.
//! * [`session`] and [`settings`]: which incident, which process, which repository.
//! * [`cli`]: the command line, a file a subcommand, and the only one who prints.
//!
//! A rule of the process goes into a playbook (`config/playbooks`) if it is data, else into
//! `domain`. A key goes into `config/keys.toml` and [`app::Action`]; help, footer and palette
//! then show it by themselves. What a style looks like goes into `config/themes`.
//!
//! # The life of a key press
//!
//! 1. `tui` reads it, makes it an [`app::KeyPress`], and gives it to the open text editor if
//!    there is one; what that does not want, and the text when it changes, go on.
//! 2. [`app::update`] asks the topmost layer, or the keymap, what it means. A key that
//!    changes the record becomes [`app::Effect::Execute`] with a request that names what was
//!    seen, so that it never acts on something that moved meanwhile.
//! 3. `runtime` hands the request to the writer in `store`, which decides it on the latest
//!    state, appends the events to the journal, and only then answers.
//! 4. The news come back as [`app::Event::Recorded`] and the answer as
//!    [`app::Event::Saved`], [`app::Event::Refused`] or [`app::Event::NotSaved`]. An editor
//!    closes on `Saved` and on nothing else. A refusal that a reason overrides asks for it.
//! 5. The loop draws once nothing else waits.
//!
//! # The life of a remote edit
//!
//! 1. Somebody edits the issue. The mirror in `github` sees it with the next round: when it
//!    polls, when this side has something to say, or when asked.
//! 2. [`domain::document`] parses the body; [`domain::sync_plan`] compares what both sides
//!    last agreed on, the record, and the issue, and plans: commands for the record, a body
//!    for the issue, conflicts where both changed the same thing apart.
//! 3. The commands go to the same writer as those of a key, marked as coming from GitHub. A
//!    conflict is an entry too: both values are kept until the Incident Commander rules.
//! 4. The screen hears of it as of any news: the selection holds things and not places, and
//!    an open editor is left alone.
//! 5. The mirror writes the merged body, unless the issue changed again in between.

pub mod app;
pub mod cli;
pub mod deliver;
pub mod domain;
pub mod github;
pub mod practice;
pub mod runtime;
pub mod session;
pub mod settings;
pub mod store;
pub mod tui;
