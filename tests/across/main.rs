//! Several incidents together: what is left to be done, and what their metrics say.

#![expect(
    clippy::unwrap_used,
    reason = "what tests share fails as well as the tests themselves"
)]

mod figures;
mod followups;
#[path = "../common/record.rs"]
mod record;
#[path = "../common/small_playbook.rs"]
mod small_playbook;
mod survey;
