//! `sitroom`: a terminal deputy and scribe for the Incident Commander of a security incident.

pub mod domain;
pub mod store;
