//! One event of every kind, with the texts and times that a test wants in them.

use std::cell::Cell;
use std::collections::BTreeSet;

use chrono::{TimeDelta, TimeZone, Utc};
use sitroom::domain::event::{
    AskChanged, AskStep, CauseChanged, CauseStep, ClockSnoozed, CodenameSet, ConflictFound,
    ContainmentSet, Decided, Event, EvidenceHandled, Field, FigurePublished, FirstRecorded,
    FollowUpDue, HandoffMoved, HandoffStep, HeldBack, LessonChanged, LetThrough, MilestoneReached,
    NoteImported, Opened, Origin, OutboundSet, PartEdited, RosterChange, RosterChanged,
    RotationSet, ShiftStarted, TeamLeadTried, TrackingSet, Visibility, WorksheetChanged,
};
use sitroom::domain::evidence::{Custody, FileMark};
use sitroom::domain::ids::{
    AskId, CauseId, CustomId, EntryId, EvidenceId, FixId, HeldId, IncidentId, ItemId, LeadId,
    LessonId, SlotId,
};
use sitroom::domain::incident::{
    AsTold, Basis, Carrier, ContactTry, FixClass, FixState, IssueLink, LeadAnswer, LeadState, Mark,
    Moment, PlaybookRef, Route, RouteState, RoutesMoved, Severity, Status, StopCause, Tracking,
};
use sitroom::domain::metrics::Metric;
use sitroom::domain::mirror::ChainHead;
use sitroom::domain::playbook::{Channel, WorkingMode};
use sitroom::domain::rotation::{Carried, PlanKey, Rotation, Slot, Uid};
use sitroom::domain::suggestion::{SuggestedAction, SuggestionId};
use sitroom::domain::time::{Instant, When, Zone};
use sitroom::domain::worksheet::{CauseMethod, LessonList};

/// Where the texts and times come from: each in turn, again and again.
#[derive(Debug, Clone)]
pub(crate) struct Draw {
    texts: Vec<String>,
    times: Vec<When>,
    at: Cell<usize>,
}

impl Draw {
    pub(crate) fn of(texts: Vec<String>, times: Vec<When>) -> Self {
        assert!(!texts.is_empty() && !times.is_empty());
        let at = Cell::new(0);
        Self { texts, times, at }
    }

    fn next(&self) -> usize {
        self.at.replace(self.at.get() + 1)
    }

    fn text(&self) -> String {
        self.texts[self.next() % self.texts.len()].clone()
    }

    fn when(&self) -> When {
        self.times[self.next() % self.times.len()]
    }
}

fn at(n: i64) -> Instant {
    let start = Utc.with_ymd_and_hms(2026, 11, 22, 14, 2, 0).unwrap();
    start + TimeDelta::seconds(n)
}

/// One of every kind.
pub(crate) fn every_event(d: &Draw) -> Vec<Event> {
    [
        about_the_whole(d),
        about_boards(d),
        about_people(d),
        vec![the_rotation(d)],
        about_handoffs(d),
        about_the_issue(d),
        about_what_leaves(d),
        about_what_stays(d),
        about_the_worksheet(d),
        about_followups(d),
        vec![what_was_read_in(d)],
    ]
    .concat()
}

fn about_the_whole(d: &Draw) -> Vec<Event> {
    vec![
        Event::Opened(Opened {
            incident: IncidentId::for_title("The chickens", at(0)),
            playbook: PlaybookRef {
                id: "minimal".to_owned(),
                version: "1".to_owned(),
            },
            exercise: true,
            zone: "America/New_York".parse::<Zone>().unwrap(),
            title: d.text(),
            details: d.text(),
            reporter: d.text(),
            ic: d.text(),
            responders: vec![d.text(), String::new()],
            aware: d.when(),
        }),
        Event::FieldSet {
            field: Field::DiscoveryMethod,
            from: String::new(),
            to: d.text(),
        },
        Event::StatusChanged {
            from: Status::Investigating,
            to: Status::FalseAlarm,
            reason: d.text(),
        },
        Event::ClosedSet {
            closed: true,
            reason: d.text(),
        },
        Event::SeverityChanged {
            from: Severity::Unknown,
            to: Severity::High,
            reason: d.text(),
        },
        Event::MomentSet {
            moment: Moment::Started,
            when: d.when(),
            automatic: true,
        },
        Event::ExposureSet { exposed: true },
        Event::SituationSet {
            situation: d.text(),
            applies: true,
        },
        Event::ClockSnoozed(ClockSnoozed {
            clock: "K7:Farmer Jane".to_owned(),
            until: Some(at(60)),
            round: Some(at(3)),
            reason: d.text(),
        }),
        Event::Overridden {
            guard: d.text(),
            cause: d.text(),
            reason: d.text(),
        },
        Event::Undone {
            entries: vec![EntryId::new(at(2), 2), EntryId::new(at(3), 3)],
            label: d.text(),
        },
    ]
}

fn about_boards(d: &Draw) -> Vec<Event> {
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
            reason: d.text(),
        },
        Event::ItemAdded {
            id: custom,
            list: "initiate".to_owned(),
            text: d.text(),
            tag: None,
        },
        Event::ItemReworded {
            id: custom,
            text: d.text(),
        },
        Event::LeadAdded {
            id: lead,
            text: d.text(),
            owner: d.text(),
            tag: Some(EntryId::new(at(1), 7)),
        },
        Event::LeadReworded {
            id: lead,
            text: d.text(),
        },
        Event::LeadOwned {
            id: lead,
            owner: d.text(),
        },
        Event::LeadMoved {
            id: lead,
            from: LeadState::Open,
            to: LeadState::RuledOut,
            finding: d.text(),
        },
        Event::FixAdded {
            id: fix,
            text: d.text(),
            class: FixClass::LongTerm,
            owner: d.text(),
            tag: None,
        },
        Event::FixReworded {
            id: fix,
            text: d.text(),
        },
        Event::FixOwned {
            id: fix,
            owner: d.text(),
        },
        Event::FixMoved {
            id: fix,
            from: FixState::InProgress,
            to: FixState::Done,
            carried: false,
        },
        Event::FixVerified {
            id: fix,
            by: d.text(),
        },
        Event::FixReclassified {
            id: fix,
            class: FixClass::Immediate,
            reason: d.text(),
        },
    ]
}

fn the_rotation(d: &Draw) -> Event {
    Event::RotationSet(RotationSet {
        rotation: Rotation {
            from: at(0),
            to: at(3),
            slots: vec![Slot {
                id: Some(SlotId(4)),
                person: d.text(),
                from: at(1),
                to: at(2),
                reason: d.text(),
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

fn about_followups(d: &Draw) -> Vec<Event> {
    let set = |to| Event::TrackingSet(TrackingSet { id: FixId(7), to });
    let issue = IssueLink {
        repository: "18F/barn".to_owned(),
        number: 12,
        url: d.text(),
    };
    vec![
        set(None),
        set(Some(Tracking::Wanted {
            repository: "18F/barn".to_owned(),
            public: d.text(),
        })),
        set(Some(Tracking::Refused {
            repository: "18F/barn".to_owned(),
            why: d.text(),
        })),
        set(Some(Tracking::Filed { issue })),
        set(Some(Tracking::Elsewhere { place: d.text() })),
    ]
}

fn about_the_worksheet(d: &Draw) -> Vec<Event> {
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
            label: d.text(),
            when: d.when(),
            fix: Some(FixId(2)),
        }),
        WorksheetChanged::ContainmentPicked { label: d.text() },
        WorksheetChanged::Published(FigurePublished {
            metric: Metric::TimeToContainment,
            figure: d.text(),
            source: d.text(),
        }),
        WorksheetChanged::Part(PartEdited {
            part: d.text(),
            generated: d.text(),
            text: Some(d.text()),
        }),
        WorksheetChanged::Part(PartEdited {
            part: d.text(),
            generated: String::new(),
            text: None,
        }),
        WorksheetChanged::Lesson(LessonChanged {
            id: LessonId(2),
            list: LessonList::Hurt,
            text: d.text(),
        }),
        due(Some("2027-01-15".parse().expect("a day"))),
        due(None),
        cause(CauseStep::Added {
            parent: None,
            method: Some(CauseMethod::FiveWhys),
            text: d.text(),
        }),
        cause(CauseStep::Reworded { text: d.text() }),
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

fn about_handoffs(d: &Draw) -> Vec<Event> {
    let handoff = |step| {
        Event::HandoffMoved(HandoffMoved {
            from: d.text(),
            to: d.text(),
            step,
        })
    };
    vec![
        handoff(HandoffStep::Offered {
            brief: d.text(),
            marked: vec![d.text(), d.text()],
        }),
        handoff(HandoffStep::Taken {
            read_back: vec![d.text()],
            head: Some(ChainHead {
                seq: 7,
                sha256: "ab".to_owned(),
            }),
        }),
        handoff(HandoffStep::Yielded),
    ]
}

fn as_told(d: &Draw) -> AsTold {
    AsTold {
        names: vec![d.text()],
        more: vec![d.text()],
    }
}

fn about_people(d: &Draw) -> Vec<Event> {
    vec![
        Event::IcChanged {
            from: d.text(),
            to: d.text(),
        },
        Event::Noted {
            text: d.text(),
            visibility: Visibility::Local,
        },
        Event::MessageSent {
            message: "sitrep".to_owned(),
            number: 3,
            to: vec![d.text()],
            text: d.text(),
            routes: vec![route(d)],
            by_hand: true,
            by: d.text(),
        },
        Event::RoutesMoved(RoutesMoved {
            of: EntryId::default(),
            label: d.text(),
            routes: vec![0, 2],
            names: vec![d.text()],
            to: RouteState::InDoubt,
            by: d.text(),
            words: d.text(),
            more: vec![d.text()],
            attempts: 3,
            as_told: Some(as_told(d)),
        }),
        Event::Decided(Decided::said(&d.text(), &d.text())),
        Event::Decided(Decided {
            about: d.text(),
            text: d.text(),
            by: d.text(),
            basis: Basis {
                goes_ahead: Some(false),
                asked_by: d.text(),
                severity: Some(Severity::Medium),
                options: vec![d.text()],
                contacts: vec![ContactTry {
                    entry: EntryId::default(),
                    lead: d.text(),
                    channel: Channel::Phone,
                    reached: true,
                    at: at(1),
                    by: d.text(),
                    answer: Some(LeadAnswer::Objected),
                    words: d.text(),
                }],
                agreed_by: d.text(),
                objections: d.text(),
                authority: d.text(),
            },
        }),
        Event::WorkingModeSet {
            mode: WorkingMode::BusinessHours,
            reason: d.text(),
        },
        Event::MilestoneReached(MilestoneReached {
            milestone: d.text(),
            when: d.when(),
            note: d.text(),
        }),
        Event::TeamLeadTried(TeamLeadTried {
            lead: d.text(),
            channel: Channel::StatusPage,
            reached: true,
            answer: Some(LeadAnswer::Agreed),
            words: d.text(),
        }),
        Event::ShiftStarted(ShiftStarted::of(d.text())),
        Event::ShiftStarted(ShiftStarted {
            person: d.text(),
            working_since: Some(at(1)),
        }),
        Event::ShiftEnded { person: d.text() },
        Event::EvidenceHandled(EvidenceHandled {
            id: EvidenceId(1),
            step: Custody::Collected,
            what: d.text(),
            place: d.text(),
            holder: d.text(),
            file: Some(FileMark {
                path: d.text(),
                sha256: "ba".repeat(32),
                bytes: u64::MAX,
            }),
        }),
        Event::EvidenceHandled(EvidenceHandled {
            id: EvidenceId(1),
            step: Custody::HandedOver,
            what: String::new(),
            place: String::new(),
            holder: d.text(),
            file: None,
        }),
    ]
}

fn route(d: &Draw) -> Route {
    Route {
        address: "gsa-ir".to_owned(),
        name: d.text(),
        channel: Channel::Mail,
        to: d.text(),
        cc: vec![d.text()],
        apart: true,
        carrier: Carrier::Smtp,
    }
}

fn link(d: &Draw) -> IssueLink {
    IssueLink {
        repository: "farm/incidents".to_owned(),
        number: u64::MAX,
        url: d.text(),
    }
}

fn about_the_issue(d: &Draw) -> Vec<Event> {
    let suggestion = SuggestionId {
        comment: u64::MAX,
        line: 2,
    };
    let suggested = |action| Event::Suggested {
        id: suggestion,
        action,
    };
    vec![
        Event::IssueLinked { issue: link(d) },
        Event::CommentImported {
            comment: u64::MAX,
            text: d.text(),
        },
        Event::CommentEdited {
            comment: u64::MAX,
            text: d.text(),
        },
        Event::IssueTextChanged {
            added: d.text(),
            removed: d.text(),
        },
        Event::IssueStateSeen { seen: d.text() },
        Event::ConflictFound(ConflictFound {
            subject: d.text(),
            ours: d.text(),
            theirs: d.text(),
            ours_by: d.text(),
            ours_at: Some(at(2)),
        }),
        Event::ConflictSettled {
            subject: d.text(),
            value: d.text(),
        },
        Event::Renumbered {
            moves: vec![(ItemId::new("L4"), ItemId::new("L6"))],
        },
        Event::EditRecovered { kept: d.text() },
        Event::Adopted {
            issue: link(d),
            head: Some(ChainHead {
                seq: 7,
                sha256: d.text(),
            }),
        },
        suggested(SuggestedAction::Done(FixId(7))),
        suggested(SuggestedAction::Tick(ItemId::new("I4"))),
        suggested(SuggestedAction::Lead(d.text())),
        suggested(SuggestedAction::Note(d.text())),
        Event::SuggestionAnswered {
            id: suggestion,
            accepted: true,
            action: None,
            already: false,
        },
        Event::SuggestionAnswered {
            id: suggestion,
            accepted: true,
            action: Some(SuggestedAction::Done(FixId(7))),
            already: true,
        },
        Event::SuggestionAnswered {
            id: suggestion,
            accepted: false,
            action: Some(SuggestedAction::Lead(d.text())),
            already: false,
        },
    ]
}

fn about_what_leaves(d: &Draw) -> Vec<Event> {
    vec![
        Event::HeldBack(HeldBack {
            id: HeldId(3),
            place: d.text(),
            what: d.text(),
            excerpt: d.text(),
        }),
        Event::LetThrough(LetThrough {
            what: d.text(),
            excerpt: d.text(),
            piece: d.text(),
            reason: d.text(),
        }),
        Event::OutboundSet(OutboundSet {
            stopped: true,
            cause: StopCause::Marking,
            reason: d.text(),
        }),
        Event::CodenameSet(CodenameSet {
            term: d.text(),
            codename: d.text(),
        }),
    ]
}

fn about_what_stays(d: &Draw) -> Vec<Event> {
    let roster = |change| {
        Event::RosterChanged(RosterChanged {
            person: d.text(),
            change,
        })
    };
    let ask = |step| Event::AskChanged(AskChanged { id: AskId(2), step });
    vec![
        roster(RosterChange::Added),
        roster(RosterChange::Removed),
        roster(RosterChange::Role(d.text())),
        roster(RosterChange::Contact(d.text())),
        roster(RosterChange::NotBefore(Some(at(60)))),
        roster(RosterChange::NotBefore(None)),
        roster(RosterChange::Extended {
            until: at(60),
            reason: d.text(),
        }),
        roster(RosterChange::StillOn),
        ask(AskStep::Asked {
            to: d.text(),
            question: d.text(),
            due: at(60),
        }),
        ask(AskStep::Answered { answer: d.text() }),
        ask(AskStep::Extended { due: at(60) }),
        ask(AskStep::Dropped { reason: d.text() }),
        ask(AskStep::Became {
            line: ItemId::new("L3"),
        }),
    ]
}

fn what_was_read_in(d: &Draw) -> Event {
    Event::NoteImported(NoteImported {
        text: d.text(),
        visibility: Visibility::Shared,
        first: FirstRecorded {
            id: EntryId::new(at(1), 9),
            seq: u64::MAX,
            recorded: at(1),
            device: d.text(),
            origin: Origin::Github,
            kind: "lead-added".to_owned(),
        },
    })
}

/// The kinds that the enum of events has, in the words of its `kind`, which the compiler holds
/// to every one of them.
pub(crate) fn kinds() -> BTreeSet<String> {
    let source = include_str!("../../src/domain/event/word.rs");
    let words = source.lines().filter_map(|line| line.split_once("=> \""));
    words
        .map(|(_, rest)| rest.split('"').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn every_kind_is_made() {
    let events = every_event(&Draw::of(vec!["x".to_owned()], vec![When::Unknown]));
    let made: BTreeSet<String> = events.iter().map(|it| it.kind().to_owned()).collect();
    assert!(made.len() > 50, "{made:?}");
    assert_eq!(made, kinds(), "a kind is missing from this file");
}
