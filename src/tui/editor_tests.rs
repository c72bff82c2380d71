use super::*;
use crate::app::HandoffText;

pub(super) fn open(purpose: Purpose, kind: EditorKind, text: &str) -> TextEditor {
    let names = ["Farmer Jane", "Farmer Dave", "Spot the Dog"];
    TextEditor::open(&Editor {
        id: 1,
        purpose,
        kind,
        title: String::new(),
        help: Vec::new(),
        initial: text.into(),
        text: text.into(),
        candidates: names.map(str::to_owned).to_vec(),
        problem: String::new(),
        overriding: None,
        over: None,
        draft: None,
        opened: None,
    })
}

pub(super) fn typed(editor: &mut TextEditor, keys: &[&str]) -> String {
    for key in keys {
        editor.handle(key.parse().expect("a key"));
    }
    editor.text()
}

#[test]
fn the_keys_that_save_and_close_are_left_to_the_app() {
    let mut line = open(Purpose::AddLead, EditorKind::Line, "a");
    for key in [
        "enter",
        "esc",
        "ctrl-s",
        "ctrl-c",
        "ctrl-y",
        "ctrl-j",
        "alt-enter",
    ] {
        assert_eq!(
            line.handle(key.parse().expect("a key")),
            EditorReply::Ignored,
            "{key}"
        );
    }
    assert_eq!(line.text(), "a");
}

#[test]
fn only_notes_and_pages_take_lines() {
    let mut note = open(Purpose::Note, EditorKind::Line, "a");
    assert_eq!(
        typed(&mut note, &["alt-enter", "b", "ctrl-j", "c"]),
        "a\nb\nc"
    );
    assert_eq!(
        note.handle("enter".parse().expect("a key")),
        EditorReply::Ignored
    );
    let mut page = open(Purpose::Note, EditorKind::Page, "a");
    assert_eq!(typed(&mut page, &["b", "enter"]), "b\na");
}

#[test]
fn tab_goes_from_blank_to_blank_of_a_page_and_typing_fills_them() {
    let text = "Subject: x\n\n{known} and {systems}\n{ic";
    let mut page = open(Purpose::Note, EditorKind::Page, text);
    let filled = typed(&mut page, &["a", "tab", "b"]);
    assert_eq!(filled, "Subject: x\n\na and b\n{ic");
    assert_eq!(typed(&mut page, &["c"]), "Subject: x\n\na and bc\n{ic");
}

#[test]
fn shift_tab_goes_back_to_the_blank_before() {
    let text = "Subject: x\n\n{known} and {systems}\n{ic";
    let mut page = open(Purpose::Note, EditorKind::Page, text);
    let filled = typed(&mut page, &["tab", "shift-tab", "a"]);
    assert_eq!(filled, "Subject: x\n\na and {systems}\n{ic");
    let around = typed(&mut page, &["shift-tab", "b"]);
    assert_eq!(around, "Subject: x\n\na and b\n{ic");
}

#[test]
fn tab_writes_nothing_into_a_page_without_a_blank_but_ends_a_begun_name() {
    let mut page = open(Purpose::Note, EditorKind::Page, "Subject: x\n\ny");
    for key in ["tab", "shift-tab"] {
        let press = key.parse().expect("a key");
        assert_eq!(page.handle(press), EditorReply::Moved, "{key}");
    }
    assert_eq!(page.text(), "Subject: x\n\ny");
    assert_eq!(
        typed(&mut page, &["f", "a", "tab"]),
        "Farmer JaneSubject: x\n\ny"
    );
}

#[test]
fn what_is_typed_takes_the_place_of_a_name_that_was_filled_in() {
    let verified = || Purpose::VerifiedBy(crate::domain::ids::FixId(1));
    let open = |purpose| open(purpose, EditorKind::Line, "Farmer Jane");
    assert_eq!(typed(&mut open(verified()), &["M", "o"]), "Mo");
    assert_eq!(open(verified()).text(), "Farmer Jane");
    let mut pasted = open(verified());
    assert_eq!(
        pasted.paste("Molly"),
        EditorReply::Changed("Molly".to_owned())
    );
    for key in ["end", "right"] {
        let kept = typed(&mut open(verified()), &[key, "!"]);
        assert_eq!(kept, "Farmer Jane!", "{key}");
    }
    assert_eq!(typed(&mut open(verified()), &["home", "!"]), "!Farmer Jane");
    assert_eq!(typed(&mut open(verified()), &["tab"]), "Farmer Jane");
    // What is no name is gone on with.
    assert_eq!(typed(&mut open(Purpose::AddLead), &["!"]), "Farmer Jane!");
}

#[test]
fn what_is_pasted_into_a_line_becomes_one_line() {
    let mut line = open(Purpose::AddLead, EditorKind::Line, "");
    let reply = line.paste("a\r\nb\u{1b}[31m");
    assert_eq!(reply, EditorReply::Changed("a b[31m".into()));
    let mut note = open(Purpose::Note, EditorKind::Line, "");
    assert_eq!(note.paste("a\r\nb"), EditorReply::Changed("a\nb".into()));
}

#[test]
fn tab_completes_names_and_goes_on_to_the_next() {
    let mut line = open(Purpose::Handoff(HandoffText::To), EditorKind::Line, "fa");
    assert_eq!(typed(&mut line, &["tab"]), "Farmer Jane");
    assert_eq!(typed(&mut line, &["tab"]), "Farmer Dave");
    assert_eq!(typed(&mut line, &["shift-tab"]), "Farmer Jane");
    assert_eq!(typed(&mut line, &["!", "tab"]), "Farmer Jane!");
}

#[test]
fn tab_completes_the_last_of_a_list_and_after_an_at() {
    let mut list = open(
        Purpose::Handoff(HandoffText::To),
        EditorKind::Line,
        "Farmer Dave, sp",
    );
    assert_eq!(typed(&mut list, &["tab"]), "Farmer Dave, Spot the Dog");
    let mut lead = open(Purpose::AddLead, EditorKind::Line, "which gate? @dav");
    assert_eq!(typed(&mut lead, &["tab"]), "which gate? @Farmer Dave");
    let mut empty = open(Purpose::Handoff(HandoffText::To), EditorKind::Line, "");
    assert_eq!(typed(&mut empty, &["tab"]), "Farmer Jane");
}

#[test]
fn an_edit_is_taken_back_with_control_z() {
    let mut line = open(Purpose::AddLead, EditorKind::Line, "which gate");
    assert_eq!(typed(&mut line, &["ctrl-w"]), "which ");
    assert_eq!(typed(&mut line, &["ctrl-z"]), "which gate");
    assert_eq!(typed(&mut line, &["ctrl-u"]), "");
}

#[test]
fn a_text_that_was_replaced_is_taken_back_as_one() {
    let mut page = open(Purpose::Note, EditorKind::Page, "a gate\nand a fox");
    page.replace("no fox\n\nno gate");
    assert_eq!(typed(&mut page, &["ctrl-z"]), "a gate\nand a fox");
    assert_eq!(typed(&mut page, &["ctrl-r"]), "no fox\n\nno gate");
}

#[test]
fn words_are_gone_over_and_undone_changes_are_done_again() {
    let mut line = open(Purpose::AddLead, EditorKind::Line, "the red fox");
    assert_eq!(typed(&mut line, &["alt-b", "alt-b", "x"]), "the xred fox");
    assert_eq!(typed(&mut line, &["alt-f", "y"]), "the xred yfox");
    assert_eq!(typed(&mut line, &["ctrl-z", "ctrl-z"]), "the red fox");
    assert_eq!(typed(&mut line, &["ctrl-r"]), "the xred fox");
}

#[test]
fn what_is_typed_into_a_part_of_the_report_goes_to_its_end() {
    let part = crate::app::WorksheetText::Part {
        id: "impact".into(),
        generated: String::new(),
    };
    let purpose = Purpose::Worksheet(part);
    let mut page = open(purpose, EditorKind::Page, "- a {blank} of theirs\n\n");
    assert_eq!(typed(&mut page, &["b"]), "- a {blank} of theirs\n\nb");
}

#[test]
fn a_time_that_was_filled_in_is_replaced_by_what_is_typed() {
    let purpose = || Purpose::Milestone("retro".into());
    let mut line = open(purpose(), EditorKind::Line, "2026-12-03 20:09");
    assert_eq!(typed(&mut line, &["1", "4"]), "14");
    let mut line = open(purpose(), EditorKind::Line, "2026-12-03 20:09");
    assert_eq!(typed(&mut line, &["right", ","]), "2026-12-03 20:09,");
}

#[test]
fn a_read_back_begins_behind_the_first_number_that_nothing_stands_behind() {
    let purpose = || Purpose::Handoff(HandoffText::ReadBack("Farmer Dave".into()));
    let page = "# Handoff\n* one:\n* two\n\nRead back the lines with a star:\n1: \n2: ";
    let mut anew = open(purpose(), EditorKind::Page, page);
    let begun = typed(&mut anew, &["o", "n", "e"]);
    assert_eq!(begun, page.replace("1: ", "1: one"));
    let mut taken_up = open(purpose(), EditorKind::Page, &begun);
    let whole = typed(&mut taken_up, &["t"]);
    assert_eq!(whole, begun.replace("2: ", "2: t"));
}

#[test]
fn control_with_home_and_end_goes_to_the_ends_of_a_text() {
    let mut page = open(Purpose::Note, EditorKind::Page, "one\ntwo\nthree");
    let there = typed(&mut page, &["down", "right", "ctrl-end", "!"]);
    assert_eq!(there, "one\ntwo\nthree!");
    let back = typed(&mut page, &["ctrl-home", "?"]);
    assert_eq!(back, "?one\ntwo\nthree!");
}
