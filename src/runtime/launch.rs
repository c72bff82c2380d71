//! Opening the screen on a record.

use std::sync::Arc;

use anyhow::{Context, Result};

use super::carriers::CarrierSetup;
use super::delivering;
use super::desk::{Desk, Inbound};
use super::ending::Ending;
use super::mirroring::{self, MirrorSetup};
use super::screen_loop::ScreenLoop;
use super::signals::Signals;
use super::tasks::Tasks;
use crate::app::{App, Attention, Keymap, Setup};
use crate::domain::playbook::Playbook;
use crate::session::Environment;
use crate::store::{Clock, Record};
use crate::tui::{self, Notifier, Screen, Theme};

/// How many entries the first screen knows; the rest is read behind it.
const FIRST_ENTRIES: usize = 200;

/// What the screen is opened with.
pub struct Launch {
    /// The record.
    pub record: Record,
    /// The process it runs on.
    pub playbook: Arc<Playbook>,
    /// Which key does what.
    pub keymap: Keymap,
    /// Who sits at the keys.
    pub me: String,
    /// The time.
    pub clock: Clock,
    /// How it looks.
    pub theme: Theme,
    /// By what it calls for attention.
    pub attention: Attention,
    /// How the terminal is told of a notification.
    pub notifier: Notifier,
    /// Where the mirror goes, if anywhere.
    pub mirror: Option<MirrorSetup>,
    /// What carries messages beside the mirror.
    pub carriers: CarrierSetup,
    /// The machine with the other incidents.
    pub machine: Option<Environment>,
    /// Whether it is only watched, and nothing recorded.
    pub watching: bool,
    /// What a person should know from the beginning.
    pub told: Vec<String>,
}

/// Returns the runtime that the screen and its tasks run on. The loop has the main thread to
/// itself; two more are enough for tasks that mostly wait.
pub fn build_runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("start the tasks")
}

/// Shows a record until the person leaves. `more` starts further tasks, as a drill does.
pub fn show(launch: Launch, more: impl FnOnce(&Desk, &mut Tasks)) -> Result<Ending> {
    let entries = launch.record.tail(FIRST_ENTRIES)?;
    let app = App::new(Setup {
        incident: launch.record.incident(),
        playbook: Arc::clone(&launch.playbook),
        entries: entries.into_iter().map(Arc::new).collect(),
        keymap: launch.keymap,
        me: launch.me,
        gate: launch.record.gate(),
        carriers: launch.carriers.carriers(),
        now: (launch.clock)(),
    });
    let mut app = app.calling_by(launch.attention);
    if launch.watching {
        app = app.watching();
    }
    let runtime = build_runtime()?;
    let ending = runtime.block_on(async {
        tui::install_panic_hook();
        let mut tasks = Tasks::new();
        let mut desk = Desk::open(launch.record, launch.playbook, launch.clock, &mut tasks);
        desk.machine = launch.machine;
        for told in launch.told {
            let _ = desk.outbox.send(Inbound::Told(told));
        }
        // Before the terminal is taken, so that no signal finds it taken and nobody listening.
        let signals = Signals::listen().context("listen for signals")?;
        let screen = Screen::open(launch.theme, launch.notifier).context("take the terminal")?;
        mirroring::set_up(&mut desk, launch.mirror, &mut tasks);
        delivering::start(&desk, &launch.carriers, &mut tasks);
        more(&desk, &mut tasks);
        ScreenLoop::new(app, screen, desk, tasks)
            .hearing(signals)
            .run(tui::input::events())
            .await
    });
    // A request that hangs must not keep the program from ending; what it was for is on disk.
    runtime.shutdown_background();
    ending
}
