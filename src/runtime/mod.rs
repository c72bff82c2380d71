//! Joins the pure screen to the world: the loop, the tasks, and what effects do.
//!
//! One loop owns the screen. Everything else is a task under supervision that talks to the
//! loop by channel: the writer of the record, the mirror, the watch on the journal, a drill.

mod adopting;
mod alarm;
mod carriers;
mod delivering;
mod desk;
mod drafts;
mod drill;
mod ending;
mod evidence;
mod files;
mod launch;
mod ledger;
mod log;
mod long_work;
mod looking;
mod mirror_of_others;
mod mirroring;
mod neighbours;
mod outside;
mod scoring;
mod screen_loop;
mod signals;
mod stage;
mod suspending;
mod tasks;

pub use adopting::{NotRead, fetch_issue};
pub use carriers::CarrierSetup;
pub use delivering::start as start_carriers;
pub use desk::{Desk, Inbound};
pub use drill::{Drill, DrillEnd, follow_drill, run_drill, run_drill_on};
pub use ending::Ending;
pub use launch::{Launch, Seat, build_runtime, show};
pub use ledger::StoreLedger;
pub use log::log_to;
pub use long_work::{GivenUp, LongWork};
pub use looking::{Seen, ask_program, look_at_github};
pub use mirroring::{
    AlreadySyncing, MirrorSetup, OnAnotherServer, Round, SET_REPOSITORY, run_once, set_up,
};
pub use screen_loop::ScreenLoop;
pub use stage::Stage;
pub use tasks::Tasks;
