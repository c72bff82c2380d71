//! A drill: the practice GitHub, a scenario, a clock that goes faster, and the same screen.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use chrono::Utc;
use futures_util::Stream;
use tokio::sync::mpsc;

use super::carriers::CarrierSetup;
use super::desk::{Desk, Inbound};
use super::ending::Ending;
use super::launch::{Launch, Seat, run_loop, show_on, terminal};
use super::mirroring::MirrorSetup;
use super::scoring::{keep_score, scored};
use super::stage::Stage;
use super::tasks::Tasks;
use crate::app::{Event, Exercise, Holder, Level};
use crate::domain::command::{Command, Opening, Request};
use crate::domain::decide::AFTER_DRILL;
use crate::domain::event::Visibility;
use crate::domain::gate::Gate;
use crate::domain::ids::IncidentId;
use crate::domain::incident::PlaybookRef;
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, When};
use crate::practice::{self, DrillClock, Options, PracticeGithub, Saying, Scenario};
use crate::store::{
    Clock, DrillGait, DrillTime, FollowedDrill, Home, Record, RunningDrill, StoreHandle,
};

/// How often a pane beside a drill looks how its clock goes.
const LOOK_AT_CLOCK: Duration = Duration::from_millis(250);

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
    /// How it is steered, how it looks, by what it calls.
    pub seat: Seat,
    /// What every text is looked through with.
    pub gate: Arc<Gate>,
    /// The machine.
    pub device: String,
    /// The real time at its beginning.
    pub now: Instant,
    /// Whether its time stands at first.
    pub is_paused: bool,
    /// What is wrong from the beginning.
    pub told: Vec<String>,
}

/// How a drill ended.
#[derive(Debug)]
pub struct DrillEnd {
    /// Why the loop ended.
    pub ending: Ending,
    /// The record of the drill.
    pub incident: IncidentId,
    /// The scorecard, or why there is none.
    pub scorecard: Result<String>,
}

/// Runs a drill on the terminal until the person leaves.
pub fn run_drill(drill: Drill) -> Result<DrillEnd> {
    run_loop(async |tasks| {
        let (screen, keys) = terminal(drill.seat.look.clone())?;
        // Too large for the stack of everything above it.
        Box::pin(run_drill_on(drill, tasks, screen, keys)).await
    })
}

/// Runs a drill on any stage until the person leaves.
pub async fn run_drill_on<S: Stage, I: Stream<Item = Event> + Unpin>(
    drill: Drill,
    tasks: Tasks,
    stage: impl FnOnce() -> Result<S>,
    input: impl FnOnce() -> I,
) -> Result<DrillEnd> {
    let scenario = drill.scenario;
    let drill_clock = DrillClock::start(drill.now, scenario.speed);
    drill_clock.pause(drill.is_paused);
    let aware_at = drill.now - scenario.begins.delta();
    let clock: Clock = {
        let clock = drill_clock.clone();
        Arc::new(move || clock.now())
    };
    let playbook = Arc::new(drill.playbook);
    let opened = opening(&scenario, &playbook, aware_at);
    let request = Request::local(opened, &scenario.opening.ic);
    let mut record = Record::create(
        &drill.home,
        &drill.gate,
        Arc::clone(&playbook),
        &request,
        &drill.device,
        drill.now,
    )?;
    // Kept to the end: who reads the record meanwhile goes by the same clock.
    let running = Arc::new(RunningDrill::begin(record.dir(), gait(&drill_clock))?);
    // The briefing stays in the timeline when it was read at the foot.
    let about = format!("EXERCISE. {}", scenario.about);
    let briefing = Command::Note {
        text: about.clone(),
        visibility: Visibility::Local,
    };
    record.execute(&Request::local(briefing, "EXERCISE"), drill.now)?;
    let options = Options::default().clock(Arc::clone(&clock) as practice::Clock);
    let (github, serving) = PracticeGithub::bind(options).context("start the practice GitHub")?;
    let incident = record.incident().id.clone();
    let launch = Launch {
        record,
        playbook: Arc::clone(&playbook),
        seat: drill.seat,
        me: scenario.opening.ic.clone(),
        clock,
        mirror: Some(practice_mirror(&github)?),
        // Practice mails nobody.
        carriers: CarrierSetup::default(),
        // Practice knows of nothing else.
        machine: None,
        watching: None,
        told: drill.told,
    };
    let (goes, written) = (drill_clock.clone(), Arc::clone(&running));
    // The server ends with the last who knows of it, and the players go home before the IC.
    let players = github.clone();
    let ending = show_on(launch, tasks, stage, input, move |desk, tasks| {
        desk.drill = Some(goes.clone());
        let _ = desk.outbox.send(Inbound::Said(Level::News, about));
        tasks.start("practice GitHub", serving);
        tasks.start(
            "drill clock",
            tell(goes.clone(), written, desk.outbox.clone()),
        );
        tasks.start("scorecard", keep_score(desk.scoring(), goes.clone()));
        play(scenario, players, goes, aware_at, desk, tasks);
    })
    .await?;
    drop(github);
    // Whoever reads the record later goes by the time of this scorecard.
    drill_clock.pause(true);
    running.turn(gait(&drill_clock))?;
    let scorecard = scored(&drill.home, &incident, &playbook, drill_clock.now());
    Ok(DrillEnd {
        ending,
        incident,
        scorecard,
    })
}

/// Returns how the clock goes now, for other programs.
fn gait(clock: &DrillClock) -> DrillGait {
    let pace = *clock.watch().borrow();
    DrillGait {
        since: chrono::Utc::now(),
        at: pace.now(),
        speed: pace.speed,
        paused: pace.is_paused,
        played_out: pace.is_played_out,
    }
}

/// Tells the screen and other programs each time the clock goes another way.
async fn tell(
    clock: DrillClock,
    running: Arc<RunningDrill>,
    outbox: mpsc::UnboundedSender<Inbound>,
) {
    let mut changes = clock.watch();
    loop {
        let pace = *changes.borrow_and_update();
        if let Err(error) = running.turn(gait(&clock)) {
            tracing::warn!(%error, "the clock of the drill");
        }
        let exercise = Exercise {
            speed: pace.speed,
            is_paused: pace.is_paused,
            next_at: pace.next_at,
            is_played_out: pace.is_played_out,
            holder: Holder::ThisPane,
        };
        let gone = outbox.send(Inbound::Drill(exercise)).is_err();
        if gone || changes.changed().await.is_err() {
            break;
        }
    }
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
        repository: Some(Options::REPOSITORY.parse().context("read the repository")?),
        api: github.url(),
        token: Some(Options::TOKEN.to_owned().into()),
        poll: POLL,
        allow_public: false,
        suggestions: true,
        only_reads: false,
        env: Arc::new(|_| None),
    })
}

/// Has a pane that shows the record of a drill go by its clock, which another pane runs, and say
/// when that is over: the clock stands from then on.
pub fn follow_drill(drill: Option<Arc<FollowedDrill>>, desk: &Desk, tasks: &mut Tasks) {
    let Some(drill) = drill else {
        return;
    };
    let outbox = desk.outbox.clone();
    match drill.goes() {
        DrillTime::Running(_) => {}
        DrillTime::Over(_) => {
            let _ = outbox.send(Inbound::Drill(beside(drill.goes())));
            return;
        }
        DrillTime::ByHand(_) => return,
    }
    tasks.start("clock of the drill", async move {
        let mut shown = None;
        loop {
            let goes = beside(drill.goes());
            if shown.replace(goes) != Some(goes) {
                let _ = outbox.send(Inbound::Drill(goes));
            }
            if drill.is_over() {
                break;
            }
            tokio::time::sleep(LOOK_AT_CLOCK).await;
            let looked = Arc::clone(&drill);
            let look = tokio::task::spawn_blocking(move || looked.look(Utc::now()));
            if look.await.is_err() {
                return;
            }
        }
        let told = format!("EXERCISE: the drill is over, and its clock stands; {AFTER_DRILL}");
        let _ = outbox.send(Inbound::Said(Level::News, told));
    });
}

/// Returns how a drill goes, for a pane beside it: what is to come, its own pane knows alone.
fn beside(time: DrillTime) -> Exercise {
    let over = Exercise {
        speed: 1,
        is_paused: true,
        next_at: None,
        is_played_out: false,
        holder: Holder::Nobody,
    };
    match time {
        DrillTime::Running(gait) => Exercise {
            speed: gait.speed,
            is_paused: gait.paused,
            is_played_out: gait.played_out,
            holder: Holder::OtherPane,
            ..over
        },
        DrillTime::Over(_) | DrillTime::ByHand(_) => over,
    }
}

/// Has the others play their parts. What they say in the channel is told, and kept as a note
/// on this machine, as a scribe would: by them, so that the note does not name them again.
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
        let command = Command::Note {
            text: format!("#incident-response: {text}"),
            visibility: Visibility::Local,
        };
        // What the record takes is told as what others say there.
        if let Err(error) = store.execute(Request::local(command, &by)).await {
            tracing::warn!(%error, "what was said is not in the record");
            let told = format!("{by}: #incident-response: {text}");
            let _ = outbox.send(Inbound::Said(Level::News, told));
        }
    }
}
