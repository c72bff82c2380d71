//! Opening the screen on a record.

use std::sync::Arc;

use anyhow::{Context, Result};
use futures_util::Stream;
use tokio::runtime::{Builder, Runtime};

use super::carriers::CarrierSetup;
use super::delivering;
use super::desk::{Desk, Inbound};
use super::ending::Ending;
use super::mirroring::{self, MirrorSetup};
use super::screen_loop::ScreenLoop;
use super::signals::Signals;
use super::stage::Stage;
use super::tasks::Tasks;
use crate::app::{App, Attention, Event, Keymap, Level, Setup};
use crate::domain::playbook::Playbook;
use crate::session::Environment;
use crate::store::{Clock, Record};
use crate::tui::{self, Look, Screen};

/// What a person has at the screen, whatever is shown on it.
pub struct Seat {
    /// Which key does what.
    pub keymap: Keymap,
    /// How it looks.
    pub look: Look,
    /// By what it calls for attention.
    pub attention: Attention,
    /// The command of the person's own editor.
    pub editor: String,
}

/// What the screen is opened with.
pub struct Launch {
    /// How it is steered, how it looks, by what it calls.
    pub seat: Seat,
    /// The record.
    pub record: Record,
    /// The process it runs on.
    pub playbook: Arc<Playbook>,
    /// Who sits at the keys.
    pub me: String,
    /// The time.
    pub clock: Clock,
    /// Where the mirror goes, if anywhere.
    pub mirror: Option<MirrorSetup>,
    /// What carries messages beside the mirror.
    pub carriers: CarrierSetup,
    /// The machine with the other incidents.
    pub machine: Option<Environment>,
    /// The command that records, where it is only watched and nothing recorded here.
    pub watching: Option<&'static str>,
    /// What is wrong from the beginning.
    pub told: Vec<String>,
}

/// Returns the runtime of tasks that mostly wait.
pub fn build_runtime() -> Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("start the tasks")
}

/// Runs a loop on this thread, with timers of its own: on the runtime of the tasks each second of
/// a countdown would wake three threads in turn instead of one. The tasks run beside it.
pub(super) fn run_loop<T>(work: impl AsyncFnOnce(Tasks) -> Result<T>) -> Result<T> {
    let beside = build_runtime()?;
    let here = Builder::new_current_thread()
        .enable_all()
        .build()
        .context("start the loop")?;
    let ended = here.block_on(work(Tasks::on(beside.handle())));
    // A request that hangs must not keep the program from ending; what it was for is on disk.
    beside.shutdown_background();
    here.shutdown_background();
    ended
}

/// What a terminal sends.
type Keys = Box<dyn Stream<Item = Event> + Send + Unpin>;

/// Returns what takes the terminal and what it sends, or says why there is none. Nothing is taken
/// yet. Call it within the runtime.
pub(super) fn terminal(
    look: Look,
) -> Result<(impl FnOnce() -> Result<Screen>, impl FnOnce() -> Keys)> {
    tui::install_panic_hook();
    tui::Terminal::is_fit().context("take the terminal")?;
    let (keys, pause) = tui::input::events();
    let take = move || Screen::open(look, pause).context("take the terminal");
    let keys: Keys = Box::new(keys);
    Ok((take, move || keys))
}

/// Shows a record until the person leaves. `more` starts further tasks, as a drill does.
pub fn show(launch: Launch, more: impl FnOnce(&mut Desk, &mut Tasks)) -> Result<Ending> {
    run_loop(async |tasks| {
        let (screen, keys) = terminal(launch.seat.look.clone())?;
        show_on(launch, tasks, screen, keys, more).await
    })
}

/// Shows a record on any stage and takes keys from any input.
pub(super) async fn show_on<S: Stage, I: Stream<Item = Event> + Unpin>(
    launch: Launch,
    mut tasks: Tasks,
    stage: impl FnOnce() -> Result<S>,
    input: impl FnOnce() -> I,
    more: impl FnOnce(&mut Desk, &mut Tasks),
) -> Result<Ending> {
    // Before the terminal is taken, so that no signal finds it taken and nobody listening.
    let signals = Signals::listen().context("listen for signals")?;
    let mut stage = stage()?;
    // No picture shows more entries than it has rows; the rest is read behind the first.
    let (_, rows) = stage.size();
    let entries = launch.record.tail(rows.into())?;
    let app = App::new(Setup {
        incident: launch.record.incident(),
        playbook: Arc::clone(&launch.playbook),
        entries: entries.into_iter().map(Arc::new).collect(),
        keymap: launch.seat.keymap,
        me: launch.me,
        gate: launch.record.gate(),
        carriers: launch.carriers.carriers(),
        now: (launch.clock)(),
    });
    let mut app = app.calling_by(launch.seat.attention);
    if let Some(records_by) = launch.watching {
        app = app.watching(records_by);
    }
    app.fit(stage.size());
    // What was read is shown before the tasks begin, whose threads would be in each other's way.
    let drawn = stage.draw(&app);
    if let Err(error) = &drawn {
        tracing::warn!(%error, "the first picture");
    }
    let desk = Desk::open(launch.record, launch.playbook, launch.clock, &mut tasks);
    let mut desk = desk.among(launch.machine);
    for told in launch.told {
        let _ = desk.outbox.send(Inbound::Said(Level::Error, told));
    }
    mirroring::set_up(&mut desk, launch.mirror, &mut tasks);
    delivering::start(&desk, &launch.carriers, &mut tasks);
    more(&mut desk, &mut tasks);
    ScreenLoop::new(app, stage, desk, tasks)
        .hearing(signals)
        .having_drawn(drawn.is_ok())
        .editing_with(launch.seat.editor)
        .run(input())
        .await
}
