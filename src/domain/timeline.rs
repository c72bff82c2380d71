//! What an entry says to a person, in one line.

use super::event::{ClockSnoozed, Decided, Entry, Event, HeldBack, LetThrough, Visibility};
use super::handoff::describe_handoff;
use super::incident::{LeadAnswer, Mark, RouteState, RoutesMoved};
use super::playbook::WorkingMode;
use super::ruling::{self, Matter};
use super::suggestion::SuggestedAction;
use super::{evidence, people, rotation, text};

/// How much of a long text a timeline line shows.
const EXCERPT: usize = 400;

/// Returns the event as one line for the timeline, undo and comments.
#[must_use]
pub fn describe(event: &Event) -> String {
    match event {
        Event::Opened { title, ic, .. } => format!("opened: {title} (IC {ic})"),
        Event::FieldSet { field, to, .. } => format!("{}: {}", field.word(), excerpt(to)),
        Event::StatusChanged { from, to, reason } => {
            with_reason(format!("status {from} -> {to}"), reason)
        }
        Event::ClosedSet {
            closed: true,
            reason,
        } => with_reason("closed".into(), reason),
        Event::ClosedSet {
            closed: false,
            reason,
        } => with_reason("reopened".into(), reason),
        Event::SeverityChanged { from, to, reason } => {
            with_reason(format!("severity {from} -> {to}"), reason)
        }
        Event::IcChanged { from, to } => format!("IC {from} -> {to}"),
        Event::Noted { text, .. } | Event::CommentImported { text, .. } => excerpt(text),
        Event::CommentEdited { text, .. } => format!("edited: {}", excerpt(text)),
        Event::MomentSet { moment, when, .. } => format!("{moment}: {}", when.plain()),
        Event::RoutesMoved(moved) => describe_moved(moved),
        Event::MessageSent { .. }
        | Event::Decided(_)
        | Event::WorkingModeSet { .. }
        | Event::ExposureSet { .. }
        | Event::SituationSet { .. }
        | Event::MilestoneReached(_)
        | Event::TeamLeadTried(_)
        | Event::ShiftStarted(_)
        | Event::ShiftEnded { .. }
        | Event::ClockSnoozed(_) => describe_duty(event),
        Event::Overridden {
            guard,
            cause,
            reason,
        } => with_reason(with_owner(format!("went past {guard}"), cause), reason),
        Event::Undone { label, .. } => format!("undone: {label}"),
        Event::IssueLinked { issue } => format!("issue {}#{}", issue.repository, issue.number),
        Event::IssueTextChanged { added, removed } => text_changed(added, removed),
        Event::IssueStateSeen { seen } => seen.clone(),
        Event::ConflictFound {
            subject,
            ours,
            theirs,
            ..
        } => clash(subject, ours, theirs),
        Event::ConflictSettled { subject, value } => settled(subject, value),
        Event::Renumbered { .. }
        | Event::EditRecovered { .. }
        | Event::Adopted { .. }
        | Event::Suggested { .. }
        | Event::SuggestionAnswered { .. } => describe_mirror(event),
        Event::HeldBack(_)
        | Event::LetThrough(_)
        | Event::OutboundSet(_)
        | Event::CodenameSet(_) => describe_gate(event),
        Event::EvidenceHandled(handled) => evidence::describe(handled),
        Event::RosterChanged(changed) => people::describe_roster(changed),
        Event::AskChanged(changed) => people::describe_ask(changed),
        Event::RotationSet(set) => rotation::describe(set),
        Event::HandoffMoved(moved) => describe_handoff(moved),
        Event::Unrecognised { kind } => format!("(a newer version wrote: {kind})"),
        Event::ItemMarked { .. } | Event::ItemAdded { .. } | Event::ItemReworded { .. } => {
            describe_item(event)
        }
        Event::LeadAdded { .. }
        | Event::LeadReworded { .. }
        | Event::LeadOwned { .. }
        | Event::LeadMoved { .. } => describe_lead(event),
        Event::FixAdded { .. }
        | Event::FixReworded { .. }
        | Event::FixOwned { .. }
        | Event::FixMoved { .. }
        | Event::FixVerified { .. }
        | Event::FixReclassified { .. } => describe_fix(event),
    }
}

fn describe_decision(decided: &Decided) -> String {
    let Decided {
        about, text, basis, ..
    } = decided;
    let said = format!("decided ({about}): {}", excerpt(text));
    with_reason(said, &basis.authority)
}

fn describe_duty(event: &Event) -> String {
    match event {
        Event::MessageSent {
            message,
            number,
            to,
            routes,
            ..
        } => {
            let label = match number {
                0 => message.clone(),
                number => format!("sitrep #{number}"),
            };
            if routes.is_empty() {
                return format!("{label} sent to {}", recipients(to));
            }
            let names: Vec<String> = routes.iter().map(|route| route.name.clone()).collect();
            format!("{label} for {}", recipients(&names))
        }
        Event::Decided(decided) => describe_decision(decided),
        Event::WorkingModeSet { mode, reason } => with_reason(working_mode(*mode).into(), reason),
        Event::ExposureSet { exposed: true } => "information was exposed".into(),
        Event::ExposureSet { exposed: false } => "no information was exposed".into(),
        Event::SituationSet {
            situation,
            applies: true,
        } => format!("situation: {situation}"),
        Event::SituationSet {
            situation,
            applies: false,
        } => format!("not: {situation}"),
        Event::MilestoneReached(reached) => with_reason(
            format!("{}: {}", reached.milestone, reached.when.plain()),
            &reached.note,
        ),
        Event::TeamLeadTried(tried) => {
            let answer = match tried.answer {
                Some(LeadAnswer::Agreed) => "agreed",
                Some(LeadAnswer::Objected) => "objects strongly",
                None if tried.reached => "reached",
                None => "no answer",
            };
            let said = format!("team lead {} by {}: {answer}", tried.lead, tried.channel);
            with_reason(said, &tried.words)
        }
        Event::ShiftStarted(started) => format!("{} on shift", started.person),
        Event::ShiftEnded { person } => format!("{person} off shift"),
        Event::ClockSnoozed(ClockSnoozed {
            clock,
            until: Some(until),
            reason,
            ..
        }) => with_reason(
            format!("{clock} put off to {}", until.format("%H:%M UTC")),
            reason,
        ),
        Event::ClockSnoozed(ClockSnoozed {
            clock,
            until: None,
            reason,
            ..
        }) => with_reason(format!("{clock} acknowledged"), reason),
        _ => String::new(),
    }
}

fn describe_moved(moved: &RoutesMoved) -> String {
    let RoutesMoved { label, words, .. } = moved;
    let mut names = moved.names.clone();
    names.extend(moved.more.iter().cloned());
    let to = recipients(&names);
    match moved.to {
        RouteState::Queued => format!("{label} sent again to {to}"),
        RouteState::ToCarry | RouteState::Mirrored => format!("{label} for {to}"),
        RouteState::Sent if moved.attempts > 0 => format!("{label} sent to {to}"),
        RouteState::Sent => with_owner(format!("{label} sent by hand to {to}"), &moved.by),
        RouteState::Failed => with_reason(format!("{label} NOT sent to {to}"), words),
        RouteState::InDoubt => with_reason(format!("{label} may not have reached {to}"), words),
        RouteState::Acknowledged => with_owner(format!("{label} acknowledged by {to}"), &moved.by),
        RouteState::Dropped => with_reason(format!("{label} not sent to {to}"), words),
    }
}

/// Returns true for what never leaves this machine: a local note, evidence, what is known of
/// people, what they were asked, and what the gate did.
#[must_use]
pub fn is_local_only(event: &Event) -> bool {
    matches!(
        event,
        Event::Noted {
            visibility: Visibility::Local,
            ..
        } | Event::HeldBack(_)
            | Event::LetThrough(_)
            | Event::CodenameSet(_)
            | Event::EvidenceHandled(_)
            | Event::RosterChanged(_)
            | Event::AskChanged(_)
    )
}

fn describe_gate(event: &Event) -> String {
    match event {
        Event::HeldBack(held) => {
            let HeldBack {
                id, place, what, ..
            } = held;
            format!("{id} held back out of {place}: {what}, {}", held.excerpt)
        }
        Event::LetThrough(let_through) => {
            let LetThrough { what, excerpt, .. } = let_through;
            with_reason(
                format!("let through: {what}, {excerpt}"),
                &let_through.reason,
            )
        }
        Event::OutboundSet(set) if set.stopped => {
            let stopped = format!("NOTHING LEAVES any more: {}", set.cause.words());
            with_reason(stopped, &set.reason)
        }
        Event::OutboundSet(set) => with_reason("things may leave again".into(), &set.reason),
        Event::CodenameSet(set) if set.codename.is_empty() => {
            format!("{} has no codename any more", set.term)
        }
        Event::CodenameSet(set) => format!("{} is called {} outside", set.term, set.codename),
        _ => String::new(),
    }
}

fn describe_item(event: &Event) -> String {
    match event {
        Event::ItemMarked { item, mark, reason } => {
            let word = match mark {
                Some(Mark::Done) => "done",
                Some(Mark::Open) => "open again",
                Some(Mark::NotApplicable) => "does not apply",
                None => "mark taken away",
            };
            with_reason(format!("{item} {word}"), reason)
        }
        Event::ItemAdded { id, text, .. } => format!("{id} added: {text}"),
        Event::ItemReworded { id, text } => format!("{id} reworded: {text}"),
        _ => String::new(),
    }
}

fn describe_lead(event: &Event) -> String {
    match event {
        Event::LeadAdded {
            id, text, owner, ..
        } => with_owner(format!("{id} lead: {text}"), owner),
        Event::LeadReworded { id, text } => format!("{id} reworded: {text}"),
        Event::LeadOwned { id, owner } => owned(&id.to_string(), owner),
        Event::LeadMoved {
            id, to, finding, ..
        } => with_reason(format!("{id} {to}"), finding),
        _ => String::new(),
    }
}

fn describe_fix(event: &Event) -> String {
    match event {
        Event::FixAdded {
            id,
            text,
            class,
            owner,
            ..
        } => with_owner(format!("{id} {class} remediation: {text}"), owner),
        Event::FixReworded { id, text } => format!("{id} reworded: {text}"),
        Event::FixOwned { id, owner } => owned(&id.to_string(), owner),
        Event::FixMoved { id, to, .. } => format!("{id} {to}"),
        Event::FixVerified { id, by } => format!("{id} verified by {by}"),
        Event::FixReclassified { id, class, reason } => {
            with_reason(format!("{id} is now {class}"), reason)
        }
        _ => String::new(),
    }
}

fn describe_mirror(event: &Event) -> String {
    match event {
        Event::Renumbered { moves } => {
            let moves = moves.iter().map(|(from, to)| format!("{from} is now {to}"));
            let moves: Vec<String> = moves.collect();
            format!("{}: taken on the issue", moves.join(", "))
        }
        Event::EditRecovered { kept } => {
            format!("covered by ours and merged back; the covered text is kept in {kept}")
        }
        Event::Adopted { issue, .. } => {
            format!("made from the issue {}#{}", issue.repository, issue.number)
        }
        Event::Suggested { action, .. } => format!("suggests: {}", describe_action(action)),
        Event::SuggestionAnswered { id, accepted: true } => format!("suggestion {id} accepted"),
        Event::SuggestionAnswered {
            id,
            accepted: false,
        } => format!("suggestion {id} declined"),
        _ => String::new(),
    }
}

/// Returns what is to say of an edit of the issue that a write of ours covered: whose it was,
/// and where to find it.
#[must_use]
pub fn recovered(entry: &Entry) -> String {
    let said = describe(&entry.event);
    format!("an edit by {} was {said}", entry.actor)
}

/// Returns what a suggestion asks for, as a person would say it.
#[must_use]
pub fn describe_action(action: &SuggestedAction) -> String {
    match action {
        SuggestedAction::Lead(text) => format!("a lead: {}", excerpt(text)),
        SuggestedAction::Done(id) => format!("{id} is done"),
        SuggestedAction::Tick(item) => format!("tick {item}"),
        SuggestedAction::Note(text) => format!("a note: {}", excerpt(text)),
    }
}

fn clash(subject: &str, ours: &str, theirs: &str) -> String {
    let (ours, theirs) = (excerpt(ours), excerpt(theirs));
    match Matter::of(subject) {
        Matter::Value => {
            let about = ruling::about(subject);
            format!("conflict on {about}: here {ours}, issue {theirs}")
        }
        Matter::Removed(id) => format!("conflict on {id}: removed on the issue, here {ours}"),
        Matter::TakenBack(id) => format!("conflict on {id}: taken back here, issue {theirs}"),
    }
}

fn settled(subject: &str, value: &str) -> String {
    let about = match Matter::of(subject) {
        Matter::Value => ruling::about(subject),
        Matter::Removed(id) | Matter::TakenBack(id) => id.to_string(),
    };
    format!("conflict on {about} settled: {}", excerpt(value))
}

fn owned(id: &str, owner: &str) -> String {
    if owner.is_empty() {
        format!("{id} has no owner")
    } else {
        format!("{id} owner {owner}")
    }
}

fn with_owner(line: String, owner: &str) -> String {
    if owner.is_empty() {
        line
    } else {
        format!("{line} ({owner})")
    }
}

fn with_reason(line: String, reason: &str) -> String {
    if reason.is_empty() {
        line
    } else {
        format!("{line}: {}", excerpt(reason))
    }
}

fn recipients(to: &[String]) -> String {
    if to.is_empty() {
        "nobody named".into()
    } else {
        to.join(", ")
    }
}

fn working_mode(mode: WorkingMode) -> &'static str {
    match mode {
        WorkingMode::AroundTheClock => "working 24/7",
        WorkingMode::BusinessHours => "working in business hours",
    }
}

fn text_changed(added: &str, removed: &str) -> String {
    match (added.is_empty(), removed.is_empty()) {
        (false, true) => format!("wrote on the issue: {}", excerpt(added)),
        (true, false) => format!("removed from the issue: {}", excerpt(removed)),
        _ => format!(
            "changed on the issue: {} -> {}",
            excerpt(removed),
            excerpt(added)
        ),
    }
}

fn excerpt(text: &str) -> String {
    text::excerpt(text, EXCERPT)
}
