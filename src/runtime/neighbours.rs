//! The other incidents on this machine: who is on shift for them, what is left to be done in
//! them, what all of them say together, and what is said of one from the screen of another.
//!
//! Reading takes as long as the records are many, so each is a task of its own and stops no key.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use thiserror::Error;
use tokio::sync::{mpsc, oneshot};

use super::desk::{Desk, Inbound};
use super::tasks::Tasks;
use crate::app::KnownIncident;
use crate::domain::command::Request;
use crate::domain::followup::Outstanding;
use crate::domain::ids::IncidentId;
use crate::domain::people::Elsewhere;
use crate::domain::time::Instant;
use crate::session::{Environment, SessionError, Survey};
use crate::store::{State, StoreError, Summary, others_of, states_beside};

/// How often they are looked at.
const EVERY: Duration = Duration::from_secs(60);

/// How long another record may keep a request waiting, say by a program that holds its lock.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a request to another incident's record is not done.
#[derive(Debug, Error)]
pub(super) enum ElsewhereError {
    /// Its record was opened and did not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its record cannot be opened.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// No other incident is known here.
    #[error("find {0}: no other incident is looked at")]
    Alone(IncidentId),
    /// Its record was busy for so long that the request was taken back.
    #[error("write to {0}: its record is busy; nothing was written, try again")]
    Busy(IncidentId),
    /// The part that writes to it broke.
    #[error("write to {0}: the part that does it broke; look whether it is written")]
    Broke(IncidentId),
}

/// What was read of the others.
struct Read {
    others: Vec<Elsewhere>,
    outstanding: Option<Vec<Outstanding>>,
}

impl Desk {
    /// Has the others read each minute, once for all that is asked of them; the loop hears of
    /// what changed, and that it was looked. Shifts are a person's, whatever they work on.
    pub(super) fn read_neighbours(&self, tasks: &mut Tasks) {
        let (dir, machine) = (self.dir.clone(), self.machine.clone());
        let (clock, outbox) = (self.clock.clone(), self.outbox.clone());
        let look = move || {
            let states = states_beside(&dir)?;
            Ok::<_, StoreError>(read(&states, &dir, machine.as_ref(), clock()))
        };
        tasks.start("neighbours", look_each(EVERY, look, outbox));
    }

    /// Has what all incidents say together read once.
    pub(super) fn read_figures(&self, tasks: &mut Tasks) {
        let outbox = self.outbox.clone();
        let Some(machine) = self.machine.clone() else {
            let _ = outbox.send(Inbound::Figures(vec![
                "no other incident is looked at".into(),
            ]));
            return;
        };
        let now = (self.clock)();
        tasks.start_blocking("figures", move || {
            let lines = match machine.across(now) {
                Ok(survey) => {
                    let mut lines = survey.found.lines();
                    lines.extend(survey.problems);
                    lines
                }
                Err(error) => vec![format!("failed to {error}")],
            };
            let _ = outbox.send(Inbound::Figures(lines));
        });
    }

    /// Has the incidents on this machine read once, to be offered.
    pub(super) fn read_incidents(&self, tasks: &mut Tasks) {
        let Some(machine) = self.machine.clone() else {
            return;
        };
        let outbox = self.outbox.clone();
        tasks.start_blocking("incidents", move || match machine.home.list() {
            Ok(all) => {
                let known = all.iter().map(known).collect();
                let _ = outbox.send(Inbound::Incidents(known));
            }
            Err(error) => tracing::warn!(%error, "the incidents"),
        });
    }

    /// Puts a request to the record of another incident, and has read what is left there then.
    /// Whoever waits for the answer gets one in time: a request that its record did not begin
    /// with by then is taken back.
    pub(super) fn execute_in(
        &self,
        incident: IncidentId,
        request: Request,
        tasks: &mut Tasks,
    ) -> impl Future<Output = Result<(), ElsewhereError>> + Send + 'static {
        let (answer, answered) = oneshot::channel();
        let turn = Arc::new(Turn::default());
        if let Some(machine) = self.machine.clone() {
            let (outbox, now) = (self.outbox.clone(), (self.clock)());
            let (turn, incident) = (Arc::clone(&turn), incident.clone());
            tasks.start_blocking("another record", move || {
                let saved = execute(&machine, &incident, &request, now, &turn);
                let is_saved = saved.is_ok();
                let _ = answer.send(saved);
                let states = machine.home.states().ok().filter(|_| is_saved);
                if let Some(states) = states {
                    let found = told(machine.outstanding_of(&states, now));
                    let _ = outbox.send(Inbound::Outstanding(found));
                }
            });
        } else {
            let _ = answer.send(Err(ElsewhereError::Alone(incident.clone())));
        }
        waits(answered, turn, incident, PATIENCE)
    }
}

/// Whose turn it is: the record's, to begin, or the one's who waits, to take it back.
#[derive(Debug, Default)]
struct Turn(AtomicU8);

impl Turn {
    const BEGUN: u8 = 1;
    const TAKEN_BACK: u8 = 2;

    /// Returns false where the other side was first.
    fn take(&self, as_whom: u8) -> bool {
        let (order, seen) = (Ordering::SeqCst, Ordering::SeqCst);
        self.0.compare_exchange(0, as_whom, order, seen).is_ok()
    }
}

async fn waits(
    mut answered: oneshot::Receiver<Result<(), ElsewhereError>>,
    turn: Arc<Turn>,
    incident: IncidentId,
    patience: Duration,
) -> Result<(), ElsewhereError> {
    let answer = match tokio::time::timeout(patience, &mut answered).await {
        Ok(answer) => answer,
        Err(_) if turn.take(Turn::TAKEN_BACK) => return Err(ElsewhereError::Busy(incident)),
        // It is being written right now.
        Err(_) => answered.await,
    };
    answer.unwrap_or(Err(ElsewhereError::Broke(incident)))
}

fn read(
    states: &[State],
    dir: &std::path::Path,
    machine: Option<&Environment>,
    now: Instant,
) -> Read {
    Read {
        others: others_of(states, dir),
        outstanding: machine.map(|machine| told(machine.outstanding_of(states, now))),
    }
}

fn told<T>(survey: Survey<T>) -> T {
    for problem in &survey.problems {
        tracing::warn!(problem, "another incident");
    }
    survey.found
}

fn execute(
    machine: &Environment,
    incident: &IncidentId,
    request: &Request,
    now: Instant,
    turn: &Turn,
) -> Result<(), ElsewhereError> {
    let now = time_of(machine, incident, now);
    let mut record = machine.open_record(incident)?.record;
    if !turn.take(Turn::BEGUN) {
        return Err(ElsewhereError::Busy(incident.clone()));
    }
    let done = record.execute(request, now).map(|_| ());
    if let Err(error) = record.save_state() {
        tracing::warn!(%error, "the state of another incident");
    }
    Ok(done?)
}

/// Returns what time it is in the record of another incident: each drill has a clock of its own.
fn time_of(machine: &Environment, incident: &IncidentId, now: Instant) -> Instant {
    if machine.is_of_drills() {
        machine.by_clock_of(incident).now()
    } else {
        now
    }
}

fn known(summary: &Summary) -> KnownIncident {
    let exercise = if summary.exercise { "EXERCISE, " } else { "" };
    let state = if summary.closed {
        format!("{exercise}closed")
    } else {
        format!("{exercise}{}", summary.status)
    };
    KnownIncident {
        id: summary.id.clone(),
        title: summary.title.clone(),
        state,
    }
}

/// Looks each time so long after the last look, and tells what differs from the one before.
async fn look_each(
    every: Duration,
    look: impl Fn() -> Result<Read, StoreError> + Send + Sync + 'static,
    outbox: mpsc::UnboundedSender<Inbound>,
) {
    let look = Arc::new(look);
    let (mut others, mut outstanding) = (Vec::new(), None);
    loop {
        let look = Arc::clone(&look);
        let Ok(read) = tokio::task::spawn_blocking(move || look()).await else {
            break;
        };
        match read {
            Ok(read) => {
                if others != read.others {
                    others.clone_from(&read.others);
                    let _ = outbox.send(Inbound::Others(read.others));
                }
                if let Some(found) = read.outstanding
                    && outstanding.as_ref() != Some(&found)
                {
                    outstanding = Some(found.clone());
                    let _ = outbox.send(Inbound::Outstanding(found));
                }
            }
            Err(error) => tracing::warn!(%error, "the other incidents"),
        }
        // Ages, and what is due on a day, go on with the same look: where no clock counts down
        // nothing else wakes the screen.
        if outbox.send(Inbound::Looked).is_err() {
            break;
        }
        tokio::time::sleep(every).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::{Command, Opening};
    use crate::domain::event::Visibility;
    use crate::domain::incident::PlaybookRef;
    use crate::domain::playbook::Playbook;
    use crate::domain::time::{When, Zone};
    use crate::session::Lookup;
    use crate::store::{DrillGait, Home, Record, RunningDrill};

    fn fox() -> IncidentId {
        "2026-11-22-fox".parse().unwrap()
    }

    /// Declares a drill on a machine that is turned to drills.
    fn practise(machine: &Environment, at: Instant) -> (IncidentId, std::path::PathBuf) {
        let playbook = Playbook::shipped("cloud-gov-2023").expect("it ships");
        let opening = Command::Open(Box::new(Opening {
            incident: fox(),
            playbook: PlaybookRef {
                id: playbook.id.clone(),
                version: playbook.version.clone(),
            },
            exercise: true,
            zone: Zone::UTC,
            title: "The foxes practise".to_owned(),
            details: String::new(),
            reporter: String::new(),
            ic: "Farmer Jane".to_owned(),
            responders: Vec::new(),
            aware: When::exact(at),
        }));
        let request = Request::local(opening, "Farmer Jane");
        let record = Record::create(&machine.home, &machine.gate, playbook, &request, "farm", at);
        let record = record.expect("a record");
        (record.incident().id.clone(), record.dir().to_owned())
    }

    #[test]
    fn another_drill_takes_what_is_said_at_its_own_time_and_nothing_once_it_is_over() {
        let root = tempfile::tempdir().expect("a directory");
        let nothing: Lookup = Arc::new(|_| None);
        let machine = Environment::new(Home::at(root.path()), nothing);
        let mut machine = machine.expect("a machine");
        machine.turn_to_drills();
        let there = Instant::UNIX_EPOCH + chrono::TimeDelta::days(20_000);
        let (id, dir) = practise(&machine, there);
        let gait = DrillGait::standing(there);
        let running = RunningDrill::begin(&dir, gait).expect("it runs");
        let here = there + chrono::TimeDelta::days(1);
        let note = |text: &str| {
            let note = Command::Note {
                text: text.to_owned(),
                visibility: Visibility::Local,
            };
            let request = Request::local(note, "Farmer Jane");
            execute(&machine, &id, &request, here, &Turn::default())
        };
        note("the gate is shut").expect("it runs, so it is taken");
        let entries = || machine.home.read(&id).expect("a record").1;
        let last = entries().pop().expect("the note");
        assert_eq!(last.happened, When::exact(there));
        drop(running);
        let before = entries();
        let refused = note("too late").expect_err("it is over");
        let said = refused.to_string();
        assert!(said.contains("is over and takes nothing more"), "{said}");
        assert_eq!(entries(), before);
    }

    #[tokio::test]
    async fn a_request_that_was_not_begun_in_time_is_taken_back_for_good() {
        let (_answer, answered) = oneshot::channel();
        let turn = Arc::new(Turn::default());
        let waited = waits(answered, Arc::clone(&turn), fox(), Duration::ZERO).await;
        assert!(matches!(waited, Err(ElsewhereError::Busy(_))), "{waited:?}");
        assert!(
            !turn.take(Turn::BEGUN),
            "its record must not begin with it any more"
        );
    }

    #[tokio::test]
    async fn a_request_that_was_begun_is_waited_for() {
        let (answer, answered) = oneshot::channel();
        let turn = Arc::new(Turn::default());
        assert!(turn.take(Turn::BEGUN));
        let waiting = tokio::spawn(waits(answered, turn, fox(), Duration::ZERO));
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        answer.send(Ok(())).unwrap();
        assert!(waiting.await.unwrap().is_ok());
    }

    #[tokio::test]
    async fn a_part_that_breaks_is_an_answer_too() {
        let (answer, answered) = oneshot::channel::<Result<(), ElsewhereError>>();
        drop(answer);
        let turn = Arc::new(Turn::default());
        let waited = waits(answered, turn, fox(), PATIENCE).await;
        assert!(
            matches!(waited, Err(ElsewhereError::Broke(_))),
            "{waited:?}"
        );
    }

    #[tokio::test]
    async fn each_look_is_told_whether_anything_differs_or_not() {
        let (outbox, mut inbox) = mpsc::unbounded_channel();
        let nothing = || {
            Ok(Read {
                others: Vec::new(),
                outstanding: None,
            })
        };
        let looking = tokio::spawn(look_each(Duration::ZERO, nothing, outbox));
        for _ in 0..3 {
            let heard = inbox.recv().await;
            assert!(matches!(heard, Some(Inbound::Looked)), "{heard:?}");
        }
        drop(inbox);
        looking.await.expect("ends once nobody listens");
    }
}
