//! A drill: the practice GitHub, a scenario, a clock that goes faster, and the same screen.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::sync::mpsc;

use super::carriers::CarrierSetup;
use super::desk::{Desk, Inbound};
use super::ending::Ending;
use super::launch::{Launch, build_runtime, show};
use super::mirroring::MirrorSetup;
use super::tasks::Tasks;
use crate::app::{Attention, Keymap};
use crate::domain::command::{Command, Opening, Request};
use crate::domain::event::Visibility;
use crate::domain::gate::Gate;
use crate::domain::ids::IncidentId;
use crate::domain::incident::PlaybookRef;
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, When};
use crate::practice::{self, DrillClock, Options, PracticeGithub, Saying, Scenario};
use crate::store::{Clock, Home, Record, RunningDrill, StoreHandle};
use crate::tui::{Notifier, Theme};

/// How often the practice issue is read, at the desk.
const POLL: Duration = Duration::from_secs(2);

/// What a drill needs.
pub struct Drill {
    /// What happens.
    pub scenario: Scenario,
    /// Where its record is kept, apart from real ones.
    pub home: Home,
    /// The process.
    pub playbook: Playbook,
    /// Which key does what.
    pub keymap: Keymap,
    /// How it looks.
    pub theme: Theme,
    /// By what it calls for attention.
    pub attention: Attention,
    /// How the terminal is told of a notification.
    pub notifier: Notifier,
    /// What every text is looked through with.
    pub gate: Arc<Gate>,
    /// The machine.
    pub device: String,
    /// The real time at its beginning.
    pub now: Instant,
}

/// Runs a drill until the person leaves.
pub fn run_drill(drill: Drill) -> Result<Ending> {
    let scenario = drill.scenario;
    let drill_clock = DrillClock::start(drill.now, scenario.speed);
    let aware_at = drill.now - scenario.begins.delta();
    let clock: Clock = Arc::new(move || drill_clock.now());
    let playbook = Arc::new(drill.playbook);
    let request = Request::local(
        opening(&scenario, &playbook, aware_at),
        &scenario.opening.ic,
    );
    let mut record = Record::create(
        &drill.home,
        &drill.gate,
        Arc::clone(&playbook),
        &request,
        &drill.device,
        drill.now,
    )?;
    // Kept to the end: who reads the record meanwhile goes by the same clock.
    let _running = RunningDrill::begin(record.dir(), drill.now, scenario.speed)?;
    // The briefing stays in the timeline when the first key has wiped it off the foot.
    let briefing = Command::Note {
        text: format!("EXERCISE. {}", scenario.about),
        visibility: Visibility::Local,
    };
    record.execute(&Request::local(briefing, "EXERCISE"), drill.now)?;
    let server = build_runtime()?;
    let (github, serving) = {
        let _inside = server.enter();
        let options = Options::default().clock(Arc::clone(&clock) as practice::Clock);
        PracticeGithub::bind(options).context("start the practice GitHub")?
    };
    let launch = Launch {
        record,
        playbook,
        keymap: drill.keymap,
        me: scenario.opening.ic.clone(),
        clock,
        theme: drill.theme,
        attention: drill.attention,
        notifier: drill.notifier,
        mirror: Some(practice_mirror(&github)?),
        // Practice mails nobody.
        carriers: CarrierSetup::default(),
        // Practice knows of nothing else.
        machine: None,
        watching: false,
        told: vec![format!("EXERCISE. {}", scenario.about)],
    };
    let ending = show(launch, move |desk, tasks| {
        tasks.start("practice GitHub", serving);
        play(scenario, github, drill_clock, aware_at, desk, tasks);
    });
    server.shutdown_background();
    ending
}

fn opening(scenario: &Scenario, playbook: &Playbook, aware_at: Instant) -> Command {
    let known = &scenario.opening;
    Command::Open(Box::new(Opening {
        incident: IncidentId::for_title(&format!("drill {}", scenario.id), aware_at),
        playbook: PlaybookRef {
            id: playbook.id.clone(),
            version: playbook.version.clone(),
        },
        exercise: true,
        zone: playbook.zone,
        title: scenario.title.clone(),
        details: known.details.clone(),
        reporter: known.reporter.clone(),
        ic: known.ic.clone(),
        responders: known.responders.clone(),
        aware: When::exact(aware_at),
    }))
}

fn practice_mirror(github: &PracticeGithub) -> Result<MirrorSetup> {
    Ok(MirrorSetup {
        repository: Options::REPOSITORY.parse().context("read the repository")?,
        api: github.url(),
        token: Some(Options::TOKEN.to_owned().into()),
        poll: POLL,
        allow_public: false,
        suggestions: true,
        only_reads: false,
        env: Arc::new(|_| None),
    })
}

/// Has the others play their parts. What they say in the channel is told, and kept as a note
/// on this machine, as a scribe would.
fn play(
    scenario: Scenario,
    github: PracticeGithub,
    clock: DrillClock,
    aware_at: Instant,
    desk: &Desk,
    tasks: &mut Tasks,
) {
    let (chat, heard) = mpsc::unbounded_channel();
    let repository = Options::REPOSITORY.to_owned();
    tasks.start(
        "players",
        practice::play(scenario, github, repository, clock, aware_at, chat),
    );
    tasks.start(
        "channel",
        listen(heard, desk.store.clone(), desk.outbox.clone()),
    );
}

async fn listen(
    mut heard: mpsc::UnboundedReceiver<Saying>,
    store: StoreHandle,
    outbox: mpsc::UnboundedSender<Inbound>,
) {
    while let Some(Saying { by, text }) = heard.recv().await {
        let told = format!("#incident-response {by}: {text}");
        let command = Command::Note {
            text: told.clone(),
            visibility: Visibility::Local,
        };
        if let Err(error) = store.execute(Request::local(command, &by)).await {
            tracing::warn!(%error, "what was said is not in the record");
        }
        let _ = outbox.send(Inbound::Told(told));
    }
}
