//! Joins the pure screen to the world: the loop, the tasks, and what effects do.
//!
//! One loop owns the screen. Everything else is a task under supervision that talks to the
//! loop by channel: the writer of the record, the mirror, the watch on the journal, a drill.

mod desk;
mod ending;
mod ledger;
mod mirroring;
mod screen_loop;
mod signals;
mod stage;
mod tasks;

pub use desk::{Desk, Inbound};
pub use ending::Ending;
pub use ledger::StoreLedger;
pub use mirroring::{MirrorSetup, set_up, sync_once};
pub use screen_loop::{Input, ScreenLoop};
pub use stage::Stage;
pub use tasks::Tasks;
