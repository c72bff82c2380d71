//! The writer task: jobs in order, news for everybody, the state file soon and at the end.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use common::{TestHome, at, lead, note, sound};
use sitroom::store::{
    Clock, Draft, JournalWatch, Record, Recorded, StoreError, StoreEvent, StoreHandle, run,
};
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::task::JoinHandle;

/// Longer than any test waits.
const NEVER: Duration = Duration::from_secs(3600);

/// A clock that goes on by a second at every look.
fn clock() -> Clock {
    let seconds = AtomicI64::new(1);
    Arc::new(move || at(seconds.fetch_add(1, Ordering::Relaxed)))
}

struct Running {
    handle: StoreHandle,
    events: UnboundedReceiver<StoreEvent>,
    task: JoinHandle<()>,
}

fn start(record: Record, save_after: Duration) -> Running {
    let (handle, jobs) = StoreHandle::new();
    let (sender, events) = mpsc::unbounded_channel();
    let task = tokio::task::spawn_blocking(move || run(record, jobs, sender, clock(), save_after));
    Running {
        handle,
        events,
        task,
    }
}

impl Running {
    async fn recorded(&mut self) -> Arc<Recorded> {
        match self.events.recv().await.unwrap() {
            StoreEvent::Recorded(recorded) => recorded,
            other @ (StoreEvent::StateSaved { .. } | StoreEvent::Failed(_)) => {
                panic!("{other:?}")
            }
        }
    }
}

#[tokio::test]
async fn jobs_are_done_in_order_and_published_before_they_are_answered() {
    let home = TestHome::new();
    let mut running = start(home.declare(), NEVER);
    let (one, two) = tokio::join!(
        running.handle.execute(lead("one")),
        running.handle.execute(lead("two"))
    );
    assert_eq!(one.unwrap().incident.leads.len(), 1);
    let two = two.unwrap();
    assert_eq!(running.recorded().await.entries[0].seq, 2);
    assert_eq!(running.recorded().await.entries[0].seq, 3);
    assert_eq!(running.handle.entries_after(2).await.unwrap(), two.entries);
    assert_eq!(running.handle.tail(1).await.unwrap(), two.entries);
    assert_eq!(running.handle.history().await.unwrap().entries.len(), 3);
}

#[tokio::test]
async fn a_refusal_is_answered_and_what_was_read_on_the_way_is_published() {
    let home = TestHome::new();
    let mut running = start(home.declare(), NEVER);
    home.reopen().0.execute(&lead("theirs"), at(1)).unwrap();
    let refused = running.handle.execute(lead("")).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))));
    assert_eq!(running.recorded().await.incident.leads[0].text, "theirs");
}

#[tokio::test]
async fn the_state_file_is_written_soon_after_a_change() {
    let home = TestHome::new();
    let mut record = home.declare();
    record.save_state().unwrap();
    let mut running = start(record, Duration::from_millis(1));
    running.handle.execute(lead("one")).await.unwrap();
    running.recorded().await;
    let saved = running.events.recv().await.unwrap();
    assert!(
        matches!(saved, StoreEvent::StateSaved { seq: 2 }),
        "{saved:?}"
    );
    let record = sound(&home);
    assert_eq!(record.stats().entries_read, 0);
    assert!(!record.is_dirty());
}

#[tokio::test]
async fn the_state_file_is_written_at_shutdown() {
    let home = TestHome::new();
    let running = start(home.declare(), NEVER);
    running.handle.execute(lead("one")).await.unwrap();
    running.handle.shutdown().await.unwrap();
    running.task.await.unwrap();
    assert!(!sound(&home).is_dirty());
    let late = running.handle.execute(lead("late")).await;
    assert!(matches!(late, Err(StoreError::Ended)));
}

#[tokio::test]
async fn the_state_file_is_written_when_everybody_has_left() {
    let home = TestHome::new();
    let Running { handle, task, .. } = start(home.declare(), NEVER);
    handle.execute(lead("one")).await.unwrap();
    drop(handle);
    task.await.unwrap();
    assert!(!sound(&home).is_dirty());
}

#[tokio::test]
async fn a_state_file_that_cannot_be_written_is_reported_once_and_stops_nothing() {
    let home = TestHome::new();
    let record = home.declare();
    std::fs::create_dir(home.dir().join("incident.toml")).unwrap();
    let mut running = start(record, Duration::from_millis(1));
    let failed = running.events.recv().await.unwrap();
    assert!(matches!(failed, StoreEvent::Failed(_)), "{failed:?}");
    running.handle.execute(lead("one")).await.unwrap();
    running.recorded().await;
    std::fs::remove_dir(home.dir().join("incident.toml")).unwrap();
    let saved = running.events.recv().await.unwrap();
    assert!(
        matches!(saved, StoreEvent::StateSaved { seq: 2 }),
        "{saved:?}"
    );
}

#[tokio::test]
async fn a_panic_of_the_clock_still_saves_the_state() {
    let home = TestHome::new();
    let mut record = home.declare();
    record.execute(&lead("one"), at(1)).unwrap();
    let (handle, jobs) = StoreHandle::new();
    let (sender, _events) = mpsc::unbounded_channel();
    let broken: Clock = Arc::new(|| panic!("no time"));
    let task = tokio::task::spawn_blocking(move || run(record, jobs, sender, broken, NEVER));
    let lost = handle.execute(lead("two")).await;
    assert!(matches!(lost, Err(StoreError::Ended)));
    assert!(task.await.unwrap_err().is_panic());
    assert!(!sound(&home).is_dirty());
}

#[tokio::test]
async fn drafts_go_through_the_writer() {
    let home = TestHome::new();
    let running = start(home.declare(), NEVER);
    let draft = Draft {
        key: "note".to_owned(),
        saved_at: at(1),
        text: "half".to_owned(),
    };
    running.handle.save_draft(draft.clone()).await.unwrap();
    assert_eq!(running.handle.drafts().await.unwrap().value, [draft]);
    running
        .handle
        .remove_draft("note".to_owned())
        .await
        .unwrap();
    assert!(running.handle.drafts().await.unwrap().value.is_empty());
    assert!(running.handle.load_sync().await.unwrap().value.is_none());
    assert!(running.handle.outbox().await.unwrap().value.is_empty());
}

#[tokio::test]
async fn what_another_program_records_shows_by_itself() {
    let home = TestHome::new();
    let mut running = start(home.declare(), NEVER);
    let (sender, mut ticks) = mpsc::channel(1);
    let _watch = JournalWatch::start(&home.dir(), sender).unwrap();
    home.reopen().0.execute(&note("hello"), at(1)).unwrap();
    ticks.recv().await.unwrap();
    running.handle.follow().unwrap();
    let news = running.recorded().await;
    assert_eq!((news.entries.len(), news.own), (1, 0));
}

#[test]
fn what_was_worked_out_from_a_state_does_not_fall_upon_what_another_program_did_since() {
    let home = TestHome::new();
    let mut mirror = home.declare();
    let seen = mirror.incident();
    let (mut other, _) = home.reopen();
    other.execute(&lead("who opened the gate?"), at(5)).unwrap();
    let moved = mirror.execute_seen(&lead("where is the fox?"), &seen, at(6));
    assert!(matches!(moved, Err(StoreError::Moved)));
    assert_eq!(mirror.incident().leads.len(), 1);
    let seen = mirror.incident();
    mirror
        .execute_seen(&lead("where is the fox?"), &seen, at(7))
        .unwrap();
    assert_eq!(mirror.incident().leads.len(), 2);
}
