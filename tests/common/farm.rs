//! A farm whose chickens have escaped: an incident made by commands, with fixed times.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::sync::Arc;

use sitroom::app::{App, Keymap, Setup};
use sitroom::domain::apply::fold;
use sitroom::domain::command::{Command, Opening, Request};
use sitroom::domain::decide::decide;
use sitroom::domain::event::{Entry, Event, Visibility};
use sitroom::domain::ids::{EntryId, FixId, IncidentId, ItemId, LeadId};
use sitroom::domain::incident::{
    FixClass, FixState, Incident, IssueLink, LeadState, Mark, PlaybookRef, Severity, Status,
};
use sitroom::domain::message::Carriers;
use sitroom::domain::playbook::Playbook;
use sitroom::domain::time::{Instant, When, Zone};

/// A small process of its own, so that these pictures do not change with the shipped ones.
const PLAYBOOK: &str = include_str!("farm.toml");

/// The commander of all examples.
pub(crate) const JANE: &str = "Farmer Jane";
/// Who tracks the fox.
pub(crate) const DAVE: &str = "Farmer Dave";
/// Who mends fences, and checks them.
pub(crate) const SPOT: &str = "Spot the Dog";

/// An incident in the making.
pub(crate) struct Farm {
    pub(crate) playbook: Arc<Playbook>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) incident: Incident,
    pub(crate) now: Instant,
    at: u64,
}

/// Returns an instant of the day of the escape, in UTC.
pub(crate) fn at(clock: &str) -> Instant {
    format!("2026-11-22T{clock}:00Z").parse().unwrap()
}

impl Farm {
    /// The record as it begins: Jane takes charge at noon.
    pub(crate) fn opened() -> Self {
        let playbook: Playbook = toml::from_str(PLAYBOOK).unwrap();
        let mut farm = Self {
            playbook: Arc::new(playbook),
            entries: Vec::new(),
            incident: Incident::default(),
            now: at("12:00"),
            at: 0,
        };
        let opening = Opening {
            incident: IncidentId::for_title("The chickens have escaped", farm.now),
            playbook: PlaybookRef {
                id: "farm".into(),
                version: "1".into(),
            },
            exercise: false,
            zone: Zone::UTC,
            title: "The chickens have escaped".into(),
            details: String::new(),
            reporter: DAVE.into(),
            ic: JANE.into(),
            responders: Vec::new(),
            aware: When::exact(at("11:50")),
        };
        farm.says(JANE, Command::Open(Box::new(opening)));
        farm
    }

    /// The record two hours on: confirmed, with both boards under way.
    pub(crate) fn busy() -> Self {
        let mut farm = Self::opened();
        farm.confirm();
        farm.fill_leads();
        farm.fill_fixes();
        farm.talk();
        farm.now = at("14:04");
        farm
    }

    /// A record with this many leads.
    pub(crate) fn with_leads(count: u32) -> Self {
        let mut farm = Self::opened();
        let mut entry = farm.entries[0].clone();
        for n in 1..=count {
            farm.at += 1;
            entry.seq = farm.at;
            entry.id = EntryId::new(farm.now, u128::from(farm.at));
            entry.event = Event::LeadAdded {
                id: LeadId(n),
                text: format!("Where is hen number {n}?"),
                owner: DAVE.into(),
                tag: None,
            };
            farm.entries.push(entry.clone());
        }
        farm.incident = fold(&farm.entries);
        farm
    }

    /// A record in which every state of a lead and of a remediation item stands once.
    pub(crate) fn with_every_state() -> Self {
        let mut farm = Self::opened();
        for (n, state) in (1..).zip(LeadState::ALL) {
            farm.lead("the same text", DAVE);
            if state != LeadState::Open {
                farm.moves(n, state, "the same finding");
            }
        }
        for (n, state) in (1..).zip(FixState::ALL) {
            farm.fix("the same text", FixClass::Immediate, "");
            let id = FixId(n);
            let (from, by) = (FixState::Open, SPOT.to_owned());
            match state {
                FixState::Open => {}
                FixState::Verified => {
                    let (to, by) = (FixState::Done, by);
                    farm.says(SPOT, Command::MoveFix { id, from, to });
                    farm.says(SPOT, Command::VerifyFix { id, by });
                }
                to => farm.says(SPOT, Command::MoveFix { id, from, to }),
            }
        }
        farm.tick("A2", Some(Mark::Done), "");
        farm.tick("A4", Some(Mark::NotApplicable), "no geese here");
        farm
    }

    fn confirm(&mut self) {
        self.now = at("12:10");
        let issue = IssueLink {
            repository: "18F/security-incidents".into(),
            number: 12345,
            url: "https://github.com/18F/security-incidents/issues/12345".into(),
        };
        self.says(JANE, Command::LinkIssue { issue });
        let message = Command::RecordMessage {
            message: "gsa-notice".into(),
            sitrep: false,
            to: vec!["gsa-ir@example.gov".into()],
            text: "The chickens have escaped.".into(),
        };
        self.says(JANE, message);
        self.field(&format!("{DAVE}, {SPOT}"));
        self.now = at("12:20");
        let (to, reason) = (Severity::High, "PII of hens confirmed".to_owned());
        self.says(JANE, Command::SetSeverity { to, reason });
        let (to, reason) = (Status::Confirmed, "feathers at the gate".to_owned());
        self.says(JANE, Command::SetStatus { to, reason });
    }

    fn field(&mut self, responders: &str) {
        let field = sitroom::domain::event::Field::Responders;
        let to = responders.to_owned();
        self.says(JANE, Command::SetField { field, to });
    }

    fn fill_leads(&mut self) {
        self.now = at("12:40");
        self.lead("Which gate was left open?", DAVE);
        self.lead("Did the fox have a token for the coop?", SPOT);
        self.lead("Who saw the hens last, and when?", "");
        self.lead("Is the north field fenced all around?", DAVE);
        self.lead("Was it the neighbour's tractor?", SPOT);
        self.now = at("13:05");
        self.moves(1, LeadState::Investigating, "");
        self.moves(2, LeadState::Investigating, "");
        self.moves(4, LeadState::Investigating, "");
        self.moves(4, LeadState::Answered, "no: 40 m are down at the brook");
        self.moves(5, LeadState::RuledOut, "it stood in the barn all night");
    }

    fn fill_fixes(&mut self) {
        self.now = at("13:10");
        self.fix("Mend the fence at the brook", FixClass::Immediate, SPOT);
        self.fix(
            "Close the east gate and change its lock",
            FixClass::Immediate,
            DAVE,
        );
        self.fix("Count the hens", FixClass::Immediate, JANE);
        self.fix("Revoke the fox's token", FixClass::Immediate, "");
        self.fix("A bell on every hen", FixClass::LongTerm, "");
        for (id, to) in [
            (1, FixState::InProgress),
            (1, FixState::Done),
            (2, FixState::InProgress),
        ] {
            let from = self.incident.fix(FixId(id)).unwrap().state;
            self.says(
                SPOT,
                Command::MoveFix {
                    id: FixId(id),
                    from,
                    to,
                },
            );
        }
        let id = FixId(3);
        let from = self.incident.fix(id).unwrap().state;
        let to = FixState::Done;
        self.says(JANE, Command::MoveFix { id, from, to });
        self.says(
            JANE,
            Command::VerifyFix {
                id,
                by: SPOT.into(),
            },
        );
    }

    fn talk(&mut self) {
        self.now = at("13:12");
        let sitrep = Command::RecordMessage {
            message: "initial-sitrep".into(),
            sitrep: true,
            to: vec!["team@example.gov".into()],
            text: "Hens at large.".into(),
        };
        self.says(JANE, sitrep);
        self.now = at("13:30");
        self.note("fox tracked to the north field", Visibility::Shared);
        self.now = at("13:31");
        self.note("the neighbour must not hear of this yet", Visibility::Local);
        self.now = at("13:32");
        self.note("hens found: 12", Visibility::Shared);
        self.says(DAVE, Command::Undo { entry: None });
        let text = "I can lend you a shepherd".to_owned();
        let comment = Command::ImportComment { comment: 7, text };
        self.now = at("13:41");
        self.request(&Request::from_issue(comment, "farmer-dave", None));
        self.tick("A2", Some(Mark::Done), "");
        self.tick("A4", Some(Mark::NotApplicable), "no geese here");
    }

    /// Puts a lead on the board.
    pub(crate) fn lead(&mut self, text: &str, owner: &str) {
        let (text, owner) = (text.to_owned(), owner.to_owned());
        self.says(JANE, Command::AddLead { text, owner });
    }

    /// Moves a lead.
    pub(crate) fn moves(&mut self, id: u32, to: LeadState, finding: &str) {
        let id = LeadId(id);
        let from = self.incident.lead(id).unwrap().state;
        let finding = finding.to_owned();
        let command = Command::MoveLead {
            id,
            from,
            to,
            finding,
        };
        self.says(DAVE, command);
    }

    /// Puts a remediation item on the board.
    pub(crate) fn fix(&mut self, text: &str, class: FixClass, owner: &str) {
        let (text, owner) = (text.to_owned(), owner.to_owned());
        self.says(JANE, Command::AddFix { text, class, owner });
    }

    /// Writes a note.
    pub(crate) fn note(&mut self, text: &str, visibility: Visibility) {
        let text = text.to_owned();
        self.says(DAVE, Command::Note { text, visibility });
    }

    /// Marks a checklist line.
    pub(crate) fn tick(&mut self, item: &str, mark: Option<Mark>, reason: &str) {
        let (item, reason) = (ItemId::new(item), reason.to_owned());
        self.says(DAVE, Command::MarkItem { item, mark, reason });
    }

    /// Puts a command of somebody to the record.
    pub(crate) fn says(&mut self, actor: &str, command: Command) {
        self.request(&Request::local(command, actor));
    }

    /// Puts a command to the record that came in from the issue.
    pub(crate) fn hears(&mut self, login: &str, command: Command) {
        self.request(&Request::from_issue(command, login, None));
    }

    pub(crate) fn request(&mut self, request: &Request) {
        let events = decide(&self.incident, &self.playbook, request, self.now).unwrap();
        for event in events {
            self.at += 1;
            self.entries.push(Entry {
                seq: self.at,
                id: EntryId::new(self.now, u128::from(self.at)),
                happened: request.happened.unwrap_or(When::exact(self.now)),
                recorded: self.now,
                actor: request.actor.clone(),
                device: "barn".into(),
                origin: request.origin,
                event,
            });
        }
        self.incident = fold(&self.entries);
    }

    /// Returns the screen of this record, with Jane at the keys.
    pub(crate) fn app(&self) -> App {
        App::new(Setup {
            incident: Arc::new(self.incident.clone()),
            playbook: self.playbook.clone(),
            entries: self.entries.iter().cloned().map(Arc::new).collect(),
            gate: sitroom::domain::gate::Gate::shipped(),
            keymap: Keymap::default(),
            me: JANE.into(),
            carriers: Carriers::default(),
            now: self.now,
        })
    }
}
