//! Where the writer's jobs come in.

use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Instant as Moment;

use tokio::sync::mpsc::UnboundedReceiver;

use super::actor::Job;

/// The jobs, waited for with a deadline on a plain thread: the channel itself has no such
/// wait, and a runtime of its own would be one more thing that can fail.
pub(super) struct Inbox {
    jobs: UnboundedReceiver<Job>,
    waker: Waker,
}

/// What comes next.
pub(super) enum Next {
    /// A job.
    Job(Job),
    /// The deadline.
    Due,
    /// Nothing: nobody is left to send jobs.
    Ended,
}

impl Inbox {
    pub(super) fn new(jobs: UnboundedReceiver<Job>) -> Self {
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        Self { jobs, waker }
    }

    /// Waits for a job, until the deadline.
    pub(super) fn next(&mut self, deadline: Option<Moment>) -> Next {
        let mut context = Context::from_waker(&self.waker);
        loop {
            // First, so that a stream of jobs cannot put it off.
            let left = deadline.map(|at| at.saturating_duration_since(Moment::now()));
            if left.is_some_and(|left| left.is_zero()) {
                return Next::Due;
            }
            match self.jobs.poll_recv(&mut context) {
                Poll::Ready(Some(job)) => return Next::Job(job),
                Poll::Ready(None) => return Next::Ended,
                Poll::Pending => left.map_or_else(thread::park, thread::park_timeout),
            }
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
