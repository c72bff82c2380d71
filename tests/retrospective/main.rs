//! The retrospective: figures of the response that name where they come from, the worksheet,
//! the cause analysis, and the report with the edits of its parts.

#[path = "../common/record.rs"]
mod record;
#[path = "../common/small_playbook.rs"]
mod small_playbook;

mod causes;
mod containment;
mod figures;
mod night;
mod paper;
mod playing;
mod published;
mod publishing;
mod report;
mod ritual;
mod scoring;
mod vocabulary;
