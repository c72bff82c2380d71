//! Whom a message is for, and by which way it reaches each of them.

use super::noticed::noticed;
use super::told::{addressee, is_known_as, last_reached};
use crate::domain::incident::{Carrier, Incident, MessageRecord, Route, Status, reached, told_as};
use crate::domain::outgoing::MailAddress;
use crate::domain::playbook::{Address, Channel, Message, MessageKind, Playbook};

/// Somebody a message is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// Key of the address in the playbook; empty for somebody who was named by hand.
    pub address: String,
    /// What a person calls them.
    pub name: String,
    /// How they are reached.
    pub channel: Channel,
    /// The mail addresses, chat channel or page; empty when nobody set it.
    pub to: String,
    /// Mail addresses that get a copy.
    pub cc: Vec<String>,
    /// Whether they get mail of their own.
    pub apart: bool,
    /// What to know before relying on it.
    pub note: String,
    /// Why they are asked for.
    pub need: Need,
}

/// Why somebody gets a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The process says so.
    Must,
    /// They got a sitrep before (R32, R58).
    Previous,
    /// They got another message, so they believe that it is real (R31).
    Notice,
    /// They were told that information of theirs was exposed; what is said of the incident may not
    /// be for them (R43).
    Exposure,
    /// When it applies.
    Should,
}

impl Audience {
    /// Returns whether they get it unless somebody says otherwise. Who had a notice and was named
    /// by hand may be anybody.
    #[must_use]
    pub fn is_due(&self) -> bool {
        match self.need {
            Need::Must | Need::Previous => true,
            Need::Notice => !self.address.is_empty(),
            Need::Exposure | Need::Should => false,
        }
    }

    /// Returns what they are known by in the playbook: the key of their address, if they have one,
    /// else their name.
    pub(super) fn key<'a>(&'a self, playbook: &'a Playbook) -> (&'a str, Option<&'a Address>) {
        let key = match self.address.as_str() {
            "" => &self.name,
            key => key,
        };
        (key, playbook.address(key))
    }

    /// Returns what stands for them among the recipients.
    fn told_as(&self) -> &str {
        told_as(&self.name, &self.to)
    }

    /// Returns whether somebody of an audience is the same.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let is_same_address = !self.address.is_empty() && self.address == other.address;
        is_same_address || self.told_as() == other.told_as()
    }
}

impl Need {
    /// Returns the word on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Previous => "had a sitrep",
            Self::Notice => "had a notice",
            Self::Exposure => "had a notice of exposure",
            Self::Should => "if it applies",
        }
    }
}

/// What is configured to carry messages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Carriers {
    /// Who mail from here is from; none without a mail server.
    pub mail_from: Option<MailAddress>,
    /// The channel that the Slack webhook posts to; none without one.
    pub webhook: Option<String>,
    /// Whether the mirror posts comments on the issue.
    pub mirror: bool,
    /// The repository, `owner/name`, that what is left to do is filed in; none without one.
    pub followups: Option<String>,
}

/// Returns everybody a message is for, those who must get it first. With a message for
/// previous recipients that is everybody who ever got a sitrep (R32, R58); the sitrep on a
/// handoff goes to whoever had the last one (domain 17.31).
#[must_use]
pub fn audience(message: &Message, incident: &Incident, playbook: &Playbook) -> Vec<Audience> {
    let last = incident.last_sitrep().filter(|last| !last.to.is_empty());
    let mut all = match last.filter(|_| message.kind == MessageKind::Handoff) {
        Some(last) => audience_of_last(last, message, playbook),
        None => audience_of_playbook(message, incident, playbook),
    };
    if message.kind == MessageKind::Final {
        to_whom_it_ends(&mut all, incident, playbook);
        // Whoever else had a notice may hear how it ended; of a false alarm they hear by the
        // notice of that.
        if incident.status != Status::FalseAlarm {
            for one in noticed(incident, playbook) {
                let need = Need::Should;
                push_new(&mut all, Audience { need, ..one });
            }
        }
    }
    // Whose information was exposed was told of it: the next notice is for others.
    if message.kind != MessageKind::Exposure {
        for one in &mut all {
            as_reached(one, incident);
        }
    }
    all
}

/// Has the last word go to whoever had any, and of a false alarm to nobody else: whoever never had
/// anything has nothing to unlearn (R32). The issue is the record, and has it anyway.
fn to_whom_it_ends(all: &mut [Audience], incident: &Incident, playbook: &Playbook) {
    let is_false_alarm = incident.status == Status::FalseAlarm;
    for one in &mut *all {
        let has_had = had_any(one, incident, playbook);
        one.need = match one.need {
            Need::Should if has_had => Need::Notice,
            Need::Must if is_false_alarm && !has_had && one.channel != Channel::Issue => {
                Need::Should
            }
            need => need,
        };
    }
    all.sort_by_key(|one| one.need == Need::Should);
}

/// Returns whether somebody had any message of the incident; one to nobody named went to all whom
/// it must reach.
fn had_any(one: &Audience, incident: &Incident, playbook: &Playbook) -> bool {
    let (key, address) = one.key(playbook);
    incident.messages.iter().any(|sent| {
        let message = playbook.message(&sent.message);
        let is_named = message.is_some_and(|it| it.must.iter().any(|of| of == key));
        let mut to = sent.to.iter();
        (sent.to.is_empty() && is_named) || to.any(|to| is_known_as(to, key, address))
    })
}

/// Has somebody whose address nobody set be reached as they were the last time. Whom a person
/// reached by no mail address they are asked about again.
fn as_reached(one: &mut Audience, incident: &Incident) {
    let is_unset = !one.address.is_empty() && one.channel == Channel::Mail && one.to.is_empty();
    let Some(whom) = last_reached(incident, &one.name).filter(|_| is_unset) else {
        return;
    };
    if MailAddress::read_list(whom).is_ok_and(|list| !list.is_empty()) {
        whom.clone_into(&mut one.to);
        one.name = reached(&one.name, &[whom.to_owned()]);
    } else {
        one.note = format!("last reached: {whom}. {}", one.note);
    }
}

/// Returns those who had the last sitrep, and the issue: that is the record, and has every
/// change of command (R92). Whoever else the playbook names may be added by hand.
fn audience_of_last(last: &MessageRecord, message: &Message, playbook: &Playbook) -> Vec<Audience> {
    let had = last.to.iter();
    let had = had.map(|name| known(playbook, name, Need::Previous));
    let mut all: Vec<Audience> = had.collect();
    let must = message.must.iter().filter_map(|key| {
        let is_issue = playbook.address(key)?.channel == Channel::Issue;
        of_address(
            playbook,
            key,
            if is_issue { Need::Must } else { Need::Should },
        )
    });
    let should = message.should.iter();
    let should = should.filter_map(|key| of_address(playbook, key, Need::Should));
    for one in must.chain(should) {
        if !all.iter().any(|known| known.address == one.address) {
            all.push(one);
        }
    }
    all.sort_by_key(|one| one.need == Need::Should);
    all
}

fn audience_of_playbook(
    message: &Message,
    incident: &Incident,
    playbook: &Playbook,
) -> Vec<Audience> {
    let mut all: Vec<Audience> = Vec::new();
    for key in &message.must {
        all.extend(of_address(playbook, key, Need::Must));
    }
    if message.to_previous_recipients {
        let sitreps = incident.messages.iter().filter(|sent| sent.number > 0);
        for name in sitreps.flat_map(|sent| &sent.to) {
            push_new(&mut all, known(playbook, name, Need::Previous));
        }
    }
    if message.kind == MessageKind::FalseAlarm {
        for one in noticed(incident, playbook) {
            push_new(&mut all, one);
        }
    }
    for key in &message.should {
        if !all.iter().any(|known| known.address == *key) {
            all.extend(of_address(playbook, key, Need::Should));
        }
    }
    all
}

fn push_new(all: &mut Vec<Audience>, one: Audience) {
    if !all.iter().any(|known| known.is_same(&one)) {
        all.push(one);
    }
}

/// Returns the names of those a message must reach, those who got a sitrep before included
/// where the process asks for that. An issue that does not exist reaches nobody.
#[must_use]
pub fn recipients(message: &Message, incident: &Incident, playbook: &Playbook) -> Vec<String> {
    let all = audience(message, incident, playbook);
    let is_there = |one: &&Audience| one.channel != Channel::Issue || incident.issue.is_some();
    let must = all.iter().filter(|one| one.is_due()).filter(is_there);
    must.map(|one| one.told_as().to_owned()).collect()
}

/// Returns whether a recipient is somebody of the playbook who gets mail at an address that
/// nobody set.
#[must_use]
pub fn without_address(name: &str, playbook: &Playbook) -> bool {
    let mut addresses = playbook.addresses.values();
    addresses.any(|it| it.is_unset_mail() && it.name == name)
}

/// Returns the way by which somebody is reached with what is configured. What nothing carries
/// a person has to.
#[must_use]
pub fn route(audience: &Audience, carriers: &Carriers) -> Route {
    let is_mailable = || {
        let lists = std::iter::once(&audience.to).chain(&audience.cc);
        let all_read = lists
            .clone()
            .all(|list| MailAddress::read_list(list).is_ok());
        all_read && !audience.to.trim().is_empty()
    };
    let carrier = match audience.channel {
        Channel::Mail if carriers.mail_from.is_some() && is_mailable() => Carrier::Smtp,
        Channel::Chat if carriers.webhook.as_ref() == Some(&audience.to) => Carrier::Webhook,
        Channel::Issue if carriers.mirror => Carrier::Mirror,
        Channel::Mail | Channel::Chat | Channel::Phone | Channel::StatusPage | Channel::Issue => {
            Carrier::Hand
        }
    };
    Route {
        address: audience.address.clone(),
        name: audience.name.clone(),
        channel: audience.channel,
        to: audience.to.clone(),
        cc: audience.cc.clone(),
        apart: audience.apart,
        carrier,
    }
}

/// Returns whether somebody was told of their information already: the next notice is for others.
#[must_use]
pub fn has_notice(
    one: &Audience,
    message: &Message,
    incident: &Incident,
    playbook: &Playbook,
) -> bool {
    let (key, address) = one.key(playbook);
    let sent = incident.messages.iter();
    let mut to = sent
        .filter(|sent| sent.message == message.id)
        .flat_map(|sent| &sent.to);
    message.kind == MessageKind::Exposure && to.any(|to| is_known_as(to, key, address))
}

fn of_address(playbook: &Playbook, key: &str, need: Need) -> Option<Audience> {
    let address = playbook.address(key)?;
    Some(Audience {
        address: key.to_owned(),
        name: address.name.clone(),
        channel: address.channel,
        to: address.to.clone(),
        cc: address.cc.clone(),
        apart: address.apart,
        note: address.note.clone(),
        need,
    })
}

/// Returns somebody who got a message: as the playbook knows them, else as they were named.
pub(super) fn known(playbook: &Playbook, name: &str, need: Need) -> Audience {
    let found = addressee(name, playbook).and_then(|(key, _)| of_address(playbook, key, need));
    if let Some(found) = found {
        return found;
    }
    let is_address = MailAddress::read_list(name).is_ok_and(|list| !list.is_empty());
    Audience {
        address: String::new(),
        name: name.to_owned(),
        channel: Channel::of_name(name),
        to: if is_address {
            name.to_owned()
        } else {
            String::new()
        },
        cc: Vec::new(),
        apart: true,
        note: String::new(),
        need,
    }
}
