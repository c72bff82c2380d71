//! The process and the record, as values: no file, socket, clock, environment or terminal.

pub mod apply;
mod boards;
pub mod checklist;
pub mod clock;
pub mod command;
pub mod decide;
pub mod document;
pub mod event;
pub mod ids;
pub mod incident;
pub mod measure;
pub mod merge;
pub mod message;
pub mod metrics;
pub mod mirror;
pub mod next;
pub mod outgoing;
pub mod playbook;
pub mod suggestion;
pub mod sync_plan;
pub mod text;
pub mod time;
pub mod timeline;
pub mod undo;
