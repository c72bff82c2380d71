//! A record in memory that requests are put to.

use chrono::{TimeDelta, TimeZone, Utc};
use sitroom::domain::apply::{Applied, apply, fold};
use sitroom::domain::command::{Command, Opening, Request};
use sitroom::domain::decide::{Refusal, decide};
use sitroom::domain::event::Entry;
use sitroom::domain::ids::EntryId;
use sitroom::domain::incident::{
    Incident, IssueLink, MessageRecord, PlaybookRef, Route, RouteState, Severity, Status,
};
use sitroom::domain::message::{Carriers, Draft, audience, compose, route};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::report::{Report, Source, report};
use sitroom::domain::time::{Instant, When};

pub(crate) const JANE: &str = "Farmer Jane";

pub(crate) struct Bench {
    pub(crate) playbook: Playbook,
    pub(crate) incident: Incident,
    pub(crate) now: Instant,
    pub(crate) entries: Vec<Entry>,
}

impl Bench {
    /// Declares the incident of the guides on a shipped playbook.
    pub(crate) fn on(playbook: &str) -> Self {
        let now = Utc.with_ymd_and_hms(2026, 11, 23, 15, 0, 0).unwrap();
        let mut bench = Self {
            playbook: Playbook::shipped(playbook).unwrap(),
            incident: Incident::default(),
            now,
            entries: Vec::new(),
        };
        bench.says(Command::Open(Box::new(Opening {
            incident: "2026-11-23-chickens".parse().unwrap(),
            playbook: PlaybookRef::default(),
            exercise: false,
            zone: "America/New_York".parse().unwrap(),
            title: "The chickens have escaped".into(),
            details: String::new(),
            reporter: "Spot the Dog".into(),
            ic: JANE.into(),
            responders: vec!["Spot the Dog".into(), "Farmer Dave".into()],
            aware: When::exact(now - TimeDelta::minutes(10)),
        })));
        bench
    }

    /// The same on the usual playbook, confirmed and on an issue.
    pub(crate) fn confirmed() -> Self {
        let mut bench = Self::on("cloud-gov-2023");
        bench.says(Command::LinkIssue {
            issue: IssueLink {
                repository: "18F/security-incidents".into(),
                number: 12345,
                url: "https://github.com/18F/security-incidents/issues/12345".into(),
            },
        });
        bench.confirm(Severity::High);
        bench
    }

    pub(crate) fn confirm(&mut self, severity: Severity) {
        self.says(Command::SetSeverity {
            to: severity,
            reason: String::new(),
        });
        self.stands(Status::Confirmed);
    }

    pub(crate) fn stands(&mut self, to: Status) {
        let reason = "it is so".to_owned();
        let request = Request::local(Command::SetStatus { to, reason }, JANE);
        self.put(&request.overriding("a test")).unwrap();
    }

    /// Records what happened at an earlier time, past every guard.
    pub(crate) fn said_at(&mut self, command: Command, at: Instant) {
        let request = Request::local(command, JANE).overriding("a test");
        self.put(&request.happened(When::exact(at))).unwrap();
    }

    pub(crate) fn says(&mut self, command: Command) {
        self.try_to(command).unwrap();
    }

    pub(crate) fn try_to(&mut self, command: Command) -> Result<(), Refusal> {
        self.put(&Request::local(command, JANE))
    }

    pub(crate) fn put(&mut self, request: &Request) -> Result<(), Refusal> {
        self.now += TimeDelta::minutes(1);
        for event in decide(&self.incident, &self.playbook, request, self.now)? {
            let seq = self.entries.len() as u64 + 1;
            let entry = Entry {
                seq,
                id: EntryId::new(self.now, u128::from(seq)),
                happened: request.happened.unwrap_or(When::exact(self.now)),
                recorded: self.now,
                actor: request.actor.clone(),
                device: "barn".into(),
                origin: request.origin,
                event,
            };
            let applied = apply(&mut self.incident, &entry);
            self.entries.push(entry);
            if applied == Applied::NeedsFold {
                self.incident = fold(&self.entries);
            }
            assert_eq!(
                self.incident,
                fold(&self.entries),
                "one by one as all at once"
            );
        }
        Ok(())
    }

    pub(crate) fn draft(&self, message: &str) -> Draft {
        let message = self.playbook.message(message).unwrap();
        compose(&self.incident, &self.playbook, message, self.now)
    }

    pub(crate) fn report(&self) -> Report {
        let playbook = Some(&self.playbook);
        report(&Source::new(
            &self.incident,
            &self.entries,
            playbook,
            self.now,
        ))
    }

    /// Hands a message to whoever carries it to those it must reach; returns its entry.
    pub(crate) fn sends(&mut self, message: &str) -> EntryId {
        let found = self.playbook.message(message).unwrap();
        let all = audience(found, &self.incident, &self.playbook);
        let must = all.iter().filter(|one| one.is_due());
        let routes: Vec<Route> = must.map(|one| route(one, &carriers())).collect();
        let text = self.draft(message).text;
        self.says(Command::SendMessage {
            message: message.into(),
            to: Vec::new(),
            routes,
            text,
        });
        self.last().entry
    }

    /// Says that a message arrived wherever it was to go.
    pub(crate) fn arrives(&mut self, of: EntryId) {
        let record = self.incident.message(of).unwrap();
        let routes = record.routes.iter().enumerate();
        let open = routes.filter(|(_, it)| it.state.may_become(RouteState::Sent));
        let routes = open.map(|(at, _)| at).collect();
        self.says(moves(of, routes, RouteState::Sent));
    }

    /// Sends a message, and it arrives.
    pub(crate) fn tells(&mut self, message: &str) {
        let of = self.sends(message);
        self.arrives(of);
    }

    /// Returns the message that was recorded last.
    pub(crate) fn last(&self) -> &MessageRecord {
        let all = self.incident.messages.iter().chain(&self.incident.unsent);
        all.max_by_key(|record| record.entry).unwrap()
    }
}

pub(crate) fn carriers() -> Carriers {
    Carriers {
        mail_from: Some("jane@farm.example".parse().unwrap()),
        webhook: Some("#incident-response".into()),
        mirror: true,
        followups: None,
    }
}

pub(crate) fn moves(of: EntryId, routes: Vec<usize>, to: RouteState) -> Command {
    Command::MoveRoutes {
        of,
        routes,
        to,
        by: String::new(),
        words: String::new(),
        more: Vec::new(),
        attempts: 0,
    }
}
