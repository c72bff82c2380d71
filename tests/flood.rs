//! A long thread that comes in while somebody works: the screen keeps up, and keys are heard.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io;
use std::sync::{Arc, LazyLock, Mutex};

use futures_util::{StreamExt, stream};
use sitroom::app::{Alert, App, Event, Keymap, Setup, View};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::gate::Released;
use sitroom::domain::incident::Incident;
use sitroom::runtime::{Desk, Ending, Inbound, ScreenLoop, Stage, Tasks, build_runtime};
use sitroom::store::{Recorded, StoreEvent};
use tokio::sync::watch;

#[path = "common/mod.rs"]
mod common;

use common::{TestHome, at, minimal_playbook};

/// How many comments come in.
const THREAD: u64 = 2_500;

/// What was shown, frame by frame.
#[derive(Clone)]
struct Frames {
    all: Arc<Mutex<Vec<Frame>>>,
    /// How many entries the last one was drawn from.
    last: watch::Sender<usize>,
}

#[derive(Clone, Copy)]
struct Frame {
    entries: usize,
    view: View,
}

impl Stage for Frames {
    fn size(&self) -> (u16, u16) {
        (80, 24)
    }

    fn draw(&mut self, app: &App) -> io::Result<()> {
        let frame = Frame {
            entries: app.entries.len(),
            view: app.view,
        };
        self.all.lock().unwrap().push(frame);
        self.last.send_replace(frame.entries);
        Ok(())
    }

    fn route(&mut self, _app: &App, event: Event) -> Option<Event> {
        Some(event)
    }

    fn copy(&mut self, _text: &Released) -> io::Result<()> {
        Ok(())
    }

    fn call(&mut self, _alert: &Alert) -> io::Result<()> {
        Ok(())
    }

    fn resume(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn restore(&mut self) {}
}

/// What the writer publishes of a thread, from a record of its own.
static PUBLISHED: LazyLock<Vec<Arc<Recorded>>> = LazyLock::new(|| {
    let home = TestHome::new();
    let mut record = home.declare();
    let comments = (1..=THREAD).map(|comment| Command::ImportComment {
        comment,
        text: format!("comment {comment}"),
    });
    let requests = comments.map(|command| Request::from_issue(command, "farmer-dave", None));
    requests
        .map(|request| Arc::new(record.execute(&request, at(5)).unwrap()))
        .collect()
});

/// Runs the loop over a desk where all of it waits at once, with some keys behind, until all
/// of it was shown.
fn shown(keys: &[&str]) -> Vec<Frame> {
    let home = TestHome::new();
    let record = home.declare();
    let playbook = Arc::new(minimal_playbook());
    let app = App::new(Setup {
        incident: Arc::new(Incident::clone(&record.incident())),
        playbook: Arc::clone(&playbook),
        entries: Vec::new(),
        gate: sitroom::domain::gate::Gate::shipped(),
        keymap: Keymap::default(),
        me: "Farmer Jane".into(),
        carriers: sitroom::domain::message::Carriers::default(),
        now: at(0),
    });
    let (last, mut seen) = watch::channel(0);
    let all = Arc::default();
    let frames = Frames { all, last };
    let press = |key: &str| Event::Key(key.parse().unwrap());
    let pressed: Vec<Event> = keys.iter().map(|key| press(key)).collect();
    let quit = press("q");
    let leave = async move {
        let is_in = |entries: &usize| *entries > usize::try_from(THREAD).unwrap();
        seen.wait_for(is_in).await.unwrap();
        quit
    };
    let runtime = build_runtime().unwrap();
    let stage = frames.clone();
    let ending = runtime.block_on(async move {
        let mut tasks = Tasks::here();
        let desk = Desk::open(record, playbook, Arc::new(|| at(6)), &mut tasks);
        // As if the drafts had been looked for: keys are not held back for them.
        desk.outbox.send(Inbound::Drafts(Vec::new())).unwrap();
        for news in PUBLISHED.iter() {
            let event = StoreEvent::Recorded(Arc::clone(news));
            desk.outbox.send(Inbound::Store(event)).unwrap();
        }
        let input = stream::iter(pressed).chain(stream::once(leave));
        ScreenLoop::new(app, stage, desk, tasks)
            .run(Box::pin(input))
            .await
    });
    assert_eq!(ending.unwrap(), Ending::Quit);
    runtime.shutdown_background();
    frames.all.lock().unwrap().clone()
}

#[test]
fn a_thread_comes_in_with_frames_in_between_and_not_with_one_for_each_comment() {
    let frames = shown(&[]);
    let grown = frames
        .windows(2)
        .map(|two| two[1].entries.saturating_sub(two[0].entries));
    let most = grown.max().unwrap();
    assert!(most <= 256 + 2, "{most} came in between two frames");
    assert!(frames.len() < 100, "{} frames", frames.len());
}

#[test]
fn a_key_is_heard_before_the_thread_is_in() {
    let frames = shown(&["5"]);
    let turned = frames.iter().position(|frame| frame.view == View::Timeline);
    let entries = frames[turned.unwrap()].entries;
    assert!(
        entries < usize::try_from(THREAD).unwrap(),
        "{entries} were in"
    );
}
