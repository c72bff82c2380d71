//! A screen over a record in memory, which answers as the store would.

use std::sync::{Arc, LazyLock};

use chrono::{TimeDelta, TimeZone, Utc};
use sitroom::app::{
    App, Choices, Editor, Effect, Event, Keymap, Layer, NotSaved, Palette, Purpose, Setup, update,
};
use sitroom::domain::apply::{Applied, apply, fold};
use sitroom::domain::command::{Command, Opening, Request};
use sitroom::domain::decide::decide;
use sitroom::domain::event::{Entry, Origin};
use sitroom::domain::gate::{Gate, Held, Released, admit, release, stop_of_refusal};
use sitroom::domain::ids::{EntryId, HeldId};
use sitroom::domain::incident::{FixClass, Incident, PlaybookRef, RouteState, Severity, Status};
use sitroom::domain::message::Carriers;
use sitroom::domain::playbook::Playbook;
use sitroom::domain::time::{Instant, When};
use sitroom::store::Record;

use crate::program::program;

/// What the disk does with a request.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Disk {
    /// It takes it.
    Good,
    /// It is full.
    Full,
    /// It does not answer.
    Slow,
}

/// A screen, and the record behind it.
pub(crate) struct Screen {
    pub(crate) app: App,
    pub(crate) incident: Incident,
    pub(crate) entries: Vec<Entry>,
    pub(crate) now: Instant,
    pub(crate) disk: Disk,
    /// The last request that was put to the record.
    pub(crate) asked: Option<Request>,
    /// What was held back.
    pub(crate) held: Vec<Held>,
}

pub(crate) fn cloud_gov() -> Playbook {
    static READ: LazyLock<Playbook> =
        LazyLock::new(|| Playbook::shipped("cloud-gov-2023").expect("it is compiled in"));
    READ.clone()
}

impl Screen {
    /// Opens an event that Farmer Jane commands; the chickens were seen ten minutes ago.
    pub(crate) fn open() -> Self {
        Self::on(cloud_gov())
    }

    pub(crate) fn on(playbook: Playbook) -> Self {
        Self::with(playbook, Carriers::default())
    }

    /// Opens one that `sitroom new` declared on a disk of its own: the journal begins with what
    /// that wrote.
    pub(crate) fn declared(playbook: Playbook, carriers: Carriers) -> Self {
        let mut screen = Self::blank(playbook, carriers);
        let (incident, entries) = declare(&screen.app.playbook.id, screen.now);
        screen.incident = incident;
        screen.entries = entries;
        let news = screen.entries.iter().cloned().map(Arc::new).collect();
        screen.tell_news(news);
        screen
    }

    fn blank(playbook: Playbook, carriers: Carriers) -> Self {
        let now = Utc.with_ymd_and_hms(2026, 11, 23, 15, 0, 0).unwrap();
        let app = App::new(Setup {
            incident: Arc::default(),
            playbook: Arc::new(playbook),
            entries: Vec::new(),
            gate: sitroom::domain::gate::Gate::shipped(),
            keymap: Keymap::default(),
            me: "Farmer Jane".into(),
            carriers,
            now,
        });
        Self {
            app,
            incident: Incident::default(),
            entries: Vec::new(),
            now,
            disk: Disk::Good,
            asked: None,
            held: Vec::new(),
        }
    }

    pub(crate) fn with(playbook: Playbook, carriers: Carriers) -> Self {
        let mut screen = Self::blank(playbook, carriers);
        let now = screen.now;
        screen.record(Command::Open(Box::new(Opening {
            incident: "2026-11-23-chickens".parse().expect("a good id"),
            playbook: PlaybookRef::default(),
            exercise: false,
            zone: "America/New_York".parse().expect("a zone"),
            title: "The chickens have escaped".into(),
            details: String::new(),
            reporter: "Dave".into(),
            ic: "Farmer Jane".into(),
            responders: vec!["Spot".into()],
            aware: When::exact(now - TimeDelta::minutes(10)),
        })));
        screen
    }

    /// Finds that it was a false alarm.
    pub(crate) fn is_a_false_alarm(&mut self) {
        self.record(Command::SetStatus {
            to: Status::FalseAlarm,
            reason: "the wind".into(),
        });
    }

    /// Confirms it, with two leads and two remediation items.
    pub(crate) fn confirmed() -> Self {
        let mut screen = Self::open();
        screen.confirm();
        screen
    }

    /// Confirms it, with two leads and two remediation items.
    pub(crate) fn confirm(&mut self) {
        self.record(Command::SetSeverity {
            to: Severity::High,
            reason: String::new(),
        });
        self.record(Command::SetStatus {
            to: Status::Confirmed,
            reason: String::new(),
        });
        self.add_leads(&["who opened the gate?", "where is the fox?"]);
        for text in ["close the gate", "mend the fence"] {
            self.record(Command::AddFix {
                text: text.into(),
                class: FixClass::Immediate,
                owner: String::new(),
            });
        }
    }

    pub(crate) fn add_leads(&mut self, texts: &[&str]) {
        for text in texts {
            self.record(Command::AddLead {
                text: (*text).into(),
                owner: String::new(),
            });
        }
    }

    /// Records something that was not asked at this screen.
    pub(crate) fn record(&mut self, command: Command) {
        self.put(&Request::local(command, "Farmer Jane"));
    }

    /// Lets the carriers have delivered what is queued of the last message.
    pub(crate) fn deliver(&mut self) {
        let all = self.incident.messages.iter().chain(&self.incident.unsent);
        let last = all.max_by_key(|record| record.entry);
        let last = last.expect("a message is recorded");
        let queued = last.routes.iter().enumerate();
        let queued = queued.filter(|(_, it)| it.state == RouteState::Queued);
        let (of, routes): (_, Vec<usize>) = (last.entry, queued.map(|(at, _)| at).collect());
        if routes.is_empty() {
            return;
        }
        self.record(Command::MoveRoutes {
            of,
            routes,
            to: RouteState::Sent,
            by: String::new(),
            words: "250 ok".into(),
            more: Vec::new(),
            attempts: 1,
        });
    }

    /// Records something that somebody else asked in another pane.
    pub(crate) fn record_by(&mut self, actor: &str, command: Command) {
        self.put(&Request::local(command, actor));
    }

    /// Records something that a guard stands against.
    pub(crate) fn record_overriding(&mut self, command: Command) {
        self.record_because(command, "a test");
    }

    /// Records it whatever stands against it, for a reason.
    pub(crate) fn record_because(&mut self, command: Command, reason: &str) {
        self.put(&Request::local(command, "Farmer Jane").overriding(reason));
    }

    /// Records something that came in from the issue.
    pub(crate) fn hear(&mut self, command: Command) {
        self.put(&Request {
            origin: Origin::Github,
            ..Request::local(command, "dave")
        });
    }

    /// Hears that the title is another one on the issue, and was changed here too.
    pub(crate) fn clash_over_the_title(&mut self) {
        self.hear(Command::RaiseConflict {
            subject: "title".into(),
            ours: "here".into(),
            theirs: "there".into(),
            ours_by: String::new(),
            ours_at: None,
        });
    }

    fn put(&mut self, request: &Request) {
        let entries = self.write(request).expect("a test asks what can be done");
        self.tell_news(entries);
    }

    fn tell_news(&mut self, entries: Vec<Arc<Entry>>) -> Vec<Effect> {
        let incident = Arc::new(self.incident.clone());
        self.happen(Event::Recorded { entries, incident })
    }

    fn write(
        &mut self,
        request: &Request,
    ) -> Result<Vec<Arc<Entry>>, sitroom::domain::decide::Refusal> {
        self.now += TimeDelta::seconds(1);
        let events = decide(&self.incident, &self.app.playbook, request, self.now)?;
        let first = HeldId(self.incident.held + 1);
        let admitted = admit(&Gate::shipped(), &self.incident, request, events, first)?;
        self.held.extend(admitted.held);
        Ok(self.append(request, admitted.events))
    }

    fn append(
        &mut self,
        request: &Request,
        events: Vec<sitroom::domain::event::Event>,
    ) -> Vec<Arc<Entry>> {
        let from = self.entries.len();
        for event in events {
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
        }
        self.entries[from..].iter().cloned().map(Arc::new).collect()
    }

    /// Lets an event happen, answers what it asks of the record, and returns what else it asks.
    pub(crate) fn happen(&mut self, event: Event) -> Vec<Effect> {
        let effects = update(&mut self.app, event, self.now);
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut rest = Vec::new();
        for effect in effects {
            if let Effect::WorkOutReport(ask) = effect {
                let worked_out = Event::ReportWorkedOut(ask.number, Box::new(ask.work_out()));
                rest.extend(self.happen(worked_out));
                continue;
            }
            if let Effect::LookBack(ask) = effect {
                let worked_out = Event::PastWorkedOut(ask.number, ask.work_out());
                rest.extend(self.happen(worked_out));
                continue;
            }
            let Effect::Execute(request) = effect else {
                rest.push(effect);
                continue;
            };
            self.asked = Some(request.clone());
            match self.disk {
                Disk::Slow => {}
                Disk::Full => rest.extend(self.happen(Event::NotSaved(NotSaved {
                    cause: "no space left".into(),
                    hint: "make room".into(),
                }))),
                Disk::Good => rest.extend(self.answer(&request)),
            }
        }
        rest
    }

    /// Answers a request as the store does: the news first, then the answer.
    pub(crate) fn answer(&mut self, request: &Request) -> Vec<Effect> {
        match self.write(request) {
            Ok(entries) => {
                let mut effects = self.tell_news(entries);
                effects.extend(self.happen(Event::Saved));
                effects
            }
            Err(refusal) => {
                if let Some(stop) = stop_of_refusal(&self.incident, &refusal) {
                    let entries = self.append(request, vec![stop]);
                    self.tell_news(entries);
                }
                self.happen(Event::Refused(refusal))
            }
        }
    }

    /// Presses keys by their names, with spaces between them.
    pub(crate) fn press(&mut self, keys: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        for key in keys.split(' ') {
            let press = key.parse().expect("a test names keys");
            effects.extend(self.happen(Event::Key(press)));
        }
        effects
    }

    /// Types a text in place of what the open editor holds.
    pub(crate) fn write_text(&mut self, text: &str) -> Vec<Effect> {
        self.happen(Event::Edited { text: text.into() })
    }

    /// Goes to a line of the checklists by keys.
    pub(crate) fn select_line(&mut self, id: &str) {
        self.press("2 g g");
        for _ in 0..self.app.lines().len() {
            if self.app.selected_line().expect("a line is selected").id.0 == id {
                return;
            }
            self.press("j");
        }
        panic!("{id} is not on the screen");
    }

    /// Opens an editor with a key, types a text and saves it.
    pub(crate) fn say(&mut self, key: &str, text: &str) {
        self.press(key);
        self.write_text(text);
        self.press("ctrl-s");
    }

    /// Writes a message and records it as sent by hand. Whose address nobody set stays open.
    pub(crate) fn tell(&mut self, key: &str, text: &str) {
        self.say(key, text);
        self.press("m");
        self.leave_open();
    }

    /// Leaves open of whom it is asked whom somebody told for them.
    pub(crate) fn leave_open(&mut self) {
        let asks = |layer: &Layer| match layer {
            Layer::Editor(editor) => matches!(editor.purpose, Purpose::Carried { .. }),
            _ => false,
        };
        if self.app.layers.last().is_some_and(asks) {
            self.press("esc");
        }
    }

    pub(crate) fn editor(&self) -> &Editor {
        match self.app.layers.last() {
            Some(Layer::Editor(editor)) => editor,
            other => panic!("no editor is open but {other:?}"),
        }
    }

    pub(crate) fn choices(&self) -> &Choices {
        match self.app.layers.last() {
            Some(Layer::Choices(choices)) => choices,
            other => panic!("nothing is to be chosen but {other:?}"),
        }
    }

    pub(crate) fn palette(&self) -> &Palette {
        match self.app.layers.last() {
            Some(Layer::Palette(palette)) => palette,
            other => panic!("no palette is open but {other:?}"),
        }
    }

    pub(crate) fn is_bare(&self) -> bool {
        self.app.layers.is_empty()
    }

    pub(crate) fn toast(&self) -> &str {
        let unread = || {
            self.app
                .log
                .unread()
                .last()
                .map(|error| error.text.as_str())
        };
        let toast = self.app.toast.as_ref().map(|toast| toast.text.as_str());
        toast.or_else(unread).unwrap_or_default()
    }

    pub(crate) fn asked(&self) -> &Command {
        &self.asked.as_ref().expect("something was asked").command
    }
}

/// Returns a text as it may leave, whatever the incident.
pub(crate) fn released(text: &str) -> Released {
    let nothing = Incident::default();
    release(text, &Gate::shipped(), &nothing).expect("there is nothing in it")
}

/// Declares the incident as a person does who types `sitroom new`, and returns what is on the
/// disk then.
fn declare(playbook: &str, now: Instant) -> (Incident, Vec<Entry>) {
    let root = tempfile::tempdir().expect("a directory");
    let output = program(root.path(), &now.to_rfc3339())
        .args(["new", "The chickens have escaped", "--playbook", playbook])
        .args(["--reporter", "Dave", "--responder", "Spot"])
        .args(["--zone", "America/New_York", "--aware", "10m ago"])
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let id = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let dir = root.path().join("data/sitroom/incidents").join(id);
    let read = |_: &PlaybookRef| Playbook::shipped(playbook);
    let (record, findings) = Record::open(&dir, "barn", read).expect("it opens");
    assert_eq!(findings, []);
    let history = record.history().expect("it reads");
    (Incident::clone(&record.incident()), history.entries)
}
