//! Deciding: turns a request into events, or refuses with the cause and the next step.
//!
//! A rule is enforced by asking, never by locking out: a refusal that names a guard is
//! overridden by the same request with a typed reason, which goes into the log.

use super::checklist;
use super::command::{Command, Opening, Request};
use super::event::{Event, Field, Origin, Visibility};
use super::ids::{CustomId, EntryId, FixId, ItemId, LeadId};
use super::incident::{FixClass, FixState, Incident, LeadState, Mark, Severity, Status};
use super::playbook::{Fact, Playbook};
use super::sync_plan;
use super::text::{clean_line, clean_text, split_names};
use super::time::Instant;

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The guard that a typed reason overrides; none for what cannot be done at all.
    pub guard: Option<&'static str>,
    /// What stands against it.
    pub cause: String,
    /// What to do instead.
    pub hint: String,
}

impl Refusal {
    fn plain(cause: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            guard: None,
            cause: cause.into(),
            hint: hint.into(),
        }
    }

    fn guard(guard: &'static str, cause: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            guard: Some(guard),
            cause: cause.into(),
            hint: hint.into(),
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.cause)?;
        if self.hint.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", self.hint)
        }
    }
}

impl std::error::Error for Refusal {}

type Decision = Result<Vec<Event>, Refusal>;

/// Decides what a request means for the record as it stands. No events means that the record
/// says so already.
pub fn decide(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Decision {
    if let Some(taking) = taking_theirs(incident, request) {
        let mut events = decide(incident, playbook, &taking, now)?;
        events.extend(decide_mirror(incident, &request.command));
        return Ok(events);
    }
    let decided = decide_plain(incident, playbook, request, now);
    match (decided, override_reason(request)) {
        (
            Err(Refusal {
                guard: Some(guard), ..
            }),
            Some(reason),
        ) => {
            let mut events = without_guard(incident, playbook, request, now)?;
            if !events.is_empty() {
                events.push(Event::Overridden {
                    guard: guard.to_owned(),
                    reason,
                });
            }
            Ok(events)
        }
        (decided, _) => decided,
    }
}

/// Returns the request that a ruling for the issue's value means for the record; none for any
/// other request, and where the record says it already.
fn taking_theirs(incident: &Incident, request: &Request) -> Option<Request> {
    let Command::SettleConflict { subject, value } = &request.command else {
        return None;
    };
    let conflict = incident.conflicts.get(subject)?;
    if conflict.ours == *value || conflict.theirs != *value {
        return None;
    }
    let command = sync_plan::taking(subject, value, incident)?;
    Some(Request {
        command,
        ..request.clone()
    })
}

fn override_reason(request: &Request) -> Option<String> {
    request
        .override_reason
        .as_deref()
        .map(clean_line)
        .filter(|reason| !reason.is_empty())
}

fn decide_plain(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Decision {
    if incident.opened_at.is_none() != matches!(request.command, Command::Open(_)) {
        return Err(Refusal::plain("the record is not in a state for this", ""));
    }
    check_guards(incident, playbook, request, now)?;
    without_guard(incident, playbook, request, now)
}

/// Checks everything a typed reason can override.
fn check_guards(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Result<(), Refusal> {
    match &request.command {
        Command::SetStatus { to, .. } => guard_status(incident, *to),
        Command::SetClosed { closed: true, .. } => guard_close(incident, playbook, now),
        Command::MarkItem {
            item,
            mark: Some(Mark::Done),
            ..
        } if request.origin == Origin::Local => guard_tick(incident, playbook, item, now),
        Command::VerifyFix { id, .. } => guard_verify(incident, *id),
        Command::ReclassifyFix {
            id,
            class: FixClass::LongTerm,
            reason,
        } if clean_line(reason).is_empty() => {
            let fix = find_fix(incident, *id)?;
            if fix.class == FixClass::LongTerm {
                return Ok(());
            }
            Err(Refusal::guard(
                "defer-remediation",
                format!("{id} would no longer be needed before the incident is resolved"),
                "say why it can wait",
            ))
        }
        _ => Ok(()),
    }
}

fn guard_status(incident: &Incident, to: Status) -> Result<(), Refusal> {
    match (incident.status, to) {
        (Status::Investigating | Status::FalseAlarm, Status::Confirmed) => guard_confirm(incident),
        (Status::Investigating, Status::Resolved) => Err(Refusal::guard(
            "resolve-unconfirmed",
            "it was never confirmed",
            "confirm it first, or set it to false alarm",
        )),
        (Status::FalseAlarm, Status::Resolved) => Err(Refusal::guard(
            "resolve-false-alarm",
            "it is a false alarm",
            "a false alarm is closed, not resolved",
        )),
        (Status::Confirmed, Status::Resolved) => guard_resolve(incident),
        _ => Ok(()),
    }
}

fn guard_confirm(incident: &Incident) -> Result<(), Refusal> {
    let missing = match (incident.severity, incident.responders.is_empty()) {
        (Severity::Unknown, true) => "a severity and at least one responder are",
        (Severity::Unknown, false) => "a severity is",
        (_, true) => "at least one responder is",
        (_, false) => return Ok(()),
    };
    Err(Refusal::guard(
        "confirm-incomplete",
        format!("{missing} recorded with the confirmation (R33)"),
        "the severity may be quick, it can change later",
    ))
}

fn guard_resolve(incident: &Incident) -> Result<(), Refusal> {
    let open: Vec<String> = incident
        .blocking_fixes()
        .map(|fix| fix.id.to_string())
        .collect();
    if !open.is_empty() {
        return Err(Refusal::guard(
            "resolve-unverified",
            format!(
                "immediate remediation is not verified: {} (R42)",
                open.join(", ")
            ),
            "verify them, or defer them to long-term with a reason",
        ));
    }
    let handled = incident.situations.contains(EXPOSURE_SITUATION);
    if incident.exposure == Some(true) && !handled {
        return Err(Refusal::guard(
            "resolve-exposure",
            "information was exposed and its owner and recipient are not on the board (R43)",
            "declare the situation information-exposure",
        ));
    }
    Ok(())
}

fn guard_close(incident: &Incident, playbook: &Playbook, now: Instant) -> Result<(), Refusal> {
    if incident.closed {
        return Ok(());
    }
    if incident.is_active() {
        return Err(Refusal::guard(
            "close-active",
            format!("the {} is still {}", incident.noun(), incident.status),
            "set it to resolved or false alarm first",
        ));
    }
    // The line that closing itself ticks cannot stand in its way.
    let closes = |row: &checklist::Row<'_>| {
        row.item
            .is_some_and(|item| item.derived == Some(Fact::Closed))
    };
    let open: Vec<String> = checklist::open_required(incident, playbook, now)
        .filter(|row| !closes(row))
        .map(|row| row.id.to_string())
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Refusal::guard(
        "close-unfinished",
        format!("still open: {}", open.join(", ")),
        "finish them, or say why they stay open",
    ))
}

fn guard_tick(
    incident: &Incident,
    playbook: &Playbook,
    item: &ItemId,
    now: Instant,
) -> Result<(), Refusal> {
    let found = playbook.items.iter().find(|known| known.id == item.0);
    let Some(fact) = found.and_then(|known| known.derived) else {
        return Ok(());
    };
    let ticked = incident.checklist.get(item).map(|tick| tick.mark) == Some(Mark::Done);
    if ticked || checklist::holds(fact, incident, playbook, now) {
        return Ok(());
    }
    Err(Refusal::guard(
        "tick-derived",
        format!("{item} ticks itself once the record shows it"),
        "record the step itself, or say how it was done",
    ))
}

fn guard_verify(incident: &Incident, id: FixId) -> Result<(), Refusal> {
    let fix = find_fix(incident, id)?;
    match fix.state {
        FixState::Done | FixState::Verified => Ok(()),
        state => Err(Refusal::guard(
            "verify-not-done",
            format!("{id} is {state}, nobody said it is done"),
            "mark it done first",
        )),
    }
}

/// Decides as if no guard existed; what remains refused cannot be done at all.
fn without_guard(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Decision {
    match &request.command {
        Command::Open(opening) => open(opening),
        Command::SetField { field, to } => set_field(incident, *field, to),
        Command::SetStatus { to, reason } => set_status(incident, *to, reason),
        Command::SetClosed { closed, reason } => Ok(changed(
            incident.closed != *closed,
            Event::ClosedSet {
                closed: *closed,
                reason: clean_line(reason),
            },
        )),
        Command::SetSeverity { to, reason } => Ok(changed(
            incident.severity != *to,
            Event::SeverityChanged {
                from: incident.severity,
                to: *to,
                reason: clean_line(reason),
            },
        )),
        Command::SetIc { to } => set_ic(incident, to),
        Command::MarkItem { .. } | Command::AddItem { .. } | Command::RewordItem { .. } => {
            decide_item(incident, playbook, &request.command)
        }
        Command::AddLead { .. }
        | Command::RewordLead { .. }
        | Command::OwnLead { .. }
        | Command::MoveLead { .. } => decide_lead(incident, request),
        Command::AddFix { .. }
        | Command::RewordFix { .. }
        | Command::OwnFix { .. }
        | Command::MoveFix { .. }
        | Command::VerifyFix { .. }
        | Command::ReclassifyFix { .. } => decide_fix(incident, &request.command),
        Command::Note { text, visibility } => note(text, *visibility),
        Command::SetMoment { moment, when } => Ok(changed(
            incident.moments.get(moment) != Some(when),
            Event::MomentSet {
                moment: *moment,
                when: *when,
            },
        )),
        Command::SetSituation { situation, applies } => {
            set_situation(incident, playbook, situation, *applies)
        }
        Command::SetExposure { exposed } => set_exposure(incident, playbook, *exposed),
        Command::Undo { entry } => undo(incident, *entry),
        Command::RecordMessage { .. }
        | Command::Decide { .. }
        | Command::SetWorkingMode { .. }
        | Command::StartShift { .. }
        | Command::EndShift { .. }
        | Command::SnoozeClock { .. } => decide_duty(incident, &request.command, now),
        Command::LinkIssue { .. }
        | Command::ImportComment { .. }
        | Command::ImportText { .. }
        | Command::ImportState { .. }
        | Command::RaiseConflict { .. }
        | Command::SettleConflict { .. } => Ok(decide_mirror(incident, &request.command)),
    }
}

/// The situation that an exposure of information brings (R43); a playbook that has none of
/// this name seeds nothing.
pub const EXPOSURE_SITUATION: &str = "information-exposure";

fn changed(changes: bool, event: Event) -> Vec<Event> {
    if changes { vec![event] } else { Vec::new() }
}

fn required_line(text: &str, what: &str) -> Result<String, Refusal> {
    let line = clean_line(text);
    if line.is_empty() {
        return Err(Refusal::plain(
            format!("{what} is empty"),
            "type it, or press esc",
        ));
    }
    Ok(line)
}

fn open(opening: &Opening) -> Decision {
    Ok(vec![Event::Opened {
        incident: opening.incident.clone(),
        playbook: opening.playbook.clone(),
        exercise: opening.exercise,
        zone: opening.zone,
        title: required_line(&opening.title, "the short description")?,
        details: clean_text(&opening.details),
        reporter: clean_line(&opening.reporter),
        ic: required_line(&opening.ic, "the name of the IC")?,
        responders: split_names(&opening.responders.join(",")),
        aware: opening.aware,
    }])
}

fn set_field(incident: &Incident, field: Field, to: &str) -> Decision {
    let (from, to) = match field {
        Field::Title => (
            incident.title.clone(),
            required_line(to, "the short description")?,
        ),
        Field::Details => (incident.details.clone(), clean_text(to)),
        Field::Reporter => (incident.reporter.clone(), clean_line(to)),
        Field::Responders => (incident.responders.join(", "), split_names(to).join(", ")),
        Field::DiscoveryMethod => (incident.discovery_method.clone(), clean_line(to)),
        Field::ThreatActions => (
            incident.threat_actions.join(", "),
            split_names(to).join(", "),
        ),
    };
    Ok(changed(from != to, Event::FieldSet { field, from, to }))
}

fn set_status(incident: &Incident, to: Status, reason: &str) -> Decision {
    let from = incident.status;
    let reason = clean_line(reason);
    let needs_reason = to == Status::FalseAlarm
        || matches!(from, Status::Resolved | Status::FalseAlarm)
        || (from == Status::Confirmed && to == Status::Investigating);
    if from == to {
        return Ok(Vec::new());
    }
    if needs_reason && reason.is_empty() {
        return Err(Refusal::plain(
            format!("{from} -> {to} needs a reason"),
            "one line for the log and the report",
        ));
    }
    Ok(vec![Event::StatusChanged { from, to, reason }])
}

fn set_ic(incident: &Incident, to: &str) -> Decision {
    let to = required_line(to, "the name of the IC")?;
    let from = incident.ic.clone();
    Ok(changed(from != to, Event::IcChanged { from, to }))
}

fn decide_item(incident: &Incident, playbook: &Playbook, command: &Command) -> Decision {
    match command {
        Command::MarkItem { item, mark, reason } => {
            mark_item(incident, playbook, item, *mark, &clean_line(reason))
        }
        Command::AddItem { list, text } => Ok(vec![Event::ItemAdded {
            id: CustomId(incident.counters.custom.saturating_add(1)),
            list: list.clone(),
            text: required_line(text, "the checklist line")?,
        }]),
        Command::RewordItem { id, text } => {
            let text = required_line(text, "the checklist line")?;
            let item = incident.custom_items.iter().find(|item| item.id == *id);
            let item = item.ok_or_else(|| unknown("checklist line", id))?;
            Ok(changed(
                item.text != text,
                Event::ItemReworded { id: *id, text },
            ))
        }
        _ => Ok(Vec::new()),
    }
}

fn mark_item(
    incident: &Incident,
    playbook: &Playbook,
    item: &ItemId,
    mark: Option<Mark>,
    reason: &str,
) -> Decision {
    let known = playbook.items.iter().any(|known| known.id == item.0)
        || incident
            .custom_items
            .iter()
            .any(|custom| ItemId::from(custom.id) == *item);
    if !known {
        return Err(unknown("checklist line", item));
    }
    if mark == Some(Mark::NotApplicable) && reason.is_empty() {
        return Err(Refusal::plain(
            format!("{item} needs a reason to be set aside"),
            "one line for the log and the report",
        ));
    }
    let now = incident.checklist.get(item).map(|tick| tick.mark);
    let event = Event::ItemMarked {
        item: item.clone(),
        mark,
        reason: reason.to_owned(),
    };
    Ok(changed(now != mark, event))
}

fn unknown(what: &str, id: &impl std::fmt::Display) -> Refusal {
    Refusal::plain(
        format!("there is no {what} {id}"),
        "look at the board for its number",
    )
}

fn decide_lead(incident: &Incident, request: &Request) -> Decision {
    match &request.command {
        Command::AddLead { text, owner } => Ok(vec![Event::LeadAdded {
            id: LeadId(incident.counters.lead.saturating_add(1)),
            text: required_line(text, "the lead")?,
            owner: clean_line(owner),
        }]),
        Command::RewordLead { id, text } => {
            let text = required_line(text, "the lead")?;
            let lead = incident.lead(*id).ok_or_else(|| unknown("lead", id))?;
            Ok(changed(
                lead.text != text,
                Event::LeadReworded { id: *id, text },
            ))
        }
        Command::OwnLead { id, owner } => {
            let owner = clean_line(owner);
            let lead = incident.lead(*id).ok_or_else(|| unknown("lead", id))?;
            Ok(changed(
                lead.owner != owner,
                Event::LeadOwned { id: *id, owner },
            ))
        }
        Command::MoveLead {
            id,
            from,
            to,
            finding,
        } => move_lead(
            incident,
            *id,
            (*from, *to),
            &clean_line(finding),
            request.origin,
        ),
        _ => Ok(Vec::new()),
    }
}

fn move_lead(
    incident: &Incident,
    id: LeadId,
    (from, to): (LeadState, LeadState),
    finding: &str,
    origin: Origin,
) -> Decision {
    let lead = incident.lead(id).ok_or_else(|| unknown("lead", &id))?;
    if lead.state != from {
        return Err(moved(&id, from, lead.state));
    }
    // A person who ticks a line on the issue has no place to type a finding; the board then
    // shows that it is missing.
    if to.is_ended() && finding.is_empty() && lead.finding.is_empty() && origin == Origin::Local {
        return Err(Refusal::plain(
            format!("{id} ends with a finding, `nothing` included (R40)"),
            "type what came of it",
        ));
    }
    let changes = from != to || (!finding.is_empty() && finding != lead.finding);
    Ok(changed(
        changes,
        Event::LeadMoved {
            id,
            from,
            to,
            finding: finding.to_owned(),
        },
    ))
}

fn moved(
    id: &impl std::fmt::Display,
    seen: impl std::fmt::Display,
    is: impl std::fmt::Display,
) -> Refusal {
    Refusal::plain(format!("{id} is {is} by now, not {seen}"), "look again")
}

fn find_fix(incident: &Incident, id: FixId) -> Result<&super::incident::Fix, Refusal> {
    incident
        .fix(id)
        .ok_or_else(|| unknown("remediation item", &id))
}

fn decide_fix(incident: &Incident, command: &Command) -> Decision {
    match command {
        Command::AddFix { text, class, owner } => Ok(vec![Event::FixAdded {
            id: FixId(incident.counters.fix.saturating_add(1)),
            text: required_line(text, "the remediation item")?,
            class: *class,
            owner: clean_line(owner),
        }]),
        Command::RewordFix { id, text } => {
            let text = required_line(text, "the remediation item")?;
            let fix = find_fix(incident, *id)?;
            Ok(changed(
                fix.text != text,
                Event::FixReworded { id: *id, text },
            ))
        }
        Command::OwnFix { id, owner } => {
            let owner = clean_line(owner);
            let fix = find_fix(incident, *id)?;
            Ok(changed(
                fix.owner != owner,
                Event::FixOwned { id: *id, owner },
            ))
        }
        Command::MoveFix { id, from, to } => move_fix(incident, *id, *from, *to),
        Command::VerifyFix { id, by } => {
            let by = required_line(by, "the name of who verified it")?;
            let fix = find_fix(incident, *id)?;
            let changes = fix.state != FixState::Verified;
            Ok(changed(changes, Event::FixVerified { id: *id, by }))
        }
        Command::ReclassifyFix { id, class, reason } => {
            let fix = find_fix(incident, *id)?;
            let event = Event::FixReclassified {
                id: *id,
                class: *class,
                reason: clean_line(reason),
            };
            Ok(changed(fix.class != *class, event))
        }
        _ => Ok(Vec::new()),
    }
}

fn move_fix(incident: &Incident, id: FixId, from: FixState, to: FixState) -> Decision {
    let fix = find_fix(incident, id)?;
    if fix.state != from {
        return Err(moved(&id, from, fix.state));
    }
    if to == FixState::Verified {
        return Err(Refusal::plain(
            format!("{id} is verified by somebody"),
            "say who checked it",
        ));
    }
    Ok(changed(from != to, Event::FixMoved { id, from, to }))
}

fn note(text: &str, visibility: Visibility) -> Decision {
    let text = clean_text(text);
    if text.trim().is_empty() {
        return Err(Refusal::plain("the note is empty", "type it, or press esc"));
    }
    Ok(vec![Event::Noted { text, visibility }])
}

fn set_situation(incident: &Incident, playbook: &Playbook, key: &str, applies: bool) -> Decision {
    let found = playbook
        .situations
        .iter()
        .find(|situation| situation.id == key);
    let situation = found.ok_or_else(|| unknown("situation", &key))?;
    if incident.situations.contains(key) == applies {
        return Ok(Vec::new());
    }
    let mut events = vec![Event::SituationSet {
        situation: key.to_owned(),
        applies,
    }];
    if applies {
        let missing = situation
            .seeds
            .iter()
            .filter(|seed| incident.fixes.iter().all(|fix| fix.text != seed.text));
        events.extend(
            missing
                .zip((1..).map(|n| incident.counters.fix.saturating_add(n)))
                .map(|(seed, n)| Event::FixAdded {
                    id: FixId(n),
                    text: seed.text.clone(),
                    class: seed.class,
                    owner: String::new(),
                }),
        );
    }
    Ok(events)
}

fn set_exposure(incident: &Incident, playbook: &Playbook, exposed: bool) -> Decision {
    if incident.exposure == Some(exposed) {
        return Ok(Vec::new());
    }
    let mut events = vec![Event::ExposureSet { exposed }];
    let known = playbook
        .situations
        .iter()
        .any(|situation| situation.id == EXPOSURE_SITUATION);
    if known {
        events.extend(set_situation(
            incident,
            playbook,
            EXPOSURE_SITUATION,
            exposed,
        )?);
    }
    Ok(events)
}

fn undo(incident: &Incident, entry: Option<EntryId>) -> Decision {
    let step = match entry {
        None => incident.undo.last(),
        Some(id) => incident.undo.iter().find(|step| step.entries.contains(&id)),
    };
    let step = step.ok_or_else(|| Refusal::plain("there is nothing to undo", ""))?;
    Ok(vec![Event::Undone {
        entries: step.entries.clone(),
        label: step.label.clone(),
    }])
}

fn decide_duty(incident: &Incident, command: &Command, now: Instant) -> Decision {
    match command {
        Command::RecordMessage {
            message,
            sitrep,
            to,
            text,
        } => Ok(vec![Event::MessageSent {
            message: message.clone(),
            number: if *sitrep {
                incident.counters.sitrep.saturating_add(1)
            } else {
                0
            },
            to: to.iter().map(|name| clean_line(name)).collect(),
            text: clean_text(text),
        }]),
        Command::Decide { about, text } => Ok(vec![Event::Decided {
            about: clean_line(about),
            text: required_line(text, "the decision")?,
        }]),
        Command::SetWorkingMode { mode, reason } => Ok(vec![Event::WorkingModeSet {
            mode: *mode,
            reason: clean_line(reason),
        }]),
        Command::StartShift { person } => {
            let person = required_line(person, "the name")?;
            let running = incident.shift_of(&person).is_some();
            Ok(changed(!running, Event::ShiftStarted { person }))
        }
        Command::EndShift { person } => {
            let person = required_line(person, "the name")?;
            let running = incident.shift_of(&person).is_some();
            Ok(changed(running, Event::ShiftEnded { person }))
        }
        Command::SnoozeClock {
            clock,
            until,
            reason,
        } => {
            if until.is_some_and(|until| until <= now) {
                return Err(Refusal::plain("that time is past", "name a later one"));
            }
            Ok(vec![Event::ClockSnoozed {
                clock: clean_line(clock),
                until: *until,
                reason: required_line(reason, "the reason")?,
            }])
        }
        _ => Ok(Vec::new()),
    }
}

fn decide_mirror(incident: &Incident, command: &Command) -> Vec<Event> {
    match command {
        Command::LinkIssue { issue } => changed(
            incident.issue.as_ref() != Some(issue),
            Event::IssueLinked {
                issue: issue.clone(),
            },
        ),
        Command::ImportComment { comment, text } => changed(
            !incident.imported_comments.contains(comment),
            Event::CommentImported {
                comment: *comment,
                text: clean_text(text),
            },
        ),
        Command::ImportText { added, removed } => changed(
            added != removed,
            Event::IssueTextChanged {
                added: clean_text(added),
                removed: clean_text(removed),
            },
        ),
        Command::ImportState { seen } => {
            vec![Event::IssueStateSeen {
                seen: clean_line(seen),
            }]
        }
        Command::RaiseConflict {
            subject,
            ours,
            theirs,
        } => {
            let known = incident
                .conflicts
                .get(subject)
                .is_some_and(|c| c.ours == *ours && c.theirs == *theirs);
            changed(
                !known,
                Event::ConflictFound {
                    subject: subject.clone(),
                    ours: ours.clone(),
                    theirs: theirs.clone(),
                },
            )
        }
        Command::SettleConflict { subject, value } => changed(
            incident.conflicts.contains_key(subject),
            Event::ConflictSettled {
                subject: subject.clone(),
                value: value.clone(),
            },
        ),
        _ => Vec::new(),
    }
}
