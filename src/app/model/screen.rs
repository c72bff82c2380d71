//! The whole screen.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::in_flight::InFlight;
use super::selection::Selection;
use super::split::Split;
use super::view::{Pane, View};
use crate::app::across::Together;
use crate::app::action::Action;
use crate::app::attention::{Attention, Calls};
use crate::app::drill::{Exercise, Holder};
use crate::app::event::NotSaved;
use crate::app::keymap::Keymap;
use crate::app::layer::Layer;
use crate::app::messages::{Log, Toast};
use crate::app::palette::KnownIncident;
use crate::app::past::{Past, PastWork};
use crate::app::pending::{Number, Pending};
use crate::app::people::PeopleRow;
use crate::app::repeat::Last;
use crate::app::report_work::ReportWork;
use crate::app::rows::Rows;
use crate::domain::clock::Due;
use crate::domain::event::Entry;
use crate::domain::evidence::Evidence;
use crate::domain::followup::Outstanding;
use crate::domain::gate::Gate;
use crate::domain::incident::{Fix, Incident, Lead};
use crate::domain::ledger::LedgerRow;
use crate::domain::message::Carriers;
use crate::domain::mirror::{MirrorState, MirrorStatus};
use crate::domain::next::NextStep;
use crate::domain::people::Elsewhere;
use crate::domain::playbook::Playbook;
use crate::domain::time::Instant;

/// What the screen starts with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The state of the record.
    pub incident: Arc<Incident>,
    /// The process it runs on.
    pub playbook: Arc<Playbook>,
    /// The last entries, oldest first.
    pub entries: Vec<Arc<Entry>>,
    /// Which key does what.
    pub keymap: Keymap,
    /// Who sits at the keys.
    pub me: String,
    /// What texts are looked through with before they leave.
    pub gate: Arc<Gate>,
    /// What is configured to carry messages; whether there is a mirror shows by itself.
    pub carriers: Carriers,
    /// The time.
    pub now: Instant,
}

/// The whole screen.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a state of its own of what is seen"
)]
#[derive(Debug, Clone)]
pub struct App {
    /// The state of the record, as last saved.
    pub incident: Arc<Incident>,
    /// The process it runs on.
    pub playbook: Arc<Playbook>,
    /// The entries that were read so far, oldest first.
    pub entries: Vec<Arc<Entry>>,
    /// Which key does what.
    pub keymap: Keymap,
    /// Who sits at the keys.
    pub me: String,
    /// Whose machine it is: who sat at the keys at first.
    pub host: String,
    /// What texts are looked through with before they leave.
    pub(in crate::app) gate: Arc<Gate>,
    /// What is configured to carry messages.
    pub(in crate::app) carriers: Carriers,
    /// The page on screen.
    pub view: View,
    /// The pane of the Now view that the keys act on.
    pub pane: Pane,
    /// What is selected.
    pub selection: Selection,
    /// Only lines with this text are shown; all when empty.
    pub filter: String,
    /// Whether the filter is being typed.
    pub is_filtering: bool,
    /// What lies over the screen, topmost last.
    pub layers: Vec<Layer>,
    /// A word at the foot of the screen.
    pub toast: Option<Toast>,
    /// What was said since the start; an error stays at the foot until it was read.
    pub log: Log,
    /// Keys that wait for the next one.
    pub pending: Pending,
    /// The number before what is done now.
    pub(in crate::app) number: Number,
    /// The incidents on this machine, as they were last read.
    pub incidents: Vec<KnownIncident>,
    /// Why the last request is not on disk, until one is.
    pub unsaved: Option<NotSaved>,
    /// How the mirror stands.
    pub mirror: MirrorStatus,
    /// The lists in the order they are shown.
    pub rows: Rows,
    /// The running clocks, most urgent first.
    pub clocks: Vec<Due>,
    /// The next step.
    pub next: Option<NextStep>,
    /// Texts that were typed and not saved yet, by purpose.
    pub drafts: BTreeMap<String, String>,
    /// The shifts of the other incidents on this machine.
    pub others: Vec<Elsewhere>,
    /// What is left to be done in the other incidents on this machine, as it was last read.
    pub outstanding: Vec<Outstanding>,
    /// What the incidents of this machine say together.
    pub together: Together,
    /// Whether it only watches: nothing is recorded from here.
    pub is_watching: bool,
    /// The command that opens the same to record in, for who only watches.
    pub(in crate::app) records_by: &'static str,
    /// How the time of the drill goes; none where none is run here.
    pub exercise: Option<Exercise>,
    /// The scorecard of the drill, as it was last read.
    pub scorecard: String,
    /// The time of the last event.
    pub now: Instant,
    /// The screen as it stood at an earlier time, while that is looked at.
    pub past: Option<Box<Past>>,
    /// How many rows fit, for moving by pages.
    pub page: usize,
    /// How far what is read over the screen can be scrolled; none where it was not drawn yet.
    pub(in crate::app) last_line: Option<usize>,
    /// How far the text of the Report view is scrolled.
    pub scroll: usize,
    /// How the room of each view is shared out.
    pub(in crate::app) splits: [Split; View::ALL.len()],
    pub(in crate::app) in_flight: Option<InFlight>,
    pub(in crate::app) calls: Calls,
    /// Whether a card went because somebody else answered it: the next key was meant for it.
    pub(in crate::app) has_lost_card: bool,
    /// Whether somebody waits for what comes of a sync.
    pub(in crate::app) is_sync_asked: bool,
    /// Whether somebody was told that quitting loses a text.
    pub(in crate::app) is_quit_asked: bool,
    pub(in crate::app) editors: u64,
    pub(in crate::app) last: Last,
    pub(in crate::app) past_work: PastWork,
    pub(in crate::app) report_work: ReportWork,
    /// How many reports were asked for.
    pub(in crate::app) report_asks: u64,
}

impl App {
    /// Returns the first screen.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let mut app = Self {
            incident: setup.incident,
            playbook: setup.playbook,
            entries: setup.entries,
            keymap: setup.keymap,
            host: setup.me.clone(),
            me: setup.me,
            gate: setup.gate,
            carriers: setup.carriers,
            view: View::Now,
            pane: Pane::Checklist,
            selection: Selection::default(),
            filter: String::new(),
            is_filtering: false,
            layers: Vec::new(),
            toast: None,
            log: Log::default(),
            pending: Pending::default(),
            number: Number::default(),
            incidents: Vec::new(),
            unsaved: None,
            mirror: MirrorStatus::default(),
            rows: Rows::default(),
            clocks: Vec::new(),
            next: None,
            drafts: BTreeMap::new(),
            others: Vec::new(),
            outstanding: Vec::new(),
            together: Together::default(),
            is_watching: false,
            records_by: "",
            exercise: None,
            scorecard: String::new(),
            now: setup.now,
            past: None,
            page: 10,
            last_line: None,
            scroll: 0,
            splits: [Split::default(); View::ALL.len()],
            in_flight: None,
            has_lost_card: false,
            calls: Calls::default(),
            is_sync_asked: false,
            is_quit_asked: false,
            editors: 0,
            last: Last::default(),
            past_work: PastWork::default(),
            report_work: ReportWork::default(),
            report_asks: 0,
        };
        app.follow_record();
        app.calling_by(Attention::default())
    }

    /// Returns the screen for somebody who only watches, and would record with a command.
    #[must_use]
    pub fn watching(mut self, records_by: &'static str) -> Self {
        self.is_watching = true;
        self.records_by = records_by;
        self.follow_time();
        self
    }

    /// Takes over how much room the screen has.
    pub fn fit(&mut self, (_, rows): (u16, u16)) {
        self.page = usize::from(rows.saturating_sub(8)).max(1);
        if let Some(past) = &mut self.past {
            past.app.page = self.page;
        }
    }

    /// Returns whether an action is to be had here: who only watches is offered nothing that
    /// records. What opens an entry of the log only shows it.
    #[must_use]
    pub fn offers(&self, action: Action) -> bool {
        let only_reads = || action == Action::Edit && self.focus() == Pane::Timeline;
        !self.is_watching || action.suits_a_watcher() || only_reads()
    }

    /// Says that nothing is done from here.
    pub(in crate::app) fn refuse_watcher(&mut self) {
        let records = match self.exercise.map(|exercise| exercise.holder) {
            Some(Holder::Nobody) => "the drill is over and takes nothing more".to_owned(),
            _ => format!("`{}` records", self.records_by),
        };
        self.warn(format!("watching: this pane only reads; {records}"));
    }

    /// Returns true while a request is being written; keys wait until it is on disk.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.in_flight.is_some()
    }

    /// Returns the list that the keys act on.
    #[must_use]
    pub fn focus(&self) -> Pane {
        match self.view {
            View::Now => self.pane,
            View::Checklist => Pane::Checklist,
            View::Leads => Pane::Leads,
            View::Remediation => Pane::Remediation,
            View::Timeline => Pane::Timeline,
            View::People => Pane::People,
            View::Comms => Pane::Comms,
            View::Evidence => Pane::Evidence,
            View::Report => Pane::Report,
        }
    }

    /// Returns the selected lead.
    #[must_use]
    pub fn selected_lead(&self) -> Option<&Lead> {
        let at = self.place(Pane::Leads)?;
        self.incident.leads.get(*self.rows.leads.get(at)?)
    }

    /// Returns the selected remediation item.
    #[must_use]
    pub fn selected_fix(&self) -> Option<&Fix> {
        let at = self.place(Pane::Remediation)?;
        self.incident.fixes.get(*self.rows.fixes.get(at)?)
    }

    /// Returns the selected checklist line.
    #[must_use]
    pub fn selected_line(&self) -> Option<&crate::app::rows::ChecklistLine> {
        let at = self.place(Pane::Checklist)?;
        self.lines().get(at)
    }

    /// Returns the selected clock.
    #[must_use]
    pub fn selected_clock(&self) -> Option<&Due> {
        self.clocks.get(self.place(Pane::Clocks)?)
    }

    /// Returns the selected entry.
    #[must_use]
    pub fn selected_entry(&self) -> Option<&Arc<Entry>> {
        let at = self.place(Pane::Timeline)?;
        self.entries.get(*self.rows.timeline.get(at)?)
    }

    /// Returns the checklist lines of the view on screen.
    #[must_use]
    pub fn lines(&self) -> &[crate::app::rows::ChecklistLine] {
        match self.view {
            View::Now => &self.rows.now_lines,
            _ => &self.rows.lines,
        }
    }

    /// Returns the selected line of the ledger.
    #[must_use]
    pub fn selected_comms(&self) -> Option<&LedgerRow> {
        self.rows.comms.get(self.place(Pane::Comms)?)
    }

    /// Returns the selected row of the People view.
    #[must_use]
    pub fn selected_people(&self) -> Option<&PeopleRow> {
        self.rows.people.get(self.place(Pane::People)?)
    }

    /// Returns the thing in the register of evidence that the selected line is about.
    #[must_use]
    pub fn selected_evidence(&self) -> Option<&Evidence> {
        let line = self.rows.evidence.get(self.place(Pane::Evidence)?)?;
        self.incident.evidence.get(line.at)
    }

    /// Returns what is there to carry messages, the mirror included.
    #[must_use]
    pub fn carriers(&self) -> Carriers {
        Carriers {
            mirror: self.mirror.state != MirrorState::Off,
            ..self.carriers.clone()
        }
    }
}
