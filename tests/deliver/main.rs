//! Messages on their way out, against servers on this machine that take them, refuse them,
//! fall silent and hang up: nothing is lost, and nothing goes out twice.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod claims;
mod crash;
mod dispatch;
mod eml_files;
mod hook;
mod hostile;
mod leaks;
mod mail_form;
mod queue;
mod secrets;
mod sink;
mod slack;
mod smtp;
mod smtp_faults;
mod support;
