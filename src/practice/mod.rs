//! What drills run on: a GitHub of their own, the scenarios and replays that are played on it,
//! and a clock that goes faster than the real one.
//!
//! The practice GitHub is a stateful stand-in, served over loopback HTTP or asked in memory.
//! Drills and tests talk to it through the same client as to the real one. It keeps repositories,
//! issues, comments and edit histories, answers as GitHub does as far as this program reads it,
//! and can be told to fail in all the ways that GitHub and the network do. Other people act on
//! it through methods, as they would in the browser.
//!
//! ```
//! # tokio::runtime::Runtime::new()?.block_on(async {
//! use sitroom::practice::{Fault, FaultRule, Options, PracticeGithub};
//!
//! let github = PracticeGithub::start(Options::default())?;
//! let number = github.open_issue_as("farmer-dave", Options::REPOSITORY, "Fox!", "- [ ] mend")?;
//! github.tick_as("spot-the-dog", Options::REPOSITORY, number, "mend")?;
//! github.fault(FaultRule::once(Fault::LoseReply).path("comments"));
//! let body = github.issue(Options::REPOSITORY, number).map(|issue| issue.body);
//! assert_eq!(body.as_deref(), Some("- [x] mend"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod call;
mod clock;
mod comments;
mod connection;
mod drill;
mod fault;
mod form;
mod graphql;
mod issue;
mod lag;
mod memory;
mod options;
mod page;
mod people;
mod play;
mod quirk;
mod replay;
mod rest;
mod scenario;
mod server;
mod shape;
mod shared;
mod world;

pub use clock::{DrillClock, DrillPace, FASTEST};
pub use drill::play;
pub use fault::{Fault, FaultRule};
pub use form::WebForm;
pub use issue::{Comment, Fate, Issue, Rename, Revision};
pub use lag::{Lag, Stale};
pub use memory::Exchange;
pub use options::{Options, RepositorySeed};
pub use replay::replay;
pub use scenario::{
    Deed, Editing, Flaw, Inserting, SCENARIOS, Saying, Scenario, ScenarioError, ScenarioEvent,
    ScenarioOpening, ScenarioProblem, ScenarioProblems, Setting, Ticking,
};
pub use server::PracticeGithub;
pub use shared::Clock;
pub use world::{LONGEST_BODY, PracticeError, Repository, RequestRecord, World};
