//! Everything a key or the palette can do.

use serde::{Deserialize, Serialize};

macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal, $label:literal, $about:literal;)*) => {
        /// Something that a key or the palette does.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(rename_all = "kebab-case")]
        pub enum Action {
            $($(#[doc = $doc])+ $name,)*
        }

        impl Action {
            /// Every action, in the order of help.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the word in the keymap and in playbooks.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns the short word in the footer.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }

            /// Returns what it does, for help and the palette.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$name => $about,)* }
            }
        }
    };
}

actions! {
    /// Does what the NEXT line asks for.
    DoNext = "do-next", "do it", "Do what the NEXT line asks for";
    /// Ticks a line, or moves a board item on.
    Tick = "tick", "tick", "Tick the line, or move the item on";
    /// Moves a board item back.
    StepBack = "step-back", "back", "Move the item one state back";
    /// Adds to the list on screen.
    Add = "add", "add", "Add a line, lead, fix or person here";
    /// Adds a long-term remediation item.
    AddLater = "add-later", "later", "Add a long-term remediation item";
    /// Edits the text of the selected thing.
    Edit = "edit", "edit", "Edit or open it, or say why the line is there";
    /// Shows all there is to say of the selected thing.
    Read = "read", "read", "Read all of it: text, owner, state, times";
    /// Gives the selected thing an owner.
    Owner = "owner", "owner", "Give it an owner";
    /// Verifies a remediation item.
    Verify = "verify", "verify", "Say that a done item was checked, and by whom";
    /// Sets aside a line, or rules out a lead.
    SetAside = "set-aside", "set aside", "Rule a lead out, or a line that does not apply";
    /// Switches a remediation item between immediate and long-term.
    Reclassify = "reclassify", "class", "Switch between immediate and long-term";
    /// Writes a note.
    Note = "note", "note", "Write a note; begin with ! to keep it here";
    /// Writes a sitrep.
    Sitrep = "sitrep", "sitrep", "Write a situation report and send it";
    /// Writes the one-hour notice.
    Notice = "notice", "notice", "Write the one-hour notice and send it";
    /// Writes any message of the process.
    Message = "message", "message", "Write any message of the process and send it";
    /// Writes the daily update.
    DailyUpdate = "daily-update", "daily", "Write the daily update and send it";
    /// Sets the severity.
    Severity = "severity", "severity", "Set the severity";
    /// Sets the status.
    Status = "status", "status", "Set the status: confirm, resolve, false alarm";
    /// Puts a lead on the board from any view.
    Lead = "lead", "lead", "Put a lead on the board";
    /// Puts a remediation item on the board from any view.
    Fix = "fix", "fix", "Put an immediate remediation item on the board";
    /// Sets the responders.
    Responders = "responders", "responders", "Say who responds";
    /// Hands command to somebody.
    Handoff = "handoff", "hand off", "Hand command to another IC";
    /// Settles that two command.
    Yield = "yield", "yield", "Where two command: yield, or say why not";
    /// Starts or ends a shift.
    Shift = "shift", "shift", "Bring somebody on shift, or send them off";
    /// Asks whether somebody is still on shift.
    StillOnShift = "still-on-shift", "still here", "Say whether somebody is still on shift";
    /// Changes what is known of a person.
    Roster = "roster", "roster", "Choose somebody: shift, rest, role, contact";
    /// Puts a question to somebody.
    Ask = "ask", "ask", "Ask somebody, and come back for the answer";
    /// Sets an anchor instant.
    Moment = "moment", "time", "Set a time: started, discovered, contained ...";
    /// Writes down an attempt to reach a team lead.
    TeamLead = "team-lead", "team lead", "Write down that you tried to reach a team lead";
    /// Decides the working mode.
    LongRemediation = "long-remediation", "long plan", "Decide between 24/7 and business hours";
    /// Says whether information was exposed.
    Exposure = "exposure", "exposure", "Say whether information was exposed";
    /// Declares a special situation.
    Situation = "situation", "situation", "Declare a special situation, or call it off";
    /// Records the contingency decision.
    Contingency = "contingency", "contingency", "Record the decision on the contingency plan";
    /// Records the disruption decision.
    Disruption = "disruption", "disruption", "Record the decision on service disruption";
    /// Declares a false alarm.
    FalseAlarm = "false-alarm", "false alarm", "Set the status to false alarm, with a reason";
    /// Resolves the incident.
    Resolve = "resolve", "resolve", "Set the status to resolved";
    /// Writes the after-action message.
    AfterAction = "after-action", "after-action", "Write the after-action message";
    /// Writes the report into a file.
    WriteReport = "write-report", "report file", "Write the report into a file beside the record";
    /// Says where what is left to do is tracked, as issues that are filed or elsewhere.
    Track = "track", "track", "File what is left to do, or say where it is";
    /// Closes the record.
    Close = "close", "close", "Close the record";
    /// Edits the short description.
    Title = "title", "title", "Edit the short description";
    /// Edits the details.
    Details = "details", "details", "Edit the text below the fields of the issue";
    /// Records how it was discovered.
    DiscoveryMethod = "discovery-method", "discovery", "Say how it was discovered";
    /// Records what the actor did.
    ThreatActions = "threat-actions", "actions", "Say what the actor did";
    /// Records where what is unfit for the issue is kept.
    Folder = "folder", "folder", "Say where the sensitive folder is, as a link";
    /// Links evidence to a cause.
    LinkEvidence = "link-evidence", "link", "Link a cause of the report to an entry";
    /// Moves a cause before the one before it.
    CauseBefore = "cause-before", "before", "Move the cause before the one before it";
    /// Moves a cause behind the one behind it.
    CauseBehind = "cause-behind", "behind", "Move the cause behind the one behind it";
    /// Moves a cause below the one before it.
    CauseBelow = "cause-below", "below", "Move the cause below the one before it";
    /// Moves a cause out of the one it stands below.
    CauseOut = "cause-out", "out", "Move the cause out of the one above it";
    /// Puts a clock off.
    Snooze = "snooze", "snooze", "Put the clock off with a reason";
    /// Rules on a conflict.
    Conflict = "conflict", "rule", "Rule on a conflict with the issue";
    /// Answers a suggestion.
    Suggestion = "suggestion", "answer", "Answer what somebody suggests by a comment";
    /// Stops everything that leaves, or lets it leave again.
    Outbound = "outbound", "stop all", "Stop all that leaves, or let it leave again";
    /// Gives something a codename.
    Codename = "codename", "codename", "Give it another name in all that leaves";
    /// Takes something into the evidence register, or hands it over.
    Evidence = "evidence", "evidence", "Record evidence, or that it was handed over";
    /// Shows what outlasts the incidents.
    FollowUps = "follow-ups", "follow-ups", "What outlasts the incidents and is not done";
    /// Shows what the incidents say together.
    Figures = "figures", "figures", "What the incidents here say together";
    /// Plans who works when.
    Rotation = "rotation", "rotation", "Plan who works when, as a chart";
    /// Takes the last command back.
    Undo = "undo", "undo", "Take the last command back";
    /// Copies the selected thing.
    Copy = "copy", "copy", "Copy the selected thing to the clipboard";
    /// Syncs now.
    Sync = "sync", "sync", "Sync with the issue now";
    /// Shows the Now view.
    ViewNow = "view-now", "Now", "Show the Now view";
    /// Shows the checklists.
    ViewChecklist = "view-checklist", "Checklist", "Show the checklists";
    /// Shows the leads.
    ViewLeads = "view-leads", "Leads", "Show the leads";
    /// Shows the remediation.
    ViewRemediation = "view-remediation", "Remediation", "Show the remediation";
    /// Shows the timeline.
    ViewTimeline = "view-timeline", "Timeline", "Show the timeline";
    /// Shows the people.
    ViewPeople = "view-people", "People", "Show who is on shift, rests, or was asked";
    /// Shows who was told what.
    ViewComms = "view-comms", "Comms", "Show who was told what, and who answered";
    /// Shows the register of evidence.
    ViewEvidence = "view-evidence", "Evidence", "Show the evidence, who has it, and its SHA-256";
    /// Looks at the record as it stood at an earlier time, or goes back to now.
    Past = "past", "as of", "Look at it all as it stood at an earlier time";
    /// Shows the report and its worksheet.
    ViewReport = "view-report", "Report", "Show the report, its metrics and causes";
    /// Shows the view after this one.
    NextView = "next-view", "next view", "Show the view after this one";
    /// Shows the view before this one.
    PreviousView = "previous-view", "previous view", "Show the view before this one";
    /// Moves down.
    Down = "down", "down", "Move down";
    /// Moves up.
    Up = "up", "up", "Move up";
    /// Moves to the first line.
    First = "first", "first", "Move to the first line";
    /// Moves to the last line.
    Last = "last", "last", "Move to the last line";
    /// Moves a page down.
    PageDown = "page-down", "page down", "Move a page down";
    /// Moves a page up.
    PageUp = "page-up", "page up", "Move a page up";
    /// Moves to the pane on the right.
    NextPane = "next-pane", "next pane", "Move to the next pane of the Now view";
    /// Moves to the pane on the left.
    PreviousPane = "previous-pane", "previous pane", "Move to the previous pane of the Now view";
    /// Gives the pane all the room, or gives it back.
    Zoom = "zoom", "zoom", "Give the list all the room, or give it back";
    /// Moves the border between columns to the left.
    BorderLeft = "border-left", "border left", "Move the border between columns left";
    /// Moves the border between columns to the right.
    BorderRight = "border-right", "border right", "Move the border between columns right";
    /// Moves the border between what is above and below up.
    BorderUp = "border-up", "border up", "Move the border of what stands below up";
    /// Moves the border between what is above and below down.
    BorderDown = "border-down", "border down", "Move the border of what stands below down";
    /// Filters the list.
    Filter = "filter", "filter", "Show only lines that contain a text";
    /// Opens the palette.
    Palette = "palette", "palette", "Find any command by its name";
    /// Opens help.
    Help = "help", "help", "Show the keys";
    /// Goes back: closes a layer, clears the filter.
    Back = "back-out", "back", "Close the layer or clear the filter; drafts are kept";
    /// Keeps the value here.
    KeepMine = "keep-mine", "keep mine", "On a conflict: keep the value here";
    /// Takes the value of the issue.
    TakeTheirs = "take-theirs", "take theirs", "On a conflict: take the value of the issue";
    /// Rules for a third value.
    EditBoth = "edit-both", "edit", "On a conflict: say something else for both";
    /// Accepts a suggestion.
    Accept = "accept", "accept", "On a suggestion: accept it; it is done at once";
    /// Declines a suggestion.
    Decline = "decline", "decline", "On a suggestion: decline it";
    /// Sends a message.
    Send = "send", "send", "On a message: send it; what cannot go is copied";
    /// Chooses a recipient.
    Choose = "choose", "choose", "On a message: choose whether they get it";
    /// Records that a message was sent by hand.
    SentByHand = "sent-by-hand", "sent by hand", "On a message: record it as sent by hand just now";
    /// Records when a message was sent, by whom and to whom.
    SentAt = "sent-at", "sent at", "On a message: record when, by whom and to whom";
    /// Records that somebody acknowledged a message.
    Acknowledge = "acknowledge", "acknowledged", "On a message: record who acknowledged it";
    /// Sends again what failed.
    TryAgain = "try-again", "try again", "On a message: send again what failed";
    /// Gives up a way, or says that it did not arrive.
    NotThisWay = "not-this-way", "not this way", "On a message: not this way, or it did not arrive";
    /// Copies a message.
    CopyText = "copy-text", "copy", "On a message: copy it to the clipboard";
    /// Saves a message as a file for a mail program.
    SaveMail = "save-mail", "mail file", "On a message: save it as a draft for a mail program";
    /// Copies a link that opens as a draft.
    MailLink = "mail-link", "mail link", "On a message: copy a link that opens as a mail draft";
    /// Holds back what was found.
    Redact = "redact", "redact", "At the gate: hold back no more than was found";
    /// Lets it leave all the same.
    LetThrough = "let-through", "override", "At the gate: let it leave as it is, with a reason";
    /// Keeps all of the text here.
    KeepHere = "keep-here", "keep here", "At the gate: keep all of the text on this machine";
    /// Throws the text away, with its draft.
    ThrowAway = "throw-away", "throw away", "At the gate: throw the text away, with its draft";
    /// Gives a planned shift to the next person.
    NextPerson = "next-person", "person", "In the planner: give the shift to the next person";
    /// Gives a planned shift to the person before.
    PreviousPerson = "previous-person", "back", "In the planner: give the shift to the person before";
    /// Begins a planned shift earlier.
    StartEarlier = "start-earlier", "start", "In the planner: begin the shift 15 min earlier";
    /// Begins a planned shift later.
    StartLater = "start-later", "later", "In the planner: begin the shift 15 min later";
    /// Ends a planned shift earlier.
    EndEarlier = "end-earlier", "end", "In the planner: end the shift 15 min earlier";
    /// Ends a planned shift later.
    EndLater = "end-later", "later", "In the planner: end the shift 15 min later";
    /// Begins a planned shift half an hour earlier.
    StartMuchEarlier = "start-much-earlier", "start -30", "In the planner: begin it 30 min earlier";
    /// Begins a planned shift half an hour later.
    StartMuchLater = "start-much-later", "start +30", "In the planner: begin it 30 min later";
    /// Ends a planned shift half an hour earlier.
    EndMuchEarlier = "end-much-earlier", "end -30", "In the planner: end it 30 min earlier";
    /// Ends a planned shift half an hour later.
    EndMuchLater = "end-much-later", "end +30", "In the planner: end it 30 min later";
    /// Adds a planned shift.
    AddShift = "add-shift", "add", "In the planner: add a shift, first into a gap";
    /// Takes a planned shift out.
    RemoveShift = "remove-shift", "remove", "In the planner: take the shift out";
    /// Says why a planned shift is too long or comes too soon.
    ShiftReason = "shift-reason", "why", "In the planner: say why it is long or too soon";
    /// Proposes a plan again.
    Propose = "propose", "propose", "In the planner: propose a plan for those there are";
    /// Plans further ahead.
    Horizon = "horizon", "hours", "In the planner: propose for 12, 24, 48 or 72 hours";
    /// Plans more people at a time.
    Seats = "seats", "at a time", "In the planner: propose for more or fewer people";
    /// Accepts a plan.
    AcceptRotation = "accept-rotation", "accept", "In the planner: make it the plan that holds";
    /// Writes the plan into a calendar file.
    SaveCalendar = "save-calendar", "calendar", "In the planner: save what holds as a calendar file";
    /// Looks at the record before the entry that was the last one known.
    EarlierEntry = "earlier-entry", "earlier", "In the past: one entry earlier";
    /// Looks at the record with one more entry known.
    LaterEntry = "later-entry", "later", "In the past: one entry later";
    /// Looks at the record as it stood an hour before.
    HourEarlier = "hour-earlier", "-1 h", "In the past: one hour earlier";
    /// Looks at the record as it stood an hour later.
    HourLater = "hour-later", "+1 h", "In the past: one hour later";
    /// Looks at the record as it stood at a time that is typed.
    PastTime = "past-time", "time", "In the past: type the time to look at";
    /// Shows the next one that waits.
    NextCard = "next-card", "next", "Show the next conflict or suggestion that waits";
    /// Shows the one before.
    PreviousCard = "previous-card", "previous", "Show the conflict or suggestion before";
    /// Does the last command again.
    Repeat = "repeat", "again", "Do the last command again on what is selected";
    /// Begins a number.
    Count = "count", "number", "Begin a number: how often to move, as in # 5 j";
    /// Shows what was said.
    Log = "log", "log", "Show what was said here, errors too";
    /// Shows the drafts.
    Drafts = "drafts", "drafts", "List the texts that you left unfinished";
    /// Stops the time of a drill, or lets it go on.
    DrillPause = "drill-pause", "pause", "In a drill: stop the time, or let it go on";
    /// Has the time of a drill go faster.
    DrillFaster = "drill-faster", "faster", "In a drill: have the time go faster";
    /// Has the time of a drill go slower.
    DrillSlower = "drill-slower", "slower", "In a drill: have the time go slower";
    /// Jumps to the next scripted thing of a drill.
    DrillSkip = "drill-skip", "skip", "In a drill: jump to what happens next";
    /// Shows the scorecard of a drill.
    Scorecard = "scorecard", "scorecard", "In a drill: show how it went so far";
    /// Suspends the program.
    Suspend = "suspend", "suspend", "Stop the program until `fg` lets it go on";
    /// Quits.
    Quit = "quit", "quit", "Quit; everything is saved";
}

impl Action {
    /// Returns the action for the word of a keymap or playbook.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.word() == word)
    }
}
