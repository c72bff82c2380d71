//! The laws of applying: it is total, deterministic, and the same all at once or one by one.

#[path = "common/small_playbook.rs"]
mod small_playbook;

use chrono::TimeDelta;
use proptest::prelude::*;
use sitroom::domain::apply::{apply, fold};
use sitroom::domain::chronicle::Chronicle;
use sitroom::domain::event::{
    AskChanged, AskStep, Entry, Event, Opened, Origin, RosterChange, RosterChanged, ShiftStarted,
    Visibility,
};
use sitroom::domain::ids::{AskId, CustomId, EntryId, FixId, ItemId, LeadId};
use sitroom::domain::incident::{
    FixClass, FixState, Incident, LeadState, Mark, Moment, PlaybookRef, Status,
};
use sitroom::domain::metrics::metrics;
use sitroom::domain::playbook::WorkingMode;
use sitroom::domain::time::{Instant, When, Zone};

fn start() -> Instant {
    Instant::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn minute(n: usize) -> Instant {
    start() + TimeDelta::minutes(i64::try_from(n).expect("small"))
}

fn ids() -> impl Strategy<Value = u32> {
    prop_oneof![0_u32..4, Just(u32::MAX)]
}

fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "",
        "a",
        "Dave",
        "Farmer Jane",
        "K1",
        "L1",
        "\u{202e}x",
    ])
    .prop_map(str::to_owned)
}

fn times() -> impl Strategy<Value = When> {
    let known = (-3000_i64..3000).prop_map(|n| When::exact(start() + TimeDelta::minutes(n)));
    prop_oneof![4 => known, 1 => Just(When::Unknown)]
}

fn statuses() -> impl Strategy<Value = Status> {
    prop::sample::select(Status::ALL.to_vec())
}

fn heads() -> impl Strategy<Value = Event> {
    let moments = prop::sample::select(Moment::ALL.to_vec());
    let reason = String::new;
    prop_oneof![
        (words(), words(), times()).prop_map(|(title, ic, aware)| Event::Opened(Opened {
            incident: "2026-11-22-x".parse().expect("a good id"),
            playbook: PlaybookRef::default(),
            exercise: false,
            zone: Zone::UTC,
            title,
            details: String::new(),
            reporter: String::new(),
            ic,
            responders: Vec::new(),
            aware,
        })),
        (statuses(), statuses()).prop_map(move |(from, to)| Event::StatusChanged {
            from,
            to,
            reason: reason()
        }),
        any::<bool>().prop_map(move |closed| Event::ClosedSet {
            closed,
            reason: reason()
        }),
        (moments, times()).prop_map(|(moment, when)| Event::MomentSet {
            moment,
            when,
            automatic: false
        }),
    ]
}

fn duties() -> impl Strategy<Value = Event> {
    let modes = prop::sample::select(vec![
        WorkingMode::AroundTheClock,
        WorkingMode::BusinessHours,
    ]);
    prop_oneof![
        modes.prop_map(|mode| Event::WorkingModeSet {
            mode,
            reason: String::new()
        }),
        (words(), words()).prop_map(|(from, to)| Event::IcChanged { from, to }),
        words().prop_map(|person| Event::ShiftStarted(ShiftStarted::of(person))),
        words().prop_map(|person| Event::ShiftEnded { person }),
        (words(), words()).prop_map(|(person, contact)| {
            let change = RosterChange::Contact(contact);
            Event::RosterChanged(RosterChanged { person, change })
        }),
        (ids(), words()).prop_map(|(id, answer)| {
            let (id, step) = (AskId(id), AskStep::Answered { answer });
            Event::AskChanged(AskChanged { id, step })
        }),
        (ids(), words()).prop_map(|(id, question)| {
            let (to, due) = (question.clone(), Instant::UNIX_EPOCH);
            let step = AskStep::Asked { to, question, due };
            let id = AskId(id);
            Event::AskChanged(AskChanged { id, step })
        }),
        (words(), ids()).prop_map(|(message, number)| Event::MessageSent {
            message,
            number,
            to: Vec::new(),
            text: String::new(),
            routes: Vec::new(),
            by_hand: false,
            by: String::new(),
        }),
    ]
}

fn boards() -> impl Strategy<Value = Event> {
    let leads = prop::sample::select(LeadState::ALL.to_vec());
    let fixes = prop::sample::select(FixState::ALL.to_vec());
    prop_oneof![
        (ids(), words(), words()).prop_map(|(id, text, owner)| Event::LeadAdded {
            id: LeadId(id),
            text,
            owner,
            tag: None,
        }),
        (ids(), leads, words()).prop_map(|(id, to, finding)| Event::LeadMoved {
            id: LeadId(id),
            from: LeadState::Open,
            to,
            finding,
        }),
        (ids(), words(), words()).prop_map(|(id, text, owner)| Event::FixAdded {
            id: FixId(id),
            text,
            class: FixClass::Immediate,
            owner,
            tag: None,
        }),
        (ids(), fixes, any::<bool>()).prop_map(|(id, to, carried)| Event::FixMoved {
            id: FixId(id),
            from: FixState::Open,
            to,
            carried,
        }),
        (ids(), words()).prop_map(|(id, by)| Event::FixVerified { id: FixId(id), by }),
        (ids(), words()).prop_map(|(id, owner)| Event::FixOwned {
            id: FixId(id),
            owner
        }),
    ]
}

fn others() -> impl Strategy<Value = Event> {
    prop_oneof![
        (ids(), words(), words()).prop_map(|(id, list, text)| Event::ItemAdded {
            id: CustomId(id),
            list,
            text,
            tag: None,
        }),
        words().prop_map(|item| Event::ItemMarked {
            item: ItemId(item),
            mark: Some(Mark::Done),
            reason: String::new(),
        }),
        words().prop_map(|kind| Event::Unrecognised { kind }),
        words().prop_map(|text| Event::Noted {
            text,
            visibility: Visibility::Local
        }),
    ]
}

fn undos() -> impl Strategy<Value = Event> {
    prop::collection::vec(0_u64..40, 0..4).prop_map(|seqs| Event::Undone {
        entries: seqs.into_iter().map(entry_id).collect(),
        label: String::new(),
    })
}

fn entry_id(seq: u64) -> EntryId {
    EntryId::new(start(), u128::from(seq))
}

fn journal(events: impl Strategy<Value = Event>) -> impl Strategy<Value = Vec<Entry>> {
    let lines = (events, times(), 0_usize..5, any::<bool>());
    prop::collection::vec(lines, 0..40).prop_map(|lines| {
        let mut entries = Vec::new();
        for (event, happened, recorded, is_local) in lines {
            let seq = entries.len() as u64 + 1;
            entries.push(Entry {
                seq,
                id: entry_id(seq),
                happened,
                recorded: minute(recorded),
                actor: "Dave".into(),
                device: "barn".into(),
                origin: if is_local {
                    Origin::Local
                } else {
                    Origin::Github
                },
                event,
            });
        }
        entries
    })
}

proptest! {
    #[test]
    fn applying_is_total_and_deterministic(
        entries in journal(prop_oneof![2 => heads(), 2 => duties(), 2 => boards(), 1 => others(), 1 => undos()])
    ) {
        let first = fold(&entries);
        prop_assert_eq!(&first, &fold(&entries));
        let now = minute(100_000);
        let playbook = small_playbook::minimal_playbook();
        let _ = sitroom::domain::clock::due(&first, &playbook, now);
        let _ = sitroom::domain::next::next(&first, &playbook, now);
        let chronicle = Chronicle::of(&entries, Some(&playbook), now);
        let metrics = metrics(&first, &chronicle, Some(&playbook), now);
        let _ = metrics.text(first.zone);
        let _ = metrics.report();
    }

    #[test]
    fn folding_is_applying_one_by_one(entries in journal(prop_oneof![heads(), duties(), boards(), others()])) {
        let mut incident = Incident::default();
        for entry in &entries {
            let _ = apply(&mut incident, entry);
        }
        prop_assert_eq!(incident, fold(&entries));
    }

    #[test]
    fn counters_never_fall(entries in journal(prop_oneof![2 => boards(), 1 => undos()])) {
        let mut before = fold::<Entry>(&[]).counters;
        for n in 0..entries.len() {
            let after = fold(&entries[..=n]).counters;
            prop_assert!(after.lead >= before.lead && after.fix >= before.fix);
            before = after;
        }
    }
}
