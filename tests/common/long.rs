//! A record as long as somebody wants it, with what a long incident has in it.

use chrono::{TimeDelta, TimeZone, Utc};
use sitroom::domain::event::{Decided, Entry, Event, Opened, Origin, Visibility};
use sitroom::domain::ids::{EntryId, FixId, ItemId, LeadId};
use sitroom::domain::incident::{
    FixClass, FixState, LeadState, Mark, PlaybookRef, Severity, Status,
};
use sitroom::domain::time::{Instant, When, Zone};

/// Between two entries.
const STEP: i64 = 20;

/// Returns a journal of `count` entries: half of them notes, the others everything that a board,
/// a sitrep, a comment or a decision adds.
pub(crate) fn long(count: u64) -> Vec<Entry> {
    let mut entries = vec![entry(1, opened())];
    entries.extend((2..=count).map(|seq| entry(seq, event(seq))));
    entries
}

/// When the last entry of a journal was recorded.
pub(crate) fn end(entries: &[Entry]) -> Instant {
    entries.last().map_or_else(|| at(0), |last| last.recorded)
}

fn at(seq: u64) -> Instant {
    let start = Utc.with_ymd_and_hms(2026, 11, 22, 14, 2, 0).unwrap();
    start + TimeDelta::seconds(STEP * i64::try_from(seq).expect("small"))
}

fn entry(seq: u64, event: Event) -> Entry {
    Entry {
        seq,
        id: EntryId::new(at(seq), u128::from(seq)),
        happened: When::exact(at(seq)),
        recorded: at(seq),
        actor: ["Farmer Jane", "Farmer Dave", "Spot the Dog"][(seq % 3) as usize].to_owned(),
        device: "barn".to_owned(),
        origin: Origin::Local,
        event,
    }
}

fn opened() -> Event {
    Event::Opened(Opened {
        incident: "2026-11-22-the-chickens-have-escaped"
            .parse()
            .expect("an id"),
        playbook: PlaybookRef {
            id: "cloud-gov-2023".to_owned(),
            version: "1".to_owned(),
        },
        exercise: false,
        zone: Zone::UTC,
        title: "The chickens have escaped".to_owned(),
        details: "The gate was open.".to_owned(),
        reporter: "Farmer Dave".to_owned(),
        ic: "Farmer Jane".to_owned(),
        responders: vec!["Spot the Dog".to_owned()],
        aware: When::exact(at(0)),
    })
}

/// Twenty entries are a round: what came up in a round is moved on and checked in it.
fn event(seq: u64) -> Event {
    let round = u32::try_from(seq / 20).expect("small") + 1;
    let (lead, fix) = (LeadId(round), FixId(round));
    match seq % 20 {
        2 => Event::LeadAdded {
            id: lead,
            text: format!("where is hen {seq}?"),
            owner: "Farmer Dave".to_owned(),
            tag: None,
        },
        3 => Event::FixAdded {
            id: fix,
            text: format!("mend post {seq} of the fence"),
            class: FixClass::Immediate,
            owner: "Spot the Dog".to_owned(),
            tag: None,
        },
        5 => Event::LeadMoved {
            id: lead,
            from: LeadState::Open,
            to: LeadState::Answered,
            finding: format!("in the barn, under beam {seq}"),
        },
        7 => Event::FixMoved {
            id: fix,
            from: FixState::Open,
            to: FixState::Done,
            carried: false,
        },
        9 => Event::FixVerified {
            id: fix,
            by: "Farmer Jane".to_owned(),
        },
        11 => Event::MessageSent {
            message: "sitrep".to_owned(),
            number: round,
            to: vec!["GSA".to_owned(), "DevOps".to_owned()],
            text: format!("Severity: high\n\nHen {seq} is back.\nMore are looked for."),
            routes: Vec::new(),
            by_hand: false,
            by: String::new(),
        },
        13 => Event::CommentImported {
            comment: seq,
            text: format!("I saw hen {seq} on the road."),
        },
        15 => Event::Decided(Decided::said(
            "the road",
            &format!("close it at mile {seq}"),
        )),
        17 if round % 10 == 0 => Event::StatusChanged {
            from: Status::Investigating,
            to: Status::Confirmed,
            reason: format!("feathers at post {seq}"),
        },
        17 => Event::SeverityChanged {
            from: Severity::Medium,
            to: Severity::High,
            reason: format!("hen {seq} is out"),
        },
        19 => Event::ItemMarked {
            item: ItemId::new("I4"),
            mark: Some(Mark::Done),
            reason: String::new(),
        },
        n => Event::Noted {
            text: match n % 4 {
                0 => format!("hen {seq} seen at the gate\nby 10.0.0.{n}"),
                _ => format!("hen {seq} seen at the gate by 10.0.0.{n}"),
            },
            visibility: Visibility::Shared,
        },
    }
}
