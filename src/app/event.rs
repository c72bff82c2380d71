//! What happens to the screen, and what it asks for.

use std::sync::Arc;

use super::attention::Alert;
use super::drill::{DrillAsk, Exercise};
use super::key::KeyPress;
use super::messages::Level;
use super::model::{Pane, View};
use super::palette::KnownIncident;
use super::past::{Past, PastAsk};
use super::report_work::{ReportAsk, SavedReport};
use super::worksheet::Figures;
use crate::domain::command::Request;
use crate::domain::decide::Refusal;
use crate::domain::event::Entry;
use crate::domain::followup::Outstanding;
use crate::domain::gate::Released;
use crate::domain::ids::IncidentId;
use crate::domain::incident::Incident;
use crate::domain::mirror::MirrorStatus;
use crate::domain::outgoing::Leaving;
use crate::domain::people::Elsewhere;

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// A key was pressed.
    Key(KeyPress),
    /// Text was pasted while no editor is open.
    Paste(String),
    /// Something was pointed at with the mouse.
    Pointed(Spot),
    /// The wheel of the mouse was turned by so many lines, downwards where positive.
    Wheeled {
        /// What it was turned over.
        spot: Option<Spot>,
        /// How far.
        lines: isize,
    },
    /// The mouse did something at a place of the terminal; what is there is for the screen to
    /// say.
    Mouse {
        /// The column, from 0.
        column: u16,
        /// The row, from 0.
        row: u16,
        /// How far the wheel was turned, downwards where positive; 0 for a click.
        wheel: isize,
    },
    /// A key was pressed, or the wheel turned, while a text is read over the screen; how far that
    /// can be scrolled is for the screen to say.
    Reading {
        /// The line that stands at the top where the end of the text is in sight.
        last: usize,
        /// What happened.
        event: Box<Event>,
    },
    /// The text of the open editor comes from another program.
    Replaced {
        /// The editor that it was taken from.
        editor: u64,
        /// The whole text.
        text: String,
    },
    /// The text of the open editor changed.
    Edited {
        /// The whole text.
        text: String,
    },
    /// The terminal has another size.
    Resized {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// Time went on; clocks may have moved.
    Ticked,
    /// The record has new entries, and this is the state after them.
    Recorded {
        /// The new entries, oldest first.
        entries: Vec<Arc<Entry>>,
        /// The state after them.
        incident: Arc<Incident>,
    },
    /// The request in flight is on disk.
    Saved,
    /// The request in flight was refused.
    Refused(Refusal),
    /// The request in flight could not be written; nothing was lost on the screen.
    NotSaved(NotSaved),
    /// The whole journal was read.
    HistoryRead(Vec<Arc<Entry>>),
    /// The mirror stands elsewhere.
    MirrorMoved(MirrorStatus),
    /// Something the person should know: that a file was saved, or that one was set aside.
    Said(Level, String),
    /// The report was worked out that was asked for under a number.
    ReportWorkedOut(u64, Box<Figures>),
    /// An earlier time was worked out that was asked for under a number; none where nothing was
    /// recorded by then.
    PastWorkedOut(u64, Option<Box<Past>>),
    /// The report was written into a file.
    ReportSaved(SavedReport),
    /// The other incidents on this machine were read: who is on shift for them.
    OthersRead(Vec<Elsewhere>),
    /// What is left to be done in the other incidents on this machine was read.
    OutstandingRead(Vec<Outstanding>),
    /// What the incidents of this machine say together was read, a line each.
    FiguresRead(Vec<String>),
    /// The incidents on this machine were read, this one among them.
    IncidentsRead(Vec<KnownIncident>),
    /// The time of the drill goes another way, or something of it happened.
    DrillMoved(Exercise),
    /// The scorecard of the drill, as it stands now.
    ScorecardRead(String),
    /// Drafts were found on disk: key and text.
    DraftsFound(Vec<(String, String)>),
}

/// What the mouse points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The tab of a view.
    Tab(View),
    /// A list, outside of its rows.
    List(Pane),
    /// A row of a list, by its place.
    Row(Pane, usize),
    /// What lies over the screen, outside of the rows of its list.
    Over,
    /// A row of the list that lies over the screen, by its place.
    RowOver(usize),
}

/// Why something could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSaved {
    /// What went wrong.
    pub cause: String,
    /// What to do.
    pub hint: String,
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Put a request to the record; answered by `Saved`, `Refused` or `NotSaved`.
    Execute(Request),
    /// Put a request to the record of another incident on this machine; answered in the same way.
    ExecuteIn {
        /// Which incident.
        incident: IncidentId,
        /// The request.
        request: Request,
    },
    /// Read what the incidents of this machine say together; answered by `FiguresRead`.
    ReadFigures,
    /// Keep text that is being typed.
    KeepDraft {
        /// What the text is for.
        key: String,
        /// The text.
        text: String,
    },
    /// Forget a draft that was used.
    DropDraft {
        /// What the text was for.
        key: String,
    },
    /// Put text on the clipboard.
    Copy(Released),
    /// Call somebody back to the screen.
    Alert(Alert),
    /// Write a message into a file that a mail program opens as a draft.
    SaveMail(Box<Leaving>),
    /// Write the rotation into a calendar file.
    SaveCalendar(String),
    /// Work the report out and write it into a file beside the record; answered by
    /// [`Event::ReportSaved`].
    SaveReport(Box<ReportAsk>),
    /// Work the report out that is looked at; answered by [`Event::ReportWorkedOut`].
    WorkOutReport(Box<ReportAsk>),
    /// Work out how the screen stood at an earlier time; answered by [`Event::PastWorkedOut`].
    LookBack(Box<PastAsk>),
    /// Sync with the issue now.
    SyncNow,
    /// Open the text of an editor in the program of the person; answered by
    /// [`Event::Replaced`], or by a word on why not.
    EditOutside {
        /// The editor.
        editor: u64,
        /// The text.
        text: String,
    },
    /// Read which incidents are on this machine; answered by [`Event::IncidentsRead`].
    ReadIncidents,
    /// Save, and open another incident.
    OpenIncident(IncidentId),
    /// Leave the rest of a long thread unread until the next sync that is asked for.
    RestReading,
    /// Have the drill do something; answered by [`Event::DrillMoved`] or
    /// [`Event::ScorecardRead`].
    Drill(DrillAsk),
    /// Give the terminal back and stop, until somebody lets the program go on.
    Suspend,
    /// Save and end.
    Quit,
}
