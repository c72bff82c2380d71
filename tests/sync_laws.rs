//! Laws of syncing that hold whatever anybody does.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use issue_support::pair::Pair;
use issue_support::{Farm, Record};
use proptest::prelude::*;
use sitroom::domain::command::Command;
use sitroom::domain::document::{Document, State, splice};
use sitroom::domain::event::Field;
use sitroom::domain::ids::{FixId, LeadId};
use sitroom::domain::incident::{FixState, LeadState, Severity};

/// Something a person may do, here or by way of the issue.
fn edits() -> impl Strategy<Value = Vec<(u32, u32, String)>> {
    prop::collection::vec((0_u32..9, 1_u32..4, "[a-zA-Z #@—()<>!-]{1,12}"), 1..6)
}

fn act(record: &mut Record, (what, id, text): &(u32, u32, String)) {
    let text = format!("x{text}");
    match what {
        0 => record.local(Command::RewordLead {
            id: LeadId(*id),
            text,
        }),
        1 => record.local(Command::OwnLead {
            id: LeadId(*id),
            owner: text,
        }),
        2 => record.move_lead(*id, LeadState::ALL[*id as usize], &text),
        3 => record.local(Command::RewordFix {
            id: FixId(*id),
            text,
        }),
        4 => record.local(Command::OwnFix {
            id: FixId(*id),
            owner: text,
        }),
        5 => record.move_fix(*id, FixState::ALL[*id as usize]),
        6 => record.local(Command::SetField {
            field: Field::Details,
            to: text,
        }),
        7 => record.local(Command::SetField {
            field: Field::Reporter,
            to: text,
        }),
        _ => record.local(Command::SetSeverity {
            to: Severity::ALL[*id as usize],
            reason: String::new(),
        }),
    }
}

/// Returns what the lines say, but for their numbers and order.
fn said(pair: &Pair) -> Vec<String> {
    let items = pair.a.record.document().items;
    let mut said: Vec<String> = items
        .iter()
        .map(|item| {
            format!(
                "{} {} {:?} {:?}",
                item.text, item.owner, item.section, item.standing
            )
        })
        .collect();
    said.sort();
    said
}

fn apart(document: &Document) -> Document {
    // The hidden part holds the times of this record, which another one cannot share.
    Document {
        state: State::default(),
        ..document.clone()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_only_the_issue_changed_comes_here_whole(edits in edits()) {
        let mut farm = Farm::new();
        let mut other = farm.record.clone();
        for edit in &edits {
            act(&mut other, edit);
        }
        farm.remote.body = splice(&farm.remote.body, &other.document());
        let written = farm.remote.body.clone();
        farm.sync();
        prop_assert_eq!(apart(&farm.record.document()), apart(&other.document()));
        prop_assert_eq!(&farm.remote.body, &written);
        prop_assert!(farm.record.incident.conflicts.is_empty());
    }

    #[test]
    fn what_only_the_record_changed_goes_there_whole(edits in edits()) {
        let mut farm = Farm::new();
        for edit in &edits {
            act(&mut farm.record, edit);
        }
        let plan = farm.plan();
        prop_assert_eq!(plan.imports, Vec::new());
        let body = plan.body.unwrap_or_else(|| farm.remote.body.clone());
        prop_assert_eq!(body, splice(&farm.remote.body, &farm.record.document()));
    }

    #[test]
    fn the_same_change_on_both_sides_is_nothing_to_do(edits in edits()) {
        let mut farm = Farm::new();
        for edit in &edits {
            act(&mut farm.record, edit);
        }
        farm.remote.body = splice(&farm.remote.body, &farm.record.document());
        let plan = farm.plan();
        prop_assert_eq!((plan.imports, plan.body), (Vec::new(), None));
    }

    #[test]
    fn after_a_round_there_is_nothing_left_to_do(here in edits(), there in edits(), junk in "(\\PC|\n){0,60}") {
        let mut farm = Farm::new();
        let mut other = farm.record.clone();
        for edit in &there {
            act(&mut other, edit);
        }
        for edit in &here {
            act(&mut farm.record, edit);
        }
        farm.remote.body = splice(&farm.remote.body, &other.document());
        farm.edit("### Leads\n", &format!("### Leads\n{junk}\n"));
        farm.sync();
        let plan = farm.plan();
        prop_assert_eq!((plan.imports, plan.body, plan.title), (Vec::new(), None, None));
    }

    #[test]
    fn line_ends_of_the_browser_make_no_difference(here in edits(), there in edits(), junk in "(\\PC|\n){0,60}") {
        let mut farm = Farm::new();
        let mut other = farm.record.clone();
        for edit in &there {
            act(&mut other, edit);
        }
        for edit in &here {
            act(&mut farm.record, edit);
        }
        farm.remote.body = splice(&farm.remote.body, &other.document());
        farm.edit("### Leads\n", &format!("### Leads\n{junk}\n"));
        let plan = farm.plan();
        let normal = sitroom::domain::document::normalise(&farm.remote.body);
        farm.remote.body = format!("\u{feff}{}", normal.replace('\n', "\r\n"));
        prop_assert_eq!(farm.plan(), plan);
    }

    #[test]
    fn two_machines_end_alike_whoever_comes_first(a in edits(), b in edits()) {
        // Each works on lines of its own, so that nothing is in question.
        let mut first = Pair::new();
        for edit in &a {
            act(&mut first.a.record, &(edit.0 % 6, 1, edit.2.clone()));
        }
        for edit in &b {
            act(&mut first.b.record, &(edit.0 % 6, 2, edit.2.clone()));
            first.b.record.lead(&format!("b {}", edit.2), "");
        }
        first.a.record.lead("a", "");
        let mut second = Pair { a: first.a.clone(), b: first.b.clone(), remote: first.remote.clone() };
        first.sync_a();
        second.sync_b();
        first.settle();
        second.settle();
        first.assert_same();
        second.assert_same();
        prop_assert_eq!(said(&first), said(&second));
        prop_assert!(first.a.record.incident.conflicts.is_empty());
    }

    #[test]
    fn planning_never_fails(body in "(\\PC|\n|- \\[x\\] L1|### Leads|<!-- sitroom:(begin v1 x|end|L1|L9) -->){0,40}") {
        let mut farm = Farm::new();
        farm.remote.body = body;
        farm.sync();
    }
}

#[test]
fn text_of_people_stays_through_a_hundred_rounds() {
    let mut farm = Farm::new();
    farm.edit("- **Status**", "  Spot's own line\t\n- **Status**");
    farm.edit(
        "### Leads\n",
        "### Leads\n\n> quoted - [ ] L1\n\n| a | b |\n\n```\n- [x] L1\n```\n",
    );
    farm.remote
        .body
        .push_str("\n\n## Notes of Spot\n\n- [ ] woof  \n<!-- mine -->\n");
    farm.sync();
    let kept = [
        "\n  Spot's own line\t\n",
        "\n> quoted - [ ] L1\n\n| a | b |\n\n```\n- [x] L1\n```\n",
        "<!-- sitroom:end -->\n\n## Notes of Spot\n\n- [ ] woof  \n<!-- mine -->\n",
    ];
    let mut seed = 7_u32;
    for round in 0..100 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        act(
            &mut farm.record,
            &(seed >> 8 & 7, 1 + (seed >> 16) % 3, format!("{round}")),
        );
        if round % 10 == 0 {
            farm.record.lead(&format!("lead {round}"), "");
        }
        farm.sync();
        for text in kept {
            assert!(
                farm.remote.body.contains(text),
                "{round}: {text}\n{}",
                farm.remote.body
            );
        }
        farm.assert_settled();
    }
}
