//! Journals made up by proptest, and one that is always the same.

use chrono::TimeDelta;
use proptest::prelude::*;
use sitroom::domain::chain::{Digest, encode_line};
use sitroom::domain::event::{Entry, Event, Opened, Origin, Visibility};
use sitroom::domain::ids::EntryId;
use sitroom::domain::incident::{Moment, PlaybookRef};
use sitroom::domain::mirror::ChainHead;
use sitroom::domain::time::{Instant, Precision, When, Zone};

use crate::every::{Draw, every_event};

pub(crate) fn start() -> Instant {
    "2026-11-22T14:02:00Z".parse().unwrap()
}

/// Texts that are hard to carry: signs of formulas, quotes, line ends, what cannot be shown.
pub(crate) fn texts() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec![
        "",
        "=1+1",
        "'=1+1",
        "''",
        "+1",
        "-1",
        "@x",
        "\t=x",
        "\r\nx",
        "\n",
        " =x",
        "a,b;\"c\"\r\nd",
        "\u{202e}x\u{1b}[2J",
        "\u{e0001}",
        "鶏 👩\u{200d}🌾",
        "</script><b>x",
        "\\u0041 \\ \"",
        "＝1",
    ]);
    prop_oneof![2 => hard.prop_map(str::to_owned), 1 => any::<String>(), 2 => "[a-z ]{0,12}"]
}

pub(crate) fn times() -> impl Strategy<Value = When> {
    let precisions = prop::sample::select(vec![
        Precision::Second,
        Precision::Minute,
        Precision::Hour,
        Precision::Day,
        Precision::Month,
        Precision::Year,
    ]);
    let known = (-9_000_000_i64..9_000_000, -14..14_i32, precisions).prop_map(
        |(seconds, hours, precision)| {
            let zone = chrono::FixedOffset::east_opt(hours * 3600).unwrap();
            let at = start() + TimeDelta::seconds(seconds);
            When::coarse(at.with_timezone(&zone), precision)
        },
    );
    prop_oneof![6 => known, 1 => Just(When::Unknown)]
}

fn opened() -> impl Strategy<Value = Event> {
    (texts(), texts(), times()).prop_map(|(title, ic, aware)| {
        Event::Opened(Opened {
            incident: "2026-11-22-x".parse().unwrap(),
            playbook: PlaybookRef {
                id: "farm".to_owned(),
                version: "1".to_owned(),
            },
            exercise: false,
            zone: Zone::UTC,
            title,
            details: String::new(),
            reporter: String::new(),
            ic,
            responders: Vec::new(),
            aware,
        })
    })
}

/// Events of every kind but the first of a journal.
fn all_events() -> impl Strategy<Value = Vec<Event>> {
    let texts = prop::collection::vec(texts(), 1..8);
    let times = prop::collection::vec(times(), 1..4);
    (texts, times).prop_map(|(texts, times)| {
        let mut events = every_event(&Draw::of(texts, times));
        events.retain(|event| event.kind() != "opened");
        events
    })
}

fn events() -> impl Strategy<Value = Event> {
    let moments = prop::sample::select(Moment::ALL.to_vec());
    prop_oneof![
        3 => (texts(), any::<bool>()).prop_map(|(text, is_local)| Event::Noted {
            text,
            visibility: if is_local { Visibility::Local } else { Visibility::Shared },
        }),
        1 => (moments, times()).prop_map(|(moment, when)| Event::MomentSet {
            moment, when, automatic: false,
        }),
        1 => prop::collection::vec(2_u64..20, 1..3).prop_map(|seqs| Event::Undone {
            entries: seqs.into_iter().map(id).collect(), label: "x".to_owned(),
        }),
        10 => all_events().prop_flat_map(prop::sample::select),
    ]
}

fn id(seq: u64) -> EntryId {
    EntryId::new(recorded(seq), u128::from(seq))
}

fn recorded(seq: u64) -> Instant {
    start() + TimeDelta::seconds(i64::try_from(seq).unwrap())
}

pub(crate) fn entry(seq: u64, event: Event) -> Entry {
    Entry {
        seq,
        id: id(seq),
        happened: When::exact(recorded(seq)),
        recorded: recorded(seq),
        actor: "Farmer Jane".to_owned(),
        device: "barn".to_owned(),
        origin: Origin::Local,
        event,
    }
}

/// A journal that begins as every journal does, and goes on with some events or with one of
/// each kind.
pub(crate) fn journals() -> impl Strategy<Value = Vec<Entry>> {
    let some = prop::collection::vec(events(), 0..20);
    let rest = prop_oneof![4 => some, 1 => all_events()];
    let around = prop::collection::vec((times(), texts(), texts(), any::<bool>()), 1..6);
    (opened(), rest, around).prop_map(|(opened, rest, around)| {
        let mut entries = vec![entry(1, opened)];
        let rest = rest.into_iter().zip(around.into_iter().cycle());
        for ((mut event, (happened, actor, device, is_remote)), seq) in rest.zip(2..) {
            // What has the same id is read in once.
            if let Event::NoteImported(note) = &mut event {
                note.first.id = EntryId::new(recorded(1), u128::from(seq));
            }
            entries.push(Entry {
                happened,
                actor,
                device,
                origin: if is_remote {
                    Origin::Github
                } else {
                    Origin::Local
                },
                ..entry(seq, event)
            });
        }
        entries
    })
}

pub(crate) fn note(seq: u64, text: &str) -> Entry {
    let text = text.to_owned();
    let visibility = Visibility::Shared;
    entry(seq, Event::Noted { text, visibility })
}

/// A short journal, always the same.
pub(crate) fn small() -> Vec<Entry> {
    let opened = Event::Opened(Opened {
        incident: "2026-11-22-the-chickens-have-escaped".parse().unwrap(),
        playbook: PlaybookRef {
            id: "cloud-gov-2023".to_owned(),
            version: "1".to_owned(),
        },
        exercise: false,
        zone: Zone::UTC,
        title: "The chickens have escaped".to_owned(),
        details: String::new(),
        reporter: "Farmer Dave".to_owned(),
        ic: "Farmer Jane".to_owned(),
        responders: Vec::new(),
        aware: When::exact(start()),
    });
    vec![
        entry(1, opened),
        note(2, "fox at the gate\u{202e}"),
        note(3, "=cmd|' /C calc'!A0"),
    ]
}

/// Where a journal of some entries stands.
pub(crate) fn head(entries: &[Entry]) -> ChainHead {
    let mut head = Digest::ZERO;
    for entry in entries {
        head = Digest::of(encode_line(entry, &head).unwrap().as_bytes());
    }
    ChainHead {
        seq: entries.last().map_or(0, |entry| entry.seq),
        sha256: head.to_string(),
    }
}
