//! What a card says, before it is drawn.

use super::super::Cx;
use crate::app::{Action, Card, HeldUp, Waiting};
use crate::domain::command::Command;
use crate::domain::decide::against_theirs;
use crate::domain::difference::{Part, Passage, Side};
use crate::domain::gate::{Found, Level};
use crate::domain::incident::Conflict;
use crate::domain::ruling::{self, Matter};
use crate::domain::suggestion::Suggestion;
use crate::domain::text::count;

/// What a card says, before it is drawn.
pub(super) struct Content<'a> {
    pub(super) title: String,
    pub(super) told: String,
    /// The line whose part is in question; may be empty.
    pub(super) of: String,
    pub(super) body: Body<'a>,
    /// What can be answered, and what each answer does.
    pub(super) answers: Vec<(Action, String)>,
}

/// What is in question.
pub(super) enum Body<'a> {
    /// One text of one side, with who signed for it.
    One(String, Vec<(&'static str, String)>),
    /// Both values, each of one line, with who signed for it.
    Two([Value<'a>; 2]),
    /// Two texts, by where they differ.
    Texts(&'a [Passage], [(&'static str, String); 2]),
    /// What the gate found.
    Found(&'a [Found]),
}

/// A value of one line.
pub(super) struct Value<'a> {
    pub(super) whose: &'static str,
    pub(super) parts: &'a [Part],
    pub(super) signed: String,
}

/// Returns the parts of both values where each is one line.
fn two_lines(passages: &[Passage]) -> Option<[&[Part]; 2]> {
    match passages {
        [
            Passage::Words {
                side: Side::Ours,
                parts: ours,
            },
            Passage::Words {
                side: Side::Theirs,
                parts: theirs,
            },
        ] => Some([ours, theirs]),
        [
            Passage::Words {
                side: Side::Ours,
                parts,
            },
        ] => Some([parts, &[]]),
        [
            Passage::Words {
                side: Side::Theirs,
                parts,
            },
        ] => Some([&[], parts]),
        _ => None,
    }
}

/// Returns what a card says.
pub(super) fn content<'a>(cx: Cx<'_>, card: &'a Card) -> Content<'a> {
    let (at, all) = card.place(&cx.app.incident);
    let place = if all > 1 {
        format!(" ({at} of {all})")
    } else {
        String::new()
    };
    match &card.matter {
        Waiting::Conflict {
            subject,
            seen,
            passages,
        } => of_conflict(cx, subject, (seen, passages), &place),
        Waiting::Suggestion { seen, .. } => of_suggestion(cx, seen, &place),
        Waiting::Gate(held_up) => of_gate(held_up),
    }
}

fn of_conflict<'a>(
    cx: Cx<'_>,
    subject: &str,
    (seen, passages): (&'a Conflict, &'a [Passage]),
    place: &str,
) -> Content<'a> {
    let (incident, now) = (&cx.app.incident, cx.app.now);
    let account = ruling::account(subject, seen, incident);
    let theirs = (subject, seen.theirs.as_str());
    let against = against_theirs(incident, &cx.app.playbook, theirs, now);
    let told = match against {
        Some(cause) => format!("theirs cannot be taken as it is: {cause}"),
        None => account.told,
    };
    let ours = ruling::signed(&seen.ours_by, seen.ours_at, incident, now);
    let theirs = ruling::signed(&seen.theirs_by, Some(seen.at), incident, now);
    let body = match (Matter::of(subject), two_lines(passages)) {
        (Matter::Removed(_), _) => {
            Body::One(seen.ours.clone(), vec![("here", ours), ("removed", theirs)])
        }
        (Matter::TakenBack(_), _) => {
            Body::One(seen.theirs.clone(), vec![("here", ours), ("there", theirs)])
        }
        (Matter::Value, Some([our_parts, their_parts])) => Body::Two([
            Value {
                whose: "mine",
                parts: our_parts,
                signed: ours,
            },
            Value {
                whose: "theirs",
                parts: their_parts,
                signed: theirs,
            },
        ]),
        (Matter::Value, None) => Body::Texts(passages, [("mine", ours), ("theirs", theirs)]),
    };
    let answers = [
        (Action::KeepMine, Some(account.keep)),
        (Action::TakeTheirs, Some(account.take)),
        (Action::EditBoth, account.edit),
    ];
    Content {
        title: format!("Conflict on {}{place}", account.about),
        told,
        of: account.of,
        body,
        answers: answers
            .into_iter()
            .filter_map(|(action, does)| does.map(|does| (action, does)))
            .collect(),
    }
}

fn of_suggestion<'a>(cx: Cx<'_>, seen: &'a Suggestion, place: &str) -> Content<'a> {
    let (incident, now) = (&cx.app.incident, cx.app.now);
    let asked = ruling::asked(seen, incident, &cx.app.playbook, now);
    let signed = ruling::signed("", Some(seen.at), incident, now);
    Content {
        title: format!("Suggestion{place}"),
        told: format!("{}, by a comment at {signed}:", asked.told),
        of: String::new(),
        body: Body::One(asked.text, Vec::new()),
        answers: vec![
            (Action::Accept, asked.accept),
            (Action::Decline, "it stays in the timeline".to_owned()),
        ],
    }
}

/// What a marking brings about by itself.
const STOPPED: &str = " All that leaves is stopped until ! lets it go on; no draft is kept.";

/// What is different where it is in a name.
const OF_NAME: &str = " It is in a name, which stands in all that leaves and is not held back.";

fn of_gate(held_up: &HeldUp) -> Content<'_> {
    let found = &held_up.found;
    let heaviest = found.iter().map(|found| &found.finding);
    let heaviest = heaviest.rev().max_by_key(|finding| finding.level);
    let is_stop = heaviest.is_some_and(|finding| finding.level == Level::Stop);
    let told = heaviest.map(|finding| format!("{} {}", finding.why, finding.advice));
    let stopped = if is_stop { STOPPED } else { "" };
    let is_note = matches!(held_up.request.command, Command::Note { .. });
    let keep = if is_note {
        "the note becomes a local one; it never leaves"
    } else {
        "all of this text stays in held/, and its number leaves"
    };
    let redact = "it stays in held/, and [held: H1] leaves in its place";
    let through = "it leaves as it is; type why, that goes into the log";
    let mut answers = vec![
        (Action::Redact, redact.to_owned()),
        (Action::KeepHere, keep.to_owned()),
        (Action::LetThrough, through.to_owned()),
        (Action::ThrowAway, "nothing is kept".to_owned()),
    ];
    // Without its marking a text is as classified as before.
    answers.retain(|(action, _)| match action {
        Action::Redact => !is_stop && held_up.can_be_held(),
        Action::KeepHere => held_up.can_be_held(),
        _ => true,
    });
    let title = if is_stop {
        "STOP: marked as classified or controlled".to_owned()
    } else {
        format!("{} may not leave this machine", count(found.len(), "thing"))
    };
    let of_name = if held_up.can_be_held() { "" } else { OF_NAME };
    Content {
        title,
        told: format!("{}{stopped}{of_name}", told.unwrap_or_default()),
        of: String::new(),
        body: Body::Found(found),
        answers,
    }
}
