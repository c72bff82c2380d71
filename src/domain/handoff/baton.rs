//! The baton: a file that carries a record to another machine where no network does.
//!
//! It is the issue as it would stand: what that never has, a baton does not have either. Contact
//! data, questions to people, evidence, local notes and what was held back stay here. The machine
//! that takes it makes a record of it as out of an issue, and goes on from what the two sides of
//! this one last agreed on, so that nothing is posted twice once there is a network again.

use serde::{Deserialize, Serialize};

use crate::domain::adoption::{Adoption, NotAdoptable, adopt};
use crate::domain::command::{Command, Request};
use crate::domain::document::{Document, comment_for, read_comment, render_new};
use crate::domain::event::{Entry, Event, Origin, Visibility};
use crate::domain::gate::{Gate, shared_entries, shared_state};
use crate::domain::incident::{Incident, IssueLink};
use crate::domain::mirror::{ChainHead, SyncState};
use crate::domain::playbook::Playbook;
use crate::domain::sync_plan::{Import, Issue};
use crate::domain::time::{Instant, When};
use crate::domain::undo::undone_entries;

/// The form of the file that this program writes.
pub const BATON_FORMAT: u32 = 1;

/// Who makes a record out of a baton, in the journal.
const ACTOR: &str = "sitroom";

/// The reason to go past a guard for what a baton says.
const REASON: &str = "as the baton has it";

/// A record on its way to whoever takes over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Baton {
    /// Version of the file's form.
    pub format: u32,
    /// The id of the incident.
    pub incident: String,
    /// Who offers command.
    pub from: String,
    /// To whom.
    pub to: String,
    /// When it was made.
    pub made: Instant,
    /// Where the journal stood.
    pub head: ChainHead,
    /// The brief, for people.
    pub brief: String,
    /// The lines of it that are to be read back.
    pub marked: Vec<String>,
    /// The issue, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueLink>,
    /// The issue as it would stand by now.
    pub record: Side,
    /// The issue as both sides last agreed on it, if they ever did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Side>,
    /// What is posted as comments, the oldest first.
    pub sections: Vec<String>,
    /// Of what the issue only says how it stands: when it came to stand so, by whom and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deeds: Vec<Deed>,
    /// What people commented on the issue.
    pub comments: Vec<Heard>,
}

/// A text of the issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Side {
    /// The title.
    pub title: String,
    /// The body.
    pub body: String,
    /// Whether it is closed.
    pub closed: bool,
}

/// A comment that somebody wrote on the issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Heard {
    /// GitHub's id of it.
    pub comment: u64,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: When,
    /// What it says.
    pub text: String,
}

/// Something of which the issue only says what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Deed {
    /// Who did it.
    pub by: String,
    /// When.
    pub at: When,
    /// What it was.
    pub event: Event,
}

impl Deed {
    fn of(entry: &Entry) -> Option<Self> {
        let deed = Self {
            by: entry.actor.clone(),
            at: entry.happened,
            event: entry.event.clone(),
        };
        let is_mark = matches!(deed.event, Event::ItemMarked { .. });
        (is_mark || deed.standing().is_some()).then_some(deed)
    }

    /// Returns what makes the incident stand as it does; none for another deed.
    fn standing(&self) -> Option<Command> {
        Some(match &self.event {
            Event::StatusChanged { to, reason, .. } => Command::SetStatus {
                to: *to,
                reason: reason.clone(),
            },
            Event::SeverityChanged { to, reason, .. } => Command::SetSeverity {
                to: *to,
                reason: reason.clone(),
            },
            Event::ClosedSet { closed, reason } => Command::SetClosed {
                closed: *closed,
                reason: reason.clone(),
            },
            _ => return None,
        })
    }

    fn request(&self, command: Command) -> Request {
        Request::from_issue(command, &self.by, Some(self.at))
    }
}

/// Where a record stands on its machine.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Every entry of its journal.
    pub entries: &'a [Entry],
    /// Where the journal stands.
    pub head: &'a ChainHead,
    /// What both sides last agreed on.
    pub agreed: Option<&'a SyncState>,
}

/// Makes the baton of the offer that waits; none when nobody offers command.
#[must_use]
pub fn baton(
    incident: &Incident,
    playbook: &Playbook,
    ground: Ground<'_>,
    gate: &Gate,
    now: Instant,
) -> Option<Baton> {
    let seen = shared_state(incident, gate);
    let offer = seen.handoff.offer.clone()?;
    let mut document = Document::of(&seen, playbook, now);
    document.state.head = Some(ground.head.clone());
    let undone = undone_entries(ground.entries);
    let entries = ground.entries.iter().filter(|it| !undone.contains(&it.id));
    let entries = shared_entries(entries.cloned().collect(), incident, gate);
    let agreed = ground.agreed.filter(|agreed| agreed.has_agreed());
    Some(Baton {
        format: BATON_FORMAT,
        incident: seen.id.to_string(),
        from: offer.from,
        to: offer.to,
        made: now,
        head: ground.head.clone(),
        brief: offer.brief,
        marked: offer.marked,
        issue: seen.issue.clone(),
        record: Side {
            title: document.title.clone(),
            body: render_new(&document),
            closed: seen.closed,
        },
        agreed: agreed.map(|agreed| Side {
            title: agreed.base_title.clone(),
            body: agreed.base_body.clone(),
            closed: agreed.base_closed,
        }),
        sections: sections(&entries, &seen),
        deeds: entries.iter().filter_map(Deed::of).collect(),
        comments: entries.iter().filter_map(heard).collect(),
    })
}

/// What another sitroom posted is posted already, and is passed on in the same words.
fn sections(entries: &[Entry], seen: &Incident) -> Vec<String> {
    let is_fact = |entry: &&Entry| !matches!(entry.event, Event::Undone { .. });
    let facts = entries.iter().filter(is_fact).map(|entry| Entry {
        origin: Origin::Local,
        ..entry.clone()
    });
    facts
        .flat_map(|entry| comment_for(&entry, seen, |_| None))
        .collect()
}

fn heard(entry: &Entry) -> Option<Heard> {
    match &entry.event {
        Event::CommentImported { comment, text } => Some(Heard {
            comment: *comment,
            by: entry.actor.clone(),
            at: entry.happened,
            text: text.clone(),
        }),
        _ => None,
    }
}

impl Baton {
    /// Returns the issue as it would stand.
    #[must_use]
    pub fn side(&self) -> Issue {
        side(&self.record)
    }

    /// Returns what begins the record that it carries.
    ///
    /// # Errors
    ///
    /// [`NotAdoptable`] when it does not say which incident it is.
    pub fn adoption(&self) -> Result<Adoption, NotAdoptable> {
        let mut adoption = adopt(&self.side(), self.issue.clone())?;
        let standing = self.standing();
        if !standing.is_empty() {
            adoption.requests.retain(|it| !is_standing(&it.command));
            adoption.requests.extend(standing);
        }
        if self.issue.is_none() {
            let ChainHead { seq, sha256 } = &self.head;
            let text = format!(
                "made from a baton of {}, whose journal stood at entry {seq}, {sha256}",
                self.from
            );
            let note = Command::Note {
                text,
                visibility: Visibility::Shared,
            };
            adoption.requests.push(Request::local(note, ACTOR));
        }
        Ok(adoption)
    }

    /// Returns the way to where the incident stands, past every guard: the process was asked on
    /// the other machine.
    fn standing(&self) -> Vec<Request> {
        let deeds = self.deeds.iter();
        let requests = deeds.filter_map(|deed| Some(deed.request(deed.standing()?)));
        requests.map(|it| it.overriding(REASON)).collect()
    }

    /// Returns what the record takes over where the issue that it carries differs from it: a
    /// mark of a checklist with who made it, when and why.
    #[must_use]
    pub fn request(&self, import: Import) -> Request {
        let Command::MarkItem { item, mark, .. } = &import.command else {
            return import.request(&self.from);
        };
        let known = self.deeds.iter().rev().find_map(|deed| match &deed.event {
            Event::ItemMarked {
                item: of,
                mark: made,
                reason,
            } if of == item => Some((deed, made, reason)),
            _ => None,
        });
        match known {
            Some((deed, made, reason)) if made == mark => deed.request(Command::MarkItem {
                item: item.clone(),
                mark: *mark,
                reason: reason.clone(),
            }),
            Some(_) | None => import.request(&self.from),
        }
    }

    /// Returns what comes into the record once it has what stands on the issue: the entries of
    /// other sitrooms and the comments of people, each as it would come in from there.
    #[must_use]
    pub fn entries(&self) -> Vec<Request> {
        let sections = self.sections.iter().flat_map(|text| read_comment(text));
        let taken = sections.filter_map(|section| {
            let command = Command::TakeEntry(section.entry()?);
            Some(Request::from_issue(
                command,
                &section.actor,
                section.happened,
            ))
        });
        let comments = self.comments.iter().map(|heard| {
            let command = Command::ImportComment {
                comment: heard.comment,
                text: heard.text.clone(),
            };
            Request::from_issue(command, &heard.by, Some(heard.at))
        });
        taken.chain(comments).collect()
    }

    /// Returns what the record agreed on with its issue, on the machine that made it; none when
    /// it has no issue.
    #[must_use]
    pub fn sync_state(&self) -> Option<SyncState> {
        self.issue.as_ref()?;
        let agreed = self.agreed.as_ref();
        Some(agreed.map_or_else(SyncState::default, |agreed| SyncState {
            base_title: agreed.title.clone(),
            base_body: agreed.body.clone(),
            base_closed: agreed.closed,
            ..SyncState::default()
        }))
    }
}

fn is_standing(command: &Command) -> bool {
    matches!(
        command,
        Command::SetStatus { .. } | Command::SetSeverity { .. } | Command::SetClosed { .. }
    )
}

fn side(side: &Side) -> Issue {
    Issue {
        title: side.title.clone(),
        body: side.body.clone(),
        closed: side.closed,
    }
}
