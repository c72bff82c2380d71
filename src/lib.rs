//! `sitroom`: a terminal deputy and scribe for the Incident Commander of a security incident.

pub mod app;
pub mod cli;
pub mod domain;
pub mod github;
pub mod practice;
pub mod runtime;
pub mod session;
pub mod settings;
pub mod store;
pub mod tui;
