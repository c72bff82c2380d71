//! Making what leaves out of what the record says of a message.

use super::address::MailAddress;
use super::message::{Channel, Outgoing, SendKey};
use crate::domain::ids::EntryId;
use crate::domain::incident::{Carrier, Incident, MessageRecord, Route};
use crate::domain::message::subject_and_body;
use crate::domain::time::Instant;

/// Ways that one send serves, by their places in the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// What the send is known by.
    pub key: SendKey,
    /// The ways.
    pub routes: Vec<usize>,
}

/// Returns the sends that a message takes: one mail for all who may know of each other, one
/// for each who may not, and one call of the webhook.
#[must_use]
pub fn batches(record: &MessageRecord) -> Vec<Batch> {
    let mut all: Vec<Batch> = Vec::new();
    for (at, it) in record.routes.iter().enumerate() {
        let channel = match it.route.carrier {
            Carrier::Smtp => Channel::Mail,
            Carrier::Webhook => Channel::SlackWebhook,
            Carrier::Mirror | Carrier::Hand => continue,
        };
        let part = if channel == Channel::Mail && it.route.apart {
            u16::try_from(at + 1).unwrap_or(u16::MAX)
        } else {
            0
        };
        let key = SendKey {
            entry: record.entry,
            channel,
            part,
        };
        match all.iter_mut().find(|batch| batch.key == key) {
            Some(batch) => batch.routes.push(at),
            None => all.push(Batch {
                key,
                routes: vec![at],
            }),
        }
    }
    all
}

/// Returns what one send of a message carries. `written` is when it was recorded: the same
/// value whenever it is made again.
#[must_use]
pub fn outgoing(
    incident: &Incident,
    record: &MessageRecord,
    text: &str,
    batch: &Batch,
    from: Option<MailAddress>,
    written: Instant,
) -> Outgoing {
    let routes = batch.routes.iter().filter_map(|at| record.routes.get(*at));
    let routes: Vec<Route> = routes.map(|it| it.route.clone()).collect();
    make(
        incident,
        (&record.message, text),
        &routes,
        from,
        written,
        batch.key,
    )
}

/// Returns a message as a draft for a mail program, with those of its recipients that mail
/// reaches; `of` is its entry, once it is in the record.
#[must_use]
pub fn draft_mail(
    incident: &Incident,
    of: Option<EntryId>,
    (message, text): (&str, &str),
    routes: &[Route],
    from: Option<MailAddress>,
    now: Instant,
) -> Outgoing {
    let by_mail = |route: &&Route| route.channel == crate::domain::playbook::Channel::Mail;
    let routes: Vec<Route> = routes.iter().filter(by_mail).cloned().collect();
    let key = SendKey {
        entry: of.unwrap_or_default(),
        channel: Channel::EmlFile,
        part: 0,
    };
    make(incident, (message, text), &routes, from, now, key)
}

fn make(
    incident: &Incident,
    (message, text): (&str, &str),
    routes: &[Route],
    from: Option<MailAddress>,
    written: Instant,
    key: SendKey,
) -> Outgoing {
    let (subject, body) = subject_and_body(text);
    // What is no address was refused when the way was chosen; a draft leaves it out.
    let read = |text: &str| MailAddress::read_list(text).unwrap_or_default();
    let is_mail = key.channel != Channel::SlackWebhook;
    let to = routes
        .iter()
        .filter(|_| is_mail)
        .flat_map(|route| read(&route.to));
    let cc = routes
        .iter()
        .filter(|_| is_mail)
        .flat_map(|route| &route.cc);
    let place = routes.first().filter(|_| !is_mail);
    Outgoing {
        key,
        message: message.to_owned(),
        from,
        to: to.collect(),
        cc: cc.flat_map(|text| read(text)).collect(),
        place: place.map(|route| route.to.clone()).unwrap_or_default(),
        subject,
        body,
        is_exercise: incident.exercise,
        written,
        zone: incident.zone,
    }
}
