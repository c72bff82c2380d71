//! The laws of the clocks: the same record at the same time gives the same clocks, whatever is
//! in it; the order on the wall is total; and no clock gives more time than the process does.

#[path = "common/small_playbook.rs"]
mod small_playbook;

use std::sync::LazyLock;

use chrono::TimeDelta;
use proptest::prelude::*;
use sitroom::domain::apply::{apply, fold};
use sitroom::domain::clock::{Due, Urgency, due, long_remediation_at};
use sitroom::domain::event::{
    AskChanged, AskStep, ClockSnoozed, Decided, Entry, Event, MilestoneReached, Opened, Origin,
    RosterChange, RosterChanged, ShiftStarted, TeamLeadTried,
};
use sitroom::domain::ids::{AskId, EntryId, ItemId};
use sitroom::domain::incident::{Incident, Mark, Moment, PlaybookRef, Severity, Status};
use sitroom::domain::next::next;
use sitroom::domain::playbook::{Channel, Pace, Playbook, WorkingMode};
use sitroom::domain::time::{Instant, Precision, Span, When, Zone};

fn start() -> Instant {
    Instant::from_timestamp(1_795_000_000, 0).expect("an instant of 2026")
}

fn minutes(n: i64) -> Instant {
    start() + TimeDelta::minutes(n)
}

static PLAYBOOKS: LazyLock<[Playbook; 3]> = LazyLock::new(|| {
    let shipped = |id| Playbook::shipped(id).expect("it ships");
    [
        shipped("cloud-gov-2023"),
        shipped("cloud-gov-2016"),
        small_playbook::minimal_playbook(),
    ]
});

fn words(all: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(all).prop_map(str::to_owned)
}

fn people() -> impl Strategy<Value = String> {
    words(&["Farmer Jane", "Farmer Dave", "Spot the Dog", ""])
}

/// Times near and far, exact and coarse, at the ends of the calendar, and unknown.
fn times() -> impl Strategy<Value = When> {
    let near = (-6000_i64..6000).prop_map(|n| When::exact(minutes(n)));
    let precisions = prop::sample::select(vec![
        Precision::Minute,
        Precision::Hour,
        Precision::Day,
        Precision::Month,
        Precision::Year,
    ]);
    let coarse = (-6000_i64..6000, precisions)
        .prop_map(|(n, precision)| When::coarse(minutes(n).fixed_offset(), precision));
    let far = prop::sample::select(vec![
        Instant::MIN_UTC,
        Instant::MAX_UTC,
        Instant::UNIX_EPOCH,
    ])
    .prop_map(When::exact);
    prop_oneof![8 => near, 4 => coarse, 1 => far, 1 => Just(When::Unknown)]
}

fn instants() -> impl Strategy<Value = Instant> {
    let near = (-9000_i64..9000).prop_map(minutes);
    let far = prop::sample::select(vec![
        Instant::MIN_UTC,
        Instant::MAX_UTC,
        Instant::UNIX_EPOCH,
    ]);
    prop_oneof![8 => near, 1 => far]
}

fn about_the_head() -> impl Strategy<Value = Event> {
    let zones = prop::sample::select(vec![
        "America/New_York",
        "Pacific/Apia",
        "Asia/Beirut",
        "UTC",
    ]);
    let opened = (people(), times(), zones).prop_map(|(ic, aware, zone)| {
        Event::Opened(Opened {
            incident: "2026-11-18-chickens".parse().expect("a good id"),
            playbook: PlaybookRef::default(),
            exercise: false,
            zone: zone.parse::<Zone>().expect("a zone"),
            title: "The chickens have escaped".into(),
            details: String::new(),
            reporter: String::new(),
            ic,
            responders: Vec::new(),
            aware,
        })
    });
    let statuses = prop::sample::select(Status::ALL.to_vec()).prop_map(|to| Event::StatusChanged {
        from: Status::Investigating,
        to,
        reason: String::new(),
    });
    let severities = prop::sample::select(Severity::ALL.to_vec());
    let severities = severities.prop_map(|to| Event::SeverityChanged {
        from: Severity::Unknown,
        to,
        reason: String::new(),
    });
    let moments = prop::sample::select(Moment::ALL.to_vec());
    let moments = (moments, times()).prop_map(|(moment, when)| Event::MomentSet {
        moment,
        when,
        automatic: false,
    });
    let closed = any::<bool>().prop_map(|closed| Event::ClosedSet {
        closed,
        reason: String::new(),
    });
    prop_oneof![2 => opened, 3 => statuses, 2 => severities, 2 => moments, 1 => closed]
}

fn about_duties() -> impl Strategy<Value = Event> {
    let messages = words(&[
        "gsa-notice",
        "heads-up",
        "fedramp-notice",
        "fedramp-daily",
        "contingency-activation",
        "contingency-update",
        "contingency-end",
        "initial-sitrep",
    ]);
    let to = prop::collection::vec(words(&["statuspage", "FedRAMP", "gsa-ir@gsa.gov"]), 0..3);
    let sent = (messages, 0_u32..4, to).prop_map(|(message, number, to)| Event::MessageSent {
        routes: Vec::new(),
        by_hand: false,
        by: String::new(),
        message,
        number,
        to,
        text: String::new(),
    });
    let milestones = words(&[
        "reported",
        "acknowledged",
        "identified",
        "disruption-identified",
        "statuspage-posted",
        "downtime-began",
        "service-restored",
        "contingency-activated",
        "recovery-complete",
    ]);
    let milestones = (milestones, times()).prop_map(|(milestone, when)| {
        Event::MilestoneReached(MilestoneReached {
            milestone,
            when,
            note: String::new(),
        })
    });
    let tried = (people(), any::<bool>()).prop_map(|(lead, reached)| {
        Event::TeamLeadTried(TeamLeadTried {
            lead,
            channel: Channel::Phone,
            reached,
            answer: None,
            words: String::new(),
        })
    });
    let matters = words(&["disruption", "contingency", "other"]);
    let decided = (matters, any::<bool>()).prop_map(|(about, goes_ahead)| {
        Event::Decided(Decided::said(&about, "yes").going_ahead(goes_ahead))
    });
    prop_oneof![4 => sent, 4 => milestones, 1 => tried, 1 => decided]
}

fn about_people() -> impl Strategy<Value = Event> {
    let modes = prop::sample::select(vec![
        WorkingMode::AroundTheClock,
        WorkingMode::BusinessHours,
    ]);
    let modes = modes.prop_map(|mode| Event::WorkingModeSet {
        mode,
        reason: String::new(),
    });
    let keys = words(&["K1", "K3", "K4", "K7:Farmer Jane", "K10:recovery", "K13"]);
    let until = || prop::option::of(instants());
    let snoozed = (keys, until(), until()).prop_map(|(clock, until, round)| {
        Event::ClockSnoozed(ClockSnoozed {
            clock,
            until,
            round,
            reason: "busy".into(),
        })
    });
    prop_oneof![
        people().prop_map(|person| Event::ShiftStarted(ShiftStarted::of(person))),
        people().prop_map(|person| Event::ShiftEnded { person }),
        (people(), instants()).prop_map(|(person, since)| {
            let working_since = Some(since);
            Event::ShiftStarted(ShiftStarted {
                person,
                working_since,
            })
        }),
        (people(), roster_changes())
            .prop_map(|(person, change)| Event::RosterChanged(RosterChanged { person, change })),
        (1_u32..4, ask_steps()).prop_map(|(id, step)| {
            let id = AskId(id);
            Event::AskChanged(AskChanged { id, step })
        }),
        people().prop_map(|to| Event::IcChanged {
            from: String::new(),
            to
        }),
        modes,
        snoozed,
        words(&["I1", "X15"]).prop_map(|item| Event::ItemMarked {
            item: ItemId(item),
            mark: Some(Mark::Done),
            reason: String::new(),
        }),
    ]
}

fn roster_changes() -> impl Strategy<Value = RosterChange> {
    prop_oneof![
        prop::option::of(instants()).prop_map(RosterChange::NotBefore),
        instants().prop_map(|until| RosterChange::Extended {
            until,
            reason: "the lab".into(),
        }),
        Just(RosterChange::StillOn),
    ]
}

fn ask_steps() -> impl Strategy<Value = AskStep> {
    prop_oneof![
        instants().prop_map(|due| AskStep::Asked {
            to: "Spot".into(),
            question: "where is the fox?".into(),
            due,
        }),
        instants().prop_map(|due| AskStep::Extended { due }),
        Just(AskStep::Dropped {
            reason: String::new()
        }),
    ]
}

fn journals() -> impl Strategy<Value = Vec<Entry>> {
    let events = prop_oneof![about_the_head(), about_duties(), about_people()];
    let lines = (events, times(), 0_i64..6000);
    prop::collection::vec(lines, 0..30).prop_map(|lines| {
        let mut recorded = start();
        let mut entries = Vec::new();
        for ((event, happened, after), seq) in lines.into_iter().zip(1_u64..) {
            recorded += TimeDelta::seconds(after);
            entries.push(Entry {
                seq,
                id: EntryId::new(recorded, u128::from(seq)),
                happened,
                recorded,
                actor: "Farmer Jane".into(),
                device: "barn".into(),
                origin: Origin::Local,
                event,
            });
        }
        entries
    })
}

/// Returns where a clock stands: the order that the wall promises.
fn place(due: &Due, now: Instant) -> (bool, bool, bool, Instant) {
    let is_pressing = due.legal && due.urgency(now) == Urgency::Overdue;
    (due.is_snoozed(now), due.informs, !is_pressing, due.due_at)
}

/// Returns how much time a clock may give, where that is one figure.
fn most(due: &Due, playbook: &Playbook) -> Option<TimeDelta> {
    let (id, suffix) = due.key.split_once(':').unwrap_or((&due.key, ""));
    let clock = playbook.clock(id)?;
    let after = match &clock.then {
        Some(then) if then.id == suffix => Some(then.after),
        Some(_) | None => clock.after,
    };
    (clock.pace == Pace::Elapsed).then_some(())?;
    after.map(Span::delta)
}

proptest! {
    #[test]
    fn due_is_total_and_the_same_each_time(entries in journals(), now in instants()) {
        let incident = fold(&entries);
        for playbook in PLAYBOOKS.iter() {
            let clocks = due(&incident, playbook, now);
            prop_assert_eq!(&clocks, &due(&incident, playbook, now));
            prop_assert_eq!(&clocks, &due(&fold(&entries), playbook, now));
            let _ = next(&incident, playbook, now);
            let _ = long_remediation_at(&incident, playbook);
            for due in &clocks {
                let _ = (due.left(now).countdown(), due.urgency(now), due.is_overdue(now));
                prop_assert!(due.warn_at <= due.due_at, "{}", due.key);
                let unfilled = [&due.name, &due.ask, &due.reason];
                prop_assert!(unfilled.iter().all(|text| !text.contains('{')), "{:?}", due);
            }
        }
    }

    #[test]
    fn the_wall_is_in_order_and_each_clock_stands_on_it_once(entries in journals(), now in instants()) {
        let incident = fold(&entries);
        for playbook in PLAYBOOKS.iter() {
            let clocks = due(&incident, playbook, now);
            for pair in clocks.windows(2) {
                prop_assert!(place(&pair[0], now) <= place(&pair[1], now), "{:?}", pair);
            }
            let mut keys: Vec<&str> = clocks.iter().map(|due| due.key.as_str()).collect();
            let many = keys.len();
            keys.sort_unstable();
            keys.dedup();
            prop_assert_eq!(keys.len(), many);
        }
    }

    /// Of clocks that are due at different times the order in the file decides nothing.
    #[test]
    fn the_order_does_not_come_from_the_file(entries in journals(), now in instants()) {
        let incident = fold(&entries);
        for playbook in PLAYBOOKS.iter() {
            let mut turned = playbook.clone();
            turned.clocks.reverse();
            let places = |playbook: &Playbook| {
                let clocks = due(&incident, playbook, now);
                clocks.iter().map(|due| place(due, now)).collect::<Vec<_>>()
            };
            prop_assert_eq!(places(playbook), places(&turned));
        }
    }

    /// But for a shift that somebody made longer, with a reason.
    #[test]
    fn no_clock_gives_more_time_than_the_process(entries in journals(), now in -9000_i64..9000) {
        let (incident, now) = (fold(&entries), minutes(now));
        for playbook in PLAYBOOKS.iter() {
            let longer = |due: &Due| {
                let shift = due.key.strip_prefix("K7:").and_then(|it| incident.shift_of(it));
                shift.is_some_and(|shift| shift.extended_to.is_some())
            };
            for due in due(&incident, playbook, now).into_iter().filter(|due| !longer(due)) {
                if let Some(most) = most(&due, playbook) {
                    prop_assert!(due.left(now).delta() <= most, "{:?}", due);
                }
            }
        }
    }

    /// While nothing is recorded and no time lies in the future, a clock that runs goes on to
    /// the same due time. Who comes back from a rest is asked for an hour, and no longer.
    #[test]
    fn waiting_moves_no_due_time(entries in journals(), wait in 0_i64..20_000) {
        let incident = fold(&entries);
        let now = minutes(20_000);
        let later = now + TimeDelta::minutes(wait);
        // Hours that were worked before a shift still to come count for nothing until it begins.
        prop_assume!(incident.shifts.iter().all(|shift| shift.from <= now));
        for playbook in PLAYBOOKS.iter() {
            let (before, after) = (due(&incident, playbook, now), due(&incident, playbook, later));
            for clock in before.iter().filter(|it| it.started_at <= now && !it.key.starts_with("in:")) {
                let same = after.iter().find(|other| other.key == clock.key);
                prop_assert_eq!(same.map(|other| other.due_at), Some(clock.due_at), "{}", clock.key);
            }
        }
    }

    #[test]
    fn applying_one_by_one_gives_the_same_clocks(entries in journals(), now in instants()) {
        let mut incident = Incident::default();
        for entry in &entries {
            let _ = apply(&mut incident, entry);
        }
        for playbook in PLAYBOOKS.iter() {
            let folded = due(&fold(&entries), playbook, now);
            prop_assert_eq!(due(&incident, playbook, now), folded);
        }
    }
}
