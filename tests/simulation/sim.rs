//! Playing a script: first as it says, then until everything is quiet.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use sitroom::domain::command::Command;
use sitroom::domain::playbook::Playbook;
use sitroom::github::sync::Trouble;
use sitroom::practice::{Options, PracticeGithub};

use super::book::{Book, lf};
use super::checks::{self, Failure, Why};
use super::disk::Disk;
use super::ic;
use super::room::{Ended, Room};
use super::script::{Act, Script, Step};
use super::small_playbook::minimal_playbook;
use super::step::VirtualClock;
use super::token::Token;
use super::web::{self, Editor};
use super::wire::{Lingering, Wire, catch_up};

/// The most steps a round may take: it is bounded whatever people do.
const LONGEST_ROUND: u32 = 4_000;
/// The most rounds of each sitroom until all is quiet.
const MOST_ROUNDS: usize = 60;

/// What a script came to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) acts: u64,
    pub(crate) crashes: u64,
    pub(crate) mishaps: u64,
    pub(crate) conflicts: u64,
    pub(crate) recovered: u64,
    pub(crate) requests: u64,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            acts,
            crashes,
            mishaps,
            conflicts,
            recovered,
            requests,
        } = self;
        write!(
            f,
            "{acts} actions, {requests} requests, {crashes} crashes, {mishaps} faults, \
             {conflicts} conflicts, {recovered} recovered edits"
        )
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.acts += more.acts;
        self.crashes += more.crashes;
        self.mishaps += more.mishaps;
        self.conflicts += more.conflicts;
        self.recovered += more.recovered;
        self.requests += more.requests;
    }
}

/// Everything there is in one simulation.
pub(crate) struct Sim {
    pub(crate) clock: VirtualClock,
    pub(crate) github: PracticeGithub,
    pub(crate) rooms: Vec<Room>,
    pub(crate) book: Book,
    editors: Vec<Editor>,
    lingering: Lingering,
    /// What happened, for whoever has to understand it; none when nobody will read it.
    story: Option<String>,
    tally: Tally,
    /// How often each conflict was ruled on at each sitroom.
    rulings: std::collections::BTreeMap<(usize, String), u32>,
    seed: u64,
}

impl Sim {
    pub(crate) fn new(script: &Script, tell: bool) -> Self {
        let clock = VirtualClock::new();
        let playbook: Arc<Playbook> = Arc::new(minimal_playbook());
        let people = ["farmer-jane", "farmer-dave", "spot-the-dog"];
        let token = |number: usize| format!("token-{number}");
        // Two machines of one person, or of two.
        let login = |number: usize| {
            people[if script.seed.is_multiple_of(4) {
                0
            } else {
                number
            }]
        };
        let now = clock.clone();
        let github = PracticeGithub::in_memory(Options {
            clock: Arc::new(move || now.now()),
            tokens: (0..script.rooms)
                .map(|room| (token(room), login(room).to_owned()))
                .collect(),
            ..Options::default()
        });
        let lingering = Lingering::default();
        let room = |number: usize| {
            let disk = Arc::new(Disk::new(number, Arc::clone(&playbook), clock.clone()));
            let wire = Arc::new(Wire {
                github: github.clone(),
                token: token(number),
                clock: clock.clone(),
                steps: Arc::clone(&disk.steps),
                lingering: Arc::clone(&lingering),
                state: Mutex::default(),
            });
            let ic = ["Farmer Jane", "Farmer Dave", "Spot the Dog"][number];
            Room::new(number, ic, disk, wire, Arc::clone(&playbook), clock.clone())
        };
        let rooms = (0..script.rooms).map(room).collect();
        let editors = (0..script.editors).map(|at| Editor::new(["goose", "rooster"][at]));
        Self {
            clock,
            github,
            rooms,
            book: Book::default(),
            editors: editors.collect(),
            lingering,
            story: tell.then(String::new),
            tally: Tally::default(),
            rulings: std::collections::BTreeMap::new(),
            seed: script.seed,
        }
    }

    /// Plays a script to its end and checks everything that must hold then.
    pub(crate) fn play(&mut self, script: &Script) -> Result<Tally, Failure> {
        if script.attached {
            let mut rng = fastrand::Rng::with_seed(script.seed);
            web::open_issue(&self.github, &mut rng, &mut self.book);
            self.join(0);
        } else {
            ic::open(&self.rooms[0], &mut self.book);
        }
        for act in &script.acts {
            self.act(act);
        }
        self.heal();
        self.settle()?;
        checks::check(self)?;
        self.count();
        Ok(self.tally)
    }

    /// Returns what happened so far.
    pub(crate) fn story(&self) -> &str {
        self.story.as_deref().unwrap_or_default()
    }

    /// Returns what every journal and the issue say in the end.
    pub(crate) fn ending(&self) -> String {
        let mut text = String::new();
        for room in &self.rooms {
            let _ = writeln!(text, "\njournal of room {}", room.number);
            for entry in room.disk.entries() {
                let (seq, origin, event) = (entry.seq, entry.origin, &entry.event);
                let _ = writeln!(text, "  {seq} {origin:?} {}: {event:?}", entry.actor);
            }
        }
        for issue in self.github.issues(Options::REPOSITORY) {
            let _ = writeln!(text, "\n# {}\n{}", issue.title, issue.body);
            let mut texts = issue.edits();
            texts.reverse();
            for pair in texts.windows(2) {
                let by = pair[1].editor.as_deref().unwrap_or("nobody");
                let at = pair[1].edited_at.format("%H:%M:%S%.3f");
                let _ = writeln!(text, "\nsaved by {by} at {at}");
                text += &changed_lines(&pair[0].body, &pair[1].body);
            }
        }
        text
    }

    pub(crate) fn tell(&mut self, what: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story {
            let at = self.clock.now().format("%H:%M:%S%.3f");
            let _ = writeln!(story, "{at} {}", what());
        }
    }

    fn act(&mut self, act: &Act) {
        self.tally.acts += 1;
        let first = self.rooms[0].disk.sync();
        self.book.ballot.nothing_agreed = first.base_body.is_empty();
        let due = catch_up(&self.github, &self.lingering, self.clock.now());
        if due > 0 {
            self.tell(|| format!("GitHub did {due} of the requests it never answered"));
        }
        match &act.step {
            Step::Ic(room, _) | Step::Run(room, _) if !self.join(*room) => {}
            Step::Ic(room, deed) => {
                let room = &self.rooms[*room];
                let done = ic::act(room, *deed, act.pick, Token(act.token), &mut self.book);
                self.tell(|| done);
            }
            Step::Web(editor, deed, saving) => {
                let editor = &mut self.editors[*editor];
                let (deed, token) = ((*deed, *saving), Token(act.token));
                let done = editor.act(&self.github, deed, act.pick, token, &mut self.book);
                self.tell(|| done);
            }
            Step::Load(editor) => {
                self.editors[*editor].load(&self.github);
                self.tell(|| act.step.to_string());
            }
            Step::Run(room, steps) => {
                self.run(*room, *steps);
            }
            Step::Crash(room) => {
                self.tally.crashes += u64::from(self.rooms[*room].is_under_way());
                self.rooms[*room].crash();
                self.tell(|| act.step.to_string());
            }
            Step::Mishap(room, mishap) => {
                self.rooms[*room].wire.state().mishap = Some(*mishap);
            }
            Step::Offline(room, offline) => {
                self.rooms[*room].wire.state().offline = *offline;
                self.tell(|| act.step.to_string());
            }
            Step::Wait(millis) => self.clock.advance(TimeDelta::milliseconds(*millis)),
        }
    }

    /// Returns whether there is a record at a sitroom. The first one opens it or attaches it;
    /// the others make theirs out of the issue, as soon as it holds one.
    fn join(&mut self, room: usize) -> bool {
        let room = &self.rooms[room];
        if room.disk.journal_length() > 0 {
            return true;
        }
        let Some(issue) = web::the_issue(&self.github) else {
            return false;
        };
        let joined = match room.number {
            0 => Some(ic::attach(room, &issue, &mut self.book)),
            _ => ic::adopt(room, &issue),
        };
        let Some(joined) = joined else {
            return false;
        };
        self.tell(|| joined);
        true
    }

    /// Lets a mirror go some steps, at the most to the end of its round.
    fn run(&mut self, room: usize, steps: u32) -> Option<Ended> {
        let mut ended = None;
        for _ in 0..steps {
            ended = self.rooms[room].step();
            if ended.is_some() {
                break;
            }
        }
        self.tell_wire(room, ended.as_ref());
        ended
    }

    fn tell_wire(&mut self, room: usize, ended: Option<&Ended>) {
        let log = std::mem::take(&mut self.rooms[room].wire.state().log);
        self.tally.requests += log.len() as u64;
        for line in log {
            self.tell(|| format!("  room {room}: {line}"));
        }
        if let Some(ended) = ended {
            let trouble = ended.trouble.as_ref().map(Trouble::detail);
            let detail = trouble.unwrap_or_else(|| format!("well {}", ended.status.detail));
            self.tell(|| format!("  room {room}: the round ended: {detail}"));
        }
    }

    /// The network is good again, and nothing lingers.
    fn heal(&mut self) {
        self.tell(|| "everything is well again".to_owned());
        for room in &self.rooms {
            let mut state = room.wire.state();
            state.offline = false;
            state.mishap = None;
        }
        self.clock.advance(TimeDelta::seconds(60));
        catch_up(&self.github, &self.lingering, self.clock.now());
    }

    /// Goes round until nothing happens any more, ruling on conflicts on the way.
    pub(crate) fn settle(&mut self) -> Result<(), Failure> {
        // A round that began earlier may not know yet what was done last.
        for room in 0..self.rooms.len() {
            if self.rooms[room].is_under_way() {
                self.round(room)?;
            }
        }
        for _ in 0..MOST_ROUNDS {
            let mut quiet = true;
            for room in 0..self.rooms.len() {
                quiet &= self.join(room);
            }
            for room in 0..self.rooms.len() {
                if self.rooms[room].disk.journal_length() > 0 {
                    quiet &= self.round(room)?;
                    quiet &= !self.rule(room);
                }
            }
            if quiet && !self.mend() {
                return Ok(());
            }
        }
        Err(Failure::new(
            Why::Restless,
            format!("still not quiet after {MOST_ROUNDS} rounds of each"),
        ))
    }

    /// Lets somebody mend the issue whose part of ours cannot be told from theirs any more, as
    /// they are told to. Returns whether there was something to mend.
    fn mend(&mut self) -> bool {
        let mended = web::mend(&self.github);
        if mended {
            self.tell(|| "goose on the issue: closes the code block".to_owned());
        }
        mended
    }

    /// Goes a whole round and returns whether it changed nothing and asked only whether
    /// something had changed.
    pub(crate) fn round(&mut self, room: usize) -> Result<bool, Failure> {
        if !self.rooms[room].disk.waiting().is_empty() && !self.rooms[room].is_under_way() {
            self.rooms[room].ask();
        }
        let length = self.rooms[room].disk.journal_length();
        let before = self.github.look(|world| world.requests().len());
        let Some(ended) = self.run(room, LONGEST_ROUND) else {
            let what = format!("a round of room {room} takes more than {LONGEST_ROUND} steps");
            return Err(Failure::new(Why::Endless, what));
        };
        self.clock.advance(match &ended.trouble {
            Some(Trouble::Limited { wait, .. } | Trouble::InDoubt { wait }) => {
                TimeDelta::from_std(*wait).expect("a short wait") + TimeDelta::seconds(1)
            }
            _ => TimeDelta::seconds(5),
        });
        let idle = self.github.look(|world| {
            let sent = &world.requests()[before..];
            sent.iter().all(|request| {
                let unchanged = request.status == Some(304);
                request.method == "GET" && (unchanged || !request.path.contains("/issues"))
            })
        });
        let same = self.rooms[room].disk.journal_length() == length;
        let status = &ended.status;
        Ok(idle && same && ended.trouble.is_none() && status.waiting + status.stuck == 0)
    }

    /// Lets the Incident Commander rule on what is open; returns whether something was.
    fn rule(&mut self, room: usize) -> bool {
        let open = self.rooms[room].disk.incident().conflicts.clone();
        for (subject, conflict) in &open {
            let times = self.rulings.entry((room, subject.clone())).or_default();
            *times += 1;
            // Whoever insists for ever is not in this play.
            let length = subject.len() as u64 + u64::from(*times);
            let mine = *times <= 2 && (self.seed ^ length).is_multiple_of(2);
            let value = if mine {
                &conflict.ours
            } else {
                &conflict.theirs
            };
            let command = Command::SettleConflict {
                subject: subject.clone(),
                value: value.clone(),
            };
            let mut done = ic::perform(&self.rooms[room], command, &mut self.book);
            if done.contains(": refused") {
                let command = Command::SettleConflict {
                    subject: subject.clone(),
                    value: conflict.ours.clone(),
                };
                done = ic::perform(&self.rooms[room], command, &mut self.book);
            }
            self.tell(|| done);
        }
        !open.is_empty()
    }

    fn count(&mut self) {
        for room in &self.rooms {
            self.tally.mishaps += room.wire.state().mishaps;
            for entry in room.disk.entries() {
                self.tally.conflicts += u64::from(entry.event.kind() == "conflict-found");
                self.tally.recovered += u64::from(entry.event.kind() == "edit-recovered");
            }
        }
    }
}

/// Returns the lines that a text has not in common with the one before it.
fn changed_lines(before: &str, after: &str) -> String {
    let (before, after) = (lf(before), lf(after));
    let patch = diffy::create_patch(&before, &after).to_string();
    let changed = patch.lines().skip(2);
    let changed = changed.filter(|line| line.starts_with(['+', '-']));
    changed.fold(String::new(), |all, line| all + "  " + line + "\n")
}
