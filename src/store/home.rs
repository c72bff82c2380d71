//! Where files live, and the list of incidents.

use std::fs;
use std::path::{Path, PathBuf};

use super::drill::is_played;
use super::error::StoreError;
use super::files;
use super::journal::{Head, Journal, scan};
use super::recover::{self, Look};
use crate::domain::event::Entry;
use crate::domain::ids::IncidentId;
use crate::domain::incident::{Incident, IssueLink, Severity, Status};
use crate::domain::mirror::SyncState;
use crate::domain::people::Elsewhere;
use crate::domain::time::{Instant, Zone};

/// The directory of the data of drills, below that of the data of incidents.
const DRILLS: &str = "drills";

/// The directories of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The incidents.
    pub data: PathBuf,
    /// Settings, keys and playbooks of the user.
    pub config: PathBuf,
    /// The log, and what may be lost.
    pub state: PathBuf,
}

impl Home {
    /// Returns the directories of this user; `XDG_DATA_HOME` and its like are honoured.
    pub fn from_env() -> Result<Self, StoreError> {
        let dirs = directories::ProjectDirs::from("", "", "sitroom").ok_or(StoreError::NoHome)?;
        Ok(Self {
            data: dirs.data_dir().to_owned(),
            config: dirs.config_dir().to_owned(),
            state: dirs.state_dir().unwrap_or(dirs.data_dir()).to_owned(),
        })
    }

    /// Returns directories below one root, for tests and drills.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Self {
            data: root.join("data"),
            config: root.join("config"),
            state: root.join("state"),
        }
    }

    /// Returns the directories for drills, whose records are kept apart from real ones.
    #[must_use]
    pub fn of_drills(&self) -> Self {
        Self {
            data: self.data.join(DRILLS),
            ..self.clone()
        }
    }

    /// Returns whether the directory of a record, as [`Self::incident`] names it, is among those
    /// of drills.
    pub(super) fn is_of_drills(record: &Path) -> bool {
        let data = record.parent().and_then(Path::parent);
        data.is_some_and(|data| data.ends_with(DRILLS))
    }

    /// Returns the file of the user's settings.
    #[must_use]
    pub fn settings_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// Writes the file of the user's settings whole, for its owner alone.
    pub fn write_settings(&self, text: &str) -> Result<(), StoreError> {
        let file = self.settings_file();
        let not_saved = |source| StoreError::not_saved(&file, source);
        files::make_dir(&self.config).map_err(not_saved)?;
        // Where it is a link, what it leads to is written and the link stays.
        let place = fs::canonicalize(&file).unwrap_or_else(|_| file.clone());
        files::write_atomic(&place, text.as_bytes()).map_err(not_saved)
    }

    /// Returns the directory of incidents.
    #[must_use]
    pub fn incidents(&self) -> PathBuf {
        self.data.join("incidents")
    }

    /// Returns the directory of one incident.
    #[must_use]
    pub fn incident(&self, id: &IncidentId) -> PathBuf {
        self.incidents().join(id.as_str())
    }

    /// Makes the directories, for their owner alone.
    pub fn make(&self) -> Result<(), StoreError> {
        for dir in [&self.incidents(), &self.config, &self.state] {
            files::make_dir(dir).map_err(|source| StoreError::not_saved(dir, source))?;
        }
        Ok(())
    }

    /// Makes the directory of the log, for its owner alone.
    pub fn make_state(&self) -> Result<(), StoreError> {
        files::make_dir(&self.state).map_err(|source| StoreError::not_saved(&self.state, source))
    }

    /// Returns what there is, newest first. Reads the state files and, where one is behind,
    /// the tail of the journal; changes nothing and takes no lock.
    pub fn list(&self) -> Result<Vec<Summary>, StoreError> {
        let looks = self.look_at_all()?.into_iter();
        let mut summaries: Vec<Summary> = looks.map(|(id, look)| Summary::of(id, look)).collect();
        summaries.sort_by(|a, b| (b.opened_at, &b.id).cmp(&(a.opened_at, &a.id)));
        Ok(summaries)
    }

    /// Returns the state of every incident, in the order of their ids, read as [`Self::list`]
    /// does.
    pub fn states(&self) -> Result<Vec<State>, StoreError> {
        states_in(&self.incidents(), |_| true)
    }

    /// Returns what was last agreed with the issue of an incident, if that can be read; changes
    /// nothing.
    #[must_use]
    pub fn last_sync(&self, id: &IncidentId) -> Option<SyncState> {
        let text = fs::read_to_string(self.incident(id).join(files::SYNC)).ok()?;
        toml::from_str(&text).ok()
    }

    /// Returns the numbers of what an incident holds back.
    #[must_use]
    pub fn held_names(&self, id: &IncidentId) -> Vec<String> {
        let listing = fs::read_dir(self.incident(id).join(files::HELD));
        let found = listing.into_iter().flatten().flatten();
        let names = found.filter_map(|file| file.file_name().into_string().ok());
        let mut names: Vec<String> = names
            .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
            .collect();
        names.sort();
        names
    }

    /// Returns the state of one incident, read as [`Self::list`] does.
    pub fn state_of(&self, id: &IncidentId) -> Result<Incident, StoreError> {
        Ok(recover::look(&self.incident(id))?.incident)
    }

    /// Returns an incident and its whole journal; changes nothing and takes no lock.
    pub fn read(&self, id: &IncidentId) -> Result<(Incident, Vec<Entry>), StoreError> {
        let dir = self.incident(id);
        let look = recover::look(&dir)?;
        let journal = Journal::read(&dir)?.map(|journal| journal.bytes(0, look.head.bytes));
        let bytes = journal.transpose()?.unwrap_or_default();
        Ok((look.incident, scan(&bytes, Head::START).entries))
    }

    /// Returns the incident that is alone here, whatever state it is in; none is read.
    #[must_use]
    pub fn only(&self) -> Option<IncidentId> {
        let mut all = ids_in(&self.incidents()).ok()?;
        all.pop().filter(|_| all.is_empty())
    }

    fn look_at_all(&self) -> Result<Looks, StoreError> {
        look_at_all_in(&self.incidents(), |_| true)
    }
}

/// Returns the state of the incident in a directory and of all beside it, in the order of their
/// ids, read as [`Home::list`] does.
pub fn states_beside(dir: &Path) -> Result<Vec<State>, StoreError> {
    states_in(dir.parent().unwrap_or(dir), |_| true)
}

/// Returns the shifts of the other incidents beside the one in `dir`, which is not read.
#[must_use]
pub fn read_others(dir: &Path) -> Vec<Elsewhere> {
    let is_other = |id: &IncidentId| !is_in(id, dir);
    let states = states_in(dir.parent().unwrap_or(dir), is_other);
    others_of(&states.unwrap_or_default(), dir)
}

/// Returns the shifts of incidents whose states were read, but for the one in `dir`. One that
/// cannot be read is left out: the list of incidents says what is wrong with it. A drill that is
/// played is practice, by a clock of its own: its hours count nowhere else, and no others count in
/// it.
#[must_use]
pub fn others_of(states: &[State], dir: &Path) -> Vec<Elsewhere> {
    if is_played(dir) {
        return Vec::new();
    }
    let root = dir.parent().unwrap_or(dir);
    let counts = |id: &IncidentId| !is_in(id, dir) && !is_played(&root.join(id.as_str()));
    let others = states.iter().filter(|(id, _)| counts(id));
    let read = others.filter_map(|(_, state)| state.as_ref().ok());
    read.map(Elsewhere::of).collect()
}

/// Returns whether a directory is that of an incident.
fn is_in(id: &IncidentId, dir: &Path) -> bool {
    dir.file_name().is_some_and(|name| name == id.as_str())
}

fn states_in(
    root: &Path,
    is_wanted: impl Fn(&IncidentId) -> bool,
) -> Result<Vec<State>, StoreError> {
    let looks = look_at_all_in(root, is_wanted)?.into_iter();
    let states = looks.map(|(id, look)| (id, look.map(|look| look.incident)));
    Ok(states.collect())
}

fn look_at_all_in(
    root: &Path,
    is_wanted: impl Fn(&IncidentId) -> bool,
) -> Result<Looks, StoreError> {
    let mut ids = ids_in(root)?;
    ids.retain(is_wanted);
    ids.sort();
    let look = |id: IncidentId| {
        let look = recover::look(&root.join(id.as_str()));
        (id, look)
    };
    Ok(ids.into_iter().map(look).collect())
}

/// Returns the incidents whose directories are in another, in no order.
fn ids_in(root: &Path) -> Result<Vec<IncidentId>, StoreError> {
    let listing = match fs::read_dir(root) {
        Ok(listing) => listing,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(StoreError::read(root, source)),
    };
    let dirs = listing.flatten().filter(|found| found.path().is_dir());
    Ok(dirs
        .filter_map(|found| found.file_name().to_str()?.parse().ok())
        .collect())
}

/// An incident and its state, or why that cannot be read.
pub type State = (IncidentId, Result<Incident, StoreError>);

type Looks = Vec<(IncidentId, Result<Look, StoreError>)>;

/// One incident in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Its id, also the name of its directory.
    pub id: IncidentId,
    /// The short description.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// How severe it is.
    pub severity: Severity,
    /// The Incident Commander.
    pub ic: String,
    /// Whether its record is closed.
    pub closed: bool,
    /// Whether it is a drill.
    pub exercise: bool,
    /// The zone its times are shown in.
    pub zone: Zone,
    /// When the record began.
    pub opened_at: Option<Instant>,
    /// The issue that mirrors it.
    pub issue: Option<IssueLink>,
    /// When its last entry was recorded.
    pub last_activity: Option<Instant>,
    /// The first thing that is wrong with its files.
    pub problem: Option<String>,
}

impl Summary {
    fn of(id: IncidentId, look: Result<Look, StoreError>) -> Self {
        let (incident, last_activity, problem) = match look {
            Ok(mut look) => {
                look.report();
                let problem = look.findings.first().map(ToString::to_string);
                (look.incident, look.head.recorded, problem)
            }
            Err(error) => {
                let problem = format!("failed to {error}");
                (Incident::default(), None, Some(problem))
            }
        };
        Self {
            id,
            title: incident.title,
            status: incident.status,
            severity: incident.severity,
            ic: incident.ic,
            closed: incident.closed,
            exercise: incident.exercise,
            zone: incident.zone,
            opened_at: incident.opened_at,
            issue: incident.issue,
            last_activity,
            problem,
        }
    }
}
