//! A small process and a record that runs on it, for tests about the issue.

pub(crate) mod pair;

use std::collections::BTreeMap;

use chrono::{NaiveTime, TimeDelta, TimeZone, Utc};
use sitroom::domain::apply::{Applied, apply, fold};
use sitroom::domain::calendar::BusinessHours;
use sitroom::domain::command::{Command, Opening, Request};
use sitroom::domain::decide::decide;
use sitroom::domain::document::{Continuation, Document};
use sitroom::domain::event::Entry;
use sitroom::domain::gate::{Gate, Guise};
use sitroom::domain::ids::{EntryId, FixId, IncidentId, LeadId};
use sitroom::domain::incident::{FixClass, FixState, Incident, LeadState, PlaybookRef, Status};
use sitroom::domain::playbook::{Item, People, Phase, Playbook, Provenance, Reminders, Situation};
use sitroom::domain::sync_plan::{Import, Issue, Plan, plan};
use sitroom::domain::time::{Instant, When, Zone};

/// The instant at which every test begins.
pub(crate) fn start() -> Instant {
    Utc.with_ymd_and_hms(2026, 11, 22, 14, 2, 0)
        .single()
        .expect("a valid instant")
}

fn line(id: &str, phase: Option<&str>, situation: Option<&str>, text: &str) -> Item {
    Item {
        id: id.into(),
        phase: phase.map(Into::into),
        situation: situation.map(Into::into),
        text: text.into(),
        why: String::new(),
        ask: None,
        rules: Vec::new(),
        found_in: vec![Provenance::Guide],
        audience: Vec::new(),
        derived: None,
        message: None,
        milestone: None,
        brings: None,
        begins: None,
        examines: None,
        when: None,
        required: true,
        command: None,
    }
}

/// A process of two phases and one situation.
pub(crate) fn playbook() -> Playbook {
    let phase = |id: &str, name: &str, status| Phase {
        id: id.into(),
        name: name.into(),
        statuses: vec![status],
        why: String::new(),
    };
    Playbook {
        format: 1,
        id: "farm".into(),
        version: "1".into(),
        name: "Farm".into(),
        sources: Vec::new(),
        zone: Zone::UTC,
        business_hours: BusinessHours {
            from: NaiveTime::MIN,
            to: NaiveTime::MIN,
            ..BusinessHours::default()
        },
        people: People::default(),
        follow_up: Reminders::default(),
        phases: vec![
            phase("assess", "Assess", Status::Investigating),
            phase("remediate", "Remediate", Status::Confirmed),
        ],
        situations: vec![Situation {
            id: "fox".into(),
            name: "Fox about".into(),
            why: String::new(),
            rules: Vec::new(),
            statuses: Vec::new(),
            seeds: Vec::new(),
        }],
        items: vec![
            line("I4", Some("assess"), None, "Notify GSA within one hour"),
            line("S1", Some("assess"), None, "Choose a severity (quickly)"),
            line("M1", Some("remediate"), None, "Mend the fence"),
            line("FX1", None, Some("fox"), "Lock the coop"),
        ],
        severities: Vec::new(),
        clocks: Vec::new(),
        milestones: Vec::new(),
        addresses: BTreeMap::new(),
        messages: Vec::new(),
        templates: BTreeMap::new(),
        contingency: None,
        claims: Vec::new(),
        guard_words: Vec::new(),
        sensitive_words: Vec::new(),
        report: Vec::new(),
    }
}

/// A record that can be worked on, here and from the issue.
#[derive(Clone)]
pub(crate) struct Record {
    /// Which machine it is on; part of the ids it gives.
    pub(crate) machine: u8,
    pub(crate) incident: Incident,
    pub(crate) playbook: Playbook,
    pub(crate) entries: Vec<Entry>,
    /// The comments that hold what the body has no room for.
    pub(crate) continuations: Vec<Continuation>,
    pub(crate) now: Instant,
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a record of {} entries", self.entries.len())
    }
}

impl Record {
    /// An event that Farmer Jane commands.
    pub(crate) fn new() -> Self {
        Self::opened(false, "The chickens have escaped", "The coop is empty.")
    }

    pub(crate) fn opened(exercise: bool, title: &str, details: &str) -> Self {
        let mut record = Self {
            machine: 0,
            incident: Incident::default(),
            playbook: playbook(),
            entries: Vec::new(),
            continuations: Vec::new(),
            now: start(),
        };
        record.local(Command::Open(Box::new(Opening {
            incident: IncidentId::for_title("The chickens have escaped", start()),
            playbook: PlaybookRef {
                id: "farm".into(),
                version: "1".into(),
            },
            exercise,
            zone: "America/New_York".parse().expect("a zone"),
            title: title.into(),
            details: details.into(),
            reporter: "Farmer Dave".into(),
            ic: "Farmer Jane".into(),
            responders: vec!["Farmer Dave".into()],
            aware: When::exact(start()),
        })));
        record
    }

    /// One with a few lines on the boards.
    pub(crate) fn busy() -> Self {
        let mut record = Self::new();
        for text in [
            "which gate was open?",
            "who saw the fox?",
            "how many are left?",
        ] {
            record.lead(text, "");
        }
        record.fix("close the gate", FixClass::Immediate, "Farmer Dave");
        record.fix("count the chickens", FixClass::Immediate, "");
        record.fix("buy a better fence", FixClass::LongTerm, "");
        record
    }

    /// Adds a line to the first checklist.
    pub(crate) fn line(&mut self, text: &str) {
        self.local(Command::AddItem {
            list: "assess".into(),
            text: text.into(),
        });
    }

    pub(crate) fn lead(&mut self, text: &str, owner: &str) {
        self.local(Command::AddLead {
            text: text.into(),
            owner: owner.into(),
        });
    }

    pub(crate) fn fix(&mut self, text: &str, class: FixClass, owner: &str) {
        self.local(Command::AddFix {
            text: text.into(),
            class,
            owner: owner.into(),
        });
    }

    pub(crate) fn move_lead(&mut self, id: u32, to: LeadState, finding: &str) {
        let id = LeadId(id);
        let from = self.incident.lead(id).expect("a lead").state;
        self.local(Command::MoveLead {
            id,
            from,
            to,
            finding: finding.into(),
        });
    }

    pub(crate) fn move_fix(&mut self, id: u32, to: FixState) {
        let id = FixId(id);
        let from = self.incident.fix(id).expect("a remediation item").state;
        self.local(Command::MoveFix { id, from, to });
    }

    /// Does something here.
    pub(crate) fn local(&mut self, command: Command) {
        self.run(&Request::local(command, "Farmer Jane"));
    }

    /// Does something here whatever stands against it.
    pub(crate) fn overriding(&mut self, command: Command) {
        self.run(&Request::local(command, "Farmer Jane").overriding("so"));
    }

    /// Takes something over from the issue. What the record refuses becomes a conflict, as the
    /// mirror does it.
    pub(crate) fn take(&mut self, import: Import) {
        let clash = sitroom::domain::sync_plan::refused(&import.command, &self.document());
        let request = self.read_back(import.request("spot"));
        match decide(&self.incident, &self.playbook, &request, self.now) {
            Ok(_) => self.run(&request),
            Err(refusal) => {
                let clash = clash.unwrap_or_else(|| panic!("{refusal}: {request:?}"));
                self.import(clash.command());
            }
        }
    }

    /// Takes something over from the issue.
    pub(crate) fn import(&mut self, import: impl Into<Import>) {
        let request = self.read_back(import.into().request("spot"));
        self.run(&request);
    }

    /// Returns a request from the issue with names in place of codenames.
    fn read_back(&self, request: Request) -> Request {
        let mut guise = Guise::default();
        if !self.incident.codenames.is_empty() {
            // For its key.
            let _ = guise.of(&self.incident, &Gate::shipped());
        }
        guise.request(request)
    }

    pub(crate) fn run(&mut self, request: &Request) {
        self.now += TimeDelta::seconds(1);
        let events = decide(&self.incident, &self.playbook, request, self.now)
            .unwrap_or_else(|refusal| panic!("{refusal}: {request:?}"));
        for event in events {
            let seq = self.entries.len() as u64 + 1;
            self.entries.push(Entry {
                seq,
                id: EntryId::new(self.now, u128::from(self.machine) << 64 | u128::from(seq)),
                happened: request.happened.unwrap_or(When::exact(self.now)),
                recorded: self.now,
                actor: request.actor.clone(),
                device: "coop".into(),
                origin: request.origin,
                event,
            });
            let entry = self.entries.last().expect("just pushed");
            if apply(&mut self.incident, entry) == Applied::NeedsFold {
                self.incident = fold(&self.entries);
            }
        }
    }

    /// Returns what its issue should say, as those outside see it.
    pub(crate) fn document(&self) -> Document {
        let has_codenames = !self.incident.codenames.is_empty();
        let seen = has_codenames.then(|| Guise::default().of(&self.incident, &Gate::shipped()));
        let seen = seen.flatten();
        let seen = seen.as_ref().unwrap_or(&self.incident);
        Document {
            continuations: self.continuations.clone(),
            ..Document::of(seen, &self.playbook, self.now)
        }
    }

    /// One round as the sync actor does it: plan, take over, raise, plan again, write.
    pub(crate) fn sync(&mut self, base: &mut Issue, remote: &mut Issue) -> Vec<Plan> {
        let mut plans = Vec::new();
        let mut told: Vec<Import> = Vec::new();
        for round in 0.. {
            let plan = plan(base, &self.document(), remote, &self.incident.conflicts);
            plans.push(plan.clone());
            let imports = plan.imports.into_iter();
            let imports: Vec<Import> = imports.filter(|import| !told.contains(import)).collect();
            if imports.is_empty() {
                break;
            }
            assert!(
                round < 10,
                "there is always something to take over: {imports:?}"
            );
            for import in imports {
                let once = matches!(
                    import.command,
                    Command::ImportText { .. } | Command::ImportState { .. }
                );
                if once {
                    told.push(import.clone());
                }
                self.take(import);
            }
            for conflict in &plan.conflicts {
                self.import(conflict.command());
            }
        }
        let last = plans.last().expect("at least one plan");
        for conflict in &last.conflicts {
            self.import(conflict.command());
        }
        if let Some(body) = &last.body {
            remote.body.clone_from(body);
        }
        if let Some(title) = &last.title {
            remote.title.clone_from(title);
        }
        *base = remote.clone();
        plans
    }

    /// The issue of this record, as both sides agree on it.
    pub(crate) fn published(&mut self) -> (Issue, Issue) {
        let document = self.document();
        let issue = Issue {
            title: document.issue_title(),
            body: sitroom::domain::document::render_new(&document),
            closed: false,
        };
        (issue.clone(), issue)
    }
}

/// Returns the commands of a plan's imports.
pub(crate) fn commands(plan: &Plan) -> Vec<Command> {
    let imports = plan.imports.iter();
    imports.map(|import| import.command.clone()).collect()
}

/// Returns text whose markers of lines hold the number only.
pub(crate) fn bare(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let Some((head, marker)) = line.rsplit_once("<!-- sitroom:") else {
            return line.to_owned();
        };
        let (inside, tail) = marker.split_once(" -->").unwrap_or((marker, ""));
        let id = inside.split(' ').next().unwrap_or_default();
        let is_line = id.chars().any(|c| c.is_ascii_digit());
        if is_line {
            format!("{head}<!-- sitroom:{id} -->{tail}")
        } else {
            line.to_owned()
        }
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// A record and its issue after a round in which both sides agreed.
pub(crate) struct Farm {
    pub(crate) record: Record,
    pub(crate) base: Issue,
    pub(crate) remote: Issue,
}

impl Farm {
    pub(crate) fn new() -> Self {
        let mut record = Record::busy();
        let (base, remote) = record.published();
        Self {
            record,
            base,
            remote,
        }
    }

    /// Edits the issue as a person would in the browser.
    pub(crate) fn edit(&mut self, from: &str, to: &str) -> &mut Self {
        let (from, to) = (self.tagged(from), self.tagged(to));
        assert!(
            self.remote.body.contains(&from),
            "{from}\n{}",
            self.remote.body
        );
        self.remote.body = self.remote.body.replacen(&from, &to, 1);
        self
    }

    /// Returns text with the markers of lines as they stand on the issue.
    pub(crate) fn tagged(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for line in self.remote.body.lines().chain(self.base.body.lines()) {
            let Some((_, marker)) = line.rsplit_once("<!-- sitroom:") else {
                continue;
            };
            let id = marker.split(' ').next().unwrap_or_default();
            let plain = format!("<!-- sitroom:{id} -->");
            text = text.replace(&plain, &format!("<!-- sitroom:{marker}"));
        }
        text
    }

    pub(crate) fn plan(&self) -> Plan {
        let open = &self.record.incident.conflicts;
        plan(&self.base, &self.record.document(), &self.remote, open)
    }

    pub(crate) fn sync(&mut self) -> Plan {
        let plans = self.record.sync(&mut self.base, &mut self.remote);
        plans.into_iter().next().expect("a plan")
    }

    pub(crate) fn subjects(&self) -> Vec<&str> {
        self.record
            .incident
            .conflicts
            .keys()
            .map(String::as_str)
            .collect()
    }

    pub(crate) fn has_line(&self, line: &str) -> bool {
        bare(&self.remote.body).lines().any(|l| l == line)
    }

    /// Asserts that another round finds nothing to do.
    pub(crate) fn assert_settled(&mut self) {
        let plan = self.plan();
        assert_eq!(plan.imports, Vec::new());
        assert_eq!(plan.body, None, "{}", self.remote.body);
        assert_eq!(plan.title, None);
    }
}
