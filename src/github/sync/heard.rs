//! What the answers say besides their content: the server's clock, what is left of the
//! allowance, how often to ask.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::github::client::ReplyMeta;

/// How far the clocks may be apart before a person is told.
const SKEW_TO_TELL: TimeDelta = TimeDelta::seconds(60);

/// How far the clocks may be apart for an issue to be found again whose answer was lost.
const SKEW_AT_MOST: TimeDelta = TimeDelta::days(2);

/// How much a difference has to change to count as another one: answers take their time.
const SKEW_NOISE: TimeDelta = TimeDelta::seconds(20);

/// The hourly allowance of calls, as of the last answer that told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Allowance {
    /// Calls allowed in the hour.
    pub(super) limit: u32,
    /// Calls left.
    pub(super) remaining: u32,
    /// How long until all of it is there again.
    pub(super) full_in: Duration,
}

/// What the last answers said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Heard {
    /// How far the server's clock is ahead of this machine's.
    skew: TimeDelta,
    /// What is left of the allowance.
    pub(super) allowance: Option<Allowance>,
    /// The pause between two polls the server asks for.
    pub(super) poll_interval: Option<Duration>,
}

impl Heard {
    /// Takes note of an answer that arrived at `now` by this machine's clock.
    pub(super) fn hear(&mut self, meta: &ReplyMeta, now: DateTime<Utc>) {
        self.poll_interval = meta.poll_interval;
        if let Some(date) = meta.date {
            let skew = date - now;
            if (skew - self.skew).abs() > SKEW_NOISE {
                self.skew = skew;
            }
        }
        if let Some(rate) = meta.rate {
            let left = rate.resets_at - meta.date.unwrap_or(now);
            self.allowance = Some(Allowance {
                limit: rate.limit,
                remaining: rate.remaining,
                full_in: left.to_std().unwrap_or_default(),
            });
        }
    }

    /// Returns what the server's clock showed when this machine's showed `here`: times that
    /// are asked for have to be the server's.
    fn server_time(&self, here: DateTime<Utc>) -> DateTime<Utc> {
        here + self.skew
    }

    /// Returns a time by the server's clock that is surely before this machine's showed `here`,
    /// to look from for what was sent then.
    pub(super) fn surely_before(&self, here: DateTime<Utc>) -> DateTime<Utc> {
        self.server_time(here) - SKEW_AT_MOST
    }

    /// Returns the warning that the clocks are too far apart.
    pub(super) fn skew_warning(&self) -> Option<String> {
        let apart = self.skew.abs();
        if apart <= SKEW_TO_TELL {
            return None;
        }
        let side = if self.skew > TimeDelta::zero() {
            "behind"
        } else {
            "ahead of"
        };
        let apart = spell(apart);
        Some(format!(
            "the clock of this machine is {apart} {side} GitHub's; set it right: the times you \
             record are wrong by that much"
        ))
    }
}

/// Spells a time in its two largest units.
fn spell(time: TimeDelta) -> String {
    let (hours, minutes, seconds) = (
        time.num_hours(),
        time.num_minutes() % 60,
        time.num_seconds() % 60,
    );
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min {seconds} s"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::github::client::Rate;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_793_872_800 + seconds, 0).expect("a time")
    }

    fn dated(seconds: i64) -> ReplyMeta {
        ReplyMeta {
            date: Some(at(seconds)),
            ..ReplyMeta::default()
        }
    }

    #[rstest]
    #[case::same(0, None)]
    #[case::a_minute(60, None)]
    #[case::behind(61, Some("1 min 1 s behind GitHub's"))]
    #[case::far_behind(7500, Some("2 h 5 min behind GitHub's"))]
    #[case::ahead(-90, Some("1 min 30 s ahead of GitHub's"))]
    fn clock_that_is_off_is_told_after_a_minute(#[case] server: i64, #[case] said: Option<&str>) {
        let mut heard = Heard::default();
        heard.hear(&dated(server), at(0));
        let warning = heard.skew_warning();
        match said {
            None => assert_eq!(warning, None),
            Some(said) => assert!(
                warning.as_ref().is_some_and(|w| w.contains(said)),
                "{warning:?}"
            ),
        }
        assert_eq!(heard.server_time(at(5)).timestamp(), {
            let known = if server.abs() > 20 { server } else { 0 };
            at(5 + known).timestamp()
        });
    }

    #[test]
    fn slow_answers_do_not_change_the_warning() {
        let mut heard = Heard::default();
        heard.hear(&dated(300), at(0));
        let said = heard.skew_warning();
        heard.hear(&dated(290), at(0));
        assert_eq!(heard.skew_warning(), said);
        heard.hear(&dated(1), at(0));
        assert_eq!(heard.skew_warning(), None, "the clock was set right");
        heard.hear(&ReplyMeta::default(), at(500));
        assert_eq!(
            heard.skew_warning(),
            None,
            "an answer without a date says nothing"
        );
    }

    #[test]
    fn allowance_is_reckoned_by_the_clock_of_the_server() {
        let mut heard = Heard::default();
        let mut meta = dated(1000);
        meta.rate = Some(Rate {
            limit: 5000,
            remaining: 12,
            resets_at: at(1090),
        });
        heard.hear(&meta, at(0));
        let allowance = heard.allowance.expect("it was told");
        assert_eq!(allowance.full_in, Duration::from_secs(90));
        heard.hear(&dated(1000), at(0));
        assert_eq!(heard.allowance, Some(allowance), "it is remembered");
    }
}
