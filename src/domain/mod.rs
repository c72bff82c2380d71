//! The process and the record, as values: no file, socket, clock, environment or terminal.

pub mod command;
pub mod event;
pub mod ids;
pub mod incident;
pub mod playbook;
pub mod playbook_file;
pub mod time;
