//! Typing while the world goes on.

use sitroom::app::Layer;
use sitroom::domain::ids::LeadId;
use sitroom::domain::incident::Severity;
use sitroom::runtime::Ending;

use crate::farm::{DAVE, Farm};
use crate::harness::{Opened, Pane, Shown};

fn typed(shown: &Shown) -> Option<String> {
    match shown.app.layers.last() {
        Some(Layer::Editor(editor)) => Some(editor.text.clone()),
        _ => None,
    }
}

#[test]
fn remote_change_touches_neither_the_text_nor_the_selection() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    pane.keys("L")
        .typed("who left the gate open?")
        .enter()
        .wait_incident("two", |i| i.leads.len() == 2);
    pane.keys("3Gr");
    farm.wait_body("two", |body| body.contains("L2 who left"));
    pane.keys("n")
        .typed("the fox was")
        .key("left")
        .key("left")
        .key("left");
    farm.edit(DAVE, "**Severity**: unknown", "**Severity**: low");
    farm.edit(DAVE, "### Leads\n\n", "### Leads\n\n- [ ] a new one\n");
    pane.wait_incident("theirs", |i| {
        i.severity == Severity::Low && i.leads.len() == 3
    });
    pane.typed("red one ");
    pane.wait("the whole text", |shown| {
        typed(shown).as_deref() == Some("the fox red one was")
    });
    pane.esc();
    pane.wait("the same lead", |shown| {
        shown.app.selected_lead().map(|l| l.id) == Some(LeadId(2))
    });
    pane.quit();
}

#[test]
fn draft_is_offered_again_after_a_crash() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    pane.keys("n")
        .typed("the fox was")
        .esc()
        .wait_screen("draft kept");
    pane.keys("L").typed("half a lead");
    farm.wait_draft("half a lead").wait_draft("the fox was");
    pane.kill();
    let pane = Pane::open(&farm);
    pane.wait_screen("2 drafts").keys("n");
    pane.wait("the note", |shown| {
        typed(shown).as_deref() == Some("the fox was")
    });
    pane.typed(" red")
        .enter()
        .wait_entry("the fox was red")
        .keys("L");
    pane.wait("the lead", |shown| {
        typed(shown).as_deref() == Some("half a lead")
    });
    pane.quit_from_editor();
}

#[test]
fn mirror_that_breaks_leaves_screen_and_record_usable() {
    let farm = Farm::new();
    let opened = Opened {
        has_broken_mirror: true,
        ..Opened::default()
    };
    let pane = Pane::open_as(&farm, opened);
    pane.wait_screen("the fox got in")
        .note("we go on")
        .keys("5")
        .wait_screen("we go on");
    pane.quit();
    assert_eq!(farm.findings(), []);
}

#[test]
fn pane_without_a_repository_says_so_when_asked_to_sync() {
    let farm = Farm::new();
    let opened = Opened {
        is_local: true,
        ..Opened::default()
    };
    let pane = Pane::open_as(&farm, opened);
    pane.note("on this machine")
        .keys("r")
        .wait_screen("no repository is configured")
        .wait_screen("repository = \"owner/name\"");
    pane.quit();
}

#[test]
fn note_is_in_the_record_when_the_terminal_goes_right_behind_it() {
    let farm = Farm::new();
    let opened = Opened {
        is_local: true,
        goes_while_saving: true,
        ..Opened::default()
    };
    let pane = Pane::open_as(&farm, opened);
    pane.keys("n").typed("the gate is open").enter();
    assert_eq!(pane.wait_end(), Some(Ending::TerminalGone));
    let entries = farm.record().history().unwrap().entries;
    let last = format!("{:?}", entries.last().unwrap().event);
    assert!(last.contains("the gate is open"), "{last}");
    assert_eq!(
        farm.record().drafts().unwrap().value,
        [],
        "not to be saved twice"
    );
}
