//! Where the keys of an action work.

use super::action::Action;

/// Where a key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Everywhere, unless something lies over the screen.
    Global,
    /// On any card.
    Card,
    /// On the card of a conflict.
    Conflict,
    /// On the card of a suggestion.
    Suggestion,
    /// On the card of a message.
    Sending,
    /// On the card of what may not leave.
    Gate,
    /// In the planner of the rotation.
    Planner,
    /// While the record is looked at as it stood at an earlier time.
    Past,
}

impl Mode {
    /// Every mode, in the order in which a keymap is read.
    pub const ALL: [Self; 8] = [
        Self::Global,
        Self::Card,
        Self::Conflict,
        Self::Suggestion,
        Self::Sending,
        Self::Gate,
        Self::Planner,
        Self::Past,
    ];

    /// Returns whether the keys of every card hold in it too.
    #[must_use]
    pub fn is_of_a_card(self) -> bool {
        match self {
            Self::Conflict | Self::Suggestion | Self::Gate => true,
            Self::Global | Self::Card | Self::Sending | Self::Planner | Self::Past => false,
        }
    }

    /// Returns the name of its table in the keymap.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Card => "card",
            Self::Conflict => "conflict",
            Self::Suggestion => "suggestion",
            Self::Sending => "sending",
            Self::Gate => "gate",
            Self::Planner => "planner",
            Self::Past => "past",
        }
    }
}

impl Action {
    /// Returns where its keys work.
    #[must_use]
    pub fn mode(self) -> Mode {
        match self {
            Self::KeepMine | Self::TakeTheirs | Self::EditBoth => Mode::Conflict,
            Self::Accept | Self::Decline => Mode::Suggestion,
            Self::Redact | Self::LetThrough | Self::KeepHere | Self::ThrowAway => Mode::Gate,
            Self::NextCard | Self::PreviousCard => Mode::Card,
            Self::NextPerson
            | Self::PreviousPerson
            | Self::StartEarlier
            | Self::StartLater
            | Self::EndEarlier
            | Self::EndLater
            | Self::StartMuchEarlier
            | Self::StartMuchLater
            | Self::EndMuchEarlier
            | Self::EndMuchLater
            | Self::AddShift
            | Self::RemoveShift
            | Self::ShiftReason
            | Self::Propose
            | Self::Horizon
            | Self::Seats
            | Self::AcceptRotation
            | Self::SaveCalendar => Mode::Planner,
            Self::EarlierEntry
            | Self::LaterEntry
            | Self::HourEarlier
            | Self::HourLater
            | Self::PastTime => Mode::Past,
            Self::Send
            | Self::Choose
            | Self::SentByHand
            | Self::SentAt
            | Self::Acknowledge
            | Self::TryAgain
            | Self::NotThisWay
            | Self::CopyText
            | Self::SaveMail
            | Self::MailLink => Mode::Sending,
            _ => Mode::Global,
        }
    }

    /// Returns whether it moves from line to line.
    #[must_use]
    pub fn moves_in_a_list(self) -> bool {
        matches!(
            self,
            Self::Down | Self::Up | Self::First | Self::Last | Self::PageDown | Self::PageUp
        )
    }

    /// Returns whether it does on a card what it does on a list. What somebody types into the
    /// palette must not answer a card because the palette did not open.
    #[must_use]
    pub fn moves_on_a_card(self) -> bool {
        self.moves_in_a_list() || matches!(self, Self::Palette | Self::Help | Self::Count)
    }

    /// Returns whether somebody who only watches may do it.
    #[must_use]
    pub fn suits_a_watcher(self) -> bool {
        self.only_looks()
            || self.mode() == Mode::Past
            || matches!(
                self,
                Self::Palette
                    | Self::Help
                    | Self::Read
                    | Self::Log
                    | Self::FollowUps
                    | Self::Figures
                    | Self::Past
                    | Self::Copy
                    | Self::Sync
                    | Self::Suspend
                    | Self::Quit
            )
    }

    /// Returns whether a number before it says how often it is done: what moves, and nothing
    /// that records.
    #[must_use]
    pub fn is_countable(self) -> bool {
        let moves = self.moves_on_a_card() && !matches!(self, Self::Palette | Self::Help);
        let turns = matches!(
            self,
            Self::NextView
                | Self::PreviousView
                | Self::NextPane
                | Self::PreviousPane
                | Self::NextCard
                | Self::PreviousCard
                | Self::EarlierEntry
                | Self::LaterEntry
                | Self::HourEarlier
                | Self::HourLater
        );
        moves || turns
    }

    /// Returns whether `.` does it again: what changes the thing that is selected, and not what
    /// moves, shows or takes back.
    #[must_use]
    pub fn is_repeatable(self) -> bool {
        let shows = matches!(
            self,
            Self::Palette
                | Self::Help
                | Self::Read
                | Self::Log
                | Self::Drafts
                | Self::Past
                | Self::FollowUps
                | Self::Figures
                | Self::Rotation
                | Self::Undo
                | Self::Copy
                | Self::Sync
                | Self::Repeat
                // What it does is another thing each time; what that is, is remembered.
                | Self::DoNext
                | Self::Scorecard
                | Self::DrillPause
                | Self::DrillFaster
                | Self::DrillSlower
                | Self::DrillSkip
                | Self::Suspend
                | Self::Quit
        );
        self.mode() == Mode::Global && !self.only_looks() && !shows
    }

    /// Returns whether it only moves around: that is all that can be done in the past.
    #[must_use]
    pub fn only_looks(self) -> bool {
        matches!(
            self,
            Self::ViewNow
                | Self::ViewChecklist
                | Self::ViewLeads
                | Self::ViewRemediation
                | Self::ViewTimeline
                | Self::ViewPeople
                | Self::ViewComms
                | Self::ViewEvidence
                | Self::ViewReport
                | Self::NextView
                | Self::PreviousView
                | Self::NextPane
                | Self::PreviousPane
                | Self::Zoom
                | Self::BorderLeft
                | Self::BorderRight
                | Self::BorderUp
                | Self::BorderDown
                | Self::Filter
                | Self::Back
        ) || (self.moves_on_a_card() && !matches!(self, Self::Palette | Self::Help))
    }
}
