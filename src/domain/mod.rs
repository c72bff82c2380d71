//! The process and the record, as values: no file, socket, clock, environment or terminal.

pub mod adoption;
pub mod apply;
mod boards;
pub mod checklist;
pub mod clock;
pub mod command;
pub mod decide;
pub mod difference;
pub mod document;
mod duties;
pub mod event;
pub mod ids;
pub mod incident;
pub mod measure;
pub mod merge;
pub mod message;
pub mod metrics;
pub mod mirror;
pub mod next;
pub mod playbook;
pub mod ruling;
pub mod suggestion;
pub mod sync_plan;
pub mod text;
pub mod time;
pub mod timeline;
pub mod undo;
