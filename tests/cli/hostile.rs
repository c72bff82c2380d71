//! Text that somebody wrote on the issue to harm: no command hands it to a terminal as it is.

use rstest::rstest;
use sitroom::domain::command::{Command, Request, TakenItem};
use sitroom::domain::ids::{CustomId, FixId, LeadId};
use sitroom::domain::incident::FixClass;
use sitroom::domain::mirror::{Operation, OutboxItem};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::suggestion::{SuggestedAction, SuggestionId};
use sitroom::domain::text::is_unshowable;
use sitroom::store::Record;

use crate::world::{ID, World, stderr, stdout};

/// What reads the record and prints of it.
const COMMANDS: [&str; 24] = [
    "list --all",
    "list --json",
    "status",
    "status --format json",
    "status --format tmux",
    "lead list",
    "lead list --json",
    "fix list",
    "fix list --json",
    "tick",
    "tick --json",
    "outbox",
    "outbox --json",
    "suggestions",
    "suggestions --json",
    "people",
    "people --json",
    "ask",
    "ask --json",
    "metrics",
    "verify",
    "export --format markdown",
    "export --format json",
    "accept 1:1",
];

/// Has a text come in from the issue wherever it can.
fn infest(world: &World, text: &str) {
    let shipped = Playbook::shipped("cloud-gov-2023");
    let mut record = Record::open(&world.incident(ID), "barn", |_| shipped)
        .unwrap()
        .0;
    let evil = || format!("x {text} y");
    let leads = TakenItem::Lead {
        id: LeadId(1),
        tag: None,
        text: evil(),
        owner: evil(),
    };
    let fixes = TakenItem::Fix {
        id: FixId(1),
        tag: None,
        text: evil(),
        class: FixClass::Immediate,
        owner: evil(),
    };
    let lines = TakenItem::Line {
        id: CustomId(1),
        tag: None,
        list: "assess".into(),
        text: evil(),
    };
    let suggest = |line, action| {
        let id = SuggestionId { comment: 1, line };
        Command::Suggest { id, action }
    };
    let commands = [
        Command::TakeItem(leads),
        Command::TakeItem(fixes),
        Command::TakeItem(lines),
        Command::ImportComment {
            comment: 1,
            text: evil(),
        },
        Command::ImportText {
            added: evil(),
            removed: String::new(),
        },
        Command::ImportState { seen: evil() },
        suggest(1, SuggestedAction::Lead(evil())),
        suggest(2, SuggestedAction::Note(evil())),
        Command::RaiseConflict {
            subject: "title".into(),
            ours: evil(),
            theirs: evil(),
            ours_by: evil(),
            ours_at: None,
        },
        Command::SetIc { to: evil() },
        Command::RecordRecovery { kept: evil() },
    ];
    for command in commands {
        let request = Request::from_issue(command, &evil(), None);
        let now = "2026-11-22T14:03:00Z".parse().unwrap();
        record.execute(&request, now).unwrap();
    }
    let entry = record.history().unwrap().entries[0].id;
    let item = OutboxItem::queued(entry.into(), Operation::Comment, evil());
    record.put_outbox(&item.stuck(&evil())).unwrap();
}

#[rstest]
#[case::escape("\u{1b}[2J\u{1b}]0;owned\u{7}\u{1b}]52;c;b3duZWQ=\u{1b}\\")]
#[case::c1("\u{9b}2J\u{9d}0;owned\u{9c}\u{85}\u{7f}")]
#[case::bidi("\u{202e}live\u{202c} \u{2066}\u{2067}x\u{2069} \u{200e}\u{200f}\u{61c}")]
#[case::zero_width("ad\u{200b}m\u{2060}in\u{feff} \u{180e}\u{2063}")]
#[case::line_ends("one\u{2028}two\u{2029}three\r\nfour\tfive")]
#[case::marks("Z\u{337}\u{337}\u{337}\u{337}\u{337}\u{337}\u{337}\u{337}\u{337}\u{337}\u{337}")]
#[case::tmux("#(reboot) #[fg=red] #{pane_title} #!")]
fn no_command_prints_what_acts_on_a_terminal(#[case] text: &str) {
    let world = World::declared();
    infest(&world, text);
    for command in COMMANDS {
        let args: Vec<&str> = command.split(' ').collect();
        let output = world.run(&args);
        for said in [stdout(&output), stderr(&output)] {
            let acts = |c: char| c != '\n' && is_unshowable(c);
            assert!(!said.contains(acts), "{command}: {said:?}");
            assert!(!said.contains(&"\u{337}".repeat(5)), "{command}: {said:?}");
        }
        assert!(output.status.success(), "{command}: {}", stderr(&output));
    }
}

#[test]
fn tmux_reads_nothing_but_our_own_colours() {
    let mut world = World::declared();
    infest(&world, "#(reboot)#[bg=red]#{pane_title}#I##[x]");
    // The shift of the IC, whose name it is, is what is most urgent by then.
    world.at("2026-11-22T18:30:00Z");
    for message in ["gsa-notice", "initial-sitrep"] {
        world.ok(&["sent", message]);
    }
    world.ok(&["sent", "fedramp-notice", "--to", "FedRAMP"]);
    let line = world.ok(&["status", "--format", "tmux"]);
    let ours = [
        "#[fg=red,bold]",
        "#[fg=red]",
        "#[fg=yellow]",
        "#[fg=green]",
        "#[default]",
    ];
    let rest = ours
        .iter()
        .fold(line.clone(), |rest, own| rest.replace(own, ""));
    assert!(!rest.replace("##", "").contains('#'), "{line}");
}
