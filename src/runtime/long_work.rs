//! Work of the command line that takes a while: it tells how far it is, and a signal ends it.

use std::convert::Infallible;
use std::panic::resume_unwind;
use std::pin::pin;
use std::thread;

use anyhow::{Context as _, Result};
use thiserror::Error;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, oneshot};

use super::signals::Ends;

/// Work was given up, because a signal ended it. The text finishes "failed to ...".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("finish: it was stopped, and no file was changed")]
pub struct GivenUp {
    /// The number of the signal.
    pub signal: i32,
}

/// Hears the signals that end the program, from its making on, while work is done elsewhere.
pub struct LongWork {
    runtime: Runtime,
    ends: Ends,
}

impl LongWork {
    /// Listens from now on; a signal that comes between two pieces of work ends the next.
    pub fn begin() -> Result<Self> {
        // It hears signals alone: the work has a thread of its own.
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.context("listen for signals")?;
        let ends = runtime.block_on(async { Ends::listen() });
        Ok(Self {
            ends: ends.context("listen for signals")?,
            runtime,
        })
    }

    /// Does work on a thread of its own, and shows what it tells of itself.
    ///
    /// When a signal comes the thread is left alone, and ends with the program. So what has to
    /// be put away, such as a file half written, stays with the caller.
    pub fn wait_for<T: Send + 'static, N: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mpsc::UnboundedSender<N>) -> T + Send + 'static,
        mut show: impl FnMut(N),
    ) -> Result<T, GivenUp> {
        let (tell, mut told) = mpsc::unbounded_channel();
        let (is_over, over) = oneshot::channel::<Infallible>();
        let thread = thread::spawn(move || {
            let done = work(&tell);
            drop(is_over);
            done
        });
        let ends = &mut self.ends;
        self.runtime.block_on(async {
            let mut over = pin!(over);
            loop {
                tokio::select! {
                    // What ends it comes before what is told of it.
                    biased;
                    signal = ends.next() => return Err(GivenUp { signal }),
                    Some(news) = told.recv() => show(news),
                    _ = &mut over => return Ok(()),
                }
            }
        })?;
        Ok(thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
    }
}
