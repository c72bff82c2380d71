//! The life of an incident as a script: a line a step, each with its local time.
//!
//! ```text
//! 10:00 open aware 09:30              the record begins
//! 10:05 is K1 10:30 calm              K1 runs, is due then, and asks so loudly
//! 10:05 due K1 10:30                  the same, however loudly it asks
//! 10:10 sent gsa-notice at 09:50      a message, and when it really went out
//! 10:10 no K1                         K1 does not run
//! ```
//!
//! Times are `HH:MM` of the day before them, or `MM-DD HH:MM` (`MM-DDTHH:MM` inside a line) of
//! 2026, in New York; a time that comes twice is the first, `HH:MM+1` the second. After each
//! step the journal is folded again, as after a restart, and must show the same clocks.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeZone};
use sitroom::domain::apply::fold;
use sitroom::domain::clock::{Due, Urgency, due};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{Decided, MilestoneReached, ShiftStarted, TeamLeadTried};
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::{Mark, Moment, Severity, Status};
use sitroom::domain::playbook::{Channel, Playbook, WorkingMode};
use sitroom::domain::time::{Instant, When, Zone};

use crate::record::Record;

/// An incident whose script is being played.
pub(crate) struct Life {
    playbook: Playbook,
    record: Option<Record>,
    asked: Vec<(Request, Instant)>,
    day: NaiveDate,
    now: Instant,
}

/// Plays a script on a playbook; panics with the line that does not hold.
pub(crate) fn play(playbook: &Playbook, script: &str) -> Life {
    let mut life = Life {
        playbook: playbook.clone(),
        record: None,
        asked: Vec::new(),
        day: NaiveDate::from_ymd_opt(2026, 11, 18).expect("a day"),
        now: Instant::UNIX_EPOCH,
    };
    let lines = script.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        life.step(line);
    }
    life
}

/// Returns a playbook that ships.
pub(crate) fn shipped(id: &str) -> Playbook {
    Playbook::shipped(id).expect("it ships")
}

impl Life {
    pub(crate) fn record(&self) -> &Record {
        self.record.as_ref().expect("a script begins with open")
    }

    pub(crate) fn record_mut(&mut self) -> &mut Record {
        self.record.as_mut().expect("a script begins with open")
    }

    /// Returns what was asked of the record since it was opened, and when.
    pub(crate) fn asked(&self) -> &[(Request, Instant)] {
        &self.asked
    }

    /// Returns the clocks at the time of the last step.
    pub(crate) fn clocks(&self) -> Vec<Due> {
        self.clocks_at(self.now)
    }

    pub(crate) fn clocks_at(&self, now: Instant) -> Vec<Due> {
        due(&self.record().incident, &self.playbook, now)
    }

    fn step(&mut self, line: &str) {
        let (time, rest) = self.split_time(line);
        self.now = self.at(&time);
        let words: Vec<&str> = rest.split_whitespace().collect();
        match words.as_slice() {
            ["open", how @ ..] => self.open(how),
            ["is", key, due_at, urgency] => self.is(line, key, due_at, urgency),
            ["due", key, due_at] => drop(self.is_due(line, key, due_at)),
            ["no", key] => assert_eq!(self.clock(key), None, "{line}"),
            ["says", key, ..] => {
                let text = rest.split_once(key).map_or("", |(_, text)| text.trim());
                let reason = self.clock(key).unwrap_or_else(|| panic!("{line}")).reason;
                assert!(reason.contains(text), "{line}\nis: {reason}");
            }
            ["order", keys @ ..] => {
                let clocks = self.clocks();
                let found: Vec<String> =
                    clocks.iter().map(|due| due.key.replace(' ', "_")).collect();
                assert_eq!(found, keys, "{line}");
            }
            words => self.ask(line, words),
        }
        self.is_the_same_after_a_restart(line);
    }

    fn is_the_same_after_a_restart(&self, line: &str) {
        let again = fold(&self.record().entries);
        let again = due(&again, &self.playbook, self.now);
        let steps = self.asked().len();
        assert_eq!(
            again,
            self.clocks(),
            "after {steps} steps and a restart: {line}"
        );
    }

    fn open(&mut self, how: &[&str]) {
        let aware = match how {
            [] => When::exact(self.now),
            ["aware", "unknown"] => When::Unknown,
            ["aware", time] => When::exact(self.at(time)),
            other => panic!("no way to open: {other:?}"),
        };
        let mut record = Record::open(self.now, aware);
        record.playbook = self.playbook.clone();
        self.record = Some(record);
    }

    fn is_due(&self, line: &str, key: &str, due_at: &str) -> Due {
        let clock = self.clock(key);
        let clock = clock.unwrap_or_else(|| panic!("{line}\n{key} does not run"));
        let zone = new_york();
        let (found, wanted) = (zone.local(clock.due_at), zone.local(self.at(due_at)));
        assert_eq!(found, wanted, "{line}\n{}", clock.reason);
        clock
    }

    fn is(&self, line: &str, key: &str, due_at: &str, urgency: &str) {
        let clock = self.is_due(line, key, due_at);
        let found = match clock.urgency(self.now) {
            Urgency::Snoozed => "snoozed",
            Urgency::Calm => "calm",
            Urgency::Soon => "soon",
            Urgency::Overdue => "overdue",
        };
        assert_eq!(found, urgency, "{line}\n{}", clock.reason);
    }

    fn clock(&self, key: &str) -> Option<Due> {
        let key = key.replace('_', " ");
        self.clocks().into_iter().find(|due| due.key == key)
    }

    fn ask(&mut self, line: &str, words: &[&str]) {
        let (words, happened) = match words {
            [words @ .., "at", time] => (words, Some(When::exact(self.at(time)))),
            words => (words, None),
        };
        let command = self.command(words);
        let command = command.unwrap_or_else(|| panic!("no such step: {line}"));
        let mut request = Request::local(command, "Farmer Jane").overriding("for the test");
        request.happened = happened;
        let now = self.now;
        let asked = self.record_mut().ask(&request, now);
        asked.unwrap_or_else(|refusal| panic!("{line}\n{refusal}"));
        self.asked.push((request, now));
    }

    fn command(&self, words: &[&str]) -> Option<Command> {
        let reason = "for the test".to_owned();
        Some(match words {
            ["severity", to] => Command::SetSeverity {
                to: to.parse::<Severity>().ok()?,
                reason,
            },
            ["status", to] => Command::SetStatus {
                to: to.replace('-', " ").parse::<Status>().ok()?,
                reason,
            },
            ["close"] => Command::SetClosed {
                closed: true,
                reason,
            },
            ["sent", message, to @ ..] => Command::RecordMessage {
                message: (*message).to_owned(),
                sitrep: self.playbook.message(message)?.kind.is_sitrep(),
                to: to.iter().map(|name| name.replace('_', " ")).collect(),
                text: String::new(),
            },
            ["milestone", id, when] => self.milestone(id, when),
            ["milestone", id] => Command::ReachMilestone(MilestoneReached {
                milestone: (*id).to_owned(),
                when: When::exact(self.now),
                note: String::new(),
            }),
            ["tried", lead, channel, answer] => Command::TryTeamLead(TeamLeadTried {
                lead: lead.replace('_', " "),
                channel: if *channel == "phone" {
                    Channel::Phone
                } else {
                    Channel::Chat
                },
                reached: *answer == "reached",
                answer: None,
                words: String::new(),
            }),
            ["decided", about] => {
                let decided = Decided::said(about, "not now").going_ahead(false);
                Command::Decide(Box::new(decided))
            }
            ["goes-ahead", about] => {
                let decided = Decided::said(about, "do it").going_ahead(true);
                Command::Decide(Box::new(decided))
            }
            ["moment", moment, when] => Command::SetMoment {
                moment: moment.parse::<Moment>().ok()?,
                when: self.when(when),
                automatic: false,
            },
            ["tick", item] => Command::MarkItem {
                item: ItemId::new(item),
                mark: Some(Mark::Done),
                reason,
            },
            ["undo"] => Command::Undo { entry: None },
            words => return self.people(words, reason),
        })
    }

    fn people(&self, words: &[&str], reason: String) -> Option<Command> {
        Some(match words {
            ["in", person] => Command::StartShift(ShiftStarted::of(person.replace('_', " "))),
            ["out", person] => Command::EndShift {
                person: person.replace('_', " "),
            },
            ["handoff", to] => Command::SetIc {
                to: to.replace('_', " "),
            },
            ["mode", mode] => Command::SetWorkingMode {
                mode: match *mode {
                    "24/7" => WorkingMode::AroundTheClock,
                    "business" => WorkingMode::BusinessHours,
                    _ => return None,
                },
                reason,
            },
            ["snooze", key, until] => Command::SnoozeClock {
                clock: key.replace('_', " "),
                until: (*until != "never").then(|| self.at(until)),
                reason,
            },
            _ => return None,
        })
    }

    fn milestone(&self, id: &str, when: &str) -> Command {
        Command::ReachMilestone(MilestoneReached {
            milestone: id.to_owned(),
            when: self.when(when),
            note: String::new(),
        })
    }

    fn when(&self, text: &str) -> When {
        if text == "unknown" {
            When::Unknown
        } else {
            When::exact(self.at(text))
        }
    }

    /// Splits the time from a step, and keeps its day.
    fn split_time<'a>(&mut self, line: &'a str) -> (String, &'a str) {
        let (first, rest) = line.split_once(' ').expect("a step has a time");
        if first.contains(':') {
            return (first.to_owned(), rest);
        }
        self.day = day(first);
        let (time, rest) = rest.trim_start().split_once(' ').expect("a day has a time");
        (time.to_owned(), rest)
    }

    /// Reads `10:00`, `01:30+1`, `11-19T10:00`.
    fn at(&self, text: &str) -> Instant {
        let (day, time) = match text.split_once('T') {
            Some((date, time)) => (day(date), time),
            None => (self.day, text),
        };
        let (time, is_second) = match time.strip_suffix("+1") {
            Some(time) => (time, true),
            None => (time, false),
        };
        let time: NaiveTime = time.parse().unwrap_or_else(|_| panic!("the time {text}"));
        let both = new_york().0.from_local_datetime(&day.and_time(time));
        let at = if is_second {
            both.latest()
        } else {
            both.earliest()
        };
        at.unwrap_or_else(|| panic!("{text} is skipped")).to_utc()
    }
}

fn day(text: &str) -> NaiveDate {
    let parts: Vec<u32> = text.split('-').filter_map(|n| n.parse().ok()).collect();
    let day = match parts.as_slice() {
        [month, day] => NaiveDate::from_ymd_opt(2026, *month, *day),
        [year, month, day] => {
            let year = i32::try_from(*year).expect("a year");
            NaiveDate::from_ymd_opt(year, *month, *day)
        }
        _ => None,
    };
    let day = day.unwrap_or_else(|| panic!("the day {text}"));
    assert!(day.year() > 2000);
    day
}

fn new_york() -> Zone {
    "America/New_York".parse().expect("a zone")
}
