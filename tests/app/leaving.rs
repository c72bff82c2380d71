//! What leaves by the keys: the clipboard's bytes, mail files and links. By codenames, without
//! what may not leave, and not at all while everything is stopped.

use rstest::rstest;
use sitroom::app::{Attention, Effect, Event};
use sitroom::domain::command::Command;
use sitroom::domain::gate::Released;
use sitroom::domain::incident::Severity;
use sitroom::domain::outgoing::{MailAddress, mailto};
use sitroom::tui::clipboard_bytes;

use crate::planted::{self, Planted};
use crate::screen::Screen;

/// Returns what leaves with an effect, as it leaves: none where nothing does.
fn left(effect: &Effect) -> Option<String> {
    match effect {
        Effect::Copy(text) => {
            let plain = clipboard_bytes(text, false);
            let whole = clipboard_bytes(text, true);
            assert!(whole.starts_with(&plain), "tmux itself is asked first");
            Some(format!("{}\n{}", unpacked(&plain), decoded(text)))
        }
        Effect::SaveMail(mail) => {
            let mail = mail.as_outgoing();
            let names: Vec<&str> = mail
                .to
                .iter()
                .chain(&mail.cc)
                .map(MailAddress::name)
                .collect();
            let from = mail.from.as_ref().map(MailAddress::name);
            let link = mailto(mail).expect("it fits");
            let names = names.join(", ");
            let texts = [mail.subject_line(), mail.text(), decoded_link(&link)];
            Some(format!("{names}\n{from:?}\n{}", texts.join("\n")))
        }
        Effect::SaveCalendar(file) => Some(file.clone()),
        // The report stays beside the record, on this machine.
        Effect::Execute(_)
        | Effect::ExecuteIn { .. }
        | Effect::ReadFigures
        | Effect::ReadIncidents
        | Effect::OpenIncident(_)
        // A file of their own, as a draft is.
        | Effect::EditOutside { .. }
        | Effect::SaveReport(_)
        | Effect::WorkOutReport(_)
        | Effect::LookBack(_)
        | Effect::Drill(_)
        | Effect::Suspend
        | Effect::KeepDraft { .. }
        | Effect::DropDraft { .. }
        | Effect::Alert(_)
        | Effect::SyncNow
        | Effect::RestReading
        | Effect::Quit => None,
    }
}

/// Returns the text within the sequence that asks a terminal for its clipboard (OSC 52).
fn unpacked(sequence: &str) -> String {
    use base64::Engine as _;
    let packed = sequence
        .strip_prefix("\x1b]52;c;")
        .and_then(|rest| rest.strip_suffix("\x1b\\"));
    let packed = packed.expect("nothing but the one sequence");
    let bytes = base64::engine::general_purpose::STANDARD.decode(packed);
    String::from_utf8(bytes.expect("it is in base64")).expect("it is text")
}

/// Returns a text, and the same as the link that it may be.
fn decoded(text: &Released) -> String {
    decoded_link(text.as_str())
}

fn decoded_link(link: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = link.bytes();
    while let Some(byte) = rest.next() {
        let ahead = rest.clone().take(2).collect::<Vec<_>>();
        let hex = std::str::from_utf8(&ahead).ok().filter(|_| byte == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest.nth(1);
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn all_left(effects: &[Effect]) -> String {
    effects
        .iter()
        .filter_map(left)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Writes a sitrep with a text in it, and has it leave by every key there is for that.
fn by_every_key(screen: &mut Screen, text: &str) -> Vec<String> {
    let mut all = Vec::new();
    screen.press("s");
    screen.write_text(&format!("Subject: [sitrep] x\n\n{text}"));
    all.push(all_left(&screen.press("ctrl-y")));
    screen.press("ctrl-s");
    for key in ["y", "f", "l"] {
        all.push(all_left(&screen.press(key)));
    }
    screen.press("esc");
    screen.write_text("");
    screen.press("esc");
    all
}

/// Returns what must not leave of a secret: its end, or a short one with the words before it.
fn needle(planted: &Planted) -> String {
    let mut lines = planted.secret.lines().filter(|line| !line.contains("----"));
    let line = lines.next_back().unwrap_or_default();
    if line.len() < 12 {
        format!("{}{line}", planted.before)
    } else {
        line[line.len() - 12..].to_owned()
    }
}

#[test]
fn no_planted_secret_leaves_by_the_clipboard_a_mail_file_or_a_link() {
    let mut screen = Screen::confirmed();
    for planted in planted::all() {
        let Planted {
            name,
            rule,
            before,
            secret,
            after,
            ..
        } = &planted;
        let needle = needle(&planted);
        for (at, left) in by_every_key(&mut screen, &format!("fox tracks\n{before}{secret}{after}"))
            .iter()
            .enumerate()
        {
            assert!(
                !left.contains(&needle),
                "{name} ({rule}) left by key {at}: {left}"
            );
        }
    }
    let harmless = by_every_key(&mut screen, "fox tracks");
    for left in harmless {
        assert!(left.contains("fox tracks"), "{left}");
    }
}

#[rstest]
#[case::lead("3")]
#[case::remediation("4")]
#[case::timeline("5 g g")]
#[case::person("6 g g")]
#[case::ledger("7 g g")]
fn what_is_copied_from_a_list_has_codenames_only(#[case] keys: &str) {
    let mut screen = Screen::open();
    screen.say("L", "what did Old Rooster see?");
    screen.say("R", "ask Old Rooster");
    screen.record(Command::SetIc {
        to: "Old Rooster".into(),
    });
    screen.record(Command::RecordMessage {
        message: "update-sitrep".into(),
        sitrep: false,
        to: vec!["Old Rooster".into()],
        text: String::new(),
    });
    screen.press(keys);
    for line in 0..8 {
        if all_left(&screen.press("y")).contains("Old Rooster") {
            break;
        }
        assert!(line < 7, "no line names them");
        screen.press("j");
    }
    screen.record(Command::SetCodename {
        term: "Old Rooster".into(),
        codename: "MAPLE".into(),
    });
    let copied = all_left(&screen.press("y"));
    assert!(
        copied.contains("MAPLE") && !copied.contains("Rooster"),
        "{copied}"
    );
}

#[test]
fn what_leaves_with_a_message_has_codenames_only() {
    let mut screen = Screen::confirmed();
    screen.record(Command::SetCodename {
        term: "Old Rooster".into(),
        codename: "MAPLE".into(),
    });
    for left in by_every_key(&mut screen, "Old Rooster saw it") {
        assert!(
            left.contains("MAPLE saw it") && !left.contains("Rooster"),
            "{left}"
        );
    }
}

#[test]
fn a_title_and_a_notification_have_codenames_only() {
    let mut screen = Screen::open();
    screen.app = screen.app.calling_by(Attention::default());
    screen.record(Command::SetSeverity {
        to: Severity::High,
        reason: String::new(),
    });
    screen.say(":", "");
    screen.press("esc");
    screen.record(Command::SetIc {
        to: "Old Rooster".into(),
    });
    screen.record(Command::SetField {
        field: sitroom::domain::event::Field::Title,
        to: "Old Rooster let them out".into(),
    });
    assert!(
        screen
            .app
            .window_title()
            .is_some_and(|title| title.contains("Rooster"))
    );
    screen.record(Command::SetCodename {
        term: "Old Rooster".into(),
        codename: "MAPLE".into(),
    });
    let title = screen.app.window_title().expect("it has one");
    assert!(
        title.contains("MAPLE let them out") && !title.contains("Rooster"),
        "{title}"
    );
    // Their shift calls some hours later.
    let mut called = Vec::new();
    for _ in 0..14 {
        screen.now += chrono::TimeDelta::minutes(15);
        called.extend(
            screen
                .happen(Event::Ticked)
                .into_iter()
                .filter_map(|it| match it {
                    Effect::Alert(alert) => alert.words,
                    _ => None,
                }),
        );
    }
    let called = called.join("\n");
    assert!(
        called.contains("MAPLE") && !called.contains("Rooster"),
        "{called}"
    );
}

#[test]
fn nothing_leaves_by_any_key_while_the_switch_is_on() {
    let mut screen = Screen::confirmed();
    screen.press("! enter");
    assert!(screen.incident.outbound_stop.is_some());
    for left in by_every_key(&mut screen, "fox tracks") {
        assert_eq!(left, "");
    }
    for list in ["3", "4", "5", "6", "2"] {
        screen.press(list);
        assert_eq!(all_left(&screen.press("y")), "", "list {list}");
    }
    screen.press("s ctrl-n");
    assert_eq!(all_left(&screen.press("ctrl-s ctrl-s enter")), "");
    assert!(
        screen.incident.unsent.is_empty(),
        "nor does it wait to be sent"
    );
}
