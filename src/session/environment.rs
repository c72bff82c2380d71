//! What the program knows of the machine it runs on.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::choice::{Purpose, candidates, choose, choose_drill};
use super::error::SessionError;
use super::gate::{GateError, gate_of_user};
use super::opened::{Opened, Warning};
use super::playbooks::{FoundPlaybook, Playbooks};
use crate::domain::gate::Gate;
use crate::domain::ids::IncidentId;
use crate::domain::incident::PlaybookRef;
use crate::domain::playbook::Playbook;
use crate::domain::text::clean_line;
use crate::domain::time::Instant;
use crate::settings::{self, Settings, SettingsError, Told};
use crate::store::{Clock, FollowedDrill, Home, Record, Summary, is_running};

/// The variable that chooses the incident of a terminal.
const INCIDENT: &str = "SITROOM_INCIDENT";

/// The variable that fixes the time, for tests and documentation.
const NOW: &str = "SITROOM_NOW";

/// Gives the value of an environment variable.
pub type Lookup = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// The machine, the user and the settings; clone it freely.
#[derive(Clone)]
pub struct Environment {
    /// Where files live.
    pub home: Home,
    /// The settings.
    pub settings: Settings,
    /// The name of this machine, as entries carry it.
    pub device: String,
    /// What every text is looked through with before it is recorded and before it leaves.
    pub gate: Arc<Gate>,
    /// Why the user's settings or rules of the gate are not in force; the shipped ones are then.
    pub problems: Vec<String>,
    /// Whether the user's settings are in force, or there are none.
    pub is_file_in_force: bool,
    /// What the command line sets.
    pub told: Told,
    lookup: Lookup,
    fixed_now: Option<Instant>,
    of_drills: bool,
    drill: Option<Arc<FollowedDrill>>,
}

impl Environment {
    /// Returns the environment of this process, with what the command line sets.
    pub fn from_process(told: &Told) -> Result<Self, SessionError> {
        let lookup = Arc::new(|name: &str| std::env::var(name).ok());
        Self::told(Home::from_env()?, lookup, told)
    }

    /// Returns the environment of a home and of variables that somebody else looks up.
    ///
    /// `SITROOM_NOW` fixes the time, for tests and documentation: what is recorded then
    /// carries that time.
    pub fn new(home: Home, lookup: Lookup) -> Result<Self, SessionError> {
        Self::told(home, lookup, &Told::default())
    }

    fn told(home: Home, lookup: Lookup, told: &Told) -> Result<Self, SessionError> {
        let env = |name: &str| lookup(name);
        // A slip in a settings file must not stop anybody in the middle of an incident.
        let (settings, problem) = match Settings::load(&home.settings_file(), &env, told) {
            Ok(settings) => (settings, None),
            Err(error) => (Settings::shipped(&env, told)?, Some(error)),
        };
        let (gate, unused) = gate_of_user(&home.config, &settings.allowed);
        let of_variables = settings::of_variables(&env, told);
        let problems = problem
            .iter()
            .map(said)
            .chain(of_variables.iter().map(without_mirror))
            .chain(unused.iter().map(without_rules));
        let fixed_now = set(&lookup, NOW).map(|text| read_now(&text)).transpose()?;
        Ok(Self {
            device: device_name(),
            is_file_in_force: problem.is_none(),
            told: told.clone(),
            home,
            settings,
            problems: problems.collect(),
            gate,
            lookup,
            fixed_now,
            of_drills: false,
            drill: None,
        })
    }

    /// Returns the value of an environment variable; a blank one counts as unset.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<String> {
        set(&self.lookup, name)
    }

    /// Returns the way to look up environment variables.
    #[must_use]
    pub fn lookup(&self) -> Lookup {
        Arc::clone(&self.lookup)
    }

    /// Returns what time it is; in a drill, what time it is there.
    #[must_use]
    pub fn now(&self) -> Instant {
        (self.clock())()
    }

    /// Returns the clock for whoever writes the record.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let (fixed, drill) = (self.fixed_now, self.drill.clone());
        Arc::new(move || {
            let real = fixed.unwrap_or_else(Utc::now);
            drill.as_ref().map_or(real, |drill| drill.at(real))
        })
    }

    /// Turns to the records of drills.
    pub fn turn_to_drills(&mut self) {
        self.home = self.home.of_drills();
        self.of_drills = true;
    }

    /// Returns the same machine among its drills.
    #[must_use]
    pub fn among_drills(&self) -> Self {
        let mut env = self.clone();
        if !env.is_of_drills() {
            env.turn_to_drills();
        }
        env
    }

    /// Goes by the clock of the drill that is meant. Returns what to say where it is over.
    pub fn go_by_drill(&mut self, asked: Option<&str>) -> Option<String> {
        let id = self.choose(asked, Purpose::Read).ok()?;
        let drill = self.drill_of(&id)?;
        let is_over = drill.is_over();
        self.drill = Some(drill);
        is_over.then(|| format!("the drill {id} is over; its clock stands"))
    }

    /// Returns the same machine by the clock of a record that is opened: each drill has its own,
    /// and whatever is not of drills goes by the time of the machine.
    #[must_use]
    pub fn by_clock_of(&self, id: &IncidentId) -> Self {
        Self {
            drill: self.drill_of(id),
            ..self.clone()
        }
    }

    fn drill_of(&self, id: &IncidentId) -> Option<Arc<FollowedDrill>> {
        if !self.of_drills {
            return None;
        }
        let known = self.home.list().ok()?;
        let last = known.iter().find(|known| known.id == *id)?.last_activity?;
        let drill = FollowedDrill::of(self.home.incident(id), last);
        Some(Arc::new(drill))
    }

    /// Returns the drill whose clock it goes by, if any.
    #[must_use]
    pub fn drill(&self) -> Option<Arc<FollowedDrill>> {
        self.drill.clone()
    }

    /// Returns whether it is about the records of drills, of which nothing leaves.
    #[must_use]
    pub fn is_of_drills(&self) -> bool {
        self.of_drills
    }

    /// Returns who sits at the keys.
    #[must_use]
    pub fn me(&self) -> String {
        clean_line(&self.settings.name)
    }

    /// Returns the playbooks of this user.
    #[must_use]
    pub fn playbooks(&self) -> Playbooks {
        Playbooks::of_user(&self.home.config)
    }

    /// Returns the playbook that an incident runs on, and what to say about it.
    #[must_use]
    pub fn playbook_for(&self, wanted: &PlaybookRef) -> FoundPlaybook {
        self.playbooks().of_incident(wanted)
    }

    /// Returns the incident that is meant: by `asked`, else by `SITROOM_INCIDENT`, else by
    /// being the one that is open; among drills the one that runs, else the last one.
    pub fn choose(
        &self,
        asked: Option<&str>,
        purpose: Purpose,
    ) -> Result<IncidentId, SessionError> {
        self.meant(&self.home.list()?, self.named(asked).as_deref(), purpose)
    }

    fn meant(
        &self,
        known: &[Summary],
        named: Option<&str>,
        purpose: Purpose,
    ) -> Result<IncidentId, SessionError> {
        match named {
            None if self.of_drills => choose_drill(known, self.runs(), purpose),
            named => choose(known, named, purpose),
        }
    }

    fn named(&self, asked: Option<&str>) -> Option<String> {
        let asked = asked.map(ToOwned::to_owned);
        asked.or_else(|| self.variable(INCIDENT))
    }

    /// Returns the incident that is meant for reading, as [`Self::choose`] does, and where none is
    /// named the several that are open, or the drills that run: it is the newest of them.
    pub fn choose_to_read(
        &self,
        asked: Option<&str>,
    ) -> Result<(IncidentId, Vec<IncidentId>), SessionError> {
        let (known, named) = (self.home.list()?, self.named(asked));
        let id = self.meant(&known, named.as_deref(), Purpose::Read)?;
        if named.is_some() {
            return Ok((id, Vec::new()));
        }
        let several = candidates(&known, self.of_drills, self.runs());
        let ids = several.iter().filter(|_| several.len() > 1);
        Ok((id, ids.map(|it| it.id.clone()).collect()))
    }

    /// Returns the drill that runs, else the last one that was played; only where it is about
    /// drills.
    pub fn last_drill(&self) -> Result<IncidentId, SessionError> {
        choose_drill(&self.home.list()?, self.runs(), Purpose::Read)
    }

    fn runs(&self) -> impl Fn(&IncidentId) -> bool {
        |id| is_running(&self.home.incident(id))
    }

    /// Returns the incident that the screen opens on: the one to be written to, or a closed one
    /// where all are. An incident that is alone is not read for that; it is when it is opened.
    pub fn choose_for_screen(&self, asked: Option<&str>) -> Result<IncidentId, SessionError> {
        let is_named = asked.is_some() || self.variable(INCIDENT).is_some();
        if let Some(only) = self.home.only().filter(|_| !is_named) {
            return Ok(only);
        }
        self.choose(asked, Purpose::Write)
            .or_else(|error| match error {
                SessionError::AllClosed => self.choose(asked, Purpose::Read),
                other => Err(other),
            })
    }

    /// Returns what the texts of an incident are looked through with: quiet about the addresses
    /// that its process and the settings send to, because there is nothing to look at twice. They
    /// may stand behind a name, as in `FedRAMP <reps@fedramp.example>`.
    #[must_use]
    pub fn gate_of(&self, playbook: &Playbook) -> Arc<Gate> {
        let groups = playbook.addresses.values();
        let known = groups.flat_map(|group| std::iter::once(&group.to).chain(&group.cc));
        let known = known.chain(self.settings.addresses.values());
        self.gate
            .knowing(known.flat_map(|list| list.split([',', '<', '>'])))
    }

    /// Opens the record of an incident and puts its files in order.
    pub fn open_record(&self, id: &IncidentId) -> Result<Opened, SessionError> {
        let mut warnings = Vec::new();
        let dir = self.home.incident(id);
        let (mut record, findings) = Record::open(&dir, &self.device, |wanted| {
            let found = self.playbook_for(wanted);
            warnings.extend(found.warnings);
            found.playbook
        })?;
        record.set_gate(match record.playbook() {
            Some(playbook) => self.gate_of(&playbook),
            None => Arc::clone(&self.gate),
        });
        warnings.extend(findings.into_iter().map(Warning::Finding));
        Ok(Opened { record, warnings })
    }

    /// Opens the record of an incident to be looked at: no file of it is touched.
    pub fn watch_record(&self, id: &IncidentId) -> Result<Opened, SessionError> {
        let mut warnings = Vec::new();
        let dir = self.home.incident(id);
        let (mut record, findings) = Record::watch(&dir, &self.device, |wanted| {
            let found = self.playbook_for(wanted);
            warnings.extend(found.warnings);
            found.playbook
        })?;
        if let Some(playbook) = record.playbook() {
            record.set_gate(self.gate_of(&playbook));
        }
        warnings.extend(findings.into_iter().map(Warning::Finding));
        Ok(Opened { record, warnings })
    }

    /// Returns the same machine with its records in another directory.
    #[must_use]
    pub fn with_records_in(&self, data: &Path) -> Self {
        let mut other = self.clone();
        data.clone_into(&mut other.home.data);
        other
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment")
            .field("home", &self.home)
            .field("settings", &self.settings)
            .field("device", &self.device)
            .field("fixed_now", &self.fixed_now)
            .finish_non_exhaustive()
    }
}

fn said(error: &SettingsError) -> String {
    format!("failed to {error}\nthe shipped settings are used, and nothing is mirrored")
}

fn without_mirror(error: &SettingsError) -> String {
    format!("failed to {error}\nnothing is mirrored there")
}

fn without_rules(error: &GateError) -> String {
    format!("failed to {error}\nthe rules that are compiled in are used alone")
}

fn set(lookup: &Lookup, name: &str) -> Option<String> {
    lookup(name).filter(|value| !value.trim().is_empty())
}

fn read_now(text: &str) -> Result<Instant, SessionError> {
    DateTime::parse_from_rfc3339(text.trim())
        .map(|at| at.to_utc())
        .map_err(|_| SessionError::Now {
            input: text.to_owned(),
        })
}

/// Returns the name of this machine without its domain.
fn device_name() -> String {
    let system = rustix::system::uname();
    let name = system.nodename().to_string_lossy();
    let name = clean_line(name.split('.').next().unwrap_or_default());
    if name.is_empty() {
        "unknown".to_owned()
    } else {
        name
    }
}
