//! Time and steps: a clock that only the script moves, and the places at which an actor can
//! be left standing.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::task::{Context, Poll};

use chrono::{DateTime, TimeDelta, Utc};

/// The time of the whole simulation.
#[derive(Debug, Clone)]
pub(crate) struct VirtualClock(Arc<AtomicI64>);

/// 2026-11-22 14:02 UTC, in milliseconds.
const START: i64 = 1_795_356_120_000;

impl VirtualClock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(START)))
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        let millis = self.0.load(Ordering::Relaxed);
        DateTime::from_timestamp_millis(millis).expect("a time within the simulation")
    }

    /// Returns when everything began.
    pub(crate) fn start() -> DateTime<Utc> {
        Self::new().now()
    }

    pub(crate) fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::Relaxed);
    }
}

/// Counts the steps of one actor. Whoever waits for the next step hands control back to the
/// script, which may let somebody else go first, or end this one for good.
#[derive(Debug, Default)]
pub(crate) struct Steps(AtomicU64);

impl Steps {
    pub(crate) fn taken(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn next(&self) -> NextStep<'_> {
        NextStep(self, false)
    }
}

/// Ready the second time it is asked.
pub(crate) struct NextStep<'a>(&'a Steps, bool);

impl Future for NextStep<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.1 {
            return Poll::Ready(());
        }
        self.1 = true;
        self.0.0.fetch_add(1, Ordering::Relaxed);
        Poll::Pending
    }
}
