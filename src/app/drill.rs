//! The drill on the screen: how its time goes, what the keys ask of it, and its scorecard.

use super::action::Action;
use super::event::Effect;
use super::layer::Layer;
use super::model::App;
use crate::domain::decide::{AFTER_DRILL, Refusal};
use crate::domain::time::Instant;

/// How the time of a drill goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exercise {
    /// How many seconds of it pass in one.
    pub speed: u32,
    /// Whether it stands still.
    pub is_paused: bool,
    /// When the next scripted thing happens, by the drill's clock; none when none is to come.
    pub next_at: Option<Instant>,
    /// Whether everything of the scenario happened.
    pub is_played_out: bool,
    /// Who holds its time.
    pub holder: Holder,
}

/// Who holds the time of a drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// This pane.
    ThisPane,
    /// The pane that began it; this one is beside it.
    OtherPane,
    /// Nobody any more: the drill has ended, and its clock stands.
    Nobody,
}

/// What is asked of the drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrillAsk {
    /// Stop the time, or let it go on.
    Pause,
    /// Have it go one step faster.
    Faster,
    /// Have it go one step slower.
    Slower,
    /// Jump to the next scripted thing.
    Skip,
    /// Work out the scorecard.
    Scorecard,
}

impl Exercise {
    /// Returns what stands behind the word EXERCISE in the header.
    #[must_use]
    pub fn words(&self) -> String {
        if self.holder == Holder::Nobody {
            return "over".to_owned();
        }
        // Once everything happened its time goes on, and so do the clocks.
        let out = if self.is_played_out {
            "played out, "
        } else {
            ""
        };
        let paused = if self.is_paused { " paused" } else { "" };
        format!("{out}{}x{paused}", self.speed)
    }
}

impl DrillAsk {
    /// Returns what an action asks of the drill; none where it is about something else.
    pub(super) fn of(action: Action) -> Option<Self> {
        Some(match action {
            Action::DrillPause => Self::Pause,
            Action::DrillFaster => Self::Faster,
            Action::DrillSlower => Self::Slower,
            Action::DrillSkip => Self::Skip,
            Action::Scorecard => Self::Scorecard,
            _ => return None,
        })
    }
}

/// Asks the drill for something, if there is one.
pub(super) fn ask_drill(app: &mut App, ask: DrillAsk) -> Vec<Effect> {
    match app.exercise.map(|exercise| exercise.holder) {
        Some(Holder::ThisPane) => {
            say_what_comes(app, ask);
            return vec![Effect::Drill(ask)];
        }
        Some(_) if ask == DrillAsk::Scorecard => return vec![Effect::Drill(ask)],
        Some(Holder::OtherPane) => app.warn("the pane that began the drill holds its time"),
        Some(Holder::Nobody) => {
            let refusal = Refusal::of_ended_drill(&app.incident.id);
            app.warn(refusal.to_string());
        }
        None => app.warn("no drill runs here; `sitroom drill` begins one"),
    }
    Vec::new()
}

/// Says what the time of the drill waits for then, where that does not show.
fn say_what_comes(app: &mut App, ask: DrillAsk) {
    let Some(exercise) = app.exercise else {
        return;
    };
    let key = |action| app.keymap.key(action);
    let (pause, skip) = (key(Action::DrillPause), key(Action::DrillSkip));
    let has_come = exercise.next_at.is_some_and(|at| at <= app.now);
    let said = match ask {
        DrillAsk::Pause if !exercise.is_paused => {
            format!("paused: {pause} goes on, {skip} skips to the next thing")
        }
        DrillAsk::Skip if exercise.is_played_out => {
            "everything of the scenario happened: there is nothing to skip to".to_owned()
        }
        // It was skipped to, and those who play wait for their place.
        DrillAsk::Skip if has_come && app.incident.issue.is_none() => {
            let sync = key(Action::Sync);
            format!("the next thing happens on the issue, and there is none yet: {sync} syncs")
        }
        DrillAsk::Skip if exercise.is_paused => {
            format!("skipped to the next thing; paused: {pause} goes on")
        }
        _ => return,
    };
    app.tell(said);
}

/// Returns why nothing is synced from a pane, and what does it.
#[must_use]
pub fn why_not_synced(app: &App) -> String {
    match app.exercise.map(|exercise| exercise.holder) {
        Some(Holder::Nobody) => format!("the drill is over and its issue gone: {AFTER_DRILL}"),
        _ if app.incident.exercise => {
            "the pane that began the drill syncs its issue, with what is recorded here".to_owned()
        }
        _ => "nothing syncs this incident from here; `sitroom sync` does".to_owned(),
    }
}

/// Takes over how the time goes, and says so when everything happened.
pub(super) fn drill_moved(app: &mut App, exercise: Exercise) {
    let was_played_out = app.exercise.is_some_and(|before| before.is_played_out);
    app.exercise = Some(exercise);
    app.hold_selection();
    app.follow_time();
    let is_news = exercise.is_played_out && !was_played_out;
    if is_news && app.offers(Action::Scorecard) {
        let key = app.keymap.key(Action::Scorecard);
        app.tell(format!(
            "EXERCISE: everything of the scenario happened; {key} shows the scorecard"
        ));
    }
}

/// Shows the scorecard, unless something else lies over the screen by now: what is being typed
/// goes on.
pub(super) fn scorecard_read(app: &mut App, text: String) {
    app.scorecard = text;
    match app.layers.last() {
        None => app.layers.push(Layer::Scorecard { scroll: 0 }),
        // The one that is shown is read from that.
        Some(Layer::Scorecard { .. }) => {}
        Some(_) => {
            let key = app.keymap.key(Action::Scorecard);
            app.tell(format!("EXERCISE: the scorecard is ready; {key} shows it"));
        }
    }
}
