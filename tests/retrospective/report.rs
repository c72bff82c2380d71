//! The report: what the record says, and what people made of it.

use std::collections::BTreeSet;

use sitroom::domain::apply::fold;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{Entry, Event, Field, Origin, PartEdited, Visibility};
use sitroom::domain::ids::{EntryId, ItemId};
use sitroom::domain::incident::{Age, FixClass, Mark, Moment, Severity, Status};
use sitroom::domain::metrics::Metric;
use sitroom::domain::playbook::Playbook;
use sitroom::domain::report::{PartKind, PartState, Report, Source, outline, report};
use sitroom::domain::time::{Span, When};
use sitroom::domain::vocabulary::Facet;
use sitroom::domain::worksheet::{CauseMethod, LessonList, WorksheetAsked};

use crate::night::{
    JANE, figures, minute, moment, night, note, opened, part, send, severity, status, work, written,
};
use crate::record::Record;

#[test]
fn both_processes_have_the_fourteen_parts() {
    for id in ["cloud-gov-2016", "cloud-gov-2023"] {
        let playbook = Playbook::shipped(id).expect("it ships");
        let parts = outline(Some(&playbook));
        let kinds: Vec<_> = parts.iter().map(|heading| heading.kind).collect();
        assert_eq!(kinds, PartKind::ALL.map(Some), "{id}");
    }
    assert_eq!(outline(None).len(), 14);
}

#[test]
fn the_record_fills_what_it_knows() {
    let record = night();
    let contains = |id: &str, lines: &[&str]| {
        let text = part(&record, id);
        for line in lines {
            assert!(text.contains(line), "{line} is not in {id}:\n{text}");
        }
    };
    contains(
        "summary",
        &["**Status**: resolved", "**Lasted**: 5 h 00 min"],
    );
    contains(
        "timeline",
        &[
            "Times are those of America/New_York.",
            "**Farmer Jane**: status investigating -> confirmed",
            "  - understood then: confirmed, severity high, IC Farmer Jane; 0 leads and 0 \
             remediation items open",
            "  > initial-sitrep goes out",
        ],
    );
    contains(
        "progression",
        &[
            "**Remediate**: 4 h 15 min",
            "investigating, by Farmer Jane [line 1]",
            ": high, by Farmer Jane",
            "Farmer Jane, who took charge [line 1]",
            "(disruption): close the road, by Farmer Jane; authority: agreed by Farmer Dave",
            "waited 30 min",
            "[x] **L1** who opened the gate? (Farmer Dave): answered, the wind",
        ],
    );
    contains(
        "immediate",
        &["[x] **R1** shut the gate (Spot the Dog): verified by Farmer Jane"],
    );
    contains("long-term", &["[ ] **R2** a better latch (Spot the Dog)"]);
    contains(
        "communications",
        &[
            "GSA notice was due 2026-11-18 10:00 EST: in time",
            "was due 2026-11-18 10:50 EST: late",
            "### Deadlines without a message",
        ],
    );
    contains(
        "metrics",
        &["**Time to containment**: 2 h 00 min [lines 1, "],
    );
}

#[test]
fn what_only_people_can_write_says_what_belongs_there() {
    let record = night();
    for id in [
        "vulnerabilities",
        "causes",
        "prevention",
        "lessons",
        "response",
    ] {
        let text = part(&record, id);
        assert!(text.starts_with("_Nobody wrote this part yet. "), "{text}");
    }
}

#[test]
fn lessons_fill_the_part_about_the_response() {
    let mut record = opened();
    for (list, text) in [
        (LessonList::Hurt, "nobody had the key"),
        (LessonList::Surprised, "the fox came twice"),
        (LessonList::Helped, "the dog barked"),
    ] {
        let text = text.into();
        work(&mut record, WorksheetAsked::AddLesson { list, text }, 20);
    }
    let text = part(&record, "response");
    let expected = "\
### What surprised us

- the fox came twice [line 3]

### What helped

- the dog barked [line 4]

### What hurt

- nobody had the key [line 2]";
    assert_eq!(text, expected);
    let id = record.incident.worksheet.lessons[0].id;
    let text = String::new();
    work(&mut record, WorksheetAsked::RewordLesson { id, text }, 21);
    assert!(!part(&record, "response").contains("the key"));
}

fn edit(record: &mut Record, id: &str, with: impl FnOnce(&str) -> String) {
    let report = written(record, 400);
    let part = report.part(id).expect("a part");
    let asked = WorksheetAsked::EditPart(PartEdited {
        part: id.into(),
        generated: part.generated.clone(),
        text: Some(with(&part.text)),
    });
    work(record, asked, 400);
}

fn state(record: &Record, id: &str) -> &'static str {
    written(record, 400).part(id).expect("a part").state.word()
}

#[test]
fn an_edit_stays_when_the_record_changes_elsewhere() {
    let mut record = night();
    edit(&mut record, "long-term", |text| {
        format!("{text}\n\nBy the end of May.")
    });
    assert_eq!(state(&record, "long-term"), "edited");
    let fix = Command::AddFix {
        text: "a second dog".into(),
        class: sitroom::domain::incident::FixClass::LongTerm,
        owner: String::new(),
    };
    record.run(fix, minute(410));
    let id = record.incident.fixes[1].id;
    let text = "a much better latch".into();
    record.run(Command::RewordFix { id, text }, minute(411));
    // What the edit stands beside changed both times: both stand there, and it says so.
    let text = part(&record, "long-term");
    assert!(text.contains("By the end of May."), "{text}");
    assert!(text.contains("a much better latch"), "{text}");
    assert!(text.contains("a second dog"), "{text}");
}

#[test]
fn a_change_of_other_lines_is_merged_without_a_word() {
    let mut record = night();
    edit(&mut record, "summary", |text| {
        text.replace("- **Issue**: none", "- **Issue**: kept on paper")
    });
    severity(&mut record, Severity::Low, 410);
    assert_eq!(state(&record, "summary"), "edited");
    let text = part(&record, "summary");
    assert!(text.contains("kept on paper"), "{text}");
    assert!(text.contains("- **Severity**: low"), "{text}");
    assert!(!text.contains("- **Severity**: high"), "{text}");
}

#[test]
fn a_paragraph_of_ones_own_at_either_end_is_kept_whatever_changes_beside_it() {
    for below in [true, false] {
        let mut record = night();
        edit(&mut record, "summary", |text| {
            if below {
                format!("{text}\n\nIt was the wind.")
            } else {
                format!("It was the wind.\n\n{text}")
            }
        });
        let closed = Command::SetClosed {
            closed: true,
            reason: "all told".into(),
        };
        let request = Request::local(closed, JANE).overriding("a test");
        record.ask(&request, minute(410)).expect("it is closed");
        assert_eq!(state(&record, "summary"), "edited");
        let text = part(&record, "summary");
        assert_eq!(text.matches("**Status**").count(), 1, "{text}");
        assert!(text.contains("- **Status**: resolved, closed"), "{text}");
        assert!(!text.contains("**closed**: not set"), "{text}");
        assert!(text.contains("It was the wind."), "{text}");
    }
}

#[test]
fn a_true_clash_keeps_both_and_says_so_until_somebody_edits_it() {
    let mut record = night();
    edit(&mut record, "summary", |text| {
        text.replace("- **Severity**: high", "- **Severity**: worse than any")
    });
    severity(&mut record, Severity::Low, 410);
    assert_eq!(state(&record, "summary"), "CLASH");
    let text = part(&record, "summary");
    assert!(text.contains("worse than any"), "{text}");
    assert!(text.contains("- **Severity**: low"), "{text}");
    assert!(text.contains("The text above was edited."), "{text}");
    edit(&mut record, "summary", |_| {
        "It was bad, then it was not.".into()
    });
    assert_eq!(state(&record, "summary"), "edited");
    assert_eq!(part(&record, "summary"), "It was bad, then it was not.");
}

#[test]
fn an_edit_can_be_taken_back_or_dropped() {
    let mut record = night();
    let before = part(&record, "lessons");
    edit(&mut record, "lessons", |_| "Shut the gate.".into());
    record.run(Command::Undo { entry: None }, minute(410));
    assert_eq!(part(&record, "lessons"), before);
    edit(&mut record, "lessons", |_| "Shut the gate.".into());
    let asked = WorksheetAsked::EditPart(PartEdited {
        part: "lessons".into(),
        generated: String::new(),
        text: None,
    });
    work(&mut record, asked, 411);
    assert_eq!(part(&record, "lessons"), before);
    assert_eq!(
        written(&record, 420).part("lessons").expect("a part").state,
        PartState::Generated
    );
}

#[test]
fn a_text_that_says_what_the_record_says_is_no_edit() {
    let mut record = night();
    let part = written(&record, 400)
        .part("impact")
        .expect("a part")
        .clone();
    let asked = WorksheetAsked::EditPart(PartEdited {
        part: part.id,
        generated: part.generated,
        text: Some(part.text),
    });
    let command = Command::ChangeWorksheet(Box::new(asked));
    let events = record.ask(&Request::local(command, JANE), minute(400));
    assert_eq!(events.expect("nothing refused"), []);
}

#[test]
fn what_stays_here_is_left_out_unless_it_is_asked_for() {
    let mut record = night();
    note(
        &mut record,
        "the fox is in the henhouse",
        Visibility::Local,
        350,
    );
    let text = written(&record, 400).markdown();
    assert!(!text.contains("henhouse"), "{text}");
    let playbook = Some(&record.playbook);
    let source = Source::new(&record.incident, &record.entries, playbook, minute(400));
    let text = report(&source.with_local()).markdown();
    assert!(
        text.contains("(local): the fox is in the henhouse"),
        "{text}"
    );
}

#[test]
fn what_was_taken_back_is_not_told() {
    let mut record = night();
    note(&mut record, "a mistake", Visibility::Shared, 350);
    record.run(Command::Undo { entry: None }, minute(351));
    assert!(!written(&record, 400).markdown().contains("a mistake"));
}

#[test]
fn the_parts_are_numbered_headings_of_one_document() {
    let text = written(&night(), 400).markdown();
    assert!(text.starts_with("# The chickens have escaped\n\n## 1. Summary\n\n"));
    let headings = text.lines().filter(|line| line.starts_with("## ")).count();
    assert_eq!(headings, 14);
    assert!(text.ends_with('\n') && !text.ends_with("\n\n"));
}

#[test]
fn without_its_playbook_the_usual_parts_are_there_and_promises_unknown() {
    let record = night();
    let source = Source::new(&record.incident, &record.entries, None, minute(400));
    let report = report(&source);
    assert_eq!(report.parts.len(), 14);
    let metrics = &report.part("metrics").expect("a part").text;
    assert!(
        metrics.contains("unknown: the playbook is not known"),
        "{metrics}"
    );
}

/// A long incident: what its report takes must grow with it, and no faster.
#[test]
fn a_record_of_ten_thousand_entries_is_written_in_whole() {
    let record = long_record(10_000);
    let text = written(&record, 60 * 24 * 14).markdown();
    assert!(text.contains("note 9970"), "the last note is told");
    let lines = text.lines().filter(|line| line.contains(": note ")).count();
    assert!(lines > 4_000, "{lines}");
}

/// Of ten entries five are notes; the rest ticks, leads, remediation, and every fiftieth a sitrep.
fn long_record(most: usize) -> Record {
    let mut record = night();
    let first = record.entries.len();
    for n in first..most {
        let at = minute(310 + i64::try_from(n).unwrap_or(0));
        let event = match n % 10 {
            0 if n % 50 == 0 => Event::MessageSent {
                message: "sitrep".into(),
                number: 9,
                to: Vec::new(),
                text: "no change".into(),
                routes: Vec::new(),
                by_hand: false,
                by: String::new(),
            },
            1 | 2 => Event::ItemMarked {
                item: ItemId::new("M1"),
                mark: (n % 2 == 0).then_some(Mark::Done),
                reason: String::new(),
            },
            3 => Event::LeadReworded {
                id: record.incident.leads[0].id,
                text: format!("lead {n}"),
            },
            4 => Event::FixReworded {
                id: record.incident.fixes[0].id,
                text: format!("fix {n}"),
            },
            _ => Event::Noted {
                text: format!("note {n}"),
                visibility: Visibility::Shared,
            },
        };
        record.entries.push(Entry {
            seq: u64::try_from(n + 1).unwrap_or(0),
            id: EntryId::new(at, u128::try_from(n).unwrap_or(0)),
            happened: When::exact(at),
            recorded: at,
            actor: JANE.into(),
            device: "barn".into(),
            origin: Origin::Local,
            event,
        });
    }
    record.incident = fold(&record.entries);
    record
}

/// What may become of a record after somebody edited its report.
type Change = (&'static str, fn(&mut Record));

fn changes() -> Vec<Change> {
    fn run(record: &mut Record, command: Command) {
        let request = Request::local(command, JANE).overriding("a test");
        record.ask(&request, minute(410)).expect("it is recorded");
    }
    fn fix(class: FixClass) -> Command {
        Command::AddFix {
            text: "a second dog".into(),
            class,
            owner: "Farmer Dave".into(),
        }
    }
    vec![
        ("severity", |record| severity(record, Severity::Low, 410)),
        ("status", |record| {
            let (to, reason) = (Status::Confirmed, "the fox is back".into());
            run(record, Command::SetStatus { to, reason });
        }),
        ("a note", |record| {
            note(record, "feathers at the gate", Visibility::Shared, 410);
        }),
        ("a lead", |record| {
            let (text, owner) = ("where is the fox?".into(), String::new());
            run(record, Command::AddLead { text, owner });
        }),
        ("immediate remediation", |record| {
            run(record, fix(FixClass::Immediate));
        }),
        ("long-term remediation", |record| {
            run(record, fix(FixClass::LongTerm));
        }),
        ("a message", |record| {
            send(record, "final-sitrep", true, 410);
        }),
        ("a moment", |record| {
            moment(record, Moment::Started, When::exact(minute(-60)), 410);
        }),
        ("a cause", |record| {
            let asked = WorksheetAsked::AddCause {
                parent: None,
                method: CauseMethod::FiveWhys,
                text: "why did they get out?".into(),
            };
            work(record, asked, 410);
        }),
        ("a lesson", |record| {
            let (list, text) = (LessonList::Hurt, "nobody had the key".into());
            work(record, WorksheetAsked::AddLesson { list, text }, 410);
        }),
        ("a word of the lists", |record| {
            let (field, to) = (Facet::Recoverability.field(), "Extended".into());
            run(record, Command::SetField { field, to });
        }),
        ("the title", |record| {
            let (field, to) = (Field::Title, "All chickens have escaped".into());
            run(record, Command::SetField { field, to });
        }),
    ]
}

/// How somebody may edit a part.
type Edit = (&'static str, fn(&str) -> String);

const EDITS: [Edit; 4] = [
    ("below", |text| format!("{text}\n\n{MINE}")),
    ("above", |text| format!("{MINE}\n\n{text}")),
    ("instead of the last line", |text| {
        let kept = text.rsplit_once('\n').map_or("", |(kept, _)| kept);
        format!("{kept}\n{MINE}")
    }),
    ("instead of all", |_| MINE.to_owned()),
];

const MINE: &str = "The dog says that it was not him.";

fn edit_of(record: &mut Record, seen: &Report, kind: PartKind, with: fn(&str) -> String) {
    let part = seen.part(kind.id()).expect("a part");
    let asked = WorksheetAsked::EditPart(PartEdited {
        part: part.id.clone(),
        generated: part.generated.clone(),
        text: Some(with(&part.text)),
    });
    work(record, asked, 400);
}

/// Of each of the fourteen parts, however it is edited and whatever becomes of the record: what
/// was written stays, and every line that is news is there.
#[test]
fn an_edit_of_any_part_stays_and_the_news_arrives_whatever_changes() {
    let before = written(&night(), 400);
    let said = |report: &Report, kind: PartKind| {
        let part = report.part(kind.id()).expect("a part");
        part.generated.clone()
    };
    let edited = EDITS.map(|(how, edit_as)| {
        let mut record = night();
        for kind in PartKind::ALL {
            edit_of(&mut record, &before, kind, edit_as);
        }
        (how, record)
    });
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (change, apply) in changes() {
        let mut plain = night();
        apply(&mut plain);
        let after = written(&plain, 420);
        for (how, record) in &edited {
            let mut record = Record {
                incident: record.incident.clone(),
                playbook: record.playbook.clone(),
                entries: record.entries.clone(),
            };
            apply(&mut record);
            let report = written(&record, 420);
            for kind in PartKind::ALL {
                let (old, new) = (said(&before, kind), said(&after, kind));
                let old: BTreeSet<&str> = old.lines().collect();
                let news = new.lines().filter(|line| !old.contains(line));
                let text = &report.part(kind.id()).expect("a part").text;
                let case = format!("{}, edited {how}, then {change}", kind.id());
                assert!(text.contains(MINE), "{case}:\n{text}");
                for line in news {
                    // The edits are lines of the journal too, so what comes after has others.
                    let line = line.split(" [line").next().unwrap_or(line);
                    assert!(text.contains(line), "{case}: {line:?} is not in\n{text}");
                    told.insert(kind.id());
                }
            }
        }
    }
    // What only people write has no news of its own.
    let by_people = ["vulnerabilities", "prevention", "lessons"];
    let all: BTreeSet<&str> = PartKind::ALL.iter().map(|kind| kind.id()).collect();
    let silent: Vec<&&str> = all.difference(&told).collect();
    assert!(
        silent.iter().all(|id| by_people.contains(id)),
        "nothing changes {silent:?}"
    );
}

#[test]
fn what_began_earlier_stands_where_it_happened_and_not_where_it_was_noted() {
    let text = part(&night(), "timeline");
    let lines: Vec<&str> = text.lines().collect();
    let at = |what: &str| lines.iter().position(|line| line.contains(what));
    let (began, opened) = (
        at(": started: ").unwrap(),
        at("status investigating").unwrap(),
    );
    assert!(began < opened, "{text}");
    assert!(
        lines[began].starts_with("- 2026-11-18 08:30:00 EST (noted 2026-11-18 09:12 EST)"),
        "{}",
        lines[began]
    );
}

/// The word that it was one settles the clock of the notice (R31).
#[test]
fn the_notice_of_a_false_alarm_is_told_as_what_settled_its_clock() {
    let mut record = opened();
    status(&mut record, Status::FalseAlarm, 15);
    send(&mut record, "false-alarm-notice", false, 20);
    let figures = figures(&record, 400);
    let latency = figures.value_words(Metric::GsaNoticeLatency);
    assert_eq!(latency, "20 min (False-alarm notice)");
    let zone = record.incident.zone;
    let text = figures.text(zone);
    assert!(
        text.contains("GSA notice latency   20 min (False-alarm notice)"),
        "{text}"
    );
    let told = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("GSA notice  "));
    let told: Vec<&str> = told.map(str::trim).collect();
    assert_eq!(told, ["in time, after 20 min"], "{text}");
    let metrics = part(&record, "metrics");
    let said = "**GSA notice latency**: 20 min (False-alarm notice)";
    assert!(metrics.contains(said), "{metrics}");
    let open = part(&record, "open-questions");
    assert!(!open.contains("GSA notice"), "{open}");
}

#[test]
fn a_false_alarm_lasted_until_it_was_declared_one() {
    let mut record = opened();
    status(&mut record, Status::FalseAlarm, 92);
    let lasted = part(&record, "summary");
    let said = lasted.lines().find(|line| line.contains("**Lasted**"));
    assert_eq!(said, Some("- **Lasted**: 1 h 32 min [lines 1, 2]"));
    assert_eq!(
        record.incident.age(minute(400)),
        Some(Age::Took(Span::minutes(92)))
    );
}

/// Nobody understood it so when it happened.
#[test]
fn what_is_written_down_behind_something_later_says_so() {
    let mut record = opened();
    status(&mut record, Status::Confirmed, 50);
    let sitrep = Command::RecordMessage {
        message: "initial-sitrep".into(),
        sitrep: true,
        to: vec!["gsa-ir".into()],
        text: String::new(),
    };
    let request = Request::local(sitrep, "Farmer Jane").happened(When::exact(minute(20)));
    record
        .ask(&request.overriding("a test"), minute(55))
        .expect("it is recorded");
    let timeline = part(&record, "timeline");
    let after = format!(
        "  - understood when it was noted, after {}: confirmed",
        record.incident.zone.stamp(minute(50))
    );
    assert!(timeline.contains(&after), "{timeline}");
    assert_eq!(timeline.matches("  - understood then: ").count(), 2);
}
