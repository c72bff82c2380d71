//! What a clock is worked out from.

use crate::domain::incident::{Incident, Severity};
use crate::domain::playbook::{Playbook, SeverityPolicy};
use crate::domain::time::{Instant, Span};

/// The record, its process, and the time.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) incident: &'a Incident,
    pub(super) playbook: &'a Playbook,
    pub(super) now: Instant,
}

impl<'a> Facts<'a> {
    pub(super) fn new(incident: &'a Incident, playbook: &'a Playbook, now: Instant) -> Self {
        Self {
            incident,
            playbook,
            now: sane(now),
        }
    }

    /// Returns what the severity demands. While it is unknown that is what medium does, as for
    /// every decision that waits for a severity (domain 17.12).
    pub(super) fn policy(&self) -> Option<&'a SeverityPolicy> {
        let severity = match self.incident.severity {
            Severity::Unknown => Severity::Medium,
            known @ (Severity::Low | Severity::Medium | Severity::High) => known,
        };
        self.playbook.severity(severity)
    }
}

/// Returns the instant that is so much later, within what a calendar can hold.
pub(super) fn later(at: Instant, span: Span) -> Instant {
    at.checked_add_signed(span.delta()).map_or(LAST, sane)
}

/// Returns the instant that is so much sooner, within what a calendar can hold.
pub(super) fn sooner(at: Instant, span: Span) -> Instant {
    at.checked_sub_signed(span.delta()).map_or(FIRST, sane)
}

/// The year 0 and the year 9999: beyond them local times can no longer be told, and a typed
/// time that far off is wrong anyway.
const FIRST: Instant = unix(-62_167_219_200);
const LAST: Instant = unix(253_402_300_799);

const fn unix(seconds: i64) -> Instant {
    match Instant::from_timestamp(seconds, 0) {
        Some(at) => at,
        None => Instant::UNIX_EPOCH,
    }
}

/// Returns an instant that local times can be told of.
pub(in crate::domain) fn sane(at: Instant) -> Instant {
    at.clamp(FIRST, LAST)
}
