//! Supervision: every task is known by name, and none dies unnoticed.

use tokio::runtime::Handle;
use tokio::task::JoinSet;

/// The tasks beside the loop.
#[derive(Debug)]
pub struct Tasks {
    running: JoinSet<()>,
    on: Handle,
    names: Vec<(tokio::task::Id, &'static str)>,
}

/// A task that ended in a panic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    /// Its name.
    pub name: &'static str,
    /// What the panic said.
    pub cause: String,
}

impl Tasks {
    /// Returns no tasks, for some runtime to run.
    #[must_use]
    pub fn on(runtime: &Handle) -> Self {
        Self {
            running: JoinSet::new(),
            on: runtime.clone(),
            names: Vec::new(),
        }
    }

    /// Returns no tasks, for the runtime that this is called in.
    #[must_use]
    pub fn here() -> Self {
        Self::on(&Handle::current())
    }

    /// Starts a task.
    pub fn start(&mut self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let handle = self.running.spawn_on(task, &self.on);
        self.names.push((handle.id(), name));
    }

    /// Starts a task that blocks a thread of its own.
    pub fn start_blocking(&mut self, name: &'static str, task: impl FnOnce() + Send + 'static) {
        let handle = self.running.spawn_blocking_on(task, &self.on);
        self.names.push((handle.id(), name));
    }

    /// Waits until a task breaks. Tasks that end as they should are let go.
    pub(super) async fn next_broken(&mut self) -> Broken {
        loop {
            match self.running.join_next_with_id().await {
                Some(Err(error)) if error.is_panic() => {
                    let name = self.forget(error.id());
                    return Broken {
                        name,
                        cause: panic_text(error.into_panic().as_ref()),
                    };
                }
                Some(Ok((id, ()))) => {
                    self.forget(id);
                }
                Some(Err(error)) => {
                    self.forget(error.id());
                }
                // Nothing left to watch over: never wakes the loop again.
                None => std::future::pending().await,
            }
        }
    }

    /// Forgets a task that ended and returns its name.
    fn forget(&mut self, id: tokio::task::Id) -> &'static str {
        let at = self.names.iter().position(|(known, _)| *known == id);
        at.map_or("task", |at| self.names.swap_remove(at).1)
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "it did not say why".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn task_that_ended_is_forgotten() {
        let mut tasks = Tasks::here();
        tasks.start("draft", async {});
        tasks.start("mirror", async { panic!("the fox got in") });
        let broken = tasks.next_broken().await;
        assert_eq!(
            (broken.name, broken.cause.as_str()),
            ("mirror", "the fox got in")
        );
        let more = tokio::time::timeout(std::time::Duration::ZERO, tasks.next_broken()).await;
        assert!(more.is_err() && tasks.running.is_empty());
        assert_eq!(tasks.names, []);
    }
}
