//! Typed lines that hold more than one thing: a time with a word on it, a span with a reason.

use crate::domain::command::{Command, Request};
use crate::domain::event::{MilestoneReached, TeamLeadTried};
use crate::domain::playbook::Channel;
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, Span, When, Zone};

/// Reads `15m busy with the press`, or `never the GSA duty officer knows`.
pub(super) fn snooze(clock: &str, text: &str, now: Instant) -> Result<Command, String> {
    let line = clean_line(text);
    let (span, reason) = line.split_once(' ').unwrap_or((&line, ""));
    let until = if span.eq_ignore_ascii_case("never") {
        None
    } else {
        let span: Span = span.parse().map_err(|_| {
            "begin with how long, such as 15m or 1h, or with never; then the reason".to_owned()
        })?;
        Some(now + span.delta())
    };
    Ok(Command::SnoozeClock {
        clock: clock.to_owned(),
        until,
        reason: reason.to_owned(),
    })
}

/// Reads `14:02, the Director`: when a milestone was reached, then who or how; nothing is now.
pub(super) fn milestone(id: &str, text: &str, zone: Zone, now: Instant) -> Result<Command, String> {
    let line = clean_line(text);
    let (time, note) = line.split_once(',').unwrap_or((&line, ""));
    Ok(Command::ReachMilestone(MilestoneReached {
        milestone: id.to_owned(),
        when: time_or_now(time, zone, now)?,
        note: note.trim().to_owned(),
    }))
}

/// Reads `Farmer Dave, 5m ago`: which team lead was tried, and when; no time is now.
pub(super) fn attempt(
    (channel, reached): (Channel, bool),
    text: &str,
    me: &str,
    (zone, now): (Zone, Instant),
) -> Result<Request, String> {
    let line = clean_line(text);
    let (lead, time) = line.split_once(',').unwrap_or((&line, ""));
    let command = Command::TryTeamLead(TeamLeadTried {
        lead: lead.trim().trim_start_matches('@').to_owned(),
        channel,
        reached,
    });
    let request = Request::local(command, me);
    Ok(if time.trim().is_empty() {
        request
    } else {
        request.happened(time_or_now(time, zone, now)?)
    })
}

fn time_or_now(text: &str, zone: Zone, now: Instant) -> Result<When, String> {
    match text.trim() {
        "" => Ok(When::exact(now)),
        time => zone.read(time, now).map_err(|error| error.to_string()),
    }
}
