//! What wakes the loop at a time, and only then.
//!
//! Tokio keeps its timers on a wheel, and wakes where the wheel turns to look whether a timer is
//! due. A screen with a countdown wakes once a second for as long as an incident lasts, so on
//! Linux the system itself keeps this one timer, `timerfd_create(2)`, and wakes it once.

use std::io;
use std::time::Duration;

/// A timer of which only the latest time counts.
#[derive(Debug)]
pub(super) struct Alarm {
    timer: timer::Timer,
}

impl Alarm {
    /// Returns a timer that is not set. Call it within the runtime of the loop.
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            timer: timer::Timer::new()?,
        })
    }

    /// Waits for so long. Whoever stops waiting may wait anew.
    pub(super) async fn after(&self, wait: Duration) {
        if let Err(error) = self.timer.after(wait).await {
            tracing::warn!(%error, "the timer");
            tokio::time::sleep(wait).await;
        }
    }
}

#[cfg(target_os = "linux")]
mod timer {
    use std::io;
    use std::os::fd::OwnedFd;
    use std::time::Duration;

    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };
    use tokio::io::Interest;
    use tokio::io::unix::AsyncFd;

    #[derive(Debug)]
    pub(super) struct Timer(AsyncFd<OwnedFd>);

    impl Timer {
        #[expect(
            deprecated,
            reason = "what comes after it is unsafe, for types whose descriptor may change; that \
                      of an OwnedFd does not"
        )]
        pub(super) fn new() -> io::Result<Self> {
            let flags = TimerfdFlags::CLOEXEC | TimerfdFlags::NONBLOCK;
            let timer = timerfd_create(TimerfdClockId::Monotonic, flags)?;
            Ok(Self(AsyncFd::new(timer)?))
        }

        pub(super) async fn after(&self, wait: Duration) -> io::Result<()> {
            // No time at all would unset it.
            let wait = wait.max(Duration::from_nanos(1));
            let once = Itimerspec {
                it_interval: Timespec::default(),
                it_value: Timespec::try_from(wait).map_err(io::Error::other)?,
            };
            // To set it forgets what it rang for before; a late word of that reads as nothing.
            timerfd_settime(self.0.get_ref(), TimerfdTimerFlags::empty(), &once)?;
            let read = |timer: &OwnedFd| Ok(rustix::io::read(timer, &mut [0_u8; 8])?);
            self.0.async_io(Interest::READABLE, read).await.map(|_| ())
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod timer {
    use std::io;
    use std::time::Duration;

    #[derive(Debug)]
    pub(super) struct Timer;

    impl Timer {
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self)
        }

        pub(super) async fn after(&self, wait: Duration) -> io::Result<()> {
            tokio::time::sleep(wait).await;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::Instant;

    #[tokio::test]
    async fn it_rings_after_the_time_and_not_before() {
        let alarm = Alarm::new().expect("a timer");
        let (set, wait) = (Instant::now(), Duration::from_millis(20));
        alarm.after(wait).await;
        assert!(set.elapsed() >= wait);
    }

    #[tokio::test]
    async fn what_it_was_set_to_before_does_not_ring() {
        let alarm = Alarm::new().expect("a timer");
        let (never, soon) = (Duration::from_secs(3600), Duration::from_millis(20));
        for given_up in [Duration::ZERO, never] {
            tokio::select! {
                biased;
                () = alarm.after(given_up) => {}
                () = tokio::task::yield_now() => {}
            }
            let set = Instant::now();
            alarm.after(soon).await;
            assert!(set.elapsed() >= soon, "{given_up:?}");
        }
    }
}
