//! The evidence register: what it is, where it is kept, who holds it, and every time it changed
//! hands (NIST SP 800-61r2, 3.3.2; R20, R46).
//!
//! Only what is known of a thing is kept, never the thing itself, and it stays on this machine.
//! An entry is not taken back: what was handled was handled, and a correction is one more
//! handling.

use serde::{Deserialize, Serialize};

use super::decide::Refusal;
use super::event::{Entry, Event, EvidenceHandled};
use super::ids::{EntryId, EvidenceId};
use super::incident::Incident;
use super::text::clean_line;
use super::time::When;

/// Something that may be evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Evidence {
    /// Its number.
    pub id: EvidenceId,
    /// What it is, with what it is known by, such as a serial number.
    pub what: String,
    /// The file that it was when it was collected, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileMark>,
    /// Each time it changed hands, the collection first.
    pub handlings: Vec<Handling>,
}

/// A file as it was when somebody looked: what shows later that it is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FileMark {
    /// Its path on the machine that looked.
    pub path: String,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// How many bytes it had.
    pub bytes: u64,
}

/// One time that a thing changed hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Handling {
    /// The journal entry that records it.
    pub entry: EntryId,
    /// What was done.
    pub step: Custody,
    /// When, with its offset; may be coarse or unknown.
    pub when: When,
    /// Where it is kept since.
    pub place: String,
    /// Who holds it since.
    pub holder: String,
    /// Who wrote it down.
    pub by: String,
}

/// What is done with evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Custody {
    /// It was collected.
    Collected,
    /// It was handed over.
    HandedOver,
}

impl Custody {
    /// Returns the words on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Collected => "collected",
            Self::HandedOver => "handed over",
        }
    }
}

/// What somebody asks of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvidenceAsked {
    /// To take a thing into it.
    Collect {
        /// What it is; may be empty for a file.
        what: String,
        /// Where it is kept; may be empty for a file, which is where it is.
        place: String,
        /// Who holds it; empty is whoever asks.
        holder: String,
        /// The path of the file that it is; empty when it is none.
        path: String,
        /// What the file was found to be. Whoever can read files fills it in.
        file: Option<FileMark>,
    },
    /// To write down that it was handed over.
    HandOver {
        /// Which one.
        id: EvidenceId,
        /// To whom.
        to: String,
        /// Where it is kept from now on; empty when it stays where it is.
        place: String,
    },
}

impl EvidenceAsked {
    /// Returns the path of a file that nobody looked at yet.
    #[must_use]
    pub fn unread_file(&self) -> Option<&str> {
        match self {
            Self::Collect {
                path, file: None, ..
            } if !path.is_empty() => Some(path),
            Self::Collect { .. } | Self::HandOver { .. } => None,
        }
    }

    /// Returns the same with what its file was found to be. A path as it was typed means nothing
    /// elsewhere, so the whole one stands in its place.
    #[must_use]
    pub fn with_file(self, found: FileMark) -> Self {
        match self {
            Self::Collect {
                what,
                place,
                holder,
                path,
                ..
            } => {
                let whole = |text: String| {
                    if text == path {
                        found.path.clone()
                    } else {
                        text
                    }
                };
                Self::Collect {
                    what: whole(what),
                    place: whole(place),
                    holder,
                    path: found.path.clone(),
                    file: Some(found),
                }
            }
            handed @ Self::HandOver { .. } => handed,
        }
    }
}

impl Evidence {
    /// Returns where it is kept and who holds it now.
    #[must_use]
    pub fn now(&self) -> Option<&Handling> {
        self.handlings.last()
    }

    /// Returns it in a line: number, what it is, who holds it, and where.
    #[must_use]
    pub fn line(&self) -> String {
        let now = self.now();
        let (holder, place) = now.map_or(("", ""), |now| (&now.holder, &now.place));
        format!("{} {}, held by {holder}, at {place}", self.id, self.what)
    }
}

/// Decides what somebody asks of the register.
pub(super) fn decide(
    incident: &Incident,
    asked: &EvidenceAsked,
    actor: &str,
) -> Result<Vec<Event>, Refusal> {
    let handled = match asked {
        EvidenceAsked::Collect {
            what,
            place,
            holder,
            path,
            file,
        } => collected(incident, (what, place, holder, path), file.clone(), actor)?,
        EvidenceAsked::HandOver { id, to, place } => handed(incident, *id, to, place)?,
    };
    Ok(vec![Event::EvidenceHandled(handled)])
}

fn collected(
    incident: &Incident,
    (what, place, holder, path): (&str, &str, &str, &str),
    file: Option<FileMark>,
    actor: &str,
) -> Result<EvidenceHandled, Refusal> {
    if !path.is_empty() && file.is_none() {
        return Err(refused("the file was not looked at", "look at its path"));
    }
    let or = |text: &str, other: &str| {
        let text = clean_line(text);
        if text.is_empty() {
            clean_line(other)
        } else {
            text
        }
    };
    let (what, place) = (or(what, path), or(place, path));
    let lacks = match (what.is_empty(), place.is_empty()) {
        (true, true) => Some("evidence needs what it is and where it is kept"),
        (true, false) => Some("nobody said what it is"),
        (false, true) => Some("nobody said where it is kept"),
        (false, false) => None,
    };
    if let Some(lacks) = lacks {
        return Err(refused(
            lacks,
            "such as `disk of the web server, serial 42; the safe; Farmer Dave`",
        ));
    }
    let last = incident.evidence.iter().map(|known| known.id.0).max();
    Ok(EvidenceHandled {
        id: EvidenceId(last.unwrap_or_default().saturating_add(1)),
        step: Custody::Collected,
        what,
        place,
        holder: or(holder, actor),
        file,
    })
}

fn handed(
    incident: &Incident,
    id: EvidenceId,
    to: &str,
    place: &str,
) -> Result<EvidenceHandled, Refusal> {
    if !incident.evidence.iter().any(|known| known.id == id) {
        return Err(refused(
            format!("there is no evidence {id}"),
            "look at the register for its number",
        ));
    }
    let holder = clean_line(to);
    if holder.is_empty() {
        return Err(refused("nobody is named", "say who holds it from now on"));
    }
    Ok(EvidenceHandled {
        id,
        step: Custody::HandedOver,
        what: String::new(),
        place: clean_line(place),
        holder,
        file: None,
    })
}

fn refused(cause: impl Into<String>, hint: &str) -> Refusal {
    Refusal {
        guard: None,
        cause: cause.into(),
        hint: hint.to_owned(),
        found: Vec::new(),
        is_general: false,
    }
}

/// Changes what the register holds.
pub(super) fn apply(incident: &mut Incident, entry: &Entry, handled: &EvidenceHandled) {
    let register = &mut incident.evidence;
    let known = register.iter().position(|known| known.id == handled.id);
    let mut handling = Handling {
        entry: entry.id,
        step: handled.step,
        when: entry.happened,
        place: handled.place.clone(),
        holder: handled.holder.clone(),
        by: entry.actor.clone(),
    };
    match known.map(|at| &mut register[at]) {
        Some(known) => {
            if handling.place.is_empty() {
                handling.place = known.now().map(|now| now.place.clone()).unwrap_or_default();
            }
            known.handlings.push(handling);
        }
        None => register.push(Evidence {
            id: handled.id,
            what: handled.what.clone(),
            file: handled.file.clone(),
            handlings: vec![handling],
        }),
    }
}

/// Returns what was done, in a line.
pub(super) fn describe(handled: &EvidenceHandled) -> String {
    let EvidenceHandled {
        id, what, holder, ..
    } = handled;
    let mut said = match handled.step {
        Custody::Collected => format!("{id} collected: {what}, held by {holder}"),
        Custody::HandedOver => format!("{id} handed over to {holder}"),
    };
    if !handled.place.is_empty() {
        said = format!("{said}, at {}", handled.place);
    }
    match &handled.file {
        Some(file) => format!("{said}, SHA-256 {}", file.sha256),
        None => said,
    }
}
