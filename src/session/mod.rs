//! Where the program meets this machine: directories, environment, settings, time, playbooks,
//! and which incident is meant. Shared by the command line and the screen.
//!
//! What the process says about an incident is no concern of this module.

mod across;
mod choice;
mod environment;
mod error;
mod gate;
mod opened;
mod playbooks;
pub mod shelf;

pub use across::Survey;
pub use choice::{Purpose, choose};
pub use environment::{Environment, Lookup};
pub use error::{Candidate, SessionError};
pub use gate::GateError;
pub use opened::{Opened, Warning};
pub use playbooks::{FoundPlaybook, PlaybookError, Playbooks};
