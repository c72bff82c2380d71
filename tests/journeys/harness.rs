//! A pane: the real loop on a thread of its own, with a screen in memory and keys by channel.

use std::fmt::Write as _;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sitroom::app::{Alert, App, Event, Key, KeyPress, Keymap, Setup};
use sitroom::domain::event::{Entry, Origin};
use sitroom::domain::gate::Released;
use sitroom::domain::incident::{Incident, Severity, Status};
use sitroom::domain::mirror::MirrorStatus;
use sitroom::runtime::{self, Desk, Drill, Ending, ScreenLoop, Stage, Tasks, run_drill_on};
use sitroom::session::Environment;
use sitroom::tui::{self, Theme, ViewState};
use tokio::sync::{mpsc, oneshot};

use crate::farm::{Farm, JANE};

/// How long anything is waited for. Generous: it only passes when something is broken.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

const AREA: Rect = Rect::new(0, 0, 170, 50);

/// What is on the screen, and what it was drawn from.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) text: String,
    pub(crate) incident: Arc<Incident>,
    pub(crate) entries: Vec<Arc<Entry>>,
    pub(crate) mirror: MirrorStatus,
    pub(crate) app: App,
}

/// The last screen, for the thread that waits for it.
#[derive(Default)]
struct Board {
    last: Mutex<Option<Shown>>,
    /// Everything that was ever put on the clipboard.
    copied: Mutex<String>,
    /// The keys of the clocks that called, in the order they did.
    calls: Mutex<Vec<String>>,
    changed: Condvar,
}

/// A place that shows the screen to a test.
struct Window {
    board: Arc<Board>,
    theme: Theme,
    state: ViewState,
    goes_while_saving: bool,
}

impl Stage for Window {
    fn size(&self) -> (u16, u16) {
        (AREA.width, AREA.height)
    }

    fn draw(&mut self, app: &App) -> std::io::Result<()> {
        if self.goes_while_saving && app.is_saving() {
            return Err(std::io::ErrorKind::BrokenPipe.into());
        }
        let mut frame = Buffer::empty(AREA);
        tui::render(AREA, &mut frame, app, &self.theme, &mut self.state);
        let shown = Shown {
            text: text_of(&frame),
            incident: Arc::clone(&app.incident),
            entries: app.entries.clone(),
            mirror: app.mirror.clone(),
            app: app.clone(),
        };
        let mut last = locked(&self.board.last);
        *last = Some(shown);
        self.board.changed.notify_all();
        Ok(())
    }

    fn route(&mut self, app: &App, event: Event) -> Option<Event> {
        tui::route(&mut self.state, app, event)
    }

    fn copy(&mut self, text: &Released) -> std::io::Result<()> {
        locked(&self.board.copied).push_str(text.as_str());
        Ok(())
    }

    fn call(&mut self, alert: &Alert) -> std::io::Result<()> {
        locked(&self.board.calls).extend(alert.clocks.iter().cloned());
        Ok(())
    }

    fn resume(&mut self) -> std::io::Result<()> {
        Ok(())
    }

    fn restore(&mut self) {}
}

fn text_of(frame: &Buffer) -> String {
    let mut text = String::new();
    for row in frame.content.chunks(usize::from(AREA.width)) {
        let line: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How a pane is opened.
#[derive(Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a way of its own to open a pane"
)]
pub(crate) struct Opened {
    /// Whether a task named `mirror` panics beside the real one.
    pub(crate) has_broken_mirror: bool,
    /// Whether the settings name no repository.
    pub(crate) is_local: bool,
    /// Whether the terminal goes away as soon as something is being saved.
    pub(crate) goes_while_saving: bool,
    /// The repository, when it is not the usual one.
    pub(crate) repository: Option<&'static str>,
    /// Whether the other incidents of its home are looked at.
    pub(crate) is_among: bool,
    /// Who sits at the keys, when it is not Farmer Jane.
    pub(crate) me: Option<&'static str>,
}

/// A running screen.
pub(crate) struct Pane {
    keys: Option<mpsc::UnboundedSender<Event>>,
    board: Arc<Board>,
    kill: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Option<Ending>>>,
}

impl Pane {
    /// Opens the record of a farm's incident, as a start of the program does.
    pub(crate) fn open(farm: &Farm) -> Self {
        Self::open_as(farm, Opened::default())
    }

    pub(crate) fn open_as(farm: &Farm, opened: Opened) -> Self {
        let (keys, events) = mpsc::unbounded_channel();
        let (kill, killed) = oneshot::channel();
        let board = Arc::new(Board::default());
        let window = Window {
            board: Arc::clone(&board),
            theme: Theme::shipped(Theme::MONOCHROME)
                .expect("it ships")
                .in_ascii(),
            state: ViewState::default(),
            goes_while_saving: opened.goes_while_saving,
        };
        let start = Start::of(farm, opened);
        let thread = std::thread::Builder::new()
            .name("pane".to_owned())
            .spawn(move || start.run(window, events, killed))
            .expect("a thread can be started");
        let pane = Self {
            keys: Some(keys),
            board,
            kill: Some(kill),
            thread: Some(thread),
        };
        pane.wait("the first screen", |_| true);
        pane
    }

    /// Opens a drill, as the command does.
    pub(crate) fn drill(drill: Drill) -> Self {
        let (keys, mut events) = mpsc::unbounded_channel();
        let (kill, killed) = oneshot::channel::<()>();
        let board = Arc::new(Board::default());
        let window = Window {
            board: Arc::clone(&board),
            theme: drill.seat.look.theme.clone(),
            state: ViewState::default(),
            goes_while_saving: false,
        };
        let run = move || {
            let runtime = runtime::build_runtime().expect("a runtime");
            let input = stream::poll_fn(move |cx| events.poll_recv(cx)).boxed();
            let ending = runtime.block_on(async {
                tokio::select! {
                    end = run_drill_on(drill, Tasks::here(), || Ok(window), || input) => {
                        let end = end.expect("the drill ends well");
                        end.scorecard.expect("there is a scorecard");
                        Some(end.ending)
                    }
                    _ = killed => None,
                }
            });
            runtime.shutdown_timeout(Duration::from_secs(5));
            ending
        };
        let thread = std::thread::Builder::new().name("drill".to_owned());
        let pane = Self {
            keys: Some(keys),
            board,
            kill: Some(kill),
            thread: Some(thread.spawn(run).expect("a thread can be started")),
        };
        pane.wait("the first screen", |_| true);
        pane
    }

    fn send(&self, event: Event) {
        let keys = self.keys.as_ref().expect("the pane is open");
        keys.send(event).expect("the loop takes keys");
    }

    /// Presses one key, named as in the keymap.
    pub(crate) fn key(&self, name: &str) -> &Self {
        self.send(Event::Key(name.parse().expect("a key has a name")));
        self
    }

    /// Presses a key for each character.
    pub(crate) fn keys(&self, keys: &str) -> &Self {
        for c in keys.chars() {
            self.send(Event::Key(KeyPress::plain(Key::Char(c))));
        }
        self
    }

    /// Types a text into what is open.
    pub(crate) fn typed(&self, text: &str) -> &Self {
        self.keys(text)
    }

    /// Pastes a text into what is open, or into a note.
    pub(crate) fn pasted(&self, text: &str) -> &Self {
        self.send(Event::Paste(text.to_owned()));
        self
    }

    /// Returns everything that was put on the clipboard.
    pub(crate) fn copied(&self) -> String {
        locked(&self.board.copied).clone()
    }

    /// Returns the keys of the clocks that called somebody back to the screen.
    pub(crate) fn calls(&self) -> Vec<String> {
        locked(&self.board.calls).clone()
    }

    /// Lets the screen look at the clock, and waits until it has.
    pub(crate) fn look_at_the_clock(&self, now: sitroom::domain::time::Instant) {
        self.send(Event::Ticked);
        self.wait("the time", |shown| shown.app.now >= now);
    }

    /// Sets a severity by its key, and confirms the incident.
    pub(crate) fn confirms(&self, key: &str, severity: Severity) -> &Self {
        self.keys("S")
            .keys(key)
            .enter()
            .wait_incident("a severity", |it| it.severity == severity);
        self.keys("cc")
            .enter()
            .wait_incident("confirmed", |it| it.status == Status::Confirmed)
    }

    pub(crate) fn enter(&self) -> &Self {
        self.key("enter")
    }

    pub(crate) fn esc(&self) -> &Self {
        self.key("esc")
    }

    /// Writes a note and waits until the record has it.
    pub(crate) fn note(&self, text: &str) -> &Self {
        self.keys("n").typed(text).enter().wait_entry(text)
    }

    /// Waits until the screen is so, and returns it.
    pub(crate) fn wait(&self, what: &str, is_so: impl Fn(&Shown) -> bool) -> Shown {
        let end = Instant::now() + PATIENCE;
        let mut last = locked(&self.board.last);
        loop {
            if let Some(shown) = last.as_ref().filter(|shown| is_so(shown)) {
                return shown.clone();
            }
            let left = end.saturating_duration_since(Instant::now());
            let text = || last.as_ref().map(|shown| shown.text.clone());
            assert!(
                !left.is_zero(),
                "did not see {what}; the last screen:\n{}\n{:#?}",
                text().unwrap_or_default(),
                last.as_ref().map(|shown| &shown.mirror),
            );
            let woken = self.board.changed.wait_timeout(last, left);
            last = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits for a text on the screen.
    pub(crate) fn wait_screen(&self, text: &str) -> &Self {
        self.wait(&format!("`{text}`"), |shown| shown.text.contains(text));
        self
    }

    /// Waits for the record behind the screen.
    pub(crate) fn wait_incident(&self, what: &str, is_so: impl Fn(&Incident) -> bool) -> &Self {
        self.wait(what, |shown| is_so(&shown.incident));
        self
    }

    /// Waits for an entry that says something.
    pub(crate) fn wait_entry(&self, text: &str) -> &Self {
        self.wait(&format!("an entry with `{text}`"), |shown| {
            let mut entries = shown.entries.iter();
            entries.any(|entry| format!("{:?}", entry.event).contains(text))
        });
        self
    }

    /// Waits for an entry that came from somebody on the issue.
    pub(crate) fn wait_import(&self, login: &str, text: &str) -> &Self {
        self.wait(&format!("`{text}` by {login} from the issue"), |shown| {
            shown.entries.iter().any(|entry| {
                entry.origin == Origin::Github
                    && entry.actor == login
                    && format!("{:?}", entry.event).contains(text)
            })
        });
        self
    }

    /// Returns what is on the screen now.
    pub(crate) fn now(&self) -> Shown {
        self.wait("anything", |_| true)
    }

    /// Quits by the key and waits for the end.
    pub(crate) fn quit(mut self) {
        self.keys("q");
        let _kept = self.kill.take();
        let ending = self.join();
        assert_eq!(ending, Some(Ending::Quit));
    }

    /// Closes the editor, keeping the draft, and quits.
    pub(crate) fn quit_from_editor(self) {
        self.esc();
        self.quit();
    }

    /// Waits until it ends by itself.
    pub(crate) fn wait_end(mut self) -> Option<Ending> {
        let _kept = self.kill.take();
        self.join()
    }

    /// Ends it as a crash does: nothing is finished, nothing is shut down.
    pub(crate) fn kill(mut self) {
        let kill = self.kill.take().expect("the pane is open");
        kill.send(()).expect("the loop runs");
        assert_eq!(self.join(), None);
    }

    fn join(&mut self) -> Option<Ending> {
        let thread = self.thread.take().expect("the pane is open");
        thread.join().expect("the pane does not panic")
    }
}

impl Drop for Pane {
    fn drop(&mut self) {
        let _ = self.kill.take().map(|kill| kill.send(()));
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the pane broke");
        }
    }
}

/// Everything a pane is opened with, on its way to the thread.
struct Start {
    record: sitroom::store::Record,
    playbook: Arc<sitroom::domain::playbook::Playbook>,
    clock: sitroom::store::Clock,
    mirror: Option<runtime::MirrorSetup>,
    carriers: runtime::CarrierSetup,
    has_broken_mirror: bool,
    machine: Option<Environment>,
    me: &'static str,
}

impl Start {
    fn of(farm: &Farm, opened: Opened) -> Self {
        let mut mirror = farm.mirror_to(opened.repository);
        if opened.is_local {
            mirror.repository = None;
        }
        Self {
            record: farm.record(),
            playbook: Arc::clone(&farm.playbook),
            clock: farm.clock(),
            mirror: Some(mirror),
            carriers: farm.carriers(),
            has_broken_mirror: opened.has_broken_mirror,
            machine: opened.is_among.then(|| {
                let nothing = Arc::new(|_: &str| None);
                Environment::new(farm.home(), nothing).expect("an environment")
            }),
            me: opened.me.unwrap_or(JANE),
        }
    }

    fn run(
        self,
        window: Window,
        mut events: mpsc::UnboundedReceiver<Event>,
        killed: oneshot::Receiver<()>,
    ) -> Option<Ending> {
        let app = App::new(Setup {
            incident: self.record.incident(),
            playbook: Arc::clone(&self.playbook),
            entries: self
                .record
                .tail(200)
                .expect("entries")
                .into_iter()
                .map(Arc::new)
                .collect(),
            gate: self.record.gate(),
            keymap: Keymap::default(),
            me: self.me.to_owned(),
            carriers: self.carriers.carriers(),
            now: (self.clock)(),
        });
        let runtime = runtime::build_runtime().expect("a runtime");
        let ending = runtime.block_on(async {
            let mut tasks = Tasks::here();
            let desk = Desk::open(self.record, self.playbook, self.clock, &mut tasks);
            let mut desk = desk.among(self.machine);
            runtime::set_up(&mut desk, self.mirror, &mut tasks);
            runtime::start_carriers(&desk, &self.carriers, &mut tasks);
            if self.has_broken_mirror {
                tasks.start("mirror", async { panic!("the fox got in") });
            }
            let input = stream::poll_fn(move |cx| events.poll_recv(cx)).boxed();
            let shown = ScreenLoop::new(app, window, desk, tasks).run(input);
            tokio::select! {
                ending = shown => Some(ending.expect("the loop ends well")),
                _ = killed => None,
            }
        });
        // Tasks and blocking threads of a killed pane end before it is opened again.
        runtime.shutdown_timeout(Duration::from_secs(5));
        ending
    }
}
