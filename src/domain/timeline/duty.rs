//! What was sent, decided and done about the process, in one line each.

use super::phrase::{excerpt, with_owner, with_reason};
use crate::domain::event::{ClockSnoozed, Decided, Event};
use crate::domain::incident::{Carrier, LeadAnswer, Route, RouteState, RoutesMoved};
use crate::domain::playbook::WorkingMode;
use crate::domain::time::Zone;

fn describe_decision(decided: &Decided) -> String {
    let Decided {
        about, text, basis, ..
    } = decided;
    let said = format!(
        "{}: {}",
        Decided::intro(about, basis.against()),
        excerpt(text)
    );
    with_reason(said, &basis.authority)
}

pub(super) fn describe_duty(event: &Event, zone: Zone) -> String {
    match event {
        Event::MessageSent {
            message,
            number,
            to,
            routes,
            by_hand,
            by,
            ..
        } => {
            let label = match number {
                0 => message.clone(),
                number => format!("sitrep #{number}"),
            };
            let way = if *by_hand { "sent by hand" } else { "sent" };
            let names: Vec<String> = routes.iter().map(|route| route.name.clone()).collect();
            match (to.is_empty(), names.is_empty()) {
                (_, true) => with_owner(format!("{label} {way} to {}", recipients(to)), by),
                (true, false) => format!("{label} for {}", recipients(&names)),
                (false, false) => {
                    let told = with_owner(recipients(to), by);
                    format!("{label} {way} to {told}{}", besides(routes))
                }
            }
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
            format!("{}: {}", reached.milestone, zone.plain(&reached.when)),
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
        }) => with_reason(format!("{clock} put off to {}", zone.stamp(*until)), reason),
        Event::ClockSnoozed(ClockSnoozed {
            clock,
            until: None,
            reason,
            ..
        }) => with_reason(format!("{clock} acknowledged"), reason),
        _ => String::new(),
    }
}

/// Returns whom a message was not sent to with the others, and that it is for the issue, where it
/// stands by itself.
fn besides(routes: &[Route]) -> String {
    let named = |word: &str, on_issue: bool| {
        let routes = routes.iter();
        let routes = routes.filter(|route| (route.carrier == Carrier::Mirror) == on_issue);
        let names: Vec<String> = routes.map(|route| route.name.clone()).collect();
        if names.is_empty() {
            return String::new();
        }
        format!("; {word} {}", recipients(&names))
    };
    named("not yet to", false) + &named("for", true)
}

pub(super) fn describe_moved(moved: &RoutesMoved) -> String {
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
