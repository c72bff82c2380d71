//! The loop: wait for one event, handle it, draw if nothing else waits.

mod asked;
mod away;
mod news;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use futures_util::{Stream, StreamExt};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until, timeout};

use super::alarm::Alarm;
use super::delivering::save_mail;
use super::desk::Desk;
use super::drafts::{self, Drafts};
use super::ending::Ending;
use super::evidence;
use super::files::{save_calendar, save_report};
use super::mirror_of_others::ELSEWHERE;
use super::mirroring::SET_REPOSITORY;
use super::neighbours::ElsewhereError;
use super::outside::Outside;
use super::signals::Signals;
use super::stage::Stage;
use super::tasks::Tasks;
use crate::app::{App, Effect, Event, Level, update, why_not_synced};
use crate::domain::command::Request;
use crate::domain::mirror::MirrorState;
use crate::github::sync::Nudge;
use crate::store::{Draft, Job, Recorded, StoreError, StoreHandle};

/// How long keys wait for a slow disk before they are taken all the same; what they act on is
/// then guarded by the state they saw.
const PATIENCE: Duration = Duration::from_secs(2);

type Saving = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// What came of a request.
enum Answer {
    /// From the record on the screen.
    Here(Result<Arc<Recorded>, StoreError>),
    /// From the record of another incident.
    Elsewhere(Result<(), ElsewhereError>),
}

/// Whose the terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    /// The loop's.
    Ours,
    /// The loop's, until what was typed is on the disk; then the program stops.
    AskedFor,
    /// Nobody's here, until the program is let go on.
    GivenBack,
}

/// The loop and everything it owns.
pub struct ScreenLoop<S> {
    app: App,
    stage: S,
    desk: Desk,
    tasks: Tasks,
    signals: Option<Signals>,
    saving: Option<(Saving, Instant)>,
    drafts: Drafts,
    /// Until when keys wait for what was being typed when the program last ended: an editor
    /// that opens before would be empty, and its text would replace the one on disk.
    drafts_awaited: Option<Instant>,
    /// The command of the person's own editor.
    editor: String,
    /// What is being edited in it, in place of the screen.
    outside: Option<Outside>,
    is_dirty: bool,
    hold: Hold,
    /// Whether news came in since a key was last looked for.
    has_heard: bool,
    /// The number of the last entry that the screen shows.
    shown: u64,
    ending: Option<Ending>,
}

impl<S: Stage> ScreenLoop<S> {
    /// Returns a loop that has shown nothing yet.
    pub fn new(app: App, stage: S, desk: Desk, tasks: Tasks) -> Self {
        Self {
            app,
            stage,
            desk,
            tasks,
            signals: None,
            saving: None,
            drafts: Drafts::default(),
            drafts_awaited: None,
            editor: "vi".to_owned(),
            outside: None,
            is_dirty: true,
            hold: Hold::Ours,
            has_heard: false,
            shown: 0,
            ending: None,
        }
    }

    /// Hears signals that are listened for already.
    #[must_use]
    pub(super) fn hearing(mut self, signals: Signals) -> Self {
        self.signals = Some(signals);
        self
    }

    /// Knows whether the app as it is is on the stage already.
    #[must_use]
    pub(super) fn having_drawn(mut self, is_drawn: bool) -> Self {
        self.is_dirty = !is_drawn;
        self
    }

    /// Has texts opened in a person's own editor by this command.
    #[must_use]
    pub(super) fn editing_with(mut self, command: String) -> Self {
        self.editor = command;
        self
    }

    /// Runs until somebody quits, a signal comes or the terminal goes. On every way out the
    /// draft and the state are on disk and the terminal is given back.
    pub async fn run(mut self, input: impl Stream<Item = Event> + Unpin) -> Result<Ending> {
        let ended = self.show(input).await;
        self.stage.restore();
        self.finish_saving().await;
        self.drafts.write(&self.desk, &mut self.tasks);
        let saved = self.desk.store.shutdown().await;
        let ending = ended?;
        saved?;
        Ok(ending)
    }

    async fn show(&mut self, mut input: impl Stream<Item = Event> + Unpin) -> Result<Ending> {
        let mut signals = match self.signals.take() {
            Some(signals) => signals,
            None => Signals::listen()?,
        };
        let alarm = Alarm::new()?;
        self.draw();
        self.desk.warm_gate(&mut self.tasks);
        self.desk.read_history(&mut self.tasks);
        self.desk.read_neighbours(&mut self.tasks);
        // Who only watches types nothing; what others were typing is theirs.
        if !self.app.is_watching {
            drafts::look(&self.desk, &mut self.tasks);
            self.drafts_awaited = Some(Instant::now() + PATIENCE);
        }
        while self.ending.is_none() {
            self.wait(&mut input, &mut signals, &alarm).await?;
            if !self.has_heard {
                self.hear_all(None);
            }
            self.stop_if_asked().await;
            if self.ending.is_none() {
                self.draw();
            }
        }
        Ok(self.ending.take().unwrap_or(Ending::Quit))
    }

    /// Draws if anything changed. A place that cannot be drawn on is gone.
    fn draw(&mut self) {
        if self.hold != Hold::GivenBack
            && self.outside.is_none()
            && std::mem::take(&mut self.is_dirty)
            && let Err(error) = self.stage.draw(&self.app)
        {
            tracing::warn!(%error, "the terminal is gone");
            self.ending = Some(Ending::TerminalGone);
        }
    }

    /// Waits for one thing and handles it.
    async fn wait(
        &mut self,
        input: &mut (impl Stream<Item = Event> + Unpin),
        signals: &mut Signals,
        alarm: &Alarm,
    ) -> Result<()> {
        let until_tick = self.until_tick();
        let (draft_at, has_draft) = deadline(self.drafts.due_at());
        if self.outside.is_some() {
            return self.wait_outside(input, signals).await;
        }
        if self.takes_turns(input).await {
            return Ok(());
        }
        // While a request is being written the keys behind it wait, so that each acts on what
        // the one before it left; not for ever, so that a dead disk does not take the screen.
        let takes_keys = !self.is_awaiting();
        tokio::select! {
            // The order matters: what ends the program first; then what the record says, so
            // that an answer never finds the screen behind; keys last, for they are acts on
            // what is seen, and a held key must not starve the rest.
            biased;
            asked = signals.next() => self.asked(asked),
            broken = self.tasks.next_broken() => {
                self.task_broke(broken.name, &broken.cause)?;
            }
            Some(inbound) = self.desk.inbox.recv() => self.hear_all(Some(inbound)),
            outcome = answer(&mut self.saving) => self.answered(outcome),
            () = sleep_until(draft_at), if has_draft => {
                self.drafts.write(&self.desk, &mut self.tasks);
            }
            () = alarm.after(until_tick.unwrap_or_default()), if until_tick.is_some() => {
                self.happen(Event::Ticked);
            }
            event = input.next(), if takes_keys => match event {
                Some(event) => self.take(event),
                None => self.ending = Some(Ending::TerminalGone),
            },
        }
        Ok(())
    }

    /// Takes a key that is there already, if news came in before: what is on the screen now
    /// has been seen, and a long thread that comes in must not keep the keys waiting.
    async fn takes_turns(&mut self, input: &mut (impl Stream<Item = Event> + Unpin)) -> bool {
        if !std::mem::take(&mut self.has_heard) || self.is_awaiting() {
            return false;
        }
        tokio::select! {
            biased;
            event = input.next() => match event {
                Some(event) => self.take(event),
                None => self.ending = Some(Ending::TerminalGone),
            },
            () = std::future::ready(()) => return false,
        }
        true
    }

    /// Returns true while the disk is about to say something that the next key acts on.
    fn is_awaiting(&self) -> bool {
        let saving = self.saving.as_ref().map(|(_, until)| *until);
        let until = saving.max(self.drafts_awaited);
        until.is_some_and(|until| Instant::now() < until)
    }

    /// Returns how long it takes until the next second, where one is shown: a clock counts down.
    /// Ages are told in minutes, and brought on by the looks at the other incidents.
    fn until_tick(&self) -> Option<Duration> {
        if self.app.clocks.is_empty() && !self.is_awaiting() {
            return None;
        }
        let now = (self.desk.clock)();
        let millis = u64::from(now.timestamp_subsec_millis());
        Some(Duration::from_millis(
            1000_u64.saturating_sub(millis).max(20),
        ))
    }

    /// Takes an event from the terminal; an open editor gets it first.
    fn take(&mut self, event: Event) {
        self.is_dirty = true;
        if let Some(event) = self.stage.route(&self.app, event) {
            self.happen(event);
        }
    }

    /// Changes the screen and carries out what it asks for.
    fn happen(&mut self, event: Event) {
        let effects = update(&mut self.app, event, (self.desk.clock)());
        self.is_dirty = true;
        for effect in effects {
            self.carry_out(effect);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Execute(request) => {
                let saving = execute(&self.desk.store, request);
                self.saving = Some((saving, Instant::now() + PATIENCE));
            }
            Effect::ExecuteIn { incident, request } => {
                let answer = self.desk.execute_in(incident, request, &mut self.tasks);
                let saving: Saving = Box::pin(async { Answer::Elsewhere(answer.await) });
                self.saving = Some((saving, Instant::now() + PATIENCE));
            }
            Effect::ReadFigures => self.desk.read_figures(&mut self.tasks),
            Effect::KeepDraft { key, text } => self.drafts.keep(Draft {
                key,
                text,
                saved_at: (self.desk.clock)(),
            }),
            Effect::DropDraft { key } => self.drafts.drop(key, &self.desk, &mut self.tasks),
            Effect::Copy(text) => {
                if let Err(error) = self.stage.copy(&text) {
                    let told = format!("failed to copy: {error}; press the key again");
                    self.happen(Event::Said(Level::Error, told));
                }
            }
            Effect::Alert(alert) => {
                if let Err(error) = self.stage.call(&alert) {
                    tracing::warn!(%error, "the terminal was not called");
                }
            }
            Effect::SaveMail(mail) => {
                let (dir, outbox) = (self.desk.dir.clone(), self.desk.outbox.clone());
                self.tasks.start_blocking("mail file", move || {
                    let _ = outbox.send(save_mail(&dir, &mail));
                });
            }
            Effect::SaveCalendar(text) => {
                let (dir, outbox) = (self.desk.dir.clone(), self.desk.outbox.clone());
                self.tasks.start_blocking("calendar file", move || {
                    let _ = outbox.send(save_calendar(&dir, &text));
                });
            }
            Effect::SaveReport(ask) => {
                let (dir, outbox) = (self.desk.dir.clone(), self.desk.outbox.clone());
                let gate = self.desk.gate.clone();
                self.tasks.start_blocking("report file", move || {
                    let _ = outbox.send(save_report(&dir, &ask.leaving(&gate)));
                });
            }
            Effect::WorkOutReport(ask) => self.desk.work_out_report(ask, &mut self.tasks),
            Effect::LookBack(ask) => self.desk.look_back(ask, &mut self.tasks),
            Effect::SyncNow => self.sync_now(),
            Effect::EditOutside { editor, text } => self.edit_outside(editor, &text),
            Effect::ReadIncidents => self.desk.read_incidents(&mut self.tasks),
            Effect::OpenIncident(incident) => self.ending = Some(Ending::Open(incident)),
            Effect::RestReading => drop(self.desk.nudges.send(Nudge::Rest)),
            Effect::Drill(ask) => self.ask_drill(ask),
            Effect::Suspend => self.suspend(),
            Effect::Quit => self.ending = Some(Ending::Quit),
        }
    }

    /// Asks the mirror for a round, or says why none will come.
    fn sync_now(&mut self) {
        let is_heard = self.desk.nudges.send(Nudge::Now).is_ok();
        let why = match self.app.mirror.state {
            MirrorState::Off if self.app.incident.issue.is_none() => {
                format!("no repository is configured: {SET_REPOSITORY}; then start again")
            }
            MirrorState::Elsewhere => ELSEWHERE.to_owned(),
            _ if is_heard => return,
            MirrorState::Off | MirrorState::Offline => why_not_synced(&self.app),
            _ => self.app.mirror.detail.clone(),
        };
        self.happen(Event::Said(Level::Warning, why));
    }

    /// Waits for what is being saved: a draft of what is in the record would be saved again.
    async fn finish_saving(&mut self) {
        if self.saving.is_some()
            && let Ok(outcome) = timeout(PATIENCE, answer(&mut self.saving)).await
        {
            self.answered(outcome);
        }
    }
}

/// Puts a request to the record at once: whatever ends the loop next, it is written. Only what
/// needs a look at a file first takes its time.
fn execute(store: &StoreHandle, request: Request) -> Saving {
    if evidence::needs_a_look(&request) {
        let store = store.clone();
        return Box::pin(async move {
            Answer::Here(match evidence::looked_at(request).await {
                Ok(request) => store.execute(request).await,
                Err(error) => Err(error),
            })
        });
    }
    let (reply, outcome) = oneshot::channel();
    let sent = store.send(Job::Execute(Box::new(request), reply));
    Box::pin(async move {
        let outcome = async {
            sent?;
            outcome.await.unwrap_or(Err(StoreError::Ended))
        };
        Answer::Here(outcome.await)
    })
}

async fn answer(saving: &mut Option<(Saving, Instant)>) -> Answer {
    match saving {
        Some((saving, _)) => saving.await,
        None => std::future::pending().await,
    }
}

fn deadline(at: Option<Instant>) -> (Instant, bool) {
    (at.unwrap_or_else(Instant::now), at.is_some())
}
