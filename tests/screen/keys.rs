//! What waits for a key, what is found by letters, what was said, and what the mouse points at.

use ratatui::layout::Position;
use rstest::rstest;
use sitroom::app::{
    Action, App, Event, KnownIncident, Layer, Level, PaletteEntry, Pane, Spot, View, update,
};
use sitroom::domain::incident::FixClass;
use sitroom::tui::{ViewState, render};

use crate::across::over;
use crate::farm::Farm;
use crate::frame::{Shot, keys, text_of};
use crate::{SMALL, USUAL, WIDE, snapshot, synced};

fn happens(app: &mut App, event: Event) {
    let now = app.now;
    update(app, event, now);
}

#[test]
fn a_key_that_begins_something_shows_what_may_follow() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    keys(&mut app, "3g");
    snapshot!("begun-80x24", Shot::new(USUAL).of(&app));
    keys(&mut app, "<esc>#12");
    snapshot!("number-80x24", Shot::new(USUAL).of(&app));
    let mut app = synced(&farm);
    keys(&mut app, "<ctrl-w>");
    let shot = Shot::new(USUAL).of(&app);
    assert!(text_of(&shot).contains("Move to the next pane"), "{shot}");
}

#[rstest]
#[case::no_filter("3", "Leads", "1 open · 2 investigating · 1 answered · 1 ruled out")]
#[case::leads(
    "3/dog<enter>",
    "Leads  /dog",
    "0 of 1 open · 1 of 2 investigating · 0 of 1 answered · 1 of 1 ruled out"
)]
#[case::nothing(
    "4/zzz<enter>",
    "Remediation  /zzz",
    "0 of 1 to verify · 0 of 3 open · 0 of 1 verified"
)]
#[case::fixes(
    "4/gate<enter>",
    "Remediation  /gate",
    "0 of 1 to verify · 1 of 3 open · 0 of 1 verified"
)]
fn the_head_of_a_filtered_board_says_how_many_of_all_it_shows(
    #[case] pressed: &str,
    #[case] title: &str,
    #[case] facts: &str,
) {
    let mut app = synced(&Farm::busy());
    keys(&mut app, pressed);
    let shot = Shot::new(WIDE).of(&app);
    let head = format!("━ {title}  {facts} ━");
    assert!(text_of(&shot).contains(&head), "{shot}");
}

#[test]
fn the_way_out_of_an_editor_is_told_first_and_promises_no_draft_that_is_not_kept() {
    let mut app = synced(&Farm::busy());
    keys(&mut app, "[t");
    let text = text_of(&Shot::new(USUAL).of(&app)).to_owned();
    assert!(
        text.contains("─ enter looks back, esc goes back ─"),
        "{text}"
    );
    let mut app = synced(&Farm::busy());
    keys(&mut app, "s");
    happens(
        &mut app,
        Event::Edited {
            text: "a red fox".into(),
        },
    );
    let text = text_of(&Shot::new((60, 20)).of(&app)).to_owned();
    assert!(text.contains("send it, esc keeps a draft"), "{text}");
}

#[test]
fn the_palette_lists_commands_things_people_and_incidents() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    keys(&mut app, ":");
    let other = KnownIncident {
        id: "2026-11-20-the-gate".parse().unwrap(),
        title: "The gate of the barn is gone".into(),
        state: "confirmed".into(),
    };
    happens(&mut app, Event::IncidentsRead(vec![other]));
    happens(&mut app, Event::Paste("gate".into()));
    snapshot!("palette-things-80x24", Shot::new(USUAL).of(&app));
}

#[test]
fn an_error_stands_above_the_keys_until_it_was_read() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    let told =
        "failed to write outbox/E12: no space left on the disk; make room, it is tried again";
    happens(&mut app, Event::Said(Level::Error, told.into()));
    happens(
        &mut app,
        Event::Said(
            Level::Error,
            "the watch on the journal broke; start again".into(),
        ),
    );
    happens(
        &mut app,
        Event::Said(Level::Info, "the calendar is saved".into()),
    );
    snapshot!("error-80x24", Shot::new(USUAL).of(&app));
    // Help knows all the other keys, so it goes last.
    let shot = Shot::new(USUAL).of(&app);
    let foot = text_of(&shot);
    let foot = foot.lines().find(|line| line.contains("has read it"));
    assert!(foot.is_some_and(|line| line.contains("? help")), "{shot}");
    let small = Shot::new((40, 12)).of(&app);
    assert!(
        text_of(&small).contains("! (1 of 2) failed to write"),
        "{small}"
    );
    keys(&mut app, "<esc>");
    let shot = Shot::new(USUAL).of(&app);
    assert!(
        text_of(&shot).contains("! the watch on the journal broke"),
        "{shot}"
    );
    keys(&mut app, "<esc>");
    let shot = Shot::new(USUAL).of(&app);
    assert!(!text_of(&shot).contains("broke"), "{shot}");
}

#[test]
fn who_watches_is_offered_nothing_that_records() {
    let farm = Farm::busy();
    let mut app = synced(&farm).watching("sitroom open");
    for keys_of_view in ["1", "2", "3", "4", "5", "6", "7", "8", "9"] {
        keys(&mut app, keys_of_view);
        let shot = Shot::new(WIDE).of(&app);
        let text = text_of(&shot);
        for offer in ["a add", "space ", "- n/a", "x do it", "x tick", "n note"] {
            assert!(!text.contains(offer), "{offer}: {shot}");
        }
        assert!(text.contains("? help"), "{shot}");
    }
    keys(&mut app, "1?");
    let shot = Shot::new(WIDE).of(&app);
    let text = text_of(&shot);
    assert!(text.contains("Move down"), "{shot}");
    assert!(!text.contains("Write a note"), "{shot}");
}

#[test]
fn no_key_stands_where_nothing_can_be_done() {
    let farm = Farm::busy();
    let present = synced(&farm);
    let mut past = synced(&farm);
    keys(&mut past, "[");
    assert!(past.past.is_some(), "it is looked back");
    let shown = |app: &App, begin: &str, key: &str| {
        let mut app = app.clone();
        keys(&mut app, "1");
        let shot = Shot::new(WIDE).of(&app);
        let text = text_of(&shot).to_owned();
        let mut lines = text.lines();
        let line = lines.find(|line| line.contains(begin));
        let line = line.unwrap_or_else(|| panic!("{begin}: {shot}"));
        // Behind the key of NEXT stands what it does, behind that of a clock nothing.
        format!("{} ", line.trim_end()).contains(key)
    };
    for (line, key) in [("NEXT ", " x "), ("  IC shift: Farmer Jane  ", "… h ")] {
        assert!(shown(&present, line, key), "{line}");
        assert!(!shown(&past, line, key), "{line}");
        assert!(
            !shown(&present.clone().watching("sitroom open"), line, key),
            "{line}"
        );
    }
}

#[test]
fn no_sign_stands_alone_at_the_foot_of_an_editor() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    app.mirror.waiting = 13;
    keys(&mut app, "n");
    let shot = Shot::new(USUAL).of(&app);
    let text = text_of(&shot);
    let foot = text.lines().find(|line| line.contains("13 queued"));
    let foot = foot.expect("what waits is said").trim_end();
    assert!(foot.ends_with("13 queued"), "{shot}");
}

#[test]
fn what_others_say_is_no_error() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    let told = "EXERCISE. A fox was seen at the gate, and nobody has counted the chickens yet. \
                You are the Incident Commander; Farmer Dave and Spot the Dog respond.";
    happens(&mut app, Event::Said(Level::News, told.into()));
    snapshot!("news-80x24", Shot::new(USUAL).of(&app));
}

#[test]
fn the_log_shows_what_was_said_and_the_marked_one_in_full() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    happens(
        &mut app,
        Event::Said(Level::Info, "the calendar is saved".into()),
    );
    happens(
        &mut app,
        Event::Said(Level::Warning, "no repository is configured".into()),
    );
    let told = "failed to write outbox/E12: no space left on the disk; make room, it is tried \
                again by itself every minute and nothing is lost meanwhile";
    for _ in 0..3 {
        happens(&mut app, Event::Said(Level::Error, told.into()));
    }
    keys(&mut app, "gl");
    snapshot!("log-80x24", Shot::new(USUAL).of(&app));
}

/// Returns all that help shows from its first line to its last, a frame for each line.
fn help_of(app: &App, size: (u16, u16)) -> Vec<String> {
    let mut app = app.clone();
    let (columns, rows) = size;
    happens(&mut app, Event::Resized { columns, rows });
    keys(&mut app, "?");
    let mut frames: Vec<String> = Vec::new();
    loop {
        let shot = Shot::new(size).of(&app);
        let frame = text_of(&shot).to_owned();
        if frames.last() == Some(&frame) {
            return frames;
        }
        frames.push(frame);
        keys(&mut app, "j");
    }
}

#[test]
fn help_says_of_every_key_in_a_sentence_what_it_does() {
    let farm = Farm::busy();
    let frames = help_of(&synced(&farm), USUAL);
    for action in Action::ALL {
        let about = action.about();
        let is_said = frames.iter().any(|frame| frame.contains(about));
        assert!(is_said, "{}: {about}", action.word());
    }
}

#[test]
fn the_palette_says_of_every_command_in_a_sentence_what_it_does() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    keys(&mut app, ":");
    let Some(Layer::Palette(open)) = app.layers.last() else {
        panic!("the palette is open");
    };
    let found = open.found.iter();
    let commands: Vec<Action> = found.filter_map(PaletteEntry::action).collect();
    assert!(commands.len() > 60, "{commands:?}");
    for action in commands {
        let shot = Shot::new(USUAL).of(&app);
        assert!(text_of(&shot).contains(action.about()), "{shot}");
        keys(&mut app, "<down>");
    }
}

#[rstest]
#[case::usual(USUAL)]
#[case::small(SMALL)]
fn what_help_says_of_signs_is_folded_and_not_cut(#[case] size: (u16, u16)) {
    let farm = Farm::busy();
    let app = synced(&farm);
    let frames = help_of(&app, size);
    let words = [
        "your editor",
        "[-] n/a",
        "verified",
        "due soon",
        "its own",
        "issue: came",
        "confirmed",
        "stuck",
        "what others say",
        "the rest",
    ];
    for word in words {
        let is_said = frames.iter().any(|frame| frame.contains(word));
        assert!(is_said, "{word}: {}", frames.last().expect("a frame"));
    }
}

#[test]
fn a_warning_has_the_same_sign_at_the_foot_and_in_the_log() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    let told = "no repository is configured";
    happens(&mut app, Event::Said(Level::Warning, told.into()));
    for size in [USUAL, (60, 14)] {
        let shot = Shot::new(size).of(&app);
        let foot = text_of(&shot);
        assert!(foot.contains(&format!("? {told}")), "{foot}");
        assert!(!foot.contains(&format!("! {told}")), "{foot}");
    }
    keys(&mut app, "gl");
    let shot = Shot::new(USUAL).of(&app);
    let row = text_of(&shot).lines().find(|line| line.contains("warning"));
    let row = row.expect("it is listed");
    assert!(row.contains("? warning") && row.contains(told), "{row}");
}

#[test]
fn the_drafts_are_listed_with_what_each_is_for() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    let drafts = [
        (
            "message-sitrep-update",
            "Subject: The chickens\n\nWe found feathers.",
        ),
        ("note", "the fox was seen at the brook"),
        ("reword-L1", "who opened the gate, and when?"),
    ];
    let drafts = drafts.map(|(key, text)| (key.to_owned(), text.to_owned()));
    happens(&mut app, Event::DraftsFound(drafts.to_vec()));
    keys(&mut app, "gdj");
    snapshot!("drafts-80x24", Shot::new(USUAL).of(&app));
}

#[test]
fn the_place_in_a_list_is_not_taken_for_a_count_of_what_is_done() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    for (view, named) in [("1", ""), ("2", "now ")] {
        keys(&mut app, view);
        keys(&mut app, "ggj");
        let (done, all) = app.rows.progress;
        let count = app.lines().len();
        let head = |size| {
            let shot = Shot::new(size).of(&app);
            let mut lines = text_of(&shot).lines();
            let sign = format!("{named}{}", app.rows.phase);
            let head = lines.find(|it| it.contains('━') && it.contains(&sign));
            head.expect("the list has a head").to_owned()
        };
        let progress = format!("{done}/{all} done");
        let (short, long) = (head((80, 12)), head((120, 100)));
        assert!(short.contains(&progress), "{short}");
        assert!(short.contains(&format!(" 2 of {count} ━")), "{short}");
        assert!(long.contains(&progress), "{long}");
        assert!(!long.contains(" of "), "{long}");
    }
}

#[rstest]
#[case::palette(":", "2 of ", USUAL)]
#[case::what_was_found(":", "2 of ", (40, 12))]
#[case::help("?", "2-", USUAL)]
#[case::what_was_said("gl", "2 of 3", USUAL)]
#[case::drafts("gd", "2 of 30", USUAL)]
#[case::follow_ups("F", "2 of 4", USUAL)]
fn a_list_over_the_screen_says_the_place_where_it_is_longer_than_its_room(
    #[case] open: &str,
    #[case] place: &str,
    #[case] size: (u16, u16),
) {
    let mut farm = over();
    for n in 0..40 {
        farm.fix(&format!("a plank, the {n}."), FixClass::LongTerm, "");
    }
    let mut app = synced(&farm);
    for n in 0..30 {
        happens(
            &mut app,
            Event::Said(Level::Info, format!("the {n}. hen is back")),
        );
    }
    let drafts = (0..30).map(|n| (format!("milestone-{n:02}"), "a text".to_owned()));
    happens(&mut app, Event::DraftsFound(drafts.collect()));
    keys(&mut app, open);
    let first = Shot::new(size).of(&app);
    keys(&mut app, "<down>");
    let shot = Shot::new(size).of(&app);
    assert!(text_of(&shot).contains(place), "{first}\n{shot}");
}

/// Returns what the mouse points at where a text begins.
fn spot(app: &App, size: (u16, u16), text: &str) -> Option<Spot> {
    let mut state = ViewState::default();
    let area = ratatui::layout::Rect::new(0, 0, size.0, size.1);
    let mut buf = ratatui::buffer::Buffer::empty(area);
    let theme = sitroom::tui::Theme::default();
    render(area, &mut buf, app, &theme, &mut state);
    let found = (0..size.1).find_map(|y| {
        let row = (0..size.0)
            .map(|x| buf[(x, y)].symbol())
            .collect::<String>();
        let at = row.find(text)?;
        let x = row[..at].chars().count();
        Some(Position::new(u16::try_from(x).ok()?, y))
    });
    state.spot(found.unwrap_or_else(|| panic!("{text} is not on the screen")))
}

#[rstest]
#[case::a_tab("1", WIDE, "3 Leads", Some(Spot::Tab(View::Leads)))]
#[case::the_rule_of_a_list("1", WIDE, "─ Remediation", Some(Spot::List(Pane::Remediation)))]
#[case::a_row_of_now("1", WIDE, "Which gate", Some(Spot::Row(Pane::Leads, 0)))]
#[case::a_row_below_headings(
    "2",
    USUAL,
    "Secure the evidence",
    Some(Spot::Row(Pane::Checklist, 3))
)]
#[case::nothing("1", WIDE, "NEXT", None)]
#[case::a_command_of_the_palette(":", USUAL, "Do what the NEXT", Some(Spot::RowOver(0)))]
#[case::a_choice("S", USUAL, "medium", Some(Spot::RowOver(1)))]
#[case::what_was_typed_for_a_list(":", USUAL, "Palette", Some(Spot::Over))]
#[case::a_line_of_help("?", USUAL, "Give it an owner", Some(Spot::Over))]
fn the_mouse_points_at(
    #[case] pressed: &str,
    #[case] size: (u16, u16),
    #[case] text: &str,
    #[case] expected: Option<Spot>,
) {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    keys(&mut app, pressed);
    let found = spot(&app, size, text);
    match (found, expected) {
        // Which row it is depends on the order of the list; that it is one of that list does not.
        (Some(Spot::Row(pane, _)), Some(Spot::Row(wanted, _))) => assert_eq!(pane, wanted),
        (found, expected) => assert_eq!(found, expected),
    }
}

#[test]
fn what_has_no_key_says_what_to_type_behind_that_of_the_palette() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    keys(&mut app, "2");
    let shot = Shot::new(WIDE).of(&app);
    assert!(text_of(&shot).contains(": resolve"), "{shot}");
}

#[test]
fn a_long_place_at_the_foot_is_folded_and_gone_with_the_next_key() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    keys(&mut app, "s<ctrl-s>");
    let place = "/home/jane/.local/share/sitroom/incidents/2026-11-23-the-chickens-have-escaped/mail/\
                 2026-11-23T14-04-00Z-initial-sitrep.eml";
    let told = format!("saved as {place}");
    happens(&mut app, Event::Said(Level::Info, told));
    let shot = Shot::new(USUAL).of(&app);
    let seen: String = text_of(&shot).split_whitespace().collect();
    assert!(seen.contains(place), "{shot}");
    keys(&mut app, "<esc><esc>");
    let shot = Shot::new(USUAL).of(&app);
    assert!(text_of(&shot).contains("? help"), "{shot}");
    assert!(!text_of(&shot).contains(".eml"), "{shot}");
}

#[test]
fn the_reason_of_a_clock_is_kept_before_the_word_of_its_command() {
    let farm = Farm::busy();
    let app = synced(&farm);
    let row = |size| {
        let shot = Shot::new(size).of(&app);
        let text = text_of(&shot).to_owned();
        let row = text.lines().find(|line| line.contains("56:00  long remed"));
        row.expect("the clock").to_owned()
    };
    let usual = row(USUAL);
    assert!(usual.contains("24/7 or business hours? IC"), "{usual}");
    assert!(usual.trim_end().ends_with(" :"), "{usual}");
}

#[test]
fn the_key_that_opens_a_draft_is_the_one_of_the_manual() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    let drafts = vec![("note".to_owned(), "the fox was seen".to_owned())];
    happens(&mut app, Event::DraftsFound(drafts));
    keys(&mut app, "gd");
    let shot = Shot::new(USUAL).of(&app);
    assert!(text_of(&shot).contains("e opens it"), "{shot}");
    let readme = include_str!("../../README.md");
    assert!(readme.contains("opens one where it was begun (`e`)"));
}
