//! Typed lines that hold more than one thing: a time with a word on it, a span with a reason.

use super::purpose::failed;
use crate::domain::clock::put_off;
use crate::domain::command::{Command, Request};
use crate::domain::event::{MilestoneReached, TeamLeadTried};
use crate::domain::evidence::EvidenceAsked;
use crate::domain::ids::{EvidenceId, ItemId};
use crate::domain::incident::{Incident, LeadAnswer, Mark};
use crate::domain::note::{Said, begins_as_time, first_word};
use crate::domain::playbook::{Channel, Playbook};
use crate::domain::question::proposed;
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, Span, When, Zone};

/// Reads `15m busy with the press`, or `never the GSA duty officer knows`; a while counts from
/// when the clock is due, where that is still to come.
pub(super) fn snooze(
    (clock, due_at): (&str, Instant),
    text: &str,
    now: Instant,
) -> Result<Command, String> {
    let line = clean_line(text);
    let (until, reason) = match first_word(&line) {
        (word, reason) if word.eq_ignore_ascii_case("never") => (None, reason),
        _ => {
            let (span, reason) = Span::at_start_of(&line)
                .ok_or("begin with how long, such as 15m or 1h, or with never; then the reason")?;
            (Some(put_off(due_at, span, now)), reason)
        }
    };
    Ok(Command::SnoozeClock {
        clock: clock.to_owned(),
        until,
        reason: reason.to_owned(),
    })
}

/// Reads `14:02, the Director`: when a milestone was reached, then who or how. No time is now where
/// none was filled in; an appointment is to come.
pub(super) fn milestone(
    id: &str,
    text: &str,
    (incident, playbook): (&Incident, &Playbook),
    now: Instant,
) -> Result<Command, String> {
    let line = clean_line(text);
    let (time, note) = line.split_once(',').unwrap_or((&line, ""));
    let asked = playbook.milestone(id);
    let is_filled_in = asked.is_some_and(|asked| proposed(asked, incident, now).is_some());
    let when = if playbook.is_planned(id) {
        incident.zone.read_ahead(time, now).map_err(failed)?
    } else if is_filled_in {
        incident.zone.read(time, now).map_err(failed)?
    } else {
        time_or_now(time, incident.zone, now)?
    };
    Ok(Command::ReachMilestone(MilestoneReached {
        milestone: id.to_owned(),
        when,
        note: note.trim().to_owned(),
    }))
}

/// How an attempt to reach a team lead went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Nobody answered.
    NoAnswer,
    /// They answered, and did not decide yet.
    Reached,
    /// They said this.
    Said(LeadAnswer),
}

impl Came {
    /// Returns the word in the key of a draft.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::NoAnswer => "tried",
            Self::Reached => "reached",
            Self::Said(LeadAnswer::Agreed) => "agreed",
            Self::Said(LeadAnswer::Objected) => "objected",
        }
    }
}

/// Reads `Farmer Dave, 5m ago, the demo is on`: which team lead was tried, when, and what they
/// said; no time is now.
pub(super) fn attempt(
    (channel, came): (Channel, Came),
    text: &str,
    me: &str,
    (zone, now): (Zone, Instant),
) -> Result<Request, String> {
    let line = clean_line(text);
    let (lead, rest) = line.split_once(',').unwrap_or((&line, ""));
    let (lead, time) = name_and_time(lead.trim());
    // A time that stands behind the name leaves the rest to what was said.
    let (time, words) = match time {
        Some(time) => (time, rest),
        None => rest.split_once(',').unwrap_or((rest, "")),
    };
    let time = time.trim();
    let time = time.strip_prefix("at ").unwrap_or(time);
    let command = Command::TryTeamLead(TeamLeadTried {
        lead: lead.trim_start_matches('@').to_owned(),
        channel,
        reached: came != Came::NoAnswer,
        answer: match came {
            Came::Said(answer) => Some(answer),
            Came::NoAnswer | Came::Reached => None,
        },
        words: words.trim().to_owned(),
    });
    let request = Request::local(command, me);
    Ok(if time.trim().is_empty() {
        request
    } else {
        request.happened(time_or_now(time, zone, now)?)
    })
}

/// Splits `Farmer Dave at 14:02`, `Farmer Dave 14:02`, `Farmer Dave 5m ago`: no name has a time
/// of the day in it.
fn name_and_time(text: &str) -> (&str, Option<&str>) {
    let mut words = text.match_indices(' ').map(|(at, _)| at);
    match words.find(|at| begins_as_time(text[*at..].trim_start())) {
        Some(at) => {
            let name = text[..at].trim_end();
            let name = name.strip_suffix(" at").unwrap_or(name);
            (name, Some(&text[at..]))
        }
        None => (text, None),
    }
}

fn time_or_now(text: &str, zone: Zone, now: Instant) -> Result<When, String> {
    match text.trim() {
        "" => Ok(When::exact(now)),
        time => zone.read(time, now).map_err(failed),
    }
}

fn happened(request: Request, when: Option<When>) -> Request {
    match when {
        None => request,
        Some(when) => request.happened(when),
    }
}

/// Reads a note.
pub(super) fn note(text: &str, me: &str, zone: Zone, now: Instant) -> Result<Request, String> {
    let said = Said::read(text, zone, now).map_err(|error| error.to_string())?;
    let when = said.when;
    Ok(happened(Request::local(said.note(), me), when))
}

/// Reads the answer to what a checklist line asks, which ticks it. It is typed as a note is: what a
/// `!` keeps on this machine, and when it was.
pub(super) fn answer(
    item: &ItemId,
    text: &str,
    me: &str,
    (zone, now): (Zone, Instant),
) -> Result<Request, String> {
    let said = Said::read(text, zone, now).map_err(|error| error.to_string())?;
    let reason = said.answer();
    let command = Command::MarkItem {
        item: item.clone(),
        mark: Some(Mark::Done),
        reason,
    };
    Ok(happened(Request::local(command, me), said.when))
}

/// Reads `Farmer Jane = FOX`; with nothing behind it the name is its own again.
pub(super) fn codename(text: &str) -> Result<Command, String> {
    let (term, codename) = text
        .rsplit_once('=')
        .ok_or("write the name, an equals sign, and what it is called outside")?;
    Ok(Command::SetCodename {
        term: clean_line(term),
        codename: clean_line(codename),
    })
}

/// Reads `disk of the web server; the safe; Farmer Dave`, `./capture.pcap; ; Farmer Dave`, or
/// `E1 to Farmer Dave; the safe`.
pub(super) fn evidence(text: &str) -> Result<EvidenceAsked, String> {
    let mut parts = text.splitn(3, ';').map(clean_line);
    let mut next = || parts.next().unwrap_or_default();
    let (what, place, holder) = (next(), next(), next());
    if let Some((id, to)) = handed_over(&what) {
        return Ok(EvidenceAsked::HandOver { id, to, place });
    }
    let is_path = ["/", "./", "../", "~/"]
        .iter()
        .any(|from| what.starts_with(from));
    if !is_path && (what.is_empty() || place.is_empty()) {
        return Err("say what it is, where it is kept and who holds it, divided by ;".to_owned());
    }
    let path = if is_path { what.clone() } else { String::new() };
    Ok(EvidenceAsked::Collect {
        what,
        place,
        holder,
        path,
        file: None,
    })
}

fn handed_over(text: &str) -> Option<(EvidenceId, String)> {
    let (id, to) = text.split_once(" to ")?;
    Some((id.parse().ok()?, clean_line(to)))
}
