//! The keys of drafts: what each text is for, as it is kept.

use super::purpose::Purpose;
use crate::domain::event::Field;
use crate::domain::ids::ItemId;
use crate::domain::incident::{FixClass, Incident, LeadState, Moment, Severity, Status};
use crate::domain::playbook::WorkingMode;

/// The fields whose text is typed.
const TYPED: [Field; 4] = [
    Field::Title,
    Field::Details,
    Field::Responders,
    Field::Folder,
];

impl Purpose {
    /// Returns the key of the draft; texts for the same purpose share one.
    #[must_use]
    pub fn draft_key(&self) -> String {
        match self {
            Self::Note => "note".into(),
            Self::AddLead => "add-lead".into(),
            Self::AddFix(class) => format!("add-fix-{class}"),
            Self::AddLine(list) => format!("add-line-{list}"),
            Self::RewordLead(id) => format!("reword-{id}"),
            Self::RewordFix(id) => format!("reword-{id}"),
            Self::RewordLine(id) => format!("reword-{id}"),
            Self::OwnLead(id) => format!("owner-{id}"),
            Self::OwnFix(id) => format!("owner-{id}"),
            Self::Finding { id, to, .. } => format!("finding-{id}-{}", to.word().replace(' ', "-")),
            Self::VerifiedBy(id) => format!("verified-{id}"),
            Self::Defer(id) => format!("defer-{id}"),
            Self::SetAside(id) => format!("set-aside-{id}"),
            Self::Tick(id) => format!("tick-{id}"),
            Self::Field(field) => format!("field-{}", field.word().replace(' ', "-")),
            Self::Severity(severity) => format!("severity-{severity}"),
            Self::Status(status) => format!("status-{}", status.word().replace(' ', "-")),
            Self::Closed(closed) => format!("closed-{closed}"),
            Self::Handoff(text) => text.draft_key(),
            Self::People(text) => text.draft_key(),
            Self::Worksheet(text) => text.draft_key(),
            Self::Moment(moment) => format!("moment-{moment}"),
            Self::Tracking(text) => text.draft_key().to_owned(),
            Self::Milestone(id) => format!("milestone-{id}"),
            Self::TriedLead(channel, came) => {
                let channel = channel.word().replace(' ', "-");
                format!("team-lead-{}-{channel}", came.word())
            }
            Self::Decision(about) => format!("decision-{about}"),
            Self::WorkingMode(WorkingMode::AroundTheClock) => "working-mode-24-7".into(),
            Self::WorkingMode(WorkingMode::BusinessHours) => "working-mode-business".into(),
            Self::Snooze { clock, .. } => format!("snooze-{clock}"),
            Self::FollowUp(text) => text.draft_key(),
            Self::Message { message } | Self::Examine(_, message) => format!("message-{message}"),
            Self::Carried { message, .. } => format!("carried-{message}"),
            Self::Acknowledged { of, route } => format!("acknowledged-{of}-{route}"),
            Self::NotTold { of, route } => format!("not-told-{of}-{route}"),
            Self::Settle(subject) => format!("settle-{}", subject.replace(' ', "-")),
            Self::Override => "override".into(),
            Self::ShiftReason => "shift-reason".into(),
            Self::PastTime => "past-time".into(),
            Self::LetThrough => "let-through".into(),
            Self::Outbound { stopped } => format!("outbound-{stopped}"),
            Self::Codename => "codename".into(),
            Self::Evidence => "evidence".into(),
            Self::HandOver(id) => format!("hand-over-{id}"),
        }
    }

    /// Returns whether a text for it is worth keeping unfinished. A time to look at is not: it is
    /// shorter to type than to mend, and it may be one that was refused.
    #[must_use]
    pub fn keeps_draft(&self) -> bool {
        !matches!(self, Self::PastTime)
    }

    /// Returns what a draft is for, by its key. None where it needs more than the key says, or
    /// where what it was for is gone.
    #[must_use]
    pub fn from_draft_key(key: &str, incident: &Incident) -> Option<Self> {
        Some(match key {
            "note" => Self::Note,
            "add-lead" => Self::AddLead,
            "add-fix-immediate" => Self::AddFix(FixClass::Immediate),
            "add-fix-long-term" => Self::AddFix(FixClass::LongTerm),
            "codename" => Self::Codename,
            "evidence" => Self::Evidence,
            "outbound-true" => Self::Outbound { stopped: true },
            "outbound-false" => Self::Outbound { stopped: false },
            "closed-true" => Self::Closed(true),
            "closed-false" => Self::Closed(false),
            _ => return of_thing(key, incident),
        })
    }
}

/// Returns what a draft about a thing or a value is for.
fn of_thing(key: &str, incident: &Incident) -> Option<Purpose> {
    let (verb, id) = key.split_once('-')?;
    let (lead, fix) = (id.parse().ok(), id.parse().ok());
    Some(match verb {
        "message" => Purpose::Message {
            message: id.to_owned(),
        },
        "reword" => {
            let line = || id.parse().ok().map(Purpose::RewordLine);
            let fix = fix.map(Purpose::RewordFix);
            lead.map(Purpose::RewordLead).or(fix).or_else(line)?
        }
        "owner" => lead
            .map(Purpose::OwnLead)
            .or_else(|| fix.map(Purpose::OwnFix))?,
        "verified" => Purpose::VerifiedBy(fix?),
        "set" => Purpose::SetAside(ItemId(id.strip_prefix("aside-")?.to_owned())),
        "tick" => Purpose::Tick(ItemId(id.to_owned())),
        "defer" => Purpose::Defer(fix?),
        "hand" => Purpose::HandOver(id.strip_prefix("over-")?.parse().ok()?),
        "finding" => finding(id, incident)?,
        "field" => {
            let mut fields = TYPED.iter();
            Purpose::Field(*fields.find(|field| field.word().replace(' ', "-") == id)?)
        }
        "severity" => Purpose::Severity(find(Severity::ALL.iter(), id)?),
        "status" => Purpose::Status(find(Status::ALL.iter(), &id.replace('-', " "))?),
        "moment" => Purpose::Moment(find(Moment::ALL.iter(), id)?),
        "milestone" => Purpose::Milestone(id.to_owned()),
        _ => return None,
    })
}

fn find<'a, T: Copy + ToString + 'a>(
    mut all: impl Iterator<Item = &'a T>,
    word: &str,
) -> Option<T> {
    all.find(|it| it.to_string() == word).copied()
}

fn finding(rest: &str, incident: &Incident) -> Option<Purpose> {
    let (id, word) = rest.split_once('-')?;
    let lead = incident.lead(id.parse().ok()?)?;
    let to = find(LeadState::ALL.iter(), &word.replace('-', " "))?;
    let (id, from) = (lead.id, lead.state);
    Some(Purpose::Finding { id, from, to })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Purpose::Note)]
    #[case(Purpose::AddLead)]
    #[case(Purpose::AddFix(FixClass::Immediate))]
    #[case(Purpose::AddFix(FixClass::LongTerm))]
    #[case(Purpose::Field(Field::Title))]
    #[case(Purpose::Field(Field::Details))]
    #[case(Purpose::Field(Field::Responders))]
    #[case(Purpose::Field(Field::Folder))]
    #[case(Purpose::Codename)]
    #[case(Purpose::Evidence)]
    #[case(Purpose::HandOver("E3".parse().expect("an id")))]
    #[case(Purpose::Outbound { stopped: true })]
    #[case(Purpose::Outbound { stopped: false })]
    #[case(Purpose::Closed(true))]
    #[case(Purpose::Closed(false))]
    #[case(Purpose::RewordLead("L3".parse().expect("an id")))]
    #[case(Purpose::RewordFix("R3".parse().expect("an id")))]
    #[case(Purpose::RewordLine("C3".parse().expect("an id")))]
    #[case(Purpose::OwnLead("L3".parse().expect("an id")))]
    #[case(Purpose::OwnFix("R3".parse().expect("an id")))]
    #[case(Purpose::VerifiedBy("R3".parse().expect("an id")))]
    #[case(Purpose::Defer("R3".parse().expect("an id")))]
    #[case(Purpose::SetAside(ItemId("I4".into())))]
    #[case(Purpose::Tick(ItemId("X1".into())))]
    #[case(Purpose::Severity(Severity::High))]
    #[case(Purpose::Status(Status::FalseAlarm))]
    #[case(Purpose::Moment(Moment::Discovered))]
    #[case(Purpose::Milestone("contact-all-teams".into()))]
    #[case(Purpose::Message { message: "sitrep-update".into() })]
    fn a_draft_is_known_again_by_its_key(#[case] purpose: Purpose) {
        let known = Purpose::from_draft_key(&purpose.draft_key(), &Incident::default());
        assert_eq!(known, Some(purpose));
    }

    #[rstest]
    #[case::of_nothing("")]
    #[case::of_no_lead("finding-L3-ruled-out")]
    #[case::of_no_status("status-lost")]
    #[case::of_more_than_its_key("override")]
    fn a_key_that_says_too_little_names_no_purpose(#[case] key: &str) {
        assert_eq!(Purpose::from_draft_key(key, &Incident::default()), None);
    }
}
