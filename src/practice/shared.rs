//! What all requests, all people and all who wait have in common.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::fault::Script;
use super::world::{PracticeError, World};

/// Tells the practice GitHub what time it is.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The state behind one practice GitHub.
pub(super) struct Shared {
    world: Mutex<World>,
    // Both tell of a change: the one to tasks, the other to threads.
    changed: watch::Sender<()>,
    changed_blocking: Condvar,
    pub(super) script: Mutex<Script>,
    // Cancelled to end all connections; nothing while down.
    admission: Mutex<Option<CancellationToken>>,
    pub(super) clock: Clock,
    pub(super) link_base: Option<String>,
    /// What all paths begin with.
    pub(super) prefix: String,
}

/// Takes a lock. A test that panicked while it held one has failed already; the others are
/// to go on.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(super) fn new(
        world: World,
        clock: Clock,
        link_base: Option<String>,
        prefix: String,
    ) -> Self {
        Self {
            world: Mutex::new(world),
            changed: watch::Sender::new(()),
            changed_blocking: Condvar::new(),
            script: Mutex::default(),
            admission: Mutex::new(Some(CancellationToken::new())),
            clock,
            link_base,
            prefix,
        }
    }

    /// Returns the time by the server's clock.
    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.clock)() + self.look(|world| world.quirks.skew)
    }

    /// Looks at the world.
    pub(super) fn look<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&locked(&self.world))
    }

    /// Changes the world and tells all who wait.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let mut world = locked(&self.world);
        let result = change(&mut world);
        world.keep_past();
        drop(world);
        self.changed.send_replace(());
        self.changed_blocking.notify_all();
        result
    }

    /// Returns the token that will cut a new connection; nothing while down.
    pub(super) fn admit(&self) -> Option<CancellationToken> {
        let admission = locked(&self.admission);
        admission.as_ref().map(CancellationToken::child_token)
    }

    /// Ends all connections and lets new ones in, or not.
    pub(super) fn reset_connections(&self, up: bool) {
        let next = up.then(CancellationToken::new);
        let last = std::mem::replace(&mut *locked(&self.admission), next);
        if let Some(last) = last {
            last.cancel();
        }
    }

    pub(super) async fn wait_for(
        &self,
        happened: impl Fn(&World) -> bool,
        timeout: Duration,
    ) -> Result<(), PracticeError> {
        let mut changed = self.changed.subscribe();
        let seen = async {
            while !self.look(&happened) {
                // The sender is part of `self`: it cannot be gone.
                let _ = changed.changed().await;
            }
        };
        let in_time = tokio::time::timeout(timeout, seen).await;
        in_time.map_err(|_| self.look(timed_out))
    }

    pub(super) fn wait_for_blocking(
        &self,
        happened: impl Fn(&World) -> bool,
        timeout: Duration,
    ) -> Result<(), PracticeError> {
        let end = Instant::now() + timeout;
        let mut world = locked(&self.world);
        while !happened(&world) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(timed_out(&world));
            }
            let woken = self.changed_blocking.wait_timeout(world, left);
            world = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        Ok(())
    }
}

fn timed_out(world: &World) -> PracticeError {
    let requests = world.requests.iter().map(ToString::to_string).collect();
    PracticeError::TimedOut { requests }
}
