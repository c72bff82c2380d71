//! Carries messages to the mail server and to Slack, and writes down what became of them.
//!
//! What is to be sent is read from the record and from nothing else: a way that stands as
//! queued there is handed to the queue on disk, which sends each key once, and passes the gate
//! on its way to the server: what may not leave by then fails and says why. A crash at any step
//! therefore loses nothing and doubles nothing: before the send the record still says queued,
//! after it the queue knows how it ended, and in the middle it is in doubt.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;

use super::carriers::{CarrierSetup, said};
use super::desk::{Desk, Inbound};
use super::tasks::Tasks;
use crate::app::Level;
use crate::deliver::files::write_eml;
use crate::deliver::queue::{Put, Queue, QueueError, carry};
use crate::deliver::slack::Slack;
use crate::deliver::smtp::Smtp;
use crate::domain::command::{Command, Request};
use crate::domain::event::{Entry, Event};
use crate::domain::gate::{Gate, NotReleased};
use crate::domain::incident::{Incident, MessageRecord, RouteState};
use crate::domain::outgoing::{
    Batch, Channel, Dispatch, DispatchError, Leaving, Outcome, Outgoing, Ruling, SendState,
    batches, leaving, outgoing,
};
use crate::domain::time::{Instant, Span, When};
use crate::store::{Clock, StoreHandle};

/// The folder of the sends, and that of the drafts for a mail program, beside the journal.
const SENDS: &str = "sends";
const MAIL: &str = "mail";
/// What was not sent so long after it was asked for is not sent any more without being asked
/// for again: the program was closed meanwhile, and the text may be old.
const STALE_AFTER: Span = Span::minutes(10);

/// Starts what carries messages, a task for each way, so that a slow server holds up nothing
/// but its own.
pub fn start(desk: &Desk, setup: &CarrierSetup, tasks: &mut Tasks) {
    // Also where nothing is configured: what was queued when it was must not wait for ever.
    for (name, channel) in [("mail", Channel::Mail), ("webhook", Channel::SlackWebhook)] {
        let carrier = Post {
            channel,
            setup: setup.clone(),
            gate: Arc::clone(&desk.gate),
            queue: Queue::at(desk.dir.join(SENDS)),
            store: desk.store.clone(),
            clock: Arc::clone(&desk.clock),
            outbox: desk.outbox.clone(),
        };
        tasks.start(name, carrier.run(desk.incident.clone()));
    }
}

/// Writes a message into a file that a mail program opens as a draft, and says where.
pub(super) fn save_mail(dir: &Path, mail: &Leaving) -> Inbound {
    match write_eml(&dir.join(MAIL), mail) {
        Ok(path) => Inbound::Said(Level::Info, format!("saved as {}", path.display())),
        Err(error) => Inbound::Said(Level::Error, format!("failed to {error}")),
    }
}

/// One way out, at work.
struct Post {
    channel: Channel,
    setup: CarrierSetup,
    gate: Arc<Gate>,
    queue: Queue,
    store: StoreHandle,
    clock: Clock,
    outbox: UnboundedSender<Inbound>,
}

/// How far a send got, as the record is to say it.
struct Found {
    state: RouteState,
    words: String,
    attempts: u32,
    at: Instant,
}

/// How long until a send that another program is at work on is looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

impl Post {
    /// Sends whatever the record says is queued, for as long as there is a record.
    async fn run(self, mut latest: watch::Receiver<Arc<Incident>>) {
        loop {
            let others_send = self.recover();
            let incident = Arc::clone(&latest.borrow_and_update());
            self.send_all(&incident).await;
            let changed = latest.changed();
            let ended = if others_send {
                // A program that ends in the middle of a send tells nobody.
                let changed = tokio::time::timeout(LOOK_AGAIN, changed).await;
                changed.is_ok_and(|changed| changed.is_err())
            } else {
                changed.await.is_err()
            };
            if ended {
                return;
            }
        }
    }

    /// Puts in doubt what was being sent by a program that is gone. Returns whether others are
    /// at work on a send.
    fn recover(&self) -> bool {
        if let Err(error) = self.queue.recover((self.clock)()) {
            self.tell(&error);
            return false;
        }
        let listing = self.queue.list();
        listing.is_ok_and(|listing| {
            let mut sends = listing.sends.iter();
            sends.any(|dispatch| dispatch.state == SendState::Sending)
        })
    }

    fn tell(&self, error: &dyn std::error::Error) {
        let text = said(error);
        tracing::error!(text, "a send");
        let _ = self.outbox.send(Inbound::Said(Level::Error, text));
    }

    async fn send_all(&self, incident: &Incident) {
        let records = incident.messages.iter().chain(&incident.unsent);
        for record in records.filter(|record| !record.routes.is_empty()) {
            for batch in batches(record) {
                let queued = queued(record, &batch);
                if batch.key.channel != self.channel || queued.is_empty() {
                    continue;
                }
                if let Some(found) = self.send(incident, record, &batch).await {
                    self.record(record, queued, found).await;
                }
            }
        }
    }

    /// Writes down how far a send got. What cannot be written down now is found again in the
    /// queue with the next change of the record.
    async fn record(&self, record: &MessageRecord, routes: Vec<usize>, found: Found) {
        let command = Command::MoveRoutes {
            of: record.entry,
            routes,
            to: found.state,
            by: String::new(),
            words: found.words,
            more: Vec::new(),
            attempts: found.attempts,
        };
        let request = Request::local(command, &record.by).happened(When::exact(found.at));
        if let Err(error) = self.store.execute(request).await {
            self.tell(&error);
        }
    }

    /// Sends a batch unless it was sent already, and says how far it got; none while another
    /// sitroom is at it.
    async fn send(
        &self,
        incident: &Incident,
        record: &MessageRecord,
        batch: &Batch,
    ) -> Option<Found> {
        let now = (self.clock)();
        let entry = match self.entry(record).await {
            Ok(entry) => entry,
            Err(words) => return Some(not_sent(words, now)),
        };
        let Event::MessageSent { text, .. } = &entry.event else {
            return None;
        };
        let from = self.setup.mail.as_ref().map(|server| server.from.clone());
        let outgoing = outgoing(incident, record, text, batch, from, entry.recorded);
        let known = match self.queue.get(batch.key) {
            Ok(known) => known,
            Err(error) => return Some(unclear(&error, now)),
        };
        let reported = reported(record, batch);
        if let Some(known) = known {
            return self.go_on(record, batch, known, reported).await;
        }
        // Nothing is queued without a server: who it is from would be missing for good.
        if let Err(words) = self.setup.is_configured(self.channel) {
            return Some(not_sent(words.to_owned(), now));
        }
        match self.queue.put(outgoing, now) {
            Ok(Put::New(_)) => self.carry(record, batch).await,
            Ok(Put::Already(known)) => self.go_on(record, batch, known, reported).await,
            Err(error @ QueueError::Disk { .. }) => Some(not_sent(said(&error), now)),
            Err(error) => Some(unclear(&error, now)),
        }
    }

    /// Goes on with a send that the queue knows: says how it ended, unless that was said and
    /// somebody wants it sent again.
    async fn go_on(
        &self,
        record: &MessageRecord,
        batch: &Batch,
        known: Dispatch,
        reported: u32,
    ) -> Option<Found> {
        let now = (self.clock)();
        let is_new = known.attempts > reported;
        match known.state {
            SendState::Queued => return self.carry(record, batch).await,
            SendState::Sending => return None,
            SendState::Sent => return Some(found(&known, now)),
            SendState::Failed | SendState::Unknown if is_new => return Some(found(&known, now)),
            SendState::Failed => {}
            // Somebody found that it did not arrive, and asked for it again.
            SendState::Unknown => {
                let settled = self.queue.settle(batch.key, Ruling::DidNotArrive, now);
                if let Err(error) = settled {
                    return Some(unclear(&error, now));
                }
            }
        }
        match self.queue.again(batch.key) {
            Ok(_) => self.carry(record, batch).await,
            Err(QueueError::Busy { .. }) => None,
            Err(error) => Some(not_sent(said(&error), now)),
        }
    }

    /// Sends what waits in the queue.
    async fn carry(&self, record: &MessageRecord, batch: &Batch) -> Option<Found> {
        let now = (self.clock)();
        if let Some(asked) = asked_at(record, batch)
            && Span::between(asked, now) > STALE_AFTER
        {
            let words = "it was not sent when it was asked for, and is old by now; look at it, \
                         then try again";
            return Some(not_sent(words.to_owned(), now));
        }
        let ended = match self.try_once(batch).await {
            Ok(ended) => ended,
            Err(words) => return Some(not_sent(words, now)),
        };
        match ended {
            Ok(dispatch) => Some(found(&dispatch, (self.clock)())),
            Err(error @ QueueError::NotRecorded { .. }) => Some(unclear(&error, now)),
            Err(QueueError::State(error @ DispatchError::NotYet { .. })) => {
                Some(not_sent(error.to_string(), now))
            }
            // Another sitroom is at it.
            Err(QueueError::Busy { .. } | QueueError::State(_)) => None,
            Err(error) => Some(not_sent(said(&error), now)),
        }
    }

    /// Tries once to send what waits in the queue; says why where nothing could be tried.
    ///
    /// A server that is slow with one message may keep the next waiting for minutes, so the
    /// gate asks the record as it is now, and not as it was when the round began.
    async fn try_once(&self, batch: &Batch) -> Result<Result<Dispatch, QueueError>, String> {
        let clock = || (self.clock)();
        let (queue, key) = (&self.queue, batch.key);
        if self.channel == Channel::Mail {
            let smtp = self.setup.smtp().await?;
            let door = self.door().await?;
            Ok(carry(queue, key, clock, |outgoing| by_smtp(smtp, outgoing, door)).await)
        } else {
            let slack = self.setup.webhook().await?;
            let door = self.door().await?;
            Ok(carry(queue, key, clock, |outgoing| {
                by_webhook(slack, outgoing, door)
            })
            .await)
        }
    }

    async fn door(&self) -> Result<Door, String> {
        let incident = self.store.incident().await.map_err(|error| said(&error))?;
        let gate = Arc::clone(&self.gate);
        Ok(Door { gate, incident })
    }

    /// Returns the entry of a message, which has its text.
    async fn entry(&self, record: &MessageRecord) -> Result<Entry, String> {
        let history = self.store.history().await.map_err(|error| said(&error))?;
        let mut entries = history.entries.into_iter();
        let entry = entries.find(|entry| entry.id == record.entry);
        entry.ok_or_else(|| "the journal does not have its text".to_owned())
    }
}

/// The gate, and the record as it was when a message was to pass it.
struct Door {
    gate: Arc<Gate>,
    incident: Arc<Incident>,
}

impl Door {
    fn let_out(&self, outgoing: &Outgoing) -> Result<Leaving, NotReleased> {
        leaving(outgoing, &self.gate, &self.incident)
    }
}

async fn by_smtp(smtp: Smtp, outgoing: Outgoing, door: Door) -> Outcome {
    match door.let_out(&outgoing) {
        Ok(leaving) => smtp.send(&leaving).await,
        Err(why) => Outcome::never(why.into()),
    }
}

async fn by_webhook(slack: Slack, outgoing: Outgoing, door: Door) -> Outcome {
    match door.let_out(&outgoing) {
        Ok(leaving) => slack.send(&leaving).await,
        Err(why) => Outcome::never(why.into()),
    }
}

/// Returns those ways of a batch that stand as queued.
fn queued(record: &MessageRecord, batch: &Batch) -> Vec<usize> {
    let is_queued = |at: &usize| {
        let route = record.routes.get(*at);
        route.is_some_and(|route| route.state == RouteState::Queued)
    };
    batch.routes.iter().copied().filter(is_queued).collect()
}

/// Returns how many tries of a batch the record knows of.
fn reported(record: &MessageRecord, batch: &Batch) -> u32 {
    let routes = batch.routes.iter().filter_map(|at| record.routes.get(*at));
    routes.map(|route| route.attempts).max().unwrap_or(0)
}

/// Returns when a batch was last asked for.
fn asked_at(record: &MessageRecord, batch: &Batch) -> Option<Instant> {
    let routes = batch.routes.iter().filter_map(|at| record.routes.get(*at));
    routes.filter_map(|route| route.at.earliest()).max()
}

fn found(dispatch: &Dispatch, now: Instant) -> Found {
    let state = match dispatch.state {
        SendState::Sent => RouteState::Sent,
        SendState::Unknown => RouteState::InDoubt,
        SendState::Queued | SendState::Sending | SendState::Failed => RouteState::Failed,
    };
    Found {
        state,
        words: dispatch.words.clone(),
        attempts: dispatch.attempts,
        at: dispatch.ended.unwrap_or(now),
    }
}

/// Returns that it was not sent, before anything was tried.
fn not_sent(words: String, at: Instant) -> Found {
    Found {
        state: RouteState::Failed,
        words,
        attempts: 0,
        at,
    }
}

/// Returns that nobody can say what became of it.
fn unclear(error: &QueueError, at: Instant) -> Found {
    Found {
        state: RouteState::InDoubt,
        words: said(error),
        attempts: 0,
        at,
    }
}
