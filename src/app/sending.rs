//! The card on which a message is sent: whom it is for, and what will happen on each way.

use std::collections::BTreeMap;

use crate::domain::ids::EntryId;
use crate::domain::incident::{Carrier, Incident, Route, RouteRecord, RouteState};
use crate::domain::message::{Audience, Carriers, Need, audience, has_notice, route};
use crate::domain::mirror::Delivery;
use crate::domain::playbook::{Channel, Message, Playbook};
use crate::domain::time::Instant;

/// A message that is to be sent, or was, and those it is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Sending {
    /// Key of the playbook's message.
    pub message: String,
    /// What a person calls it.
    pub title: String,
    /// The text: the subject in the first line, then the rest.
    pub text: String,
    /// The text as it leaves: by codenames, and without what may not leave.
    pub outgoing: String,
    /// The first line of it that is shown.
    pub scroll: usize,
    /// Whom it is for.
    pub rows: Vec<SendRow>,
    /// Position of the marked one.
    pub marked: usize,
    /// What to look at before it goes out.
    pub marks: Vec<String>,
    /// What was wrong with the last try.
    pub problem: String,
    /// Since when its text is being written, where that is known.
    pub written: Option<Instant>,
    /// The entry of the message, once it is in the record.
    pub of: Option<EntryId>,
    /// Whether it only stays to ask whom somebody told where no address is set.
    pub asks_on: bool,
}

/// Somebody a message is for.
#[derive(Debug, Clone, PartialEq)]
pub struct SendRow {
    /// The way to them.
    pub route: Route,
    /// Why they get it; none once it is in the record.
    pub need: Option<Need>,
    /// What to know before relying on the address.
    pub note: String,
    /// Whether they get it, or whether a key acts on them.
    pub chosen: bool,
    /// How far it got, once it is in the record.
    pub record: Option<RouteRecord>,
}

impl Sending {
    /// Returns the card of a message that is in no record yet.
    pub(super) fn new(
        message: &Message,
        text: String,
        incident: &Incident,
        playbook: &Playbook,
        carriers: &Carriers,
    ) -> Self {
        let mut all = audience(message, incident, playbook);
        all.extend(the_issue(&all, playbook, carriers));
        let rows = all.into_iter().filter_map(|one| {
            let route = route(&one, carriers);
            let is_due = one.is_due() && !has_notice(&one, message, incident, playbook);
            let by_hand = route.carrier == Carrier::Hand && route.channel == Channel::Issue;
            // Without a mirror and an issue there is nothing to post it on.
            let is_somewhere = !by_hand || incident.issue.is_some();
            is_somewhere.then(|| SendRow {
                chosen: is_due || route.carrier == Carrier::Mirror,
                route,
                need: Some(one.need),
                note: one.note,
                record: None,
            })
        });
        Self {
            message: message.id.clone(),
            title: message.name.clone(),
            outgoing: text.clone(),
            scroll: 0,
            text,
            rows: rows.collect(),
            marked: 0,
            marks: Vec::new(),
            problem: String::new(),
            written: None,
            of: None,
            asks_on: false,
        }
    }

    /// Returns the card of a message that is in the record.
    pub(super) fn of(
        entry: EntryId,
        text: String,
        incident: &Incident,
        playbook: &Playbook,
    ) -> Option<Self> {
        let record = incident.message(entry)?;
        let name = playbook.message(&record.message).map(|it| it.name.clone());
        let rows = record.routes.iter().map(|it| SendRow {
            route: it.route.clone(),
            need: None,
            note: String::new(),
            chosen: true,
            record: Some(it.clone()),
        });
        Some(Self {
            message: record.message.clone(),
            title: name.unwrap_or_else(|| record.label()),
            outgoing: text.clone(),
            scroll: 0,
            text,
            rows: rows.collect(),
            marked: 0,
            marks: Vec::new(),
            problem: String::new(),
            written: None,
            of: Some(entry),
            asks_on: false,
        })
    }

    /// Scrolls the text. How its lines break is known where it is drawn; the count here is that
    /// of a narrow screen.
    pub(super) fn scroll(&mut self, lines: isize) {
        const NARROW: usize = 76;
        let broken = self.outgoing.lines();
        let most: usize = broken.map(|it| it.chars().count() / NARROW + 1).sum();
        let to = self.scroll.saturating_add_signed(lines);
        self.scroll = to.min(most.saturating_sub(1));
    }

    /// Takes over how far the message got by now.
    pub(super) fn follow(&mut self, incident: &Incident) {
        let Some(entry) = self.of else { return };
        let Some(record) = incident.message(entry) else {
            // It was taken back.
            self.of = None;
            for row in &mut self.rows {
                row.record = None;
            }
            return;
        };
        for (at, it) in record.routes.iter().enumerate() {
            match self.rows.get_mut(at) {
                Some(row) => {
                    row.route = it.route.clone();
                    row.record = Some(it.clone());
                }
                None => self.rows.push(SendRow {
                    route: it.route.clone(),
                    need: None,
                    note: String::new(),
                    chosen: true,
                    record: Some(it.clone()),
                }),
            }
        }
    }

    /// Returns whether it is only there to be read: somebody told all of them by hand.
    #[must_use]
    pub fn is_only_read(&self) -> bool {
        self.of.is_some() && self.rows.is_empty()
    }

    /// Returns how far the comment on the issue got, once it is in the record.
    #[must_use]
    pub fn delivery(&self, deliveries: &BTreeMap<EntryId, Delivery>) -> Option<Delivery> {
        self.of.and_then(|of| deliveries.get(&of).copied())
    }

    /// Returns the marked one.
    #[must_use]
    pub fn marked_row(&self) -> Option<&SendRow> {
        self.rows.get(self.marked)
    }

    /// Returns the places of those who are chosen and stand so.
    pub(super) fn standing(&self, state: RouteState) -> Vec<usize> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, row)| row.chosen && row.state() == Some(state))
            .map(|(at, _)| at)
            .collect()
    }

    /// Returns whether somebody among the chosen has to carry it.
    #[must_use]
    pub fn needs_hands(&self) -> bool {
        self.rows.iter().any(|row| {
            let open = row.state().is_none_or(|state| state == RouteState::ToCarry);
            row.chosen && row.route.carrier == Carrier::Hand && open
        })
    }

    /// Returns whether something but the mirror sends it from here to somebody among the chosen.
    #[must_use]
    pub fn is_sent_from_here(&self) -> bool {
        self.but_the_mirror()
            .any(|row| matches!(row.route.carrier, Carrier::Smtp | Carrier::Webhook))
    }

    /// Returns the chosen, without what the mirror posts by itself.
    pub(super) fn but_the_mirror(&self) -> impl Iterator<Item = &SendRow> {
        let rows = self.rows.iter();
        rows.filter(|row| row.chosen && row.route.carrier != Carrier::Mirror)
    }

    /// Returns whether one key can say of those among the chosen whom nothing else carries it
    /// to that they were told by hand: an address is set for some of them, or for nobody at all.
    /// The mirror posts whatever else is so.
    #[must_use]
    pub fn is_told_by_hand(&self) -> bool {
        let chosen = || self.but_the_mirror();
        let is_reached =
            |row: &SendRow| row.route.carrier == Carrier::Hand && !row.route.is_without_address();
        self.needs_hands()
            && (chosen().any(is_reached) || chosen().all(|row| row.route.is_without_address()))
    }

    /// Returns the places of those who are still to be told by hand, and the address of whom
    /// nobody set.
    #[must_use]
    pub fn without_address(&self) -> Vec<usize> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, row)| row.lacks_address())
            .map(|(at, _)| at)
            .collect()
    }

    /// Returns the names of those, with commas between them.
    #[must_use]
    pub fn unaddressed(&self) -> String {
        let names: Vec<&str> = self
            .without_address()
            .into_iter()
            .map(|at| self.rows[at].route.name.as_str())
            .collect();
        names.join(", ")
    }

    /// Returns whether it went out, and nobody has to do anything about it but find out where
    /// those are to be reached whose address nobody set.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let is_open = |row: &SendRow| row.state().is_some_and(RouteState::is_open);
        let mut rows = self.rows.iter();
        let all_unset = self.rows.iter().all(SendRow::lacks_address);
        !all_unset && !rows.any(|row| is_open(row) && !row.lacks_address())
    }
}

impl SendRow {
    /// Returns how far it got; none before it is in the record.
    #[must_use]
    pub fn state(&self) -> Option<RouteState> {
        self.record.as_ref().map(|record| record.state)
    }

    /// Returns whether they are still to be told by hand, and nobody set their address.
    pub(super) fn lacks_address(&self) -> bool {
        let waits = self.state().is_none_or(|it| it == RouteState::ToCarry);
        self.chosen && waits && self.route.is_without_address()
    }

    /// Returns what will happen to it, in words.
    #[must_use]
    pub fn plan(&self) -> &'static str {
        match (self.route.carrier, self.route.channel) {
            (Carrier::Smtp, _) => "mailed from here",
            (Carrier::Webhook, _) => "posted by the webhook",
            (Carrier::Mirror, _) => "comment, posted by the mirror",
            (Carrier::Hand, Channel::Mail) if self.route.to.is_empty() => {
                "no address is set: to mail by hand"
            }
            (Carrier::Hand, Channel::Mail) => "to mail by hand",
            (Carrier::Hand, Channel::Chat) => "to paste by hand",
            (Carrier::Hand, Channel::Phone) => "phone them",
            (Carrier::Hand, Channel::StatusPage) => "to post by hand",
            (Carrier::Hand, Channel::Issue) => "no mirror: to post by hand",
        }
    }
}

/// Returns the issue where the mirror posts every message on it and nobody asked for that.
fn the_issue(all: &[Audience], playbook: &Playbook, carriers: &Carriers) -> Option<Audience> {
    let is_named = all.iter().any(|one| one.channel == Channel::Issue);
    if is_named || !carriers.mirror {
        return None;
    }
    let mut addresses = playbook.addresses.iter();
    let (key, address) = addresses.find(|(_, it)| it.channel == Channel::Issue)?;
    Some(Audience {
        address: key.clone(),
        name: address.name.clone(),
        channel: address.channel,
        to: address.to.clone(),
        cc: Vec::new(),
        apart: false,
        note: address.note.clone(),
        need: Need::Should,
    })
}
