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
    pub is_over: bool,
    /// Who holds its time.
    pub held: Held,
}

/// Who holds the time of a drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// This pane.
    Here,
    /// The pane that began it; this one is beside it.
    Elsewhere,
    /// Nobody any more: the drill is over, and its clock stands.
    Over,
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
        if self.held == Held::Over {
            return "over".to_owned();
        }
        // Once everything happened its time goes on, and so do the clocks.
        let over = if self.is_over { "over, " } else { "" };
        let paused = if self.is_paused { " paused" } else { "" };
        format!("{over}{}x{paused}", self.speed)
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
    match app.exercise.map(|exercise| exercise.held) {
        Some(Held::Here) => return vec![Effect::Drill(ask)],
        Some(Held::Elsewhere) if ask == DrillAsk::Scorecard => app.warn(
            "the pane that began the drill has its scorecard; so has `sitroom drill --scorecard`",
        ),
        Some(Held::Elsewhere) => app.warn("the pane that began the drill holds its time"),
        Some(Held::Over) => {
            let refusal = Refusal::of_ended_drill(&app.incident.id);
            app.warn(refusal.to_string());
        }
        None => app.warn("no drill runs here; `sitroom drill` begins one"),
    }
    Vec::new()
}

/// Returns why nothing is synced from a pane, and what does it.
#[must_use]
pub fn why_not_synced(app: &App) -> String {
    match app.exercise.map(|exercise| exercise.held) {
        Some(Held::Over) => format!("the drill is over and its issue gone: {AFTER_DRILL}"),
        _ if app.incident.exercise => {
            "the pane that began the drill syncs its issue, with what is recorded here".to_owned()
        }
        _ => "nothing syncs this incident from here; `sitroom sync` does".to_owned(),
    }
}

/// Takes over how the time goes, and says so when everything happened.
pub(super) fn drill_moved(app: &mut App, exercise: Exercise) {
    let was_over = app.exercise.is_some_and(|before| before.is_over);
    app.exercise = Some(exercise);
    app.hold_selection();
    app.follow_time();
    if exercise.is_over && !was_over {
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
