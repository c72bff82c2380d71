//! Decisions, and the authority for those that need one.

use super::guards::joined;
use super::refusal::{Decision, Refusal, required_line};
use crate::domain::command::Request;
use crate::domain::decision::contingency::{authorisers, is_authorised};
use crate::domain::decision::disruption::{Authority, authority};
use crate::domain::decision::{CONTINGENCY, DISRUPTION};
use crate::domain::event::{Decided, Event, MilestoneReached};
use crate::domain::incident::{Basis, Incident, Severity};
use crate::domain::playbook::Playbook;
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, When};

/// Decides a decision. One that needs an authority keeps how that stood.
pub(super) fn decide_matter(
    incident: &Incident,
    playbook: &Playbook,
    (asked, request): (&Decided, &Request),
    now: Instant,
) -> Decision {
    let mut decided = cleaned(asked)?;
    let Some(goes_ahead) = decided.basis.goes_ahead.filter(|_| is_governed(&decided)) else {
        if decided.about == DISRUPTION {
            return Err(Refusal::plain(
                "it does not say whether the disruption goes ahead",
                "write yes or no behind Go ahead",
            ));
        }
        if decided.about == CONTINGENCY {
            decided.basis.severity = Some(incident.severity);
        }
        return Ok(vec![Event::Decided(decided)]);
    };
    let at = request.happened.unwrap_or(When::exact(now));
    decided.basis.severity = Some(incident.severity);
    if decided.about == DISRUPTION {
        let authority = authority(incident, playbook, decided_at(request, now));
        if goes_ahead {
            decided.basis.authority =
                authority.for_record(&decided.basis.agreed_by, incident.zone, now);
        }
        decided.basis.contacts = authority.contacts;
        return Ok(vec![Event::Decided(decided)]);
    }
    if goes_ahead && !decided.basis.agreed_by.is_empty() {
        decided.basis.authority = format!("authorised by {}", decided.basis.agreed_by);
    }
    let activated = activation(incident, playbook, &decided, at);
    Ok(std::iter::once(Event::Decided(decided))
        .chain(activated)
        .collect())
}

/// Returns when it was decided: one written down later stands on what was so then.
fn decided_at(request: &Request, now: Instant) -> Instant {
    let said = request.happened.and_then(|when| when.earliest());
    said.map_or(now, |at| at.min(now))
}

fn is_governed(decided: &Decided) -> bool {
    [DISRUPTION, CONTINGENCY].contains(&decided.about.as_str())
}

/// Returns the milestone that starts the clocks of the contingency plan, unless they run.
fn activation(
    incident: &Incident,
    playbook: &Playbook,
    decided: &Decided,
    when: When,
) -> Option<Event> {
    let plan = playbook.contingency.as_ref()?;
    let is_new = !incident.milestones.contains_key(&plan.milestone);
    (decided.basis.goes_ahead == Some(true) && is_new).then(|| {
        Event::MilestoneReached(MilestoneReached {
            milestone: plan.milestone.clone(),
            when,
            note: decided.basis.agreed_by.clone(),
        })
    })
}

fn cleaned(asked: &Decided) -> Result<Decided, Refusal> {
    let basis = &asked.basis;
    let options = basis.options.iter().map(|option| clean_line(option));
    Ok(Decided {
        about: clean_line(&asked.about),
        text: required_line(&asked.text, "the decision")?,
        by: clean_line(&asked.by),
        basis: Basis {
            goes_ahead: basis.goes_ahead,
            asked_by: clean_line(&basis.asked_by),
            options: options.filter(|option| !option.is_empty()).collect(),
            agreed_by: clean_line(&basis.agreed_by),
            objections: clean_line(&basis.objections),
            // What the record knows is never taken from who asks.
            ..Basis::default()
        },
    })
}

/// Asks when something is decided that nobody authorised.
pub(super) fn guard_matter(
    incident: &Incident,
    playbook: &Playbook,
    (asked, request): (&Decided, &Request),
    now: Instant,
) -> Result<(), Refusal> {
    if asked.basis.goes_ahead != Some(true) {
        return Ok(());
    }
    match asked.about.trim() {
        DISRUPTION => {
            let at = decided_at(request, now);
            guard_disruption(incident, playbook, &asked.basis, at)
        }
        CONTINGENCY => guard_activation(playbook, &asked.basis),
        _ => Ok(()),
    }
}

fn guard_disruption(
    incident: &Incident,
    playbook: &Playbook,
    basis: &Basis,
    now: Instant,
) -> Result<(), Refusal> {
    let authority = authority(incident, playbook, now);
    let (agreed_by, objections) = (clean_line(&basis.agreed_by), clean_line(&basis.objections));
    let unauthorised = if authority.grants(&agreed_by, &objections) {
        Ok(())
    } else {
        Err(without_authority(&authority, incident, now))
    };
    if incident.severity != Severity::Unknown {
        return unauthorised;
    }
    // Quickly chosen, it may give the authority or take it away (domain 17.12).
    let severity = Refusal::guard(
        "disruption-severity",
        "the severity is unknown, and who may disrupt the service depends on it (rule R48)",
        "choose one first; a reason goes on as for medium",
    );
    Err(joined(severity, unauthorised))
}

fn without_authority(authority: &Authority, incident: &Incident, now: Instant) -> Refusal {
    let line = authority.line(incident.zone, now);
    Refusal::guard(
        "disruption-authority",
        format!("there is no authority for it yet: {line} (rules R49, R51)"),
        authority.missing().join("; "),
    )
}

fn guard_activation(playbook: &Playbook, basis: &Basis) -> Result<(), Refusal> {
    let Some(plan) = &playbook.contingency else {
        return Ok(());
    };
    if is_authorised(&basis.agreed_by, plan) {
        return Ok(());
    }
    Err(Refusal::guard(
        "contingency-authority",
        format!(
            "nobody who may activate the plan is named: {} (rule R65)",
            authorisers(plan)
        ),
        "write the name with the role behind it: Farmer Jane (Director)",
    ))
}
