//! Every combination of what can happen to a thing here and on the issue, for every kind of
//! thing. The outcomes are a function of both changes that the compiler checks for gaps.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use issue_support::Farm;
use sitroom::domain::command::Command;
use sitroom::domain::event::Field;
use sitroom::domain::ids::{CustomId, FixId, ItemId, LeadId};
use sitroom::domain::incident::{FixClass, Mark, Moment, Severity};
use sitroom::domain::time::When;

/// What a side did to a value since both agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Same,
    /// The one new value.
    One,
    /// Another new value.
    Other,
}

impl Change {
    const ALL: [Self; 3] = [Self::Same, Self::One, Self::Other];
}

/// What comes of a value after a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing is to be done.
    Nothing,
    /// The record takes the issue's value, and nothing is written.
    Taken,
    /// The issue gets the record's value, and nothing is taken over.
    Written,
    /// Both values are kept where they are until somebody rules.
    Clash,
}

fn outcome(here: Change, there: Change) -> Outcome {
    match (here, there) {
        (Change::Same, Change::One | Change::Other) => Outcome::Taken,
        (Change::One | Change::Other, Change::Same) => Outcome::Written,
        (Change::Same, Change::Same)
        | (Change::One, Change::One)
        | (Change::Other, Change::Other) => Outcome::Nothing,
        (Change::One, Change::Other) | (Change::Other, Change::One) => Outcome::Clash,
    }
}

/// A value that both sides can change.
struct Value {
    subject: &'static str,
    /// The value as agreed, the one and the other, as `says` gives them.
    values: [&'static str; 3],
    /// Changes it here.
    here: fn(&mut Farm, &str),
    /// Makes the text of the issue of it.
    there: fn(&str) -> String,
    /// Returns what the record says.
    says: fn(&Farm) -> String,
}

fn field(farm: &mut Farm, field: Field, to: &str) {
    farm.record.local(Command::SetField {
        field,
        to: to.to_owned(),
    });
}

fn lead(farm: &Farm) -> &sitroom::domain::incident::Lead {
    farm.record.incident.lead(LeadId(1)).expect("a lead")
}

fn fix(farm: &Farm) -> &sitroom::domain::incident::Fix {
    farm.record.incident.fix(FixId(2)).expect("an item")
}

/// Every value of the head, the boards and the checklists.
fn values() -> Vec<Value> {
    vec![
        Value {
            subject: "severity",
            values: ["unknown", "high", "low"],
            here: |farm, to| {
                let to: Severity = to.parse().expect("a severity");
                let reason = String::new();
                farm.record.local(Command::SetSeverity { to, reason });
            },
            there: |value| format!("- **Severity**: {value}\n"),
            says: |farm| farm.record.incident.severity.to_string(),
        },
        Value {
            subject: "reporter",
            values: ["Farmer Dave", "Spot the Dog", "Farmer Jane"],
            here: |farm, to| field(farm, Field::Reporter, to),
            there: |value| format!("- **Reporter**: {value}\n"),
            says: |farm| farm.record.incident.reporter.clone(),
        },
        Value {
            subject: "responders",
            values: ["Farmer Dave", "Farmer Dave, Spot the Dog", "Spot the Dog"],
            here: |farm, to| field(farm, Field::Responders, to),
            there: |value| format!("- **Responders**: {value}\n"),
            says: |farm| farm.record.incident.responders.join(", "),
        },
        Value {
            subject: "ic",
            values: ["Farmer Jane", "Farmer Dave", "Spot the Dog"],
            here: |farm, to| farm.record.local(Command::SetIc { to: to.into() }),
            there: |value| format!("- **IC**: {value}\n"),
            says: |farm| farm.record.incident.ic.clone(),
        },
        Value {
            subject: "details",
            values: [
                "The coop is empty.",
                "The coop is open.",
                "The coop is gone.",
            ],
            here: |farm, to| field(farm, Field::Details, to),
            there: |value| format!("\n{value}\n"),
            says: |farm| farm.record.incident.details.clone(),
        },
        Value {
            subject: "L1 text",
            values: [
                "which gate was open?",
                "which gate, when?",
                "whose gate was it?",
            ],
            here: |farm, text| {
                let (id, text) = (LeadId(1), text.to_owned());
                farm.record.local(Command::RewordLead { id, text });
            },
            there: |value| format!("L1 {value} (open)"),
            says: |farm| lead(farm).text.clone(),
        },
        Value {
            subject: "R2 text",
            values: ["count the chickens", "count the hens", "find the chickens"],
            here: |farm, text| {
                let (id, text) = (FixId(2), text.to_owned());
                farm.record.local(Command::RewordFix { id, text });
            },
            there: |value| format!("R2 {value} (open)"),
            says: |farm| fix(farm).text.clone(),
        },
        Value {
            subject: "C1 text",
            values: ["ring the bell", "ring both bells", "ring it twice"],
            here: |farm, text| {
                let (id, text) = (CustomId(1), text.to_owned());
                farm.record.local(Command::RewordItem { id, text });
            },
            there: |value| format!("C1 {value} <"),
            says: |farm| farm.record.incident.custom_items[0].text.clone(),
        },
        Value {
            subject: "exposure",
            values: ["-", "yes", "no"],
            here: |farm, to| {
                let exposed = to == "yes";
                farm.record.local(Command::SetExposure { exposed });
            },
            there: |value| match value {
                "-" => "\"facts\":{".to_owned(),
                value => format!("\"facts\":{{\"exposure\":\"{value}\","),
            },
            says: |farm| match farm.record.incident.exposure {
                None => "-".to_owned(),
                Some(true) => "yes".to_owned(),
                Some(false) => "no".to_owned(),
            },
        },
    ]
}

/// A record and an issue that agree, with one of everything.
fn agreed() -> Farm {
    let mut farm = Farm::new();
    let (list, text) = ("assess".to_owned(), "ring the bell".to_owned());
    farm.record.local(Command::AddItem { list, text });
    farm.sync();
    farm.assert_settled();
    farm
}

#[test]
fn every_value_in_every_combination_has_its_outcome() {
    for value in values() {
        for (here, there) in pairs(Change::ALL, Change::ALL) {
            let mut farm = agreed();
            let name = format!("{} {here:?} here, {there:?} there", value.subject);
            let [agreed, ours, theirs] =
                [Change::Same, here, there].map(|change| value.values[change as usize]);
            if here != Change::Same {
                (value.here)(&mut farm, ours);
            }
            if there != Change::Same {
                let (from, to) = ((value.there)(agreed), (value.there)(theirs));
                farm.edit(&from, &to);
            }
            let plan = farm.sync();
            let outcome = outcome(here, there);
            let clashes: Vec<&str> = plan.conflicts.iter().map(|c| &*c.subject).collect();
            let expected: &[&str] = match outcome {
                Outcome::Clash => &[value.subject],
                Outcome::Nothing | Outcome::Taken | Outcome::Written => &[],
            };
            assert_eq!(clashes, expected, "{name}");
            let is_taken = outcome == Outcome::Taken;
            assert_eq!(
                !plan.imports.is_empty(),
                is_taken,
                "{name}: {:?}",
                plan.imports
            );
            let says = (value.says)(&farm);
            let stands = |value: &str| farm.remote.body.contains(&farm.tagged(value));
            match outcome {
                Outcome::Clash => {
                    assert_eq!(says, ours, "{name}");
                    assert!(stands(&(value.there)(theirs)), "{name}");
                }
                Outcome::Nothing | Outcome::Taken | Outcome::Written => {
                    let wanted = if here == Change::Same { theirs } else { ours };
                    assert_eq!(says, wanted, "{name}");
                    assert!(
                        stands(&(value.there)(wanted)),
                        "{name}: {}",
                        farm.remote.body
                    );
                }
            }
            farm.assert_settled();
        }
    }
}

fn pairs<A: Copy, B: Copy>(
    here: impl IntoIterator<Item = A>,
    there: impl IntoIterator<Item = B> + Clone,
) -> impl Iterator<Item = (A, B)> {
    here.into_iter()
        .flat_map(move |here| there.clone().into_iter().map(move |there| (here, there)))
}

/// What a side did to a tick that both agreed was open.
#[test]
fn every_tick_in_every_combination_has_its_outcome() {
    for (here, there) in pairs([false, true], [false, true]) {
        let mut farm = agreed();
        if here {
            farm.record.local(Command::MarkItem {
                item: ItemId::new("I4"),
                mark: Some(Mark::Done),
                reason: String::new(),
            });
        }
        if there {
            farm.edit("- [ ] I4", "- [x] I4");
        }
        let plan = farm.sync();
        assert_eq!(plan.conflicts, [], "{here} {there}");
        assert_eq!(!plan.imports.is_empty(), there && !here, "{here} {there}");
        let is_done = farm
            .record
            .incident
            .checklist
            .contains_key(&ItemId::new("I4"));
        assert_eq!(is_done, here || there);
        assert_eq!(farm.remote.body.contains("- [x] I4"), here || there);
        farm.assert_settled();
    }
}

/// A line that people can add.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Board {
    Lead,
    Fix,
    Added,
}

impl Board {
    const ALL: [Self; 3] = [Self::Lead, Self::Fix, Self::Added];

    fn id(self) -> &'static str {
        match self {
            Self::Lead => "L1",
            Self::Fix => "R2",
            Self::Added => "C1",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Lead => "which gate was open?",
            Self::Fix => "count the chickens",
            Self::Added => "ring the bell",
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Lead => "### Leads",
            Self::Fix => "### Remediation (immediate)",
            Self::Added => "### Checklist: Assess",
        }
    }

    fn reword(self, farm: &mut Farm, text: &str) {
        let text = text.to_owned();
        farm.record.local(match self {
            Self::Lead => Command::RewordLead {
                id: LeadId(1),
                text,
            },
            Self::Fix => Command::RewordFix { id: FixId(2), text },
            Self::Added => Command::RewordItem {
                id: CustomId(1),
                text,
            },
        });
    }

    fn take_back(self, farm: &mut Farm) {
        let incident = &farm.record.incident;
        let tag = match self {
            Self::Lead => incident.lead(LeadId(1)).expect("a lead").tag,
            Self::Fix => incident.fix(FixId(2)).expect("an item").tag,
            Self::Added => incident.custom_items[0].tag,
        };
        farm.record.local(Command::Undo { entry: Some(tag) });
    }

    /// Returns what the record says, or none when it has no such line.
    fn says(self, farm: &Farm) -> Option<String> {
        let incident = &farm.record.incident;
        match self {
            Self::Lead => incident.lead(LeadId(1)).map(|lead| lead.text.clone()),
            Self::Fix => incident.fix(FixId(2)).map(|fix| fix.text.clone()),
            Self::Added => {
                let mut items = incident.custom_items.iter();
                let item = items.find(|item| item.id == CustomId(1));
                item.map(|item| item.text.clone())
            }
        }
    }
}

/// What happened to a line here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Here {
    Same,
    Reworded,
    TakenBack,
}

/// What happened to a line on the issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum There {
    Same,
    Reworded,
    Alike,
    Deleted,
    /// To the end of its section.
    Reordered,
    /// Below a heading of somebody's.
    Moved,
    /// It stands twice, marker and all.
    Doubled,
    /// A line of another sitroom stands beside it.
    Unknown,
}

impl There {
    const ALL: [Self; 8] = [
        Self::Same,
        Self::Reworded,
        Self::Alike,
        Self::Deleted,
        Self::Reordered,
        Self::Moved,
        Self::Doubled,
        Self::Unknown,
    ];
}

const OURS: &str = "in our words";
const THEIRS: &str = "in their words";
const STRANGE: &str = "01JD9W4Q8ZK3M9QD7ZK3M9QDAA";

/// What is to be ruled on after a round, and what the record and the issue say of the line.
struct Expected {
    clash: Option<&'static str>,
    here: Option<&'static str>,
    there: Option<&'static str>,
}

fn expected(board: Board, here: Here, there: There) -> Expected {
    let text = board.text();
    let says = |here, there| Expected {
        clash: None,
        here,
        there,
    };
    let clash = |of, here, there| Expected {
        clash: Some(of),
        here,
        there,
    };
    match (here, there) {
        (
            Here::Same,
            There::Same | There::Reordered | There::Moved | There::Doubled | There::Unknown,
        ) => says(Some(text), Some(text)),
        (Here::Same, There::Reworded) => says(Some(THEIRS), Some(THEIRS)),
        (Here::Same, There::Deleted) => clash("deleted", Some(text), None),
        (Here::Same, There::Alike)
        | (
            Here::Reworded,
            There::Same
            | There::Alike
            | There::Reordered
            | There::Moved
            | There::Doubled
            | There::Unknown,
        ) => says(Some(OURS), Some(OURS)),
        (Here::Reworded, There::Reworded) => clash("text", Some(OURS), Some(THEIRS)),
        (Here::Reworded, There::Deleted) => clash("deleted", Some(OURS), None),
        (
            Here::TakenBack,
            There::Same
            | There::Deleted
            | There::Reordered
            | There::Moved
            // The one that stands there without its marker is somebody's new line.
            | There::Doubled
            | There::Unknown,
        ) => says(None, None),
        (Here::TakenBack, There::Reworded) => clash("taken back", None, Some(THEIRS)),
        (Here::TakenBack, There::Alike) => clash("taken back", None, Some(OURS)),
    }
}

/// Does to the issue what happened there.
fn happen(farm: &mut Farm, board: Board, there: There) {
    let body = farm.remote.body.clone();
    let id = format!("{} ", board.id());
    let at = body
        .lines()
        .position(|line| line.contains(&format!("] {id}")));
    let at = at.expect("the line");
    let mut lines: Vec<String> = body.lines().map(str::to_owned).collect();
    let line = lines[at].clone();
    let heading = lines.iter().position(|line| line == board.heading());
    let heading = heading.expect("its heading");
    let end = (at..lines.len())
        .find(|at| lines[*at].trim().is_empty())
        .expect("the end of the section");
    match there {
        There::Same => {}
        There::Reworded => lines[at] = line.replace(board.text(), THEIRS),
        There::Alike => lines[at] = line.replace(board.text(), OURS),
        There::Deleted => {
            lines.remove(at);
        }
        There::Reordered => {
            lines.insert(end, line);
            lines.remove(at);
        }
        There::Moved => {
            let below = ["### Of Spot".to_owned(), String::new(), line, String::new()];
            lines.splice(end..end, std::iter::once(String::new()).chain(below));
            lines.remove(at);
        }
        There::Doubled => lines.insert(at + 1, line),
        There::Unknown => {
            let letter = &board.id()[..1];
            let words = match board {
                Board::Lead | Board::Fix => " (open)",
                Board::Added => "",
            };
            let strange = format!(
                "- [ ] {letter}9 of another machine{words} <!-- sitroom:{letter}9 {STRANGE} -->"
            );
            lines.insert(at, strange);
        }
    }
    assert!(heading < end);
    farm.remote.body = lines.join("\n");
}

#[test]
fn every_line_in_every_combination_has_its_outcome() {
    let boards = Board::ALL.into_iter();
    let sides = pairs([Here::Same, Here::Reworded, Here::TakenBack], There::ALL);
    let sides: Vec<(Here, There)> = sides.collect();
    for (board, (here, there)) in boards.flat_map(|b| sides.iter().map(move |s| (b, *s))) {
        let name = format!("{board:?} {here:?} here, {there:?} there");
        let mut farm = agreed();
        match here {
            Here::Same => {}
            Here::Reworded => board.reword(&mut farm, OURS),
            Here::TakenBack => board.take_back(&mut farm),
        }
        happen(&mut farm, board, there);
        farm.sync();
        let wanted = expected(board, here, there);
        let subject = wanted.clash.map(|of| format!("{} {of}", board.id()));
        let subjects: Vec<&str> = subject.iter().map(String::as_str).collect();
        assert_eq!(farm.subjects(), subjects, "{name}");
        assert_eq!(board.says(&farm).as_deref(), wanted.here, "{name}");
        let marker = format!("<!-- sitroom:{} ", board.id());
        let stands: Vec<&str> = farm
            .remote
            .body
            .lines()
            .filter(|l| l.contains(&marker))
            .collect();
        match wanted.there {
            Some(text) => {
                assert_eq!(stands.len(), 1, "{name}: {stands:?}");
                assert!(stands[0].contains(text), "{name}: {}", stands[0]);
            }
            None => assert!(stands.is_empty(), "{name}: {stands:?}"),
        }
        let strange = farm.remote.body.contains("of another machine");
        assert_eq!(strange, there == There::Unknown, "{name}");
        if there == There::Doubled && here != Here::TakenBack {
            // The second became a line of its own, with a number of its own.
            let text = board.text();
            assert_eq!(
                count(&farm, board),
                agreed_count(board) + 1,
                "{name}: {text}"
            );
        }
        if there == There::Unknown {
            assert_eq!(highest(&farm, board), 9, "{name}: it keeps its number");
        }
        farm.assert_settled();
    }
}

fn count(farm: &Farm, board: Board) -> usize {
    let incident = &farm.record.incident;
    match board {
        Board::Lead => incident.leads.len(),
        Board::Fix => incident.fixes.len(),
        Board::Added => incident.custom_items.len(),
    }
}

fn agreed_count(board: Board) -> usize {
    count(&agreed(), board)
}

fn highest(farm: &Farm, board: Board) -> u32 {
    let incident = &farm.record.incident;
    match board {
        Board::Lead => incident.leads.iter().map(|lead| lead.id.0).max(),
        Board::Fix => incident.fixes.iter().map(|fix| fix.id.0).max(),
        Board::Added => incident.custom_items.iter().map(|item| item.id.0).max(),
    }
    .unwrap_or_default()
}

/// A remediation item can be moved to the other section, which says when it is needed.
#[test]
fn every_move_between_sections_has_its_outcome() {
    for (here, there) in pairs([false, true], [false, true]) {
        let mut farm = agreed();
        if here {
            farm.record.local(Command::ReclassifyFix {
                id: FixId(2),
                class: FixClass::LongTerm,
                reason: "it can wait".into(),
            });
        }
        if there {
            let body = farm.remote.body.clone();
            let line = body
                .lines()
                .find(|line| line.contains("] R2 "))
                .expect("R2");
            let without = body.replacen(&format!("{line}\n"), "", 1);
            let heading = "### Remediation (long-term)\n";
            farm.remote.body = without.replacen(heading, &format!("{heading}\n{line}"), 1);
        }
        farm.sync();
        assert_eq!(farm.subjects(), Vec::<&str>::new(), "{here} {there}");
        let is_late = fix(&farm).class == FixClass::LongTerm;
        assert_eq!(is_late, here || there, "{here} {there}");
        farm.assert_settled();
    }
}

/// Lines that inform follow the record, and are left alone where only somebody else changed
/// them.
#[test]
fn every_change_of_a_line_that_informs_has_its_outcome() {
    let contained = |farm: &mut Farm, minute: u32| {
        let at = issue_support::start() + chrono::TimeDelta::minutes(i64::from(minute));
        farm.record.now = farm.record.now.max(at);
        farm.record.local(Command::SetMoment {
            moment: Moment::Contained,
            when: When::exact(at),
            automatic: false,
        });
    };
    let info = |farm: &Farm| {
        let mut lines = farm.remote.body.lines();
        let line = lines.find(|line| line.contains("sitroom:info time-contained"));
        line.expect("the line").to_owned()
    };
    for (here, there) in pairs([false, true], [false, true]) {
        let mut farm = agreed();
        contained(&mut farm, 1);
        farm.sync();
        let before = info(&farm);
        if here {
            contained(&mut farm, 2);
        }
        if there {
            farm.remote.body = farm
                .remote
                .body
                .replace("- contained: ", "- contained at last: ");
        }
        farm.sync();
        let after = info(&farm);
        match (here, there) {
            (false, false) => assert_eq!(after, before),
            (false, true) => assert!(after.contains("at last"), "{after}"),
            (true, _) => assert!(
                after.contains("14:04") && !after.contains("at last"),
                "{after}"
            ),
        }
        farm.assert_settled();
    }
}

/// What people write outside of what is kept stays, whatever happens here.
#[test]
fn every_change_of_foreign_text_has_its_outcome() {
    let write = |farm: &mut Farm, text: &str| farm.remote.body.push_str(text);
    for (is_there_before, there, here) in [
        (false, "", false),
        (false, "\n\nSeen by Spot.  \n", false),
        (false, "\n\nSeen by Spot.  \n", true),
        (true, "", true),
        (true, "\n- [ ] L1 woof\n", true),
        (true, "deleted", true),
    ] {
        let mut farm = agreed();
        let mut kept = String::new();
        if is_there_before {
            kept.push_str("\n\n## Of Spot\n\t* woof\n");
            write(&mut farm, &kept);
            farm.sync();
        }
        if here {
            farm.record.lead("where is the fox?", "");
        }
        if there == "deleted" {
            farm.remote.body = farm.remote.body.replace(&kept, "");
            kept.clear();
        } else {
            write(&mut farm, there);
            kept.push_str(there);
        }
        farm.sync();
        assert!(
            farm.remote.body.ends_with(&kept),
            "{there:?}: {}",
            farm.remote.body
        );
        assert_eq!(farm.remote.body.contains("where is the fox?"), here);
        assert_eq!(farm.subjects(), Vec::<&str>::new());
        farm.assert_settled();
    }
}
