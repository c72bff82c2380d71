//! The drill on the screen: how its time goes, what the keys ask of it, and its scorecard.

use super::action::Action;
use super::event::Effect;
use super::layer::Layer;
use super::model::App;
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
    if app.exercise.is_none() {
        app.warn("no drill runs here; `sitroom drill` begins one");
        return Vec::new();
    }
    vec![Effect::Drill(ask)]
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
