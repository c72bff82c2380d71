//! An entry as a line of the journal: nothing is lost on the way there and back.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use chrono::FixedOffset;
use common::at;
use proptest::prelude::*;
use sitroom::domain::chain::{Digest, LineError, decode_line, encode_line};
use sitroom::domain::event::{
    AskChanged, AskStep, CauseChanged, CauseStep, ClockSnoozed, CodenameSet, ConflictFound,
    ContainmentSet, Decided, Entry, Event, EvidenceHandled, Field, FigurePublished, FollowUpDue,
    HandoffMoved, HandoffStep, HeldBack, LessonChanged, LetThrough, MilestoneReached, Opened,
    Origin, OutboundSet, PartEdited, RosterChange, RosterChanged, RotationSet, ShiftStarted,
    TeamLeadTried, TrackingSet, Visibility, WorksheetChanged,
};
use sitroom::domain::evidence::{Custody, FileMark};
use sitroom::domain::ids::{
    AskId, CauseId, CustomId, EntryId, EvidenceId, FixId, HeldId, IncidentId, ItemId, LeadId,
    LessonId, SlotId,
};
use sitroom::domain::incident::{
    Basis, Carrier, ContactTry, FixClass, FixState, IssueLink, LeadAnswer, LeadState, Mark, Moment,
    PlaybookRef, Route, RouteState, RoutesMoved, Severity, Status, StopCause, Tracking,
};
use sitroom::domain::metrics::Metric;
use sitroom::domain::mirror::ChainHead;
use sitroom::domain::playbook::{Channel, WorkingMode};
use sitroom::domain::rotation::{Carried, PlanKey, Rotation, Slot, Uid};
use sitroom::domain::suggestion::{SuggestedAction, SuggestionId};
use sitroom::domain::time::{Precision, When, Zone};
use sitroom::domain::worksheet::{CauseMethod, LessonList};

fn entry(event: Event) -> Entry {
    Entry {
        seq: 7,
        id: EntryId::new(at(5), 42),
        happened: When::exact(at(3)),
        recorded: at(5),
        actor: "Farmer Jane".to_owned(),
        device: "farm".to_owned(),
        origin: Origin::Local,
        event,
    }
}

fn round_trip(entry: &Entry) -> Entry {
    let prev = Digest::of(b"the line before");
    let line = encode_line(entry, &prev).unwrap();
    assert!(!line.contains('\n'));
    let (read, read_prev) = decode_line(line.as_bytes()).unwrap();
    assert_eq!(read_prev, Some(prev));
    read
}

fn text() -> String {
    "a \"quoted\" \\ line\nand é 🐔 \u{7}".to_owned()
}

/// One of every kind.
fn every_event() -> Vec<Event> {
    [
        about_the_whole(),
        about_boards(),
        about_people(),
        vec![the_rotation()],
        about_handoffs(),
        about_the_issue(),
        about_what_leaves(),
        about_what_stays(),
        about_the_worksheet(),
        about_followups(),
    ]
    .concat()
}

fn about_the_whole() -> Vec<Event> {
    vec![
        Event::Opened(Opened {
            incident: IncidentId::for_title("The chickens", at(0)),
            playbook: PlaybookRef {
                id: "minimal".to_owned(),
                version: "1".to_owned(),
            },
            exercise: true,
            zone: "America/New_York".parse::<Zone>().unwrap(),
            title: text(),
            details: text(),
            reporter: text(),
            ic: text(),
            responders: vec![text(), String::new()],
            aware: When::Unknown,
        }),
        Event::FieldSet {
            field: Field::DiscoveryMethod,
            from: String::new(),
            to: text(),
        },
        Event::StatusChanged {
            from: Status::Investigating,
            to: Status::FalseAlarm,
            reason: text(),
        },
        Event::ClosedSet {
            closed: true,
            reason: text(),
        },
        Event::SeverityChanged {
            from: Severity::Unknown,
            to: Severity::High,
            reason: text(),
        },
        Event::MomentSet {
            moment: Moment::Started,
            when: When::coarse(
                at(0).with_timezone(&FixedOffset::east_opt(-5 * 3600).unwrap()),
                Precision::Month,
            ),
            automatic: true,
        },
        Event::ExposureSet { exposed: true },
        Event::SituationSet {
            situation: text(),
            applies: true,
        },
        Event::ClockSnoozed(ClockSnoozed {
            clock: "K7:Farmer Jane".to_owned(),
            until: Some(at(60)),
            round: Some(at(3)),
            reason: text(),
        }),
        Event::Overridden {
            guard: text(),
            cause: text(),
            reason: text(),
        },
        Event::Undone {
            entries: vec![EntryId::new(at(1), 1), EntryId::new(at(2), 2)],
            label: text(),
        },
    ]
}

fn about_boards() -> Vec<Event> {
    let (lead, fix, custom) = (LeadId(3), FixId(7), CustomId(2));
    vec![
        Event::ItemMarked {
            item: ItemId::new("I4"),
            mark: None,
            reason: String::new(),
        },
        Event::ItemMarked {
            item: ItemId::new("I4"),
            mark: Some(Mark::NotApplicable),
            reason: text(),
        },
        Event::ItemAdded {
            id: custom,
            list: "initiate".to_owned(),
            text: text(),
            tag: None,
        },
        Event::ItemReworded {
            id: custom,
            text: text(),
        },
        Event::LeadAdded {
            id: lead,
            text: text(),
            owner: text(),
            tag: Some(EntryId::new(at(1), 7)),
        },
        Event::LeadReworded {
            id: lead,
            text: text(),
        },
        Event::LeadOwned {
            id: lead,
            owner: text(),
        },
        Event::LeadMoved {
            id: lead,
            from: LeadState::Open,
            to: LeadState::RuledOut,
            finding: text(),
        },
        Event::FixAdded {
            id: fix,
            text: text(),
            class: FixClass::LongTerm,
            owner: text(),
            tag: None,
        },
        Event::FixReworded {
            id: fix,
            text: text(),
        },
        Event::FixOwned {
            id: fix,
            owner: text(),
        },
        Event::FixMoved {
            id: fix,
            from: FixState::InProgress,
            to: FixState::Done,
        },
        Event::FixVerified {
            id: fix,
            by: text(),
        },
        Event::FixReclassified {
            id: fix,
            class: FixClass::Immediate,
            reason: text(),
        },
    ]
}

fn the_rotation() -> Event {
    Event::RotationSet(RotationSet {
        rotation: Rotation {
            from: at(0),
            to: at(3),
            slots: vec![Slot {
                id: Some(SlotId(4)),
                person: text(),
                from: at(1),
                to: at(2),
                reason: text(),
            }],
        },
        carried: Some(Carried {
            key: PlanKey {
                set: at(3),
                entry: EntryId::new(at(3), 3),
            },
            uids: vec![Uid {
                number: 2,
                born: EntryId::new(at(2), 2),
            }],
        }),
    })
}

fn about_followups() -> Vec<Event> {
    let set = |to| Event::TrackingSet(TrackingSet { id: FixId(7), to });
    let issue = IssueLink {
        repository: "18F/barn".to_owned(),
        number: 12,
        url: text(),
    };
    vec![
        set(None),
        set(Some(Tracking::Wanted {
            repository: "18F/barn".to_owned(),
            public: text(),
        })),
        set(Some(Tracking::Refused {
            repository: "18F/barn".to_owned(),
            why: text(),
        })),
        set(Some(Tracking::Filed { issue })),
        set(Some(Tracking::Elsewhere { place: text() })),
    ]
}

fn about_the_worksheet() -> Vec<Event> {
    let entry = EntryId::new(at(1), 7);
    let cause = |step| {
        let id = CauseId(3);
        WorksheetChanged::Cause(CauseChanged { id, step })
    };
    let due = |due| {
        let item = ItemId::new("R7");
        WorksheetChanged::FollowUpDue(FollowUpDue { item, due })
    };
    let all = [
        WorksheetChanged::Containment(ContainmentSet {
            label: text(),
            when: When::exact(at(3)),
            fix: Some(FixId(2)),
        }),
        WorksheetChanged::ContainmentPicked { label: text() },
        WorksheetChanged::Published(FigurePublished {
            metric: Metric::TimeToContainment,
            figure: text(),
            source: text(),
        }),
        WorksheetChanged::Part(PartEdited {
            part: text(),
            generated: text(),
            text: Some(text()),
        }),
        WorksheetChanged::Part(PartEdited {
            part: text(),
            generated: String::new(),
            text: None,
        }),
        WorksheetChanged::Lesson(LessonChanged {
            id: LessonId(2),
            list: LessonList::Hurt,
            text: text(),
        }),
        due(Some("2027-01-15".parse().expect("a day"))),
        due(None),
        cause(CauseStep::Added {
            parent: None,
            method: Some(CauseMethod::FiveWhys),
            text: text(),
        }),
        cause(CauseStep::Reworded { text: text() }),
        cause(CauseStep::Asked {
            method: CauseMethod::InfiniteHows,
        }),
        cause(CauseStep::Moved {
            parent: Some(CauseId(1)),
            before: Some(CauseId(2)),
        }),
        cause(CauseStep::Linked { entry }),
        cause(CauseStep::Unlinked { entry }),
        cause(CauseStep::Dropped),
    ];
    all.map(Event::WorksheetChanged).to_vec()
}

fn about_handoffs() -> Vec<Event> {
    let handoff = |step| {
        Event::HandoffMoved(HandoffMoved {
            from: text(),
            to: text(),
            step,
        })
    };
    vec![
        handoff(HandoffStep::Offered {
            brief: text(),
            marked: vec![text(), text()],
        }),
        handoff(HandoffStep::Taken {
            read_back: vec![text()],
            head: Some(ChainHead {
                seq: 7,
                sha256: "ab".to_owned(),
            }),
        }),
        handoff(HandoffStep::Yielded),
    ]
}

fn about_people() -> Vec<Event> {
    vec![
        Event::IcChanged {
            from: text(),
            to: text(),
        },
        Event::Noted {
            text: text(),
            visibility: Visibility::Local,
        },
        Event::MessageSent {
            message: "sitrep".to_owned(),
            number: 3,
            to: vec![text()],
            text: text(),
            routes: vec![route()],
            by_hand: true,
        },
        Event::RoutesMoved(RoutesMoved {
            of: EntryId::default(),
            label: text(),
            routes: vec![0, 2],
            names: vec![text()],
            to: RouteState::InDoubt,
            by: text(),
            words: text(),
            more: vec![text()],
            attempts: 3,
        }),
        Event::Decided(Decided::said(&text(), &text())),
        Event::Decided(Decided {
            about: text(),
            text: text(),
            by: text(),
            basis: Basis {
                goes_ahead: Some(false),
                asked_by: text(),
                severity: Some(Severity::Medium),
                options: vec![text()],
                contacts: vec![ContactTry {
                    entry: EntryId::default(),
                    lead: text(),
                    channel: Channel::Phone,
                    reached: true,
                    at: at(1),
                    by: text(),
                    answer: Some(LeadAnswer::Objected),
                    words: text(),
                }],
                agreed_by: text(),
                objections: text(),
                authority: text(),
            },
        }),
        Event::WorkingModeSet {
            mode: WorkingMode::BusinessHours,
            reason: text(),
        },
        Event::MilestoneReached(MilestoneReached {
            milestone: text(),
            when: When::Unknown,
            note: text(),
        }),
        Event::TeamLeadTried(TeamLeadTried {
            lead: text(),
            channel: Channel::StatusPage,
            reached: true,
            answer: Some(LeadAnswer::Agreed),
            words: text(),
        }),
        Event::ShiftStarted(ShiftStarted::of(text())),
        Event::ShiftStarted(ShiftStarted {
            person: text(),
            working_since: Some(at(1)),
        }),
        Event::ShiftEnded { person: text() },
        Event::EvidenceHandled(EvidenceHandled {
            id: EvidenceId(1),
            step: Custody::Collected,
            what: text(),
            place: text(),
            holder: text(),
            file: Some(FileMark {
                path: text(),
                sha256: "ba".repeat(32),
                bytes: u64::MAX,
            }),
        }),
        Event::EvidenceHandled(EvidenceHandled {
            id: EvidenceId(1),
            step: Custody::HandedOver,
            what: String::new(),
            place: String::new(),
            holder: text(),
            file: None,
        }),
    ]
}

fn route() -> Route {
    Route {
        address: "gsa-ir".to_owned(),
        name: text(),
        channel: Channel::Mail,
        to: text(),
        cc: vec![text()],
        apart: true,
        carrier: Carrier::Smtp,
    }
}

fn link() -> IssueLink {
    IssueLink {
        repository: "farm/incidents".to_owned(),
        number: u64::MAX,
        url: text(),
    }
}

fn about_the_issue() -> Vec<Event> {
    let suggestion = SuggestionId {
        comment: u64::MAX,
        line: 2,
    };
    vec![
        Event::IssueLinked { issue: link() },
        Event::CommentImported {
            comment: u64::MAX,
            text: text(),
        },
        Event::CommentEdited {
            comment: u64::MAX,
            text: text(),
        },
        Event::IssueTextChanged {
            added: text(),
            removed: text(),
        },
        Event::IssueStateSeen { seen: text() },
        Event::ConflictFound(ConflictFound {
            subject: text(),
            ours: text(),
            theirs: text(),
            ours_by: text(),
            ours_at: Some(at(2)),
        }),
        Event::ConflictSettled {
            subject: text(),
            value: text(),
        },
        Event::Renumbered {
            moves: vec![(ItemId::new("L4"), ItemId::new("L6"))],
        },
        Event::EditRecovered { kept: text() },
        Event::Adopted {
            issue: link(),
            head: Some(ChainHead {
                seq: 7,
                sha256: text(),
            }),
        },
        Event::Suggested {
            id: suggestion,
            action: SuggestedAction::Done(FixId(7)),
        },
        Event::SuggestionAnswered {
            id: suggestion,
            accepted: true,
        },
    ]
}

fn about_what_leaves() -> Vec<Event> {
    vec![
        Event::HeldBack(HeldBack {
            id: HeldId(3),
            place: text(),
            what: text(),
            excerpt: text(),
        }),
        Event::LetThrough(LetThrough {
            what: text(),
            excerpt: text(),
            piece: text(),
            reason: text(),
        }),
        Event::OutboundSet(OutboundSet {
            stopped: true,
            cause: StopCause::Marking,
            reason: text(),
        }),
        Event::CodenameSet(CodenameSet {
            term: text(),
            codename: text(),
        }),
    ]
}

fn about_what_stays() -> Vec<Event> {
    let roster = |change| {
        Event::RosterChanged(RosterChanged {
            person: text(),
            change,
        })
    };
    let ask = |step| Event::AskChanged(AskChanged { id: AskId(2), step });
    vec![
        roster(RosterChange::Added),
        roster(RosterChange::Removed),
        roster(RosterChange::Role(text())),
        roster(RosterChange::Contact(text())),
        roster(RosterChange::NotBefore(Some(at(60)))),
        roster(RosterChange::NotBefore(None)),
        roster(RosterChange::Extended {
            until: at(60),
            reason: text(),
        }),
        roster(RosterChange::StillOn),
        ask(AskStep::Asked {
            to: text(),
            question: text(),
            due: at(60),
        }),
        ask(AskStep::Answered { answer: text() }),
        ask(AskStep::Extended { due: at(60) }),
        ask(AskStep::Dropped { reason: text() }),
        ask(AskStep::Became {
            line: ItemId::new("L3"),
        }),
    ]
}

#[test]
fn every_kind_reads_back_as_it_was() {
    let events = every_event();
    let kinds: std::collections::BTreeSet<&str> = events.iter().map(Event::kind).collect();
    assert_eq!(kinds.len(), 57, "a kind is missing from this test");
    for event in events {
        let entry = entry(event);
        assert_eq!(round_trip(&entry), entry);
    }
}

#[test]
fn a_line_has_its_keys_in_the_order_that_was_promised() {
    let note = entry(Event::Noted {
        text: "hello".to_owned(),
        visibility: Visibility::Shared,
    });
    let line = encode_line(&note, &Digest::ZERO).unwrap();
    let id = note.id;
    assert_eq!(
        line,
        format!(
            "{{\"format\":1,\"seq\":7,\"id\":\"{id}\",\"happened\":\"2026-11-22T14:02:03+00:00\",\
             \"recorded\":\"2026-11-22T14:02:05.000Z\",\"actor\":\"Farmer Jane\",\
             \"device\":\"farm\",\"origin\":\"local\",\"kind\":\"noted\",\
             \"data\":{{\"text\":\"hello\",\"visibility\":\"shared\"}},\"prev\":\"{}\"}}",
            "0".repeat(64)
        )
    );
}

#[test]
fn an_unknown_kind_is_read_as_such() {
    let line = encode_line(&entry(Event::ExposureSet { exposed: true }), &Digest::ZERO).unwrap();
    let unknown = line.replace("exposure-set", "moon-phase");
    let kind = "moon-phase".to_owned();
    let (read, _) = decode_line(unknown.as_bytes()).unwrap();
    assert_eq!(read.event, Event::Unrecognised { kind });
    let undecodable = line.replace("\"exposed\":true", "\"exposed\":7");
    let (read, _) = decode_line(undecodable.as_bytes()).unwrap();
    assert_eq!(read.event.kind(), "exposure-set");
    assert!(matches!(read.event, Event::Unrecognised { .. }));
}

#[test]
fn what_older_versions_wrote_of_decisions_and_attempts_still_reads() {
    let plain = Event::Decided(Decided::said("disruption", "close the road"));
    let line = encode_line(&entry(plain.clone()), &Digest::ZERO).unwrap();
    let data = "\"data\":{\"about\":\"disruption\",\"text\":\"close the road\"}";
    assert!(line.contains(data), "{line}");
    assert_eq!(decode_line(line.as_bytes()).unwrap().0.event, plain);
    let tried = Event::TeamLeadTried(TeamLeadTried {
        lead: "Farmer Dave".to_owned(),
        channel: Channel::Chat,
        reached: true,
        answer: None,
        words: String::new(),
    });
    let line = encode_line(&entry(tried.clone()), &Digest::ZERO).unwrap();
    let data = "\"data\":{\"lead\":\"Farmer Dave\",\"channel\":\"chat\",\"reached\":true}";
    assert!(line.contains(data), "{line}");
    assert_eq!(decode_line(line.as_bytes()).unwrap().0.event, tried);
}

#[test]
fn a_line_that_is_no_entry_says_why() {
    let line = encode_line(&entry(Event::ExposureSet { exposed: true }), &Digest::ZERO).unwrap();
    let newer = line.replace("\"format\":1", "\"format\":2");
    assert_eq!(
        decode_line(newer.as_bytes()),
        Err(LineError::Newer { format: 2 })
    );
    let other_shape = b"{\"format\":3,\"what\":[]}";
    assert_eq!(
        decode_line(other_shape),
        Err(LineError::Newer { format: 3 })
    );
    for torn in [&line.as_bytes()[..line.len() / 2], b"", b"\0\0\0", b"\xff"] {
        assert_eq!(decode_line(torn), Err(LineError::NotJson));
    }
    assert!(matches!(
        decode_line(b"{\"format\":1}"),
        Err(LineError::NotAnEntry { .. })
    ));
}

proptest! {
    #[test]
    fn any_text_reads_back(text in any::<String>(), actor in any::<String>(), device in any::<String>()) {
        let mut entry = entry(Event::Noted { text, visibility: Visibility::Shared });
        entry.actor = actor;
        entry.device = device;
        prop_assert_eq!(round_trip(&entry), entry);
    }

    #[test]
    fn any_bytes_are_an_entry_or_an_error(bytes in any::<Vec<u8>>()) {
        let _ = decode_line(&bytes);
    }
}
