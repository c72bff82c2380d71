//! Making a record out of its issue, on a machine that never had it.
//!
//! The issue says enough to *begin* the record as it began elsewhere: what the visible text
//! says, and in the hidden part since when, on which process, and where the other journal
//! stood. The rest needs no way of its own: a record that never agreed on anything with its
//! issue takes over with the first sync whatever the issue says, lines with their numbers and
//! comments as the entries they carry, and asks where it cannot.

use std::collections::BTreeMap;

use super::command::{Command, Opening, Request};
use super::document::{Bullet, EXERCISE, Fact, Parsed, Region, State, parse_hinted, read_time};
use super::ids::IncidentId;
use super::incident::{IssueLink, Moment, PlaybookRef, Severity, Status};
use super::sync_plan::Issue;
use super::time::When;

/// The reason given where the process wants one for what the issue says.
const REASON: &str = "as the issue has it";

/// Who commands when the issue does not say.
const NOBODY: &str = "nobody named";

/// Who adopts, in the journal.
const ACTOR: &str = "sitroom";

/// What begins the record of an issue.
#[derive(Debug, Clone, PartialEq)]
pub struct Adoption {
    /// The process it runs on.
    pub playbook: PlaybookRef,
    /// The request that opens the record, with the id that the issue names.
    pub opening: Request,
    /// What has to be said before the first sync: where the record comes from, who commanded
    /// when, how severe it is and where it stands, each with its time.
    pub requests: Vec<Request>,
}

/// Why no record can be made out of an issue. The text finishes "failed to ...".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAdoptable {
    /// No sitroom ever kept it.
    #[error("find an incident in it: no sitroom kept this issue")]
    Foreign,
    /// It cannot be told what was kept there.
    #[error("read what sitroom kept there: {0}")]
    Mangled(String),
    /// The hidden part is gone or damaged.
    #[error("read the hidden part that sitroom keeps there: it is gone or damaged")]
    NoState,
}

/// Returns what begins the record of an issue.
///
/// # Errors
///
/// [`NotAdoptable`] when the issue does not say which incident it is, in a form that this
/// version knows.
pub fn adopt(issue: &Issue, link: Option<IssueLink>) -> Result<Adoption, NotAdoptable> {
    let parsed = parse_hinted(&issue.body, &[&issue.title], true);
    let incident = match &parsed.region {
        Region::At { incident, .. } => incident.clone(),
        Region::Missing => return Err(NotAdoptable::Foreign),
        Region::Mangled(reason) => return Err(NotAdoptable::Mangled(reason.clone())),
    };
    let state = parsed.state.clone().ok_or(NotAdoptable::NoState)?;
    let id = incident.parse().map_err(|_| NotAdoptable::NoState)?;
    let source = Source {
        issue,
        parsed,
        state,
    };
    Ok(Adoption {
        playbook: source.state.playbook.clone(),
        opening: source.opening(id),
        requests: source.requests(link),
    })
}

/// An issue, taken apart.
struct Source<'a> {
    issue: &'a Issue,
    parsed: Parsed,
    state: State,
}

impl Source<'_> {
    fn opening(&self, incident: IncidentId) -> Request {
        let title = self.issue.title.trim();
        let bare = title.strip_prefix(EXERCISE).filter(|_| self.state.exercise);
        let first = self.state.terms.first().map(|(ic, _)| ic.clone());
        let named = self.parsed.bullet(Bullet::Ic);
        let ic = first.or(named).filter(|ic| !ic.trim().is_empty());
        let responders = self.parsed.bullet(Bullet::Responders);
        let opening = Opening {
            incident,
            playbook: self.state.playbook.clone(),
            exercise: self.state.exercise,
            zone: self.state.zone,
            title: bare.unwrap_or(title).to_owned(),
            details: self.parsed.details.clone(),
            reporter: self.parsed.bullet(Bullet::Reporter).unwrap_or_default(),
            ic: ic.unwrap_or_else(|| NOBODY.to_owned()),
            responders: responders.into_iter().collect(),
            aware: self.time(Moment::Discovered).unwrap_or(When::Unknown),
        };
        from_issue(Command::Open(Box::new(opening)), self.began())
    }

    /// Returns when the record began: with the first term of command, because somebody may have
    /// said since that the IC took charge at another time. That comes as any other time does.
    fn began(&self) -> Option<When> {
        let opened = self.time(Moment::Opened);
        let Some(first) = self
            .state
            .terms
            .first()
            .and_then(|(_, from)| instant(*from))
        else {
            return opened;
        };
        // As exactly as it is known, where it is the same.
        let same = opened.filter(|opened| opened.earliest() == first.earliest());
        Some(same.unwrap_or(first))
    }

    fn requests(&self, link: Option<IssueLink>) -> Vec<Request> {
        let head = self.state.head.clone();
        let adoption = link.map(|issue| Command::RecordAdoption { issue, head });
        let mut requests: Vec<Request> = adoption
            .map(|adoption| Request::from_issue(adoption, ACTOR, None))
            .into_iter()
            .collect();
        requests.extend(self.terms());
        requests.extend(self.severity());
        requests.extend(self.status());
        if self.fact(&Fact::Closed) == Some("yes") {
            let command = Command::SetClosed {
                closed: true,
                reason: REASON.to_owned(),
            };
            requests.push(from_issue(command, self.time(Moment::Closed)));
        }
        requests
    }

    /// Returns who took command after the first, and who the issue says commands now.
    fn terms(&self) -> Vec<Request> {
        let later = self.state.terms.iter().skip(1);
        let mut terms: Vec<(String, Option<When>)> = later
            .map(|(ic, from)| (ic.clone(), instant(*from)))
            .collect();
        let last = self.state.terms.last().map(|(ic, _)| ic.clone());
        let now = self.parsed.bullet(Bullet::Ic);
        terms.extend(
            now.filter(|ic| !ic.is_empty() && last.as_ref().is_some_and(|last| last != ic))
                .map(|ic| (ic, None)),
        );
        terms
            .into_iter()
            .map(|(to, when)| from_issue(Command::SetIc { to }, when))
            .collect()
    }

    fn severity(&self) -> Option<Request> {
        let word = self.parsed.bullet(Bullet::Severity)?;
        let to: Severity = word.parse().ok()?;
        let command = Command::SetSeverity {
            to,
            reason: REASON.to_owned(),
        };
        let since = self.state.since.get(&format!("severity {to}"));
        let since = since.and_then(|millis| instant(*millis));
        (to != Severity::default()).then(|| from_issue(command, since))
    }

    /// Returns the way to where the incident stands: one that is resolved was confirmed once.
    fn status(&self) -> Vec<Request> {
        let word = self.parsed.bullet(Bullet::Status).unwrap_or_default();
        let Ok(to) = word.parse::<Status>() else {
            return Vec::new();
        };
        let confirmed = self.time(Moment::Confirmed);
        let steps = match to {
            Status::Investigating => Vec::new(),
            Status::FalseAlarm => vec![(to, None)],
            Status::Confirmed => vec![(to, confirmed)],
            Status::Resolved => vec![
                (Status::Confirmed, confirmed),
                (to, self.time(Moment::Resolved)),
            ],
        };
        let steps = steps.into_iter().map(|(to, when)| {
            let command = Command::SetStatus {
                to,
                reason: REASON.to_owned(),
            };
            from_issue(command, when)
        });
        steps.collect()
    }

    fn fact(&self, fact: &Fact) -> Option<&str> {
        let facts: &BTreeMap<String, String> = &self.state.facts;
        facts.get(&fact.to_string()).map(String::as_str)
    }

    fn time(&self, moment: Moment) -> Option<When> {
        let words = self.fact(&Fact::Time(moment))?;
        read_time(words).map(|(when, _)| when)
    }
}

/// Returns a request of what another machine recorded: the process was asked there.
fn from_issue(command: Command, happened: Option<When>) -> Request {
    Request::from_issue(command, ACTOR, happened).asked_before()
}

fn instant(millis: i64) -> Option<When> {
    let at = chrono::DateTime::from_timestamp_millis(millis)?;
    Some(When::exact(at))
}
