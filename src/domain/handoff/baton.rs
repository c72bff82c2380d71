//! The baton: a file that carries a record to another machine where no network does.
//!
//! It is the issue as it would stand: what that never has, a baton does not have either. Contact
//! data, questions to people, evidence, local notes and what was held back stay here. What the issue
//! has comes with who did it and when, entry for entry, as the journal says it. The machine that
//! takes it makes a record of those, and goes on from what the two sides of this one last agreed
//! on, so that nothing is posted twice once there is a network again.

use serde::{Deserialize, Serialize};

use super::carried::{Carried, Deed, without_carriers};
use crate::domain::adoption::{Adoption, NotAdoptable, adopt};
use crate::domain::command::{Command, Request};
use crate::domain::document::{Document, render_new};
use crate::domain::event::{Entry, Visibility};
use crate::domain::gate::{Gate, shared_entries, shared_state};
use crate::domain::incident::{Incident, IssueLink};
use crate::domain::mirror::{ChainHead, SyncState};
use crate::domain::playbook::Playbook;
use crate::domain::sync_plan::{Import, Issue};
use crate::domain::time::{Instant, When};
use crate::domain::undo::undone_entries;

/// The form of the file that this program writes.
pub const BATON_FORMAT: u32 = 2;

/// Who makes a record out of a baton, in the journal.
const ACTOR: &str = "sitroom";

/// A record on its way to whoever takes over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Baton {
    /// Version of the file's form.
    pub format: u32,
    /// The id of the incident.
    pub incident: String,
    /// Whether its record is kept among the drills, of which nothing leaves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub drill: bool,
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
    /// What the journal says of it that others may have, the oldest first.
    pub entries: Vec<Carried>,
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

/// Where a record stands on its machine.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Every entry of its journal.
    pub entries: &'a [Entry],
    /// Where the journal stands.
    pub head: &'a ChainHead,
    /// What both sides last agreed on.
    pub agreed: Option<&'a SyncState>,
    /// Whether it is kept among the drills.
    pub is_of_drills: bool,
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
    let by_hand = without_carriers(seen.clone());
    Some(Baton {
        format: BATON_FORMAT,
        incident: seen.id.to_string(),
        drill: ground.is_of_drills,
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
        entries: entries
            .iter()
            .flat_map(|it| Carried::of(it, &by_hand))
            .collect(),
    })
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
        if let Some(opening) = self.opening(&adoption) {
            // From here on the journal says what was done; the issue only what came of it.
            adoption.opening = opening;
            let is_link = |it: &Request| matches!(it.command, Command::RecordAdoption { .. });
            adoption.requests.retain(is_link);
        }
        let entries = self.entries.iter().flat_map(Carried::requests);
        adoption.requests.extend(entries);
        if self.issue.is_none() {
            adoption.opening = adoption.opening.by_baton();
            let all = adoption.requests.into_iter();
            adoption.requests = all.map(Request::by_baton).collect();
            adoption.requests.push(self.origin());
        }
        Ok(adoption)
    }

    /// Returns how the journal begins; none when it begins another record.
    fn opening(&self, adoption: &Adoption) -> Option<Request> {
        let mut deeds = self.entries.iter().filter_map(|it| match it {
            Carried::Deed(deed) => Some(&**deed),
            Carried::Section(_) | Carried::Heard(_) => None,
        });
        let opening = deeds.find_map(Deed::opening)?;
        let id = |request: &Request| match &request.command {
            Command::Open(opening) => Some(opening.incident.clone()),
            _ => None,
        };
        (id(&opening) == id(&adoption.opening)).then_some(opening)
    }

    /// Returns what says where the record comes from; with an issue that says so.
    fn origin(&self) -> Request {
        let ChainHead { seq, sha256 } = &self.head;
        let text = format!(
            "made from a baton of {}, whose journal stood at entry {seq}, {sha256}",
            self.from
        );
        let note = Command::Note {
            text,
            visibility: Visibility::Shared,
        };
        Request::local(note, ACTOR)
    }

    /// Returns what the record takes over where the issue that it carries differs from it still:
    /// what no entry says was so, as far as anybody knows, when the baton was made.
    #[must_use]
    pub fn request(&self, import: Import) -> Request {
        let made = Import {
            happened: import.happened.or(Some(When::exact(self.made))),
            ..import
        };
        made.request(&self.from).by_baton().asked_before()
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

fn side(side: &Side) -> Issue {
    Issue {
        title: side.title.clone(),
        body: side.body.clone(),
        closed: side.closed,
    }
}
