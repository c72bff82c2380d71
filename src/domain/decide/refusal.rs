//! What a refusal is, and the checks that several rules share.

use crate::domain::event::Event;
use crate::domain::gate::Found;
use crate::domain::ids::IncidentId;
use crate::domain::text::clean_line;

/// What to do once a drill is over.
pub const AFTER_DRILL: &str =
    "`sitroom drill --scorecard` shows how it went, `sitroom drill` begins another";

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The guard that a typed reason overrides; none for what cannot be done at all.
    pub guard: Option<&'static str>,
    /// What stands against it.
    pub cause: String,
    /// What to do instead.
    pub hint: String,
    /// What the gate found, if it is what refuses: see [`crate::domain::command::Clearance`]
    /// for the ways on.
    pub found: Vec<Found>,
    /// Whether it stands against more than this one command: its hint holds for each of them.
    pub is_general: bool,
}

impl Refusal {
    pub(in crate::domain) fn plain(cause: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            guard: None,
            cause: cause.into(),
            hint: hint.into(),
            found: Vec::new(),
            is_general: false,
        }
    }

    pub(super) fn guard(
        guard: &'static str,
        cause: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            guard: Some(guard),
            cause: cause.into(),
            hint: hint.into(),
            found: Vec::new(),
            is_general: false,
        }
    }
}

impl Refusal {
    /// Returns the refusal as one that stands against more than this one command.
    pub(super) fn in_general(self) -> Self {
        Self {
            is_general: true,
            ..self
        }
    }

    /// Returns the refusal of a drill that was played and is over: nothing is added to how it
    /// went.
    #[must_use]
    pub fn of_ended_drill(drill: &IncidentId) -> Self {
        Self::plain(
            format!("the drill {drill} is over and takes nothing more"),
            AFTER_DRILL,
        )
        .in_general()
    }

    /// Returns the refusal of what is said to have happened at two times.
    #[must_use]
    pub fn of_two_times() -> Self {
        Self::plain(
            "the text says in front when it was, and --at says so too",
            "leave one of the two out",
        )
    }

    /// Returns the refusal of the gate, with what it found.
    #[must_use]
    pub fn of_gate(found: Vec<Found>) -> Self {
        let said: Vec<String> = found.iter().map(ToString::to_string).collect();
        let hint = if found.iter().all(Found::can_be_held) {
            "hold it back, keep all of it here, or say why it may leave"
        } else {
            "a name is not held back: give another, or say why it may leave"
        };
        Self {
            guard: None,
            cause: format!("it may not leave this machine: {}", said.join("; ")),
            hint: hint.to_owned(),
            found,
            is_general: false,
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.cause)?;
        if self.hint.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", self.hint)
        }
    }
}

impl std::error::Error for Refusal {}

pub(super) type Decision = Result<Vec<Event>, Refusal>;

pub(super) fn changed(changes: bool, event: Event) -> Vec<Event> {
    if changes { vec![event] } else { Vec::new() }
}

pub(super) fn required_line(text: &str, what: &str) -> Result<String, Refusal> {
    let line = clean_line(text);
    if line.is_empty() {
        return Err(Refusal::plain(
            format!("{what} is empty"),
            "type it, or press esc",
        ));
    }
    Ok(line)
}

pub(super) fn unknown(what: &str, id: &impl std::fmt::Display) -> Refusal {
    Refusal::plain(
        format!("there is no {what} {id}"),
        "look at the board for its number",
    )
}

pub(super) fn moved(
    id: &impl std::fmt::Display,
    seen: impl std::fmt::Display,
    is: impl std::fmt::Display,
) -> Refusal {
    Refusal::plain(format!("{id} is {is} by now, not {seen}"), "look again")
}
