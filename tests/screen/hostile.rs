//! Text that somebody wrote on the issue to harm: on every view and in every box, nothing of
//! it acts on the terminal.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::buffer::CellWidth;
use rstest::rstest;
use sitroom::app::{App, Event, update};
use sitroom::domain::event::{ConflictFound, Decided, Entry, Event as Happened, Field, Visibility};
use sitroom::domain::ids::{CustomId, EntryId};
use sitroom::domain::incident::{Conflict, CustomItem, IssueLink};
use sitroom::domain::mirror::{Delivery, MirrorState, MirrorStatus};
use sitroom::domain::suggestion::{SuggestedAction, Suggestion, SuggestionId};
use sitroom::domain::text::is_unshowable;

use crate::farm::Farm;
use crate::frame::{Shot, coloured};
use crate::{SMALL, USUAL, WIDE};

/// Has a text stand wherever others may put one.
pub(crate) fn infested(farm: &Farm, text: &str) -> App {
    let mut app = farm.app();
    let mut incident = farm.incident.clone();
    let evil = || text.to_owned();
    incident.title = evil();
    incident.details = evil();
    incident.ic = evil();
    incident.reporter = evil();
    incident.responders = vec![evil(), evil()];
    incident.issue = Some(IssueLink {
        repository: evil(),
        number: 1,
        url: evil(),
    });
    for lead in &mut incident.leads {
        (lead.text, lead.owner, lead.finding) = (evil(), evil(), evil());
    }
    for fix in &mut incident.fixes {
        (fix.text, fix.owner) = (evil(), evil());
        if let Some(verified) = &mut fix.verified {
            verified.by = evil();
        }
    }
    incident.custom_items.push(CustomItem {
        id: CustomId(1),
        tag: EntryId::default(),
        list: "assess".into(),
        text: evil(),
    });
    for tick in incident.checklist.values_mut() {
        tick.by = evil();
    }
    for shift in &mut incident.shifts {
        shift.person = evil();
    }
    for (subject, ours) in [("details", format!("a\n{text}")), ("L1 deleted", evil())] {
        let conflict = Conflict {
            ours,
            ours_by: evil(),
            ours_at: Some(farm.now),
            theirs: format!("{text}\nb"),
            theirs_by: evil(),
            at: farm.now,
        };
        incident.conflicts.insert(subject.into(), conflict);
    }
    let id = SuggestionId {
        comment: 1,
        line: 1,
    };
    let suggestion = Suggestion {
        action: SuggestedAction::Lead(evil()),
        by: evil(),
        at: farm.now,
    };
    incident.suggestions.insert(id, suggestion);
    let entries = entries(&farm.entries, text);
    let news = Event::Recorded {
        entries,
        incident: Arc::new(incident),
    };
    update(&mut app, news, farm.now);
    let newest = app.entries.last().map(|entry| entry.id).unwrap_or_default();
    let status = MirrorStatus {
        state: MirrorState::Blocked,
        detail: evil(),
        stuck: 1,
        deliveries: Arc::new(BTreeMap::from([(newest, Delivery::Stuck)])),
        reasons: Arc::new(BTreeMap::from([(newest, evil())])),
        ..MirrorStatus::default()
    };
    update(&mut app, Event::MirrorMoved(status), farm.now);
    app
}

/// An entry of each kind that others can cause.
fn entries(known: &[Entry], text: &str) -> Vec<Arc<Entry>> {
    let evil = || text.to_owned();
    let events = [
        Happened::IssueStateSeen { seen: evil() },
        Happened::IssueTextChanged {
            added: evil(),
            removed: evil(),
        },
        Happened::FieldSet {
            field: Field::Title,
            from: evil(),
            to: evil(),
        },
        Happened::ConflictFound(ConflictFound {
            subject: evil(),
            ours: evil(),
            theirs: evil(),
            ours_by: evil(),
            ours_at: None,
        }),
        Happened::EditRecovered { kept: evil() },
        Happened::Undone {
            entries: Vec::new(),
            label: evil(),
        },
        Happened::MessageSent {
            message: evil(),
            number: 1,
            to: vec![evil()],
            text: evil(),
            routes: Vec::new(),
            by_hand: false,
            by: evil(),
        },
        Happened::Decided(Decided::said(&evil(), &evil())),
        Happened::Noted {
            text: evil(),
            visibility: Visibility::Shared,
        },
        Happened::CommentImported {
            comment: 9,
            text: evil(),
        },
    ];
    let last = known.last().expect("it is open");
    let entry = |(event, n): (Happened, u64)| {
        Arc::new(Entry {
            seq: last.seq + n,
            id: EntryId::new(last.recorded, u128::from(1000 + n)),
            actor: evil(),
            event,
            ..last.clone()
        })
    };
    events.into_iter().zip(1..).map(entry).collect()
}

/// Every view, every row of the timeline in full, and everything that lies over the screen.
const SCREENS: [&str; 21] = [
    "1",
    "1<right>",
    "1<right><right>",
    "2G",
    "3",
    "3G",
    "4",
    "4G",
    "5gg",
    "5ggj",
    "5ggjjj",
    "5ggjjjjj",
    "5ggjjjjjjjj",
    "C",
    "Ce",
    "Cn",
    "Cne",
    "w",
    "n",
    "3e",
    "s",
];

#[rstest]
#[case::escape("\u{1b}[2J\u{1b}]0;owned\u{7}\u{1b}]52;c;b3duZWQ=\u{1b}\\")]
#[case::c1("\u{9b}2J\u{9d}0;owned\u{9c}\u{90}q\u{85}")]
#[case::backspace("safe\u{8}\u{8}\u{8}\u{8}evil\u{7f}\r\u{b}\u{c}\0")]
#[case::bidi("\u{202e}live\u{202c} \u{2066}\u{2067}\u{2068}x\u{2069} \u{200e}\u{200f}\u{61c}")]
#[case::zero_width("ad\u{200b}m\u{2060}in\u{feff} \u{180e}\u{2063}\u{e0001}")]
#[case::line_ends("one\u{2028}two\u{2029}three\u{85}four\r\nfive\n\n\n\nsix")]
#[case::joiners("a\u{200d}\u{200d}b\u{200c}\u{fe0f}\u{20e3}")]
fn nothing_that_others_wrote_acts_on_the_terminal(#[case] text: &str) {
    for size in [WIDE, USUAL, SMALL] {
        for unicode in [true, false] {
            check(text, size, unicode, &SCREENS);
        }
    }
}

#[rstest]
#[case::one_line(&"x".repeat(65_536))]
#[case::marks_on_a_letter(&format!("Z{}", "\u{337}".repeat(30_000)))]
#[case::marks_alone(&"\u{301}".repeat(30_000))]
#[case::tasks(&"- [ ] a task\n".repeat(5_000))]
#[case::quotes(&"> ".repeat(30_000))]
#[case::nothing(&" ".repeat(65_536))]
#[case::wide(&"鶏".repeat(20_000))]
fn a_flood_fills_no_more_than_its_lines(#[case] text: &str) {
    check(
        text,
        USUAL,
        true,
        &["1", "2G", "3G", "4", "5ggj", "C", "Cne", "w"],
    );
}

fn check(text: &str, size: (u16, u16), unicode: bool, screens: &[&str]) {
    let mut farm = Farm::busy();
    farm.lead("which gate?", "");
    let app = infested(&farm, text);
    for pressed in screens {
        let mut app = app.clone();
        let mut shot = Shot::themed(size, coloured(unicode));
        shot.press(&mut app, &farm, pressed);
        let (buf, _) = shot.draw(&app);
        for cell in &buf.content {
            let symbol = cell.symbol();
            assert!(
                !symbol.contains(is_unshowable) && symbol.len() <= 48,
                "{:?} after {pressed}",
                symbol.chars().take(20).collect::<String>()
            );
            assert!(cell.cell_width() <= 2, "{symbol:?} after {pressed}");
        }
    }
}
