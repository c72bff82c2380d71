//! Keys that wait for the next one: the beginning of a sequence, and a number before what moves.

use super::action::Action;
use super::event::Effect;
use super::key::{Key, KeyPress, KeySequence};
use super::keymap::Meaning;
use super::layer::Layer;
use super::mode::Mode;
use super::model::App;

/// The highest number before what moves; nobody means to go further.
const MOST: usize = 9_999;

/// The number before what moves, while that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Number(usize);

impl Number {
    /// Returns how often it moves.
    pub(super) fn times(self) -> usize {
        self.0.max(1)
    }

    /// Returns how often it moves, the other way where that is asked for.
    pub(super) fn signed(self, is_forward: bool) -> isize {
        let times = isize::try_from(self.times()).unwrap_or(isize::MAX);
        if is_forward { times } else { -times }
    }

    /// Returns the place of the line with this number, from 0; none where no number was typed.
    pub(super) fn place(self) -> Option<usize> {
        self.0.checked_sub(1)
    }
}

/// Returns the place so many places further on, around the end of what is not empty.
pub(super) fn around(at: usize, by: isize, count: usize) -> usize {
    let to = at.cast_signed() + by % count.cast_signed();
    to.rem_euclid(count.cast_signed()).cast_unsigned()
}

/// Keys that were pressed and wait for the next one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pending {
    /// The beginning of a sequence.
    pub keys: Vec<KeyPress>,
    /// The number that was typed so far; 0 while there is no digit yet.
    pub count: Option<usize>,
    /// Where the keys were pressed: what opens over the screen meanwhile does not get them.
    mode: Option<Mode>,
}

impl Pending {
    fn is_begun(&self) -> bool {
        !self.keys.is_empty() || self.count.is_some()
    }
}

impl App {
    /// Returns whether a key waits for the next one where keys work now.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.pending.is_begun() && self.pending.mode == self.mode()
    }

    /// Returns where keys work now; none where they are typed or chosen by letter.
    #[must_use]
    pub fn mode(&self) -> Option<Mode> {
        match self.layers.last() {
            Some(Layer::Card(card)) => Some(card.mode()),
            Some(Layer::Sending(_)) => Some(Mode::Sending),
            Some(Layer::Planner(_)) => Some(Mode::Planner),
            Some(
                Layer::Editor(_)
                | Layer::Choices(_)
                | Layer::Palette(_)
                | Layer::Picks(_)
                | Layer::Scorecard { .. }
                | Layer::Whole { .. }
                | Layer::Help { .. },
            ) => None,
            None if self.is_looking_back() => Some(Mode::Past),
            None | Some(Layer::Across(_) | Layer::Log(_) | Layer::Drafts(_)) => Some(Mode::Global),
        }
    }
}

/// Takes a key, does what it means together with those before it, as often as the number says,
/// and waits where it only begins something.
pub(super) fn take(
    app: &mut App,
    mode: Mode,
    press: KeyPress,
    act: impl Fn(&mut App, Action) -> Vec<Effect>,
) -> Vec<Effect> {
    let mut waiting = std::mem::take(&mut app.pending);
    if waiting.mode != Some(mode) {
        waiting = Pending {
            mode: Some(mode),
            ..Pending::default()
        };
    }
    if let Some(count) = counted(app, mode, &waiting, press) {
        waiting.count = Some(count);
        app.pending = waiting;
        return Vec::new();
    }
    waiting.keys.push(press);
    match app.keymap.meaning(mode, &waiting.keys) {
        Meaning::Does(Action::Count) => {
            waiting.keys.clear();
            waiting.count = Some(0);
            app.pending = waiting;
            Vec::new()
        }
        Meaning::Does(action) => times(app, action, waiting.count, act),
        Meaning::Begins => {
            app.pending = waiting;
            Vec::new()
        }
        Meaning::Nothing => {
            let does = if app.keymap.is_bound(&waiting.keys) {
                "does nothing here"
            } else {
                "is bound to nothing"
            };
            let keys = KeySequence(waiting.keys);
            let help = app.keymap.key(Action::Help);
            app.tell(format!("{keys} {does}; {help} shows the keys"));
            Vec::new()
        }
    }
}

/// Begins a number, from the palette.
pub(super) fn begin_count(app: &mut App) {
    app.pending = Pending {
        count: Some(0),
        mode: app.mode(),
        ..Pending::default()
    };
}

/// Returns the number with one more digit: where a number was begun, or where the digit is bound
/// to nothing and is not a zero before it.
fn counted(app: &App, mode: Mode, waiting: &Pending, press: KeyPress) -> Option<usize> {
    let Key::Char(c) = press.key else {
        return None;
    };
    let digit = usize::try_from(c.to_digit(10)?).ok()?;
    if press.ctrl || press.alt || !waiting.keys.is_empty() {
        return None;
    }
    let is_begun = waiting.count.is_some();
    let is_free = digit > 0
        && match app.keymap.meaning(mode, &[press]) {
            Meaning::Nothing => true,
            // No view is turned to while something lies over it.
            Meaning::Does(action) => !app.layers.is_empty() && action.only_looks(),
            Meaning::Begins => false,
        };
    let before = waiting.count.unwrap_or(0);
    (is_begun || is_free).then(|| (before * 10 + digit).min(MOST))
}

/// Does an action with the number before it. It is done once, whatever the number: what moves
/// knows how far. Nothing else is done once a number was begun, with or without a digit.
fn times(
    app: &mut App,
    action: Action,
    count: Option<usize>,
    act: impl Fn(&mut App, Action) -> Vec<Effect>,
) -> Vec<Effect> {
    if count.is_some() && !action.is_countable() {
        let word = action.label();
        app.warn(format!("a number is for what moves; {word}: not done"));
        return Vec::new();
    }
    app.number = Number(count.unwrap_or(0));
    let effects = act(app, action);
    app.number = Number::default();
    effects
}
