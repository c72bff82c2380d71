//! A recorded incident as a scenario: what the world did then happens again, at its times.
//!
//! The trainee sits where the Incident Commander sat, so what the commander did is theirs to
//! do. All that came from others comes again: what they did on the issue, there; what they
//! recorded, answered or noted, in the channel, which is a note on this machine. Numbers of
//! leads and remediation items are another record's by now, and so are its times, so that what
//! happened to one is said, not done, and in words that need neither.

mod heard;

use std::collections::BTreeSet;

use self::heard::Heard;
use super::scenario::{
    Deed, Editing, Inserting, Saying, Scenario, ScenarioEvent, ScenarioOpening, Ticking,
};
use crate::domain::document::Section;
use crate::domain::event::{AskStep, Entry, Event, Field, Origin};
use crate::domain::ids::{AskId, EntryId};
use crate::domain::incident::{FixClass, Incident, Mark};
use crate::domain::text::count;
use crate::domain::time::Span;

/// How many seconds of a replay pass in one, unless somebody says.
const SPEED: u32 = 20;

/// Returns a recorded incident as a scenario; none for a record that never began.
#[must_use]
pub fn replay(incident: &Incident, entries: &[Entry]) -> Option<Scenario> {
    let (opened_at, opened) = entries.iter().find_map(|entry| match &entry.event {
        Event::Opened(opened) => Some((entry.recorded, opened)),
        _ => None,
    })?;
    let aware = opened.aware.earliest().unwrap_or(opened_at);
    let begins = Span::between(aware, opened_at.max(aware));
    let taken_back: BTreeSet<EntryId> = entries.iter().flat_map(undone).collect();
    let mut world = World {
        incident,
        commander: opened.ic.clone(),
        asked: Vec::new(),
        heard: Heard::default(),
    };
    // What is the trainee's to bring about.
    let mut left = 0;
    let mut events = Vec::new();
    for entry in entries.iter().filter(|it| !taken_back.contains(&it.id)) {
        let Some(deed) = world.deed(entry) else {
            left += usize::from(world.is_commander(entry));
            continue;
        };
        let at = Span::between(aware, entry.shown_at()).max(begins);
        events.push(ScenarioEvent { at, deed });
    }
    events.sort_by_key(|event| event.at);
    let about = format!(
        "A replay of {}. {} of others come again; the {} of the Incident Commander are yours \
         to do.",
        opened.incident,
        count(events.len(), "deed"),
        count(left, "deed")
    );
    Some(Scenario {
        id: format!("replay-{}", opened.incident),
        title: opened.title.clone(),
        about,
        speed: SPEED,
        begins,
        opening: ScenarioOpening {
            reporter: opened.reporter.clone(),
            ic: opened.ic.clone(),
            responders: opened.responders.clone(),
            details: opened.details.clone(),
        },
        events,
    })
}

fn undone(entry: &Entry) -> Vec<EntryId> {
    match &entry.event {
        Event::Undone { entries, .. } => entries.clone(),
        _ => Vec::new(),
    }
}

/// What is known so far of who commands and who was asked.
struct World<'r> {
    incident: &'r Incident,
    commander: String,
    asked: Vec<(AskId, String)>,
    heard: Heard,
}

impl World<'_> {
    fn is_commander(&self, entry: &Entry) -> bool {
        entry.origin == Origin::Local && entry.actor == self.commander
    }

    /// Returns what happens again; none for what the trainee does, and for what the program
    /// wrote down by itself.
    fn deed(&mut self, entry: &Entry) -> Option<Deed> {
        match &entry.event {
            Event::IcChanged { to, .. } => {
                let was_theirs = self.is_commander(entry);
                self.commander.clone_from(to);
                if was_theirs {
                    return None;
                }
            }
            Event::AskChanged(change) => return self.answer(change.id, &change.step),
            _ => {}
        }
        if !self.is_commander(entry) {
            self.heard.hears(&entry.event);
        }
        match entry.origin {
            Origin::Github | Origin::Baton => self.on_issue(entry),
            Origin::Local if entry.actor == self.commander => None,
            Origin::Local => self.at_the_desk(entry),
        }
    }

    /// What somebody answered was said in the channel, whoever wrote it down.
    fn answer(&mut self, id: AskId, step: &AskStep) -> Option<Deed> {
        match step {
            AskStep::Asked { to, .. } => {
                self.asked.push((id, to.clone()));
                None
            }
            AskStep::Answered { answer } => {
                let asked = self.asked.iter().rev().find(|(known, _)| *known == id);
                asked.map(|(_, by)| chat(by, answer))
            }
            AskStep::Extended { .. } | AskStep::Dropped { .. } | AskStep::Became { .. } => None,
        }
    }

    fn on_issue(&self, entry: &Entry) -> Option<Deed> {
        let by = entry.actor.clone();
        let insert = |section: Section, text: &str| {
            Some(Deed::Insert(Inserting {
                by: by.clone(),
                after: format!("### {section}"),
                text: format!("- [ ] {text}"),
            }))
        };
        match &entry.event {
            Event::CommentImported { text, .. } => Some(Deed::Comment(Saying {
                by,
                text: text.clone(),
            })),
            Event::CommentEdited { text, .. } => Some(Deed::Comment(Saying {
                by,
                text: format!("Edit: {text}"),
            })),
            Event::ItemMarked {
                item,
                mark: Some(Mark::Done),
                ..
            } => Some(Deed::Tick(Ticking {
                by,
                line: format!("{item} "),
            })),
            Event::ItemMarked {
                item, mark: None, ..
            } => Some(Deed::Untick(Ticking {
                by,
                line: format!("{item} "),
            })),
            Event::LeadAdded { text, .. } => insert(Section::Leads, text),
            Event::FixAdded { text, class, .. } => insert(
                match class {
                    FixClass::Immediate => Section::Immediate,
                    FixClass::LongTerm => Section::LongTerm,
                },
                text,
            ),
            Event::FieldSet {
                field: Field::Responders,
                from,
                to,
            } => {
                let line = |names: &str| format!("- **Responders**: {names}");
                Some(Deed::Edit(Editing {
                    by,
                    find: line(from),
                    replace: line(to),
                }))
            }
            // It came of a comment, and comes of it again.
            Event::Suggested { .. } => None,
            _ => self.said(entry),
        }
    }

    fn at_the_desk(&self, entry: &Entry) -> Option<Deed> {
        let Some((text, _)) = entry.event.note() else {
            return self.said(entry);
        };
        // What a drill told of itself is not told again.
        if text.starts_with("EXERCISE. ") {
            return None;
        }
        // Earlier versions named who said it once more.
        let before = format!("#incident-response {}: ", entry.actor);
        let heard = ["#incident-response: ", before.as_str()];
        let said = heard.iter().find_map(|heard| text.strip_prefix(heard));
        Some(chat(&entry.actor, said.unwrap_or(text)))
    }

    /// Returns what somebody did in words; none for what nobody did, and for what the drill does not
    /// have.
    fn said(&self, entry: &Entry) -> Option<Deed> {
        let is_ours = matches!(
            entry.event,
            Event::Opened(_)
                | Event::Adopted { .. }
                | Event::IssueLinked { .. }
                | Event::RoutesMoved(_)
                | Event::Undone { .. }
                | Event::Overridden { .. }
                | Event::ConflictFound(_)
                | Event::ConflictSettled { .. }
                | Event::Renumbered { .. }
                | Event::EditRecovered { .. }
                | Event::Suggested { .. }
                | Event::SuggestionAnswered { .. }
                | Event::HeldBack(_)
                | Event::LetThrough(_)
                | Event::OutboundSet(_)
                | Event::CodenameSet(_)
                | Event::Unrecognised { .. }
        );
        if is_ours {
            return None;
        }
        let at = entry.shown_at();
        let words = self.heard.words(&entry.event, self.incident, at)?;
        Some(chat(&entry.actor, &words))
    }
}

fn chat(by: &str, text: &str) -> Deed {
    Deed::Chat(Saying {
        by: by.to_owned(),
        text: text.to_owned(),
    })
}
