//! A part of the program breaks.
//!
//! Nothing in the program can be made to break from outside, so these tests run this very
//! binary again as a child: the real loop on the real screen, with a stage or a task around
//! it that breaks at the key `!`.

use std::io;
use std::sync::Arc;

use rstest::rstest;
use sitroom::app::{Alert, App, Event, Key, Keymap, Setup};
use sitroom::domain::gate::Released;
use sitroom::domain::message::Carriers;
use sitroom::runtime::{Desk, Ending, ScreenLoop, Stage, Tasks, build_runtime};
use sitroom::session::{Environment, Purpose};
use sitroom::tui::{self, Look, Notifier, Screen, Theme};
use tokio::sync::mpsc;

use crate::home::Home;
use crate::terminal::Terminal;

/// The name of the task that breaks; without it the loop does.
const TASK: &str = "SITROOM_TEST_TASK";

fn fragile(home: &Home, task: Option<&str>) -> Terminal {
    let child = "panics::child_breaks_at_a_key";
    let args = ["--exact", "--ignored", "--nocapture", child];
    let program = std::env::current_exe().unwrap().display().to_string();
    let mut command = home.on_terminal(&program, &args);
    command.env("RUST_BACKTRACE", "0");
    if let Some(task) = task {
        command.env(TASK, task);
    }
    let mut terminal = Terminal::start(command);
    terminal.shows("NEXT");
    terminal.types("nfeathers at the gate\r");
    terminal.logs("feathers at the gate");
    terminal
}

/// Expects the message to come when the terminal was given back, not before.
fn is_told_afterwards(terminal: &Terminal, message: &str) {
    let written = terminal.written();
    let back = written.find("\x1b[?1049l").unwrap();
    let told = written.rfind(message);
    assert!(told.is_some_and(|told| told > back), "{written:?}");
    assert!(terminal.text().contains(message), "{}", terminal.text());
}

fn is_kept(home: &Home) {
    home.is_sound();
    assert!(home.journal().contains("feathers at the gate"));
}

#[test]
fn the_loop_breaks() {
    let home = Home::declared();
    let mut terminal = fragile(&home, None);
    terminal.types("!");
    assert_eq!(terminal.ends(), 101);
    terminal.is_given_back();
    is_told_afterwards(&terminal, "the fox is in the coop");
    is_kept(&home);
}

#[rstest]
#[case("weather", "weather")]
#[case("mirror", "syncing")]
fn a_task_breaks_and_the_screen_goes_on(#[case] task: &str, #[case] called: &str) {
    let home = Home::declared();
    let mut terminal = fragile(&home, Some(task));
    terminal.types("!");
    terminal.shows(&format!("{called} broke: the fox is in the coop"));
    assert!(terminal.screen().alternate_screen());
    assert!(terminal.screen().bracketed_paste());
    terminal.types("nstill here\r");
    terminal.logs("still here");
    assert!(
        !terminal.written().contains("panicked"),
        "printed over the screen"
    );
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
    is_told_afterwards(&terminal, "the fox is in the coop");
    is_kept(&home);
}

#[test]
fn the_keeper_of_the_record_breaks_and_nothing_pretends_to_be_saved() {
    let home = Home::declared();
    let mut terminal = fragile(&home, Some("record"));
    terminal.types("!");
    assert_eq!(terminal.ends(), 101);
    terminal.is_given_back();
    is_told_afterwards(&terminal, "what was saved is safe");
    is_kept(&home);
}

/// The screen with a weak point.
struct Fragile {
    screen: Screen,
    /// Whom the key breaks; the stage itself, and with it the loop, when nobody else.
    victim: Option<mpsc::UnboundedSender<()>>,
}

impl Stage for Fragile {
    fn size(&self) -> (u16, u16) {
        self.screen.size()
    }

    fn draw(&mut self, app: &App) -> io::Result<()> {
        self.screen.draw(app)
    }

    fn route(&mut self, app: &App, event: Event) -> Option<Event> {
        if matches!(&event, Event::Key(press) if press.key == Key::Char('!')) {
            let victim = self.victim.as_ref().expect("the fox is in the coop");
            victim.send(()).unwrap();
            return None;
        }
        self.screen.route(app, event)
    }

    fn copy(&mut self, text: &Released) -> io::Result<()> {
        self.screen.copy(text)
    }

    fn call(&mut self, alert: &Alert) -> io::Result<()> {
        self.screen.call(alert)
    }

    fn resume(&mut self) -> io::Result<()> {
        self.screen.resume()
    }

    fn restore(&mut self) {
        self.screen.suspend();
    }
}

#[test]
#[ignore = "run as a child on a terminal"]
fn child_breaks_at_a_key() {
    let Ok(env) = Environment::from_process(&sitroom::settings::Told::default()) else {
        return;
    };
    let Ok(id) = env.choose(None, Purpose::Write) else {
        return;
    };
    let record = env.open_record(&id).unwrap().record;
    let playbook = record.playbook().unwrap();
    let app = App::new(Setup {
        incident: record.incident(),
        playbook: Arc::clone(&playbook),
        entries: Vec::new(),
        gate: sitroom::domain::gate::Gate::shipped(),
        keymap: Keymap::default(),
        me: env.me(),
        carriers: Carriers::default(),
        now: env.now(),
    });
    let ending = build_runtime().unwrap().block_on(async {
        tui::install_panic_hook();
        let mut tasks = Tasks::here();
        let desk = Desk::open(record, playbook, env.clock(), &mut tasks);
        let (keys, pause) = tui::input::events();
        let look = Look {
            theme: Theme::default(),
            notifier: Notifier::SILENT,
            mouse: false,
        };
        let stage = Fragile {
            screen: Screen::open(look, pause).unwrap(),
            victim: victim(&mut tasks),
        };
        let screen_loop = ScreenLoop::new(app, stage, desk, tasks);
        Box::pin(screen_loop.run(keys)).await
    });
    assert_eq!(ending.unwrap(), Ending::Quit);
}

/// Starts the task that breaks when it is told to.
fn victim(tasks: &mut Tasks) -> Option<mpsc::UnboundedSender<()>> {
    let name = std::env::var(TASK).ok()?;
    let (sender, mut told) = mpsc::unbounded_channel();
    let name: &'static str = match name.as_str() {
        "record" => "record",
        "mirror" => "mirror",
        _ => "weather",
    };
    tasks.start(name, async move {
        told.recv().await;
        panic!("the fox is in the coop");
    });
    Some(sender)
}
