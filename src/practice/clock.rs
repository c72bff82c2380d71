//! The time of an exercise: it goes faster than the real one, stands still, and jumps.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::domain::time::Instant;

/// The fastest that a drill goes: an hour in a second.
pub const FASTEST: u32 = 3600;

/// The speeds that a drill steps through.
const SPEEDS: [u32; 12] = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, FASTEST];

/// The clock of an exercise; clones are the same clock.
#[derive(Debug, Clone)]
pub struct DrillClock {
    pace: Arc<watch::Sender<DrillPace>>,
}

/// How the time of an exercise goes since it last changed its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrillPace {
    /// Since when, by the real clock.
    since: std::time::Instant,
    /// What time it was in the exercise then.
    pub at: Instant,
    /// How many seconds of the exercise pass in one.
    pub speed: u32,
    /// Whether it stands still.
    pub is_paused: bool,
    /// When the next thing happens, in the exercise; none when nothing is to come.
    pub next_at: Option<Instant>,
    /// Whether everything of the scenario happened.
    pub is_played_out: bool,
}

impl DrillPace {
    /// Returns the time of the exercise.
    #[must_use]
    pub fn now(&self) -> Instant {
        if self.is_paused {
            return self.at;
        }
        let elapsed = self.since.elapsed().saturating_mul(self.speed);
        let elapsed = chrono::TimeDelta::from_std(elapsed).unwrap_or_default();
        self.at.checked_add_signed(elapsed).unwrap_or(self.at)
    }

    /// Returns how long it is at the desk until a time of the exercise; none while it stands.
    fn until(&self, at: Instant) -> Option<Duration> {
        let left = (at - self.now()).to_std().unwrap_or_default();
        match (left.is_zero(), self.is_paused) {
            (true, _) => Some(Duration::ZERO),
            (false, true) => None,
            // A drop more, so that it is not a moment too early when it was rounded down.
            (false, false) => Some(left / self.speed.max(1) + Duration::from_millis(1)),
        }
    }
}

impl DrillClock {
    /// Starts the clock.
    #[must_use]
    pub fn start(begins_at: Instant, speed: u32) -> Self {
        let (pace, _) = watch::channel(DrillPace {
            since: std::time::Instant::now(),
            at: begins_at,
            speed: speed.max(1),
            is_paused: false,
            next_at: None,
            is_played_out: false,
        });
        Self {
            pace: Arc::new(pace),
        }
    }

    /// Returns the time of the exercise.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.pace.borrow().now()
    }

    /// Returns how the time goes, as long as somebody looks: each change of it is told.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<DrillPace> {
        self.pace.subscribe()
    }

    /// Lets the time stand, or go on.
    pub fn pause(&self, is_paused: bool) {
        self.turn(|pace| pace.is_paused = is_paused);
    }

    /// Stops a clock that goes, and the other way round.
    pub fn toggle(&self) {
        self.turn(|pace| pace.is_paused = !pace.is_paused);
    }

    /// Has the time go one step faster.
    pub fn faster(&self) {
        self.turn(|pace| {
            let next = SPEEDS.into_iter().find(|speed| *speed > pace.speed);
            pace.speed = next.unwrap_or(pace.speed);
        });
    }

    /// Has the time go one step slower.
    pub fn slower(&self) {
        self.turn(|pace| {
            let next = SPEEDS.into_iter().rfind(|speed| *speed < pace.speed);
            pace.speed = next.unwrap_or(pace.speed);
        });
    }

    /// Jumps to the next thing that happens; never back.
    pub fn skip(&self) {
        self.turn(|pace| pace.at = pace.next_at.map_or(pace.at, |next| next.max(pace.at)));
    }

    /// Says when the next thing happens; none says that everything did.
    pub(super) fn expect(&self, next_at: Option<Instant>) {
        self.pace.send_modify(|pace| {
            pace.next_at = next_at;
            pace.is_played_out = next_at.is_none();
        });
    }

    /// Waits until it is a time in the exercise, however the clock goes meanwhile.
    pub async fn reach(&self, at: Instant) {
        let mut changes = self.watch();
        loop {
            let until = changes.borrow_and_update().until(at);
            match until {
                Some(Duration::ZERO) => return,
                Some(wait) => {
                    tokio::select! {
                        () = tokio::time::sleep(wait) => {}
                        _ = changes.changed() => {}
                    }
                }
                // The clock holds the sender, so that a change cannot fail to be told.
                None => {
                    let _ = changes.changed().await;
                }
            }
        }
    }

    /// Changes how the time goes from now on.
    fn turn(&self, change: impl FnOnce(&mut DrillPace)) {
        self.pace.send_modify(|pace| {
            pace.at = pace.now();
            pace.since = std::time::Instant::now();
            change(pace);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin() -> Instant {
        Instant::UNIX_EPOCH
    }

    fn at(minute: i64) -> Instant {
        begin() + chrono::TimeDelta::minutes(minute)
    }

    fn standing() -> DrillClock {
        let clock = DrillClock::start(begin(), 20);
        clock.pause(true);
        clock
    }

    #[test]
    fn a_clock_that_stands_moves_by_skipping_alone_and_never_back() {
        let clock = standing();
        let stood = clock.now();
        assert_eq!(clock.now(), stood);
        clock.expect(Some(at(10)));
        clock.skip();
        assert_eq!(clock.now(), at(10));
        clock.expect(Some(at(5)));
        clock.skip();
        assert_eq!(clock.now(), at(10), "what was to happen at 5 is late");
        clock.expect(None);
        clock.skip();
        assert_eq!(clock.now(), at(10));
        assert!(clock.watch().borrow().is_played_out);
    }

    #[test]
    fn a_clock_that_goes_on_goes_on_from_where_it_stood() {
        let clock = standing();
        clock.expect(Some(at(10)));
        clock.skip();
        clock.toggle();
        let now = clock.now();
        assert!(now >= at(10) && now < at(600), "{now}");
    }

    #[test]
    fn speed_goes_by_steps_and_has_ends() {
        let clock = standing();
        clock.faster();
        assert_eq!(clock.watch().borrow().speed, 30);
        clock.slower();
        clock.slower();
        assert_eq!(clock.watch().borrow().speed, 10);
        (0..20).for_each(|_| clock.slower());
        assert_eq!(clock.watch().borrow().speed, 1);
        (0..20).for_each(|_| clock.faster());
        assert_eq!(clock.watch().borrow().speed, 3600);
    }

    #[tokio::test]
    async fn who_waits_while_it_stands_is_woken_by_a_skip() {
        let clock = standing();
        clock.expect(Some(at(10)));
        let waiter = tokio::spawn({
            let clock = clock.clone();
            async move { clock.reach(at(10)).await }
        });
        tokio::task::yield_now().await;
        assert!(!waiter.is_finished());
        clock.skip();
        waiter.await.unwrap();
    }
}
